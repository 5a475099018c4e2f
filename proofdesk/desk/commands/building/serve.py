"""``desk serve``: serve the site while one writes."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO

import click

from proofdesk.desk.building import become
from proofdesk.desk.commands.editor import editor
from proofdesk.desk.project import find_project


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS OF MKDOCS SERVE]...")
@click.pass_context
def serve(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Build the site, drafts too, and serve it on this machine: http://127.0.0.1:8000/, until Ctrl+C.

    A page that you save is built anew and shown at once, with its problems. VS Code's files are brought up to date
    first. `make serve` is the same.

    \b
    Examples:
      desk serve
      desk serve -a 127.0.0.1:8001
      desk serve --open
    """
    project = find_project()
    with redirect_stdout(StringIO()):
        context.invoke(editor)
    become(project.root, "proofdesk.build", ["serve", *arguments])
