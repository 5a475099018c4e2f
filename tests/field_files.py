"""Word and OpenDocument files with citations as reference managers write them; their works are invented."""

from __future__ import annotations

import base64
import json
import zipfile
from html import escape
from pathlib import Path
from typing import Any

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_ODT = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text", "meta", "manifest")}

CALLA = {"type": "article-journal", "title": "Straw and the roots of roses", "container-title": "Roses", "volume": "1",
         "page": "3-4", "DOI": "10.9999/straw", "author": [{"family": "Calla", "given": "Ann E."}],
         "issued": {"date-parts": [["2020", 5]]}}
HAZEL = {"type": "book", "title": "The language of {LEAVES} \\& bark", "publisher": "Garden Press",
         "author": [{"family": "de Hazel", "given": "Jo"}, {"literal": "Society of Roses"}],
         "issued": {"date-parts": [[2018]]}}


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*parts: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(part if part.startswith('<') else run(part) for part in parts)}</w:p>"


def sign(kind: str, data: str = "") -> str:
    inside = f"<w:fldData>{data}</w:fldData>" if data else ""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def code(*pieces: str) -> str:
    return "".join(f'<w:r><w:instrText xml:space="preserve">{escape(piece)}</w:instrText></w:r>' for piece in pieces)


def field(written: str, shown: str, properties: str = "") -> str:
    """Return a field whose code is in two pieces, as Word leaves it after a spelling check."""
    middle = len(written) // 2
    return (sign("begin") + code(written[:middle], written[middle:]) + sign("separate") + run(shown, properties)
            + sign("end"))


def control(tag: str, inside: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{escape(tag)}"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def cluster(*items: dict[str, Any], written: str = "") -> dict[str, Any]:
    return {"citationID": "x", "properties": {"plainCitation": written}, "citationItems": list(items)}


def zotero(*items: dict[str, Any], written: str = "") -> str:
    return f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(cluster(*items, written=written))} "


def item(record: dict[str, Any], number: int = 1, **others: Any) -> dict[str, Any]:
    return {"id": number, "uris": [f"http://zotero.org/users/1/items/{number}"], "itemData": record, **others}


def packed(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def docx(folder: Path, *body: str, notes: str = "", **parts: str) -> Path:
    """Write a Word file; ``parts`` are further parts by their names, with two underscores for a slash."""
    file = folder / "beds.docx"
    related = f'<Relationship Id="n" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>'
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("[Content_Types].xml", (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/></Types>'))
        written.writestr("_rels/.rels", (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'))
        written.writestr("word/_rels/document.xml.rels",
                         f'<Relationships xmlns="{_PACKAGE}/relationships">{related if notes else ""}</Relationships>')
        written.writestr("word/document.xml",
                         f"<w:document {_NAMES}><w:body>{''.join(body)}</w:body></w:document>")
        if notes:
            written.writestr("word/footnotes.xml", f"<w:footnotes {_NAMES}>{notes}</w:footnotes>")
        for name, content in parts.items():
            written.writestr(f"{name.replace('__', '/')}.xml", content)
    return file


def note(number: int, *parts: str) -> str:
    return f'<w:footnote w:id="{number}">{paragraph(*parts)}</w:footnote>'


def call(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def odt(folder: Path, body: str, meta: str = "") -> Path:
    """Write an OpenDocument text of this body; ``meta`` are its properties."""
    file = folder / "beds.odt"
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in _ODT.items())
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        written.writestr("content.xml", (
            f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>"))
        written.writestr("meta.xml", f"<office:document-meta {names}><office:meta>{meta}</office:meta>"
                         "</office:document-meta>")
        written.writestr("styles.xml", (
            f"<office:document-styles {names}><office:styles/><office:automatic-styles/><office:master-styles/>"
            "</office:document-styles>"))
        written.writestr("META-INF/manifest.xml", f"<manifest:manifest {names}/>")
    return file
