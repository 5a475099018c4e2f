"""Choose what stands on an article's sheet for a doctor, so that it fits on two pages of A4.

It repeats the blocks that say so (``Record.on_doctor_sheet``), the gravest harms of the drugs that the article speaks
of, and the editors' questions. A reader may not have the page at hand, so the sheet numbers and lists its own sources.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from urllib.parse import unquote

import lxml.html
from lxml.etree import XPath
from lxml.html import HtmlElement
from markupsafe import Markup

from proofdesk.bibliography.references import References
from proofdesk.common.language import _
from proofdesk.content.block_text import paragraphs
from proofdesk.content.harms.entries import Harm, HarmKind, Harms
from proofdesk.content.html import drop_elements
from proofdesk.content.markup import CITATIONS, DATA_KEY, DATA_SLOT, HEADERLINK, PROBLEM, class_is
from proofdesk.content.site_data import SiteData
from proofdesk.outputs.cite_this_page.citation import folder_of
from proofdesk.outputs.doctor_sheet import room
from proofdesk.outputs.doctor_sheet.parts import (
    MOST_SOURCES,
    SheetHarm,
    Source,
    Sources,
    drugs,
    how_often,
    row,
    sentence,
    source,
)
from proofdesk.site.article import Article, ArticleBlock

NAME = "doctor/index.html"  # beside the article

_LEAD_WORDS = 300  # of the repeated blocks together
_QUESTIONS = 8
_NAMED = 16  # harms that are named below the table
# The harms that a question is asked of where the editors wrote none: what a doctor can prevent.
_KINDS = list(HarmKind)
_ASKED = (HarmKind.INTERACTION, HarmKind.AVOID)

_SLOTS = XPath(f"descendant-or-self::*[@{DATA_SLOT}]")
_UNREAD = XPath(f".//*[{class_is(HEADERLINK, PROBLEM)}]")
_CITATIONS = XPath(f".//*[{class_is(CITATIONS)}]")
_KEYS = XPath(f".//@{DATA_KEY}", smart_strings=False)


@dataclass(frozen=True)
class Lead:
    """A block that the sheet repeats, and the text of its parts. ``cut`` says that the page has more of it."""

    title: str
    html: Markup
    paragraphs: list[str]
    cut: bool


@dataclass(frozen=True)
class DoctorSheet:
    """All that an article's sheet shows besides the facts of the article itself."""

    article: Article
    leads: list[Lead]
    harms: list[SheetHarm]
    others: list[tuple[str, str]]  # further harms: the drug, their names
    unnamed: int  # harms that are only counted
    questions: list[str]
    tell: list[str]
    sources: list[Source]
    unlisted: bool  # whether it cites more works than it lists

    @property
    def url(self) -> str:
        return address_of_sheet(self.article)

    @property
    def name(self) -> str:
        return _("For your doctor: %(title)s", title=self.article.title)


def address_of_sheet(article: Article) -> str:
    """Return the address of an article's sheet, from the site's root."""
    return f"{folder_of(article.url)}/{NAME.removesuffix('index.html')}"


def file_beside(url: str) -> str:
    """Return the path of the sheet's file, from the site's root, of the article at ``url``."""
    return f"{unquote(folder_of(url))}/{NAME}"


def sheet_of(article: Article, references: References, harms: Harms, facts: SiteData) -> DoctorSheet:
    """Return an article's sheet; ``harms`` are empty if no page lists them."""
    sources = Sources()
    leads = _leads(article.blocks, sources)
    found = _harms_of(article, harms)
    questions = _questions(article, found, facts)
    left = room.HEIGHT - room.head(article.title, article.description) - room.questions(questions)
    left -= room.tell(facts.tell) + sum(room.lead(lead.paragraphs) for lead in leads)
    shown = _within(found, left, sources, references)
    rows = [row(harm, sources) for harm in shown]
    named = _named(found, {harm.id for harm in shown})
    return DoctorSheet(
        article, leads, rows, _by_drug(named), len(found) - len(shown) - len(named), questions, facts.tell,
        [source(key, references) for key in sources.keys], sources.unlisted)


def _leads(blocks: Sequence[ArticleBlock], sources: Sources) -> list[Lead]:
    """Return the blocks that the sheet repeats, as far as there is room."""
    found: list[Lead] = []
    most = _LEAD_WORDS
    for block in blocks:
        if block.record.on_doctor_sheet and most > 0:
            slot = _slot_of(block)
            words, cut = _shorten(slot, most)
            if words <= most:
                html = _plain(slot, sources)
                found.append(Lead(block.title, html, paragraphs(slot).split("\n\n"), cut))
                most -= words
    return found


