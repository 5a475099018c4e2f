"""``desk cite --find``: look works up by their titles, and take over what an editor confirms."""

from __future__ import annotations

import click

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence.status import Status
from proofdesk.common.dates import today
from proofdesk.common.problems import printable, printable_lines
from proofdesk.desk.bib_editor import entry_text
from proofdesk.desk.commands.citing.add import entry_of, report_added, write_records
from proofdesk.desk.commands.citing.check import replace_entries
from proofdesk.desk.project import Project
from proofdesk.desk.registries.clients import Services
from proofdesk.desk.registries.search import Candidate, find_candidates, find_listed

# What an import wrote because it could not read all of an entry; a record makes up for it.
_OF_IMPORT = ("x-unsure", "x-reference")
# Fields of an entry that say what no record does.
_OWN = ("keywords", "langid", "language", "note", "annote", "retraction-reason", "retraction-acknowledged")
_SEEN = (Status.ABSTRACT, Status.PAPER)


def find_works(project: Project, words: tuple[str, ...], services: Services, dry_run: bool) -> None:
    """Look these titles, or the works of these keys, up; without any, all own entries that have no identifier."""
    bibliography = project.readable_bibliography()
    entries = bibliography.entries
    if not words:
        wanted: list[str | Entry] = [entry for entry in entries.values()
                                     if entry.path == bibliography.path and _is_nameless(entry)]
        if not wanted:
            click.echo("Every entry of the bibliography names an identifier or an address.", err=True)
    else:
        wanted = [entries.get(each.removeprefix("@").strip("[]")) or each for each in words]
    for number, each in enumerate(wanted, 1):
        if isinstance(each, Entry):
            click.echo(printable(f"{number} of {len(wanted)}: {each.where}: {each.key}: {_entry_line(each)}"))
            _find_entry(project, each, services, dry_run)
        else:
            click.echo(printable(f"{number} of {len(wanted)}: “{each}”"))
            _find_title(project, each, services, dry_run)


def _is_nameless(entry: Entry) -> bool:
    """Return whether an entry has a title, and neither an identifier nor an address by which it was found."""
    named = entry.identifiers
    return bool(entry.value("title") or entry.value("x-reference")) and not (
        named.doi or named.pmid or named.pmcid or named.arxiv or named.trial or entry.url)


def _entry_line(entry: Entry) -> str:
    return f"{entry.short_names} {entry.year}. {entry.plain('title')}" if entry.value("title") else entry.plain(
        "x-reference")


def _find_title(project: Project, title: str, services: Services, dry_run: bool) -> None:
    chosen = _choose(find_candidates(title, services), "", "", dry_run)
    if chosen:
        report_added(project, write_records(project, [(title, chosen.record)], ""))


def _find_entry(project: Project, entry: Entry, services: Services, dry_run: bool) -> None:
    author = next(iter(entry.family_names), "")
    candidates = find_candidates(entry.plain("title"), services, author, entry.year) if entry.value(
        "title") else find_listed(entry.plain("x-reference"), services)
    chosen = _choose(candidates, author, entry.year, dry_run)
    if not chosen:
        return
    doi = chosen.record.fields.get("doi", "")
    known = {key: each for key, each in project.bibliography.entries.items() if key != entry.key}
    if doi and (other := entry_of(("doi", doi), known)):
        click.echo(printable(f"Not taken: {other.where} is this work already. Cite “{other.key}” instead of "
                             f"“{entry.key}”, and delete that one."), err=True)
        return
    text = _with_record(entry, chosen)
    click.echo(printable_lines(text))
    if replace_entries(project, {entry.key: (entry, text)}):
        click.echo(printable(f"“{entry.key}” has its record now."), err=True)


def _with_record(entry: Entry, chosen: Candidate) -> str:
    """Return an entry's text with the fields of its record. Its key and what editors say of the work stay."""
    own = {name: entry.plain(name) for name in entry.fields if name in _OWN or (
        name.startswith("x-") and name not in _OF_IMPORT)}
    if own.get("x-status") not in _SEEN:
        own |= {"x-status": Status.RECORD, "x-checked": today().isoformat()}
    return entry_text(chosen.record.kind, entry.key, {**own, **chosen.record.fields}).rstrip("\n")


def _choose(candidates: list[Candidate], author: str, year: str, dry_run: bool) -> Candidate | None:
    """Show the candidates and return the one that the editor names, if any."""
    if not candidates:
        click.echo("  No registry knows a work with such a title.")
        return None
    for number, each in enumerate(candidates, 1):
        click.echo(printable(f"  {number}. {_candidate_line(each, author, year)}"))
    if dry_run:
        return None
    while True:
        try:
            answer = click.prompt("Which one is it? (its number, or Enter for none of them)", default="",
                                  show_default=False, err=True).strip()
        except click.Abort:  # nobody is there to answer
            click.echo("\nNobody confirmed it, so nothing was changed.", err=True)
            return None
        if not answer:
            return None
        if answer.isdigit() and 1 <= int(answer) <= len(candidates):
            return candidates[int(answer) - 1]


def _candidate_line(each: Candidate, author: str, year: str) -> str:
    """Return a candidate in a line: how alike the titles are, the work, and what differs from what was looked for."""
    fields = each.record.fields
    others = fields.get("author", "").count(" and ")
    place = " ".join(filter(None, [fields.get("journal") or fields.get("booktitle") or fields.get("publisher", ""),
                                   fields.get("volume", "")]))
    name = f"doi:{fields['doi']}" if "doi" in fields else f"PubMed {fields.get('pmid', '')}"
    work = ". ".join(filter(None, [
        f"{each.record.family or 'nobody'}{f' and {others} more' if others else ''} {fields.get('year', '')}".strip(),
        fields["title"], place, name]))
    differs = [word for word, differing in (
        ("another first author", author and each.record.family.casefold() != author.casefold()),
        ("another year", year and fields.get("year", "") != year)) if differing]
    return f"{each.likeness:.0%} alike: {work} ({', '.join([each.record.service, *differs])})"
