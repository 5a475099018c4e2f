"""Read the words of a part of Pandoc's document, and what each name in it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def tex_of(node: Any) -> Iterator[str]:
    """Yield each raw piece of LaTeX in a part of Pandoc's document, without what only sets the layout."""
    if isinstance(node, list):
        for each in node:
            yield from tex_of(each)
    elif isinstance(node, dict):
        content: Any = node.get("c")
        if node.get("t") in ("RawInline", "RawBlock") and content[0] in ("tex", "latex"):
            if re.search(r"[{\\]", content[1]) and not LAYOUT.fullmatch(content[1]):
                yield content[1]
        elif node.get("t") != "Cite":  # it holds the command that it was read from
            yield from tex_of(content)


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
