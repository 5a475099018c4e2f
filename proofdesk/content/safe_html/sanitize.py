"""Leave in a page's content only what the allow-list has, and name what is removed.

The content is read by an HTML5 tree builder (ammonia, by nh3). It is published as it was written only if its tags, in
order, are those of the tree that was checked; otherwise the sanitiser's own text of that tree is published. So no
browser can read it as anything else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from html.entities import html5
from typing import NamedTuple

import nh3

from proofdesk.content.safe_html.allow_list import (
    ATTRIBUTES,
    HTML_ELEMENTS,
    LINK_SCHEMES,
    PREFIXES,
    SVG_ELEMENTS,
    SVG_TEXT_ONLY,
    VOID_ELEMENTS,
    allows_attribute,
    allows_element,
    objection,
)
from proofdesk.content.safe_html.tags import TAG

_ROUNDS = 4
# Signs that no page can show and the XML parser refuses, also by their numbers.
_CONTROL_SIGN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL = re.compile(
    rf"{_CONTROL_SIGN.pattern}"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127|6553[45])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|7[fF]|[fF]{3}[eEfF]))"
    r"(?:;|(?![0-9a-fA-F]))")
_DROPPED_WHOLE = {"script", "style", "template", "iframe", "noembed", "noframes", "xmp", "math"}


class UnsafeHtml(NamedTuple):
    """Something that a page's content cannot hold: how it is written, and what is wrong with it, in words."""

    written: str
    reason: str


class SafeHtml(NamedTuple):
    """Content that is safe to publish, and what was removed from it.

    ``unreadable`` are the addresses among it that no browser could follow.
    """

    html: str
    removed: list[UnsafeHtml]
    unreadable: list[str]


def _keep_value(tag: str, name: str, value: str) -> str | None:
    return None if objection(tag, name, value) else value


def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    # The filter decides about data: and addresses of other sites, for which ammonia has one list for all attributes.
    return nh3.Cleaner(
        tags={*tags}, attributes={tag: {*names} for tag, names in ATTRIBUTES.items() if tag == "*" or tag in tags},
        clean_content_tags=_DROPPED_WHOLE, attribute_filter=_keep_value, generic_attribute_prefixes={*PREFIXES},
        url_schemes={*LINK_SCHEMES, "data"}, link_rel=None, strip_comments=True)


_WITH_SVG = _cleaner(HTML_ELEMENTS | SVG_ELEMENTS)
_WITHOUT_SVG = _cleaner(HTML_ELEMENTS)


def sanitize(html: str) -> SafeHtml:
    """Return content as it may be published: unchanged if it holds nothing else than the allow-list has."""
    text = html.encode("utf-8", "replace").decode("utf-8")  # without halves of signs, which no file can hold
    if "&#" in text or _CONTROL_SIGN.search(text):
        text = _CONTROL.sub("", text)
    if "<svg" not in text and _WITHOUT_SVG.clean(text) == text:  # then it equals its canonical form, too
        return SafeHtml(text, [], [])
    safe = _WITH_SVG.clean(text)
    if canonical(text) == safe:
        return SafeHtml(text, [], [])
    safe = _settled(_WITH_SVG, safe)
    if canonical(safe) != safe:  # parsers may read a drawing in it differently
        safe = _settled(_WITHOUT_SVG, _WITHOUT_SVG.clean(text))
        if canonical(safe) != safe:  # no such content is known
            return SafeHtml("", [UnsafeHtml("<", "this page's HTML is read differently by different browsers")], [])
    unreadable: list[str] = []
    return SafeHtml(safe, _removed(text, safe, unreadable), unreadable)


def _settled(cleaner: nh3.Cleaner, safe: str) -> str:
    """Return sanitised text that reads as the tree it was written from: a heading within a heading does not."""
    for _ in range(_ROUNDS):
        again = cleaner.clean(safe)
        if again == safe:
            break
        safe = again
    return safe


