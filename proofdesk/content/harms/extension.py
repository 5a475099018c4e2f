"""Markdown extension that shows the editors' list of harms: all of it on one page, and what fits on each article.

It runs before inline patterns, so that the list's citations are numbered, checked and listed as those of its page are.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from proofdesk.bibliography.citation_syntax import citation, mentioned_keys
from proofdesk.bibliography.references import References
from proofdesk.content.document import ConversionContext, Document, get_context
from proofdesk.content.harms.elements import box, harms_of_trials, table
from proofdesk.content.harms.entries import HARMS_PAGE, Harms
from proofdesk.content.harms.stated import is_trial, told_to_readers
from proofdesk.content.markup import DATA_BLOCK, HEADINGS
from proofdesk.content.priorities import SHOW_HARMS

# A comment that stands alone on the page of harms, where the table is to be.
PLACE = re.compile(r"\s*<!--\s*harms\s*-->\s*")


class ShowHarms(Treeprocessor):
    """Tree processor that puts the table, or an article's box, into the page that is being converted."""

    def __init__(
        self, md: Markdown, harms: Harms, page: str, references: References, is_article: Callable[[str], bool],
        advice: str, context: ConversionContext,
    ) -> None:
        super().__init__(md)
        self.advice = advice
        self.harms, self.page, self.references = harms, page, references
        self.is_article, self.context = is_article, context

    def run(self, root: etree.Element) -> None:
        document = self.context.document
        if document.uri == HARMS_PAGE:
            document.has_harms = True
            self._list(root)
        elif self.is_article(document.uri):
            page = posixpath.relpath(self.page, posixpath.dirname(document.source.path) or ".")
            self._article(root, document, page)

    def _list(self, root: etree.Element) -> None:
        """Put the table in place of its comment, or at the end of the page."""
        place = next((n for n, element in enumerate(root) if self._is_place(element)), None)
        before = [element for element in list(root)[:place] if element.tag in HEADINGS]
        listed = table(self.harms, 1 + (int(before[-1].tag[1]) if before else 1))
        if place is None:
            root.append(listed)
        else:
            root[place] = listed

    def _is_place(self, element: etree.Element) -> bool:
        found = HTML_PLACEHOLDER_RE.fullmatch((element.text or "").strip()) if element.tag == "p" else None
        return bool(found and PLACE.fullmatch(str(self.md.htmlStash.rawHtmlBlocks[int(found.group(1))])))

    def _article(self, root: etree.Element, document: Document, page: str) -> None:
        """Put the box below the blocks with which an article begins, and the harms of its trials at its end."""
        stated = document.stated.get("topics")
        drugs = self.harms.substances.spoken_of(document.source.prose, stated if isinstance(stated, list) else [])
        document.substances = [*map(str, drugs)]
        found = box(self.harms, drugs, page, self.advice)
        if found is not None:
            root.insert(_place_of_box(root), found)
        trials = self._trials(document)
        here = [harm for harm in self.harms.entries if not trials.isdisjoint(harm.cited)]
        covered = {key for harm in here for key in harm.cited}
        others = [(self.references.short(key), words, citation(key)) for key in sorted(trials - covered)
                  if (words := told_to_readers(self.references.harms(key)))]
        if here or others:
            root.append(harms_of_trials(here, others, page))

    def _trials(self, document: Document) -> set[str]:
        """Return the trials that a page cites."""
        references = self.references
        cited = mentioned_keys(document.source.text, references.bibliography.entries)
        return {key for key in cited if key in references and is_trial(references.evidence[key])
                and not references.unconfirmed(key)}


def _place_of_box(root: etree.Element) -> int:
    """Return the place behind the blocks with which a page begins; without one, that of its first heading."""
    children = list(root)
    leading = next((n for n, element in enumerate(children) if DATA_BLOCK not in element.attrib), len(children))
    return leading or next((n for n, element in enumerate(children) if element.tag in HEADINGS), len(children))


class HarmsExtension(Extension):
    """Markdown extension that shows the list of harms; ``page`` is the file of its page, as problems print it.

    ``is_article`` tells from a page's path within the folder of pages whether it is an article. ``advice`` is the
    site's own sentence at the end of each box.
    """

    def __init__(
        self, harms: Harms, page: str, references: References, is_article: Callable[[str], bool],
        context: ConversionContext | None = None, advice: str = "", **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)
        self._given = harms, page, references, is_article, advice
        self._context = context

    def extendMarkdown(self, md: Markdown) -> None:
        processor = ShowHarms(md, *self._given, get_context(md, self._context))
        md.treeprocessors.register(processor, "harms", SHOW_HARMS)
