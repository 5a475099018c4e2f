"""``desk cite --from`` and ``--zotero``: take works over from a library into the site's own bibliography."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.libraries.problems import is_same_work
from proofdesk.bibliography.libraries.standalone import evidence_keywords, standalone
from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import MAX_BIB_BYTES, read_ordinary
from proofdesk.common.problems import printable_lines
from proofdesk.common.text import did_you_mean
from proofdesk.common.transaction import Transaction
from proofdesk.desk.bib_editor import replace_bibliography, with_entry
from proofdesk.desk.commands.citing.add import print_existing, report_added
from proofdesk.desk.project import Project
from proofdesk.desk.registries.zotero import exported, picked_keys


def add_from_file(project: Project, file: Path, keys: Iterable[str], dry_run: bool) -> None:
    """Take these works of a .bib file over, all or none."""
    try:
        content = read_ordinary(file.expanduser(), MAX_BIB_BYTES)
    except OSError as error:
        raise cannot("read", file, error) from None
    wanted = [key.strip().removeprefix("@").strip("{}") for key in keys]
    _add(project, _works(parse_bibliography(content, str(file)), wanted), dry_run)


def add_from_zotero(project: Project, address: str, dry_run: bool) -> None:
    """Have the editor choose works in Zotero's own window, and take them over, all or none."""
    project.readable_bibliography()  # before anybody chooses in vain
    keys = picked_keys(address)
    _add(project, _works(parse_bibliography(exported(address, keys).encode("utf-8"), "Zotero"), keys), dry_run)


def _works(library: Bibliography, keys: Iterable[str]) -> list[Entry]:
    """Return the works of a library by their keys. Raises UserError for one that it cannot give whole."""
    found = []
    for key in dict.fromkeys(keys):
        if key not in library.entries:
            raise UserError(f"the entry of “{key}” cannot be read: {library.broken_keys[key]}"
                            if key in library.broken_keys else
                            f"{library.path} has no “{key}” ({did_you_mean(key, library.entries)})")
        entry = library.entries[key]
        doubles = [problem for problem, subject in zip(library.problems, library.subjects, strict=True)
                   if subject == key or problem.rule == "not-utf8"]
        if doubles:
            raise UserError(f"“{key}” cannot be taken over: {doubles[0]}")
        found.append(entry)
        known = {each.lower() for each in library.entries}
        for name in ("crossref", "xdata"):
            gone = [each.strip() for each in entry.fields.get(name, "").split(",")
                    if each.strip() and each.strip().lower() not in known]
            if gone:
                click.echo(f"“{key}” takes fields from “{gone[0]}”, which {library.path} does not have: see whether "
                           "something is missing", err=True)
    return found


def _add(project: Project, works: list[Entry], dry_run: bool) -> None:
    if dry_run:
        _new_entries(project, works)
        return
    with Transaction(project.root) as transaction:
        before = transaction.read(project.bib_file)
        new = _new_entries(Project(project.root), works)
        text = (before or b"").decode("utf-8")
        for key, entry in new.items():
            text = with_entry(text, key, entry)
        if new:
            replace_bibliography(transaction, project, before, text, new)
    report_added(project, new)


def _new_entries(project: Project, works: list[Entry]) -> dict[str, str]:
    """Show and return the entries, by key, of those works that the site's own bibliography has not."""
    bibliography = project.readable_bibliography()
    own = {key.lower(): entry for key, entry in bibliography.entries.items() if entry.path == bibliography.path}
    new: dict[str, str] = {}
    for work in works:
        named = own.get(work.key.lower())
        if named and not is_same_work(named, work):
            raise UserError(f"the key “{work.key}” is in use for another work ({named.where}): nothing was added (give "
                            "one of the two another key)")
        same = named or next((each for each in own.values() if work.doi and each.doi.lower() == work.doi.lower()), None)
        if same:
            print_existing(work.key, same)
            continue
        known = bibliography.entries.get(work.key)
        keywords = evidence_keywords(work, [] if known and known.elsewhere.get("keywords") else ["species", "design"])
        fields = {name: value for name, value in work.fields.items() if name != "keywords"}
        entry = standalone(replace(work, fields={**fields, "keywords": keywords} if keywords else fields))
        new[work.key] = entry
        click.echo(printable_lines(entry))
    return new
