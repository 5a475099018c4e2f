"""Keep the words that people typed into a citation: “(in mice; Calla 2020)”, “Calla, Straw, page 5.”

A manager says what it had written. If that still stands among the words that the file shows, what stands before and
behind it was typed, within the brackets or outside of them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation

_LOCATOR = re.compile(
    r"[\s,;:.]*(?:pages?|pgs?|pp?|S|Seiten?|págs?|páginas?|blz)\b\.?\s*"
    r"(?P<number>\d+(?:\s?[-–—]\s?\d+)?(?:\s?,\s?\d+(?:\s?[-–—]\s?\d+)?)*)[\s.]*(?P<rest>.*)", re.S)
_WORD, _SAID = re.compile(r"\w+"), re.compile(r"\b[^\W\d_A-Z]{4}")
_MANY = 8  # letters that are hardly by chance the same
_LETTER_OF_YEAR = re.compile(r"(?<=\b\d{4})[a-z]\b")
_YEAR = re.compile(r"(\b\d{4}\b)")
_ENDS = "()[] .,;:\u00a0"
_TAG = re.compile(r"<[^<>]{1,200}>")


def with_typed_words(citation: FieldCitation, shown: str) -> FieldCitation:
    """Return a citation with what was typed into it: as words around a work, around the whole, or as a page.

    It is ``changed`` if what the manager had written is gone, or has words in between, which then stand behind the
    citation: somebody has to look.
    """
    shown, written = (" ".join(_TAG.sub("", text).split()) for text in (shown, citation.written))
    core = written.strip(_ENDS)
    if not core or not citation.works or _letters(shown) == _letters(written):
        return citation
    found = _place(core, shown)
    if not found:
        same = _letters(_LETTER_OF_YEAR.sub("", shown)) == _letters(_LETTER_OF_YEAR.sub("", written))
        return citation if same else replace(citation, changed=True, after=_between(shown, written))
    before, inner_before = _outside(shown[: found[0]], "([", ")]", -1)
    after, inner_after = _outside(shown[found[1] :], ")]", "([", 1)
    first, *others = citation.works
    first = replace(first, prefix=f"{inner_before.strip(' ,;')}, {first.prefix}".strip(" ,")) if _letters(
        inner_before) else first
    *heads, last = (first, *others)
    if _letters(inner_after):
        last = _with_suffix(last, inner_after)
    elif _letters(after) and not after.lstrip().startswith(("(", "[")):
        last, after = _with_page(last, after)
    return replace(citation, works=(*heads, last), before=before if _letters(before) else "",
                   after=after if _letters(after) else "", changed=_is_number(inner_before) or _is_number(inner_after))


def _between(shown: str, written: str) -> str:
    """Return what somebody said among the manager's words; nothing if some of those are gone.

    Names, numbers and “et al.” say nothing: another style writes them.
    """
    rest, typed, goes_on = _WORD.findall(written), list[tuple[int, int]](), False
    for word in _WORD.finditer(shown):
        if rest and word[0] == rest[0]:
            rest.pop(0)
            goes_on = False
        else:
            typed = [*typed[:-1], (typed[-1][0], word.end())] if goes_on else [*typed, word.span()]
            goes_on = True
    said = (shown[start:end] for start, end in typed)
    return "" if rest else " … ".join(words for words in said if _SAID.search(words))


def _place(core: str, shown: str) -> tuple[int, int] | None:
    """Return where what the manager had written stands; signs between its letters may have changed."""
    # A year may have got a letter since, which other works of the list ask for.
    pattern = _YEAR.sub(r"\1[a-z]?", re.escape(core))
    if found := re.search(rf"(?<!\w){pattern}(?!\w)", shown):
        return found.span()
    places = [at for at, sign in enumerate(shown) if sign.isalnum()]
    letters, wanted = _letters(shown), _letters(core)
    start = letters.find(wanted)
    if start < 0 or len(wanted) < _MANY:
        return None
    first, end = places[start], places[start + len(wanted) - 1] + 1
    return None if shown[first - 1 : first].isalnum() or shown[end : end + 1].isalnum() else (first, end)


def with_page(citation: FieldCitation, words: str) -> FieldCitation | None:
    """Return a citation with the page that stands behind it; None if other words do."""
    *heads, last = citation.works
    last, rest = _with_page(last, words)
    return replace(citation, works=(*heads, last)) if last.locator and not _letters(rest) else None


def _with_suffix(work: CitedWork, words: str) -> CitedWork:
    work, rest = _with_page(work, words)
    return replace(work, suffix=f"{work.suffix}, {rest.strip(_ENDS)}".strip(" ,")) if _letters(rest) else work


def _with_page(work: CitedWork, words: str) -> tuple[CitedWork, str]:
    """Return a work with the page that these words begin with, and the words behind it."""
    page = _LOCATOR.match(words)
    if not page or work.locator:
        return work, words
    return replace(work, locator=page["number"], label="page"), page["rest"]


def _outside(text: str, opening: str, closing: str, step: int) -> tuple[str, str]:
    """Part the words before (step -1) or behind (1) the manager's at the bracket around them: outside, and within."""
    depth = 0
    for at in range(len(text) - 1, -1, -1) if step < 0 else range(len(text)):
        if text[at] in closing:
            depth += 1
        elif text[at] in opening:
            if not depth:
                return (text[:at], text[at + 1 :]) if step < 0 else (text[at + 1 :], text[:at])
            depth -= 1
    return text, ""


def _is_number(text: str) -> bool:
    """Return whether somebody typed one more number, which may be that of a work."""
    return _letters(text).isdigit()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
