"""Rewrite Pandoc's document: boxes, pictures, cross-references and formulas in the form that articles have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.model import BOX
from proofdesk.desk.importing.readers.markup.formulas import is_formula
from proofdesk.desk.importing.readers.markup.html_tags import block_of, join_tags, words
from proofdesk.desk.importing.readers.markup.named import Named

_FIGURE = "proofdesk-figure"
_HIDDEN = {"content-hidden", "hidden", "notes", "comment", "d-none"}
_OPEN_UP = {"panel-tabset", "tabset", "columns", "column", "layout", "panel-sidebar", "panel-fill", "panel-center"}
_REFERENCE = re.compile(r"(fig|figure|tbl|tab|table|sec|section|eq|equation|lst|thm|lem|cor|prp|def|exm|exr|app)[-:_].")
_KINDS = {"fig": "Figure", "figure": "Figure", "tbl": "Table", "tab": "Table", "table": "Table", "sec": "Section",
          "section": "Section", "app": "Section"}
_LABEL = re.compile(r"\{#[\w:.-]+[^{}]*\}")
_FOLDERS = ("", "static", "assets", "public", "images", "img", "figures", "attachments", "media", "files", "pictures")
_CELL = re.compile(r"^(?:r|python|julia|ojs) +\S|^\{(?:r|python|julia|ojs)\} ")
_MARK = re.compile("\ue000part([0-9]{1,6})\ue001")
MAX_NAMED = 60  # characters of a caption by which a text names its figure
_LAYOUT = re.compile(
    r"\s*\\(?:newpage|pagebreak|clearpage|cleardoublepage|noindent|indent|centering|bigskip|medskip|smallskip|hfill"
    r"|vfill|linebreak|newline|par|maketitle|tableofcontents|listoffigures|listoftables|appendix|printbibliography"
    r"|(?:vspace|hspace|setlength|setcounter|pagestyle|thispagestyle|bibliographystyle|bibliography|label)\*?"
    r"(?:\{[^{}]*\})+)\s*")


def part_mark(number: int) -> str:
    """Return the mark that stands for a part that is read apart."""
    return f"\ue000part{number}\ue001"


@dataclass
class DocumentRewriter:
    """Rewrite the parts of one document.

    ``folder`` is the manuscript's. ``captioned`` is true if the words of a picture that stands alone are its caption.
    ``parts`` are blocks of what was read apart, by number; ``formulas`` the inlines of each formula; ``tex_parts`` the
    blocks of raw LaTeX.
    """

    named: Named
    folder: Path
    captioned: bool = False
    parts: Mapping[int, list[Any]] = field(default_factory=dict)
    formulas: Mapping[str, list[Any]] = field(default_factory=dict)
    tex_parts: Mapping[str, list[Any]] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)

    def blocks(self, blocks: Iterable[Any]) -> list[Any]:
        """Return blocks in the form that articles have."""
        return [written for block in blocks for written in self._block(block)]

    def collect_targets(self, node: Any) -> None:
        """Keep what each name of a figure, a table or a section stands for."""
        if isinstance(node, list):
            for each in node:
                self.collect_targets(each)
        elif isinstance(node, dict):
            for name, caption in _named_by(node):
                self.targets.setdefault(name, caption)
            self.collect_targets(node.get("c"))

    def _block(self, block: Any) -> Iterator[Any]:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            yield from self._paragraph(kind, content)
        elif kind == "Header":
            yield {"t": "Header", "c": [content[0], content[1], self.inlines(content[2])]}
        elif kind == "Div":
            yield from self._division(*content)
        elif kind in ("BulletList", "OrderedList"):
            items = content if kind == "BulletList" else content[1]
            done = [self._item(item) for item in items]
            yield {"t": kind, "c": done if kind == "BulletList" else [content[0], done]}
        elif kind == "DefinitionList":
            yield {"t": kind, "c": [[self.inlines(term), [self.blocks(each) for each in meant]]
                                    for term, meant in content]}
        elif kind == "BlockQuote":
            yield {"t": kind, "c": self.blocks(content)}
        elif kind == "LineBlock":
            yield {"t": kind, "c": [self.inlines(line) for line in content]}
        elif kind == "RawBlock":
            yield from self._raw(block)
        elif kind == "Table":
            yield from self._table(block)
        elif kind == "Figure":
            caption = self.blocks(content[1][1])
            yield {"t": kind, "c": [content[0], [None, caption], self.blocks(content[2])]}
        else:
            yield block

    def _paragraph(self, kind: str, inlines: list[Any]) -> Iterator[Any]:
        mark = _MARK.fullmatch(inlines[0]["c"]) if len(inlines) == 1 and inlines[0]["t"] == "Str" else None
        if mark:
            yield from self.blocks(self.parts.get(int(mark[1]), []))
            return
        inlines = join_tags(inlines, self.named)
        visible = [each for each in inlines if each["t"] not in ("Space", "SoftBreak", "LineBreak")]
        if len(visible) == 1 and visible[0]["t"] == "Image" and (figure := self._figure(*visible[0]["c"])):
            yield figure
            return
        done = self.inlines(inlines)
        if done:
            yield {"t": kind, "c": done}

    def _figure(self, attributes: Any, shown: list[Any], target: list[str]) -> Any | None:
        """Return a picture that stands alone with its caption; None without a caption."""
        name, classes, pairs = attributes
        values = dict(pairs)
        alt = next((values[key] for key in ("fig-alt", "alt") if key in values), None)
        caption, title = shown, target[1].removeprefix("fig:").strip()
        if values.get("fig-cap"):
            caption = words(values["fig-cap"])
        elif title and title != plain(shown):
            caption, alt = words(title), plain(shown) if alt is None else alt
        elif not (self.captioned or alt is not None or _FIGURE in classes or name.startswith("fig")):
            return None
        if not caption:
            return None
        picture = {"t": "Image", "c": [["", [], []], words(alt or ""), [self._address(target[0]), ""]]}
        return {"t": "Figure", "c": [attributes, [None, [{"t": "Plain", "c": self.inlines(caption)}]],
                                     [{"t": "Plain", "c": [picture]}]]}

    def _division(self, attributes: Any, content: list[Any]) -> Iterator[Any]:
        _, classes, pairs = attributes
        callout = next((each.removeprefix("callout-") for each in classes if each.startswith("callout-")), "")
        if BOX in classes or callout:
            values = dict(pairs)
            inner = self.blocks(content)
            title = values.get("title", "")
            if callout and not title and inner and inner[0]["t"] == "Header":
                title, inner = plain(inner[0]["c"][2]), inner[1:]
            box = [["name", values.get("name") or callout], ["title", title]]
            yield {"t": "Div", "c": [["", [BOX], box], inner]}
            return
        if _HIDDEN.intersection(classes):
            self.named.add("text that the file hides from readers", plain(content))
            return
        if _OPEN_UP.intersection(classes):
            self.named.add("tabs and columns, whose texts now follow each other", " ".join(classes))
        yield from self.blocks(content)

    def _item(self, blocks: list[Any]) -> list[Any]:
        """Return an item of a list without the box that its readers were to tick."""
        first: Any = blocks[0] if blocks else None
        inlines = first["c"] if first and first["t"] in ("Para", "Plain") else []
        if inlines and inlines[0]["t"] == "Str" and inlines[0]["c"] in ("☐", "☒"):
            self.named.add("boxes to tick, which became plain items",
                           ("[x] " if inlines[0]["c"] == "☒" else "[ ] ") + plain(inlines[1:]).strip())
            blocks = [{"t": first["t"], "c": inlines[2:]}, *blocks[1:]]
        return self.blocks(blocks)

    def _raw(self, block: Any) -> Iterator[Any]:
        form, written = block["c"]
        if form in ("tex", "latex"):
            if written in self.tex_parts:
                yield from self.blocks(self.tex_parts[written])
            elif _LAYOUT.fullmatch(written):
                self.named.add("commands of LaTeX for the layout", written)
            else:
                yield block
        elif form == "html":
            yield from (each for found in block_of(written, self.named, lambda: block)
                        for each in (self._paragraph("Para", found["c"]) if found["t"] == "Para" else [found]))
        else:
            self.named.add("text for another format only", written)

    def _table(self, block: Any) -> Iterator[Any]:
        attributes, (_, caption), *rest = block["c"]
        if caption:
            yield from self.blocks({"t": "Para", "c": each["c"]} if each["t"] == "Plain" else each for each in caption)
        yield {"t": "Table", "c": [attributes, [None, []], *(self._cells(part) for part in rest)]}

    def _cells(self, node: Any) -> Any:
        """Return a part of a table whose cells are rewritten; a cell holds nothing but blocks."""
        if isinstance(node, list):
            if node and all(isinstance(each, dict) and each.get("t") in ("Plain", "Para") for each in node):
                return self.blocks(node)
            return [self._cells(each) for each in node]
        return node

    def inlines(self, inlines: list[Any]) -> list[Any]:
        """Return inlines in the form that articles have."""
        done: list[Any] = []
        for inline in join_tags(inlines, self.named):
            done += self._inline(inline)
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
        picture = {"t": "Image", "c": [["", [], []], shown, [self._address(content[2][0]), ""]]}
        return [picture, *(part for each in more for part in [{"t": "Space"}, *each])]

    def _formula(self, content: Any) -> list[Any]:
        form, tex = content[0]["t"], content[1]
        if form == "InlineMath" and not is_formula(tex):
            return [{"t": "Str", "c": "$"}, *words(tex), {"t": "Str", "c": "$"}]
        return self.formulas.get(tex, [{"t": "Code", "c": [["", [], []], tex]}])

    def _cite(self, inline: Any, citations: list[Any]) -> list[Any]:
        """Return a citation as it is; a reference to a figure or a section becomes its name."""
        keys = [citation["citationId"] for citation in citations]
        if not all(key in self.targets or _REFERENCE.match(key) for key in keys):
            is_latex = any(part["t"] == "RawInline" for part in inline["c"][1])
            return [{"t": "Cite", "c": [citations, [_text(_citation(citations))]]}] if is_latex else [inline]
        found: list[Any] = []
        for number, (key, citation) in enumerate(zip(keys, citations, strict=True)):
            found += [_text(","), {"t": "Space"}] if number else []
            found += self._reference(key, citation["citationMode"]["t"] != "SuppressAuthor")
            found += citation["citationSuffix"]
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
        if reference:  # LaTeX's \ref
            return [part for number, key in enumerate(reference.split(","))
                    for part in ([_text(","), {"t": "Space"}] if number else []) + self._reference(key, False)]
        if not shown and not target[0].startswith(("http://", "https://", "mailto:")):  # MyST's own references
            return self._reference(target[0].strip("#"), False)
        return [{"t": "Link", "c": [["", [], []], self.inlines(shown), [target[0], ""]]}]

    def _span(self, attributes: Any, content: list[Any]) -> list[Any]:
        classes = attributes[1]
        emoji = dict(attributes[2]).get("data-emoji", "") if "emoji" in classes else ""
        if emoji.isdigit():  # “1:100:5” is a dilution
            return [_text(f":{emoji}:")]
        if "mark" in classes:
            self.named.add("marked words, which stay without the mark", plain(content))
        if _HIDDEN.intersection(classes):
            self.named.add("text that the file hides from readers", plain(content))
            return []
        return self.inlines(content)

    def _tex(self, inline: Any, written: str) -> list[Any]:
        if written in self.tex_parts:
            blocks = self.blocks(self.tex_parts[written])
            return [part for block in blocks if block["t"] in ("Para", "Plain") for part in block["c"]]
        if _LAYOUT.fullmatch(written):
            self.named.add("commands of LaTeX for the layout", written)
            return [{"t": "Space"}]
        return [inline]

    def _address(self, address: str) -> str:
        """Return the address of a picture from the manuscript's folder, where tools have their pictures elsewhere."""
        if ":" in address[:8] or not address:
            return address
        plain_address = unquote(address.split("?")[0].split("#")[0]).lstrip("/")
        for folder in _FOLDERS:
            for path in (f"{folder}/{plain_address}".lstrip("/"), f"{folder}/{Path(plain_address).name}".lstrip("/")):
                try:
                    if ".." not in Path(path).parts and (self.folder / path).is_file():
                        return path
                except (OSError, ValueError):
                    return address
        return address


