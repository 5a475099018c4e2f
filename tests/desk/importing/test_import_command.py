"""``desk import`` writes an article, its pictures, entries and a report, or changes nothing."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections import Counter
from pathlib import Path

import pypandoc
import pytest
from click.testing import CliRunner, Result
from manuscript_imports import MANUSCRIPTS, PNG, STRAW, count_words, make_document
from sites import EPOCH, Site, make_site, run, snapshot
from word_files import change, paragraph, word_file
from word_files import run as words

from proofdesk.desk.cli import main
from proofdesk.desk.importing.lines import strip_markup
from proofdesk.desk.review.review_file import read_review

pytestmark = pytest.mark.build


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {})


def run_import(site: Site, *arguments: str | Path) -> Result:
    return run_desk(site, "import", *arguments)


def run_desk(site: Site, *arguments: str | Path) -> Result:
    """Run a command as an editor does, in the site's folder."""
    before = os.getcwd()
    os.chdir(site.root)
    os.environ["PWD"] = str(site.root)
    try:
        return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False)
    finally:
        os.chdir(before)
        os.environ["PWD"] = before


def assert_refused(site: Site, message: str, *arguments: str | Path) -> None:
    """Run an import that is refused with this message and changes no file."""
    before = snapshot(site.root)
    done = run_import(site, *arguments)
    assert (done.exit_code, message in done.output) == (2, True), done.output
    assert "Traceback" not in done.output
    assert snapshot(site.root) == before


def report_of(site: Site, slug: str) -> str:
    """Return the report that was saved, of which a screen is printed."""
    return (site.root / f"reports/{slug}.txt").read_text(encoding="utf-8")


def problems_of(site: Site, page: str) -> list[str]:
    """What a check of one page tells: of a draft, a check of all pages says only that it is one."""
    done = run(["check", page, "--no-advice"], site.root, site.root, {"SOURCE_DATE_EPOCH": EPOCH}, "proofdesk.desk")
    return [line for line in done.output.splitlines() if line.startswith("docs/")]


def complete_article(site: Site) -> None:
    """Fill in and confirm what the import leaves to an editor."""
    page = site.root / "docs/articles/straw-in-gardens.md"
    text = page.read_text(encoding="utf-8")
    text = text.replace("    alt:\n", "    alt: A green bed\n")
    text = text.replace("description:\n", "description: What straw does.\n")
    text = text.replace("reviewed:\n", "reviewed: 2026-11-22\n")
    text = text.replace("status: draft", "status: ready")
    text = re.sub(r"published:.*", "published: 2026-11-22", text).replace("topics: []", "topics: [therapy]")
    text = text.replace("Straw is dead.\n", "Straw is dead.\n    verdict: wrong\n")
    page.write_text(text, encoding="utf-8")
    bib = site.root / "bibliography.bib"
    seen = "x-status = {record}, x-checked = {2026-11-22}"
    entries = bib.read_text(encoding="utf-8").replace("x-status = {unconfirmed}", seen)
    entries = entries.replace("species:not-classified, design:not-classified", "species:human, design:survey")
    bib.write_text(entries, encoding="utf-8")


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_word_file_passes_a_strict_build(site: Site, tmp_path: Path, kind: str) -> None:
    file = make_document(tmp_path, kind)
    done = run_import(site, file)
    assert done.exit_code == 0, done.output
    assert "1 myth" in done.output and "2 questions" in done.output
    text = (site.root / "docs/articles/straw-in-gardens.md").read_text(encoding="utf-8")
    built = site.build("--strict")
    assert (built.code, [*(site.root / "site/articles").glob("straw*")]) == (0, []), "a draft stops nothing"
    honest = problems_of(site, "docs/articles/straw-in-gardens.md")
    rules = {problem.split(": ")[1] for problem in honest}
    assert rules <= {"draft", "missing-front-matter", "bad-front-matter", "missing-option", "unconfirmed-work",
                     "uncited-claim", "uncited-entry", "missing-alt", "unclassified-evidence", "to-write"}
    # Pandoc does not write the description of a picture into OpenDocument, so the editor is asked for it.
    assert ("missing-alt" in rules) == (kind == "odt")
    assert ('/// figure | A green bed\n    src: straw-in-gardens/picture-1.png\n    alt:'
            + (' "A green bed"\n' if kind == "docx" else "\n")) in text
    complete_article(site)
    built = site.build("--strict")
    assert [p for p in built.problems if "uncited-claim" not in p] == [], built.output
    page = site.build().page("articles/straw-in-gardens")
    assert [cell.text_content().strip() for cell in page.xpath("//td")][:3] == ["One", "12", "Two"]
    assert page.xpath("//img/@alt") == ["A green bed"]
    report = report_of(site, "straw-in-gardens")
    rows = [" ".join(line.split()) for line in report.splitlines()]
    assert "pictures 1: 1 in the article" in rows and "tables 1: 1 in the article" in rows
    assert "Not found again" not in report and "unaccounted" not in report
    assert (site.root / "docs/articles/straw-in-gardens/picture-1.png").read_bytes() == PNG
    assert "A neighbour said so." in page.xpath("//blockquote")[0].text_content()
    assert page.xpath("//ol/li/ul/li")[0].text_content().strip() == "Inner"
    (note,) = page.xpath('//div[@class="footnote"]//li')
    assert "A note with weight, and with a number" in note.text_content() and note.xpath('.//a[@data-key="loam2019"]')
    assert [block.get("id") for block in page.xpath('//*[@data-block="faq"]')] == ["faq-does-it-help", "faq-is-it-dear"]
    for key in ("calla2020", "hazel2021"):
        assert page.xpath(f'//article//p//a[@data-key="{key}"]'), (key, text)
    assert page.xpath('//td//a[@data-key="hazel2021"]')
    source = count_words(pypandoc.convert_file(str(file), "plain", extra_args=["--wrap=none"]))
    bib = (site.root / "bibliography.bib").read_text(encoding="utf-8")
    found = count_words(strip_markup(text)) + count_words(bib) + count_words(report)
    assert source - found == Counter()


