"""Write a manuscript's code and addresses so that our Markdown reads nothing else in them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from proofdesk.desk.importing.readers.document_words import replaced

_RUN_OF_TICKS = re.compile("`+")
_UNSAFE_IN_ADDRESS = re.compile(r"""[\x00-\x20\x7f"<>()\[\]{}\\`|^]""")
# Hosts, the beginning of the path, and the name under which they keep the address.
_REDIRECTS = (
    ("www.google.com", "/url", "q"), ("www.google.com", "/url", "url"),
    ("safelinks.protection.outlook.com", "/", "url"), ("l.facebook.com", "/l.php", "u"),
    ("out.reddit.com", "/", "url"), ("www.linkedin.com", "/redir/redirect", "url"),
)


def fenced(code: str) -> str:
    """Return code in a fence that is longer than any run of backticks inside it."""
    longest = max((len(run) for run in _RUN_OF_TICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code}\n{fence}".replace("\r\n", "\n").replace("\r", "\n")


def without_redirect(written: str) -> str:
    """Return the address to which one of a service leads that stands between, such as Google's in its documents."""
    try:
        parts = urlsplit(written)
        stated = parse_qs(parts.query)
        target = next((stated[name][0] for host, path, name in _REDIRECTS if name in stated
                       and (parts.hostname or "").endswith(host) and parts.path.startswith(path)), "")
    except ValueError:
        return written
    return target if target.startswith(("http://", "https://")) else written


def address(written: str) -> str:
    """Return an address whose characters mean nothing to Markdown or HTML."""
    return _UNSAFE_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", written)


def without_links(inlines: Any) -> Any:
    """Return a part of Pandoc's document without its links, whose words stay: a link holds no other one."""
    return replaced(inlines, lambda each: without_links(each["c"][1]) if each["t"] == "Link" else None)
