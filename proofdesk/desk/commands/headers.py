"""``desk headers``: translate a built site's ``_headers`` for a server that does not read that file.

The policy contains the hash of every inline script and changes with each build, so nobody should copy it by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import replace_file
from proofdesk.desk.project import find_project

# Browsers guess if a server says nothing, so what no rule names is revalidated each time (RFC 9111, 5.2.2.4).
# Hosts that read `_headers` send the same by themselves.
REVALIDATE = "no-cache"
_HEADER = re.compile(r"[ \t]+([A-Za-z][A-Za-z0-9-]*):[ \t]*(\S.*?)[ \t]*")
_PATH = re.compile(r"/[\w./-]*\*?")
# Variables in nginx, placeholders in Caddy, and what would end a quoted text in either.
_NOT_PLAIN = re.compile(r'[$"\\{}`\x00-\x1f\x7f]')


class HeaderRule(NamedTuple):
    """The headers of the address ``path``, or of all that begin with it if it ends in ``*``."""

    path: str
    headers: dict[str, str]

    def covers(self, other: HeaderRule) -> bool:
        """Return whether it applies to every address to which another applies."""
        return other.path.startswith(self.path[:-1]) if self.path.endswith("*") else self.path == other.path


def read_rules(text: str) -> list[HeaderRule]:
    """Return the rules of a ``_headers`` file. Raises UserError, with the line, for what not every server can send."""
    rules: list[HeaderRule] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _HEADER.fullmatch(line)
        if not line[0].isspace() and _PATH.fullmatch(line):
            rules.append(HeaderRule(line, {}))
        elif found and rules and not _NOT_PLAIN.search(found[2]):
            together = [rule for rule in rules if rule.covers(rules[-1]) or rules[-1].covers(rule)]
            if any(found[1].lower() == name.lower() for rule in together for name in rule.headers):
                raise UserError(f"_headers:{number}: {rules[-1].path} would be given {found[1]} twice")
            rules[-1].headers[found[1]] = found[2]
        else:
            raise UserError(f"_headers:{number}: this is not a path, and not a header that every server can send: "
                            f"{line.strip()}")
    if not any(rule.path == "/*" and rule.headers for rule in rules):
        raise UserError("_headers: there is no rule for /*, which every page needs")
    return rules


def for_nginx(rules: list[HeaderRule]) -> str:
    """Return what to include in nginx's ``server``.

    A ``location`` with a header of its own inherits none, so each of them lists all.
    """
    lines = []
    for rule in rules:
        headers = {"Cache-Control": REVALIDATE}
        for wider in rules:
            headers |= wider.headers if wider.covers(rule) else {}
        # `always` also covers the page for addresses that do not exist.
        adds = [f'add_header {name} "{value}" always;' for name, value in headers.items()]
        exact = "" if rule.path.endswith("*") else "= "
        path = rule.path.removesuffix("*")
        lines += adds if rule.path == "/*" else [f"location {exact}{path} {{", *(f"    {add}" for add in adds), "}"]
    return "\n".join(lines) + "\n"


def for_caddy(rules: list[HeaderRule]) -> str:
    """Return what to import into the block of a site in a Caddyfile."""
    return "\n".join(_caddy_lines(rules)) + "\n"


def _caddy_lines(rules: list[HeaderRule]) -> Iterator[str]:
    for rule in rules:
        yield "header {" if rule.path == "/*" else f"header {rule.path} {{"
        for name, value in rule.headers.items():
            yield f'\t{name} "{value}"'
        yield "}"
    yield f'header ?Cache-Control "{REVALIDATE}"'


SERVERS = {"nginx": for_nginx, "caddy": for_caddy}


@click.command()
@click.argument("server", type=click.Choice(list(SERVERS)))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write to this file, atomically, and print nothing.")
def headers(server: str, folder: Path | None, output: Path | None) -> None:
    """For maintainers: print the headers that a server must send, for the site that was built last.

    Reads FOLDER/_headers (default: site/). Run it after every build that you publish: the policy lists the scripts
    of that build. docs/maintaining.md explains where the file goes. The exit code is 2 if nothing was done.

    \b
    Example:
      desk headers nginx -o headers.nginx
    """
    folder = folder or find_project().root / "site"
    try:
        text = (folder / "_headers").read_text(encoding="utf-8")
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise UserError(f"there is no file “{folder / '_headers'}” (build the site first: make site)") from None
        raise cannot("read", folder / "_headers", error) from None
    origin = f"# Made by `desk headers {server}` from _headers. Do not edit it: make it again with that command.\n"
    translated = origin + SERVERS[server](read_rules(text))
    if output is None:
        click.echo(translated, nl=False)
    else:
        replace_file(output, translated.encode("utf-8"))
