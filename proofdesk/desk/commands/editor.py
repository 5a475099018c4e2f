"""``desk editor``: write VS Code's files for a site, generated from the models so that they stay current."""

from __future__ import annotations

import click

from proofdesk.common.transaction import Transaction, verify_json
from proofdesk.desk.project import find_project
from proofdesk.desk.vs_code.files import FOLDER, KEYS, citations, files


@click.command()
def editor() -> None:
    """Write VS Code's files for this site: snippets for blocks, their options, facts and keys; tasks, settings.

    Type the name of a block, of an option or of a fact, or `@` and the beginning of a key, and VS Code completes it.
    There is a task for each command, and while “Serve” runs, what is wrong is in the Problems panel as you type. Run
    it again if a block or the bibliography has changed; `desk serve` does so.

    \b
    Example:
      desk editor
    """
    project = find_project()
    with Transaction(project.root) as transaction:
        for name, content in {**files(project.kinds, project.site), KEYS: citations(project.bibliography)}.items():
            file = project.root / FOLDER / name
            transaction.replace(file, transaction.read(file), content.encode("utf-8"), verify_json)
    click.echo(f"Wrote {FOLDER}/: open the folder in VS Code.")
