"""Find the picture that an option of a block names, and read its size.

The size goes into the page, so that nothing moves when the picture comes.
"""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import quote, unquote

from lxml import etree

from proofdesk.common.text import nearest

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")  # shown by browsers
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
_ORIENTATION, _ON_ITS_SIDE = 0x0112, range(5, 9)  # of Exif
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.I)
_LENGTH = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*(px|in|cm|mm|pt|pc|)\s*$")
_PIXELS = {"": 1, "px": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96 / 72, "pc": 16}
_HOW = "write the picture's path from this page's file, as in `../assets/picture.png`"

Size = tuple[int, int]


class _IsPicture:
    """Mark of an option that names the file of a picture."""


# An option that names the file of a picture, by its path from the page's file. The template gets a ``Picture``.
PicturePath = Annotated[str, _IsPicture()]


def is_picture_path(metadata: list[object]) -> bool:
    """Return whether a field with this metadata names the file of a picture."""
    return any(isinstance(each, _IsPicture) for each in metadata)


@dataclass(frozen=True)
class Picture:
    """A picture as a template shows it; ``uri`` is its path within the folder of pages, ``size`` in CSS pixels."""

    address: str
    uri: str
    size: Size | None


class PictureFault(NamedTuple):
    """What is wrong with the picture that an option names: rule, message and remedy."""

    rule: str
    message: str
    remedy: str


def find_picture(written: str, page_uri: str, docs: Path | None) -> Picture | PictureFault:
    """Return the picture that a page names, or what is wrong with it.

    ``page_uri`` is the page's path within ``docs``, the folder of pages. Without that folder nothing is looked up.
    """
    suffix = posixpath.splitext(written)[1].lower()
    if _SCHEME.match(written):
        return PictureFault("bad-value", f"“{written}” is on another site, which would learn who reads this page",
                            "save the picture in docs/assets/ if its licence allows that, and name that file")
    if written.startswith("/"):
        return PictureFault("broken-link", f"“{written}” begins at the server's root, which is not always this site's",
                            _HOW)
    if suffix not in SUFFIXES:
        return PictureFault("bad-value", f"“{written}” is no picture that browsers show",
                            f"export it as one of {', '.join(SUFFIXES)}")
    if docs is None:
        return Picture(quote(written), "", None)
    folder = posixpath.dirname(page_uri)
    for spelling in _spellings(written):
        uri = posixpath.normpath(posixpath.join(folder, spelling))
        if not uri.startswith("../") and os.path.isfile(docs / uri):
            return _read(docs, uri, folder)
    known = [posixpath.relpath(uri, folder or ".") for uri in _pictures_in(docs)]
    return PictureFault("broken-link", f"“{written}” leads to no picture of the site", suggest_picture(written, known))


def _spellings(written: str) -> Iterator[str]:
    """Yield a path as it is written, percent-decoded, and with its accents stored in either way."""
    for path in dict.fromkeys((written, unquote(written))):
        yield path
        for form in ("NFC", "NFD"):
            yield unicodedata.normalize(form, path)


def _read(docs: Path, uri: str, folder: str) -> Picture | PictureFault:
    size, is_readable = _size(docs / uri)
    name = posixpath.basename(uri)
    if size is None and is_readable:
        return PictureFault("bad-value", f"the drawing “{name}” does not say how large it is",
                            'give its <svg> a `viewBox`, as in `viewBox="0 0 320 420"`')
    if size is None and not uri.lower().endswith(".svg"):  # the check of static files reports such a drawing
        return PictureFault("bad-value", f"“{name}” cannot be read as a picture", "export it anew")
    return Picture(quote(posixpath.relpath(uri, folder or ".")), uri, size)


def picture_size(file: Path) -> Size | None:
    """Return a picture's width and height in CSS pixels; None if they cannot be read."""
    return _size(file)[0]


def _size(file: Path) -> tuple[Size | None, bool]:
    """Return a picture's size, and whether it could be read at all: a drawing may state none."""
    try:
        return _drawing_size(file.read_bytes()) if file.suffix.lower() == ".svg" else _raster_size(file), True
    except (OSError, ValueError, SyntaxError):
        return None, False


def _raster_size(file: Path) -> Size:
    from PIL import Image  # only here, because few pages need it and it takes long to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a picture that would fill the memory: only its head is read
        try:
            with Image.open(file, formats=_FORMATS) as image:
                width, height = image.size
                turned = image.format == "JPEG" and image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
        except Image.DecompressionBombError as error:
            raise ValueError("too many pixels") from error
    return (height, width) if turned else (width, height)


def _drawing_size(content: bytes) -> Size | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    box = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))]
    shape = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else None
    width, height = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    if shape and not (width and height):
        ratio = shape[1] / shape[0]
        width, height = (width, width * ratio) if width else (height / ratio, height) if height else shape
    return (max(1, round(width)), max(1, round(height))) if width and height else None


def _pixels(length: str) -> float:
    """Return a length of SVG in CSS pixels; 0 for one that depends on the page."""
    match = _LENGTH.match(length)
    return float(match[1]) * _PIXELS[match[2]] if match else 0


def suggest_picture(written: str, known: list[str]) -> str:
    """Return a remedy that names the ``known`` paths of the same file name, or else the nearest."""
    name = posixpath.basename(unquote(written)).casefold()
    near = [path for path in known if posixpath.basename(path).casefold() == name]
    if not near:  # by the names alone, because most paths begin and end alike
        paths = {_stem(path): path for path in known}
        near = [paths[stem] for stem in nearest(_stem(name), paths)]
    return "did you mean " + " or ".join(f"“{path}”" for path in near[:3]) + "?" if near else _HOW


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0].lower()


def _pictures_in(docs: Path) -> list[str]:
    return sorted(Path(folder, name).relative_to(docs).as_posix() for folder, _, names in os.walk(docs)
                  for name in names if name.lower().endswith(SUFFIXES))
