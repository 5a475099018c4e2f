"""Make paragraphs of the lines of a printed page, and whole words of those that a line's end parted."""

from __future__ import annotations

import re

from proofdesk.desk.importing.languages import REFERENCES, small_words

# What may stand around the words of a heading: its number, and a colon.
_AROUND = re.compile(r"^\d{1,2}(?:\.\d{1,2})*\.?\s+|(?<!\s)\s*:?$")
_ITEM = re.compile(r"(?:[•‣◦▪●○·*–—-]\s+\S|\(?\d{1,3}[.)\]]\s+(?=[^\W\d_]|[“\"'‘])|\[\d{1,3}\]\s+\S)")
_PARTED = re.compile(r"(?<!\w)([^\W\d_]+)[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?!\w)")
_SENTENCE_END = re.compile(r"[.!?:;][”\"’')\]]*(?:\d{1,3}(?:[,–-]\d{1,3})*)?$")
# First parts of compounds that keep their hyphen, wherever the line ends.
_COMPOUND = {
    "well", "self", "non", "long", "short", "high", "low", "double", "single", "cross", "half", "placebo", "follow",
    "evidence", "so", "semi", "quasi", "pre", "post", "anti", "co", "multi", "meta", "large", "small", "ill",
}
MAX_WORD = 60  # letters
HEADING = 0.6  # of that width; a line that is shorter, and no sentence, is a heading behind a sentence
FULL = 0.82  # of the usual width of a line; a shorter one ends a paragraph or stands alone


def join_lines(lines: list[str], text: str) -> tuple[list[str], list[str]]:
    """Return paragraphs made of lines, and the words that were parted, as “aware-ness”.

    An empty line is between paragraphs, unless the sentence goes on behind it. ``text`` is all of the text, from which
    a compound is known by its hyphen.
    """
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[min(len(lengths) * 9 // 10, len(lengths) - 1)] if lengths else 0
    known = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold()))
    paragraphs: list[str] = []
    parted: list[str] = []
    last, gap, listed = "", True, False
    for line in lines:
        if not line:
            gap = True
            continue
        listed = listed or bool(REFERENCES.fullmatch(_AROUND.sub("", line)))
        if paragraphs and _goes_on(last, line, width, gap, listed):
            paragraphs[-1] = _joined(paragraphs[-1], line, known, parted)
        else:
            paragraphs.append(line)
        last, gap = line, False
    return [paragraph.replace("\u00ad", "") for paragraph in paragraphs], parted


def _goes_on(last: str, line: str, width: int, gap: bool, listed: bool) -> bool:
    """Return whether a line goes on with the paragraph of the line above it."""
    if _is_section(line) or _is_section(last):
        return False
    if last.endswith(("-", "\u00ad", "\u2010")) and re.match(r"\w", line):
        return True
    if _SENTENCE_END.search(last) and len(line) < HEADING * width and line[-1:] not in ".,;:?!)" and line[:1].isupper():
        return False
    begins_small = line[:1].islower() or line[:1] in ",;)]%=<>≤≥±"
    if begins_small:
        return not _SENTENCE_END.search(last) or not gap
    if gap or _ITEM.match(line):
        return False
    if listed:  # an entry of a list of references ends with a full stop, if it is not numbered
        return not (last.endswith((".", "/")) and re.match(r"[^\W\d_]{2,}[, ]", line) and len(last) < FULL * width)
    return len(last) >= FULL * width or last.endswith((",", "(", "–"))


def _is_section(line: str) -> bool:
    """Return whether a line has nothing but a heading that most articles have, whatever stands above it."""
    words = _AROUND.sub("", line)
    return words.casefold() in small_words("sections") or bool(REFERENCES.fullmatch(words))


def _joined(paragraph: str, line: str, known: set[str], parted: list[str]) -> str:
    """Return a paragraph with its next line. A word that the line's end parted becomes whole."""
    match, rest = _PARTED.search(paragraph, max(0, len(paragraph) - MAX_WORD)), _FIRST_WORD.match(line)
    if not match or not rest or not line[0].islower():
        return paragraph + ("" if paragraph.endswith(("-", "\u2010", "/")) else " ") + line
    first, second = match[1], rest[0]
    with_hyphen = f"{first}-{second}".casefold()
    keeps = with_hyphen in known or (first.casefold() in _COMPOUND and f"{first}{second}".casefold() not in known)
    parted.append(f"{first}-{second}")
    return paragraph[: match.end(1)] + ("-" if keeps else "") + line
