"""Format entries by a CSL style with Pandoc, through mkdocs-bibtex."""

from __future__ import annotations

import html
import re
import tempfile
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path

import lxml.html
import pypandoc
from mkdocs_bibtex.citation import Citation, CitationBlock
from mkdocs_bibtex.registry import PandocRegistry
from pybtex.exceptions import PybtexError

from proofdesk.bibliography.latex import prepare_for_pandoc
from proofdesk.bibliography.parser import Bibliography
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint


class _Engine(PandocRegistry):
    """mkdocs-bibtex's registry, given the bibliography unchanged and returning HTML.

    The registry's own way through pybtex turns ``\\%`` into a comment, and returns Markdown to be converted again.
    """

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
    """Return a copy of the entries that Pandoc reads correctly.

    By default Pandoc forces English titles into sentence case (“H. pylori” becomes “h. Pylori”), so the language is set
    to undetermined. “de Vos CMH” stays in order with its prefix. A bare % would begin a comment, and a Greek letter's
    command outside mathematics would vanish, so both are replaced.
    """
    return _ENTRY_HEAD.sub(r"\1\n  langid = {und},\n  options = {useprefix=true},", prepare_for_pandoc(text))


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


@lru_cache(maxsize=4)
def _format(preamble: str, entries: tuple[str, ...], csl_file: str, csl: str) -> dict[str, str]:
    """Return each formatted entry by key. ``csl`` is the style's content, so that an edited style is a cache miss.

    All entries go to Pandoc in one call. If it fails, each half is tried, so that a fault affects one entry only.
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


def format_entries(bibliography: Bibliography, csl_file: Path, cache_dir: Path | None) -> dict[str, str]:
    """Return the HTML of each entry that Pandoc can format, by key."""
    entries = tuple(entry.text for entry in bibliography.entries.values())
    csl = csl_file.read_text(encoding="utf-8")

    def compute() -> dict[str, str]:
        return _format(bibliography.preamble, entries, str(csl_file), csl)

    if cache_dir is None:
        return compute()
    # A failure may be Pandoc's and not the entry's, so an incomplete result is not cached.
    formatted: dict[str, str] = Cache(cache_dir, _version()).json(
        (bibliography.preamble, entries, csl), compute, lambda value: set(value) == set(bibliography.entries))
    return formatted


@cache
def _version() -> str:
    """Return a fingerprint of the code and programs that format references."""
    code = code_fingerprint("common", "bibliography")
    return fingerprint(code, pypandoc.get_pandoc_version(), version("mkdocs-bibtex"))
