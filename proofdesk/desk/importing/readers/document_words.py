"""Read the words of a part of Pandoc's document, and what each name in it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

REFERENCE = re.compile(r"\\(?P<kind>\w*[rR]ef)\*?\{(?P<keys>[^{}]*)\}\s*")
MAX_NAMED = 60  # characters of a caption by which a text names its figure
# Commands of LaTeX that set the layout, and say nothing.
LAYOUT = re.compile(
    r"\s*\\(?:newpage|pagebreak|clearpage|cleardoublepage|noindent|indent|centering|bigskip|medskip|smallskip|hfill"
    r"|vfill|linebreak|newline|par|maketitle|tableofcontents|listoffigures|listoftables|appendix|printbibliography"
    r"|(?:vspace|hspace|setlength|setcounter|pagestyle|thispagestyle|bibliographystyle|bibliography|label)\*?"
    r"(?:\{[^{}]*\})+)\s*")


def citation_text(citations: list[Any]) -> str:
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


def nodes_of(node: Any, without: str = "") -> Iterator[dict[str, Any]]:
    """Yield the blocks and inlines of a part of Pandoc's document in their order, each before those within it.

    Those of the kind ``without`` are left out, with what is in them.
    """
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict) and (not without or each.get("t") != without):
            if "t" in each:
                yield each
            waiting += reversed(each.values())


def replaced(node: Any, write: Callable[[dict[str, Any]], list[Any] | None]) -> Any:
    """Return a part of Pandoc's document with what ``write`` returns in the place of a block or an inline.

    None leaves it, with what is replaced within it.
    """
    if isinstance(node, dict):
        return {name: replaced(value, write) for name, value in node.items()}
    if not isinstance(node, list):
        return node
    found: list[Any] = []
    for each in node:
        written = write(each) if isinstance(each, dict) and "t" in each else None
        found += [replaced(each, write)] if written is None else written
    return found


def tex_of(node: Any) -> Iterator[str]:
    """Yield each raw piece of LaTeX in a part of Pandoc's document, without what only sets the layout."""
    for each in nodes_of(node, "Cite"):  # it holds the command that it was read from
        if each["t"] in ("RawInline", "RawBlock"):
            form, written = each["c"]
            if form in ("tex", "latex") and re.search(r"[{\\]", written) and not LAYOUT.fullmatch(written):
                yield written


def named_by(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
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
        captioned = next((each["c"][1][1] for each in content[1] if each["t"] in ("Table", "Figure")), None)
        yield content[0][0], _short(plain(captioned or content[1][0 if content[1][0]["t"] == "Header" else -1]))


def _short(caption: str) -> str:
    sentence = re.split(r"(?<=[.!?])\s", " ".join(caption.split()), maxsplit=1)[0].rstrip(".")
    return sentence if len(sentence) <= MAX_NAMED else sentence[:MAX_NAMED].rsplit(" ", 1)[0] + "…"
