"""Rewrite the text of Pandoc's document: formulas, cross-references, pictures and raw LaTeX within it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from proofdesk.blocks.pictures import SUFFIXES
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.readers.document_words import (
    LAYOUT,
    REFERENCE,
    citation_text,
    named_by,
    nodes_of,
    plain,
)
from proofdesk.desk.importing.readers.formulas import is_formula
from proofdesk.desk.importing.readers.markup.html_tags import join_tags, words
from proofdesk.desk.importing.readers.named import Named

HIDDEN = {"content-hidden", "hidden", "notes", "comment", "d-none"}
_REFERENCE = re.compile(r"(fig|figure|tbl|tab|table|sec|section|eq|equation|lst|thm|lem|cor|prp|def|exm|exr|app)[-:_].")
_KINDS = {"fig": "Figure", "figure": "Figure", "tbl": "Table", "tab": "Table", "table": "Table", "sec": "Section",
          "section": "Section", "app": "Section"}
_LABEL = re.compile(r"\{#[\w:.-]+[^{}]*\}")
_FOLDERS = ("", "static", "assets", "public", "images", "img", "figures", "attachments", "media", "files", "pictures")
_COMMAND = re.compile(r"\\[A-Za-z@]+\*?|[{}]")
_CELL = re.compile(r"^(?:r|python|julia|ojs) +\S|^\{(?:r|python|julia|ojs)\} ")


@dataclass
class InlineRewriter:
    """Rewrite the text of one document.

    ``folder`` is the manuscript's. ``captioned`` is true if the words of a picture that stands alone are its
    caption, ``all_formulas`` if nothing between signs of money is a price, ``has_headings`` if the file marks its own.
    ``parts`` are blocks of what was read apart, by number; ``formulas`` the inlines of each formula; ``tex_parts`` the
    blocks of raw LaTeX.
    """

    named: Named
    folder: Path
    captioned: bool = False
    all_formulas: bool = False
    has_headings: bool = False
    parts: Mapping[int, list[Any]] = field(default_factory=dict)
    formulas: Mapping[str, list[Any]] = field(default_factory=dict)
    tex_parts: Mapping[str, list[Any]] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)

    def blocks(self, blocks: Iterable[Any]) -> list[Any]:
        """Return blocks in the form that articles have."""
        raise NotImplementedError

    def collect_targets(self, node: Any) -> None:
        """Keep what each name of a figure, a table or a section stands for."""
        for each in nodes_of(node):
            for name, caption in named_by(each):
                self.targets.setdefault(name, caption)

    def inlines(self, inlines: list[Any]) -> list[Any]:
        """Return inlines in the form that articles have."""
        done: list[Any] = []
        joined = join_tags(inlines, self.named)
        for before, inline, after in zip([None, *joined], joined, [*joined[1:], None], strict=False):
            written = self._inline(inline)
            if inline["t"] == "Math" and (_touches(before, -1) or _touches(after, 0)):
                written = [part for each in written for part in (each["c"] if each["t"] == "Emph" else [each])]
            done += written
        return done

    def _inline(self, inline: Any) -> list[Any]:
        kind, content = inline["t"], inline.get("c")
        if kind == "Math":
            return self._formula(content)
        if kind == "Cite":
            return self._cite(inline, content[0])
        if kind == "Image":
            return self._picture(content)
        if kind == "Link":
            return self._link(content)
        if kind == "Note":
            return [{"t": kind, "c": self.blocks(content)}]
        if kind == "Span":
            return self._span(*content)
        if kind == "Quoted":
            return [{"t": kind, "c": [content[0], self.inlines(content[1])]}]
        if kind in ("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline"):
            return [{"t": kind, "c": self.inlines(content)}]
        if kind == "Code" and _CELL.match(content[1]):
            self.named.add("values that a program computes, which are marked in the article", content[1])
            return [_text(f"{REVIEW_OPEN}{content[1]}{REVIEW_CLOSE}")]
        if kind == "Str" and _LABEL.fullmatch(content):
            return []
        if kind == "RawInline" and content[0] in ("tex", "latex"):
            return self._tex(inline, content[1])
        return [inline]

    def _picture(self, content: Any) -> list[Any]:
        """Return a picture within a text; what else is said of it stands behind it, between brackets."""
        values = dict(content[0][2])
        alt = next((values[key] for key in ("fig-alt", "alt") if values.get(key)), "")
        said = [plain(content[1]) if alt else "", content[2][1].removeprefix("fig:").strip()]
        more = [words(f"({each})") for each in said if each and each not in (alt or plain(content[1]),)]
        shown = words(alt) if alt else self.inlines(content[1])
        picture = {"t": "Image", "c": [["", [], []], shown, [self.address(content[2][0]), ""]]}
        return [picture, *(part for each in more for part in [{"t": "Space"}, *each])]

    def _formula(self, content: Any) -> list[Any]:
        form, tex = content[0]["t"], content[1]
        if form == "InlineMath" and not self.all_formulas and not is_formula(tex):
            return [{"t": "Str", "c": "$"}, *words(tex), {"t": "Str", "c": "$"}]
        return self.formulas.get(tex, [{"t": "Code", "c": [["", [], []], tex]}])

    def _cite(self, inline: Any, citations: list[Any]) -> list[Any]:
        """Return a citation as it is; a reference to a figure or a section becomes its name."""
        keys = [citation["citationId"] for citation in citations]
        if not all(key in self.targets or _REFERENCE.match(key) for key in keys):
            is_latex = any(part["t"] == "RawInline" for part in inline["c"][1])
            if not is_latex:
                return [inline]
            citations = [{**each, **{name: self._beside(each[name]) for name in ("citationPrefix", "citationSuffix")}}
                         for each in citations]
            return [{"t": "Cite", "c": [citations, [_text(citation_text(citations))]]}]
        found: list[Any] = []
        for number, (key, citation) in enumerate(zip(keys, citations, strict=True)):
            found += [_text(","), {"t": "Space"}] if number else []
            found += self._reference(key, citation["citationMode"]["t"] != "SuppressAuthor")
            found += citation["citationSuffix"]
        return found

    def _beside(self, said: list[Any]) -> list[Any]:
        """Return what is said beside a citation of LaTeX; commands that are not known leave their words, marked."""
        found: list[Any] = []
        for each in self.inlines(said):
            if each["t"] == "RawInline":
                self.named.add("commands of LaTeX beside a citation, whose words are marked there", each["c"][1])
                each = _text(f"{REVIEW_OPEN}{' '.join(_COMMAND.sub(' ', each['c'][1]).split())}{REVIEW_CLOSE}")
            found.append(each)
        return found

    def _reference(self, key: str, with_kind: bool) -> list[Any]:
        caption = self.targets.get(key, "")
        if not caption:
            self.named.add("references to what the file does not name, marked in the article", f"@{key}")
            return words(f"{REVIEW_OPEN}{key}{REVIEW_CLOSE}")
        match = _REFERENCE.match(key)
        kind = _KINDS.get(match[1], "") if match and with_kind else ""
        self.named.add("references to figures, tables and sections, which now name them", f"@{key} → “{caption}”")
        return words(f"{kind} “{caption}”".strip())

    def _link(self, content: Any) -> list[Any]:
        attributes, shown, target = content
        reference = dict(attributes[2]).get("reference", "")
        if reference:  # LaTeX's own
            return self._references(reference, dict(attributes[2]).get("reference-type", "ref"))
        if not shown and not target[0].startswith(("http://", "https://", "mailto:")):  # MyST's own references
            return self._reference(target[0].strip("#"), False)
        return [{"t": "Link", "c": [["", [], []], self.inlines(shown), target]}]

    def _references(self, keys: str, kind: str) -> list[Any]:
        """Return what LaTeX refers to. Before `\\ref` its author wrote “Figure”; other commands write it themselves."""
        whole = kind not in ("ref", "eqref", "pageref", "nameref")
        return [part for number, key in enumerate(keys.split(","))
                for part in ([_text(","), {"t": "Space"}] if number else []) + self._reference(key.strip(), whole)]

    def _span(self, attributes: Any, content: list[Any]) -> list[Any]:
        classes = attributes[1]
        emoji = dict(attributes[2]).get("data-emoji", "") if "emoji" in classes else ""
        if emoji.isdigit():  # “1:100:5” is a dilution
            return [_text(f":{emoji}:")]
        if "mark" in classes:
            self.named.add("marked words, which stay without the mark", plain(content))
        if HIDDEN.intersection(classes):
            self.named.add("text that the file hides from readers", plain(content))
            return []
        return self.inlines(content)

    def _tex(self, inline: Any, written: str) -> list[Any]:
        reference = REFERENCE.fullmatch(written)
        if reference:
            return self._references(reference["keys"], reference["kind"])
        if written in self.tex_parts:
            blocks = self.blocks(self.tex_parts[written])
            return [part for block in blocks if block["t"] in ("Para", "Plain") for part in block["c"]]
        if LAYOUT.fullmatch(written):
            self.named.add("commands of LaTeX for the layout", written)
            return [{"t": "Space"}]
        return [inline]

    def address(self, address: str) -> str:
        """Return the address of a picture from the manuscript's folder, where tools have their pictures elsewhere."""
        if ":" in address[:8] or not address:
            return address
        plain_address = unquote(address.split("?")[0].split("#")[0]).lstrip("/")
        endings = ("", *SUFFIXES, ".pdf", ".eps") if not Path(plain_address).suffix else ("",)
        for folder, ending in product(_FOLDERS, endings):
            for path in (f"{folder}/{plain_address}{ending}".lstrip("/"),
                         f"{folder}/{Path(plain_address).name}{ending}".lstrip("/")):
                try:
                    if ".." not in Path(path).parts and (self.folder / path).is_file():
                        return path
                except (OSError, ValueError):
                    return address
        return address


def _touches(inline: Any, end: int) -> bool:
    """Return whether a letter or digit is at that end of the text beside a formula, where marks would be misread."""
    return bool(inline) and inline["t"] == "Str" and inline["c"][end : end + 1 or None].isalnum()


def _text(text: str) -> Any:
    return {"t": "Str", "c": text}
