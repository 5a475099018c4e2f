"""Parse the BibTeX file into entries with positions, and keep between builds what has not changed."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from pybtex.database.input.bibtex import month_names
from pybtex.utils import CaseInsensitiveDict

from proofdesk.bibliography.bibliography import Bibliography, Chunk
from proofdesk.bibliography.bibtex.chunks import bounds, pack, unpack
from proofdesk.bibliography.bibtex.inheritance import resolve_inheritance
from proofdesk.bibliography.bibtex.reader import EntryReader
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint
from proofdesk.common.errors import explain
from proofdesk.common.files import MAX_BIB_BYTES, read_ordinary
from proofdesk.common.problems import Problem, conflicts, control_characters


def read_bibliography(path: Path, name: str, cache_dir: Path | None = None) -> Bibliography:
    """Read a BibTeX file. ``name`` is its path as problems print it. Faults in it are problems, never exceptions.

    With a ``cache_dir``, what has not changed in the file is read from the cache.
    """
    try:
        content = read_ordinary(path, MAX_BIB_BYTES)
    except OSError as error:
        bibliography = Bibliography(name)
        reason, remedy = explain(error)
        if isinstance(error, FileNotFoundError):
            remedy = "put the bibliography at this path, or name another in mkdocs.yml"
        bibliography.report(Problem(name, 1, 1, "bib-syntax", f"the file cannot be read: {reason}", remedy))
        return bibliography
    return parse_bibliography(content, name, cache_dir)


def parse_bibliography(content: bytes, name: str, cache_dir: Path | None = None) -> Bibliography:
    """Return the bibliography that a file with this content holds."""
    bibliography = Bibliography(name)
    try:
        text = content.decode("utf-8-sig")
        signs = [*control_characters(name, text)]
    except UnicodeDecodeError as error:  # UTF-16 has a control character beside each letter, and is one mistake
        line = content[: error.start].count(b"\n") + 1
        bibliography.report(Problem(name, line, 1, "not-utf8", "this line holds bytes that are not UTF-8",
                                    "save the file as UTF-8"))
        text, signs = content.decode("utf-8-sig", errors="replace"), []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    marks = [*conflicts(name, text)]
    for problem in (*marks, *signs):
        bibliography.report(problem)
    text = _without_marks(text) if marks else text
    macros = CaseInsensitiveDict({**month_names, **{name.lower(): name for name in month_names.values()}})
    if cache_dir is None:
        EntryReader(bibliography, text, macros).read()
    else:
        _read_chunks(bibliography, text, macros, cache_dir)
    resolve_inheritance(bibliography.entries)
    return bibliography


def _without_marks(text: str) -> str:
    """Return a text with an empty line for each mark of a merge, and for each line of the others' half of an entry.

    The marks are told. Read as BibTeX they would be told again, and with them each citation of their entry. Of whole
    entries both halves stay.
    """
    lines, within, kept, last = text.split("\n"), False, True, ""
    for number, line in enumerate(lines):
        if line.startswith("<<<<<<<"):
            within, kept, last = True, True, "}"
        elif within and line.startswith("|||||||"):
            kept = False
        elif within and line.startswith("======="):
            following = next((each for each in lines[number + 1 : number + 4] if each.strip()), "")
            kept = following.startswith("@") and last.strip() == "}"
        elif within and line.startswith(">>>>>>>"):
            within, kept = False, True
        elif kept:
            last = line if line.strip() else last
            continue
        lines[number] = ""
    return "\n".join(lines)


def _read_chunks(bibliography: Bibliography, text: str, macros: CaseInsensitiveDict, cache_dir: Path) -> None:
    """Read a text chunk by chunk, each from the cache if it can be read by itself and is known."""
    code = fingerprint(code_fingerprint("common", "bibliography"), version("pybtex"), version("latexcodec"))
    cache, reader, stops = Cache(cache_dir, code), EntryReader(bibliography, text, macros), bounds(text)
    known = fingerprint(repr([*macros.items()]))
    start, line, following = 0, 1, dict(pairwise(stops))
    while start < len(text):
        end, count, before = following[start], len(bibliography.entries), bibliography.preamble
        chunk = text[start:end]
        own = fingerprint(known, chunk)
        rows: list[list[Any]] | None = cache.json(own, partial(_read_alone, chunk, macros))
        if rows is None:
            end = reader.read(start, following)
            own = fingerprint(known, text[start:end])
        else:
            for entry in unpack(rows, chunk, line, bibliography.path):
                bibliography.add(entry)
        new = tuple(islice(reversed(bibliography.entries), len(bibliography.entries) - count))
        bibliography.chunks.append(Chunk(own, new[::-1]))
        line, start = line + text.count("\n", start, end), end
        if bibliography.preamble != before:
            known = fingerprint(repr([*macros.items()]))


def _read_alone(chunk: str, macros: CaseInsensitiveDict) -> list[list[Any]] | None:
    """Return the entries of a chunk as JSON values, or None if they depend on where it stands.

    They do if something is wrong with it, because messages name lines; if an entry does not end in it; and if it holds
    abbreviations, which what follows may use.
    """
    alone = Bibliography("")
    reader = EntryReader(alone, chunk, CaseInsensitiveDict(macros))
    reader.read()
    if reader.is_open or alone.problems or alone.broken_keys or alone.preamble:
        return None
    return pack(alone.entries, chunk)
