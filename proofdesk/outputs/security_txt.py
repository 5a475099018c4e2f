"""Write `security.txt` (RFC 9116)."""

from __future__ import annotations

import re
from datetime import date, timedelta

# RFC 9116 recommends less than a year; a site that is not built again for longer has nobody who reads reports.
_EXPIRES = timedelta(days=360)


def security_txt(contact: str | None, site_url: str | None, today: date) -> str | None:
    """The file ``.well-known/security.txt``, or None where the publisher has given no address to write to.

    ``contact`` is a mail address or a web address; anything else is no contact that RFC 9116 admits.
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
