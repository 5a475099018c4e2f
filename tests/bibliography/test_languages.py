"""The language of a work: its title is pronounced in it, and the words of the page stay those of the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Convert
from sites import ROOT

from proofdesk.bibliography.exports import WorksToExport
from proofdesk.bibliography.pandoc.languages import mark_language
from proofdesk.bibliography.pandoc.program import DEFAULT_STYLE
from proofdesk.bibliography.pandoc.style import read_style
from proofdesk.bibliography.parser import read_bibliography
from proofdesk.bibliography.references import References
from proofdesk.common.language import load_language, speaking

ReferencesOf = Callable[[str], References]
WORK = "@book{{w, author = {{Vos, A. and others}}, title = {{{0}}}, edition = {{2}}, year = 2020, {1}}}"


@pytest.mark.parametrize(("title", "field", "shown"), [
    ("Die Wirkung von H. pylori", "langid = {ngerman}", '<span lang="de">Die Wirkung von H. pylori</span>'),
    ("El sueño de H. pylori", "langid = {spanish}", '<span lang="es">El sueño de H. pylori</span>'),
    ("О сне", "langid = {russian}", '<span lang="ru">О сне</span>'),
    ("睡眠", "langid = {chinese}", '<span lang="zh">睡眠</span>'),
    ("O sono", "langid = {brazilian}", '<span lang="pt-BR">O sono</span>'),
    ("Der Schlaf", "language = {de_AT}", '<span lang="de-AT">Der Schlaf</span>'),
    ("Der Schlaf", "language = {ger}", '<span lang="de">Der Schlaf</span>'),
    ("The Effect of H. pylori", "langid = {american}", "The Effect of H. pylori"),
    ("The Effect of H. pylori", "language = {en-GB}", "The Effect of H. pylori"),
    ("The Effect of H. pylori", "langid = {klingon}", "The Effect of H. pylori"),
    ("A & B <c>", "langid = {french}", '<span lang="fr">A &amp; B &lt;c&gt;</span>'),
])
def test_title_says_its_language(references_of: ReferencesOf, title: str, field: str, shown: str) -> None:
    title = title.replace("&", r"\&").replace("<", r"\textless{}").replace(">", r"\textgreater{}")
    references = references_of(WORK.format(title, field))
    assert references.problems == []
    assert references["w"].html == f"Vos A, et al. {shown}. 2nd ed. 2020."


def test_title_with_markup_marks_the_whole_reference(references_of: ReferencesOf) -> None:
    references = references_of(WORK.format(r"Wirkung von \emph{H. pylori}", "langid = {german}"))
    assert references["w"].html == (
        '<span lang="de">Vos A, et al. Wirkung von <em>H. pylori</em>. 2nd ed. 2020.</span>')


def test_title_after_markup_is_found(references_of: ReferencesOf) -> None:
    (entry,) = references_of(WORK.format("Der Schlaf", "langid = {german}")).bibliography.entries.values()
    assert mark_language("<em>Vos A</em>. Der Schlaf. 2020.", entry) == (
        '<em>Vos A</em>. <span lang="de">Der Schlaf</span>. 2020.')


def test_page_says_the_language_of_a_title(convert: Convert) -> None:
    page = convert("Text [@w].", WORK.format("Der Schlaf", "langid = {german}"))
    assert '<span lang="de">Der Schlaf</span>' in page.html
    assert page.problems == []


def test_export_says_the_language(references_of: ReferencesOf) -> None:
    bib = WORK.format("Der Schlaf", "langid = {ngerman}")
    bib += WORK.format("Sleep", "langid = {english}").replace("w,", "v,")
    items = json.loads(WorksToExport(references_of(bib).bibliography).files()["references.json"])
    assert {item["id"]: item.get("language") for item in items} == {"w": "de", "v": None}


def test_references_speak_the_language_of_the_pages(tmp_path: Path) -> None:
    """Pandoc's own style says “und”, and an English title is marked where the pages are German."""
    (tmp_path / "two.bib").write_text(
        "@book{w, author = {Vos, A. and Lee, B.}, title = {The Soil}, year = 2020, langid = {english}}\n"
        "@book{v, author = {Vos, A. and Lee, B.}, title = {Der Boden}, year = 2021, langid = {german}}\n",
        encoding="utf-8")
    with speaking(load_language("de")):
        german = References.from_files(tmp_path / "two.bib", DEFAULT_STYLE)
        assert read_style(ROOT / "references.csl").language == "de"
        assert "und B. Lee" in german["w"].html and '<span lang="en">The Soil</span>' in german["w"].html
        assert "lang=" not in german["v"].html
    assert read_style(ROOT / "references.csl").language is None


def test_notice_speaks_the_language_of_each_page(tmp_path: Path) -> None:
    """Also of a work that a page in another language asks for first."""
    file = tmp_path / "one.bib"
    file.write_text("@book{w, author = {Vos, A.}, title = {Soil}, year = 2020, x-retracted = {2024-02-03}}\n",
                    encoding="utf-8")
    works = References(read_bibliography(file, "one.bib"), None, cited=())
    with speaking(load_language("de")):
        german = works["w"].notice
    assert (german, works["w"].notice) == ("Zurückgezogen am 3. Februar 2024", "Retracted on 3 February 2024")
