"""Write an article as a Word file: Pandoc writes the document, and its styles, fields and origin are ours."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc
from lxml import etree

from proofdesk.bibliography.pandoc.items import read_works
from proofdesk.common.dates import longdate, today
from proofdesk.common.errors import UserError
from proofdesk.common.language import Language
from proofdesk.content.front_matter import language_of
from proofdesk.content.review.version import text_version
from proofdesk.desk.convert import convert_page, editorial_data
from proofdesk.desk.exporting.cited_works import CitedWorksExtension
from proofdesk.desk.exporting.page_html import word_page
from proofdesk.desk.exporting.pandoc_document import BOX_MARK, WordDocument
from proofdesk.desk.exporting.reference_fields import citation_field, preferences
from proofdesk.desk.project import PageFile, Project
from proofdesk.desk.word.marked import BOX
from proofdesk.desk.word.origin import origin_of, write_origin

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES = Path(__file__).with_name("word_styles.xml")
_SECONDS = 120
_NOON = (2000, 1, 1, 12, 0, 0)


@dataclass(frozen=True)
class Exported:
    """An article as a Word file; ``version`` is the version of its text, ``faults`` how many problems it shows."""

    content: bytes
    version: str
    faults: int = 0


def export_article(project: Project, file: PageFile) -> Exported:
    """Return an article as a Word file. Raises UserError if the page's facts or Pandoc do not allow it."""
    data = editorial_data(project, project.csl_file)
    document, facts, html = convert_page(project, data, file, None, CitedWorksExtension())
    if facts is None:
        fault = next(iter(document.problems), "its facts cannot be read")
        raise UserError(f"{file.path} cannot be exported before its facts are mended: {fault}")
    version, language = text_version(document.source), language_of(facts)
    address = project.site_url.rstrip("/")
    page = word_page(html, (project.docs / file.uri).parent, project.root,
                     f"{address}/" if address.startswith("http") else "", file.uri)
    keys = {each.key for cited, _ in page.fields for each in cited}
    entries = data.bibliography.entries
    works = read_works([entries[key] for key in sorted(keys & entries.keys())], project.root / ".cache" / "items")
    records: dict[str, dict[str, Any]] = {key: work.item for key, work in works.items() if work.item}

    def field(number: int) -> str:
        cited, shown = page.fields[number]
        return citation_field(cited, records, shown, number) if all(each.key in records for each in cited) else ""

    read = json.loads(_pandoc(["-f", "html", "-t", "json"], page.html))
    read = WordDocument(read, field).document
    read["blocks"] = [_version_block(file, version), *read["blocks"]]
    read["meta"] = {name: _meta(value) for name, value in {
        "title": facts.title, "subtitle": facts.description, "dir": language.direction,
        "proofdesk-page": file.path, "proofdesk-version": version, **preferences(file.path)}.items()}
    written = _pandoc(["-f", "json", "-t", "docx", "--shift-heading-level-by=-1", "-o", "-"],
                      json.dumps(read)).encode("latin-1")
    return Exported(_finish(written, file, version, language), version, len(document.anchors))


def _version_block(file: PageFile, version: str) -> Any:
    """Return the paragraph under the title that says which text this is, and what to do with it."""
    words = (f"Version {version} of {file.path}, {longdate(today())}. Comment on anything, and change what you like; "
             "with “Track Changes” on, your changes are seen at once. Save the file as .docx and send it back.")
    inlines: list[Any] = []
    for word in words.split(" "):
        inlines += [{"t": "Str", "c": word}, {"t": "Space"}]
    return {"t": "Div", "c": [["", [], [["custom-style", "Desk Version"], ["dir", "ltr"], ["lang", "en-GB"]]],
                              [{"t": "Para", "c": inlines[:-1]}]]}


def _meta(value: str) -> Any:
    return {"t": "MetaString", "c": value}


