"""``desk headers``: what a built site's ``_headers`` asks for, in the words of a server that does not read that file.

The policy holds the hash of every inline script, so it is made anew by every build; nobody copies it by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from proofdesk.common.errors import UserError
from proofdesk.desk.bib_editor import replace_file
from proofdesk.desk.project import find_project

# For what no rule names: keep it, and ask each time whether it is still so (RFC 9111, 5.2.2.4). Hosts that read
# `_headers` say the same of their own accord; a server says nothing, and browsers then guess.
ASK_AGAIN = "no-cache"
_HEADER = re.compile(r"[ \t]+([A-Za-z][A-Za-z0-9-]*):[ \t]*(\S.*?)[ \t]*")
_PATH = re.compile(r"/[\w./-]*\*?")
# Variables in nginx, placeholders in Caddy, and what would end a quoted text in either.
_NOT_PLAIN = re.compile(r'[$"\\{}`\x00-\x1f\x7f]')


class Rule(NamedTuple):
    """The headers of the addresses that begin with ``path``, or, where it ends in no ``*``, of that one."""

    path: str
    headers: dict[str, str]

    def covers(self, other: Rule) -> bool:
        """Whether it holds for every address for which another does."""
        return other.path.startswith(self.path[:-1]) if self.path.endswith("*") else self.path == other.path


def read_rules(text: str) -> list[Rule]:
    """The rules of a file ``_headers``. Raises ``Refused``, with the line, for what not every server can say."""
    rules: list[Rule] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _HEADER.fullmatch(line)
        if not line[0].isspace() and _PATH.fullmatch(line):
            rules.append(Rule(line, {}))
        elif found and rules and not _NOT_PLAIN.search(found[2]):
            together = [rule for rule in rules if rule.covers(rules[-1]) or rules[-1].covers(rule)]
            if any(found[1].lower() == name.lower() for rule in together for name in rule.headers):
                raise UserError(f"_headers:{number}: {rules[-1].path} would be given {found[1]} twice")
            rules[-1].headers[found[1]] = found[2]
        else:
            raise UserError(f"_headers:{number}: this is no path and no header that any server can send: {line.strip()}")
    if not any(rule.path == "/*" and rule.headers for rule in rules):
        raise UserError("_headers: there is no rule for /*, which every page needs")
    return rules


def for_nginx(rules: list[Rule]) -> str:
    """What to include in nginx's ``server``. A ``location`` with a header of its own inherits none, so each has all."""
    lines = []
    for rule in rules:
        headers = {"Cache-Control": ASK_AGAIN}
        for wider in rules:
            headers |= wider.headers if wider.covers(rule) else {}
        # `always`: on the page for what is not there, too.
        adds = [f'add_header {name} "{value}" always;' for name, value in headers.items()]
        exact = "" if rule.path.endswith("*") else "= "
        path = rule.path.removesuffix("*")
        lines += adds if rule.path == "/*" else [f"location {exact}{path} {{", *(f"    {add}" for add in adds), "}"]
    return "\n".join(lines) + "\n"


def for_caddy(rules: list[Rule]) -> str:
    """What to import into the block of a site in a Caddyfile."""
    return "\n".join(_caddy_lines(rules)) + "\n"


def _caddy_lines(rules: list[Rule]) -> Iterator[str]:
    for rule in rules:
        yield "header {" if rule.path == "/*" else f"header {rule.path} {{"
        for name, value in rule.headers.items():
            yield f'\t{name} "{value}"'
        yield "}"
    yield f'header ?Cache-Control "{ASK_AGAIN}"'


SERVERS = {"nginx": for_nginx, "caddy": for_caddy}


@click.command()
@click.argument("server", type=click.Choice(list(SERVERS)))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write it there, whole or not at all, and print nothing.")
def headers(server: str, folder: Path | None, output: Path | None) -> None:
    """For maintainers: say what a server has to send, made from the site that was built last.

    Reads FOLDER/_headers (site/ where you name none). Run it after every build that you publish: the policy names the
    scripts of that build. docs/maintaining.md says where the file goes. The exit code is 2 when nothing was done.

    \b
    Example:
      desk headers nginx -o headers.nginx
    """
    folder = folder or find_project().root / "site"
    try:
        text = (folder / "_headers").read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"{folder / '_headers'}: {error.strerror} (build the site first: make site)") from None
    said = f"# Made by `desk headers {server}` from _headers. Not to be edited: the next build makes it anew.\n"
    said += SERVERS[server](read_rules(text))
    if output is None:
        click.echo(said, nl=False)
    else:
        replace_file(output, said.encode("utf-8"))
