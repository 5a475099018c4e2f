"""The command ``desk``: the group of the editors' commands, and how their errors are reported."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import click

from proofdesk.common.errors import InternalError, UserError, internal_error
from proofdesk.common.problems import printable
from proofdesk.desk.commands.check import check
from proofdesk.desk.commands.cite import cite
from proofdesk.desk.commands.editor import editor
from proofdesk.desk.commands.headers import headers
from proofdesk.desk.commands.import_ import import_
from proofdesk.desk.commands.links import links
from proofdesk.desk.commands.new import new
from proofdesk.desk.commands.retractions import retractions
from proofdesk.desk.project import find_root


def _on_one_line(error: Exception) -> str:
    return printable(" ".join(filter(None, map(str.strip, str(error).splitlines()))))


class _UserFailure(click.ClickException):
    """What a person can put right, in click's form: it prints “Error: ” and the message."""

    exit_code = UserError.exit_code


class _InternalFailure(click.ClickException):
    """A fault of the program, whose message needs no “Error: ” before it."""

    exit_code = InternalError.exit_code

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), file=file, err=True)


class _Commands(click.Group):
    """A group that turns errors into click's output, so that no command ends in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, EOFError):
            raise
        except UserError as error:
            raise _UserFailure(_on_one_line(error)) from None
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:  # the reader, such as `head`, has gone
                raise
            failure = internal_error(error, find_root() or Path.cwd(), "Nothing else was changed.")
            raise _InternalFailure(_on_one_line(failure)) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
