"""The one reader of Word's comments and tracked changes, from which a new article and a page that was sent are read."""

from __future__ import annotations

from lxml import etree

from proofdesk.desk.word.comments import read_comments
from proofdesk.desk.word.marked import Edge, MarkedReader, Words

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"""<w:body {W} xmlns:m="math">
<w:commentRangeStart w:id="1"/>
<w:p><w:r><w:t>Moss </w:t></w:r><w:ins w:author="Ada" w:date="d1"><w:r><w:t>and </w:t></w:r>
<w:del w:author="Ben" w:date="d2"><w:r><w:delText>hay </w:delText></w:r></w:del></w:ins>
<w:r><w:drawing/><w:commentReference w:id="2"/></w:r><m:t>x</m:t></w:p>
<w:commentRangeEnd w:id="1"/>
<w:tbl><w:tr><w:trPr><w:del w:author="Ada" w:date="d3"/></w:trPr>
<w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body>"""
COMMENTS = f"""<w:comments {W} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">
<w:comment w:id="1" w:author="Ada"><w:p w14:paraId="A"><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>
<w:comment w:id="2" w:author="Ben"><w:p w14:paraId="B"><w:r><w:t>So.</w:t></w:r></w:p></w:comment></w:comments>"""
EXTENDED = """<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">
<w15:commentEx w15:paraId="A" w15:done="1"/><w15:commentEx w15:paraId="B" w15:paraIdParent="A"/></w15:commentsEx>"""


def test_words_have_their_changes_and_edges() -> None:
    before, moss, behind, cell = MarkedReader().paragraphs(etree.fromstring(BODY))
    assert (before.pieces, behind.pieces) == ([Edge("1")], [Edge("1", is_end=True)])
    assert moss.pieces.pop(-2) == Edge("2", is_point=True, is_end=True)
    words = [piece for piece in (*moss.pieces, *cell.pieces) if isinstance(piece, Words)]
    assert [(each.text, [(change.sort, change.by, change.row) for change in each.changes], each.thing, each.drawn)
            for each in words] == [
        ("Moss ", [], False, False), ("and ", [("ins", "Ada", False)], False, False),
        ("hay ", [("ins", "Ada", False), ("del", "Ben", False)], False, False), ("[picture]", [], True, False),
        ("x", [], False, True), ("5", [("del", "Ada", True)], False, False)]
    assert words[1].changes[0] == words[2].changes[0] and cell.in_table and not moss.in_table


def test_comments_know_what_they_answer() -> None:
    one, two = read_comments((etree.fromstring(part), {}) for part in (COMMENTS, EXTENDED)).values()
    assert (one.says, one.parent, one.resolved, two.says, two.parent) == ("Why?", "", True, "So.", "1")


def test_a_comment_keeps_its_formulas_and_names_its_pictures() -> None:
    maths = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    inside = "<w:r><w:t>See </w:t></w:r><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:r><w:tab/><w:drawing/></w:r>"
    part = f'<w:comments {W} {maths}><w:comment w:id="1"><w:p>{inside}</w:p></w:comment></w:comments>'
    assert [each.says for each in read_comments([(etree.fromstring(part), {})]).values()] == ["See x=1 [picture]"]
