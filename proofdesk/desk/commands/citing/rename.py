"""``desk cite --rename``: give a work another key, wherever it is named."""

from __future__ import annotations

import click

from proofdesk.common.problems import printable_lines
from proofdesk.common.text import listed
from proofdesk.common.transaction import Transaction, verify_nothing
from proofdesk.desk.bib_editor import offer_keys
from proofdesk.desk.fixing.renamed_key import rename_key
from proofdesk.desk.project import Project


def rename_work(project: Project, old: str, new: str, dry_run: bool) -> None:
    """Change the files that name a work, all or none; with ``dry_run`` only show how."""
    old, new = (key.strip("[]").removeprefix("@").strip("{}") for key in (old, new))
    with Transaction(project.root) as transaction:
        found = rename_key(project, old, new)
        for fix in found if dry_run else ():
            click.echo(printable_lines(fix.diff), nl=False)
        for fix in () if dry_run else found:
            transaction.replace(fix.file, fix.before.encode("utf-8"), fix.after.encode("utf-8"), verify_nothing)
            if fix.file == project.bib_file:
                offer_keys(transaction, project, fix.after.encode("utf-8"))
    if dry_run:
        click.echo("Nothing was changed.", err=True)
    else:
        click.echo(f"“{old}” is “{new}” now in {listed([fix.name for fix in found], 'file')}." if found else
                   f"Nothing names “{old}”.", err=True)
