"""Put the slides of a page that are Markdown into their place: reveal.js and remark keep them in an element unshown."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterator

import lxml.html
from lxml.html import HtmlElement

from proofdesk.common.markdown_scan import blank_code
from proofdesk.desk.importing.readers.packed_file import replace

# A line of dashes parts two slides, and begins no facts of a document.
_PANDOC = ["-f", "markdown-smart-yaml_metadata_block-pandoc_title_block+tex_math_single_backslash", "-t", "html",
           "--mathjax"]
_BETWEEN = re.compile(r"-{2,3}[ \t]*")
_LOOK = re.compile(r"(?:class|name|layout|template|count|exclude|background-[a-z-]+):.*")
_ATTRIBUTES = re.compile(r"<!--\s*(\.(?:slide|element):(?:(?!-->)[^<])*)-->")  # of reveal.js
_FORMULA = re.compile(r"`(\\\([^`\n]*\\\)|\$\$[^`]*\$\$)`")  # as R's package for remark writes it


def slides_in(page: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Return each element with slides in Markdown, and this Markdown."""
    return [(holder, textwrap.dedent(html.unescape("".join(
                [holder.text or "", *(lxml.html.tostring(each, encoding="unicode") for each in holder)]))))
            for holder in page.iter("textarea", "script") if holds_slides(holder)]


def holds_slides(element: HtmlElement) -> bool:
    """Return whether an element, which a browser shows as no text of the page, has Markdown for such a program."""
    return (element.tag == "textarea" and element.get("id") == "source") or (
        element.tag in ("textarea", "script")
        and any(each.get("data-markdown") is not None for each in (element, *element.iterancestors())))


def write_out_markdown(page: HtmlElement, run: Callable[[list[str], str], str]) -> list[str]:
    """Put what Markdown within a page shows into its place, by Pandoc, which ``run`` starts; return notes."""
    looks: list[str] = []
    for holder, text in slides_in(page):
        shown = run(_PANDOC, _FORMULA.sub(r"\1", "\n".join(_lines(text, looks))))
        replace(holder, [lxml.html.fragment_fromstring(shown, create_parent="div")])
    return [f"how slides look was left out: {', '.join(f'“{look}”' for look in dict.fromkeys(looks))}"] if looks else []


def _lines(text: str, looks: list[str]) -> Iterator[str]:
    """Yield the lines of slides without those that part them, and without what the programs are told of their looks."""
    begins = True
    for line, seen in zip(text.split("\n"), blank_code(text).split("\n"), strict=True):
        if _BETWEEN.fullmatch(seen):
            begins, line = True, ""
        elif begins and _LOOK.fullmatch(seen):
            looks.append(line.strip())
            line = ""
        looks += map(str.rstrip, _ATTRIBUTES.findall(line))
        line = _ATTRIBUTES.sub("", line)
        begins = begins and not line.strip()
        yield line
