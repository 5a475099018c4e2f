"""Write the report of an import: what was found, and what is left for the editor to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from proofdesk.common.text import counted
from proofdesk.content.review.items import ReviewItem
from proofdesk.content.topics import Topics
from proofdesk.desk.importing.accounts.find_again import find_again
from proofdesk.desk.importing.accounts.left_lines import told_of_left
from proofdesk.desk.importing.accounts.like_citations import like_citations
from proofdesk.desk.importing.accounts.place_remarks import rows_of
from proofdesk.desk.importing.accounts.to_do import left_in, left_on
from proofdesk.desk.importing.blocks.counts import SECTION, BlockCounts
from proofdesk.desk.importing.citing.found import LinkedCitations
from proofdesk.desk.importing.ledger import (
    BIBLIOGRAPHY,
    BY_SITE,
    CITATIONS,
    LINKED,
    REFERENCES,
    REVIEW_FILE,
    Ledger,
    letters_of,
)
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.references.matching.match import MatchedReference

MAX_KEYS = 8  # that a line of the list to do names
_OTHER_AUTHORS = re.compile(r",|\s(?:et|and|und|y|e|&)\s")
_HEADING_LINE = re.compile(r"#{2,6} ")


@dataclass(frozen=True)
class ImportFacts:
    """Everything that a report is written from. ``title`` is plain text; ``page`` is the article's Markdown."""

    file_name: str
    title: str
    manuscript: Manuscript
    references: list[MatchedReference]
    list_heading: list[str]
    citations: LinkedCitations
    openings: list[str]
    counts: BlockCounts
    topics: list[str]
    vocabulary: Topics
    page: str
    slug: str
    listed: str = ""  # the list of references with its heading, as entries of the bibliography
    review: list[ReviewItem] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    shown: Mapping[str, str] = field(default_factory=dict)  # what the file shows for a citation kept as data

    @property
    def with_key(self) -> list[MatchedReference]:
        return [reference for reference in self.references if reference.key]


def write_report(facts: ImportFacts) -> str:
    """Return the report as plain text: in one screen what the file held and what is to do, then all that it names."""
    to_do = _to_do(facts)
    named = [*_review_section(facts), *_reference_sections(facts), *_change_sections(facts)]
    ledger, groups = facts.manuscript.ledger, facts.citations.groups
    ledger.held.update({CITATIONS: len(groups), REFERENCES: len(facts.references)})
    ledger.keep(CITATIONS, sum(bool(group.keys) for group in groups))
    ledger.name(CITATIONS, sum(not group.keys for group in groups))
    ledger.move(REFERENCES, BIBLIOGRAPHY, len(facts.with_key))
    ledger.name(REFERENCES, len(facts.references) - len(facts.with_key))
    said = "\n\n".join(" ".join((each.says, each.before, each.after, *(reply.says for reply in each.replies)))
                       for each in facts.review)
    linked = "\n\n".join(facts.shown.get(group.text, group.text) for group in groups if group.keys)
    beside = {BY_SITE: "\n\n".join((*ledger.by_site, *facts.counts.removed)), LINKED: linked, REVIEW_FILE: said,
              BIBLIOGRAPHY: facts.listed}
    lost = find_again(ledger, facts.page, beside, "\n".join(named))
    like = _section("Like citations, and neither linked nor marked; look whether one is",
                    like_citations(facts.page, bool(facts.references)))  # no words that the article has not
    missing = _section("Not found again; look whether it is missing", lost)
    left = [*told_of_left(ledger.left, facts.slug), *missing]
    return "\n".join([*_summary(facts), *_ledger(ledger), *left, *to_do, *named, *like]) + "\n"


def _ledger(ledger: Ledger) -> Iterator[str]:
    """Yield a line for each thing that the file held: how many, and what became of them, which adds up."""
    rows = [*ledger.rows()]
    if not rows:
        return
    yield from ("", "What the file held, and what became of it:")
    width, digits = (max(len(text) for text in column) for column in (
        [row.what for row in rows], [f"{row.held:,}" for row in rows]))
    for row in rows:
        parts = [(row.kept, "in the article"), *((number, f"in {place}") for place, number in row.places),
                 (row.named, "named below"), (row.lost, "unaccounted for")]
        became = ", ".join(f"{number:,} {where}" for number, where in parts if number)
        yield f"  {row.what:<{width}}  {row.held:>{digits},}: {became}"


