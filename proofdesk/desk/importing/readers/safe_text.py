"""Write a manuscript's code, addresses and tables so that our Markdown reads nothing else in them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import lxml.etree as etree

_RUN_OF_TICKS = re.compile("`+")
_UNSAFE_IN_ADDRESS = re.compile(r"""[\x00-\x20\x7f"<>()\[\]{}\\`|^]""")
# Pandoc writes these as they are, and our Markdown would read a citation or a list of attributes.
_READ_BY_US = re.compile(r"[@{}]")
_WIDTHS = re.compile(r"<colgroup>(?:\s|<col\b[^<>]*>)*</colgroup>\n?")
_STYLE = re.compile(r"""(<[a-z][^<>"]*(?:"[^"]*"[^<>"]*)*?) style="[^"]*\"""")
_LARGEST = 10**6  # bytes of a list of relations
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def fenced(code: str) -> str:
    """Return code in a fence that is longer than any run of backticks inside it."""
    longest = max((len(run) for run in _RUN_OF_TICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code}\n{fence}".replace("\r\n", "\n").replace("\r", "\n")


def address(written: str) -> str:
    """Return an address whose characters mean nothing to Markdown or HTML."""
    return _UNSAFE_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", written)


def safe_inlines(
    node: Any, link: Callable[[str, str], str], image: Callable[[str], str | None], note: Callable[[Any], str]
) -> Any:
    """Return a part of Pandoc's document whose words, links and pictures mean to us what they mean to Pandoc.

    ``link`` returns the address of a link with these words, empty if it is left out; ``image`` returns the name of a
    picture, None if it is left out; ``note`` takes the text of a footnote and returns its call, because Pandoc would
    number those of the tables anew.
    """
    if isinstance(node, dict):
        kind, content = node.get("t"), node.get("c", "")
        if kind in ("RawInline", "RawBlock"):
            return {"t": "Str", "c": content[1]} if kind == "RawInline" else {"t": "Plain", "c": [
                {"t": "Str", "c": " ".join(content[1].split())}]}
        if kind == "Note":
            return {"t": "RawInline", "c": ["markdown", note(content)]}
        if kind in ("Link", "Image"):
            _, inner, (target, _) = content
            inner = safe_inlines(inner, link, image, note)
            found = link(_words(inner), target) if kind == "Link" else image(target)
            if not found:
                return {"t": "Span", "c": [["", [], []], inner]}
            return {"t": kind, "c": [["", [], []], inner, [found, ""]]}
        return {name: safe_inlines(value, link, image, note) for name, value in node.items()}
    if isinstance(node, list):
        safe: list[Any] = []
        for each in node:
            if isinstance(each, dict) and each.get("t") == "Str":
                safe += _pieces(each["c"])
            elif isinstance(each, dict) and each.get("t") == "RawInline":
                safe += _pieces(each["c"][1])
            else:
                safe.append(safe_inlines(each, link, image, note))
        return safe
    return node


def without_styles(table: str) -> str:
    """Return a table without the widths and alignments that Pandoc writes into HTML: pages hold no styles."""
    if not table.startswith("<table"):
        return table
    return _STYLE.sub(r"\1", _WIDTHS.sub("", table))


def _pieces(text: str) -> Iterator[dict[str, Any]]:
    at = 0
    for found in _READ_BY_US.finditer(text):
        if found.start() > at:
            yield {"t": "Str", "c": text[at : found.start()]}
        yield {"t": "RawInline", "c": ["html", f"&#{ord(found[0])};"]}
        at = found.end()
    if text[at:]:
        yield {"t": "Str", "c": text[at:]}


def _words(inlines: Any) -> str:
    if isinstance(inlines, dict):
        content = inlines.get("c", " ")
        return str(content) if isinstance(content, str) else _words(content)
    return "".join(map(_words, inlines)) if isinstance(inlines, list) else ""


def pictures_elsewhere(file: Path) -> list[str]:
    """Return the addresses of pictures that a Word file links to without holding them; Pandoc drops them."""
    found = []
    try:
        with zipfile.ZipFile(file) as packed:
            names = {*packed.namelist()}
            for name in sorted(names):
                if not name.startswith("word/_rels/") or packed.getinfo(name).file_size > _LARGEST:
                    continue
                parser = etree.XMLParser(resolve_entities=False, no_network=True)
                for relation in etree.fromstring(packed.read(name), parser):
                    target = relation.get("Target", "")
                    outside = relation.get("TargetMode") == "External"
                    missing = not outside and f"word/{target}" not in names and target.lstrip("/") not in names
                    if relation.get("Type") == _IMAGE and (outside or missing):
                        found.append(target)
    except (OSError, zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError):
        return found
    return list(dict.fromkeys(found))
