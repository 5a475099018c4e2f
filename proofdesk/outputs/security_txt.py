"""Write `security.txt` (RFC 9116)."""

from __future__ import annotations

import re
from datetime import date, timedelta

# RFC 9116 recommends less than a year.
_EXPIRES = timedelta(days=360)


def security_txt(contact: str | None, site_url: str | None, today: date) -> str | None:
    """Return the file ``.well-known/security.txt``, or None if there is no valid contact.

    RFC 9116 allows a mail address or a web address as ``contact``.
    """
    contact = (contact or "").strip()
    if not contact.startswith(("https://", "mailto:")):
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", contact):
            return None
        contact = f"mailto:{contact}"
    lines = [f"Contact: {contact}", f"Expires: {today + _EXPIRES}T00:00:00Z", "Preferred-Languages: en"]
    if site_url:
        lines.append(f"Canonical: {site_url.rstrip('/')}/.well-known/security.txt")
    return "\n".join(lines) + "\n"
