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


@pytest.mark.parametrize(("before", "after"), [
    ("Cells grew [@ly2018] and [@ly2018_].\n", "Cells grew [@new] and [@ly2018_].\n"),  # another work's key
    ("_As @ly2018 said_, and @ly2018.\n", "_As @new said_, and @new.\n"),
    ("Cells [grew](#ref-ly2018) `#ref-ly2018` [@ly2018].\n", "Cells [grew](#ref-new) `#ref-ly2018` [@new].\n"),
    ("Cells [grew][1] [@ly2018].\n\n[1]: #ref-ly2018", "Cells [grew][1] [@new].\n\n[1]: #ref-new"),
    ("Line ends\r\nof two\nkinds [@ly2018].\rEnd.\n", "Line ends\r\nof two\nkinds [@new].\rEnd.\n"),
])
def test_pages_change_by_the_key_alone(site: Site, desk: Desk, before: str, after: str) -> None:
    entry, _, _ = BIB.partition("\n\n")
    site.write({"bibliography.bib": f"{entry}\n{entry.replace('ly2018', 'ly2018_').replace('10.1016', '10.99')}\n{BIB}"
                .replace(f"{entry}\n\n", ""), PAGE: article(before), "evidence.yml": "", "harms.yml": "[]\n"})
    assert desk("cite", "--rename", "ly2018", "new").exit_code == 0
    assert text(site, PAGE) == article(after)
    assert desk("cite", "--rename", "new", "ly2018").exit_code == 0
    assert text(site, PAGE) == article(before)


def test_citations_that_only_a_build_finds_are_told(site: Site, desk: Desk) -> None:
    """Nothing is changed where a build would still read the old key."""
    body = "- Cells\n\n    <script>\n    [@ly2018]</script>\n"
    site.write({PAGE: article(body)})
    result = desk("cite", "--rename", "ly2018", "new")
    assert result.exit_code == 2 and f"{PAGE}: “ly2018” is cited so that the key cannot be changed" in result.output
    assert text(site, PAGE) == article(body) and "@article{ly2018," in text(site, "bibliography.bib")


def test_a_page_that_is_a_link_to_another_is_changed_once(site: Site, desk: Desk) -> None:
    (site.root / "docs/articles/same.md").symlink_to("page.md")
    assert desk("cite", "--rename", "ly2018", "ly:2018x").exit_code == 0
    assert text(site, PAGE).rstrip() == CASES[PAGE].expected["renamed"]


def test_an_alias_in_a_list_is_changed_once(site: Site, desk: Desk) -> None:
    harms = CASES["harms.yml"].source.replace('keys: [ly2018b, "ly2018"]', "keys: &same [ly2018]\n  also: *same")
    site.write({"harms.yml": harms})
    assert desk("cite", "--rename", "ly2018", "new").exit_code == 0
    assert "  keys: &same [new]\n  also: *same" in text(site, "harms.yml")


def test_several_entries_of_a_line_are_changed(site: Site, desk: Desk) -> None:
    one, two = (f"@misc{{{key}, title = {{T}}, related = {{ly2018}}, keywords = {{species:cell}}}}" for key in "ab")
    site.write({"bibliography.bib": f"{one} {two} {BIB}"})
    assert desk("cite", "--rename", "ly2018", "new").exit_code == 0
    assert text(site, "bibliography.bib") == f"{one} {two} {BIB}".replace("{ly2018", "{new")


def test_a_field_that_still_holds_the_old_key_is_told(site: Site, desk: Desk) -> None:
    before = f"{BIB}@misc{{a, title = {{T}}, related = {{{{ly2018}}}}}}\n"
    site.write({"bibliography.bib": before})
    result = desk("cite", "--rename", "ly2018", "new")
    assert result.exit_code == 2 and "so that its key cannot be changed by itself" in result.output
    assert text(site, "bibliography.bib") == before
