"""One page's way from its bytes to the library, shared by MkDocs' events and the desk.

``parse_page`` comes before conversion, ``markdown_extensions`` makes the conversion, ``collect_page`` comes after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import lxml.html

from proofdesk.blocks.extension import BlocksExtension
from proofdesk.blocks.kind import BlockKind
from proofdesk.citations.extension import CitationsExtension
from proofdesk.common.problems import Problem, conflicts, control_characters
from proofdesk.common.source_text import Position, SourceText
from proofdesk.common.text import first_sentence
from proofdesk.content.block_text import read_block
from proofdesk.content.document import Block, ConversionContext, Document
from proofdesk.content.editorial import EditorialData
from proofdesk.content.front_matter import FrontMatter, is_article, model_of, read_front_matter
from proofdesk.content.front_matter.sound import SoundFacts
from proofdesk.content.glossary import GLOSSARY_PAGE
from proofdesk.content.glossary_links import GlossaryLinksExtension
from proofdesk.content.harms.extension import HarmsExtension
from proofdesk.content.html import parse, read_html
from proofdesk.content.link_collector import LinkCollectorExtension
from proofdesk.content.safe_html.sanitize import SafeHtml, sanitize
from proofdesk.content.safe_html.tags import is_one_element
from proofdesk.content.structure import StructureExtension
from proofdesk.content.structure.table_alignment import TableAlignmentExtension
from proofdesk.content.topics import Topics
from proofdesk.site.article import Page

MAX_LEAD_WORDS = 25  # of a link whose text is the first sentence of a block


def markdown_extensions(data: EditorialData, kinds: Mapping[str, BlockKind], current: ConversionContext) -> list[Any]:
    """Return our own Markdown extensions."""
    own: list[Any] = [BlocksExtension(kinds, current), CitationsExtension(data.references, current),
                      LinkCollectorExtension(current), TableAlignmentExtension(), StructureExtension(current)]
    if data.glossary_page:
        own.append(GlossaryLinksExtension(data.glossary, data.glossary_page, current))
    if data.harms.entries and data.harms_page:
        own.append(HarmsExtension(data.harms, data.harms_page, data.references, is_article, current,
                                  data.site.advice.harms or ""))
    return own


def parse_page(
    name: str, uri: str, raw: bytes, prepare: Callable[[str], str] = str, topics: Topics | None = None,
    known: SoundFacts | None = None,
) -> tuple[Document, FrontMatter | None]:
    """Return a page's document and front matter; None if that is missing or wrong.

    ``name`` is its path as problems print it. ``prepare`` may replace marks in the text, ``topics`` are the site's,
    and facts that are ``known`` are not read again.
    Bytes that are not UTF-8 are replaced, with a problem.
    """
    text = raw.decode("utf-8-sig", errors="replace")
    document = Document(SourceText(name, prepare(text)), uri)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
        document.problem(Position(before.count("\n") + 1, len(before) - before.rfind("\n")), "not-utf8",
                         "this line holds bytes that are not UTF-8", "save the file as UTF-8")
    else:  # UTF-16 has one beside each letter, and is one mistake
        document.problems += control_characters(name, text)
    if any(conflicts(name, document.source.text)):  # to tell prose from code takes a while
        document.problems += conflicts(name, document.source.prose)
    return document, read_front_matter(document, model_of(uri), topics, known)


def collect_page(
    document: Document, facts: FrontMatter | None, uri: str, url: str, title: str, content: SafeHtml,
    data: EditorialData,
) -> Page:
    """Read a page's finished HTML once, as it is published, and return the page for the library."""
    findings = read_html(parse(content.html))
    findings.unsafe = content.removed
    findings.links = [*findings.links, *content.unreadable]
    for block in document.blocks:
        block.html = _safe_block(block, content)
        if block.record.makes_claim:
            _read_block(block, data)
    if uri == GLOSSARY_PAGE and data.glossary.terms:
        findings.ids |= data.glossary.slugs  # its template writes them
        if not getattr(facts, "template", None):
            document.problems.append(Problem(
                document.source.path, 1, 1, "bad-glossary", "this page lists no term: it does not name the template "
                "that does", "write `template: glossary.html` among its facts"))
    return Page(url, title, document, findings, facts)


def _read_block(block: Block, data: EditorialData) -> None:
    """Note a block's first sentence, and the topics that it states, else those of its words and of what it cites."""
    block.words, entries = read_block(block.html), data.bibliography.entries
    cited = (entries[key].plain("title") for key in block.keys if key in entries)
    topics = data.site.vocabulary
    block.topics = topics.among(block.record.stated_topics) or topics.of(block.text, block.words.text, cited)
    block.lead = first_sentence(block.words.text, MAX_LEAD_WORDS)


def _safe_block(block: Block, page: SafeHtml) -> str:
    """Return a block's HTML as listings may repeat it: in one element, even if its text closed that too early."""
    if is_one_element(block.html) and not page.removed and block.html in page.html:
        return block.html  # sanitised with its page
    safe = sanitize(block.html)
    if safe.html == block.html or len(lxml.html.fragments_fromstring(safe.html)) == 1:
        return safe.html
    return f'<div id="{escape(block.id)}">{safe.html}</div>'