def _review_section(facts: ImportFacts) -> Iterator[str]:
    """Yield where to find what reviewers said; what has no line there is named."""
    if facts.review:
        yield from _section("Comments and changes, which are in the review file beside the article", [
            "see them with `desk review`; in the article, all changes are made",
            *(f"without a line, as its place is not in the article: {row}" for row in rows_of(facts.review))])


def _summary(facts: ImportFacts) -> Iterator[str]:
    groups, references = facts.citations.groups, facts.with_key
    linked = sum(bool(group.keys) for group in groups)
    yield f"Import of {facts.file_name}"
    yield ""
    yield f"Title: {facts.title}" + ("" if facts.manuscript.title else " (none was found; this is the file's name)")
    yield f"Found: {facts.counts.summary() or 'text only'}."
    parts = sum(reference.in_part for reference in references)
    known = sum(not reference.new_entry for reference in references)
    yield (f"References: {len(facts.references)} in the list, {len(references)} read, "
           + (f"{parts} of them in part, " if parts else "") + f"{known} of them in the bibliography already.")
    by_key = sum(group.is_by_key and not group.keys for group in groups)
    yield (f"Citations: {counted(len(groups), 'group')} in the text, {linked} linked to "
           f"{counted(len(facts.citations.keys), 'work')}, "
           f"{len(groups) - linked - by_key} left open between ⟦ and ⟧"
           + (f", {by_key} by keys that the bibliography has not." if by_key else "."))


def _to_do(facts: ImportFacts) -> list[str]:
    return _section("For you to do", [
        *([] if facts.manuscript.title else ["title: none was found, so it is the name of the file; write what it is"]),
        *(["title: the file states it in its properties, and its text does not have it; look whether it is this one's"]
          if facts.manuscript.title_unseen else []),
        "description: say in at most two sentences what the page says",
        "reviewed: the day on which somebody has checked the whole page",
        "published, and status: the day it first appears, and “ready” when it is finished; no reader has a draft",
        *(f"the opening: a block `/// {name}`, before all text (see `desk explain {name}`)" for name in facts.openings),
        *([] if facts.topics or not facts.vocabulary.stated else [
            "topics: none of the site's topics is named in the text; choose some"]),
        *left_on(facts.page, facts.manuscript.ledger),
        *_to_do_with_works(facts),
        *facts.counts.notes,
    ])


def _to_do_with_works(facts: ImportFacts) -> Iterator[str]:
    """Yield what the new works that the page cites need before it can be published."""
    cited = [each for each in facts.with_key if each.new_entry and each.key in facts.citations.keys]
    keys = [each.key for each in cited if "{unconfirmed}" in each.new_entry]
    if keys:
        named = f" {' '.join(keys)}" if len(keys) <= MAX_KEYS else ""
        yield (f"unconfirmed works that are cited, {len(keys)}: `desk cite --check{named} --confirm` confirms those "
               "that agree with their records")
    if kinds := sum(":not-classified" in each.new_entry for each in cited):
        yield (f"new works that are cited, {kinds}: say in their `keywords` in the bibliography what kind of study "
               "each is")
    yield from left_in((each.new_entry for each in facts.references), [each.key for each in cited])


