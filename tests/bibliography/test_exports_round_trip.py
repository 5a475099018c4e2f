"""Whatever the letters of a work are, they are in each file for reference managers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import lxml.html
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sites import SAMPLE, Built, sample_site

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.exports import WorksToExport
from proofdesk.bibliography.latex import escape, latex_to_text
from proofdesk.bibliography.names import Name
from proofdesk.bibliography.pandoc.items import read_works
from proofdesk.bibliography.parser import parse_bibliography, read_bibliography
from proofdesk.common.text import plain_letters

__all__ = ["sample_site"]

ReadBib = Callable[[str | bytes], Bibliography]


class Work(NamedTuple):
    """What an entry states, as text."""

    title: str
    container: str
    names: list[Name]
    year: str
    pages: str


# LaTeX makes other signs of dashes and quotation marks, and BibTeX counts braces even if they are escaped.
SIGNS = st.characters(exclude_categories=("C", "Z", "M"), exclude_characters="-`'\"!?{}")
# Registries write signs as “&gt;”, and so they are read. Hypothesis takes such words from the program itself.
WORDS = st.lists(st.text(SIGNS, min_size=1, max_size=9).filter(lambda word: unescape(word) == word),
                 min_size=1, max_size=5).map(lambda words: " ".join([*words, "Wort"]))
NAMES = st.lists(
    st.builds(Name, st.text("abcÄÖéлü王Æ’", max_size=9).map("Ö{}".format),
              st.sampled_from(["Ada", "Ana María", "J. K.", "Ömer", "Лев", "伟", ""]),
              st.sampled_from(["", "", "van", "de la"]), st.sampled_from(["", "", "Jr.", "III"]))
    | st.builds(Name, literal=WORDS), min_size=1, max_size=4)
WORKS = st.builds(Work, WORDS, WORDS, NAMES, st.sampled_from(["1999", "2020", "1843"]),
                  st.sampled_from(["12--15", "S1--S9", "e1004", "12, 15--17", "xi--xiv", "7"]))


def entry_of(key: str, work: Work) -> str:
    names = " and ".join(name.latex for name in work.names)
    return (f"@article{{{key}, author = {{{names}}}, title = {{{escape(work.title)}}}, year = {{{work.year}}},\n"
            f"  journal = {{{escape(work.container)}}}, pages = {{{work.pages}}}}}\n")


def of_ris(text: str) -> dict[str, str]:
    """The letters of each record of a RIS file, by key."""
    records = [record.split("\r\n") for record in text.split("ER  - \r\n")]
    lines = [dict.fromkeys(line[6:] for line in record if line[2:6] == "  - ") for record in records]
    keys = [next((line[6:] for line in record if line.startswith("ID")), "") for record in records]
    return {key: plain_letters(" ".join(values)) for key, values in zip(keys, lines, strict=True) if key}


def of_json(text: str) -> dict[str, str]:
    """The letters of each item of a CSL-JSON file, by key."""
    return {item["id"]: plain_letters(" ".join(texts_of(item))) for item in json.loads(text)}


def texts_of(value: object) -> Iterator[str]:
    """Every text and number of a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from texts_of(each)
    else:
        yield re.sub(r"</?(?:i|b|sub|sup|span)(?: [^<>]*)?>", "", str(value))


def of_bibtex(text: str) -> dict[str, str]:
    """The letters of each entry of a BibTeX file as its own reader shows them, by key."""
    return {key: plain_letters(" ".join([*map(entry.plain, entry.fields), latex_to_text(entry.value("author"))]))
            for key, entry in parse_bibliography(text.encode("utf-8"), "x.bib").entries.items()}


READERS = {"references.ris": of_ris, "references.json": of_json, "references.bib": of_bibtex}


def parts(work: Work) -> list[str]:
    """What has to be in each file."""
    names = [part for name in work.names for part in (name.family, name.given, name.prefix, name.suffix, name.literal)]
    parts = (work.title, work.container, work.year, *names, *work.pages.split("--"))
    return [plain_letters(part) for part in parts if part]


@settings(max_examples=3, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
          phases=[Phase.generate])
@given(st.lists(WORKS, min_size=40, max_size=60))
@pytest.mark.build
def test_every_letter_is_in_every_export(works: list[Work]) -> None:
    """Or the build names the field: nothing is lost in silence."""
    written = "".join(entry_of(f"k{number}", work) for number, work in enumerate(works))
    bibliography = parse_bibliography(written.encode("utf-8"), "x.bib")
    assert bibliography.problems == []
    told = {key for key, read in read_works(bibliography.entries.values()).items() if read.lost or not read.item}
    assert len(told) < len(works) / 10
    for name, text in WorksToExport(bibliography).files().items():
        found = READERS[name](text)
        for number, work in enumerate(works):
            missing = [part for part in parts(work) if part not in found[f"k{number}"]]
            assert not missing or f"k{number}" in told, (name, work)


@pytest.mark.parametrize(("fields", "file", "line"), [
    (r"title = {p \textless{}i and x\textgreater{} y}", "references.ris", "TI  - p <i and x> y"),
    (r"title = {\textless{}i\textgreater{}E. coli\textless{}/i\textgreater{} in \emph{vitro}}", "references.ris",
     "TI  - E. coli in vitro"),
    ("title = {T}, date = {2000/2010}", "references.ris", "N1  - Published 2000–2010."),
    ("title = {T}, booktitle = {The series}", "references.ris", "T3  - The series"),
    ("title = {T}, location = {Genf}, publisher = {P}", "references.ris", "CY  - Genf"),
    ("title = {T}, location = {Genf}, publisher = {P}", "references.json", '"publisher-place": "Genf"'),
    ("title = {T}, langid = {ngerman}", "references.ris", "LA  - de"),
])
def test_field_is_in_the_file(read_bib: ReadBib, fields: str, file: str, line: str) -> None:
    bibliography = read_bib(f"@book{{w, author = {{A, B}}, {fields}{'' if 'date' in fields else ', year = 2020'}}}")
    assert line in WorksToExport(bibliography).files()[file]


def test_article_says_its_works_to_machines(sample_site: Built) -> None:
    """Each work of the JSON-LD has its title, container, year and pages; names are only in the form of the page."""
    works = read_bibliography(SAMPLE / "bibliography.bib", "bibliography.bib").entries
    seen = 0
    for page in (sample_site.folder / "articles").glob("*/index.html"):
        for node in json_ld_of(page):
            for cited in node.get("citation", []) if node.get("@type") == "Article" else []:
                entry, found = works[cited["@id"].rpartition("#ref-")[2]], plain_letters(" ".join(texts_of(cited)))
                stated = [entry.plain("title"), entry.year, entry.plain("journal")]
                stated += entry.plain("pages").split("–") if entry.type == "article" else []
                assert [part for part in stated if plain_letters(part) not in found] == [], cited
                seen += 1
    assert seen > 50


def json_ld_of(page: Path) -> list[dict[str, Any]]:
    """The nodes of a page's JSON-LD."""
    (script,) = lxml.html.parse(str(page)).xpath('//script[@type="application/ld+json"]/text()')
    graph: list[dict[str, Any]] = json.loads(script)["@graph"]
    return graph