def test_changes_of_a_manuscript_are_accepted_or_taken_back(site: Site, tmp_path: Path) -> None:
    """The article has them made, as a word processor shows them; each stays open until somebody decides."""
    file = word_file(tmp_path, paragraph(
        words("Straw keeps a bed "), change("del", "very"), change("ins", "rather"), words(" wet, and "),
        change("ins", "mostly", by="B. Reader"), words(" warm in May.")) + paragraph(words("The end is here.")))
    done = run_import(site, file, "--slug", "straw", "--title", "Straw")
    page, review = site.root / "docs/articles/straw.md", site.root / "docs/articles/straw.review.yml"
    line = "Straw keeps a bed rather wet, and mostly warm in May."
    assert line in page.read_text(encoding="utf-8") and "2 comments and changes in docs/articles/straw.review.yml" in (
        done.output)
    number = page.read_text(encoding="utf-8").split("\n").index(line) + 1
    items = read_review(review)
    assert [(item.by, item.before, item.after, item.line) for item in items] == [
        ("A. Reader", "very", "rather", number), ("B. Reader", "", "mostly", number)]
    told = run_desk(site, "review", "docs/articles/straw.md", "--refuse", "1")
    assert told.exit_code == 0 and "Straw keeps a bed very wet, and mostly warm in May." in page.read_text("utf-8"), (
        told.output)
    told = run_desk(site, "review", "docs/articles/straw.md", "--accept", "2")
    assert "the page says so already" in told.output
    assert [str(item.answer) for item in read_review(review)] == ["refused", "accepted"]


@pytest.mark.parametrize("kind", ["html", "md", "txt"])
def test_file_of_each_other_format_is_imported(site: Site, tmp_path: Path, kind: str) -> None:
    (tmp_path / "bed.png").write_bytes(PNG)
    file = tmp_path / f"straw.{kind}"
    text = STRAW if kind == "md" else pypandoc.convert_text(
        STRAW, "html" if kind == "html" else "plain", format="markdown", extra_args=["--standalone", "--wrap=none"])
    file.write_text(text, encoding="utf-8")
    done = run_import(site, file, "--slug", "straw")
    assert done.exit_code == 0, done.output
    page = (site.root / "docs/articles/straw.md").read_text(encoding="utf-8")
    assert "/// faq | Does it help?" in page or kind == "txt"
    assert "## Frequently Asked Questions" in page
    bib = (site.root / "bibliography.bib").read_text(encoding="utf-8")
    assert "doi = {10.9999/abc}" in bib
    plain = pypandoc.convert_text(STRAW, "plain", format="markdown", extra_args=["--wrap=none"])
    missing = count_words(plain) - count_words(strip_markup(page)) - count_words(bib) - count_words(
            report_of(site, "straw"))
    assert missing == Counter()


