"""Format entries through mkdocs-bibtex, the engine of a build.

Apart from what else formats, because the plugin loads MkDocs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from mkdocs_bibtex.citation import Citation, CitationBlock
from mkdocs_bibtex.registry import PandocRegistry

from proofdesk.bibliography.pandoc.style import Style
from proofdesk.bibliography.pandoc.whole_list import entries_of, format_with_pandoc


class _Engine(PandocRegistry):
    """mkdocs-bibtex's registry, given the entries as Pandoc reads them and returning HTML.

    The registry's own way through pybtex turns ``\\%`` into a comment, and returns Markdown to be converted again.
    """

    def __init__(self, text: str, style: Style) -> None:
        self._text = text
        self._style = style
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "bibliography.bib")
            file.write_text(text, encoding="utf-8")
            super().__init__(bib_files=[str(file)], csl_file=style.csl or "", csl_file_encoding="utf-8")

    @cached_property
    def bib_data_bibtex(self) -> str:
        return self._text

    def _process_with_pandoc(self, citation_blocks: list[CitationBlock]) -> tuple[dict[str, str], dict[str, str]]:
        return {}, entries_of(format_with_pandoc(self.bib_data_bibtex, self._style))


def format_with_plugin(text: str, ids: Iterable[str], style: Style) -> dict[str, str]:
    """Return the HTML of each entry of a text, by its id. Raises RuntimeError and PybtexError."""
    engine = _Engine(text, style)
    engine.validate_citation_blocks([CitationBlock([Citation(id)]) for id in ids])
    return dict(engine._reference_cache)
