"""Check that nothing had to be removed from a page's content before it could be published."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

from lxml.html.defs import tags as HTML_TAGS

from proofdesk.common.problems import Problem
from proofdesk.common.raw_markup import RawMarkup, describe, find_raw_markup
from proofdesk.common.source_text import Position, SourceText
from proofdesk.content.document import Block
from proofdesk.content.record.loading import place_of
from proofdesk.site.article import Page

_REMEDY = "write it in Markdown, or put the file into docs/assets/"
# “<placeholder>” and “a <b and c>” are words to their author; so is the set in “Transmitters {5-HT}”.
_SIGN = "write `\\<` for the sign itself"
_IN_TEMPLATE = ("take it out of the template of this kind of block; how it looks is said in its CSS, and a script is "
                "loaded from a file")
_ATTRIBUTE = "write it in Markdown; `\\<` and `\\{` are the signs themselves"
# At the end of a paragraph Markdown reads a template of Jekyll or MkDocs as a list of attributes: `{% include a.md %}`.
_TEMPLATE = re.compile(r"\{[{%][^\n{}]*[}%]\}")


def check_unsafe_html(page: Page) -> Iterator[Problem]:
    """Yield a problem for each element, attribute and address that was removed from a page's content."""
    source = page.document.source
    before: Counter[str] = Counter()
    templates: dict[Position, RawMarkup] = {}
    for written, reason in page.findings.unsafe:
        first, *others = _needles(written)
        place = _position(source, [first], before[written])
        template = None if place else _in_template(page.document.blocks, first)
        if template:
            yield Problem(*template, "against-policy", reason, _IN_TEMPLATE)
        else:
            place = place or _position(source, others, before[written])
            if place and (template_of_page := _template_at(source, place)):
                templates.setdefault(*template_of_page)
            else:
                place = place or Position(source.first_body_line, 1)
                yield Problem(source.path, *place, "against-policy", reason, _remedy(written))
        before[written] += 1
    for place, markup in templates.items():
        yield Problem(source.path, *place, "raw-syntax", describe(markup), markup.remedy)


def _template_at(source: SourceText, place: Position) -> tuple[Position, RawMarkup] | None:
    """Return the template around a place, as markup that nobody reads, and where it begins; None if there is none."""
    line = source.text.split("\n")[place.line - 1]
    for found in _TEMPLATE.finditer(line):
        if found.start() < place.column <= found.end():
            return Position(place.line, found.start() + 1), next(find_raw_markup(found[0]))
    return None


def _remedy(written: str) -> str:
    name = written.removeprefix("<")
    if written == "markdown":
        return "delete the tag and its end: what stands between them is read then"
    if name == written:
        return _ATTRIBUTE if re.fullmatch(r"[\w-]+", written) else _REMEDY
    return _REMEDY if name.lower() in HTML_TAGS or not name.isalnum() else _SIGN


def _in_template(blocks: Iterable[Block], needle: str) -> tuple[str, int, int] | None:
    """Return where the template of one of the blocks' kinds has a mention; None if none has."""
    for form in {block.kind: block.form for block in blocks}.values():
        for file in sorted(Path(inspect.getfile(form)).parent.glob("*.html")):
            text = file.read_text(encoding="utf-8", errors="replace")
            if found := re.search(needle, text, re.I):
                before = text[: found.start()]
                return place_of(file), before.count("\n") + 1, found.start() - before.rfind("\n")
    return None


def _needles(written: str) -> list[str]:
    """Return the expressions that find a mention, the surest first."""
    if not written.strip("_"):  # of a template, what no attribute may be called by: “%”
        return [_TEMPLATE.pattern]
    needles = [re.escape(each) for each in (written, unescape(written))]
    if written.isidentifier():  # an attribute, whose name may be a word of the page too
        needles[:0] = [rf"\b{needles[0]}\s*=", rf"\b{needles[0]}\b"]
    elif written.startswith("<"):
        needles.insert(0, needles[0] + r"\b")
    if "_" in written:  # Markdown writes it for signs that the name of no attribute has
        needles.append(re.escape(written).replace("_", r"(?:_|[^\s\w])"))
    return needles


def _position(source: SourceText, needles: Iterable[str], occurrence: int) -> Position | None:
    """Return the position of a mention, counted from 0, in the prose, or else in code or raw HTML; None without one."""
    for needle in needles:
        for text in (source.prose, source.text):
            offsets = [found.start() for found in re.finditer(needle, text, re.I)]
            if offsets:
                return source.position(offsets[min(occurrence, len(offsets) - 1)])
    return None
