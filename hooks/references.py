"""The bibliography's entries as a reader sees them: formatted by a CSL style, with their links.

The only module that knows mkdocs-bibtex, and with ``exports`` the only one that knows Pandoc.
mkdocs-bibtex's Pandoc registry is the engine: it loads the file, holds the style and keeps what it formatted. Two
things are changed in
``_Engine``: Pandoc is fed the entries as they stand in the file (the registry's own way through pybtex
turns ``\\%`` into a comment), and the answer is taken as HTML, not as Markdown to be converted again.
One call formats everything.
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Iterable, Iterator, KeysView
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import lxml.html
import pypandoc
from mkdocs_bibtex.citation import Citation, CitationBlock
from mkdocs_bibtex.registry import PandocRegistry
from pybtex.exceptions import PybtexError

from hooks.bibliography import UNCONFIRMED, Bibliography, read_bibliography
from hooks.entry import Entry
from hooks.evidence import Evidence, EvidenceBase
from hooks.kept import Kept, version_of
from hooks.latex import spelled_out
from hooks.problems import Problem
from hooks.retraction_watch import Snapshot
from hooks.retractions import Standing, standing


class _Engine(PandocRegistry):
    """mkdocs-bibtex's registry with an unchanged bibliography going in and HTML coming out."""

    def __init__(self, text: str, csl_file: str) -> None:
        self._text = for_pandoc(text)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "bibliography.bib")
            file.write_text(text, encoding="utf-8")
            super().__init__(bib_files=[str(file)], csl_file=csl_file, csl_file_encoding="utf-8")

    @cached_property
    def bib_data_bibtex(self) -> str:
        return self._text

    def _process_with_pandoc(self, citation_blocks: list[CitationBlock]) -> tuple[dict[str, str], dict[str, str]]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "bibliography.bib")
            file.write_text(self.bib_data_bibtex, encoding="utf-8")
            page = pypandoc.convert_text(
                "---\nnocite: '@*'\nlink-bibliography: false\n---\n", to="html", format="markdown",
                extra_args=["--citeproc", "--wrap=none", "--quiet", "--sandbox", "--bibliography", str(file),
                            "--csl", self.csl_file],
            )
        return {}, _entries_of(page)


_ENTRY_HEAD = re.compile(
    r"^(@[ \t]*(?!comment|string|preamble)[A-Za-z]+[ \t]*[{(][^,{}()\n]+,)", re.MULTILINE | re.IGNORECASE
)


def for_pandoc(text: str) -> str:
    """The entries as Pandoc must read them, in the copy that only it sees.

    Titles in English, its default, are forced into sentence case (“H. pylori” becomes “h. Pylori”), so the
    language is said to be undetermined; “de Vos CMH” keeps its “de” where it stands; a bare % would begin a
    comment and a Greek letter's command outside mathematics would vanish, so both are made plain.
    """
    return _ENTRY_HEAD.sub(r"\1\n  langid = {und},\n  options = {useprefix=true},", spelled_out(text))


def _entries_of(page: str) -> dict[str, str]:
    """The inner HTML of each formatted reference on Pandoc's page, by key."""
    if not page.strip():
        return {}
    found = {}
    for element in lxml.html.fromstring(page).xpath('//div[contains(@class, "csl-entry")]'):
        _make_safe(element)
        for span in element.xpath('.//span[not(@class) or @class="nocase" or contains(@class, "math")]'):
            span.drop_tag()
        inner = html.escape(element.text or "", quote=False) + "".join(
            lxml.html.tostring(child, encoding="unicode") for child in element
        )
        found[element.get("id").removeprefix("ref-")] = inner.strip()
    return found


_TAGS = {"em", "strong", "i", "b", "u", "sub", "sup", "span", "code", "a"}


def _make_safe(element: lxml.html.HtmlElement) -> None:
    """Keep what a reference needs of Pandoc's HTML: LaTeX can ask for pictures and for links that run scripts."""
    for child in list(element.iterdescendants()):
        href = child.get("href", "")
        if child.tag not in _TAGS or (child.tag == "a" and not href.startswith(("https://", "http://"))):
            child.drop_tag()
            continue
        for name in set(child.attrib) - {"href", "class"}:
            del child.attrib[name]


@lru_cache(maxsize=4)
def _format(preamble: str, entries: tuple[str, ...], csl_file: str, csl: str) -> dict[str, str]:
    """Every entry formatted. ``csl`` is the style's content, so that an edited style is formatted anew.

    All go to Pandoc in one call. Where it refuses, the halves are tried, so that one entry costs no other.
    """
    if not entries:
        return {}
    try:
        engine = _Engine(preamble + "\n".join(entries) + "\n", csl_file)
        engine.validate_citation_blocks([CitationBlock([Citation(key)]) for key in engine.bib_data.entries])
        return dict(engine._reference_cache)
    except (RuntimeError, PybtexError):
        half = len(entries) // 2
        if not half:
            return {}
        first, second = entries[:half], entries[half:]
        return {**_format(preamble, first, csl_file, csl), **_format(preamble, second, csl_file, csl)}


def _formatted(bibliography: Bibliography, csl_file: Path, kept: Path | None) -> dict[str, str]:
    entries = tuple(entry.text for entry in bibliography.entries.values())
    csl = csl_file.read_text(encoding="utf-8")

    def make() -> dict[str, str]:
        return _format(bibliography.preamble, entries, str(csl_file), csl)

    if kept is None:
        return make()
    # What Pandoc could not format is asked again: it may have been Pandoc's fault and not the entry's.
    found: dict[str, str] = Kept(kept, _version()).json(
        (bibliography.preamble, entries, csl), make, lambda found: set(found) == set(bibliography.entries))
    return found


