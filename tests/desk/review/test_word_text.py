"""What Word's XML says of a reviewer's work, in forms that the other tests do not make."""

from __future__ import annotations

import pytest

from proofdesk.common.errors import UserError
from proofdesk.common.source_text import SourceText
from proofdesk.content.review.items import ReviewItem
from proofdesk.desk.review.places import Places
from proofdesk.desk.review.returned import read_returned
from proofdesk.desk.word.origin import Origin
from proofdesk.desk.word.reader import read_word
from proofdesk.desk.word.styled import CITATION, PICTURE
from proofdesk.desk.word.text import WordText

PAGE = "Moss grows in the shade of walls [@ly2018].\n\nFerns grow.\n"
CITE = "ADDIN ZOTERO_ITEM CSL_CITATION {}"


def xml(body: str) -> bytes:
    """A part of a Word file; “@” before a name stands for Word's own names."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inside = body.replace("<@", "<w:").replace("</@", "</w:").replace(" @", " w:")
    return f'<w:root xmlns:w="{space}"><w:body>{inside}</w:body></w:root>'.encode()


def read(body: str, **parts: str) -> WordText:
    named = {f"word/{name}.xml": xml(text) for name, text in parts.items()}
    return read_word({"word/document.xml": xml(body), **named})


def field(code: str, shown: str) -> str:
    return (f'<@r><@fldChar @fldCharType="begin"/></@r><@r><@instrText>{code}</@instrText></@r>'
            f'<@r><@fldChar @fldCharType="separate"/></@r><@r><@t>{shown}</@t></@r>'
            '<@r><@fldChar @fldCharType="end"/></@r>')


def run(words: str) -> str:
    return f"<@r><@t>{words}</@t></@r>"


def by(name: str, inside: str) -> str:
    return f'<@{name} @author="Ada" @date="2026-11-21T09:00:00Z">{inside}</@{name}>'


@pytest.mark.parametrize(("body", "old", "new"), [
    ("<@p>" + run("a") + "<@r><@tab/><@t>b</@t><@br/><@t>c</@t><@noBreakHyphen/><@t>d</@t></@r></@p>",
     "a b c-d", "a b c-d"),
    ('<@p><@r><@sym @font="Symbol" @char="03B1"/></@r></@p>', "α", "α"),
    (f'<@p><@fldSimple @instr=" PAGE ">{run("3")}</@fldSimple></@p>', "3", "3"),
    (f'<@p><@fldSimple @instr="{CITE}">{run("[1]")}</@fldSimple>.</@p>', CITATION, CITATION),
    (f"<@p>{run('see ')}{field(CITE, '[1]')}{run('.')}</@p>", f"see {CITATION}.", f"see {CITATION}."),
    (f"<@p>{run('see')}{by('del', field(CITE, '[1]'))}</@p>", f"see{CITATION}", "see"),
    (f"<@p>{by('ins', run('in') + by('del', run('and out')))}{run('.')}</@p>", ".", "in."),
    (f"<@p><@hyperlink>{run('a link')}</@hyperlink><@sdt><@sdtContent>{run(' in a box')}</@sdtContent></@sdt></@p>",
     "a link in a box", "a link in a box"),
])
def test_the_text_before_and_after_changes_is_read(body: str, old: str, new: str) -> None:
    [paragraph] = read(body).paragraphs
    assert (paragraph.old, paragraph.new) == (old, new)


def test_text_boxes_and_notes_are_paragraphs() -> None:
    box = f"<@p><@r><@pict><@txbxContent><@p>{run('in a box')}</@p></@txbxContent></@pict></@r>{run('around')}</@p>"
    note = f'<@footnote @id="1"><@p>{run("a note")}</@p></@footnote>'
    text = read(box, endnotes=note)
    assert [(each.old, each.note) for each in text.paragraphs] == [
        (f"{PICTURE}around", False), ("in a box", False), ("a note", True)]


def items(body: str, origin: Origin | None = None, **parts: str) -> list[ReviewItem]:
    places = Places(SourceText("page.md", PAGE))
    return read_returned(read(body, **parts), places, origin or Origin("page.md", ""), "a.docx").items


WHOLE = f"<@p>{run('Moss grows in the shade of walls ')}{field(CITE, '[1]')}{run('.')}</@p>"
ROW = "<@tr><@trPr>{}</@trPr><@tc><@p>{}</@p></@tc></@tr>"


@pytest.mark.parametrize(("body", "expected"), [
    (f"<@p>{run('Moss grows in the shade of walls')}{by('del', field(CITE, '[1]'))}{run('.')}</@p>",
     ("change", 1, "", "", "A citation was taken out here.")),
    (f"<@p>{run('Ferns grow')}{by('ins', run(' fast') + field(CITE, '[2]'))}{run('.')}</@p>",
     ("insertion", 3, "", " fast", "A citation was put in with it.")),
    ("<@tbl>" + ROW.format(by("ins", ""), run("New")) + "</@tbl>", ("insertion", None, "", "New", "A row of a table.")),
    ("<@tbl>" + ROW.format(by("del", ""), run("Ferns grow.")) + "</@tbl>",
     ("deletion", 3, "Ferns grow.", "", "A row of a table.")),
    (f"<@p><@pPr><@rPr>{by('ins', '')}</@rPr></@pPr>{run('Ferns')}</@p><@p>{run(' grow.')}</@p>",
     ("change", 3, "", "\n\n", "Begin a new paragraph behind “Ferns”.")),
    (field("ADDIN ZOTERO_BIBL {}", f"</@t></@r><@p>{run('1. Ly ')}{by('ins', run('C'))}</@p><@r><@t>"),
     ("insertion", None, "", "C", "It is in the list of references, which the bibliography makes.")),
])
def test_each_sort_of_change_becomes_an_item(body: str, expected: tuple[str, int | None, str, str, str]) -> None:
    [item] = items(body)
    assert (str(item.kind), item.line, item.before, item.after, item.says) == expected


ENTER = f"<@pPr><@rPr>{by('ins', '')}</@rPr></@pPr>"


@pytest.mark.parametrize("ends", [(ENTER, ENTER, ""), ("", ENTER, ENTER)])
def test_paragraphs_typed_behind_or_before_another_are_new(ends: tuple[str, str, str]) -> None:
    """Enter at the end of a paragraph puts in that end, and before the next one the end of the new one."""
    body = f"<@p>{ends[0]}{run('Ferns grow.')}</@p>" + "".join(
        f"<@p>{end}{by('ins', run(words))}</@p>"
        for end, words in zip(ends[1:], ("Moss, too.", "Slowly."), strict=True))
    assert [(str(item.kind), item.line, item.quote, item.after) for item in items(body)] == [
        ("insertion", 3, "Ferns grow.", "\n\nMoss, too."), ("insertion", 3, "Ferns grow.", "\n\nSlowly.")]


def test_a_comment_on_no_words_is_kept() -> None:
    ranged = '<@commentRangeStart @id="{0}"/>{1}<@commentRangeEnd @id="{0}"/>'
    body = WHOLE.replace(field(CITE, "[1]"), ranged.format("1", field(CITE, "[1]"))) + \
        f'<@p>{run("Ferns grow.")}<@r><@commentReference @id="2"/></@r></@p>'
    said = "".join(f'<@comment @id="{id}" @author="Ada"><@p>{run(words)}</@p></@comment>'
                   for id, words in (("1", "Which work?"), ("2", "Here?"), ("3", "Lost"), ("4", "")))
    found = items(body, comments="</@body>" + said + "<@body>")
    assert [(str(each.kind), each.line, each.quote, each.says) for each in found] == [
        ("comment", 1, "Moss grows in the shade of walls .", "Which work?"), ("comment", 3, "Ferns grow.", "Here?"),
        ("note", None, "", "Lost"), ("note", None, "", "(a comment without words)")]


def test_a_paragraph_that_is_gone_names_its_citation() -> None:
    sent = Origin("page.md", "", "", ["Moss grows in the shade of walls \ufffc.", "Ferns grow."])
    [item] = items(f"<@p>{run('Ferns grow.')}{field(CITE, '[1]').replace('[1]', '')}</@p>", sent)[:1]
    assert (item.kind, item.line) == ("deletion", 1)
    assert item.says == "Changed without tracking. The whole paragraph. A citation was taken out with it."


@pytest.mark.parametrize("content", [b"<a", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;", b""])
def test_xml_that_is_none_is_named(content: bytes) -> None:
    with pytest.raises(UserError, match=r"the Word file cannot be read: word/document\.xml"):
        read_word({"word/document.xml": content})