def test_manuscript_reads_no_address_and_no_other_file(site: Site, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "inner"
    folder.mkdir()
    file = folder / "page.html"
    file.write_text("<h1>Straw</h1><p>A <b>word</b>.</p><img src='http://127.0.0.1:9/x.png' alt='far'>"
                    "<img src='../secret.png'><script>alert(1)</script><p><a href='javascript:alert(2)'>press</a></p>"
                    "<iframe src='http://127.0.0.1:9/'></iframe>", encoding="utf-8")
    done = run_import(site, file)
    assert done.exit_code == 0, done.output
    page = (site.root / "docs/articles/straw.md").read_text(encoding="utf-8")
    assert "127.0.0.1" not in page and "alert" not in page and "press" in page
    assert "a picture was left out" in done.output
    assert not (site.root / "docs/articles/straw").exists()


def test_dry_run_writes_nothing(site: Site) -> None:
    before = snapshot(site.root)
    title = "A guide: to “straw”"
    done = run_import(site, MANUSCRIPTS / "guide.txt", "--dry-run", "--slug", "a-guide", "--title", title)
    assert done.exit_code == 0
    assert 'title: "A guide: to “straw”"' in done.output and "@article{ravel2025," in done.output
    assert "## How new work on soils shows" in done.output, "the manuscript's own title is kept"
    assert snapshot(site.root) == before


def packed(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


BAD = {
    "missing.txt": (None, "there is no file"),
    "empty.txt": (b" \n", "“empty.txt” is empty"),
    "junk.txt": (bytes(range(256)) * 50, "“junk.txt” is no text"),
    "junk.docx": (bytes(range(256)) * 50, "“junk.docx” is not what its ending says"),
    "zip.docx": (packed(a="b"), "“zip.docx” cannot be read"),
    "broken.docx": (packed(**{"word/document.xml": "<w:document"}), "“broken.docx” cannot be read"),
    "locked.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "“locked.docx” is protected by a password"),
    "old.doc": (b"\xd0\xcf\x11\xe0", "save it as .docx"),
    "paper.pdf": (b"%PDF-1.4", "ask for the file that it was made from"),
    "half.txt": (b"\xff\xfea", "“half.txt” is damaged: it begins as utf-16 and does not go on so"),
    "control.txt": (b"word \x07 word", "“control.txt” is no text: it holds control characters"),
    "large.txt": (b"word " * 10_000_000, "“large.txt” has 50 MB, more than the 25 MB"),
    "folder.txt": ("folder", "is no file"),
    "blank.html": (b"<p> </p>", "“blank.html” holds no text"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_and_nothing_changes(site: Site, tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    file = tmp_path / name
    if content == "folder":
        file.mkdir()
    elif isinstance(content, bytes):
        file.write_bytes(content)
    assert_refused(site, message, file)


@pytest.mark.parametrize("slug", ["../up", "A", "a b", "a--b", "-a", "é"])
def test_bad_slug_is_refused(site: Site, slug: str) -> None:
    done = run_import(site, MANUSCRIPTS / "guide.txt", f"--slug={slug}")
    assert done.exit_code == 2 and "cannot end an address" in done.output


def test_slug_with_an_accent_is_offered_without_it(site: Site) -> None:
    done = run_import(site, MANUSCRIPTS / "guide.txt", "--slug=schlaf-gedächtnis")
    assert "“schlaf-gedächtnis” cannot end an address (use small letters without accents, " in done.output
    assert "as in schlaf-gedachtnis, and" in done.output


def test_lines_that_the_article_has_not_are_beside_the_report(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "beds.md"
    code = "```{r}\nmean(worms)\n```\n"
    for text, kept in ((f"# Beds\n\nWet.\n\n{code}", "\nbeds.md:6: mean(worms)\n"), ("# Beds\n\nWet.\n", "")):
        file.write_text(text, encoding="utf-8")
        assert run_import(site, file).exit_code == 0
        found = (site.root / "reports/beds.left-out.txt").read_text(encoding="utf-8")
        assert found.endswith(kept) and bool(found) == bool(kept)
        (site.root / "docs/articles/beds.md").unlink()


def test_existing_article_is_not_overwritten(site: Site) -> None:
    site.write({"docs/articles/guide.md": "Mine.\n"})
    assert_refused(site, "docs/articles/guide.md exists already", MANUSCRIPTS / "guide.txt", "--slug", "guide")


def test_failed_write_of_article_writes_nothing(site: Site) -> None:
    """A file in the place of the folder stops every user, root included."""
    site.write({"docs/articles": "no folder\n"})
    assert_refused(site, "cannot be written", MANUSCRIPTS / "guide.txt", "--slug", "guide")


def test_failed_write_of_bibliography_writes_nothing(tmp_path: Path) -> None:
    """The bibliography's name has the maximum length, so that nobody, root included, can write a file beside it."""
    name = f"{'b' * 250}.bib"
    site = make_site(tmp_path / "site", {name: "", "reports/guide.txt": "An earlier report.\n"}, settings=(
        f"plugins:\n  bibtex: {{bib_file: {name}, csl_file: references.csl}}\n"))
    assert_refused(site, "cannot be written: its name is too long for the disk (shorten",
                   MANUSCRIPTS / "guide.txt", "--slug", "guide")


def test_unreadable_bibliography_is_not_changed(site: Site) -> None:
    site.write({"bibliography.bib": "@article{a, title = {Open\n"})
    assert_refused(site, "fix this first: bibliography.bib:", MANUSCRIPTS / "guide.txt")


def test_build_refuses_review_marks(site: Site) -> None:
    run_import(site, MANUSCRIPTS / "opinion.txt")
    page = site.root / "docs/articles/opinion.md"
    page.write_text(page.read_text(encoding="utf-8").replace("status: draft", "status: ready"), encoding="utf-8")
    problems = site.build().problems
    line = page.read_text(encoding="utf-8").split("\n")[13]
    assert (f"docs/articles/opinion.md:14:{line.index('⟦') + 1}: undecided: the import could not decide about ⟦(1–4)⟧ "
            "(correct it by hand, then delete ⟦ and ⟧)") in problems
