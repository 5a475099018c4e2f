"""The picture that stands for a page where somebody shares it: its title, what it is, and the site's name.

Pure drawing: a card's facts in, PNG out; the same bytes for the same facts. 1200 by 630 pixels is what the Open Graph
protocol's consumers cut to. Colours are the light scheme of docs/assets/site.css.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import PIL
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
FOLDER = "assets/cards"  # in the site
PAPER, INK, SOFT, WALL, GLOW, LIGHT = "#fbfaf6", "#17212b", "#46525d", "#0d5b62", "#4f8a86", "#f6dd9a"

_LEFT, _RIGHT = 210, WIDTH - 80
_TITLE_TOP, _TITLE_BOTTOM = 170, 480
_SIZES = (76, 68, 60, 54, 48, 44)  # of the title, the largest that fits
_LEADING = 1.18
# What a card depends on besides its facts.
_VERSION = (PIL.__version__, hashlib.sha256(Path(__file__).read_bytes()).hexdigest())
_MISSING = "?"  # for a letter that the fonts do not have: better than a box


@dataclass(frozen=True)
class Card:
    """What a card says. ``kind`` stands above the title, ``note`` below it."""

    site: str
    title: str
    kind: str = ""
    note: str = ""

    @property
    def alt(self) -> str:
        """The picture in words."""
        return ". ".join(part.rstrip(".") for part in (self.kind, self.title, self.note, self.foot) if part) + "."

    @property
    def foot(self) -> str:
        """The site's name, unless it is the title already."""
        return self.site if self.site != self.title else ""

    @property
    def name(self) -> str:
        """Its file's name, which changes with anything that the picture depends on."""
        made_of = repr((astuple(self), _VERSION))
        return hashlib.sha256(made_of.encode("utf-8")).hexdigest()[:16] + ".png"


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    module = font_source_serif_pro if face.startswith("SourceSerif") else font_source_sans_pro
    return ImageFont.truetype(getattr(module, face), size)


@cache
def _is_missing(face: str, letter: str) -> bool:
    """Whether a face draws a letter as it draws what no font has."""
    font = _font(face, 40)
    return letter.isprintable() and not letter.isspace() and (
        bytes(font.getmask(letter)) == bytes(font.getmask("\U0010fffd")) and letter != "\U0010fffd"
    )


def _drawable(text: str, face: str) -> str:
    """A text on one line, with a question mark for each letter that the face does not have."""
    one_line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return "".join(_MISSING if _is_missing(face, letter) else letter for letter in one_line)


def lines_of(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> list[str] | None:
    """The text in at most ``most`` lines of ``width`` pixels, or None where it takes more."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        elif font.getlength(word) <= width:
            lines.append(word)
        else:
            return None
    return lines if len(lines) <= most else None


def _fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The title in the largest size in which it fits; at the smallest it is cut at a word."""
    width = _RIGHT - _LEFT
    for size in _SIZES:
        font = _font("SourceSerifProSemibold", size)
        most = int((_TITLE_BOTTOM - _TITLE_TOP) / (size * _LEADING))
        if lines := lines_of(title, font, width, most):
            return font, lines
    words = title.split()
    while len(words) > 1:
        words.pop()
        if lines := lines_of(" ".join(words) + "…", font, width, most):
            return font, lines
    letters = words[0] if words else ""
    while font.getlength(letters + "…") > width:
        letters = letters[:-1]
    return font, [letters + "…"]


def draw(card: Card) -> bytes:
    """The card as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    # The window: a narrow upright opening with light behind it, at the card's edge.
    pen.rectangle((0, 0, 130, HEIGHT), fill=WALL)
    pen.polygon([(50, 60), (80, 60), (80, 430), (120, 570), (10, 570), (50, 430)], fill=GLOW)
    pen.rectangle((50, 60, 80, 430), fill=LIGHT)

    label, small = _font("SourceSansProSemibold", 30), _font("SourceSansPro", 30)
    if card.kind:
        pen.text((_LEFT, 90), _one(card.kind, label, "SourceSansProSemibold"), font=label, fill=WALL)
    font, lines = _fitted(_drawable(card.title, "SourceSerifProSemibold"))
    for number, line in enumerate(lines):
        pen.text((_LEFT, _TITLE_TOP + number * font.size * _LEADING), line, font=font, fill=INK)
    if card.note:
        pen.text((_LEFT, 505), _one(card.note, small, "SourceSansPro"), font=small, fill=SOFT)
    pen.text((_LEFT, 552), _one(card.foot, label, "SourceSansProSemibold"), font=label, fill=WALL)

    out = io.BytesIO()
    # A palette that is known takes a millisecond where finding one takes thirty; the sixth level of compression
    # makes a file a tenth larger than the best, in a seventh of the time.
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()


@cache
def _palette() -> Image.Image:
    """The card's inks with the shades of their edges on the paper, and of the window's."""
    shades = [shade for ink in (INK, SOFT, WALL) for shade in _shades(PAPER, ink, 10)]
    shades += [*_shades(WALL, GLOW, 4), *_shades(LIGHT, LIGHT, 2)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for shade in dict.fromkeys(shades) for part in shade])
    return palette


def _shades(one: str, other: str, count: int) -> list[tuple[int, ...]]:
    """Colours in even steps from one to the other."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (one, other)]
    steps = [step / (count - 1) for step in range(count)]
    return [tuple(round(a + (b - a) * step) for a, b in zip(*ends, strict=True)) for step in steps]


def _one(text: str, font: ImageFont.FreeTypeFont, face: str) -> str:
    """A text on one line, cut at a word where it is too long."""
    words = _drawable(text, face).split()
    if not words:
        return ""
    if font.getlength(" ".join(words)) <= _RIGHT - _LEFT:
        return " ".join(words)
    while words and font.getlength(" ".join(words) + "…") > _RIGHT - _LEFT:
        words.pop()
    return " ".join(words) + "…"


def kept(card: Card, folder: Path, draw: Callable[[Card], bytes] = draw) -> bytes:
    """The card from ``folder`` where it was drawn before, and else drawn and kept there.

    A file that is no whole PNG (its last chunk is missing) is drawn again; one is never seen half written.
    """
    file = folder / card.name
    try:
        content = file.read_bytes()
        if content.startswith(b"\x89PNG\r\n\x1a\n") and content.endswith(b"IEND\xaeB`\x82"):
            return content
    except OSError:
        pass
    content = draw(card)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        half = file.with_name(f"{file.name}.{os.getpid()}")
        half.write_bytes(content)
        half.replace(file)
    except OSError:
        pass  # a card that cannot be kept is drawn again next time
    return content
