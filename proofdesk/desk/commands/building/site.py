"""``desk site``: build the site strictly, and publish it to its folder."""

from __future__ import annotations

import click

from proofdesk.desk.building import run
from proofdesk.desk.project import find_project


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS OF MKDOCS BUILD]...")
@click.pass_context
def site(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Build the whole site into site/, which stays as it was if there is any error or warning.

    Set SITE_URL to the address at which it will be read: without it there are no feeds, no map of the site and no
    canonical links. `make site` is the same. The exit code is 1 if the site was not built.

    \b
    Examples:
      desk site
      desk site --site-dir /srv/preview
    """
    context.exit(run(find_project().root, "proofdesk.build", ["build", "--strict", *arguments]))
