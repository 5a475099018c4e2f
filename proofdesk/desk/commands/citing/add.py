"""``desk cite``: add works to the bibliography from their registered records."""

from __future__ import annotations

from collections.abc import Mapping

import click

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.citation_syntax import citation
from proofdesk.bibliography.entry import Entry
from proofdesk.common.dates import today
from proofdesk.common.errors import UserError
from proofdesk.common.problems import printable, printable_lines
from proofdesk.common.transaction import Transaction
from proofdesk.desk.bib_editor import entry_text, key_for, replace_bibliography, with_entry
from proofdesk.desk.project import Project
from proofdesk.desk.registries.clients import Services
from proofdesk.desk.registries.identifiers import doi_of_page, identifier
from proofdesk.desk.registries.records import RegistryRecord, find_record


def add_works(project: Project, works: tuple[str, ...], services: Services, key: str, dry_run: bool) -> None:
    """Add the works, all or none. Raises UserError for one that is not found, before anything is written."""
    bibliography = project.readable_bibliography()
    _refuse_used(bibliography, key)
    found: list[tuple[str, RegistryRecord]] = []
    for text in works:
        named = _named(text, services)
        existing = entry_of(named, bibliography.entries)
        if existing:
            print_existing(text, existing)
            continue
        record = find_record(named, services)
        if record is None:
            raise UserError(f"no registry has a record of “{text}” (check how it is written)")
        found.append((text, record))
    if dry_run:
        _new_entries(bibliography, found, key)
    elif found:
        report_added(project, write_records(project, found, key))


def report_added(project: Project, new: Mapping[str, str]) -> None:
    """Tell an editor how to cite the new entries, by key, and what is left to do with them."""
    if not new:
        return
    due = [key for key, text in new.items() if "not-classified" in text]
    theirs = "Name its kind of evidence in keywords." if len(new) == 1 else (
        f"Name the kind of evidence in keywords: {', '.join(due)}.")
    click.echo(f"Added to {project.path(project.bib_file)}. Cite as {' '.join(map(citation, new))}."
               + (f" {theirs}" if due else ""), err=True)


def write_records(project: Project, found: list[tuple[str, RegistryRecord]], key: str) -> dict[str, str]:
    """Add the records to the bibliography as it is now: others may have added works while the registries answered."""
    with Transaction(project.root) as transaction:
        before = transaction.read(project.bib_file)
        bibliography = Project(project.root).readable_bibliography()
        _refuse_used(bibliography, key)
        new = _new_entries(bibliography, found, key)
        text = (before or b"").decode("utf-8")
        for chosen, entry in new.items():
            text = with_entry(text, chosen, entry)
        replace_bibliography(transaction, project, before, text, new)
    return new


def _refuse_used(bibliography: Bibliography, key: str) -> None:
    same = bibliography.keys_by_lowercase.get(key.lower()) if key else None
    if same:
        raise UserError(f"the key “{key}” is in use ({bibliography.entries[same].where}); choose another one")


def _new_entries(bibliography: Bibliography, found: list[tuple[str, RegistryRecord]],
                 key: str) -> dict[str, str]:
    """Show and return the entries, by key, of those works that the bibliography has not."""
    used = {each.casefold() for each in bibliography.entries}
    new: dict[str, str] = {}
    for text, record in found:
        existing = entry_of(("doi", record.fields.get("doi", "?")), bibliography.entries)
        if existing:
            print_existing(text, existing)
            continue
        name = record.family or record.fields["title"].split()[0]
        chosen = key or key_for(name, record.fields.get("year", ""), used)
        if any(record.fields.get("doi", "?").lower() in entry.lower() for entry in new.values()):
            continue
        entry = entry_text(record.kind, chosen, {
            **record.fields, "keywords": "species:not-classified, design:not-classified", "x-status": "record",
            "x-checked": today().isoformat(),
        })
        used.add(chosen.casefold())
        new[chosen] = entry
        click.echo(printable_lines(entry))
        _print_notices(record, chosen)
    return new


def _named(text: str, services: Services) -> tuple[str, str]:
    named = identifier(text)
    if named is None:
        raise UserError(f"“{text}” is not a DOI, a PubMed or arXiv number, or an address")
    if named[0] != "url":
        return named
    found = doi_of_page(services.page(named[1]))
    if found is None:
        raise UserError(f"the page {named[1]} names no DOI of its own; write its entry by hand")
    return found


def entry_of(named: tuple[str, str], entries: dict[str, Entry]) -> Entry | None:
    """Return the entry of a work, if there is one."""
    kind, value = named
    for entry in entries.values():
        arxiv = f"10.48550/arxiv.{value}" if kind == "arxiv" else "?"
        if value.lower() == entry.fields.get({"arxiv": "eprint"}.get(kind, kind), "").lower().strip():
            return entry
        if entry.doi.lower() == arxiv.lower():
            return entry
    return None


def print_existing(text: str, entry: Entry) -> None:
    """Tell an editor that a work is there already, and how to cite it."""
    state = entry.fields.get("x-status", "")
    click.echo(printable(f"{entry.where}: “{text}” is in the bibliography already; cite it as {citation(entry.key)}"
                         + (f" (it is {state}: run desk cite --check {entry.key} --confirm)"
                            if state in ("unconfirmed", "not-found") else "")))


def _print_notices(record: RegistryRecord, key: str) -> None:
    for notice in record.notices:
        click.echo(f"{record.service} lists a {printable(notice)} for “{key}”: read it before you cite the work, and "
                   "tell readers with x-retracted, x-correction or x-concern", err=True)
    lacking = [name for name in ("author", "year") if name not in record.fields]
    if lacking:
        click.echo(f"{record.service} has no {' and no '.join(lacking)} for “{key}”: add it by hand", err=True)
