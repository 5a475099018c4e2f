"""Keep whole what the article, the bibliography and the review file have not, line by line as the file has it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from proofdesk.common.text import counted
from proofdesk.desk.importing.ledger import LeftLine

MAX_LINES = 20  # that a row names
MAX_PLACES = 12  # that a row of the report names
_NUMBER = re.compile(r"\d+")


def left_file(slug: str) -> str:
    """Return the name of the file that has these lines."""
    return f"{slug}.left-out.txt"


def text_of_left(left: Sequence[LeftLine], name: str) -> str:
    """Return a text with each line of which words are missing, whole; empty if there is none."""
    if not left:
        return ""
    rows = [f"What “{name}” holds, and the article, the bibliography and the review file have not, or not all of it.",
            "Each line is whole, as the file has it; below it are the words that are missing, if others are not.", ""]
    for line in left:
        place = line.held.place
        where = f"{name}:{place}" if _NUMBER.fullmatch(place) else f"{name}, {place}" if place else name
        rows.append(f"{where}: {line.held.written.strip()}")
        if len(line.missing) < len(line.held.words) + len(line.held.addresses):
            rows.append(f"    missing: {' '.join(line.missing)}")
    return "\n".join(rows) + "\n"


def told_of_left(left: Sequence[LeftLine], slug: str) -> Iterator[str]:
    """Yield the lines by which the report says where the text is."""
    if left:
        places = _places([line.held.place for line in left])
        yield ""
        yield (f"{counted(len(left), 'line')} of the file that the article has not whole"
               + (f" ({places})" if places else "")
               + f": see {left_file(slug)}, beside this report, which has each as the file has it")


def _places(places: Collection[str]) -> str:
    """Return the places of lines in a few words, those that follow each other as one."""
    numbers = [int(place) for place in places if _NUMBER.fullmatch(place)]
    others = [place for place in dict.fromkeys(places) if place and not _NUMBER.fullmatch(place)]
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number in (spans[-1][1], spans[-1][1] + 1):
            spans[-1][1] = number
        else:
            spans.append([number, number])
    named = [f"line {first}" if first == last else f"lines {first}–{last}" for first, last in spans] + others
    return ", ".join(named[:MAX_PLACES]) + (f" and {len(named) - MAX_PLACES} more" if len(named) > MAX_PLACES else "")


def on_lines(numbers: list[int]) -> str:
    """Return where something is, as in “on lines 3, 5”; of many lines, the first."""
    named = ", ".join(map(str, numbers[:MAX_LINES])) + ", …" * (len(numbers) > MAX_LINES)
    return f"on line{'s' * (len(numbers) > 1)} {named}"