def _pandoc(options: list[str], text: str) -> str:
    """Return what Pandoc makes of a text; bytes as characters of Latin-1 if it writes a file."""
    done = subprocess.run([pypandoc.get_pandoc_path(), "--quiet", *options], input=text.encode("utf-8"),
                          capture_output=True, timeout=_SECONDS, check=False)
    if done.returncode:
        reason = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        raise UserError(f"Pandoc could not write the Word file: {reason}")
    return done.stdout.decode("latin-1" if "docx" in options else "utf-8")


def _finish(content: bytes, file: PageFile, version: str, language: Language) -> bytes:
    """Return Pandoc's file with our styles, A4 pages, and what the page says as the reviewer gets it."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        for name in read.namelist():
            parts[name] = read.read(name)
    parts["word/styles.xml"] = _with_styles(parts["word/styles.xml"], language)
    parts["word/document.xml"] = _with_boxes_on_a4(parts["word/document.xml"], language)
    parts = write_origin(parts, origin_of(file.path, version, today().isoformat(), parts))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(zipfile.ZipInfo(name, _NOON), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _with_styles(content: bytes, language: Language) -> bytes:
    """Replace the styles of Pandoc that ours have the ids of, add the others, and say what language to check."""
    root = etree.fromstring(content)
    places = {style.get(f"{{{W}}}styleId"): style for style in root.findall(f"{{{W}}}style")}
    for ours in _own_styles():
        if ours.tag == f"{{{W}}}docDefaults":
            old = root.find(f"{{{W}}}docDefaults")
        else:
            old = places.get(ours.get(f"{{{W}}}styleId"))
        new = etree.fromstring(etree.tostring(ours))
        if old is not None:
            root.replace(old, new)
        else:
            root.append(new)
    for stated in root.iterfind(f"{{{W}}}docDefaults//{{{W}}}lang"):
        name = "bidi" if language.direction == "rtl" else "val"
        stated.set(f"{{{W}}}{name}", "en-GB" if language.code == "en" else language.code)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


@cache
def _own_styles() -> list[Any]:
    return [each for each in etree.fromstring(_STYLES.read_bytes()) if isinstance(each.tag, str)]


def _with_boxes_on_a4(content: bytes, language: Language) -> bytes:
    """Give the tables that are boxes their style, all their direction, and all pages their size."""
    root = etree.fromstring(content)
    if language.direction == "rtl":  # Pandoc turns all but tables, the title and what is below it
        for style in root.iter(f"{{{W}}}tblStyle"):
            style.addnext(etree.Element(f"{{{W}}}bidiVisual"))
        for style in root.iter(f"{{{W}}}pStyle"):
            if style.get(f"{{{W}}}val") in ("Title", "Subtitle"):
                style.addnext(etree.Element(f"{{{W}}}bidi"))
    for mark in [each for each in root.iter(etree.Comment) if each.text == BOX_MARK]:
        table = next(mark.iterancestors(f"{{{W}}}tbl"))
        style, look = (table.find(f"{{{W}}}tblPr/{{{W}}}{name}") for name in ("tblStyle", "tblLook"))
        style.set(f"{{{W}}}val", BOX)
        if look is not None:  # no row of a box is a head
            look.getparent().remove(look)
        mark.getparent().remove(mark)
    for section in root.iter(f"{{{W}}}sectPr"):
        for name in ("pgSz", "pgMar"):
            for old in section.findall(f"{{{W}}}{name}"):
                section.remove(old)
        size, margin = (etree.SubElement(section, f"{{{W}}}{name}") for name in ("pgSz", "pgMar"))
        for name, value in (("w", "11906"), ("h", "16838")):
            size.set(f"{{{W}}}{name}", value)
        for name, value in (("top", "1247"), ("right", "1304"), ("bottom", "1247"), ("left", "1304"),
                            ("header", "709"), ("footer", "709"), ("gutter", "0")):
            margin.set(f"{{{W}}}{name}", value)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
