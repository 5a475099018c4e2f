"""Check that every file to publish has an address of its own, on any disk and any server."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from proofdesk.common.problems import Problem
from proofdesk.common.text import UNSEEN, is_device

# Line ends, other control characters, and bytes that are no UTF-8, which Python reads as lone surrogates.
_NO_LETTERS = ("Cc", "Cs", "Zl", "Zp")
_NOT_ON_WINDOWS = '<>:"|?*\\'
# Of the 260 that Windows has for a whole path, what the folders above and the names beside a page leave.
MAX_PATH = 160


def unusable_names(paths: Iterable[str]) -> dict[str, Problem]:
    """Return a problem for each file whose name no address can have. ``paths`` are as problems print them."""
    found = {}
    for path in paths:
        if UNSEEN.search(path) or any(unicodedata.category(sign) in _NO_LETTERS for sign in path):
            shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in path)
            found[path] = Problem(shown, 1, 1, "bad-file-name",
                                  "the name of this file has characters that no address can have or that nobody sees",
                                  "rename the file")
    return found


def not_on_windows(uris: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each file that Windows cannot have, so that nobody can work there.

    ``uris`` have the path of each file within the folder of pages, by its path as problems print it.
    """
    for path, uri in sorted(uris.items()):
        parts = uri.split("/")
        device = next(filter(is_device, parts), "")
        sign = next((sign for sign in uri if sign in _NOT_ON_WINDOWS), "")
        if device:
            reason = f"“{device}” is the name of a device there"
        elif sign:
            reason = f"“{sign}” is in none of its names"
        elif any(part.endswith((".", " ")) for part in parts):
            reason = "it takes a dot or a space off the end of a name"
        elif len(uri) > MAX_PATH:
            reason = f"its path has {len(uri)} characters, and with its folders that is more than Windows reads"
        else:
            continue
        yield Problem(path, 1, 1, "not-on-windows", f"Windows cannot have a file of this name: {reason}",
                      "rename the file if anybody works on Windows")


def same_addresses(published: Mapping[str, str], own: Iterable[str] = ()) -> list[Problem]:
    """Return a problem for each file that would be published in another one's place.

    ``published`` has the path of each file as it is published, from the site's root, by its path as problems print it.
    ``own`` are the paths of the files that the site makes itself.
    """
    problems = []
    first: dict[str, str] = {_alike(path): "" for path in own}
    for source, path in sorted(published.items()):
        key = _alike(path)
        if key not in first:
            first[key] = source
            continue
        other = first[key]
        reason = _reason(published[other], path) if other else "the site makes a file of this name itself"
        what = f"this file and “{other}” {reason}" if other else reason
        remedy = "rename one of them" if other else "rename the file"
        problems.append(Problem(source, 1, 1, "same-address", what, remedy))
    return [*problems, *_files_as_folders(published, first)]


def _files_as_folders(published: Mapping[str, str], by_path: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each file that is published where another needs a folder."""
    found: set[str] = set()
    for source, path in sorted(published.items()):
        for folder in list(PurePosixPath(path).parents)[:-1]:
            other = by_path.get(_alike(str(folder)))
            if other and other not in found:
                found.add(other)
                yield Problem(other, 1, 1, "same-address", f"this file would be published as “{folder}”, which is the "
                              f"folder of “{source}”", "rename the file")


def _alike(path: str) -> str:
    """Return what disks and servers compare that know neither capitals nor the two writings of an accent."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).lower())


def composed(folder: str, uri: str) -> str:
    """Return a file's path within a folder as git has it, if the disk takes both writings of an accent for one.

    A disk of macOS may give back “u” and the dots apart, where git, links and other systems have “ü”.
    """
    name = unicodedata.normalize("NFC", uri)
    with suppress(OSError, ValueError):
        if name != uri and os.path.samefile(os.path.join(folder, name), os.path.join(folder, uri)):
            return name
    return uri


def _reason(one: str, other: str) -> str:
    if one == other:
        return "have the same address"
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other):
        return ("have names that look the same and differ only in how an accent is stored, so many disks take them for "
                "one")
    return "have addresses that differ only in capitals, so many disks and servers take them for one"
