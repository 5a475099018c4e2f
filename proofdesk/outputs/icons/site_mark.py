"""Find the site's mark: in the file that ``theme.favicon`` names, or else the first letter of the site's name."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from proofdesk.outputs.icons.mark import Mark, MarkError, letter_mark, read_mark

LETTER_MARK = "assets/mark.svg"
# What the theme names where a site names nothing.
UNSTATED = ("", "assets/images/favicon.png")
_LARGEST = 4096  # pixels of a picture's side; an icon has 512
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico")


@dataclass(frozen=True)
class SiteMark:
    """The site's mark. ``picture`` is its drawing in pixels, if it gives one; ``is_own`` unless it is a letter."""

    mark: Mark
    picture: bytes | None = None
    is_own: bool = True

    @property
    def inline(self) -> str:
        """Return the mark as it stands in pages, beside the site's name."""
        return self.mark.svg('class="mark" aria-hidden="true" focusable="false"')


def site_mark(stated: str, folders: Iterable[str | None], site_name: str) -> SiteMark:
    """Return the mark that ``theme.favicon`` states, in the first of the site's folders that has it.

    An SVG is drawn from its outlines, unless a PNG of the same name is beside it. Material's own icon (``UNSTATED``) is
    nobody's mark. Raises ``MarkError`` if the file can be neither, or is not there.
    """
    letter = letter_mark(site_name)
    file = next((file for folder in folders if stated and folder and (file := Path(folder) / stated).is_file()), None)
    if file is None and stated in UNSTATED:
        return SiteMark(letter, is_own=False)
    if file is None:
        raise MarkError(f"theme.favicon: there is no “{stated}” (write the address of an SVG file in `docs/`, or take "
                        "the line out: the first letter of the site's name is the mark then)")
    if file.suffix.lower() in _PICTURES:
        return SiteMark(letter, _read_picture(file, stated))
    beside = file.with_suffix(".png")
    picture = _read_picture(beside, beside.name) if beside.is_file() else None
    try:
        return SiteMark(read_mark(file.read_bytes()), picture)
    except MarkError as error:
        if picture is not None:
            return SiteMark(letter, picture)
        raise MarkError(
            f"theme.favicon: “{stated}” cannot be drawn as the icons of phones: {error} (use paths, rectangles, "
            f"polygons and circles, each of one colour, or put a PNG of 512 px beside it, {beside.name})") from None


def _read_picture(file: Path, name: str) -> bytes:
    """Return a picture's file. Raises ``MarkError`` if it cannot be read to its end, or is far too large."""
    content = file.read_bytes()
    try:
        with Image.open(io.BytesIO(content)) as image:
            if max(image.size) > _LARGEST:
                raise Image.DecompressionBombError(f"it has {image.width:,} × {image.height:,} pixels")
            image.load()
    except Image.DecompressionBombError as error:
        raise MarkError(f"theme.favicon: “{name}” is too large: {error} (make it 512 px wide)") from None
    except (OSError, ValueError, SyntaxError):
        raise MarkError(f"theme.favicon: “{name}” is no picture that can be read (save it again as PNG, 512 px wide)"
                        ) from None
    return content
