"""Merge what others published with what an editor has written, without a checkout: trees in, a tree out.

Git's own merge of trees decides file by file, and ``git merge-file`` line by line. Nothing of the folder is touched.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

from proofdesk.desk.git import run_git
from proofdesk.desk.publishing.repository import Repository

# One place that both changed, as `git merge-file --diff3` marks it: ours, what was there before, theirs.
_HUNK = re.compile(rb"^<{7} ours\r?\n(.*?)^\|{7} before\r?\n(.*?)^={7}\r?\n(.*?)^>{7} theirs\r?\n", re.M | re.S)


class Conflict(NamedTuple):
    """A file that both sides changed at the same place: the lines in ours, and the three contents' ids (or nothing)."""

    path: str
    lines: tuple[int, int] | None
    before: str
    ours: str
    theirs: str


class Merged(NamedTuple):
    """The tree that came of a merge, and the files that could not be merged, which are as in ours."""

    tree: str
    conflicts: list[Conflict]


def merge(repository: Repository, before: str, ours: str, theirs: str, appends: Callable[[str], bool],
          mine: Collection[str] = (), others: Collection[str] = ()) -> Merged:
    """Merge two trees that come of one.

    Files that ``appends`` names, such as a bibliography, take what both added at one place, ours first. Of a conflict,
    files in ``mine`` stay as ours, and those in ``others`` become theirs.
    """
    if theirs in (ours, before):
        return Merged(ours, [])
    if ours == before:
        return Merged(theirs, [])
    with repository.index() as index:
        repository.run("read-tree", "-i", "-m", "--aggressive", before, ours, theirs, index=index)
        conflicts = []
        for path, stages in _unmerged(repository, index).items():
            merged, conflict = _merge_file(repository, path, stages, appends(path))
            if conflict and path in others:
                merged, conflict = stages.get("3"), None
            elif conflict and path in mine:
                merged, conflict = stages.get("2"), None
            if conflict:
                conflicts.append(conflict)
                merged = stages.get("2")
            _settle(repository, index, path, merged, len(theirs))
        return Merged(repository.text("write-tree", index=index), conflicts)


def _unmerged(repository: Repository, index: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """Return mode and blob by stage (1 before, 2 ours, 3 theirs) of each file that git left to us."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for line in repository.run("ls-files", "-u", "-z", index=index).decode("utf-8", "surrogateescape").split("\0"):
        if line:
            facts, _, path = line.partition("\t")
            mode, blob, stage = facts.split(" ")
            found.setdefault(path, {})[stage] = (mode, blob)
    return found


def _settle(repository: Repository, index: Path, path: str, merged: tuple[str, str] | None,
            length: int) -> None:
    """Put a file's merged state in place of its three."""
    name = path.encode("utf-8", "surrogateescape")
    lines = b"0 " + b"0" * length + b"\t" + name + b"\0"
    if merged:
        lines += f"{merged[0]} {merged[1]} 0\t".encode("ascii") + name + b"\0"
    repository.run("update-index", "-z", "--index-info", index=index, given=lines)


def _merge_file(repository: Repository, path: str, stages: dict[str, tuple[str, str]],
                appends: bool) -> tuple[tuple[str, str] | None, Conflict | None]:
    """Merge a file that both sides changed."""
    blobs = {stage: stages.get(stage, ("", ""))[1] for stage in "123"}
    told = Conflict(path, None, blobs["1"], blobs["2"], blobs["3"])
    if not blobs["2"] or not blobs["3"] or any(mode == "120000" for mode, _ in stages.values()):
        return None, told
    texts = _alike([repository.content(blobs[stage]) if blobs[stage] else b"" for stage in "213"])
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        files = [Path(folder) / stage for stage in "213"]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(text)
        done = run_git(Path(folder), ["merge-file", "-p", "-q", "--diff3", "-L", "ours", "-L", "before", "-L", "theirs",
                                      *map(str, files)])
    if done.returncode > 127:  # a picture, for one
        return None, told
    text = done.stdout
    if done.returncode:
        hunks = list(_HUNK.finditer(text))
        if not (appends and hunks and all(not hunk[2] for hunk in hunks)):
            return None, told._replace(lines=_lines(text, hunks))
        text = _HUNK.sub(lambda hunk: _both(hunk[1], hunk[3]), text)
    blob = repository.run("hash-object", "-w", "--stdin", given=text).decode("ascii").strip()
    return (stages["2"][0], blob), None


def _alike(texts: list[bytes]) -> list[bytes]:
    """Give texts the line ends of the first, or each line of a text that another program saved would be a change."""
    ends = [text.count(b"\r\n") * 2 > text.count(b"\n") for text in texts]
    if any(b"\0" in text for text in texts) or len({end for end, text in zip(ends, texts, strict=True) if text}) < 2:
        return texts
    unix = [text.replace(b"\r\n", b"\n") for text in texts]
    return [text.replace(b"\n", b"\r\n") for text in unix] if ends[0] else unix


def _lines(text: bytes, hunks: list[re.Match[bytes]]) -> tuple[int, int] | None:
    """Return the first and the last line, in ours, of the first place that both changed."""
    if not hunks:
        return None
    first = text.count(b"\n", 0, hunks[0].start()) + 1
    return first, max(first, first + hunks[0][1].count(b"\n") - 1)


def _both(ours: bytes, theirs: bytes) -> bytes:
    end = b"\r\n" if ours.endswith(b"\r\n") else b"\n"
    return ours if ours == theirs else ours.rstrip(b"\r\n") + end * 2 + theirs.lstrip(b"\r\n")
