"""Have Pandoc format all entries of a text by a style, on one page, and take the page apart into references."""

from __future__ import annotations

import tempfile
from pathlib import Path

import lxml.html

from proofdesk.bibliography.pandoc.program import convert_text
from proofdesk.bibliography.pandoc.reference_html import entry_parts
from proofdesk.bibliography.pandoc.style import Style


def format_with_pandoc(text: str, style: Style) -> str:
    """Return Pandoc's page with a reference for each of the entries, none of which depends on another.

    Raises RuntimeError with Pandoc's own words.
    """
    language = f"lang: {style.language}\n" if style.language else ""
    with tempfile.TemporaryDirectory() as folder:
        file, csl = Path(folder, "bibliography.bib"), Path(folder, "style.csl")
        file.write_text(text, encoding="utf-8")
        csl.write_text(style.alone, encoding="utf-8")
        return convert_text(
            f"---\nnocite: '@*'\n{language}---\n", "html", "markdown",
            ["--citeproc", "--wrap=none", "--quiet", "--sandbox", "--bibliography", str(file), "--csl", str(csl)])


def entries_of(page: str) -> dict[str, str]:
    """Return the inner HTML of each formatted reference on Pandoc's page, by key, without its label."""
    if not page.strip():
        return {}
    entries = lxml.html.fragment_fromstring(page, create_parent="div").find_class("csl-entry")
    return {entry.get("id").removeprefix("ref-"): entry_parts(entry)[1] for entry in entries}
