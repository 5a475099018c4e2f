"""``desk``: the group of the editors' commands, and nothing else."""

from __future__ import annotations

import click

from proofdesk.desk.commands.check import check
from proofdesk.desk.commands.cite import cite
from proofdesk.desk.commands.editor import editor
from proofdesk.desk.commands.headers import headers
from proofdesk.desk.commands.import_ import import_
from proofdesk.desk.commands.links import links
from proofdesk.desk.commands.new import new
from proofdesk.desk.commands.retractions import retractions


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Commands for the editors of the site in whose folder you are.

    \b
    Example:
      desk check
    """


main.add_command(check)
main.add_command(cite)
main.add_command(editor)
main.add_command(headers)
main.add_command(import_)
main.add_command(links)
main.add_command(new)
main.add_command(retractions)
