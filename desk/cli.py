"""``desk``: the group of the editors' commands, and nothing else."""

from __future__ import annotations

import click

from desk.check import check
from desk.cite import cite
from desk.editor import editor
from desk.headers import headers
from desk.import_ import import_
from desk.links import links
from desk.new import new
from desk.retractions import retractions


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
