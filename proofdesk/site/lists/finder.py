"""Files by which a link to a work finds the page of the list that has it, whatever page had it before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from proofdesk.common.addresses import path_at
from proofdesk.site.lists.lists import Lists


def work_files(lists: Lists) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield the path of each file, and in it the number of the page of each work; none for a list of one page."""
    for base in lists.work_lists:
        files: dict[str, dict[str, int]] = defaultdict(dict)
        for key, number in lists.work_pages.items():
            files[file_name(key)][key] = number
        folder = path_at(base).removesuffix("index.html")
        yield from ((f"{folder}find/{name}.json", places) for name, places in sorted(files.items()))


def file_name(key: str) -> str:
    """Return the name of a key's file: its first letter, small; a sign that no file's name may have is “_”."""
    first = key[0].lower()
    return first if first.isascii() and first.isalnum() else "_"
