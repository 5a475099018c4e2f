"""Read the site's mark from the SVG file that ``theme.favicon`` names; a site without one has a letter as its mark.

A mark is a few filled outlines, so that the same file can be put into pages, and drawn as PNG without a browser.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from html import escape
from itertools import pairwise
from math import cos, pi, sin

Point = tuple[float, float]

# Of the letter mark: the accent and the paper of theme/css/10-tokens.css.
GROUND, LETTER = "#0d5b62", "#ffffff"
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_STEPS = 24  # straight pieces that stand for a curve
_TOKEN = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.I)
_CLASS = re.compile(r"[\w-]+( [\w-]+)*")
_PASSED_OVER = {"title", "desc", "metadata"}
# The attributes of <svg> that change nothing of what it draws in its box.
_ABOUT = {"viewBox", "x", "y", "width", "height", "version", "id", "class", "role", "lang", "baseProfile", "fill",
          "preserveAspectRatio", "enable-background", "focusable"}
_PLAIN_NUMBERS = re.compile(r"[\s\d.,eE+-]*")
_MOST = 200  # elements; a mark of more is a drawing that nobody can make out in 16 pixels
_FARTHEST = 1e6  # from the corner: a drawing is a few hundred units wide
# The attributes of each element that say where it is.
_ATTRIBUTES = {tag: {*names} for tag, *names in map(str.split, (
    "path d", "rect x y width height", "polygon points", "circle cx cy r", "ellipse cx cy rx ry"))}
# Curves by the number of points that they take, the last of which is their end.
_CURVES = {"C": 3, "Q": 2}


class MarkError(ValueError):
    """The file is no mark that can be drawn; the text says what is in it."""


@dataclass(frozen=True)
class Shape:
    """A filled outline in the units of its mark. ``name`` is its class, by which a style sheet can find it."""

    outlines: tuple[tuple[Point, ...], ...]
    fill: str
    name: str = ""


@dataclass(frozen=True)
class Mark:
    """A mark: its box, its shapes from back to front, and the letter in place of shapes."""

    left: float
    top: float
    width: float
    height: float
    shapes: tuple[Shape, ...]
    letter: str = ""

    @cached_property
    def digest(self) -> str:
        """Return a hash of all that is drawn."""
        return sha256(repr(self).encode("utf-8")).hexdigest()

    def svg(self, attributes: str = 'xmlns="http://www.w3.org/2000/svg"') -> str:
        """Return the mark as SVG."""
        box = " ".join(map(_short, (self.left, self.top, self.width, self.height)))
        drawn = "".join(
            f'<path{f" class={_quoted(shape.name)}" if shape.name else ""} fill="{shape.fill}" d="{_path(shape)}"/>'
            for shape in self.shapes)
        if self.letter:
            drawn += (f'<text x="16" y="23" fill="{LETTER}" font-family="Georgia, serif" font-size="20" '
                      f'font-weight="700" text-anchor="middle">{escape(self.letter)}</text>')
        return f'<svg {attributes} viewBox="{box}">{drawn}</svg>'


def letter_mark(name: str) -> Mark:
    """Return the mark of a site that has none: the first letter of its name on a plain ground."""
    words = [word for word in name.split() if word.lower() not in ("the", "a", "an")] or name.split()
    letter = next((sign for word in words for sign in word if sign.isalnum()), "")
    ground = Shape((((0, 0), (32, 0), (32, 32), (0, 32)),), GROUND)
    # A name of signs alone has a disc.
    return Mark(0, 0, 32, 32, (ground,) if letter else (ground, Shape((_circle(16, 16, 8, 8),), LETTER)),
                letter.upper()[:1])


def read_mark(svg: str | bytes) -> Mark:
    """Return the mark that an SVG file draws. Raises ``MarkError`` if it is more than filled outlines."""
    try:
        root = etree.fromstring(svg)
    except (etree.ParseError, LookupError, ValueError) as error:
        raise MarkError(f"it is no SVG that can be read: {error}") from None
    if root.tag != f"{_NAMESPACE}svg":
        raise MarkError("it is no SVG")
    box = _numbers(root.get("viewBox", ""))
    if len(box) != 4 or min(box[2:]) <= 0:
        raise MarkError("its <svg> has no viewBox")
    # Such as the lines of an icon that is not filled.
    unknown = {name for name in root.attrib if not name.startswith(("aria-", "data-", "{http"))} - _ABOUT
    if unknown:
        raise MarkError(f"its <svg> has “{min(unknown)}”")
    left, top, width, height = box
    if len(root) > _MOST:
        raise MarkError(f"it has {len(root):,} parts")
    if max(width, height) > 100 * min(width, height):
        raise MarkError("its viewBox is a line")
    shapes = tuple(_shape(element, root.get("fill", "#000000")) for element in root
                   if element.tag.removeprefix(_NAMESPACE) not in _PASSED_OVER
                   and element.get("fill", root.get("fill")) != "none")
    if not any(shape.outlines for shape in shapes):
        raise MarkError("it draws nothing")
    return Mark(left, top, width, height, shapes)


def _shape(element: etree.Element, inherited: str) -> Shape:
    tag = element.tag.removeprefix(_NAMESPACE)
    if tag not in _ATTRIBUTES:
        raise MarkError(f"it has a <{tag}>")
    unknown = set(element.keys()) - _ATTRIBUTES[tag] - {"fill", "class", "id"}
    if unknown:
        raise MarkError(f"a <{tag}> has “{min(unknown)}”")
    fill, name = element.get("fill", inherited), element.get("class", "")
    if not _COLOUR.fullmatch(fill):
        raise MarkError(f"a <{tag}> has the colour “{fill}”, which is not of the form #0d5b62")
    outlines = tuple(outline for outline in _outlines(tag, element) if len(outline) > 2)
    if any(not abs(value) <= _FARTHEST for outline in outlines for point in outline for value in point):
        raise MarkError(f"a <{tag}> has a point that is too far away")
    return Shape(outlines, fill.lower(), name if _CLASS.fullmatch(name) else "")


def _outlines(tag: str, element: etree.Element) -> Iterator[tuple[Point, ...]]:
    def number(name: str) -> float:
        return (_numbers(element.get(name, "0")) or [0.0])[0]

    if tag == "path":
        yield from _Pen(element.get("d", "")).outlines()
    elif tag == "polygon":
        values = _numbers(" ".join(element.get(name, "") for name in _ATTRIBUTES["polygon"]))
        yield tuple(zip(values[::2], values[1::2], strict=False))
    elif tag == "rect":
        x, y, width, height = map(number, ("x", "y", "width", "height"))
        yield (x, y), (x + width, y), (x + width, y + height), (x, y + height)
    else:
        across, down = (number("r"), number("r")) if tag == "circle" else (number("rx"), number("ry"))
        yield _circle(number("cx"), number("cy"), across, down)


def _circle(x: float, y: float, across: float, down: float) -> tuple[Point, ...]:
    turns = [2 * pi * step / (4 * _STEPS) for step in range(4 * _STEPS)]
    return tuple((x + across * cos(turn), y + down * sin(turn)) for turn in turns)


class _Pen:
    """Follows the commands of a path (SVG 2, 9.3) and collects its outlines."""

    def __init__(self, path: str) -> None:
        self._tokens = [command or float(value) for command, value in _TOKEN.findall(path)]
        self._at: Point = (0.0, 0.0)
        self._next = 0

    def outlines(self) -> Iterator[tuple[Point, ...]]:
        outline: list[Point] = []
        command = ""
        while self._next < len(self._tokens):
            token = self._tokens[self._next]
            if isinstance(token, str):
                command = token
                self._next += 1
            elif command.upper() == "M":  # further points after a move are lines
                command = "L" if command == "M" else "l"
            if command.upper() in ("M", "Z"):
                if len(outline) > 2:
                    yield tuple(outline)
                if command.upper() == "Z":
                    self._at, outline = outline[0] if outline else self._at, []
                    command = ""
                    continue
                outline = []
            elif not outline:
                outline = [self._at]
            outline += self._points(command)
            self._at = outline[-1]
        if len(outline) > 2:
            yield tuple(outline)

    def _points(self, command: str) -> list[Point]:
        x, y = self._at if command.islower() else (0.0, 0.0)
        kind = command.upper()
        if kind == "H":
            return [(x + self._number(), self._at[1])]
        if kind == "V":
            return [(self._at[0], y + self._number())]
        if kind in ("M", "L"):
            return [(x + self._number(), y + self._number())]
        if kind in _CURVES:
            handles = [(x + self._number(), y + self._number()) for _ in range(_CURVES[kind])]
            return [_on_curve([self._at, *handles], step / _STEPS) for step in range(1, _STEPS + 1)]
        raise MarkError(f"a path has the command “{command or self._tokens[self._next]}”")

    def _number(self) -> float:
        self._next += 1
        if self._next > len(self._tokens) or isinstance(value := self._tokens[self._next - 1], str):
            raise MarkError("a path ends too early")
        return value


def _on_curve(points: list[Point], share: float) -> Point:
    """Return a point of a Bézier curve (de Casteljau)."""
    while len(points) > 1:
        points = [(a + (c - a) * share, b + (d - b) * share) for (a, b), (c, d) in pairwise(points)]
    return points[0]


def _numbers(text: str) -> list[float]:
    if not _PLAIN_NUMBERS.fullmatch(text):
        raise MarkError(f"“{text[:40]}” is no number")
    return [float(value) for _, value in _TOKEN.findall(text) if value]


def _path(shape: Shape) -> str:
    return "".join("M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in outline) + "z" for outline in shape.outlines)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    return f'"{text}"'
