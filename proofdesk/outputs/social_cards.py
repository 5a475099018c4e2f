"""Draw social cards: the picture shown where a page is shared, with title, kind of page and the site's name.

The same card always gives the same bytes. Open Graph consumers crop to 1200 by 630 pixels. Colours are the light scheme
of theme/css/10-tokens.css.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import PIL
from PIL import Image, ImageDraw, ImageFont

from proofdesk.common.cache import Cache

WIDTH, HEIGHT = 1200, 630
FOLDER = "assets/cards"  # in the site
PAPER, INK, SOFT, WALL, GLOW, LIGHT = "#fbfaf6", "#17212b", "#46525d", "#0d5b62", "#4f8a86", "#f6dd9a"

_LEFT, _RIGHT = 210, WIDTH - 80
_TITLE_TOP, _TITLE_BOTTOM = 170, 480
_SIZES = (76, 68, 60, 54, 48, 44)  # of the title, the largest that fits
_LEADING = 1.18
# Fingerprint of what a card depends on besides its text.
_VERSION = (PIL.__version__, hashlib.sha256(Path(__file__).read_bytes()).hexdigest())
_MISSING = "?"  # for a letter that the fonts do not have


@dataclass(frozen=True)
class Card:
    """The text of a card. ``kind`` is above the title, ``note`` below it."""

    site: str
    title: str
    kind: str = ""
    note: str = ""

    @property
    def alt(self) -> str:
        """Return the text alternative of the picture."""
        return ". ".join(part.rstrip(".") for part in (self.kind, self.title, self.note, self.foot) if part) + "."

    @property
    def foot(self) -> str:
        """Return the site's name, or an empty text if it is the title already."""
        return self.site if self.site != self.title else ""

    @property
    def name(self) -> str:
        """Return the name of its file, a hash of everything that the picture depends on."""
        key = repr((astuple(self), _VERSION))
        return hashlib.sha256(key.encode("utf-8")).hexdigest()[:16] + ".png"


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    module = font_source_serif_pro if face.startswith("SourceSerif") else font_source_sans_pro
    return ImageFont.truetype(getattr(module, face), size)


@cache
def _is_missing(face: str, letter: str) -> bool:
    """Return whether a face lacks a letter: it draws it like a character that no font has."""
    font = _font(face, 40)
    return letter.isprintable() and not letter.isspace() and (
        bytes(font.getmask(letter)) == bytes(font.getmask("\U0010fffd")) and letter != "\U0010fffd"
    )


def _drawable(text: str, face: str) -> str:
    """Return a text on one line, with a question mark for each letter that the face lacks."""
    one_line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return "".join(_MISSING if _is_missing(face, letter) else letter for letter in one_line)


