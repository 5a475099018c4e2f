"""Facts in which nothing was wrong are not read as YAML again, and every fault is told in each run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sites import EPOCH

from proofdesk.common.source_text import SourceText
from proofdesk.content.document import Document
from proofdesk.content.front_matter import FrontMatter, model_of, read_front_matter, reader
from proofdesk.content.front_matter.sound import SoundFacts
from proofdesk.content.topics import Topic, Topics

ARTICLE = """---
title: "Straw: a cover"
description: What it keeps in.
published: 2026-11-20
reviewed: 2026-11-21
topics: [soil]
source: {title: A source}
---

Text.
"""
SAMPLE = Path(__file__).parents[1] / "sample" / "docs"
SOIL, WATER = (Topics(((name, Topic()),)) for name in ("soil", "water"))


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def known(tmp_path: Path) -> SoundFacts:
    return SoundFacts(tmp_path)


def read(known: SoundFacts | None, text: str = ARTICLE, topics: Topics = SOIL,
         uri: str = "articles/straw.md") -> tuple[FrontMatter | None, dict[str, Any], list[str]]:
    document = Document(SourceText(f"docs/{uri}", text), uri)
    facts = read_front_matter(document, model_of(uri), topics, known)
    return facts, document.stated, [str(problem) for problem in document.problems]


def test_known_facts_are_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = SoundFacts(tmp_path)
    once = read(first)
    first.keep()
    monkeypatch.setattr(reader, "read_yaml", None)  # nobody asks for it
    assert read(SoundFacts(tmp_path)) == once == (once[0], once[1], [])
    assert once[0] and once[0].title == "Straw: a cover"


def test_each_sample_page_is_known_as_it_was_read(known: SoundFacts) -> None:
    for file in sorted(SAMPLE.rglob("*.md")):
        uri, text = file.relative_to(SAMPLE).as_posix(), file.read_text(encoding="utf-8")
        assert read(known, text, Topics(), uri) == read(known, text, Topics(), uri) == read(None, text, Topics(), uri)


@pytest.mark.parametrize("fault", ["title: A page # one", "description: See [@fern2020].", "topics: [soli]"])
def test_a_fault_is_told_each_time(known: SoundFacts, fault: str) -> None:
    name = fault.partition(":")[0]
    lines = [fault if line.startswith(f"{name}:") else line for line in ARTICLE.split("\n")]
    first, again = (read(known, "\n".join(lines)) for _ in range(2))
    assert first == again
    assert first[0] is None and len(first[2]) == 1


def test_what_became_wrong_is_told_at_its_place(known: SoundFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(known)[2] == []
    _, _, [problem] = read(known, topics=WATER)
    assert problem.startswith("docs/articles/straw.md:6:1: bad-front-matter: topics: “soil” is not a topic")
    later = ARTICLE.replace("2026-11-21", "2099-11-21")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")  # 2100-01-01
    assert read(known, later)[2] == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    _, _, [problem] = read(known, later)
    assert problem.startswith("docs/articles/straw.md:5:1: misdated: reviewed is in the future: 21 November 2099")


def test_a_value_without_a_word_in_json_is_read_again(known: SoundFacts) -> None:
    text = ARTICLE.replace("topics: [soil]", "topics: [soil]\ncover: !!set {a, b}")
    assert read(known, text, uri="about/straw.md") == read(known, text, uri="about/straw.md")
    assert read(known, text, uri="about/straw.md")[1]["cover"] == {"a", "b"}
