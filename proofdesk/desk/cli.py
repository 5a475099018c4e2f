"""The command ``desk``: the group of the editors' commands, and how their errors are reported."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click

import proofdesk
from proofdesk.common.errors import UserError, cannot, internal_error, is_explained
from proofdesk.common.problems import FaultyFile, printable
from proofdesk.desk.root import find_root


class _Command(NamedTuple):
    """A command that is not loaded yet: its module and name in ``commands``, and its line in `desk --help`."""

    module: str
    attribute: str
    summary: str


# Pydantic would look through all installed packages for plugins, which takes longer than to read a page.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# Loading all commands takes longer than most of them run, so each is imported when it is called.
_COMMANDS = {
    "check": _Command("check", "check", "Check all content without building the site."),
    "cite": _Command("citing.cite", "cite", "Add works by DOI, PubMed ID, arXiv ID or URL; rename keys."),
    "editor": _Command("editor", "editor", "Write the files for VS Code."),
    "explain": _Command("starting.explain", "explain", "Say what a message, a block or a file is."),
    "export": _Command("export", "export", "Write an article as a Word file for a reviewer."),
    "headers": _Command("headers", "headers", "For maintainers: print the headers that a server must send."),
    "import": _Command("import_", "import_", "Turn a manuscript into an article."),
    "init": _Command("starting.init", "init", "Write a new site that builds as it is."),
    "language-server": _Command("language_server", "language_server", "For editors other than VS Code: speak LSP."),
    "links": _Command("links", "links", "Check the links to other sites."),
    "new": _Command("new", "new", "Create an article with a skeleton."),
    "preview": _Command("publishing.preview", "preview", "Show pages to a reviewer, as a link or as a file."),
    "publish": _Command("publishing.publish", "publish", "Send what you wrote to be published."),
    "reading": _Command("reading", "reading", "Measure how long and how hard to read articles are."),
    "retractions": _Command("retractions", "retractions", "Compare the bibliography with the Retraction Watch data."),
    "review": _Command("review", "review", "Take what a reviewer sent back, and answer it."),
    "serve": _Command("building.serve", "serve", "Serve the site on this machine while you write."),
    "site": _Command("building.site", "site", "Build the site, as strictly as it is published."),
    "status": _Command("publishing.status", "status", "Say how far each article is, and what waits for whom."),
    "test-content": _Command("building.test_content", "test_content", "Check, build, and open the site in a browser."),
    "upgrade": _Command("starting.upgrade", "upgrade", "Move the site to the version of this program."),
    "words": _Command("starting.words", "words", "Begin a catalogue for another language of the pages."),
}


def _on_one_line(error: Exception) -> str:
    return printable(" ".join(filter(None, map(str.strip, str(error).splitlines()))))


class _UserFailure(click.ClickException):
    """What a person can put right, in click's form: it prints “Error: ” and the message."""

    def __init__(self, message: str, exit_code: int = UserError.exit_code) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it from the error itself


class _PlainFailure(click.ClickException):
    """What needs no “Error: ” before it: a fault of the program, and a problem, which editors find by its place."""

    exit_code = UserError.exit_code

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), file=file, err=True)


class _Commands(click.Group):
    """A group that loads a command when it is called, and turns errors into click's output without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = _COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command = getattr(import_module(f"proofdesk.desk.commands.{entry.module}"), entry.attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name].summary) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        # What a command loads and reads lives until its end: not to look for unused objects before there are many, nor
        # at the end, saves a tenth of the CPU time of a check of one page.
        gc.set_threshold(500_000, 20, 100)
        atexit.register(gc.freeze)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit, EOFError):
            raise
        except FaultyFile as error:
            raise _PlainFailure(str(error)) from None
        except UserError as error:
            raise _UserFailure(_on_one_line(error), error.exit_code) from None
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:  # the reader, such as `head`, has gone
                raise
            if isinstance(error, UnicodeEncodeError):
                raise _UserFailure("a name or a text here has letters that this terminal's encoding does not have "
                                   "(set PYTHONUTF8=1, and try again)") from None
            if isinstance(error, OSError) and is_explained(error):
                is_named = isinstance(error.filename, str | bytes)
                file = os.fsdecode(error.filename) if is_named else "a temporary file or what is printed"
                raise _UserFailure(_on_one_line(cannot("read or written", file, error))) from None
            root = find_root() or Path.cwd()
            if "proofdesk.content.record.loading" in sys.modules:  # else nothing of the site's own was run
                from proofdesk.content.record.loading import own_fault

                if said := own_fault(error, root):
                    raise _UserFailure(said, 2) from None
            failure = internal_error(error, root, "Nothing else was changed.")
            raise _PlainFailure(_on_one_line(failure)) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(proofdesk.__version__, "--version", message="Proofdesk %(version)s")
def main() -> None:
    """Commands for the editors of the site in whose folder you are.

    \b
    Example:
      desk check
    """