def _reference_sections(facts: ImportFacts) -> Iterator[str]:
    never = [reference for reference in facts.with_key if reference.key not in facts.citations.keys]
    alike = _alike(facts.citations.unlisted, never)
    yield from _section("Cited by keys that the bibliography has not (put the manuscript's .bib beside it and import "
                        "it again, or add the works with `desk cite`)", [
                            *dict.fromkeys(facts.citations.unknown_keys)])
    open_groups = [group.text for group in facts.citations.groups if not group.keys and not group.is_by_key]
    if open_groups and not facts.references:
        yield from _section("Citations in the text, without a list of references", [
            f"{counted(len(open_groups), 'group')}, as written in the text: " + " ".join(open_groups)])
    else:
        yield from _section("Cited, and not in the list", [
            each for each in dict.fromkeys(facts.citations.unlisted) if each not in alike])
    for title, cited in (("Cited, and several works of the list may be meant", facts.citations.ambiguous),
                         ("Cited, and the entry of the list could not be read", facts.citations.unread)):
        yield from _section(title, list(dict.fromkeys(cited)))
    yield from _section("How the citations were read", facts.citations.told)
    yield from _section("Not certain to be citations, and left between ⟦ and ⟧", facts.citations.unsure)
    yield from _section("Numbers in brackets that count or name something, and stay text; look whether one cites",
                        list(dict.fromkeys(facts.citations.kept)))
    yield from _section("Cited by another name or year than the list has; look whether each is the same", [
        f"“{cited}” and {_label(reference)}" for cited, reference in alike.items()])
    yield from _section("In the list, and never cited", [
        _label(reference) for reference in never if reference not in alike.values()])
    yield from _section("Entries that could not be read; their text is only here", [
        _listed(reference) for reference in facts.references if not reference.key])
    yield from _section("New entries that could be read in part; each has the list’s words as x-reference, by which "
                        "`desk cite --find KEY` looks for its record", [
                            _label(reference) + _similar(reference) + _missing(reference)
                            for reference in facts.references if reference.in_part])
    yield from _section("New entries, unconfirmed until `desk cite --check` or `--find` has found them", [
        _label(reference) + _similar(reference) + _missing(reference)
        for reference in facts.references if reference.new_entry and not (reference.service or reference.in_part)])
    yield from _section("New entries, from the registered records of the works", [
        f"{_label(reference)}{_similar(reference)}\n    The record is of {reference.service}."
        for reference in facts.references if reference.service])
    yield from _section("What the registries answered", facts.told)
    yield from _section("In the bibliography already", [
        _label(reference) for reference in facts.with_key if not reference.new_entry])
    yield from _section("Citations linked", [
        f"{facts.shown.get(group.text, group.text)} → {', '.join(group.keys)}" for group in facts.citations.groups
        if group.keys])


def _alike(unlisted: list[str], never: list[MatchedReference]) -> dict[str, MatchedReference]:
    """Return the works of the list that may be meant by what is cited without being in it: of the same first author."""
    found: dict[str, MatchedReference] = {}
    for cited in unlisted:
        first = letters_of(_OTHER_AUTHORS.split(cited, maxsplit=1)[0])
        same = next((reference for reference in never if first and reference not in found.values()
                     and letters_of(reference.parsed.family) == first), None)
        if same:
            found[cited] = same
    return found


def _change_sections(facts: ImportFacts) -> Iterator[str]:
    yield from _section("Taken out, because the site writes it itself", [
        *(f"the heading “{words}”" for words in facts.list_heading), *facts.counts.removed])
    yield from _section("Changed or left out", facts.manuscript.notes)
    yield from _section("Said in the file about itself, and without a place on the page", [
        *facts.manuscript.facts.unused(facts.vocabulary)])
    yield from _section("Topics, by words of the text; look whether they fit", facts.topics)
    if not facts.manuscript.styled and facts.counts.found.get(SECTION):
        yield from _section("Headings were recognised by their form, their levels guessed; look them over", [
            line for line in facts.page.split("\n") if _HEADING_LINE.match(line)])


def _section(title: str, rows: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"  - {row}" for row in rows)] if rows else []


def _label(reference: MatchedReference) -> str:
    return f"{reference.key}: {_listed(reference)}"


def _listed(reference: MatchedReference) -> str:
    """Return a reference as the list has it, with its number."""
    return (f"{reference.item.number}. " if reference.item.number is not None else "") + reference.item.text


def _similar(reference: MatchedReference) -> str:
    return reference.similar_key and (
        f"\n    The bibliography has {reference.similar_key} with the same title and another year: is it this one?")


def _missing(reference: MatchedReference) -> str:
    # An entry beside the manuscript has its author in a form of its own.
    known = {**reference.parsed.fields, "author": reference.parsed.family or reference.parsed.fields.get("author")}
    missing = [name for name in ("author", "year") if not known.get(name)]
    unsure = ", ".join(name for name in reference.parsed.unsure if name not in missing)
    return (f"\n    It names no {' and no '.join(missing)}." if missing else "") + (
        f"\n    Left out, because it could be read in two ways: {unsure}." if unsure else "")
