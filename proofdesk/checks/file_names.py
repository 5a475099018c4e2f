"""Check that every file to publish has an address of its own, on any disk and any server."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from proofdesk.common.problems import Problem

# Line ends, other control characters, and bytes that are no UTF-8, which Python reads as lone surrogates.
_NO_LETTERS = ("Cc", "Cs", "Zl", "Zp")


def unusable_names(paths: Iterable[str]) -> dict[str, Problem]:
    """Return a problem for each file whose name no address can have. ``paths`` are as problems print them."""
    found = {}
    for path in paths:
        if any(unicodedata.category(sign) in _NO_LETTERS for sign in path):
            shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in path)
            found[path] = Problem(shown, 1, 1, "bad-file-name",
                                  "the name of this file has characters that no address can have", "rename the file")
    return found


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


def _reason(one: str, other: str) -> str:
    if one == other:
        return "have the same address"
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other):
        return ("have names that look the same and differ only in how an accent is stored, so many disks take them for "
                "one")
    return "have addresses that differ only in capitals, so many disks and servers take them for one"
