"""Draw social cards: the picture shown where a page is shared, with title, what it says, and the site's name and mark.

The same card always gives the same bytes. Open Graph consumers crop to 1200 by 630 pixels. Colours are the light scheme
of theme/css/10-tokens.css.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import PIL
from PIL import Image, ImageDraw, ImageFont

from proofdesk.common.cache import Cache
from proofdesk.outputs.icons.fitted_text import (
    BETWEEN,
    LABEL,
    TEXT,
    TITLE,
    drawable,
    fitted,
    font_of,
    one_line,
    width_of,
)
from proofdesk.outputs.icons.mark import Mark, letter_mark
from proofdesk.outputs.icons.pictures import draw_mark
from proofdesk.site.evidence_panes.panes import BAR, PANE_HEIGHT, PANE_WIDTH, columns_of

WIDTH, HEIGHT = 1200, 630
FOLDER = "assets/cards"  # in the site
PAPER, INK, SOFT, WALL = "#fbfaf6", "#17212b", "#46525d", "#0b444b"
# The panes, by in whom a work was done; those of other works are not lit.
PANES = {"people": "#fbe7b2", "animals": "#c99a4a", "cells": "#5f9a98"}
UNLIT = "#6f9a9c"

_PANEL = 250  # the wall at the left edge
_LEFT, _RIGHT = 310, WIDTH - 80
_TOP, _BOTTOM = 128, 512  # of title and text together
# Fingerprint of what a card depends on besides its text.
_VERSION = (PIL.__version__, *(hashlib.sha256(Path(__file__).parent.joinpath(name).read_bytes()).hexdigest()
                               for name in ("social_cards.py", "icons/fitted_text.py", "icons/mark.py",
                                            "icons/pictures.py", "../site/evidence_panes/panes.py")))


@dataclass(frozen=True)
class Card:
    """The text of a card. ``kind`` is above the title, ``text`` below it, ``note`` beside the site's name.

    ``panes`` are the works that the page cites, by kind of evidence; they stand in its window. Without any, the site's
    ``mark`` does.
    """

    site: str
    title: str
    kind: str = ""
    text: str = ""
    note: str = ""
    panes: tuple[tuple[str, int], ...] = ()
    mark: Mark | None = None

    @property
    def alt(self) -> str:
        """Return the text alternative of the picture."""
        parts = (self.kind, self.title, self.text, self.note, self.foot)
        return ". ".join(part.rstrip(".") for part in parts if part) + "."

    @property
    def foot(self) -> str:
        """Return the site's name, or an empty text if it is the title already."""
        return self.site if self.site != self.title else ""

    @cached_property
    def name(self) -> str:
        """Return the name of its file, a hash of everything that the picture depends on."""
        key = repr((self.site, self.title, self.kind, self.text, self.note, self.panes, self.mark and self.mark.digest,
                    _VERSION))
        return hashlib.sha256(key.encode("utf-8")).hexdigest()[:16] + ".png"


