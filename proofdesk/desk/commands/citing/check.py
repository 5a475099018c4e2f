"""``desk cite --check``: compare entries of the bibliography with their registered records."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

import click

from proofdesk.bibliography.citation_syntax import suggest
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence.status import Status
from proofdesk.bibliography.libraries.problems import with_remedies
from proofdesk.common.dates import longdate, today
from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.common.text import listed
from proofdesk.common.transaction import Transaction
from proofdesk.desk.bib_editor import replace_bibliography, with_field
from proofdesk.desk.citations_index import own_and_cited
from proofdesk.desk.project import Project
from proofdesk.desk.registries.clients import MAX_FAILURES, NoAnswer, Services
from proofdesk.desk.registries.compare import differences
from proofdesk.desk.registries.identifiers import identifier
from proofdesk.desk.registries.records import RegistryRecord, find_record


def check_entries(project: Project, keys: tuple[str, ...], services: Services, confirm: bool) -> int:
    """Compare entries with their records, those first that were not compared for the longest time.

    Raises UserError for those of which no registry answered, once the others are told of and confirmed: a large
    bibliography needs several runs where a registry asks for a pause.
    """
    bibliography = project.readable_bibliography()
    entries = bibliography.entries
    for key in keys:
        if key not in entries:
            raise UserError(f"the bibliography has no “{key}” ({suggest(key, entries)})")
    chosen = [entries[key] for key in keys] if keys else sorted(
        own_and_cited(project), key=lambda entry: entry.fields.get("x-checked", ""))
    asked = [(entry, named) for entry in chosen if (named := _identifier_of(entry))]
    problems: list[Problem] = []
    agreeing: list[Entry] = []
    unanswered: dict[str, UserError] = {}
    for entry, named, record in _records(asked, services, unanswered):
        found = with_remedies(bibliography, _compare(entry, named, record))
        problems += found
        if not found:
            agreeing.append(entry)
    for problem in sorted(problems):
        click.echo(str(problem))
    differing = len({(problem.path, problem.line) for problem in problems})
    click.echo(f"{len(agreeing)} of {len(asked)} entries agree with their records"
               + (f", {differing} differ" if differing else "") + ".", err=True)
    if len(asked) < len(chosen):
        named_keys = {entry.key for entry, _ in asked}
        without = ", ".join(entry.key for entry in chosen if entry.key not in named_keys)
        click.echo(f"Compare by hand (no DOI, PubMed or arXiv number): {without}.", err=True)
    if confirm and agreeing:
        _confirm(project, agreeing)
    if unanswered:
        raise UserError(f"{'; '.join(dict.fromkeys(map(str, unanswered.values())))}. Not compared: "
                        f"{listed([*unanswered], 'work')}. Run the command again later")
    return 1 if problems else 0


def _records(
    asked: Sequence[tuple[Entry, tuple[str, str]]], services: Services, unanswered: dict[str, UserError]
) -> Iterator[tuple[Entry, tuple[str, str], RegistryRecord | None]]:
    """Yield each entry with its record. Of which none could be had is noted in ``unanswered``, by key."""
    failures = 0
    with click.progressbar(asked, label="Comparing", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for entry, named in bar:
            if failures < MAX_FAILURES:
                try:
                    record = find_record(named, services)
                except UserError as error:
                    last, failures = error, failures + 1 if isinstance(error, NoAnswer) else 0
                else:
                    failures = 0
                    yield entry, named, record
                    continue
            unanswered[entry.key] = last


def _identifier_of(entry: Entry) -> tuple[str, str] | None:
    if entry.doi:
        return identifier(entry.doi)
    if entry.fields.get("archiveprefix", "").lower() == "arxiv" and entry.fields.get("eprint"):
        return identifier(entry.fields["eprint"])
    pmid = entry.fields.get("pmid", "")
    return ("pmid", pmid) if pmid.isdigit() else None


def _compare(entry: Entry, named: tuple[str, str], record: RegistryRecord | None) -> Iterator[Problem]:
    """Yield a problem for each difference between an entry and its record."""
    if record is None:
        yield Problem(*entry.place(named[0] if named[0] != "arxiv" else "eprint"), "differs",
                      f"no registry has a record of “{named[1]}”",
                      "check how it is written, and whether the work exists")
        return
    for name, ours, theirs in differences(entry, record):
        yield Problem(*entry.place(name), "differs",
                      f"the {name} of “{entry.key}” is “{ours}”; {record.service} has “{theirs}”",
                      "check the work itself, and correct the entry if it is wrong")
    for notice in record.notices:
        if not any(entry.fields.get(name) for name in ("x-retracted", "x-correction", "x-concern")):
            yield Problem(*entry.place(), "differs", f"{record.service} lists a {notice} for “{entry.key}”",
                          "read it, and tell readers with x-retracted, x-correction or x-concern")


def _as_compared(entry: Entry) -> str:
    """Return an entry's text, marked as compared today; what was read of the work says more and stays."""
    if entry.fields.get("x-status") in (Status.ABSTRACT, Status.PAPER):
        return entry.text
    return with_field(with_field(entry.text, "x-status", Status.RECORD), "x-checked", today().isoformat())


def _confirm(project: Project, entries: list[Entry]) -> None:
    """Mark the entries in the bibliography as it is now. One that was changed since it was compared is not marked."""
    path = project.bibliography.path
    if others := [entry.key for entry in entries if entry.path != path]:
        click.echo(f"Not confirmed, because libraries are only read: {', '.join(others)}. Take them over first: desk "
                   "cite --from FILE KEY...", err=True)
    entries = [entry for entry in entries if entry.path == path]
    if changed := replace_entries(project, {entry.key: (entry, _as_compared(entry)) for entry in entries}):
        click.echo(f"Confirmed on {longdate(today())}: {', '.join(changed)}.", err=True)


def replace_entries(project: Project, meant: Mapping[str, tuple[Entry, str]]) -> list[str]:
    """Give entries of the bibliography new texts, by key, and return those that were changed.

    One that the file no longer has as it was read is left alone, and the editor is told.
    """
    with Transaction(project.root) as transaction:
        before = transaction.read(project.bib_file)
        text = (before or b"").decode("utf-8", errors="replace")
        changed: dict[str, str] = {}
        for key, (entry, given) in meant.items():
            for old, new in ((entry.text, given), (entry.text.replace("\n", "\r\n"), given.replace("\n", "\r\n"))):
                if text.count(old) == 1:
                    text = text.replace(old, new)
                    changed[key] = given
                    break
        if changed:
            replace_bibliography(transaction, project, before, text, changed)
    left = [key for key in meant if key not in changed]
    if left:
        click.echo(f"Not confirmed, because the file no longer has them as they were compared: {', '.join(left)}. "
                   "Compare them again.", err=True)
    return list(changed)
