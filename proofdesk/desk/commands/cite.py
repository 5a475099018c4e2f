"""``desk cite``: add works from their registered records, or compare entries with their records.

Long because it is two commands in one: it adds works, and it compares those that are there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from proofdesk.bibliography.citation_syntax import ITEM
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.parser import Bibliography
from proofdesk.common.dates import longdate, today
from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem, printable, printable_lines
from proofdesk.common.text import did_you_mean
from proofdesk.common.transaction import Transaction
from proofdesk.desk.bib_editor import entry_text, key_for, with_entry, with_field
from proofdesk.desk.commands.editor import replace_bibliography
from proofdesk.desk.project import Project, find_project
from proofdesk.desk.registries.clients import Services
from proofdesk.desk.registries.compare import differences
from proofdesk.desk.registries.identifiers import doi_of_page, identifier
from proofdesk.desk.registries.records import RegistryRecord, find_record


@click.command()
@click.argument("works", nargs=-1, metavar="[DOI|PMID|URL|ARXIV]...")
@click.option("--key", default="", help="The key of the new entry, instead of name and year.")
@click.option("--dry-run", is_flag=True, help="Show the entry and change nothing.")
@click.option("--check", is_flag=True, help="Compare entries with their registered records: these keys, or all.")
@click.option("--confirm", is_flag=True, help="With --check: mark the entries that agree as confirmed today.")
@click.option("--crossref", envvar="DESK_CROSSREF", default=Services.crossref, hidden=True)
@click.option("--datacite", envvar="DESK_DATACITE", default=Services.datacite, hidden=True)
@click.option("--pubmed", envvar="DESK_PUBMED", default=Services.pubmed, hidden=True)
@click.pass_context
def cite(context: click.Context, works: tuple[str, ...], key: str, dry_run: bool, check: bool, confirm: bool,
         crossref: str, datacite: str, pubmed: str) -> None:
    """Add works to the bibliography by DOI, PubMed ID, arXiv ID or URL.

    Fetches the record from Crossref, DataCite or PubMed, shows it, and adds it with a key, today's date in x-checked
    and evidence that is still to be classified. A work that is in the bibliography already is not added again.

    With --check, fetches the record of every entry that has a DOI, a PubMed or an arXiv number, and names each field
    that differs. Capitals, abbreviated journals, initials and shortened pages do not count as differences.

    The exit code is 0 if all went well, 1 if an entry differs from its record, 2 if nothing could be done.

    \b
    Examples:
      desk cite 10.1016/j.neuron.2021.06.008
      desk cite "PMID: 34228959" arXiv:2411.19840
      desk cite --check
      desk cite --check shao2021 --confirm
    """
    project = find_project()
    services = Services(crossref.rstrip("/"), datacite.rstrip("/"), pubmed.rstrip("/"))
    if not check:
        if confirm:
            raise click.UsageError("--confirm goes with --check", context)
        if not works:
            raise click.UsageError("name a work: a DOI, a PubMed or arXiv number, or an address", context)
        if key and (len(works) > 1 or not ITEM.fullmatch(f"@{key}")):
            raise click.UsageError("--key names one work; use letters, digits and single marks inside", context)
        _add(project, works, services, key, dry_run)
        return
    if key or dry_run:
        raise click.UsageError("--check goes without --key and --dry-run", context)
    context.exit(_check(project, works, services, confirm))


def _add(project: Project, works: tuple[str, ...], services: Services, key: str, dry_run: bool) -> None:
    """Add the works, all or none. Raises UserError for one that is not found, before anything is written."""
    bibliography = project.readable_bibliography()
    _refuse_used(bibliography, key)
    found: list[tuple[str, RegistryRecord]] = []
    for text in works:
        named = _named(text, services)
        existing = _entry_of(named, bibliography.entries)
        if existing:
            _print_existing(project, text, existing)
            continue
        record = find_record(named, services)
        if record is None:
            raise UserError(f"no registry has a record of “{text}” (check how it is written)")
        found.append((text, record))
    if dry_run:
        _new_entries(project, bibliography, found, key)
    elif found:
        new = _write_entries(project, found, key)
        if new:
            cited = " ".join(f"[@{chosen}]" for chosen in new)
            click.echo(f"Added to {project.path(project.bib_file)}. Cite as {cited}. "
                       "Name its kind of evidence in keywords.", err=True)


def _write_entries(project: Project, found: list[tuple[str, RegistryRecord]], key: str) -> dict[str, str]:
    """Add the records to the bibliography as it is now: others may have added works while the registries answered."""
    with Transaction(project.root) as transaction:
        before = transaction.read(project.bib_file)
        bibliography = Project(project.root).readable_bibliography()
        _refuse_used(bibliography, key)
        new = _new_entries(project, bibliography, found, key)
        text = (before or b"").decode("utf-8")
        for chosen, entry in new.items():
            text = with_entry(text, chosen, entry)
        replace_bibliography(transaction, project, before, text, new)
    return new


def _refuse_used(bibliography: Bibliography, key: str) -> None:
    same = bibliography.keys_by_lowercase.get(key.lower()) if key else None
    if same:
        raise UserError(f"the key “{key}” is in use (line {bibliography.entries[same].line}); choose another one")


def _new_entries(project: Project, bibliography: Bibliography, found: list[tuple[str, RegistryRecord]],
                 key: str) -> dict[str, str]:
    """Show and return the entries, by key, of those works that the bibliography has not."""
    used = {each.casefold() for each in bibliography.entries}
    new: dict[str, str] = {}
    for text, record in found:
        existing = _entry_of(("doi", record.fields.get("doi", "?")), bibliography.entries)
        if existing:
            _print_existing(project, text, existing)
            continue
        name = record.family or record.fields["title"].split()[0]
        chosen = key or key_for(name, record.fields.get("year", ""), used)
        if any(record.fields.get("doi", "?").lower() in entry.lower() for entry in new.values()):
            continue
        entry = entry_text(record.kind, chosen, {
            **record.fields, "keywords": "species:not-classified, design:not-classified", "x-status": "confirmed",
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
        raise UserError(f"the page {named[1]} names no DOI of its own; add the work by hand (see the guide on citing)")
    return found


def _entry_of(named: tuple[str, str], entries: dict[str, Entry]) -> Entry | None:
    """Return the entry of a work, if there is one."""
    kind, value = named
    for entry in entries.values():
        arxiv = f"10.48550/arxiv.{value}" if kind == "arxiv" else "?"
        if value.lower() == entry.fields.get({"arxiv": "eprint"}.get(kind, kind), "").lower().strip():
            return entry
        if entry.doi.lower() == arxiv.lower():
            return entry
    return None


def _print_existing(project: Project, text: str, entry: Entry) -> None:
    state = entry.fields.get("x-status", "")
    place = f"{project.path(project.bib_file)}:{entry.line}"
    click.echo(printable(f"{place}: “{text}” is in the bibliography already; cite it as [@{entry.key}]"
                         + (f" (it is {state}: run desk cite --check {entry.key} --confirm)"
                            if state in ("unconfirmed", "not-found") else "")))


def _print_notices(record: RegistryRecord, key: str) -> None:
    for notice in record.notices:
        click.echo(f"{record.service} lists a {printable(notice)} for “{key}”: read it before you cite the work, and "
                   "tell readers with x-retracted, x-correction or x-concern (see the guide on citing)", err=True)
    lacking = [name for name in ("author", "year") if name not in record.fields]
    if lacking:
        click.echo(f"{record.service} has no {' and no '.join(lacking)} for “{key}”: add it by hand", err=True)


# --- Comparing


def _check(project: Project, keys: tuple[str, ...], services: Services, confirm: bool) -> int:
    """Compare entries with their records. Nothing is written unless every record was answered for."""
    entries = project.readable_bibliography().entries
    for key in keys:
        if key not in entries:
            raise UserError(f"the bibliography has no “{key}” ({did_you_mean(key, entries)})")
    chosen = [entries[key] for key in keys] if keys else list(entries.values())
    asked = [(entry, _identifier_of(entry)) for entry in chosen]
    problems: list[Problem] = []
    agreeing: list[Entry] = []
    with click.progressbar([pair for pair in asked if pair[1]], label="Comparing", file=sys.stderr,
                           hidden=not sys.stderr.isatty()) as bar:
        for entry, named in bar:
            assert named is not None
            found = list(_compare(project, entry, named, find_record(named, services)))
            problems += found
            if not found:
                agreeing.append(entry)
    for problem in sorted(problems):
        click.echo(str(problem))
    without = [entry.key for entry, named in asked if not named]
    differing = len({problem.line for problem in problems})
    click.echo(f"{len(agreeing)} of {len(asked) - len(without)} entries agree with their records"
               + (f", {differing} differ" if differing else "") + ".", err=True)
    if without:
        click.echo(printable(f"Compare by hand (no DOI, PubMed or arXiv number): {', '.join(without)}."), err=True)
    if confirm and agreeing:
        _confirm(project, agreeing)
    return 1 if problems else 0


def _identifier_of(entry: Entry) -> tuple[str, str] | None:
    if entry.doi:
        return identifier(entry.doi)
    if entry.fields.get("archiveprefix", "").lower() == "arxiv" and entry.fields.get("eprint"):
        return identifier(entry.fields["eprint"])
    pmid = entry.fields.get("pmid", "")
    return ("pmid", pmid) if pmid.isdigit() else None


def _compare(project: Project, entry: Entry, named: tuple[str, str],
             record: RegistryRecord | None) -> Iterator[Problem]:
    """Yield a problem for each difference between an entry and its record."""
    path = project.path(project.bib_file)
    if record is None:
        yield Problem(path, *entry.position(named[0] if named[0] != "arxiv" else "eprint"), "differs",
                      f"no registry has a record of “{named[1]}”",
                      "check how it is written, and whether the work exists")
        return
    for name, ours, theirs in differences(entry, record):
        yield Problem(path, *entry.position(name), "differs",
                      f"the {name} of “{entry.key}” is “{ours}”; {record.service} has “{theirs}”",
                      "check the work itself, and correct the entry if it is wrong")
    for notice in record.notices:
        if not any(entry.fields.get(name) for name in ("x-retracted", "x-correction", "x-concern")):
            yield Problem(path, *entry.position(), "differs", f"{record.service} lists a {notice} for “{entry.key}”",
                          "read it, and tell readers with x-retracted, x-correction or x-concern")


def _confirm(project: Project, entries: list[Entry]) -> None:
    """Mark the entries in the bibliography as it is now. One that was changed since it was compared is not marked."""
    with Transaction(project.root) as transaction:
        before = transaction.read(project.bib_file)
        text = (before or b"").decode("utf-8", errors="replace")
        changed: dict[str, str] = {}
        for entry in entries:
            marked = with_field(with_field(entry.text, "x-status", "confirmed"), "x-checked", today().isoformat())
            for old, new in ((entry.text, marked), (entry.text.replace("\n", "\r\n"), marked.replace("\n", "\r\n"))):
                if text.count(old) == 1:
                    text = text.replace(old, new)
                    changed[entry.key] = marked
                    break
        if changed:
            replace_bibliography(transaction, project, before, text, changed)
    if changed:
        click.echo(f"Confirmed on {longdate(today())}: {', '.join(changed)}.", err=True)
    left = [entry.key for entry in entries if entry.key not in changed]
    if left:
        click.echo(f"Not confirmed, because the file no longer has them as they were compared: {', '.join(left)}. "
                   "Compare them again.", err=True)
