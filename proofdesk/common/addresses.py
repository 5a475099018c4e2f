"""Addresses within the site and paths on disk: two writings of one name.

An address is percent-encoded, as MkDocs' ``url`` and everything that a reader's browser gets; a path is the name
itself.
"""

from __future__ import annotations

import posixpath
from urllib.parse import quote, unquote


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
