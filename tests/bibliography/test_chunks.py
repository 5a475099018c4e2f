"""A bibliography read chunk by chunk, with what earlier builds kept, is the one that is read as a whole."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.bibtex import chunks
from proofdesk.bibliography.bibtex.reader import EntryReader
from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.checks.bibliography import check_uncited

# Entries as they stand in real files, some with a fault, and what may stand between them.
PIECES = (
    "@article{one, author = {A, B}, title = {One}, year = 2020, journal = {J}}\n",
    "@article{two,\n  author = {C, D and E, F},\n  title = {Two {X}},\n  year = {2021},\n  month = jan\n}\n\n",
    "@misc{Two, title = {The same key}, year = 2000}\n",
    "@book(three, title = {In round brackets}, year = 1999)\n",
    "@string{long = {A long name}}\n", "@STRING(long = {Another name})\n", '@preamble{"\\newcommand"}\n',
    "@article{named, title = {T}, journal = long, year = 2001}\n",
    "@article{named, title = {T}, journal = long, year = 2001}\n",
    "@comment{@article{no, title = {None}}}\n", "@comment no brace\n", "Words between entries.\n", "\n\n",
    "% @article{x,\n",
    "@article{open, title = {Never closed, year = 2020\n", "}\n", ", year = 2020}\n", "@article{nokey\n",
    "@article{within, title = {T}, abstract = {Code:\n@inner{x, y = {z}}\nends.}, year = 2002}\n",
    "@article{twice, title = {T}, title = {U}}\n", "@article{bad key, title = {T}}\n",
    "@article{a} @misc{b, year = 1}\n",
    "@inproceedings{part, crossref = {whole}, title = {P}}\n", "@proceedings{whole, title = {W}, year = 2003}\n",
    "  @article{indented, title = {I}}\n", "@article{quoted, title = \"Q\" # long}\n", "<<<<<<< HEAD\n",
    "@article{percent, title = {T}, % a comment\n  year = 2004}\n", "@article{mark, title = {a\x07b}}\n", "@\n",
    "@@article{\n",
)


def state(bibliography: Bibliography) -> Bibliography:
    """All that was read, whichever way it was."""
    return replace(bibliography, chunks=[])


def edited(pieces: list[str], draw: random.Random) -> list[str]:
    """The pieces after one edit, as an editor makes it."""
    at = draw.randrange(len(pieces) + 1)
    if pieces and draw.random() < 0.5:
        return [*pieces[:at], *pieces[at + 1 :]]
    return [*pieces[:at], draw.choice(PIECES), *pieces[at:]]


@pytest.mark.build
@pytest.mark.parametrize("apart", [1, 3])
def test_chunks_are_read_as_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: int) -> None:
    """Over a walk of 1,000 edits, with a new chunk at each entry, or at each third."""
    monkeypatch.setattr(chunks, "_ENTRIES", apart)
    draw, pieces, used = random.Random(apart), list[str](), 0
    for _ in range(1_000):
        pieces = edited(pieces, draw)[:30]
        content = "".join(pieces).encode()
        found = parse_bibliography(content, "b.bib", tmp_path)
        whole = parse_bibliography(content, "b.bib")
        assert state(found) == whole, content.decode()
        assert [key for chunk in found.chunks for key in chunk.keys] == list(whole.entries)
        assert list(check_uncited(found, (), tmp_path / "rules")) == list(check_uncited(whole, ()))
        used += len(found.chunks)
    assert used > 2_000


def test_an_edit_reads_one_chunk_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"@article{{work{n},\n  title = {{Title {n}}},\n  year = {{2020}}\n}}\n\n" for n in range(2_000))
    parse_bibliography(text.encode(), "b.bib", tmp_path)
    read, usual = list[str](), EntryReader.read

    def noted(reader: EntryReader, *bounds: object) -> int:
        read.append(reader._text)
        return usual(reader, *bounds)  # type: ignore[arg-type]

    monkeypatch.setattr(EntryReader, "read", noted)
    more = "@misc{more, year = 1}\n@article{work77,"
    for old, new in (("Title 1234}", "Another title}"), ("@article{work77,", more)):
        read.clear()
        text = text.replace(old, new)
        found = parse_bibliography(text.encode(), "b.bib", tmp_path)
        assert len(found.chunks) > 8
        assert len(read) == 1 and new in read[0] and len(read[0]) < len(text) / 2
    assert found.entries["work1999"].line == text.count("\n", 0, text.index("@article{work1999")) + 1
