"""Say where a page's list of references stands, and what is in it besides the works that the page cites."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Sequence
from dataclasses import dataclass

from proofdesk.content.markup import HEADINGS


@dataclass(frozen=True)
class ListManner:
    """What a list shows and where it stands: by default with its heading and evidence, at the end of the page.

    ``heading`` is None for the usual word, and empty for none. A line of the page that is one of the ``markers`` is the
    place of the list; one of the ``whole_markers`` asks for all works of the bibliography. ``beside`` are works that
    are listed and not cited.
    """

    heading: str | None = None
    evidence: bool = True
    always: bool = True  # not only at a marker
    markers: tuple[str, ...] = ()
    whole_markers: tuple[str, ...] = ()
    beside: Sequence[str] = ()
    standalone: bool = False  # on a page that may have a heading of its own for it, or parts that were converted before
    is_inner: bool = False  # whether this is such a part, whose works the page lists


@dataclass(frozen=True)
class Marker:
    """A line at whose place the list is to stand: the paragraph that ended with it, and the element around that."""

    paragraph: etree.Element
    parent: etree.Element
    whole: bool


def take_markers(root: etree.Element, manner: ListManner) -> list[Marker]:
    """Return the markers of a page in order, and take their words out of it."""
    kinds = {**dict.fromkeys(manner.markers, False), **dict.fromkeys(manner.whole_markers, True)}
    found = []
    for parent in root.iter() if kinds else ():
        for paragraph in parent.iterfind("p"):
            above, _, last = _last_text(paragraph).rstrip().rpartition("\n")
            if last.strip() in kinds:
                _set_last_text(paragraph, above)
                found.append(Marker(paragraph, parent, kinds[last.strip()]))
    return found


def put_list(
    root: etree.Element, section: etree.Element | None, markers: Sequence[Marker], manner: ListManner
) -> None:
    """Put a list at the first of its markers, else at the page's end, and take out what was nothing but a marker."""
    parent, place = root, len(root)
    if markers:
        parent = markers[0].parent
        place = list(parent).index(markers[0].paragraph) + 1
    if section is not None:
        parent.insert(place, section)
    for marker in markers:
        if not len(marker.paragraph) and not (marker.paragraph.text or "").strip():
            marker.parent.remove(marker.paragraph)
    if section is not None and manner.standalone:
        place = list(parent).index(section)
        if place and parent[place - 1].tag in HEADINGS and section[0].tag in HEADINGS:
            section.remove(section[0])  # the author's own heading stands directly above


def _last_text(element: etree.Element) -> str:
    return (element[-1].tail if len(element) else element.text) or ""


def _set_last_text(element: etree.Element, text: str) -> None:
    if len(element):
        element[-1].tail = text
    else:
        element.text = text