@cache
def _version() -> str:
    """What the formatting depends on besides the bibliography and the style."""
    here = Path(__file__)
    return version_of(here, here.with_name("latex.py"), pypandoc.get_pandoc_version(), version("mkdocs-bibtex"))


@dataclass(frozen=True)
class Reference:
    """One work as a reader sees it. ``html`` is safe; ``links`` are (label, address); ``notice`` may be None."""

    key: str
    html: str
    links: tuple[tuple[str, str], ...]
    notice: str | None
    retracted: bool
    evidence: Evidence
    year: str
    sort_key: tuple[str, ...]


class References:
    """A bibliography's works, formatted. Reads like a mapping of keys.

    Without a ``csl_file`` each work is its title alone: enough to check a page, and quicker than Pandoc. What was
    formatted before is taken from the folder ``kept``, if there is one: the whole bibliography at once, as a style may
    tell two works apart by what stands beside them.
    """

    def __init__(
        self, bibliography: Bibliography, csl_file: Path | None, snapshot: Snapshot | None = None,
        kept: Path | None = None,
    ) -> None:
        self.bibliography = bibliography
        self.snapshot = snapshot or Snapshot()
        standings = {key: standing(entry, self.snapshot.rows) for key, entry in bibliography.entries.items()}
        self.evidence = EvidenceBase(bibliography, {key for key, state in standings.items() if state.retracted})
        self.problems: list[Problem] = []
        formatted = _formatted(bibliography, csl_file, kept) if csl_file else {}
        self._references = {}
        for key, entry in bibliography.entries.items():
            if csl_file and key not in formatted:
                self.problems.append(
                    Problem(bibliography.path, entry.line, 1, "unformatted-reference",
                            f"Pandoc gave no reference for “{key}”", "check the entry's type and fields")
                )
            self._references[key] = Reference(
                key, formatted.get(key, html.escape(entry.plain("title"))), tuple(_links(entry)),
                _notice(entry, standings[key]), standings[key].retracted, self.evidence[key], entry.year,
                (*[n.casefold() for n in entry.family_names[:1]], entry.year, entry.plain("title").casefold()),
            )

    @classmethod
    def from_files(cls, bib_file: Path, csl_file: Path) -> References:
        return cls(read_bibliography(bib_file, bib_file.as_posix()), csl_file)

    def __contains__(self, key: object) -> bool:
        return key in self._references

    def __getitem__(self, key: str) -> Reference:
        return self._references[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._references)

    def keys(self) -> KeysView[str]:
        return self._references.keys()

    def sorted(self) -> list[Reference]:
        """In order of first author, year and title."""
        return sorted(self._references.values(), key=lambda r: r.sort_key)

    def names(self, key: str) -> str | None:
        """The authors as a sentence names them; None where the key is unknown."""
        entry = self.bibliography.entries.get(key)
        return entry.short_names if entry else None

    def stated(self, key: str) -> str:
        """All that a page may state of a work, as one text: where it is the same, so is what the page says."""
        return repr((self._references[key], self.names(key), self.unconfirmed(key)))

    def retraction_reason(self, key: str) -> str:
        """Why the editors cite a retracted work all the same, in a sentence; empty where they do not say."""
        return self.bibliography.entries[key].plain("retraction-reason")

    def unconfirmed(self, key: str) -> str | None:
        """The status of a work that must not be cited; None where it may be."""
        status = self.bibliography.entries[key].fields.get("x-status", "")
        return status if status in UNCONFIRMED else None


def _links(entry: Entry) -> Iterable[tuple[str, str]]:
    """Where a work can be found: DOI, PubMed, PubMed Central, arXiv, or its own address where none of them is that."""
    fields = entry.fields
    found = []
    if entry.doi.startswith("10."):
        found.append((f"doi:{entry.doi}", "https://doi.org/" + quote(entry.doi, safe="/():;.-_~")))
    if fields.get("pmid", "").isdigit():
        found.append((f"PubMed {fields['pmid']}", f"https://pubmed.ncbi.nlm.nih.gov/{fields['pmid']}/"))
    pmcid = fields.get("pmcid", "").upper()
    if pmcid.startswith("PMC"):
        found.append((pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(pmcid)}/"))
    if fields.get("archiveprefix", "").lower() == "arxiv" and fields.get("eprint"):
        found.append((f"arXiv:{fields['eprint']}", "https://arxiv.org/abs/" + quote(fields["eprint"])))
    url = fields.get("url", "")
    elsewhere = {address.rstrip("/") for _, address in found}
    if url.startswith(("https://", "http://")) and not entry.doi and url.rstrip("/") not in elsewhere:
        found.append((url.split("/")[2], url))
    return found


def _notice(entry: Entry, state: Standing) -> str | None:
    """What a reader must know of the work before trusting it, the gravest only; None where there is nothing."""
    if state.retracted:
        return f"Retracted{state.since}"
    concern = entry.plain("x-concern").replace("--", "–").rstrip(".")
    if concern or state.concern:
        return concern or f"An expression of concern was published{state.since}"
    correction = entry.plain("x-correction").replace("--", "–").rstrip(".")
    if correction or state.corrected:
        return correction or f"A correction was published{state.since}"
    return None
