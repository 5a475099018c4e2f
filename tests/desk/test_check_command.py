"""``desk check`` as an editor, a program and GitHub use it: places, forms, and what it mends by itself."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from sites import BIB, EPOCH, Site, article, make_site, snapshot

from proofdesk.common.files import read_ordinary
from proofdesk.desk.cli import main

Desk = Callable[..., Result]
PAGE, OTHER = "docs/articles/page.md", "docs/articles/other.md"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {
        PAGE: article("Cited [@ly2018].\n\n/// faq | Is it so?\nYes [@nobody].\n///\n"),
        OTHER: article("/// faq | Is it so?\nYes [@shao2021].\n///\n\n/// what | Odd\n///\n", "Other"),
        "docs/about/index.md": "---\ntitle: About\ndescription: About it.\n---\n\nText [@shao2021].\n",
        "docs/assets/a.css": "a {}\n",
    })


@pytest.fixture
def desk(site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)

    def run(*arguments: str, within: str = ".", answer: str | None = None) -> Result:
        monkeypatch.chdir(site.root / within)
        monkeypatch.setenv("PWD", os.getcwd())
        return CliRunner().invoke(main, ["check", *arguments], input=answer, catch_exceptions=False)

    return run


UNKNOWN = f"{PAGE}:13:6: unknown-citation: "
ODD = f"{OTHER}:14:1: unknown-block: "


def rules(text: str) -> list[str]:
    return [line.split(": ")[1] for line in text.splitlines()]


# --- Only some of the site


def test_a_page_alone(desk: Desk) -> None:
    done = desk(PAGE, "--no-advice")
    assert done.exit_code == 1
    assert [line[: len(UNKNOWN)] for line in done.stdout.splitlines()] == [UNKNOWN]
    assert done.stderr == "1 error in 1 page.\n"


def test_of_a_page_alone_no_other_is_read(desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site may have thousands."""
    for number in range(3):
        site.write({f"docs/articles/other-{number}.md": article("Text [@ly2018].", f"Other {number}")})
    read: list[str] = []

    def reading(file: Path, *limit: int) -> bytes:
        read.append(file.name)
        return read_ordinary(file, *limit)

    for module in ("desk.project", "content.editorial"):
        monkeypatch.setattr(f"proofdesk.{module}.read_ordinary", reading)
    desk("docs/articles/other-1.md")
    assert "other-1.md" in read and not {"other-0.md", "other-2.md", "page.md"}.intersection(read)


def test_a_folder_and_a_file_from_another_folder(desk: Desk) -> None:
    done = desk("page.md", "../about", "--no-advice", within="docs/articles")
    assert rules(done.stdout) == ["unknown-citation"] and "in 2 pages" in done.stderr
    assert rules(desk("docs/articles", "--no-advice").stdout) == ["unknown-block", "unknown-citation"]


def test_checks_of_the_whole_site_need_a_check_of_all(desk: Desk) -> None:
    assert "duplicate-question" in rules(desk().stdout)
    assert "duplicate-question" not in rules(desk("docs").stdout)


def test_the_bibliography_alone(desk: Desk, site: Site) -> None:
    site.write({"bibliography.bib": BIB.replace("{10.1016/j.celrep", "{https://doi.org/10.1016/j.celrep")})
    assert rules(desk("bibliography.bib").stdout) == ["bad-doi"]
    assert "bad-doi" not in desk(PAGE).stdout


def test_a_retracted_work_is_reported_with_its_page(desk: Desk, site: Site) -> None:
    site.write({"bibliography.bib": BIB.replace("year = {2018},", "year = {2018}, x-retracted = {2020-01-02},")})
    assert "retracted-work" in rules(desk(PAGE).stdout) and "retracted-work" not in rules(desk(OTHER).stdout)


@pytest.mark.parametrize(("path", "message"), [
    ("docs/nowhere.md", "there is no file or folder “docs/nowhere.md”"),
    ("docs/assets/a.css", "“docs/assets/a.css” is not a page of the site"),
    ("docs/assets", "“docs/assets” is not a page of the site, and not a folder with pages"),
    ("/", ""), ("mkdocs.yml", "“mkdocs.yml” is not a page of the site"), ("a\0b", "there is no file or folder"),
    ("x" * 5000, "there is no file or folder"),
])
def test_a_path_that_is_no_page_is_refused(desk: Desk, path: str, message: str) -> None:
    done = desk(path)
    if path == "/":
        assert done.exit_code == 1, "the root of the disk holds the site"
    else:
        assert done.exit_code == 2 and message in done.stderr