def _slot_of(block: ArticleBlock) -> HtmlElement:
    """Return what an author wrote in a block, without links and ids."""
    root = lxml.html.fragment_fromstring(block.html)
    slots = _SLOTS(root)
    slot = slots[0] if slots else root
    drop_elements(_UNREAD(slot))
    return slot


def _shorten(slot: HtmlElement, most: int) -> tuple[int, bool]:
    """Take the last items out of a list that is too long. Return the words that are left, and whether some went."""
    cut = False
    while (words := room.words(slot.text_content())) > most:
        items = slot.xpath("./ul/li | ./ol/li")
        if len(items) < 2:
            break
        items[-1].getparent().remove(items[-1])
        cut = True
    return words, cut


def _plain(slot: HtmlElement, sources: Sources) -> Markup:
    """Return an author's text with the sheet's own numbers of sources, and without links and ids."""
    for group in _CITATIONS(slot):
        mark, tail = sources.mark(dict.fromkeys(_KEYS(group))), group.tail
        group.clear()
        group.text, group.tail = mark, tail
        group.drop_tag()
    for link in [*slot.iterdescendants("a")]:
        link.drop_tag()
    for element in slot.iter():
        for name in ("id", "class", DATA_SLOT):
            element.attrib.pop(name, None)
    return Markup("".join(lxml.html.tostring(child, encoding="unicode") for child in slot))


def _harms_of(article: Article, harms: Harms) -> list[Harm]:
    """Return the harms of the drugs that an article speaks of: those that can be prevented first."""
    drugs = {*article.page.document.substances}
    found = [harm for harm in harms.entries if not drugs.isdisjoint(harm.substances)]
    return sorted(found, key=lambda harm: _KINDS.index(harm.kind))


def _within(harms: list[Harm], room_left: float, cited: Sources, references: References) -> list[Harm]:
    """Return the harms for which there is room: every mix first, then the gravest of each kind in turn."""
    mixes = [harm for harm in harms if harm.kind is HarmKind.INTERACTION]
    listed = list(cited.keys)
    room_left -= sum(room.source(source(key, references).text) for key in listed)
    taken: set[str] = set()  # their ids: to compare harms takes long
    for harm in [*mixes, *_in_turn([harm for harm in harms if harm.kind is not HarmKind.INTERACTION])]:
        new = [key for key in harm.cited if key not in listed][: MOST_SOURCES - len(listed)]
        cost = room.row(harm.harm, drugs(harm), f"{how_often(harm)} {harm.certainty.in_words}. [10, 11]",
                        sentence(harm.do))
        cost += sum(room.source(source(key, references).text) for key in new)
        if cost + room.others(_by_drug(_named(harms, {*taken, harm.id}))) > room_left:
            break
        taken.add(harm.id)
        listed += new
        room_left -= cost
    return [harm for harm in harms if harm.id in taken]


def _named(harms: list[Harm], shown: Collection[str]) -> list[Harm]:
    """Return the harms to name below the table: first one of each drug of which the table, by ids, shows none."""
    rest = [harm for harm in harms if harm.id not in shown]
    told = {drug for harm in harms if harm.id in shown for drug in harm.substances}
    first, others = list[Harm](), list[Harm]()
    for harm in rest:
        (others if told.intersection(harm.substances) else first).append(harm)
        told.update(harm.substances)
    return [*first, *others][:_NAMED]


def _in_turn(harms: list[Harm]) -> list[Harm]:
    """Return the first harm of each kind, then the second of each, and so on."""
    by_kind = [[harm for harm in harms if harm.kind is kind] for kind in _KINDS]
    return [harm for turn in zip_longest(*by_kind) for harm in turn if harm]


def _by_drug(harms: list[Harm]) -> list[tuple[str, str]]:
    """Return the names of harms by the drug under which each is listed, as (drug, names)."""
    groups: dict[str, list[str]] = {}
    for harm in harms:
        groups.setdefault(harm.substances[0].label, []).append(harm.harm)
    return [(label, "; ".join(names)) for label, names in groups.items()]


def _questions(article: Article, harms: list[Harm], facts: SiteData) -> list[str]:
    """Return what to ask: the article's own questions, those that its harms raise, those of every sheet."""
    own, always = article.facts.ask, facts.ask
    room = _QUESTIONS - len(own) - len(always)
    raised = dict.fromkeys(harm.ask for harm in _in_turn(harms) if harm.ask)
    if not raised:
        raised = dict.fromkeys(
            _("%(harm)s: could this concern me?", harm=harm.harm) for harm in harms if harm.kind in _ASKED)
    return list(dict.fromkeys([*own, *list(raised)[: max(room, 0)], *always]))[:_QUESTIONS]
