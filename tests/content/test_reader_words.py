"""What readers call things, and words of crisis: each list's faults at their lines, and what search makes of both."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from sites import article, make_site

from proofdesk.content.help_lines import load_help_lines
from proofdesk.content.reader_words import CRISIS_WORDS, SYNONYMS, ReaderWords, load_reader_words

LINES = "".join(
    f"- need: {need}\n  where: Here\n  call: \"{number}\"\n  sources: [{{name: A, url: \"https://example.org/\"}}]\n"
    "  taken: 2026-11-20\n  how: own-page\n" for need, number in (("danger", "999"), ("crisis", "111")))


def load(root: Path, name: str, text: str) -> tuple[ReaderWords, list[str]]:
    (root / "safety.yml").write_text(LINES, encoding="utf-8")
    (root / name).write_text(text, encoding="utf-8")
    safety, _ = load_help_lines(root / "safety.yml", "safety.yml")
    words, problems = load_reader_words(root, safety)
    return words, [str(problem) for problem in problems]


@each_case("content/synonym_faults")
def test_synonym_fault_is_reported_and_others_remain(tmp_path: Path, case: Case) -> None:
    words, problems = load(tmp_path, SYNONYMS, case.source)
    assert problems == case.problems(SYNONYMS)
    kept = [item.word for item in words.synonyms]
    assert ("MDMA" in kept) == ("MDMA\n  also: [ecstasy]" in case.source)


@each_case("content/crisis_faults")
def test_crisis_fault_is_reported_and_others_remain(tmp_path: Path, case: Case) -> None:
    words, problems = load(tmp_path, CRISIS_WORDS, case.source)
    assert problems == case.problems(CRISIS_WORDS)
    assert bool(words.crisis) == ("[want to die]" in case.source)


def test_both_lists_may_be_missing(tmp_path: Path) -> None:
    words, problems = load(tmp_path, "other.yml", "")
    assert (words, problems) == (ReaderWords(), [])


@pytest.mark.build
def test_faulty_list_stops_a_strict_build(tmp_path: Path) -> None:
    built = make_site(tmp_path / "site", {"docs/articles/page.md": article("Text [@ly2018]."),
                                          SYNONYMS: "- word: x\n", CRISIS_WORDS: "- need: crisis\n"}).build("--strict")
    assert built.code != 0
    assert [problem.split(": ")[1] for problem in built.problems if ".yml" in problem] == [
        "bad-crisis-words", "bad-synonyms", "bad-synonyms"]