_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:.-]*)(?:\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'))?""", re.A)
_UNREADABLE = re.compile("[\0\r]")
_SVG_NAMES = {name.lower(): name for name in SVG_ELEMENTS} | {
    name.lower(): name for name in ATTRIBUTES["svg"]}


def canonical(html: str) -> str | None:
    """Return content as an HTML5 serialiser writes its tags; None if it holds anything that the allow-list has not.

    Content that equals its canonical form is read alike by every parser: it has no comments and no elements whose text
    is read by other rules, each element is of the namespace that it seems to be of, and is closed.
    """
    if _UNREADABLE.search(html):
        return None
    parts, at, svg, text_only = [], 0, False, ""
    for found in TAG.finditer(html):
        text = html[at : found.start()]
        at = found.end()
        if "<" in text:
            return None
        parts.append(_text(text))
        tag = found["tag"].lower()
        if svg:
            tag = _SVG_NAMES.get(tag, tag)
        if not allows_element(tag, in_svg=svg) or (svg and tag == "svg" and not found["end"]):
            return None
        if text_only and not (found["end"] and tag == text_only):
            return None
        if found["end"]:
            if found["attributes"] or found["closed"] or tag in VOID_ELEMENTS:
                return None
            parts.append(f"</{tag}>")
            svg, text_only = svg and tag != "svg", ""
            continue
        svg = svg or tag == "svg"
        attributes = _attributes(tag, found["attributes"])
        if attributes is None or (found["closed"] and not svg and tag not in VOID_ELEMENTS):
            return None
        parts.append(f"<{tag}{attributes}>")
        if found["closed"] and svg:
            parts.append(f"</{tag}>")
            svg = tag != "svg"
        elif svg and tag in SVG_TEXT_ONLY:
            text_only = tag
    if "<" in html[at:] or svg:
        return None
    parts.append(_text(html[at:]))
    return "".join(parts)


def _text(text: str) -> str:
    if "&" in text:
        text = unescape(text).replace("&", "&amp;").replace("<", "&lt;")
    return text.replace("\xa0", "&nbsp;").replace(">", "&gt;")


@lru_cache(maxsize=4096)
def _attributes(tag: str, written: str) -> str | None:
    """Return attributes as a serialiser writes them; None if one is not allowed or is there twice."""
    values: dict[str, str] = {}
    for name, double, single in _ATTRIBUTE.findall(written):
        known = name.lower()
        if tag in SVG_ELEMENTS:
            known = _SVG_NAMES.get(known, known)
        value = _value(double or single)
        if known in values or not allows_attribute(tag, known) or objection(tag, known, value):
            return None
        values[known] = value
    return "".join(f' {name}="{_escape(value)}"' for name, value in values.items())


# In a value, a name without its semicolon is one only if no letter, digit or “=” follows (HTML, 13.2.5.73).
_REFERENCE = re.compile(r"&(?:#\w+;?|[A-Za-z0-9]+;|[A-Za-z0-9]+(?![A-Za-z0-9=]))")


def _value(written: str) -> str:
    """Return the value of an attribute as it is written."""
    return _REFERENCE.sub(lambda found: unescape(found[0]) if found[0][1] == "#" or found[0][1:] in html5 else found[0],
                          written) if "&" in written else written


def _escape(value: str) -> str:
    value = value.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace('"', "&quot;")
    return value.replace("<", "&lt;").replace(">", "&gt;")


# Tags as HTML's tokenizer reads them, without the states that an element may put it into: more than it would find.
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|$))", re.S)
_ANY_TAG = re.compile(r"""<([A-Za-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)""")
_ANY_ATTRIBUTE = re.compile(r"""([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_BOGUS = re.compile(r"<[!?][^>]{0,40}")


def _removed(html: str, safe: str, unreadable: list[str]) -> list[UnsafeHtml]:
    """Return what content held and its sanitised form does not; add addresses that it lost to ``unreadable``.

    Of what is allowed but was lost, nothing is named if the content holds a cause for it.
    """
    refused: list[UnsafeHtml] = []
    lost: list[UnsafeHtml] = []
    text = _COMMENT.sub("", html)
    left: Counter[str] = Counter(found[1].lower() for found in _ANY_TAG.finditer(safe))
    for bogus in _BOGUS.findall(text):
        refused.append(UnsafeHtml(bogus, f"a page's text cannot hold “{bogus}”"))
    left_attributes = {(name, _value(value)) for found in _ANY_TAG.finditer(safe)
                       for name, value in _named(found[1], found[2])}
    in_svg = 0
    for found in _ANY_TAG.finditer(text):
        tag = found[1].lower()
        in_svg += tag == "svg"
        name = _SVG_NAMES.get(tag, tag)
        if not (name in SVG_ELEMENTS or name in HTML_ELEMENTS) or (name in SVG_ELEMENTS and not in_svg):
            refused.append(UnsafeHtml(f"<{found[1]}", f"a page's text cannot hold the element “{tag}”"))
            continue
        is_lost = left[tag] == 0
        if is_lost:
            lost.append(UnsafeHtml(f"<{found[1]}", f"the element “{tag}” cannot be where it is"))
        else:
            left[tag] -= 1
        for attribute, value in _named(name, found[2]):
            if not allows_attribute(name, attribute):
                refused.append(UnsafeHtml(attribute, f"a page's text cannot hold the attribute “{attribute}”"))
            elif reason := objection(name, attribute, _value(value)):
                refused.append(UnsafeHtml(value, reason))
            elif not is_lost and (attribute, _value(value)) not in left_attributes:
                if attribute in ("href", "src"):
                    unreadable.append(_value(value))
                else:
                    lost.append(UnsafeHtml(attribute, f"the attribute “{attribute}” cannot be where it is"))
    return refused or lost


def _named(tag: str, written: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the value, as it is written, of each attribute of a tag."""
    for name, double, single, bare in _ANY_ATTRIBUTE.findall(written):
        known = name.lower()
        yield _SVG_NAMES.get(known, known) if tag in SVG_ELEMENTS else known, double or single or bare
