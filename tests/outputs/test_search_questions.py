"""The questions that readers ask, asked of a site's own search: of the sample site, and of this one.

This site's are in `search-questions.yml`, which editors keep: whatever stands there is asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from search_index import addresses, ask, index_of
from sites import ROOT, SAMPLE, Built, real_site, sample_site

__all__ = ["real_site", "sample_site"]

# Of the questions, this share must have its answer first.
SHARE = 0.9


class Asked(NamedTuple):
    """A site, and what is asked of it: the file, the addresses that answer a question, words that find nothing,
    words that lead to the help lines, and words that lead to none.
    """

    site: Built
    file: Path
    questions: dict[str, list[str]]
    nothing: list[str]
    helped: list[str]
    calm: list[str]

    def line_of(self, words: str) -> str:
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return f"{self.file.name}:{1 + next(number for number, line in enumerate(lines) if words in line)}"


@pytest.fixture(params=["sample_site", pytest.param("real_site", marks=pytest.mark.content)])
def asked(request: pytest.FixtureRequest) -> Asked:
    folder = SAMPLE if request.param == "sample_site" else ROOT
    site: Built = request.getfixturevalue(request.param)
    assert site.code == 0, site.output
    file = folder / "search-questions.yml"
    items = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
    return Asked(site, file, {item["ask"]: item["answers"] for item in items if "ask" in item},
                 *([words for item in items for words in item.get(name, [])] for name in ("nothing", "helped", "calm")))


@pytest.mark.build
def test_every_expected_answer_is_on_the_site(asked: Asked) -> None:
    known = index_of(asked.site.folder).keys()
    gone = [f"{asked.line_of(answer)}: no page has {answer}" for answers in asked.questions.values()
            for answer in answers if answer not in known]
    assert gone == [], "write the new address there"


@pytest.mark.build
def test_questions_find_their_answer_first(asked: Asked) -> None:
    first = [(addresses(answer) or ["nothing"])[0] for answer in ask(asked.site.folder, *asked.questions)]
    missed = [f"{asked.line_of(f'ask: {words}')}: “{words}” finds {found} first"
              for (words, answers), found in zip(asked.questions.items(), first, strict=True) if found not in answers]
    assert len(missed) <= len(asked.questions) * (1 - SHARE), missed


@pytest.mark.build
def test_words_out_of_scope_find_nothing(asked: Asked) -> None:
    found = dict(zip(asked.nothing, ask(asked.site.folder, *asked.nothing), strict=True))
    assert {words: addresses(answer) for words, answer in found.items() if answer["count"]} == {}


@pytest.mark.build
def test_words_of_danger_lead_to_help_lines(asked: Asked) -> None:
    answers = zip(asked.helped, ask(asked.site.folder, *asked.helped), strict=True)
    without = [words for words, answer in answers if not answer["crisis"]]
    assert [f"{asked.line_of(words)}: “{words}” shows no help line" for words in without] == []


@pytest.mark.build
def test_calm_words_lead_to_no_help_line(asked: Asked) -> None:
    answers = zip(asked.calm, ask(asked.site.folder, *asked.calm), strict=True)
    shown = [words for words, answer in answers if answer["crisis"]]
    assert [f"{asked.line_of(words)}: “{words}” shows help lines" for words in shown] == []


def test_enough_is_asked_of_the_sample_site() -> None:
    items = yaml.safe_load((SAMPLE / "search-questions.yml").read_text(encoding="utf-8"))
    assert len([item for item in items if "ask" in item]) >= 40
    assert sum(len(item.get("nothing", [])) for item in items) >= 20
