"""``desk headers``: translate a built site's ``_headers`` for a server that does not read that file."""

from __future__ import annotations

from pathlib import Path

import click

from proofdesk.common.files import replace_file
from proofdesk.desk.hosting.header_rules import rules_of
from proofdesk.desk.hosting.servers import COMMENTS, SERVERS
from proofdesk.desk.project import find_project


@click.command()
@click.argument("server", type=click.Choice(list(SERVERS)))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write to this file, atomically, and print nothing.")
@click.option("--at", "base", metavar="PATH",
              help="Where on the host the site's folder is, such as / or /some/repo/ (default: the path of SITE_URL).")
def headers(server: str, folder: Path | None, output: Path | None, base: str | None) -> None:
    """For maintainers: print the headers that a server must send, for the site that was built last.

    Reads FOLDER/_headers (default: site/). Run it after every build that you publish. docs/maintaining.md of
    Proofdesk explains where the file goes. `cloudfront` is a template of CloudFormation, `netlify` the file `_headers`
    itself, which Cloudflare Pages reads too. The exit code is 2 if nothing was done.

    A site below a path, as https://example.org/some/repo/, has rules for that path. If the server has its folder
    elsewhere, behind a proxy that takes the path away, say so with --at.

    \b
    Examples:
      desk headers nginx -o headers.nginx
      desk headers netlify --at / -o site/_headers
    """
    rules = rules_of(folder or find_project().root / "site")
    text = SERVERS[server](rules if base is None else rules.moved_to(base))
    if server in COMMENTS:
        text = (f"{COMMENTS[server]}Made by `desk headers {server}` from _headers. Do not edit it: make it again with "
                f"that command.\n{text}")
    if output is None:
        click.echo(text, nl=False)
    else:
        replace_file(output, text.encode("utf-8"))
