"""Markdown extension that turns ``[@key]`` into numbered links and a reference list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.extensions import Extension

from proofdesk.citations.alone.options import NAME, OPTIONS, WITHOUT_EFFECT, citation_options
from proofdesk.citations.headings import slug_headings
from proofdesk.citations.list_place import ListManner
from proofdesk.citations.patterns import register
from proofdesk.content.document import ConversionContext, get_context
from proofdesk.content.hosts.options import checked, configuration

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References

# Signs that CommonMark lets an author escape as well, and the @ of a citation. No slash, which begins a block.
ALSO_ESCAPED = "@$~^=:;%|<&?,\"'"


class CitationsExtension(Extension):
    """Markdown extension that resolves citations against a bibliography.

    A site of Proofdesk gives it ``references``. Elsewhere it is named, with options, and reads the files itself when a
    page begins (``alone/``).
    """

    def __init__(
        self, references: References | None = None, context: ConversionContext | None = None, **kwargs: Any
    ) -> None:
        self.config = configuration(OPTIONS)
        super().__init__(**kwargs)
        self._references = references
        self._context = context

    def setConfig(self, key: str, value: Any) -> None:
        """Set an option. Raises UserError, in words, if there is none of that name or it cannot have that value."""
        if key not in WITHOUT_EFFECT:
            self.config[key][0] = checked(NAME, OPTIONS, key, value)

    def extendMarkdown(self, md: Markdown) -> None:
        if self._references is None:
            from proofdesk.citations.alone.read_sources import add_to  # late, because a site does without it

            add_to(md, citation_options(self.getConfigs()))
            return
        register(md, get_context(md, self._context), self._references, ListManner(), narrative=True)
        md.ESCAPED_CHARS = [*dict.fromkeys([*md.ESCAPED_CHARS, *ALSO_ESCAPED])]
        slug_headings(md)


def makeExtension(**kwargs: Any) -> CitationsExtension:
    """Return the extension; Python-Markdown calls this for ``extensions=["proofdesk.citations"]``."""
    return CitationsExtension(**kwargs)