def test_an_empty_and_a_binary_page_are_problems(desk: Desk, site: Site) -> None:
    site.write({"docs/articles/empty.md": "", "docs/articles/junk.md": bytes(range(256)) * 40})
    done = desk("docs/articles/empty.md", "docs/articles/junk.md")
    assert done.exit_code == 1 and "Traceback" not in done.output
    assert "docs/articles/empty.md:1:1: missing-front-matter" in done.stdout
    assert re.search(r"docs/articles/junk\.md:\d+:\d+: not-utf8", done.stdout)


@pytest.mark.build
def test_a_page_of_50_mb_is_refused(desk: Desk, site: Site) -> None:
    site.write({"docs/articles/huge.md": b"word " * 10_000_000})
    said = ("docs/articles/huge.md:1:1: too-large: the page has 50,000,000 bytes, and at most 500,000 can be read "
            "(make several pages of it)\n")
    assert "huge" not in desk(PAGE).output
    for done in (desk("docs/articles/huge.md"), desk()):
        assert done.exit_code == 1 and said in done.stdout


def test_a_page_that_cannot_be_read_is_said(desk: Desk, site: Site) -> None:
    """A link to nowhere cannot be read by any user."""
    (site.root / "docs/articles/lost.md").symlink_to("nowhere.md")
    assert "lost.md" not in desk(PAGE).output
    for done in (desk("docs/articles/lost.md"), desk()):
        assert done.exit_code == 1
        assert "docs/articles/lost.md:1:1: outside-site: " in done.stdout
    assert ("docs/articles/lost.md:1:1: outside-site: this file is a symbolic link that leads to “nowhere.md”, "
            "which does not exist") in done.stdout


def test_a_review_file_is_looked_for_beside_its_page(desk: Desk, site: Site) -> None:
    site.write({"docs/articles/page.review.yml": "", "docs/articles/gone.review.yml": ""})
    assert "gone.review.yml" not in desk("docs/articles/page.review.yml").output
    assert "“docs/articles/page.review.yml” is not a page" in desk("docs/articles/page.review.yml").output
    assert "gone.review.yml:1:1: lost-review: " in desk("docs/articles/gone.review.yml").stdout


# --- For programs

SCHEMA = {
    "type": "array", "items": {
        "type": "object", "additionalProperties": False,
        "required": ["path", "line", "column", "rule", "severity", "message", "remedy"],
        "properties": {"path": {"type": "string"}, "line": {"type": "integer", "minimum": 1},
                       "column": {"type": "integer", "minimum": 1}, "rule": {"pattern": "^[a-z0-9-]+$"},
                       "severity": {"enum": ["error", "warning", "reminder", "advice"]},
                       "message": {"type": "string"}, "remedy": {"type": "string"}}}}


def test_as_json(desk: Desk) -> None:
    done = desk("--format", "json")
    found = json.loads(done.stdout)
    jsonschema.validate(found, SCHEMA)
    assert [each["rule"] for each in found] == rules(desk().stdout)
    assert json.loads(desk("docs/about", "--format", "json", "--no-advice").stdout) == []


def test_only_what_some_rules_find(desk: Desk) -> None:
    done = desk("--only", "unknown-block", "--only", "overdue-check", "--advice")
    assert rules(done.stdout) == ["unknown-block"] and done.exit_code == 1
    assert "1 error in" in done.stderr
    done = desk("--only", "overdue-check", "--advice")
    assert (done.stdout, done.exit_code) == ("", 0)
    assert desk("--only", "no-such-rule").exit_code == 2


