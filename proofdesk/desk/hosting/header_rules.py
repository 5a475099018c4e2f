"""Read a built site's ``_headers``: which headers an address has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from proofdesk.common.errors import UserError, cannot

_HEADER = re.compile(r"[ \t]+([A-Za-z][A-Za-z0-9-]*):[ \t]*(\S.*?)[ \t]*")
_PATH = re.compile(r"/[\w./~%-]*\*?")
_POLICY = "Content-Security-Policy"
# Variables in nginx, placeholders in Caddy, and what would end a quoted text in either.
_NOT_PLAIN = re.compile(r'[$"\\{}`\x00-\x1f\x7f]')


class HeaderRule(NamedTuple):
    """The headers of the address ``path``, or of all that begin with it if it ends in ``*``."""

    path: str
    headers: dict[str, str]

    @property
    def place(self) -> str:
        """Return the path as a server compares it, decoded and without its star."""
        return unquote(self.path.removesuffix("*"))

    def covers(self, other: HeaderRule) -> bool:
        """Return whether it applies to every address to which another applies."""
        return other.path.startswith(self.path[:-1]) if self.path.endswith("*") else self.path == other.path


class HeaderRules(NamedTuple):
    """The rules of a site. The first applies to all of it: its path is where on the host the site is."""

    whole: HeaderRule
    others: list[HeaderRule]

    @property
    def base(self) -> str:
        """Return the path at which the site is, with a slash at either end, as in an address."""
        return self.whole.path[:-1]

    def all_headers(self, rule: HeaderRule) -> dict[str, str]:
        """Return every header of the addresses of a rule, of wider rules too."""
        found: dict[str, str] = {}
        for wider in (self.whole, *self.others):
            found |= wider.headers if wider.covers(rule) else {}
        return found

    def moved_to(self, base: str) -> HeaderRules:
        """Return the rules of the same site at another path of the host."""
        if not _PATH.fullmatch(base) or not base.endswith("/"):
            raise UserError(f"“{base}” is no path of a folder on a host (write it as in /some/repo/, or / for the "
                            "host itself)")
        moved = [HeaderRule(base + rule.path.removeprefix(self.base), rule.headers) for rule in self.others]
        return HeaderRules(HeaderRule(f"{base}*", self.whole.headers), moved)


def read_rules(text: str) -> HeaderRules:
    """Return the rules of a ``_headers`` file. Raises UserError, with the line, for what not every server can send."""
    rules: list[HeaderRule] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _HEADER.fullmatch(line)
        if not line[0].isspace() and _PATH.fullmatch(line) and not _NOT_PLAIN.search(unquote(line)):
            rules.append(HeaderRule(line, {}))
        elif found and rules and not _NOT_PLAIN.search(found[2]):
            together = [rule for rule in rules if rule.covers(rules[-1]) or rules[-1].covers(rule)]
            if any(found[1].lower() == name.lower() for rule in together for name in rule.headers):
                raise UserError(f"_headers:{number}: {rules[-1].path} would be given {found[1]} twice")
            rules[-1].headers[found[1]] = found[2]
        else:
            raise UserError(f"_headers:{number}: this is not a path, and not a header that every server can send: "
                            f"{line.strip()}")
    whole = next((rule for rule in rules if rule.path.endswith("/*") and all(map(rule.covers, rules))), None)
    # Below a path of the host, only its policy tells the rule of the whole site from that of a part of it.
    if whole is None or not whole.headers or (whole.path != "/*" and _POLICY not in whole.headers):
        raise UserError(f"_headers: there is no rule for /*, or one with a {_POLICY} for all below the site's path, "
                        "which every page needs")
    return HeaderRules(whole, [rule for rule in rules if rule is not whole])


def rules_of(folder: Path) -> HeaderRules:
    """Return the rules of a built site. Raises UserError if it has none, or some that cannot be used."""
    try:
        return read_rules((folder / "_headers").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"there is no file “{folder / '_headers'}” (build the site first: desk site)") from None
    except OSError as error:
        raise cannot("read", folder / "_headers", error) from None
