"""The options of the extension where it works without the rest of Proofdesk, named as mkdocs-bibtex names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proofdesk.content.hosts.options import LANGUAGE, Option

NAME = "proofdesk.citations"
OPTIONS: dict[str, Option] = {
    "bib_file": Option((), "texts", "the .bib file, or a list of several"),
    "bib_dir": Option("", "text", "a folder of .bib files"),
    "csl_file": Option("", "text", "the CSL style of citations and references; numbers in brackets without one"),
    "bib_command": Option("\\bibliography", "text", "a line at whose place the list of references stands"),
    "full_bib_command": Option("\\full_bibliography", "text", "a line at whose place all works are listed"),
    "bib_by_default": Option(True, "truth", "whether a page without such a line has its list at the end"),
    "enable_inline_citations": Option(True, "truth", "whether @key in a sentence is a citation"),
    "heading": Option(None, "text", "the heading of the list; empty for none"),
    "evidence": Option(None, "truth", "whether the list and sentences show what kind of study each work is"),
    "nocite": Option((), "texts", "works that each list has, cited or not: @key, @other, or @* for all"),
    "source_file": Option("", "text", "the page's path in messages, where no program says it"),
    "cache_dir": Option(".cache/proofdesk", "text", "the folder for what was formatted; empty for none"),
    "lang": LANGUAGE,
    "strict": Option(False, "truth", "whether a fault ends the conversion by an error"),
}
# Of mkdocs-bibtex, and without a meaning here.
WITHOUT_EFFECT = ("csl_file_encoding", "footnote_format", "cite_inline", "cite_style", "unescape_for_arithmatex")
# Understood besides the stated line.
_MARKER, _WHOLE_MARKER = "[[bibliography]]", "[[full_bibliography]]"


@dataclass(frozen=True)
class CitationOptions:
    """What the settings of a site say of its citations."""

    bib_files: tuple[str, ...]
    bib_dir: str
    csl_file: str
    markers: tuple[str, ...]
    whole_markers: tuple[str, ...]
    always: bool
    narrative: bool
    heading: str | None
    evidence: bool | None
    nocite: str
    source_file: str
    cache_dir: str
    strict: bool
    lang: str


def citation_options(stated: Mapping[str, Any]) -> CitationOptions:
    """Return the options, of which ``stated`` has a checked value for each name."""
    return CitationOptions(
        stated["bib_file"], stated["bib_dir"], stated["csl_file"], (stated["bib_command"], _MARKER),
        (stated["full_bib_command"], _WHOLE_MARKER), stated["bib_by_default"], stated["enable_inline_citations"],
        stated["heading"], stated["evidence"], ", ".join(stated["nocite"]), stated["source_file"], stated["cache_dir"],
        stated["strict"], stated["lang"])
