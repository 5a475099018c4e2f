"""Format entries by a CSL style with Pandoc, through mkdocs-bibtex."""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path

import lxml.html
import pypandoc
from mkdocs_bibtex.citation import Citation, CitationBlock
from mkdocs_bibtex.registry import PandocRegistry
from pybtex.exceptions import PybtexError

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.pandoc.items import ID, numbered, pandoc_version, read_works
from proofdesk.bibliography.pandoc.pandoc_entry import pandoc_entry
from proofdesk.bibliography.pandoc.round_trip import is_shown
from proofdesk.common.cache import Cache, fingerprint
from proofdesk.common.errors import ProofdeskError


class StyleError(ProofdeskError):
    """The style cannot be used for any work. The message says why, as a sentence without a full stop."""


class _Engine(PandocRegistry):
    """mkdocs-bibtex's registry, given the entries as Pandoc reads them and returning HTML.

    The registry's own way through pybtex turns ``\\%`` into a comment, and returns Markdown to be converted again.
    """

    def __init__(self, text: str, csl_file: str) -> None:
        self._text = text
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "bibliography.bib")
            file.write_text(text, encoding="utf-8")
            super().__init__(bib_files=[str(file)], csl_file=csl_file, csl_file_encoding="utf-8")

    @cached_property
    def bib_data_bibtex(self) -> str:
        return self._text

    def _process_with_pandoc(self, citation_blocks: list[CitationBlock]) -> tuple[dict[str, str], dict[str, str]]:
        return {}, _entries_of(_format_with_pandoc(self.bib_data_bibtex, self.csl_file))


def _format_with_pandoc(text: str, csl_file: str) -> str:
    """Return Pandoc's page with a reference for each of the entries. Raises RuntimeError with its own words."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bibliography.bib")
        file.write_text(text, encoding="utf-8")
        page: str = pypandoc.convert_text(
            "---\nnocite: '@*'\nlink-bibliography: false\n---\n", to="html", format="markdown",
            extra_args=["--citeproc", "--wrap=none", "--quiet", "--sandbox", "--bibliography", str(file),
                        "--csl", csl_file],
        )
    return page


def _entries_of(page: str) -> dict[str, str]:
    """Return the inner HTML of each formatted reference on Pandoc's page, by key."""
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
    """Reduce Pandoc's HTML to safe tags and links: LaTeX can ask for pictures and for links that run scripts."""
    for child in list(element.iterdescendants()):
        href = child.get("href", "")
        if child.tag not in _TAGS or (child.tag == "a" and not href.startswith(("https://", "http://"))):
            child.drop_tag()
            continue
        for name in set(child.attrib) - {"href", "class"}:
            del child.attrib[name]


@dataclass(frozen=True)
class Formatted:
    """The HTML of each work that Pandoc can format, and what it says of each that it cannot, by key.

    ``lost`` has the fields of each work that readers would not see whole.
    """

    html: dict[str, str]
    refused: dict[str, str]
    lost: dict[str, tuple[str, ...]]


def format_entries(entries: Iterable[Entry], csl_file: Path, cache_dir: Path | None) -> Formatted:
    """Format works by a style. Works that are not in the cache go to Pandoc in one call. Raises StyleError."""
    works = {entry.key: entry for entry in entries}
    read = read_works(works.values(), cache_dir)
    csl = csl_file.read_text(encoding="utf-8", errors="replace")
    cache = Cache(cache_dir, _version()) if cache_dir else None
    hits = {key: hit.text for key, work in read.items() if cache and (hit := cache.load((csl, work.text)))}
    missing = tuple((key, work.text) for key, work in read.items() if key not in hits)
    made, refused = _format(missing, str(csl_file), csl)
    if cache:
        for key, text in made.items():
            cache.store((csl, read[key].text), text)
    both = {**hits, **made}
    whole = {key: both[key] for key in works if key in both and not read[key].lost}
    unshown = _unshown({key: works[key] for key, text in whole.items() if not _shows_title(works[key], text)},
                       csl_file, csl)
    lost = {key: read[key].lost or (("title",) if key in unshown else ()) for key in works if key in both}
    return Formatted({key: both[key] for key in works if key in both}, refused,
                     {key: names for key, names in lost.items() if names})


def _shows_title(entry: Entry, text: str) -> bool:
    return is_shown(entry, "title", lxml.html.fragment_fromstring(text, create_parent="div").text_content())


def _unshown(works: dict[str, Entry], csl_file: Path, csl: str) -> set[str]:
    """Return which of these works, whose reference lacks the title, are of a kind whose title the style shows."""
    examples = {key: Entry(ID, entry.type, {**entry.fields, "title": _TITLE}, "", 1, entry.inherited)
                for key, entry in works.items()}
    formatted, _ = _format(tuple((key, pandoc_entry(each, ID)) for key, each in examples.items()), str(csl_file), csl)
    return {key for key, text in formatted.items() if _TITLE in text}


_TITLE = "Quixotically"
_EXAMPLE = "@misc{w0,\n  author = {Name, A.},\n  title = {Title},\n  year = {2000}\n}\n"


@lru_cache(maxsize=64)
def _format(texts: tuple[tuple[str, str], ...], csl_file: str, csl: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return works, given as key and entry, as HTML, and what is said of those that cannot be formatted.

    If Pandoc fails, each half is tried, so that a fault affects one work only. ``csl`` is the style's content, so that
    an edited style counts as another.
    """
    if not texts:
        return {}, {}
    keys, joined = numbered(texts)
    try:
        engine = _Engine(joined, csl_file)
        engine.validate_citation_blocks([CitationBlock([Citation(id)]) for id in keys])
        formatted = {keys[id]: html for id, html in engine._reference_cache.items()}
        return formatted, {key: "it gives no reference" for key in keys.values() if key not in formatted}
    except (RuntimeError, PybtexError) as error:
        _require_style(csl_file, csl)
        if len(texts) == 1:
            return {}, {texts[0][0]: _reason(error)}
    half = len(texts) // 2
    one, other = _format(texts[:half], csl_file, csl), _format(texts[half:], csl_file, csl)
    return {**one[0], **other[0]}, {**one[1], **other[1]}


@lru_cache(maxsize=8)
def _require_style(csl_file: str, csl: str) -> None:
    """Raise StyleError if the style formats not even a plain work."""
    try:
        _format_with_pandoc(_EXAMPLE, csl_file)
    except RuntimeError as error:
        raise StyleError(_reason(error)) from error


def _reason(error: Exception) -> str:
    """Return what a program said, on one line and short."""
    said = re.sub(r'^Pandoc died with exitcode "\d+" during conversion: ', "", str(error))
    said = re.sub(r"^Error reading bibliography file \S+:\s*", "", said)
    return " ".join(said.split())[:200].rstrip(".")


@cache
def _version() -> str:
    """Return a fingerprint of the code and programs that format references."""
    return fingerprint(pandoc_version(), version("mkdocs-bibtex"))
