"""A file in Rich Text Format is read as a Word file is: its letters, notes, pictures, citations, comments, facts."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest
from manuscript_imports import PNG, import_content, import_file

from proofdesk.common.errors import UserError

pytestmark = pytest.mark.build

RECORD = {"type": "article-journal", "title": "Straw keeps beds wet", "author": [{"family": "Roe", "given": "Jane"}],
          "container-title": "Beds", "issued": {"date-parts": [[2020]]}, "DOI": "10.9999/beds"}
CITED = json.dumps({"citationItems": [{"id": 1, "uris": ["http://zotero.org/users/1/items/A"], "itemData": RECORD}]})
FIELD = ("{\\field{\\*\\fldinst {ADDIN ZOTERO_ITEM CSL_CITATION " + CITED.replace("{", "\\{").replace("}", "\\}")
         + "}}{\\fldrslt {(Roe, 2020)}}}")
FILE = r"""{\rtf1\ansi\ansicpg1252\deff0\uc1
{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times;}{\f2\fcharset161 Times;}}
{\stylesheet{\s0 Normal;}{\s1 heading 1;}}
{\info{\title Straw in beds}{\author Jane Roe}{\keywords straw; hay}}
{\header\pard Draft of May\par}
\pard\outlinelevel0\b What straw does\b0\par
\pard Straw keeps a bed wet{\footnote A note of 5\u8364?5.} @FIELD@, in caf\'e9 {\f1 \'e2\'e5\'f1\'ed\'e0}
  and {\f2 \'e1} by \u1078\'3f.\~It costs 3\u8364?4,
 says \ldblquote Roe\rdblquote  {\v unseen }twice{\deleted  and more}.
{\*\atnauthor A. Reader}{\chatn{\*\annotation\pard Is that so?}}\par
\trowd\cellx1000\cellx2000\intbl Bed\cell Worms\cell\row\trowd\cellx1000\cellx2000\intbl One\cell 12\cell\row
\pard{\*\shppict{\pict\pngblip @PICTURE@}}\par
}"""


def test_all_that_a_file_holds_is_read(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.rtf", FILE.replace("@FIELD@", FIELD).replace("@PICTURE@", PNG.hex()))
    assert result.title == "What straw does"
    assert "  - the title that its properties state: Straw in beds\n" in result.report
    assert '  - name: "Jane Roe"' in result.text
    assert "Straw keeps a bed wet[^1] [@roe2020], in café весна and α by ж." in result.text
    assert "It costs 3€4, says “Roe” twice.\n" in result.text and "[^1]: A note of 5€5." in result.text
    assert "| Bed | Worms |\n| --- | --- |\n| One | 12 |" in result.text
    assert result.pictures == {PurePosixPath("what-straw-does/picture-1.png"): PNG} and "![](" in result.text
    assert [(item.by, item.says) for item in result.review] == [("A. Reader", "Is that so?")]
    assert "doi = {10.9999/beds}" in result.entries["roe2020"]
    assert result.left_out.splitlines()[3:] == [
        "a.rtf, in the header of the pages: Draft of May", "a.rtf, hidden in the file, so not in the article: unseen",
        "a.rtf, deleted, and kept as a change: and more"]
    assert "unaccounted" not in result.report and "Not found again" not in result.report


@pytest.mark.parametrize(("written", "shown"), [
    ("a\\u160?curious", "a\u00a0curious"),  # jgm/pandoc 8264
    ("{\\f1 \\'c7\\'e4\\u1740? \\'ca}Brussels", "ان\u06cc \u062aBrussels"),  # jgm/pandoc 9758
    ("x\\u-10187?\\u-8956?y", "x\U0001d504y"),  # jgm/pandoc 842
    ("{\\f2 \\'8d\\'e3} {\\uc2\\u26481\\'93\\'8c}x \\u-10187?z", "阪 東x z"),
])
def test_letters_of_each_alphabet_are_read(tmp_path: Path, written: str, shown: str) -> None:
    fonts = "{\\fonttbl{\\f0\\fcharset0 C;}{\\f1\\fcharset178 C;}{\\f2\\fcharset128 C;}}"
    file = f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}\\uc1\\pard {written}\\par}}"
    assert import_content(tmp_path, "a.rtf", file).text.endswith(f"\n{shown}\n")


@pytest.mark.parametrize(("content", "said"), [
    ("Straw.", "is not what its ending says"), ("{\\rtf1 }", "holds no text"), ("", "is empty"),
])
def test_a_file_without_text_is_refused(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "a.rtf").write_text(content, encoding="ascii")
    with pytest.raises(UserError, match=said):
        import_file(tmp_path / "a.rtf")


@pytest.mark.parametrize("content", [
    "{\\rtf1 Straw{{{{ wet.", "{\\rtf1 Straw} wet. }}}", "{\\rtf1 Straw \\u99999? wet.}",
    "{\\rtf1\\ansicpg99999 Straw wet.}", "{\\rtf1 Straw {\\*\\unknown of old }wet.}",
    "{\\rtf1 Straw \\bin4 abcdwet.}", "{\\rtf1{\\field{\\fldrslt Straw wet.}}}",
])
def test_a_broken_file_loses_nothing(tmp_path: Path, content: str) -> None:
    result = import_content(tmp_path, "a.rtf", content)
    assert "Straw" in result.text and "wet." in result.text + result.left_out