def lines_of(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> list[str] | None:
    """Return the text in at most ``most`` lines of ``width`` pixels, or None if it needs more."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        elif len(lines) < most and font.getlength(word) <= width:
            lines.append(word)
        else:
            return None
    return lines


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number up to ``count`` that fits, where each smaller number fits too."""
    return bisect_left(range(1, count + 1), True, key=lambda number: not fits(number))


def _fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the title in the largest size that fits; at the smallest size it is cut at a word."""
    width = _RIGHT - _LEFT
    for size in _SIZES:
        font = _font("SourceSerifProSemibold", size)
        most = int((_TITLE_BOTTOM - _TITLE_TOP) / (size * _LEADING))
        if lines := lines_of(title, font, width, most):
            return font, lines
    words = title.split()

    def cut(number: int) -> list[str] | None:
        return lines_of(" ".join(words[:number]) + "…", font, width, most)

    whole_words = _most(len(words) - 1, lambda number: cut(number) is not None)
    if whole_words and (lines := cut(whole_words)):
        return font, lines
    letters = _most(len(words[0]), lambda number: font.getlength(words[0][:number] + "…") <= width)
    return font, [words[0][:letters] + "…"]


def draw(card: Card) -> bytes:
    """Return the card as PNG."""
    image = _window().copy()

    def write(text: str, at: tuple[int, int], font: ImageFont.FreeTypeFont, ink: str) -> None:
        """Draw letters in shades of their ink, which are neighbours in the palette."""
        if text:
            box = font.getbbox(text)
            strip = Image.new("L", (int(box[2]) + 1, int(box[3]) + 1))
            ImageDraw.Draw(strip).text((0, 0), text, font=font, fill=255)
            image.paste(strip.point(_SHADES[ink]), at, strip.point(_DRAWN))

    label, small = _font("SourceSansProSemibold", 30), _font("SourceSansPro", 30)
    write(_one(card.kind, label, "SourceSansProSemibold"), (_LEFT, 90), label, WALL)
    font, lines = _fitted(_drawable(card.title, "SourceSerifProSemibold"))
    for number, line in enumerate(lines):
        write(line, (_LEFT, round(_TITLE_TOP + number * font.size * _LEADING)), font, INK)
    write(_one(card.note, small, "SourceSansPro"), (_LEFT, 505), small, SOFT)
    write(_one(card.foot, label, "SourceSansProSemibold"), (_LEFT, 552), label, WALL)

    image.putpalette(_PALETTE)
    out = io.BytesIO()
    # Sixteen colours are half a byte a pixel. Runs of one colour are all that there is to find (RLE).
    image.save(out, "PNG", bits=4, compress_level=6, compress_type=zlib.Z_RLE)
    return out.getvalue()


@cache
def _window() -> Image.Image:
    """Return the card without words: a narrow upright opening with light behind it, at its edge."""
    image = Image.new("P", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    wall, glow, light = _SHADES[WALL][255], _COLOURS.index(GLOW), _COLOURS.index(LIGHT)
    pen.rectangle((0, 0, 130, HEIGHT), fill=wall)
    pen.polygon([(50, 60), (80, 60), (80, 430), (120, 570), (10, 570), (50, 430)], fill=glow)
    pen.rectangle((50, 60, 80, 430), fill=light)
    return image


def _between(one: str, other: str, share: float) -> str:
    """Return a colour between two others."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (one, other)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(*ends, strict=True))


def _ramp(first: int, count: int) -> list[int]:
    """Return the palette index of each strength of an ink: the paper's, or one of ``count`` from ``first``."""
    return [0 if not step else first + step - 1 for step in (round(strength / 255 * count) for strength in range(256))]


# Paper, each ink's shades, the window's two colours: sixteen, so that a pixel takes half a byte.
_STEPS = {INK: 5, SOFT: 4, WALL: 4}
_COLOURS = [PAPER, *(_between(PAPER, ink, step / count) for ink, count in _STEPS.items()
                     for step in range(1, count + 1)), GLOW, LIGHT]
_PALETTE = bytes.fromhex("".join(colour[1:] for colour in _COLOURS))
_DRAWN = [0, *[255] * 255]  # a line's letters stand in the way of nothing but paper
_SHADES = {INK: _ramp(1, 5), SOFT: _ramp(6, 4), WALL: _ramp(10, 4)}


def _one(text: str, font: ImageFont.FreeTypeFont, face: str) -> str:
    """Return a text on one line, cut at a word if it is too long."""
    words = _drawable(text, face).split()
    if not words:
        return ""
    if font.getlength(" ".join(words)) <= _RIGHT - _LEFT:
        return " ".join(words)
    fitting = _most(len(words), lambda number: font.getlength(" ".join(words[:number]) + "…") <= _RIGHT - _LEFT)
    return " ".join(words[:fitting]) + "…"


def load_or_draw(card: Card, folder: Path, draw: Callable[[Card], bytes] = draw) -> bytes:
    """Return the card's PNG from the cache in ``folder``; draw and store it on a miss."""
    drawings = Cache(folder)
    hit = drawings.load(card.name)
    if hit:
        return bytes(hit.parts[0])
    content = draw(card)
    drawings.store(card.name, content)
    return content
