"""Write `security.txt` (RFC 9116)."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urljoin, urlsplit

PATH = ".well-known/security.txt"
# RFC 9116 recommends less than a year.
_EXPIRES = timedelta(days=360)


def security_txt(contact: str, site_url: str | None, today: date) -> str | None:
    """Return the file ``.well-known/security.txt``, or None if there is no contact.

    RFC 9116 allows a mail address or a web address as ``contact``, both as addresses of the web. The file is looked
    for at the root of a host alone, so its own address is there, and a site below a path says so in it.
    """
    if not contact.startswith(("https://", "mailto:")):
        return None
    lines = [f"Contact: {contact}", f"Expires: {today + _EXPIRES}T00:00:00Z", "Preferred-Languages: en"]
    if site_url:
        place = urljoin(site_url, f"/{PATH}")
        if is_below(site_url):
            lines.insert(0, f"# Copy this file to {place}: nobody looks for it below a path (RFC 9116, 3).")
        lines.append(f"Canonical: {place}")
    return "\n".join(lines) + "\n"


def is_below(site_url: str) -> bool:
    """Return whether a site is below a path of its host, where nobody looks for the file."""
    return urlsplit(site_url).path not in ("", "/")