def test_as_annotations_for_github(desk: Desk, site: Site) -> None:
    site.write({"docs/articles/a,b.md": article("/// what:50% | Odd\n///\n"), OTHER: article("Good [@shao2021].")})
    lines = desk("docs/articles", "--format", "github").stdout.splitlines()
    assert lines[0].startswith("::error file=docs/articles/a%2Cb.md,line=10,col=1,title=broken-fence::this line begins")
    assert "“/// what:50%25 | Odd”" in lines[0]
    assert lines[-1].startswith(f"::error file={PAGE},line=13,col=6,title=unknown-citation::")


# --- Mending

CROOKED = article(
    "Cited [@LY2018; @shao2021] and @Shao2021, `[@LY2018]`.\n\n///faq|Is it  so?  \n    id: so\n"
    "Yes [@{Ly2018}].\n///\n\n"
    "```\n///faq|Code [@LY2018]\n```\n\n////  myth |A myth\n    verdict: wrong\nNo [@ly2018].\n////\n"
)
MENDED = article(
    "Cited [@ly2018; @shao2021] and @shao2021, `[@LY2018]`.\n\n/// faq | Is it  so?  \n    id: so\n"
    "Yes [@{ly2018}].\n///\n\n"
    "```\n///faq|Code [@LY2018]\n```\n\n//// myth | A myth\n    verdict: wrong\nNo [@ly2018].\n////\n"
)
CROOKED_BIB = BIB.replace("doi = {10.1016/j.celrep", "DOI   = {https://doi.org/10.1016/j.celrep").replace(
    "doi = {10.1016/j.neuron", 'doi = {doi:10.1016/j.neuron')


@pytest.fixture
def crooked(site: Site) -> Site:
    (site.root / OTHER).unlink()
    return site.write({PAGE: CROOKED, "bibliography.bib": CROOKED_BIB})


def test_fixes_are_shown_and_not_applied_unasked(desk: Desk, crooked: Site) -> None:
    before = snapshot(crooked.root / "docs")
    done = desk("--fix")
    assert done.exit_code == 1 and "Nothing was changed. Add --yes to apply these changes." in done.stderr
    assert f"--- {PAGE}\n+++ {PAGE}\n@@ " in done.stdout
    assert "\n-///faq|Is it  so?  \n" in done.stdout and "\n+/// faq | Is it  so?  \n" in done.stdout
    assert "\n+  DOI   = {10.1016/j.celrep.2018.05.022}\n" in done.stdout
    assert snapshot(crooked.root / "docs") == before
    assert (crooked.root / "bibliography.bib").read_text(encoding="utf-8") == CROOKED_BIB


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.build
def test_a_fix_changes_no_other_byte(desk: Desk, crooked: Site, ends: str, mark: str) -> None:
    for name, text in ((PAGE, CROOKED), ("bibliography.bib", CROOKED_BIB)):
        crooked.write({name: (mark + text.rstrip("\n").replace("\n", ends)).encode()})
    done = desk("--fix", "--yes")
    assert done.exit_code == 0 and "Changed 2 files." in done.stderr, done.output
    page = (crooked.root / PAGE).read_bytes().decode()
    assert page == mark + MENDED.rstrip("\n").replace("\n", ends)
    bib = (crooked.root / "bibliography.bib").read_bytes().decode()
    expected = CROOKED_BIB.replace("https://doi.org/10", "10").replace("doi:10", "10")
    assert bib == mark + expected.rstrip("\n").replace("\n", ends)
    again = desk("--fix", "--yes")
    assert (again.exit_code, "Nothing can be fixed automatically." in again.stderr) == (0, True)
    assert rules(again.stdout) == ["stale-snapshot"]


def test_markup_of_others_is_fixed(desk: Desk, site: Site) -> None:
    """A page with a fault of each kind that can be fixed has none afterwards, with either line end."""
    text = article("Cited [@ly2018]:\n- one\n- two\n  - within\n\n> [!WARNING]\n> Take care.\n\n!!! note \"More\"\n\n"
                   "    | a | b |\n    |---|---|\n\n/// faq | Is it so?\n  id: so\nYes [@shao2021].\n///\n")
    for ends in ("\n", "\r\n"):
        site.write({OTHER: ("\ufeff" + text.replace("\n", ends)).encode()})
        assert set(rules(desk(OTHER, "--no-advice").stdout)) == {"raw-syntax", "bad-options"}
        assert desk(OTHER, "--fix", "--yes").exit_code == 0
        assert desk(OTHER, "--no-advice").stdout == ""
        fixed = (site.root / OTHER).read_bytes().decode()
        assert "/// note | More" in fixed and fixed.count("\n") == fixed.count(ends)


