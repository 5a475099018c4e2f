"""``desk language-server``: serve an editor's program by the Language Server Protocol."""

from __future__ import annotations

import click

from proofdesk.desk.root import site_root


@click.command("language-server")
def language_server() -> None:
    """Speak the Language Server Protocol, for editors such as Neovim, Helix, Zed, Emacs and Kate.

    Your editor starts it, in the folder of the site, and talks to it by standard input and output. It underlines what
    is wrong with a page when you open or save it, says what a key stands for, leads to its entry and to the pages that
    cite it, completes keys behind an `@`, and renames a key wherever it is cited. The guide has what to write into the
    settings of each editor.

    \b
    Example, which an editor's program runs:
      desk language-server
    """
    site_root()
    from proofdesk.desk.language_server.features import serve  # loads what no other command needs

    serve()