def _citation(citations: list[Any]) -> str:
    """Return a citation of LaTeX as Pandoc's Markdown has it."""
    said = [(plain(each["citationPrefix"]).strip(), each["citationMode"]["t"], each["citationId"],
             plain(each["citationSuffix"]).strip(" ,")) for each in citations]
    if said[0][1] == "AuthorInText":
        return ", ".join(f"@{key}" + (f" [{suffix}]" if suffix else "") for _, _, key, suffix in said)
    return "[" + "; ".join(
        (f"{prefix} " if prefix else "") + ("-" if mode == "SuppressAuthor" else "") + f"@{key}"
        + (f", {suffix}" if suffix else "") for prefix, mode, key, suffix in said) + "]"


def plain(node: Any) -> str:
    """Return the words of a part of Pandoc's document."""
    if isinstance(node, list):
        return "".join(map(plain, node))
    if not isinstance(node, dict):
        return ""
    kind: str | None = node.get("t")
    content: Any = node.get("c")
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Str":
        return str(content)
    if kind in ("Code", "Math", "RawInline", "CodeBlock", "RawBlock"):
        return str(content[1])
    if kind == "Quoted":
        return f"“{plain(content[1])}”"
    return plain(content) + (" " if kind in ("Para", "Plain", "Header") else "")


