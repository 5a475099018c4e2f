"""Print records in a style, by Pandoc: the text of each entry, and the words that it has in italics."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pypandoc

from reference_model.records import Record

# How often an attribute of a style is changed, and into what: names, their number, and italics.
_VARIANTS: list[tuple[float, str, tuple[str, ...]]] = [
    (0.3, r'\sinitialize-with="[^"]*"', ("", "", ' initialize-with=""', ' initialize-with=". "')),
    (0.2, r'\sname-as-sort-order="[^"]*"', ("", ' name-as-sort-order="first"', ' name-as-sort-order="all"')),
    (0.15, r'sort-separator="[^"]*"', ('sort-separator=" "', 'sort-separator=", "')),
    (0.3, r'et-al-min="\d+"', ('et-al-min="4"', 'et-al-min="8"', 'et-al-min="20"')),
    (0.15, r'and="\w+"', ('and="text"', 'and="symbol"')),
    (0.1, r'font-style="italic"', ("",)),
]
_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}


def has_bibliography(style: Path) -> bool:
    """Return whether a style says how entries of a list look."""
    return "<bibliography" in style.read_text(encoding="utf-8")


def own_language(style: Path) -> str:
    """Return the language that a style is made for, if it says so."""
    found = re.search(r'default-locale="(\w\w)', style.read_text(encoding="utf-8"))
    return found[1] if found else ""


def vary(style: str, random: Random) -> str:
    """Return a style with some of its attributes changed, as further styles have them."""
    for share, pattern, others in _VARIANTS:
        if random.random() < share:
            style = re.sub(pattern, random.choice(others), style)
    return style


def print_entries(style: str, records: Sequence[Record], locale: str) -> Iterator[tuple[Record, str, list[str]]]:
    """Yield each record with the text of its entry and the words in italics."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "records.json")
        Path(folder, "style.csl").write_text(style, encoding="utf-8")
        file.write_text(json.dumps([{**record, "id": f"k{n}"} for n, record in enumerate(records)]), encoding="utf-8")
        done = subprocess.run(
            [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "json", "--citeproc", "--csl", f"{folder}/style.csl",
             "--bibliography", str(file), "-M", f"lang={locale}"],
            input="---\nnocite: '@*'\n---\n", capture_output=True, text=True)
    if done.returncode == 0:
        for number, blocks in _entries(json.loads(done.stdout)["blocks"]):
            parts: list[str] = []
            italics: list[str] = []
            for block in blocks:
                if block["t"] in ("Para", "Plain"):
                    _flatten(block["c"], parts, italics)
            yield records[number], " ".join("".join(parts).split()), italics


def _entries(blocks: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    for block in blocks:
        if block["t"] == "Div":
            name = block["c"][0][0]
            if name.startswith("ref-k"):
                yield int(name.removeprefix("ref-k")), block["c"][1]
            else:
                yield from _entries(block["c"][1])


def _flatten(nodes: Sequence[Any], parts: list[str], italics: list[str]) -> None:
    """Add the text of inline nodes to the parts, and that of emphasis to the words in italics."""
    for node in nodes:
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            parts.append(content)
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            parts.append(" ")
        elif kind == "Emph":
            start = len(parts)
            _flatten(content, parts, [])
            italics.append("".join(parts[start:]))
        elif kind in ("Strong", "Superscript", "Subscript", "SmallCaps", "Underline", "Strikeout"):
            _flatten(content, parts, italics)
        elif kind == "Quoted":
            opening, closing = _QUOTES[content[0]["t"]]
            parts.append(opening)
            _flatten(content[1], parts, italics)
            parts.append(closing)
        elif kind == "Span" and "csl-left-margin" not in content[0][1]:
            _flatten(content[1], parts, italics)
            parts.append(" " if "csl-block" in content[0][1] else "")
        elif kind == "Link":
            _flatten(content[1], parts, italics)
