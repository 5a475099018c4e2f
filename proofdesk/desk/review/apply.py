"""Make a reviewer's change in the Markdown of a page, where its place is sure and no markup would be lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import lxml.html
from markdown import Markdown

from proofdesk.common.source_text import SourceText
from proofdesk.common.yaml_files.reading import read_yaml
from proofdesk.content.review.items import Answer, ReviewItem
from proofdesk.desk.review.new_paragraphs import CannotApply, escape, new_paragraph
from proofdesk.desk.review.places import NUMBERS, SHORT, Places
from proofdesk.desk.review.returned import BY_HAND, NEW_PARAGRAPH
from proofdesk.desk.review.shown_text import ShownText, normal, spaced
from proofdesk.desk.review.untracked import word_changes

Names = Callable[[str], str | None]
_MARKS = re.compile(r"[*_`]")
_MARK_OF_LINE = re.compile(r"#{1,6}|[-*+]|\d+[.)]")
_CITED = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|@[\w:-]+")


def apply_change(source: SourceText, item: ReviewItem, others: Iterable[ReviewItem], names: Names) -> SourceText:
    """Return a page with a change made in it. ``others`` are the items of its file, of which some are made already.

    Raises CannotApply if its place is not sure, or markup stands in it.
    """
    if by_hand := next((words for words in BY_HAND if words in item.says), ""):
        raise CannotApply(f"{by_hand[0].lower()}{by_hand[1:]}")
    places = Places(source, names)
    others = list(others)
    quote, at = _as_it_stands(item, others)
    if item.after.startswith(NEW_PARAGRAPH):
        quote = _around(item.model_copy(update={"context": item.quote}), others)
        edits = [new_paragraph(places, item, quote, others)]
    else:
        around = _around(item, others)
        if (len(quote) < SHORT or places.range(quote, at, at + len(item.before)) is None) and around.count(quote) == 1:
            quote, at = around, around.index(quote) + at  # equal words elsewhere: the text around tells
        edits = _edits(places, item, quote, at)
    text = source.text
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    made = SourceText(source.path, text)
    _prove(source, made, item, names)
    return made


def is_made(source: SourceText, item: ReviewItem, others: Iterable[ReviewItem], names: Names) -> bool:
    """Return whether a page says already what a change would make it say."""
    try:
        quote, at = _as_it_stands(item, others)
        changed = normal(quote[:at] + item.after + quote[at + len(item.before):])
    except CannotApply:
        # An import makes all changes, and quotes the text with them.
        quote, changed = "", normal(item.quote) if item.at is None and item.after in item.quote else ""
    places = Places(source, names)
    place, before = places.find(changed), places.find(quote)
    if len(changed) <= 20 or not place or not place.sure or normal(places.shown(place.start, place.end)) != changed:
        return False
    # A quote that loses words at one end is a part of what it was: both are on the page before the change.
    return not before or not places.stands(quote) or (place.start <= before.start and before.end <= place.end)


def take_back(source: SourceText, item: ReviewItem, others: Iterable[ReviewItem], names: Names) -> SourceText:
    """Return a page without a change that was made in it. Raises CannotApply if its place is not sure."""
    if item.after.startswith(NEW_PARAGRAPH):
        raise CannotApply("the page has the new paragraph already")
    others = [other for other in others if other is not item]
    if item.at is None:
        if not item.after or item.quote.count(item.after) != 1:
            raise CannotApply("the page has the change already, and its place is not known")
        quote, at = item.quote, item.quote.index(item.after)
    else:
        quote, at = _as_it_stands(item, others)
        quote = quote[:at] + item.after + quote[at + len(item.before):]
    back = item.model_copy(update={"quote": quote, "at": at, "before": item.after, "after": item.before, "context": ""})
    return apply_change(source, back, [], names)


def _place_in_quote(item: ReviewItem) -> int:
    """Return where in its quote a change begins."""
    if item.at is not None and item.quote[item.at : item.at + len(item.before)] == item.before:
        return item.at
    if item.before and item.quote.count(item.before) == 1:
        return item.quote.index(item.before)
    raise CannotApply("its quote does not say where in it the change is")


def _as_it_stands(item: ReviewItem, others: Iterable[ReviewItem]) -> tuple[str, int]:
    """Return the quote with the changes of the same words that were made already, and the change's place in it."""
    at = _place_in_quote(item)
    made = [other for other in _made_before(item, others) if other.quote == item.quote]
    for other in made:
        start = other.at or 0
        if start < at + len(item.before) and at < start + len(other.before):
            raise CannotApply("another change of the same words was accepted")
    shift = sum(len(other.after) - len(other.before) for other in made
                if (other.at or 0) < at or (other.at == at and other.before))
    return _with_changes(item.quote, made), at + shift


def _around(item: ReviewItem, others: Iterable[ReviewItem]) -> str:
    """Return the text around the quote, with the changes of it that were made already."""
    text, made = item.context, list(_made_before(item, others))
    for quote in {other.quote for other in made}:
        if text.count(quote) == 1:
            text = text.replace(quote, _with_changes(quote, [other for other in made if other.quote == quote]))
    return text


