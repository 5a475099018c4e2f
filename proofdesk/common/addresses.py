"""Addresses within the site and paths on disk: two writings of one name.

An address is percent-encoded, as MkDocs' ``url`` and everything that a reader's browser gets; a path is the name
itself.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, unquote

_PICTURE_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|heic|eps)$", re.I)
# As cameras, phones, Word and Pandoc name pictures.
_GIVEN_NAME = re.compile(
    r"(?:img|image|dsc[nf]?|pxl|photo|pic|picture|figure|fig|scan|screenshot|untitled)[ ._-]{0,3}\d[\d ._-]*$", re.I)


def path_at(address: str) -> str:
    """Return the path of the file at an address, both from the site's root."""
    path = unquote(address)
    return f"{path}index.html" if not path or path.endswith("/") else path


def address_of(path: str) -> str:
    """Return the address of the file at a path, as MkDocs writes it."""
    return quote(path)


def page_address(uri: str) -> str:
    """Return the address of the page whose source is ``uri`` within the folder of pages, as MkDocs does."""
    folder, name = posixpath.split(uri)
    stem = posixpath.splitext(name)[0]
    path = folder if stem in ("index", "README") else posixpath.join(folder, stem)
    return quote(f"{path}/") if path else ""


def place_at(address: str, anchor: str) -> str:
    """Return the address of a place on the page at an address."""
    return f"{address}#{quote(anchor)}"


def names_local_file(words: str) -> bool:
    """Return whether words are a place on somebody's disk, as Word writes it where a picture has no description."""
    return bool(re.match(r"(?:[A-Za-z]:|\\)\\|/(?:Users|home)/|file:/|[\w ]+:Users:[^:\n]+:", words))


def repeats_file_name(words: str, address: str) -> bool:
    """Return whether words about the picture at an address are no more than the name of a file.

    “Cells” may say what is in ``cells.png``; a name with digits or joined words was not written for readers.
    """
    name = posixpath.basename(unquote(address.partition("?")[0]))
    stem = posixpath.splitext(name)[0]
    return (words.casefold() == name.casefold() or names_local_file(words)
            or bool(_PICTURE_FILE.match(words) or _GIVEN_NAME.match(words))
            or (words.casefold() == stem.casefold() and re.search(r"[\d_-]", stem) is not None))
