"""``desk site``: build the site strictly, and publish it to its folder."""

from __future__ import annotations

import os

import click

from proofdesk.common.errors import UserError
from proofdesk.common.parallel.parts import CONVERT, RENDER, read_part
from proofdesk.desk.building import run
from proofdesk.desk.project import find_project


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--convert", metavar="K/N", callback=lambda *given: _part(*given),
              help="Only convert part K of N of the pages into .cache: see “Large sites” in docs/maintaining.md of "
                   "Proofdesk.")
@click.option("--render", metavar="K/N", callback=lambda *given: _part(*given),
              help="Only render part K of N, once .cache has the converted pages of all parts.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS OF MKDOCS BUILD]...")
@click.pass_context
def site(context: click.Context, convert: str | None, render: str | None, arguments: tuple[str, ...]) -> None:
    """Build the whole site into site/, which stays as it was if there is any error or warning.

    Set SITE_URL to the address at which it will be read: without it there are no feeds, no map of the site and no
    canonical links. `make site` is the same. The exit code is 1 if the site was not built.

    \b
    Examples:
      desk site
      desk site --site-dir /srv/preview
      desk site --convert 2/4
    """
    if convert and render:
        raise click.UsageError("--convert and --render are two stages (run one after the other)")
    os.environ.update({stage: part for stage, part in ((CONVERT, convert), (RENDER, render)) if part})
    context.exit(run(find_project().root, "proofdesk.build", ["build", "--strict", *arguments]))


def _part(context: click.Context, option: click.Parameter, stated: str | None) -> str | None:
    """Return the part that an option names, as the environment of the build states it."""
    try:
        return stated and str(read_part(stated))
    except UserError as error:
        raise click.BadParameter(str(error), context, option) from None
