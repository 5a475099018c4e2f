"""Turn a manuscript into everything that an import writes: a page, entries, pictures and a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.language import spoken
from proofdesk.common.text import counted, file_name
from proofdesk.content.review.items import ReviewItem
from proofdesk.content.topics import Topics
from proofdesk.desk.importing.accounts.as_listed import works_as_listed
from proofdesk.desk.importing.accounts.leaks import find_leaks
from proofdesk.desk.importing.accounts.left_lines import text_of_left
from proofdesk.desk.importing.accounts.place_remarks import place_remarks
from proofdesk.desk.importing.blocks.body import write_body
from proofdesk.desk.importing.cite_notes import cite_notes
from proofdesk.desk.importing.cited import (
    ShownCitations,
    cite_unformatted,
    groups_in,
    join_listed,
    match_cited,
    with_keys,
    with_typed_keys,
)
from proofdesk.desk.importing.citing.own_numbers import style_of_part
from proofdesk.desk.importing.citing.quantities import numbered_answers
from proofdesk.desk.importing.citing.style import Style
from proofdesk.desk.importing.facts import write_front_matter
from proofdesk.desk.importing.forms import Forms
from proofdesk.desk.importing.headings import mark_headings
from proofdesk.desk.importing.lines import HEADING, IMAGE, RAW, TEXT, Line, escape
from proofdesk.desk.importing.link_citations import CitationLinker
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.readers.contents.outlines import without_numbers
from proofdesk.desk.importing.references.matching.known_works import KnownWorks
from proofdesk.desk.importing.references.matching.match import MatchedReference, match_references
from proofdesk.desk.importing.references.matching.registered import RegisteredRecords
from proofdesk.desk.importing.references.several_lists import TextPart, extract_lists
from proofdesk.desk.importing.report import ImportFacts, write_report

_NOTE = re.compile(r"\[\^([^\]\s]+)\]")  # the call of a footnote


@dataclass(frozen=True)
class ImportResult:
    """What a manuscript became; nothing is on disk yet.

    ``entries`` are the new entries of the bibliography by key; ``pictures`` are bytes by their path in the articles'
    folder; ``review`` is for the review file, ``report`` for the editor, ``left_out`` has whole what only the report
    names.
    """

    title: str
    slug: str
    text: str
    entries: dict[str, str]
    pictures: dict[PurePosixPath, bytes]
    report: str
    review: list[ReviewItem] = field(default_factory=list)
    left_out: str = ""


def import_manuscript(
    manuscript: Manuscript, name: str, bibliography: Bibliography, kinds: Mapping[str, BlockKind], title: str,
    slug: str, registered: RegisteredRecords | None = None, known_topics: Topics | None = None,
) -> ImportResult:
    """Turn a manuscript into an article. ``title`` and ``slug`` may be empty: then the manuscript's own are used.

    ``registered`` gives the records of works that the bibliography has not, if the registries may be asked.
    ``known_topics`` are those of the site; without them none is found by its words.
    """
    forms, vocabulary = Forms(kinds), known_topics or Topics()
    manuscript = without_numbers(_without_notes_in_title(mark_headings(manuscript, forms)))
    heading = escape(title) or manuscript.title  # as Markdown, like all lines
    typed = {*manuscript.beside, *bibliography.entries}
    manuscript.lines = [line.with_text(with_typed_keys(line.text, typed)) for line in manuscript.lines]
    cite_unformatted(manuscript)
    listed, parts = extract_lists(manuscript.lines)
    cited = match_cited(manuscript, listed.items, KnownWorks(bibliography, registered))
    references = join_listed(cited.references, match_references(cited.others, cited.known), listed.items)
    keys = cited.keys | {each.item.entry: each.key for each in references if each.item.entry and each.key}
    body = [line.with_text(with_keys(line.text, keys)) for line in listed.body]
    shown = ShownCitations(manuscript.shown, keys)
    by_key = [*groups_in(shown.without_unknown(body), {*keys.values(), *bibliography.entries})]
    noted = cite_notes(body, references, cited.known)
    references, body = [*references, *noted.references], noted.lines
    linker = CitationLinker([reference.citable for reference in references], [line.text for line in body],
                            len(noted.groups), shown.known, shown.unknown)
    lines = _link_lines(body, linker, _styles_of_parts(body, linker, parts, references))
    linker.citations.groups[:0] = [*(group for group, _ in by_key), *noted.groups]
    linker.citations.unknown_keys += [key for _, unknown in by_key for key in unknown]
    linker.citations.told += noted.told
    if title and manuscript.title and manuscript.title != heading:
        lines.insert(0, Line(HEADING, manuscript.title, 2))
    heading = heading or escape(_title_from_file_name(name))
    slug = slug or file_name(_plain(heading), spoken().base) or "article"
    text, counts = write_body(lines, forms, slug)
    for path in manuscript.pictures:
        text = text.replace(f"]({path})", f"]({slug}/{path})")
    facts = manuscript.facts
    facts.count(manuscript.ledger, bool(manuscript.title), vocabulary)
    topics = vocabulary.among((*facts.topics(vocabulary), *vocabulary.named(_plain(text))))
    page = write_front_matter(_plain(heading), topics, _plain(manuscript.title or heading), facts) + text
    counts.notes += find_leaks(text, page.count("\n") - text.count("\n"))
    entries = {reference.key: reference.new_entry for reference in references if reference.new_entry}
    review = place_remarks([item.model_copy(update={"source": name}) for item in manuscript.remarks], page)
    report = write_report(ImportFacts(
        file_name=name, title=_plain(heading), manuscript=manuscript, references=references,
        openings=[name for name, kind in kinds.items() if kind.record.opens_article and f"/// {name} |" not in page],
        list_heading=listed.heading, citations=linker.citations, counts=counts, topics=topics, page=page,
        slug=slug, vocabulary=vocabulary, review=review,
        listed="\n".join((*listed.heading, works_as_listed(references, entries, bibliography))),
        told=registered.told if registered else [],
        shown={with_keys(written, keys): re.sub(r"</?sup>|\\", "", words)
               for written, words in manuscript.shown.items()},
    ))
    return ImportResult(
        title=_plain(heading), slug=slug, text=page, report=report, entries=entries, review=review,
        left_out=text_of_left(manuscript.ledger.left, name),
        pictures={PurePosixPath(slug) / path: content for path, content in manuscript.pictures.items()},
    )


def _without_notes_in_title(manuscript: Manuscript) -> Manuscript:
    """Return the manuscript with the footnotes of its title, which cannot call any, as its first paragraphs."""
    called = _NOTE.findall(manuscript.title)
    if not called:
        return manuscript
    starts = tuple(f"[^{name}]: " for name in called)
    first, others = list[Line](), list[Line]()
    for line in manuscript.lines:
        start = next((each for each in starts if line.kind == RAW and line.text.startswith(each)), "")
        words = line.text[len(start) :].split("\n\n    ") if start else []
        first += [Line(TEXT, paragraph) for paragraph in words]
        others += [] if start else [line]
    notes = [f"a footnote of the title is the first paragraph now: “{line.plain}”" for line in first]
    return replace(manuscript, lines=[*first, *others], title=_NOTE.sub("", manuscript.title).rstrip(),
                   notes=[*manuscript.notes, *notes])


def _styles_of_parts(
    lines: Sequence[Line], linker: CitationLinker, parts: list[TextPart], references: Iterable[MatchedReference]
) -> list[tuple[int, Style]]:
    """Return where each part of the text ends that has a list of its own, and by which numbers it cites that list."""
    texts = [line.text for line in lines if line.kind != RAW]
    found, start = [], 0
    references = [*references]
    for number, part in enumerate(parts):
        keys = {each.item.number: each.key for each in references if each.item.number and each.item in part.items}
        end = part.end if number + 1 < len(parts) else len(texts)
        found.append((end, style_of_part(linker.style, texts[start:end], keys)))
        start = end
    if found and (apart := sum(not style.keys for _, style in found)):
        linker.citations.told.append(f"several lists have numbers from 1, each for the part above it; the numbers of "
                                     f"{counted(apart, 'part')} are not those of its list, and stay open")
    elif found:
        linker.citations.told.append("several lists have numbers from 1: each is linked with the part above it")
    return found


def _link_lines(lines: list[Line], linker: CitationLinker, parts: Sequence[tuple[int, Style]]) -> list[Line]:
    """Link the citations of all lines, those of the ``parts`` that have lists of their own by the numbers of these."""
    for number in range(len(lines) - 1):
        first, second = lines[number : number + 2]
        kinds = {first.kind, second.kind}  # a half may have been taken for a heading
        if TEXT in kinds and kinds <= {TEXT, HEADING}:
            one, other = linker.link_broken(first.text, second.text)
            lines[number : number + 2] = [first.with_text(one), second.with_text(other)]
    ways: dict[str, Callable[[str], str]] = {HEADING: linker.mark, IMAGE: linker.link_fields}
    answers = {} if linker.works else numbered_answers([line.text for line in lines])
    for number, start in answers.items():
        linker.citations.keep(lines[number].text, start, len(lines[number].text))
    linked, place = [], 0
    for number, line in enumerate(lines):
        linker.style = next((style for end, style in parts if place < end), linker.style)
        place += line.kind != RAW
        linked.append(line.with_text(ways.get(line.kind, linker.link)(line.text[: answers.get(number)])
                                     + line.text[answers.get(number, len(line.text)) :]))
    return linked


def _title_from_file_name(name: str) -> str:
    return " ".join(re.sub(r"[_-]+", " ", PurePosixPath(name).stem).split()).capitalize() or "Untitled"


def _plain(text: str) -> str:
    return Line(HEADING, text).plain
