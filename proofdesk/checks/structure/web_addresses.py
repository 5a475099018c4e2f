"""Tell the addresses outside the site that no program could follow, whoever answers there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, unquote

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import SourceText

_HOST = re.compile(r"[^\s<>\"'\\^`{|}%@/]+")
_MAILBOX = re.compile(r"[^\s@,<>]+@[^\s@,<>]+(?:,[^\s@,<>]+@[^\s@,<>]+)*")
_WITHOUT_SCHEME = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|edu|eu|gov|info|int|net|org|uk)(?:/|$)", re.I)
_DOI = re.compile(r"10\.\d{4,9}/")
# An address in running text: not within a link, a tag, brackets or a value. A stop at its end is of the sentence.
_UNLINKED = re.compile(
    r"(?<![\w<\[\"'=/:.@])(?<!\]\()(?:https?://|www\.(?=\w))[^\s<>()\[\]\"“”`]*[^\s<>()\[\]\"“”`.,;:!?]", re.I)
_STATED = re.compile(r"[> \t]*(?:\[[^\]\n]+\]:|[\w-]+:)[ \t]*")  # the address of a name, an option of a block
_WEB = "write it as `https://example.org/page`"


class DeadEnd(NamedTuple):
    """What is wrong with an address, and what to do."""

    what: str
    remedy: str


def dead_end(link: str, parts: SplitResult) -> DeadEnd | None:
    """Return what is wrong with an address that leads nowhere whatever the site has; None if nothing is."""
    if not link.strip().strip("?"):  # “#” is the top of the page
        return DeadEnd("leads nowhere", "write the address between the round brackets, or take the link away")
    if parts.scheme in ("http", "https") or link.startswith("//"):
        return None if _names_site(parts) else DeadEnd("names no site", _WEB)
    if parts.scheme == "mailto" and not _MAILBOX.fullmatch(unquote(parts.path)) and (parts.path or not parts.query):
        return DeadEnd("names no mailbox", "write it as `mailto:name@example.org`")
    if parts.scheme in ("tel", "sms") and not re.search(r"\d", parts.path):
        return DeadEnd("has no number", "write it as `tel:+441234567890`")
    return None


def missing_scheme(path: str) -> str:
    """Return the remedy for an address of another site that is written without its beginning; empty for others."""
    if _WITHOUT_SCHEME.match(path):
        return f"write it with its beginning, as “https://{path}”"
    return f"write it as “https://doi.org/{path}”" if _DOI.match(path) else ""


def unlinked_addresses(source: SourceText) -> Iterator[Problem]:
    """Yield advice on the first address of a page's text that is no link, with the number of the others."""
    found = [match for match in _UNLINKED.finditer(source.prose, source.body_start)
             if not _STATED.fullmatch(source.prose, source.prose.rfind("\n", 0, match.start()) + 1, match.start())]
    for match in found[:1]:
        address = match[0] if "://" in match[0] else f"https://{match[0]}"
        more = f", nor {len(found) - 1:,} more of this page" if found[1:] else ""
        yield Problem(source.path, *source.position(match.start()), "address-as-text",
                      f"“{match[0]}” is no link, so nobody can follow it{more}",
                      f"write `<{address}>`, or `[words]({address})`")


def _names_site(parts: SplitResult) -> bool:
    """Return whether an address has a host that a name server may know, and a port that exists."""
    try:
        host, _ = unquote(parts.hostname or ""), parts.port  # as browsers do (WHATWG URL, 3.5); Pandoc writes it so
    except ValueError:
        return False
    return bool(_HOST.fullmatch(host)) and (host == "localhost" or ":" in host or "." in host.strip("."))
