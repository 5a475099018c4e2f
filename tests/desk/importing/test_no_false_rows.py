"""The report tells no word as missing that the article, the review file or the site itself has."""

from __future__ import annotations

from pathlib import Path

import pytest
from manuscript_imports import PNG, import_content, import_file
from test_import_ledger import adds_up, rows
from word_files import NAMES, drawing, paragraph, run, word_file

from proofdesk.desk.importing.accounts.as_often import words_as_often
from proofdesk.desk.importing.accounts.find_again import find_again
from proofdesk.desk.importing.ledger import DELETED, REVIEW_FILE, WORDS, Ledger, words_of
from proofdesk.desk.importing.readers.passages import passages_of_word

RAISED = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
PICTURE = '<pic:pic><pic:blipFill><a:blip r:embed="media/bed.png"/></pic:blipFill></pic:pic>'
CAPTION = f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style></w:styles>'
SHOWN = paragraph(drawing(PICTURE, "A bed"))


@pytest.mark.parametrize(("body", "styles"), [
    # A picture that has the name of a file for its description, before a word.
    (paragraph(drawing(PICTURE, "https://garden.example/bed.png"), run("C'est la paille.")), ""),
    (SHOWN + paragraph(run("Figure 1 - Straw in a bed"), style="C") + paragraph(run("It is wet.")), CAPTION),
], ids=["picture", "caption"])
@pytest.mark.build
def test_what_is_there_is_not_told_as_missing(tmp_path: Path, body: str, styles: str) -> None:
    parts = {"styles": styles} if styles else {}
    result = import_file(word_file(tmp_path, body, {"word/media/bed.png": PNG}, **parts))
    assert "Not found again" not in result.report and adds_up(result), result.report


def test_words_are_parted_where_a_reader_sees_it(tmp_path: Path) -> None:
    file = word_file(tmp_path, paragraph(run("The C"), "<w:r><w:noBreakHyphen/></w:r>", run("beds are wet"),
                                         RAISED.format(4), RAISED.format(9), run(". It is cheap.")))
    assert [words_of(passage.words) for passage in passages_of_word(file)] == [
        ["the", "c", "beds", "are", "wet", "49", "it", "is", "cheap"]]


@pytest.mark.parametrize(("deleted", "reviewed"), [
    (["ii tribe", "s", " tribe"], "Masaii tribe Masai\n\nbeds bed\n\n tribe"),  # letters within words
    (["as we said. Since", "as we said. Since"], "as we said. Since hay\n\nas we said. Since straw"),
])
def test_what_was_deleted_is_of_the_review(deleted: list[str], reviewed: str) -> None:
    """It stands there with the words around it, and the article may have the same words elsewhere."""
    page = "The Masai keep beds, as we said. Since it is cheap, the tribe buys it."
    ledger = Ledger()
    for words, place in ((page, ""), *((words, DELETED) for words in deleted)):
        ledger.hold_words(words, place)
    assert find_again(ledger, page, {REVIEW_FILE: reviewed}, "") == []
    assert ledger.kept[WORDS] == len(words_of(page))


def test_what_is_said_as_often_is_not_missing() -> None:
    """Descriptions of two pictures and a caption may be taken for each other."""
    passages = [line.split() for line in ("a sign on a pole", "a sign on a post", "yes", "the bed is wet")]
    found = [True, True, True, True, False, False, True, True, True, True, False, True, True, True, False]
    text = ["a", "sign", "on", "a", "post", "the", "bed", "is", "a", "sign", "on", "a", "pole"]
    assert {*words_as_often(passages, found, text)} == {4, 5}


@pytest.mark.parametrize(("written", "title", "rest"), [
    ("Fig. 2", "Fig. 2", ""),
    ("Fig. 8: The beds of Fig. 7", "The beds of Fig. 7", ""),
    ("Figure 2. Straw vs. hay. Bars are errors.", "Straw vs. hay", "Bars are errors."),
])
@pytest.mark.build
def test_captions_end_with_a_sentence(tmp_path: Path, written: str, title: str, rest: str) -> None:
    result = import_file(word_file(tmp_path, SHOWN + paragraph(run(written), style="C"), {"word/media/bed.png": PNG},
                                   styles=CAPTION))
    assert f"/// figure | {title}\n" in result.text and rest in result.text


@pytest.mark.build
def test_a_page_number_that_was_typed_is_no_word(tmp_path: Path) -> None:
    result = import_file(word_file(
        tmp_path, paragraph(run("Straw keeps beds wet.")),
        footer1=f"<w:ftr {NAMES}>{paragraph(run('– 76 –'))}</w:ftr>",
        footer2=f"<w:ftr {NAMES}>{paragraph(run('Garden 7'))}</w:ftr>"))
    assert rows(result)["words"] == "6: 4 in the article, 2 named below"
    assert "“Garden 7”" in result.report and "76" not in result.report


@pytest.mark.build
def test_an_end_of_line_by_number_leaves_tags_no_words(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.md", "# Straw\n\nIt keeps&#10;beds <a\nhref=\"#wet\">wet</a>.\n")
    assert "Not found again" not in result.report and rows(result)["words"] == "5: 5 in the article"


MENU = "".join(f'<li><a href="#{name}">{name}</a></li>' for name in ("Straw", "Hay", "Moss"))


@pytest.mark.build
def test_what_programs_write_into_a_page_is_not_missing(tmp_path: Path) -> None:
    """The names of its parts, a list of contents, and commands of a formula that a script draws."""
    result = import_content(
        tmp_path, "a.html", f"<!-- tabsets --><h1>Beds</h1><!-- main column --><nav><ul>{MENU}</ul></nav><h2>Straw</h2>"
        "<p>It is \\(w \\leq h\\) wide. <!-- Is that so, Jane? --></p><h2>Hay</h2><p>Dry.</p><h2>Moss</h2><p>Wet.</p>")
    assert "Not found again" not in result.report and "“main column”" in result.report
    assert [item.says for item in result.review] == ["Is that so, Jane?"]


@pytest.mark.build
def test_latex_says_how_to_reach_its_authors(tmp_path: Path) -> None:
    result = import_content(
        tmp_path, "a.tex", "\\documentclass{article}\n\\usepackage{x}\n\\PassOptionsToPackage{hyphens}{url}\n"
        "\\setkeys{Gin}{keepaspectratio}\n\\IfFileExists{parskip.sty}{}{}\n\\title{Straw}\n"
        "\\shorttitle{Beds in short}\n\\begin{document}\n\\ead{jane@garden.example}\n"
        "\\authornote{We thank the worms.}\n"
        "Straw keeps beds wet.\n\\end{document}\n")
    assert "Not found again" not in result.report and "jane" not in result.text
    for row in ("e-mail address: jane@garden.example", "title in short: Beds in short",
                "note on the authors: We thank the worms."):
        assert row in result.report
