"""Read from a PDF of Chromium's how many pages it has and where each has text, without a program that draws it."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"\n(\d+) 0 obj\s(.*?)\nendobj", re.S)
_PAGE = re.compile(rb"/Type\s*/Page\b")
_STEP = re.compile(r"((?:-?[\d.]+ ){6})(cm|Tm)\b|(?<!\S)(q|Q)(?!\S)")


@dataclass(frozen=True)
class PrintedPage:
    """A page of paper: its height, and how far from its top each line of its text stands, in points."""

    height: float
    lines: list[float]

    def filled(self, foot: float) -> float:
        """The share of the page above its last line; the number of the page stands within ``foot`` points."""
        return max([y for y in self.lines if y < self.height - foot], default=0.0) / self.height


def printed_pages(pdf: bytes) -> list[PrintedPage]:
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    return [_read(page, objects) for page in objects.values() if _PAGE.search(page)]


def _read(page: bytes, objects: dict[int, bytes]) -> PrintedPage:
    size = re.search(rb"/MediaBox \[0 0 [\d.]+ ([\d.]+)\]", page)
    contents = re.search(rb"/Contents (\d+)", page)
    assert size and contents, page[:200]
    packed = objects[int(contents[1])].split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
    height, scale, shift = float(size[1]), 1.0, 0.0
    kept: list[tuple[float, float]] = []
    lines = set()
    for found in _STEP.finditer(zlib.decompress(packed).decode("latin-1")):
        if found[3] == "q":
            kept.append((scale, shift))
        elif found[3] == "Q":
            scale, shift = kept.pop()
        else:
            _, _, _, factor, _, y = map(float, found[1].split())
            if found[2] == "cm":
                scale, shift = scale * factor, shift + scale * y
            else:
                lines.add(round(height - (shift + scale * y), 1))
    return PrintedPage(height, sorted(lines))