def test_only_what_is_named_is_fixed(desk: Desk, crooked: Site) -> None:
    desk(PAGE, "--fix", "--yes")
    assert (crooked.root / PAGE).read_text(encoding="utf-8") == MENDED
    assert (crooked.root / "bibliography.bib").read_text(encoding="utf-8") == CROOKED_BIB


LEFT_AS_THEY_ARE = {
    "bytes that are no text": {PAGE: article("Cited [@LY2018].\n").encode() + b"\xff"},
    "line ends of two kinds": {PAGE: article("Cited\r[@LY2018].\n")},
    "an entry that stands there twice": {
        PAGE: article("Cited [@ly2018].\n"),
        "bibliography.bib": CROOKED_BIB + CROOKED_BIB},
    "a bibliography that is no text": {
        PAGE: article("Cited [@ly2018].\n"), "bibliography.bib": CROOKED_BIB.encode() + b"% \xff\n"},
    "a page with more blocks than the site can read": {
        PAGE: article("Cited [@LY2018].\n\n" + "/// faq | Why?\nSo.\n\n" * 5000)},
    "a kind of block that nobody knows, and one without a title": {
        PAGE: article("Cited [@ly2018].\n\n///what|Odd\n///\n\n///faq|\n///\n")},
}


@pytest.mark.parametrize("files", LEFT_AS_THEY_ARE.values(), ids=LEFT_AS_THEY_ARE)
def test_what_cannot_be_fixed_safely_stays_as_it_is(
    desk: Desk, crooked: Site, files: dict[str, str | bytes]
) -> None:
    crooked.write({"bibliography.bib": BIB, **files})
    before = [(crooked.root / name).read_bytes() for name in (PAGE, "bibliography.bib")]
    done = desk("--fix", "--yes")
    assert "Nothing can be fixed automatically." in done.stderr, done.output
    assert [(crooked.root / name).read_bytes() for name in (PAGE, "bibliography.bib")] == before


@pytest.mark.parametrize("options", [("--yes",), ("--affected-since", "HEAD", "page.md"),
                                     ("--affected", "ly2018", "--fix"), ("--format", "xml")])
def test_options_that_do_not_go_together(desk: Desk, options: tuple[str, ...]) -> None:
    assert desk(*options).exit_code == 2


@pytest.mark.build
def test_many_problems_of_a_rule_are_counted(desk: Desk, site: Site) -> None:
    """For people; programs and `--all` get each."""
    site.write({PAGE: article("".join(f"- One [@nobody{number}].\n" for number in range(2000, 2025)))})
    found = desk("--only", "unknown-citation")
    lines = found.stdout.splitlines()
    assert len(lines) == 21 and lines[19].startswith(f"{PAGE}:29:")
    assert lines[20] == "unknown-citation: 5 more are not listed (`desk check --all` lists all)"
    assert found.stderr == "25 errors in 4 pages and the bibliography.\n" and found.exit_code == 1
    for options, count in ((("--all",), 25), (("--format", "github"), 25)):
        assert len(desk("--only", "unknown-citation", *options).stdout.splitlines()) == count
    assert len(json.loads(desk("--only", "unknown-citation", "--format", "json").stdout)) == 25


@pytest.mark.build
def test_a_build_counts_what_it_does_not_list(site: Site) -> None:
    site.write({PAGE: article("".join(f"- One [@nobody{number}].\n" for number in range(2000, 2021)))})
    built = site.build("--strict", env={"PROOFDESK_MAX_LINES": "20"})
    assert built.code == 1 and len(built.of(PAGE)) == 20
    assert built.problems[-1] == "unknown-citation: 1 more is not listed (`mkdocs build --verbose` lists all)"
    whole = site.build("--strict", "--verbose", env={"PROOFDESK_MAX_LINES": "20"})
    assert f"DEBUG   -  {PAGE}:30:8: unknown-citation: the bibliography has no “nobody2020” (" in whole.output
