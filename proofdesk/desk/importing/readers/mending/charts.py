"""Read the numbers of a chart in a Word file, which the file keeps beside its drawing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import lxml.etree as etree

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_AXES = tuple(f"{_C}{name}" for name in ("catAx", "dateAx", "valAx", "serAx"))
MAX_POINTS = 500  # of a table on a page


class Chart(NamedTuple):
    """A chart as a table: its title, and its rows, of which the first is the head. No rows if it keeps no numbers.

    The title of the axis across stands above the labels, those of the others behind the chart's own.
    """

    title: str
    rows: list[list[str]]


def chart_of(part: etree._Element) -> Chart:
    """Return the chart of a part of a Word file."""
    title = next(map(_words, part.iter(f"{_C}chart")), "")
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
    axes = [_words(each) for each in part.iter(*_AXES)]
    across, others = "".join(axes[:1]), axes[1:]
    beside = ", ".join(filter(None, others))
    return Chart(f"{title} ({beside})" if title and beside else title or beside, [[across, *names], *rows])


def _points(data: etree._Element | None) -> Iterator[tuple[int, str]]:
    """Yield the place of each value, from 0, and the value as people write it."""
    for point in data.iter(f"{_C}pt") if data is not None else ():
        if next(point.iterancestors()).tag != f"{_C}lvl" or point.getparent().getprevious() is None:
            yield int(point.get("idx", "0")), shown_number(point.findtext(f"{_C}v") or "")


def _words(titled: etree._Element) -> str:
    """Return the title of a chart, or of an axis."""
    return "".join(text.text or "" for title in titled.findall(f"{_C}title") for text in title.iter(_TEXT)).strip()


def _text(data: etree._Element | None) -> str:
    return " ".join(point.text or "" for point in data.iter(f"{_C}v")).strip() if data is not None else ""


def shown_number(written: str) -> str:
    """Return a number without the digits that its storage has added: 0.30000000000000004 is 0.3."""
    try:
        return f"{float(written):.10g}" if "." in written else written
    except ValueError:
        return written
