"""Prove that a change on the page does what its reviewer did, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import lxml.html
from markdown import Markdown

from proofdesk.citations.extension import ALSO_ESCAPED
from proofdesk.common.source_text import SourceText
from proofdesk.common.yaml_files.reading import read_yaml
from proofdesk.content.review.items import ReviewItem
from proofdesk.desk.review.making.new_paragraphs import CannotApply
from proofdesk.desk.review.places import Names
from proofdesk.desk.review.shown_text import ShownText, normal, spaced, with_breaks
from proofdesk.desk.word.looks import look_of
from proofdesk.desk.word.styled import BREAK

MARKS = re.compile(r"[*_`]")
_CITED = re.compile(r"\[[^\[\]]*(?<!\\)@[^\[\]]*\]|(?<!\\)@[\w:-]+")
_LOOKS = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "sup": "raised", "sub": "lowered",
          "code": "code"}
Seen = list[tuple[str, str]]  # each sign that is no space, with its look


def prove(source: SourceText, made: SourceText, item: ReviewItem, names: Names) -> None:
    """Raise CannotApply unless the page now says what it is to say, with all of its other words as they were."""
    old, new = (with_breaks(ShownText(text, names).text) for text in (source, made))
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    expected = normal(item.after)
    if len(gone) > len(normal(item.before)) + 1 or len(come) > len(expected) + 1:
        raise CannotApply("more than its words would change, because of the markup around them")
    breaks = item.after.count(BREAK) - item.before.count(BREAK)
    if breaks and new.count("\n") - old.count("\n") != breaks:
        raise CannotApply("the paragraphs would not be parted or joined")
    if source.front_matter != made.front_matter:
        _prove_facts(source, made)
    else:
        _prove_looks(source, made, item)


def _html(markdown: str) -> str:
    made = Markdown(extensions=["tables"])
    made.ESCAPED_CHARS = [*made.ESCAPED_CHARS, *ALSO_ESCAPED]
    return made.convert(_CITED.sub("", markdown))


def _common(one: str, other: str) -> int:
    length = min(len(one), len(other))
    return next((at for at in range(length) if one[at] != other[at]), length)


def _prove_facts(source: SourceText, made: SourceText) -> None:
    """Raise CannotApply unless the facts at the top can be read, and only one of them differs."""
    try:
        old, new = read_yaml(source.front_matter or "")[1], read_yaml(made.front_matter or "")[1]
    except Exception:
        raise CannotApply("the facts at the top of the page could not be read any more") from None
    if not isinstance(new, dict) or sum(old[name] != new.get(name) for name in old) != 1 or set(old) != set(new):
        raise CannotApply("the facts at the top of the page would say something else")


def seen(markdown: str) -> Seen:
    """Return what a reader sees of Markdown: each sign that is no space, with its look."""
    return [*_seen(lxml.html.fromstring(f"<div>{_html(markdown)}</div>"), frozenset(), "")]


def _seen(element: lxml.html.HtmlElement, names: frozenset[str], link: str) -> Iterator[tuple[str, str]]:
    tag = element.tag if isinstance(element.tag, str) else ""
    inner = names | {_LOOKS[tag]} if tag in _LOOKS else names
    address = unescape(element.get("href", "")) if tag == "a" else link
    for child, text in ((None, element.text), *((child, child.tail) for child in element)):
        if child is not None and isinstance(child.tag, str):
            yield from _seen(child, inner, address)
        for sign in _signs(text or ""):
            yield sign, look_of(inner, address)


def _prove_looks(source: SourceText, made: SourceText, item: ReviewItem) -> None:
    """Raise CannotApply unless the new words are seen, as they are to look, and all others as they were."""
    head = _common(source.text, made.text)
    tail = _common(source.text[head:][::-1], made.text[head:][::-1])
    first = source.text.rfind(BREAK, 0, head) + 1
    behind = source.text.find(BREAK, len(source.text) - tail)
    last = len(source.text) - behind if behind >= 0 else 0
    old, new = (text.text[first : len(text.text) - last] for text in (source, made))
    before, after, gone, come = seen(old), seen(new), _signs(item.before), _signs(item.after)
    if _html(new).count("></a>") > _html(old).count("></a>"):
        raise CannotApply("a link would stand around nothing")
    for at in range(min(len(before) - len(gone), len(after) - len(come)) + 1):
        if before[:at] != after[:at]:
            break
        if before[at + len(gone) :] == after[at + len(come) :] and _is(before, at, gone) and _is(after, at, come) and (
                not item.marked or after[at : at + len(come)] == seen(item.marked)):
            return
    raise CannotApply("words would not look as they are to, or marks would be seen, because of the markup around them")


def _signs(text: str) -> list[str]:
    return [*spaced(text).replace(" ", "")]


def _is(shown: Seen, at: int, signs: list[str]) -> bool:
    return [sign for sign, _ in shown[at : at + len(signs)]] == signs