def draw(card: Card) -> bytes:
    """Return the card as PNG."""
    image = Image.new("P", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    if card.panes:
        pen.rectangle((0, 0, _PANEL - 1, HEIGHT), fill=_SHADES[WALL][255])
        _draw_panes(pen, card.panes)
        colours = _COLOURS + _LIT
    else:
        panel, of_mark = _panel(card.mark or letter_mark(card.site))
        image.paste(panel, (0, 0))
        colours = _COLOURS + of_mark

    def write(text: str, at: tuple[int, int], font: ImageFont.FreeTypeFont, ink: str) -> None:
        """Draw letters in shades of their ink, which are neighbours in the palette."""
        if text:
            shades, drawn, (right, down) = _line(text, font, ink)
            image.paste(shades, (at[0] + right, at[1] + down), drawn)

    label, small = font_of(LABEL, 30), font_of(TEXT, 28)
    write(one_line(card.kind, label, LABEL, _RIGHT - _LEFT), (_LEFT, 66), label, WALL)
    y = float(_TOP)
    title, text = drawable(card.title, TITLE), drawable(card.text, TEXT)
    paragraphs = fitted(title, text, _RIGHT - _LEFT, _BOTTOM - _TOP) if title else []
    for paragraph, ink in zip(paragraphs, (INK, SOFT), strict=False):
        for line in paragraph.lines:
            write(line, (_LEFT, round(y)), paragraph.font, ink)
            y += paragraph.pitch
        y += BETWEEN
    foot = one_line(card.foot, label, LABEL, _RIGHT - _LEFT)
    write(foot, (_LEFT, 545), label, WALL)
    beside = round(_LEFT + width_of(foot, label) + 28) if foot else _LEFT
    note = drawable(card.note, TEXT)
    if beside + width_of(note, small) <= _RIGHT:
        write(note, (beside, 547), small, SOFT)

    image.putpalette(bytes.fromhex("".join(colour[1:] for colour in colours)))
    out = io.BytesIO()
    # Sixteen colours are half a byte a pixel. Runs of one colour are all that there is to find (RLE).
    image.save(out, "PNG", bits=4, compress_level=6, compress_type=zlib.Z_RLE)
    return out.getvalue()


@lru_cache(maxsize=64)  # some of its lines are the same on every card of a site
def _line(text: str, font: ImageFont.FreeTypeFont, ink: str) -> tuple[Image.Image, Image.Image, tuple[int, int]]:
    """Return a line in the shades of its ink, where it is drawn, and how far from its place it begins.

    Its letters are drawn in more than enough room, as to ask for their size takes as long as to draw them.
    """
    strip = Image.new("L", (WIDTH - _LEFT, 2 * round(font.size)))
    ImageDraw.Draw(strip).text((0, 0), text, font=font, fill=255)
    box = strip.getbbox() or (0, 0, 0, 0)
    letters = strip.crop(box)
    shades, drawn = (Image.frombytes("L", letters.size, letters.tobytes().translate(table))
                     for table in (_SHADES[ink], _DRAWN))
    return shades, drawn, box[:2]


def _draw_panes(pen: ImageDraw.ImageDraw, panes: tuple[tuple[str, int], ...]) -> None:
    """Draw the page's window into the wall: a pane for each work, as the page itself has it."""
    kinds = [kind for kind, count in panes for _ in range(count)]
    columns = columns_of(len(kinds))
    rows = -(-len(kinds) // columns)
    width, height = PANE_WIDTH + BAR, PANE_HEIGHT + BAR
    # As large as there is room.
    unit = min(470 / (rows * height), 150 / (columns * width), 3.2)
    left = (_PANEL - (columns * width - BAR) * unit) / 2
    top = (HEIGHT - (rows * height - BAR) * unit) / 2
    for number, kind in enumerate(kinds):
        row, column = divmod(number, columns)
        x, y = left + column * width * unit, top + row * height * unit
        box = (round(x), round(y), round(x + PANE_WIDTH * unit) - 1, round(y + PANE_HEIGHT * unit) - 1)
        if kind in PANES:
            pen.rectangle(box, fill=len(_COLOURS) + list(PANES).index(kind))
        else:
            pen.rectangle(box, outline=len(_COLOURS) + len(PANES))


@cache
def _panel(mark: Mark) -> tuple[Image.Image, list[str]]:
    """Return the wall with the site's mark in it, and the colours that it has besides the card's own."""
    wall = Image.new("RGB", (_PANEL, HEIGHT), WALL)
    drawn = draw_mark(mark, _PANEL)
    wall.paste(drawn, (0, (HEIGHT - _PANEL) // 2), drawn)
    few = wall.quantize(16 - len(_COLOURS), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    values = few.getpalette() or []
    colours = ["#" + bytes(values[at : at + 3]).hex() for at in range(0, len(values), 3)][: 16 - len(_COLOURS)]
    after = bytes((len(_COLOURS) + index) % 256 for index in range(256))
    return Image.frombytes("P", wall.size, few.tobytes().translate(after)), colours


def _between(one: str, other: str, share: float) -> str:
    """Return a colour between two others."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (one, other)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(*ends, strict=True))


def _ramp(first: int, count: int) -> bytes:
    """Return the palette index of each strength of an ink: the paper's, or one of ``count`` from ``first``."""
    steps = (round(strength / 255 * count) for strength in range(256))
    return bytes(first + step - 1 if step else 0 for step in steps)


# Paper and each ink's shades, then the panes or the mark: sixteen, so that a pixel takes half a byte.
_STEPS = {INK: 4, SOFT: 3, WALL: 3}
_COLOURS = [PAPER, *(_between(PAPER, ink, step / count) for ink, count in _STEPS.items()
                     for step in range(1, count + 1))]
_LIT = [*PANES.values(), UNLIT]
_DRAWN = bytes((0, *[255] * 255))  # a line's letters stand in the way of nothing but paper
_SHADES = {INK: _ramp(1, 4), SOFT: _ramp(5, 3), WALL: _ramp(8, 3)}


def load_or_draw(card: Card, folder: Path, draw: Callable[[Card], bytes] = draw) -> bytes:
    """Return the card's PNG from the cache in ``folder``; draw and store it on a miss."""
    drawings = Cache(folder)
    hit = drawings.load(card.name)
    if hit:
        return bytes(hit.parts[0])
    content = draw(card)
    drawings.store(card.name, content)
    return content