def _made_before(item: ReviewItem, others: Iterable[ReviewItem]) -> Iterator[ReviewItem]:
    """Yield the changes of the same version of the text that were accepted."""
    return (other for other in others if other is not item and other.answer is Answer.ACCEPTED and other.is_change
            and other.version == item.version and other.at is not None and not other.after.startswith(NEW_PARAGRAPH))


def _with_changes(quote: str, made: Iterable[ReviewItem]) -> str:
    for other in sorted(made, key=lambda each: each.at or 0, reverse=True):
        start = other.at or 0
        quote = quote[:start] + other.after + quote[start + len(other.before):]
    return quote


def _edits(places: Places, item: ReviewItem, quote: str, at: int) -> list[tuple[int, int, str]]:
    """Return what to replace in the file: the whole change, or only the words that differ, around markup."""
    whole = _edit(places, quote, at, item.before, item.after)
    if whole:
        return [whole]
    found = [_edit(places, quote, at + change.start, change.before, change.after)
             for change in word_changes(item.before, item.after)]
    if not found or not all(found) or not item.after:
        raise CannotApply("there is markup or a citation among these words")
    return [edit for edit in found if edit]


def _edit(places: Places, quote: str, at: int, before: str, after: str) -> tuple[int, int, str] | None:
    """Return the offsets in the file of a part of a quote and its new words; None if markup stands among the old."""
    offsets = places.range(quote, at, at + len(before))
    if offsets is None:
        if NUMBERS.search(before):
            raise CannotApply("there is markup or a citation among these words")
        if places.find(quote) is None or not places.stands(quote):
            raise CannotApply("these words are not on the page as they were sent, or the site makes them itself")
        raise CannotApply("these words are too few to tell their place, stand on the page more than once, or a "
                          "citation beside them hides it")
    start, end = offsets
    text = places.source.text
    if spaced(written := text[start:end]) != spaced(before):
        # Words that go may take marks with them that begin and end among them.
        marks = [written.count(mark) % 2 for mark in "*_`"]
        if after.strip() or any(marks) or spaced(_MARKS.sub("", written)) != spaced(_MARKS.sub("", before)):
            return None
    # Marks around words that go would be left around nothing.
    while not after.strip() and start and written_around(text, start, end):
        start, end = start - 1, end + 1
    if not after.strip() and (line := _line_left_empty(text, start, end)):
        return *line, ""
    # Of two spaces around words one goes with them, and comes back with them.
    end += not after and text[end : end + 1] == " " and text[start - 1] in " \n"
    if not before and quote[max(at - 1, 0) : at + 1] == "  " and text[start - 1 : end + 1].count(" ") == 1:
        after = f"{after} " if text[start - 1] == " " else f" {after}"
    return start, end, escape(after)


def _line_left_empty(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the line of a heading or an item whose words all go with its mark, None for other words.

    Raises CannotApply if nothing would be left of a cell, a block's title, a term's meaning or a note.
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    before, behind = text[first:start].strip(), text[end:last].strip()
    if _MARK_OF_LINE.fullmatch(before) and not behind:
        return first, min(last + 1, len(text))
    if (before.endswith("|") and behind[:1] in ("", "|")) or (not behind and before.endswith(":")):
        raise CannotApply("nothing would be left of a cell, a title, a meaning, a fact or a note")
    return None


def written_around(text: str, start: int, end: int) -> bool:
    """Return whether the same mark of emphasis stands directly before and behind a part of a text."""
    return text[start - 1] in "*_`" and text[start - 1] == text[end : end + 1]


def _prove(source: SourceText, made: SourceText, item: ReviewItem, names: Names) -> None:
    """Raise CannotApply unless the page now says what it is to say, with all of its other words as they were."""
    before, after = ShownText(source, names).text, ShownText(made, names).text
    old, new = normal(before), normal(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    expected = normal(item.after)
    if len(gone) > len(normal(item.before)) + 1 or len(come) > len(expected) + 1:
        raise CannotApply("more than its words would change, because of the markup around them")
    if _marks_seen(made, source) - _marks_seen(source, made) > len(_MARKS.findall(item.after)):
        raise CannotApply("marks of emphasis or of a link would stand around nothing, or be seen")
    if source.front_matter != made.front_matter:
        _prove_facts(source, made)


def _marks_seen(one: SourceText, other: SourceText) -> int:
    """Return how many marks a reader would see in the paragraphs of a page that differ from those of another."""
    ours, theirs = (each.body.split("\n\n") for each in (one, other))
    known = Counter(theirs)
    changed = "\n\n".join(each for each in ours if not known[each])
    html = Markdown().convert(_CITED.sub("", changed))
    return len(_MARKS.findall(lxml.html.fromstring(f"<div>{html}</div>").text_content())) + html.count("></a>")


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
