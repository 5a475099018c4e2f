"""Read the numbers of a chart in a Word file, which the file keeps beside its drawing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import lxml.etree as etree

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
MAX_POINTS = 500  # of a table on a page


class Chart(NamedTuple):
    """A chart as a table: its title, and its rows, of which the first is the head. No rows if it keeps no numbers."""

    title: str
    rows: list[list[str]]


def chart_of(part: etree._Element) -> Chart:
    """Return the chart of a part of a Word file."""
    title = "".join(text.text or "" for each in part.iter(f"{_C}title") for text in each.iter(_TEXT)
                    if next(each.iterancestors()).tag == f"{_C}chart").strip()
    series = [*part.iter(f"{_C}ser")]
    names = [_text(each.find(f"{_C}tx")) or f"Series {number}" for number, each in enumerate(series, start=1)]
    labels: dict[int, str] = {}
    columns = []
    for each in series:
        for kind in ("cat", "xVal"):
            labels = {**dict(_points(each.find(_C + kind))), **labels}
        values = each.find(f"{_C}val")
        columns.append(dict(_points(values if values is not None else each.find(f"{_C}yVal"))))
    places = sorted({place for column in columns for place in column})
    if not places or len(places) > MAX_POINTS:
        return Chart(title, [])
    rows = [[labels.get(place, str(place + 1)), *(column.get(place, "") for column in columns)] for place in places]
    return Chart(title, [["", *names], *rows])


def _points(data: etree._Element | None) -> Iterator[tuple[int, str]]:
    """Yield the place of each value, from 0, and the value as people write it."""
    for point in data.iter(f"{_C}pt") if data is not None else ():
        if next(point.iterancestors()).tag != f"{_C}lvl" or point.getparent().getprevious() is None:
            yield int(point.get("idx", "0")), _number(point.findtext(f"{_C}v") or "")


def _text(data: etree._Element | None) -> str:
    return " ".join(point.text or "" for point in data.iter(f"{_C}v")).strip() if data is not None else ""


def _number(written: str) -> str:
    """Return a number without the digits that its storage has added: 0.30000000000000004 is 0.3."""
    try:
        return f"{float(written):.10g}" if "." in written else written
    except ValueError:
        return written
