"""Names of the HTML that one module writes and another reads: classes, attributes, and marks for programs.

A template marks with ``data-index`` what search skips, and with ``data-export`` what the Markdown export skips: ``no``
leaves an element out; within it, ``yes`` lets an element in again. So a line that is added to a marked region reaches
neither search nor the export until somebody says so. ``data-index="asked"`` marks other words by which readers look for
a passage, with commas between them: search knows them and does not show them.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Sequence
from typing import Any

from markdown.util import HTML_PLACEHOLDER_RE

from proofdesk.common.raw_markup import OWN_SYNTAX
from proofdesk.common.text import raised

# Citations and their reference list. Programs outside rely on all names without underscores.
CITATIONS = "citations"  # a group, in brackets
CITATION = "citation"
CITATION_KEY = "citation__key"
CITATION_NARRATIVE = "citation-narrative"  # authors' names and a group
CITATION_MISSING = "citation-missing"
CITATION_NOTICE = "citation__notice"
DATA_KEY = "data-key"
DATA_STYLED = "data-styled"  # on a group that a CSL style draws: by “names” or by “labels”
REFERENCES = "references"
REFERENCE = "reference"
REFERENCE_LABEL = "reference__label"
REFERENCE_TEXT = "reference__text"
REFERENCE_EVIDENCE = "reference__evidence"
REFERENCE_NOTICE = "reference__notice"
REFERENCE_LINKS = "reference__links"
REFERENCE_BACK = "reference__back"

# Evidence: a block's evidence line, a sentence that rests on animals or cells alone, and one that rests on them besides
# people, or on no study.
EVIDENCE = "evidence"
LABELS = "labels"  # around a block's certainty and its evidence line
BECAUSE = "certainty__because"  # the reason of a block's certainty
PRECLINICAL = "below-people"
BESIDE_PEOPLE = "beside-people"
DATA_RESTS_ON = "data-rests-on"
DATA_SAID = "data-said"  # the same in the language of the page, where that is not English, or in the site's words
DATA_SHAPES = "data-shapes"  # the shapes by which these are drawn, where the words are the site's own

# Blocks. The slot holds what an author wrote; the rest is the kind's template, which marks facts for other programs.
DATA_BLOCK = "data-block"
DATA_SLOT = "data-slot"
DATA_LEAD = "data-lead"  # an element before the slot that takes the first sentence of what the author wrote
DATA_CLAIM = "data-claim"  # within a block's title: what others claim and is not so, without the words around it
DATA_OPENING = "data-opening"  # the block opens an article, and stands before what its head says of it
DATA_SECTION = "data-section"  # the block is a section of the page, whatever comes before it
DATA_FACT = "data-fact"
DATA_WHOM = "data-whom"  # on a cell of a figure: whom its column names, as “in mice”, for the works that it cites
DATA_ADDRESS = "data-address"  # of a block that is repeated elsewhere: where it stands

# A note on a faulty page, in place of what is wrong there.
PROBLEM = "problem"

# Written by Python-Markdown: the anchor behind a heading, and the list of footnotes.
HEADERLINK = "headerlink"
FOOTNOTE = "footnote"
NOTE_CALL = "fnref"  # the id of the number in a sentence that calls a note begins so

# Written by templates: an article's head with its line of facts.
ARTICLE_HEAD = "article-head"
PAGE_HEAD = "page-head"
FACTS = "facts"
FACTS_ITEM = "facts__item"

DATA_INDEX = "data-index"
DATA_EXPORT = "data-export"
NO, YES = "no", "yes"
ASKED = "asked"

# Around what an import could not decide.
REVIEW_OPEN, REVIEW_CLOSE = "⟦", "⟧"
# What an author writes and no reader may see.
SYNTAX_MARKERS = (*OWN_SYNTAX, REVIEW_OPEN)
# Ids that the templates of articles write; headings get others, and authors cannot give them.
TEMPLATE_IDS = frozenset((
    "about-this-page", "at-a-glance", "changes-and-corrections", "cite-text", "cite-this-page", "content",
    "header-end", "help-abuse", "help-afterwards", "help-crisis", "help-danger",
    "help-now", "help-now-title", "help-poison", "related-articles",
    "report-an-error", "retracted-works", "search", "search-evidence", "search-filters", "search-kind", "search-topic",
    "search-words", "site-nav", "take-to-your-doctor", "where-this-comes-from",
))
# The heading of an article's list of harms in the trials that it cites.
TRIAL_HARMS_ID = "harms-in-these-trials"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def reference_id(key: str) -> str:
    """Return the id of a work in a page's reference list."""
    return f"ref-{key}"


def classes(element: etree.Element) -> set[str]:
    """Return an element's classes; elements of lxml have the same ``get``."""
    return set(element.get("class", "").split())


def class_is(*names: str) -> str:
    """Return an XPath condition for an element whose whole ``class`` is one of these names."""
    return " or ".join(f"@class='{name}'" for name in names)


def plain_text(element: etree.Element | None, raw: Sequence[Any] = ()) -> str:
    """Return an element's words, without citations, anchors and the numbers of notes; raised figures are signs.

    Raw HTML is a placeholder until the converter restores it from ``raw``; it holds tags, no words.
    """
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if not {HEADERLINK, CITATIONS} & classes(child) and not child.get("id", "").startswith(NOTE_CALL):
            parts.append(plain_text(child, raw))
        parts.append(child.tail or "")
    words, is_raised = "", False
    for at, part in enumerate(HTML_PLACEHOLDER_RE.split("".join(parts))):
        if at % 2:  # the number of a placeholder
            is_raised = int(part) < len(raw) and str(raw[int(part)]).lower().startswith("<sup")
        else:
            words += raised(part) if is_raised else part
    return " ".join(words.split())


def raise_figures(root: Any) -> None:
    """Write raised figures as signs, in place, for whoever reads the words alone.

    The number that calls a note is left out: behind “10” it would be read as “101”.
    """
    for element in [*root.iter("sup")]:
        if element.get("id", "").startswith(NOTE_CALL):
            element.drop_tree()
        elif element.text and not len(element):  # a citation's has links
            element.text = raised(element.text)
