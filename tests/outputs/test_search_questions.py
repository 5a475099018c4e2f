"""The questions that patients ask this site, asked of its own search: `search-questions.yml`, which editors keep."""

from __future__ import annotations

import pytest
import yaml
from search_index import addresses, ask, index_of
from sites import ROOT, Built, real_site

__all__ = ["real_site"]

QUESTIONS = ROOT / "search-questions.yml"
# Of the questions, this share must have its answer first.
SHARE = 0.9


def questions() -> tuple[dict[str, list[str]], list[str]]:
    """The addresses that answer each question, and the words that must find nothing."""
    items = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return ({item["ask"]: item["answers"] for item in items if "ask" in item},
            [words for item in items for words in item.get("nothing", [])])


def line_of(words: str) -> str:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return f"{QUESTIONS.name}:{1 + next(number for number, line in enumerate(lines) if words in line)}"


@pytest.mark.build
def test_every_expected_answer_is_on_the_site(real_site: Built) -> None:
    assert real_site.code == 0, real_site.output
    known, (asked, _) = index_of(real_site.folder).keys(), questions()
    gone = [f"{line_of(answer)}: no page has {answer}" for answers in asked.values() for answer in answers
            if answer not in known]
    assert gone == [], "write the new address there"


@pytest.mark.build
def test_questions_find_their_answer_first(real_site: Built) -> None:
    asked, _ = questions()
    assert len(asked) >= 60
    first = [(addresses(answer) or ["nothing"])[0] for answer in ask(real_site.folder, *asked)]
    missed = [f"{line_of(f'ask: {words}')}: “{words}” finds {found} first"
              for (words, answers), found in zip(asked.items(), first, strict=True) if found not in answers]
    assert len(missed) <= len(asked) * (1 - SHARE), missed


@pytest.mark.build
def test_words_out_of_scope_find_nothing(real_site: Built) -> None:
    _, nothing = questions()
    assert len(nothing) >= 20
    found = dict(zip(nothing, ask(real_site.folder, *nothing), strict=True))
    assert {words: addresses(answer) for words, answer in found.items() if answer["count"]} == {}
