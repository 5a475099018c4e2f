"""``desk cite --rename``: a work gets another key in its entry and wherever it is cited, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_site import Desk, desk
from fixture_cases import load_cases
from sites import BIB, Site, article, make_site

from proofdesk.common.source_text import SourceText
from proofdesk.content.harms.entries import load_harms
from proofdesk.content.review.version import text_version

__all__ = ["desk"]

PAGE = "docs/articles/page.md"
PATHS = {"page": PAGE, "bibliography": "bibliography.bib", "evidence": "evidence.yml", "harms": "harms.yml"}
CASES = {PATHS[case.name]: case for case in load_cases("desk/renamed")}


def text(site: Site, name: str) -> str:
    return (site.root / name).read_bytes().decode("utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {name: case.source for name, case in CASES.items()})


def test_the_work_is_renamed_wherever_it_is_cited(site: Site, desk: Desk) -> None:
    """In the entry, in entries that take fields from it, on pages, in lists; not in code, in comments, or as a word."""
    result = desk("cite", "--rename", "@ly2018", "ly:2018x")
    assert (result.exit_code, result.output) == (
        0, "“ly2018” is “ly:2018x” now in “bibliography.bib”, “evidence.yml”, “harms.yml” and 2 more files.\n")
    assert {name: text(site, name).rstrip() for name in CASES} == {
        name: case.expected["renamed"] for name, case in CASES.items()}
    harms, faults = load_harms(site.root / "harms.yml", "harms.yml")
    assert not faults and harms.keys == {"ly:2018x", "ly2018b"}


def test_line_ends_of_windows_and_a_byte_order_mark_stay(site: Site, desk: Desk) -> None:
    for name, case in CASES.items():
        site.write({name: b"\xef\xbb\xbf" + case.source.replace("\n", "\r\n").encode("utf-8")})
    desk("cite", "--rename", "ly2018", "ly:2018x")
    for name, case in CASES.items():
        assert text(site, name).rstrip() == "\ufeff" + case.expected["renamed"].replace("\n", "\r\n")


def test_a_dry_run_shows_the_changes_and_makes_none(site: Site, desk: Desk) -> None:
    before = [text(site, name) for name in CASES]
    result = desk("cite", "--rename", "ly2018", "ly:2018x", "--dry-run")
    assert "+@article{ly:2018x,\n" in result.output and result.output.endswith("Nothing was changed.\n")
    assert [text(site, name) for name in CASES] == before


def test_a_reviewed_text_stays_reviewed(site: Site, desk: Desk) -> None:
    """Readers read the same words, so the page may not say that it changed since its review."""
    page = text(site, PAGE)
    version = text_version(SourceText(PAGE, page))
    facts = f"reviewed-by:\n  - name: Ann Poe\n    role: nurse\n    date: 2026-11-21\n    version: {version}\n"
    site.write({PAGE: page.replace("topics:", f"{facts}topics:"),
                "docs/articles/page.review.yml": f"- kind: note\n  says: Well said.\n  version: {version}\n"})
    desk("cite", "--rename", "ly2018", "ly:2018x")
    now = text_version(SourceText(PAGE, text(site, PAGE)))
    assert now != version
    assert f"version: {now}\n" in text(site, PAGE)
    assert f"version: {now}\n" in text(site, "docs/articles/page.review.yml")


def test_citations_follow_a_library_whose_program_renamed_it(site: Site, desk: Desk) -> None:
    """Zotero and JabRef write their files anew; the pages still have the older key."""
    site.write({"mkdocs.yml": text(site, "mkdocs.yml") + "extra: {libraries: [zotero.bib]}\n",
                "zotero.bib": BIB.replace("ly2018", "lyPsychedelics2018").replace("10.1016/j.celrep", "10.9999/c"),
                "bibliography.bib": "", "evidence.yml": "", "harms.yml": "[]\n",
                PAGE: article("Cells grew [@ly2018].\n")})
    refused = desk("cite", "--rename", "shao2021", "shao2021b")
    assert refused.exit_code == 2
    assert "“shao2021” is an entry of zotero.bib, which another program writes (rename it there; " in refused.output
    desk("cite", "--rename", "ly2018", "lyPsychedelics2018")
    assert text(site, PAGE) == article("Cells grew [@lyPsychedelics2018].\n")


@pytest.mark.parametrize(("old", "new", "words"), [
    ("ly2018", "ly2018b", "“ly2018b” is a key already: bibliography.bib:8 (choose another)"),
    ("ly2018", "LY2018B", "“ly2018b” is a key already: "),
    ("ly2018", "ly2018", "“ly2018” is a key already: "),
    ("ly2018", "ly 2018", "“ly 2018” cannot be a key (write letters, digits and single marks inside"),
    ("ly2018", "ly{2018", "“ly{2018” cannot be a key "),
    ("ly2017", "ly2019", "bibliography.bib has no “ly2017” (did you mean"),
])
def test_key_that_a_work_cannot_get_is_refused(site: Site, desk: Desk, old: str, new: str, words: str) -> None:
    before = [text(site, name) for name in CASES]
    result = desk("cite", "--rename", old, new)
    assert result.exit_code == 2 and words in result.output
    assert [text(site, name) for name in CASES] == before


def test_check_finds_what_it_found_before(site: Site, desk: Desk) -> None:
    """But for words that looked like the old key, which are words now."""
    def found() -> list[list[str]]:
        lines = desk("check", "--all").output.splitlines()[:-1]
        return [line.split(":")[:4:3] for line in lines if "uncited-key" not in line]

    before = found()
    assert before
    desk("cite", "--rename", "ly2018", "ly:2018x")
    assert found() == before


def test_two_keys_are_needed(site: Site, desk: Desk) -> None:
    result = desk("cite", "--rename", "ly2018")
    assert result.exit_code == 2 and "--rename takes two keys, the old one and the new one" in result.output
