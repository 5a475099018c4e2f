"""Write `security.txt` (RFC 9116)."""

from __future__ import annotations

from datetime import date, timedelta

# RFC 9116 recommends less than a year.
_EXPIRES = timedelta(days=360)


def security_txt(contact: str, site_url: str | None, today: date) -> str | None:
    """Return the file ``.well-known/security.txt``, or None if there is no contact.

    RFC 9116 allows a mail address or a web address as ``contact``, both as addresses of the web.
    """
    if not contact.startswith(("https://", "mailto:")):
        return None
    lines = [f"Contact: {contact}", f"Expires: {today + _EXPIRES}T00:00:00Z", "Preferred-Languages: en"]
    if site_url:
        lines.append(f"Canonical: {site_url.rstrip('/')}/.well-known/security.txt")
    return "\n".join(lines) + "\n"