def tex_of(node: Any) -> Iterator[str]:
    """Yield each raw piece of LaTeX in a part of Pandoc's document, without what only sets the layout."""
    if isinstance(node, list):
        for each in node:
            yield from tex_of(each)
    elif isinstance(node, dict):
        content: Any = node.get("c")
        if node.get("t") in ("RawInline", "RawBlock") and content[0] in ("tex", "latex"):
            if "{" in content[1] and not _LAYOUT.fullmatch(content[1]):
                yield content[1]
        else:
            yield from tex_of(content)


def _named_by(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name of a part with the words by which a text may refer to it."""
    kind: str | None = node.get("t")
    content: Any = node.get("c")
    if kind == "Header":
        yield content[1][0], _short(plain(content[2]))
    elif kind in ("Figure", "Table"):
        yield content[0][0], _short(plain(content[1][1]))
    elif kind == "Image" and content[0][0]:
        yield content[0][0], _short(plain(content[1]))
    elif kind == "Div" and content[0][0] and content[1]:
        yield content[0][0], _short(plain(content[1][0 if content[1][0]["t"] == "Header" else -1]))


def _short(caption: str) -> str:
    sentence = re.split(r"(?<=[.!?])\s", " ".join(caption.split()), maxsplit=1)[0].rstrip(".")
    return sentence if len(sentence) <= MAX_NAMED else sentence[:MAX_NAMED].rsplit(" ", 1)[0] + "…"


def _text(text: str) -> Any:
    return {"t": "Str", "c": text}
