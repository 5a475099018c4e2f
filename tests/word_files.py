"""Word files, made part by part as Word writes them."""

from __future__ import annotations

import zipfile
from pathlib import Path

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}" '
         'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
         'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
         'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
         'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
         'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
         'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
         'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
         'xmlns:o="urn:schemas-microsoft-com:office:office" '
         'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
         'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"')


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*parts: str, style: str = "") -> str:
    shown = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{shown}{''.join(parts)}</w:p>"


def change(kind: str, words: str, by: str = "A. Reader", **attributes: str) -> str:
    """Return a tracked change, such as “ins” or “moveFrom”."""
    text = run(words).replace("w:t", "w:delText") if kind == "del" else run(words)
    stated = "".join(f' w:{name}="{value}"' for name, value in attributes.items())
    return f'<w:{kind} w:author="{by}" w:date="2026-05-01T10:00:00Z"{stated}>{text}</w:{kind}>'


def drawing(inside: str, description: str = "") -> str:
    words = f' descr="{description}"' if description else ""
    return (f'<w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/><wp:docPr id="1" name="n"{words}/>'
            f"<a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>")


def word_file(folder: Path, body: str, files: dict[str, bytes | str] | None = None, **parts: str) -> Path:
    """Write a Word file of this body.

    ``parts`` are further files in its folder ``word/`` by their names without the ending, to which the text refers by
    the same names. ``files`` are others by their paths in the archive; to those in ``word/``, it refers by their names.
    """
    file = folder / "a.docx"
    files = files or {}
    package = "http://schemas.openxmlformats.org/package/2006"
    others = {path.removeprefix("word/"): path for path in files if path.startswith("word/")}
    related = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>'
                      for name in parts)
    related += "".join(f'<Relationship Id="{name}" Type="{OFFICE}/image" Target="{name}"/>' for name in others)
    types = ("application/vnd.openxmlformats-", "officedocument.wordprocessingml.document.main+xml")
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("[Content_Types].xml", (
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="{types[0]}package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{"".join(types)}"/></Types>'))
        packed.writestr("_rels/.rels", (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
            f'Target="word/document.xml"/><Relationship Id="c" Type="{package}/relationships/metadata/core-properties" '
            'Target="docProps/core.xml"/></Relationships>'))
        packed.writestr("word/_rels/document.xml.rels",
                        f'<Relationships xmlns="{package}/relationships">{related}</Relationships>')
        packed.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            packed.writestr(f"word/{name}.xml", content)
        for path, data in files.items():
            packed.writestr(path, data)
    return file
