"""Draw the site's mark as the icons that browsers and phones ask for, and name them in a web app manifest."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import PIL
from PIL import Image, ImageChops, ImageDraw

from proofdesk.common.cache import Cache
from proofdesk.outputs.icons.fitted_text import TITLE, font_of, is_missing
from proofdesk.outputs.icons.mark import LETTER, Mark, Point

FAVICON, TOUCH, MANIFEST = "favicon.ico", "apple-touch-icon.png", "manifest.json"
PNG_SIZES = (32, 192, 512)
# Of the icons in the file of Windows, which is what a browser asks for if a page names none.
ICO_SIZES = (16, 32, 48)
TOUCH_SIZE = 180  # Apple's; transparent parts would be black, so it has a ground
_NO_TURN = 128  # in a picture of how often outlines go round
_FINE = 4  # times finer than it is shown, for smooth edges
_VERSION = (PIL.__version__, *(hashlib.sha256(Path(__file__).with_name(name).read_bytes()).hexdigest()
                               for name in ("pictures.py", "mark.py", "fitted_text.py")))


def png_name(size: int) -> str:
    """Return the address of an icon."""
    return f"assets/icon-{size}.png"


def icon_files(mark: Mark, picture: bytes | None, site: str, paper: str, cache: Path) -> dict[str, bytes]:
    """Return each icon by its address. ``picture`` is the site's own drawing, if the mark cannot be drawn from it."""
    drawings = Cache(cache)
    key = (mark, hashlib.sha256(picture or b"").hexdigest(), site, paper, _VERSION)
    names = [FAVICON, TOUCH, *map(png_name, PNG_SIZES), MANIFEST]
    hit = drawings.load(key)
    contents = [bytes(part) for part in hit.parts] if hit else list(_draw_all(mark, picture, site, paper))
    if not hit:
        drawings.store(key, *contents)
    return dict(zip(names, contents, strict=True))


def draw_mark(mark: Mark, size: int) -> Image.Image:
    """Return the mark in the middle of a transparent square."""
    fine = size * _FINE
    scale = fine / max(mark.width, mark.height)
    left, top = (fine - mark.width * scale) / 2, (fine - mark.height * scale) / 2
    image = Image.new("RGBA", (fine, fine))
    for shape in mark.shapes:
        # SVG fills what outlines go round more often one way than the other, so that one turning back cuts a hole.
        turns = Image.new("L", (fine, fine), _NO_TURN)
        for outline in shape.outlines:
            part = Image.new("L", (fine, fine))
            points = [(left + (x - mark.left) * scale, top + (y - mark.top) * scale) for x, y in outline]
            # Pillow draws the pixels of the far edges too.
            ImageDraw.Draw(part).polygon([(x - 0.5, y - 0.5) for x, y in points], fill=1)
            turns = (ImageChops.add if _area(outline) > 0 else ImageChops.subtract)(turns, part)
        mask = turns.point([0 if count == _NO_TURN else 255 for count in range(256)])
        image.paste(Image.new("RGBA", (fine, fine), shape.fill), (0, 0), mask)
    if mark.letter and is_missing(TITLE, mark.letter):  # of a script that this font does not have
        ImageDraw.Draw(image).ellipse((fine // 4, fine // 4, fine * 3 // 4, fine * 3 // 4), fill=LETTER)
    elif mark.letter:
        font = font_of(TITLE, round(fine * 0.68))
        ImageDraw.Draw(image).text((fine / 2, fine * 0.72), mark.letter, font=font, fill=LETTER, anchor="ms")
    return image.resize((size, size), Image.Resampling.BOX)


def _area(outline: Sequence[Point]) -> float:
    """Return twice the area within an outline, negative if it turns the other way."""
    return sum(x * below - right * y for (x, y), (right, below) in pairwise([*outline, outline[0]]))


def _draw_all(mark: Mark, picture: bytes | None, site: str, paper: str) -> Iterator[bytes]:
    def drawn(size: int) -> Image.Image:
        return _fitted(picture, size) if picture else draw_mark(mark, size)

    largest = drawn(max(ICO_SIZES))
    out = io.BytesIO()
    largest.save(out, "ICO", sizes=[(size, size) for size in ICO_SIZES],
                 append_images=[drawn(size) for size in ICO_SIZES])
    yield out.getvalue()
    ground = Image.new("RGBA", (TOUCH_SIZE, TOUCH_SIZE), paper)
    ground.alpha_composite(drawn(TOUCH_SIZE))
    yield _png(ground.convert("RGB"))
    yield from (_png(drawn(size)) for size in PNG_SIZES)
    yield (json.dumps({
        "name": site, "short_name": site, "start_url": ".", "display": "browser",
        "background_color": paper, "theme_color": paper,
        "icons": [{"src": png_name(size), "sizes": f"{size}x{size}", "type": "image/png"} for size in PNG_SIZES[1:]],
    }, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _fitted(picture: bytes, size: int) -> Image.Image:
    """Return a picture of the site's own in the middle of a transparent square."""
    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGBA")
    image.thumbnail((size, size), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (size, size))
    square.alpha_composite(image, ((size - image.width) // 2, (size - image.height) // 2))
    return square


def _png(image: Image.Image) -> bytes:
    """Return a picture of few colours as PNG."""
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
