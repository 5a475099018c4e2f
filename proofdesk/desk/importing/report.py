"""Write the report of an import: what was found, and what is left for the editor to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from proofdesk.desk.importing.block_counts import SECTION, BlockCounts
from proofdesk.desk.importing.link_citations import LinkedCitations
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.references.match import MatchedReference

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
    counts: BlockCounts
    topics: list[str]
    page: str

    @property
    def with_key(self) -> list[MatchedReference]:
        return [reference for reference in self.references if reference.key]


def write_report(facts: ImportFacts) -> str:
    """Return the report as plain text."""
    rows = [*_summary(facts), *_to_do(facts), *_reference_sections(facts), *_change_sections(facts)]
    return "\n".join(rows) + "\n"


def _summary(facts: ImportFacts) -> Iterator[str]:
    groups, references = facts.citations.groups, facts.with_key
    linked = sum(bool(group.keys) for group in groups)
    yield f"Import of {facts.file_name}"
    yield ""
    yield f"Title: {facts.title}" + ("" if facts.manuscript.title else " (none was found; this is the file's name)")
    yield f"Found: {facts.counts.summary() or 'text only'}."
    yield (f"References: {len(facts.references)} in the list, {len(references)} read, "
           f"{sum(not reference.new_entry for reference in references)} of them in the bibliography already.")
    yield (f"Citations: {len(groups)} groups in the text, {linked} linked to {len(facts.citations.keys)} works, "
           f"{len(groups) - linked} left open between ⟦ and ⟧.")


def _to_do(facts: ImportFacts) -> list[str]:
    return _section("For you to do", [
        "description: say in at most two sentences what the page says",
        "reviewed: the day on which somebody has checked the whole page",
        *([] if facts.topics else ["topics: none of the site's topics is named in the text; choose some"]),
        *facts.counts.notes,
    ])


def _reference_sections(facts: ImportFacts) -> Iterator[str]:
    open_groups = [group.text for group in facts.citations.groups if not group.keys]
    if open_groups and not facts.references:
        yield from _section("Citations in the text, without a list of references", [
            f"{len(open_groups)} groups, as written in the text: " + " ".join(open_groups)])
    else:
        yield from _section("Cited, and not in the list", list(dict.fromkeys(facts.citations.unlisted)))
    for title, cited in (("Cited, and several works of the list may be meant", facts.citations.ambiguous),
                         ("Cited, and the entry of the list could not be read", facts.citations.unread)):
        yield from _section(title, list(dict.fromkeys(cited)))
    yield from _section("How the citations were read", facts.citations.told)
    yield from _section("Not certain to be citations, and left between ⟦ and ⟧", facts.citations.unsure)
    yield from _section("In the list, and never cited", [
        _label(reference) for reference in facts.with_key if reference.key not in facts.citations.keys])
    yield from _section("Entries that could not be read; their text is only here", [
        reference.item.text for reference in facts.references if not reference.key])
    yield from _section("New entries, unconfirmed until `desk cite --check` has found them", [
        _label(reference) + _similar(reference) + _missing(reference)
        for reference in facts.references if reference.new_entry])
    yield from _section("In the bibliography already", [
        _label(reference) for reference in facts.with_key if not reference.new_entry])
    yield from _section("Citations linked", [
        f"{group.text} → {', '.join(group.keys)}" for group in facts.citations.groups if group.keys])


def _change_sections(facts: ImportFacts) -> Iterator[str]:
    yield from _section("Taken out, because the site writes it itself", [
        *(f"the heading “{words}”" for words in facts.list_heading), *facts.counts.removed])
    yield from _section("Changed or left out", facts.manuscript.notes)
    yield from _section("Said in the file about itself, and without a place on the page", [
        *facts.manuscript.facts.unused()])
    yield from _section("Topics, by words of the text; look whether they fit", facts.topics)
    if not facts.manuscript.styled and facts.counts.found.get(SECTION):
        yield from _section("Headings were recognised by their form, their levels guessed; look them over", [
            line for line in facts.page.split("\n") if _HEADING_LINE.match(line)])


def _section(title: str, rows: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"  - {row}" for row in rows)] if rows else []


def _label(reference: MatchedReference) -> str:
    number = f"{reference.item.number}. " if reference.item.number is not None else ""
    return f"{reference.key}: {number}{reference.item.text}"


def _similar(reference: MatchedReference) -> str:
    if not reference.similar_key:
        return ""
    return f"\n    The bibliography has {reference.similar_key} with the same title and another year: is it this one?"


def _missing(reference: MatchedReference) -> str:
    missing = [name for name in ("author", "year") if not reference.parsed.fields.get(name)]
    return f"\n    It names no {' and no '.join(missing)}." if missing else ""
