"""The policy: what it allows, what an editor may not write, and the file for those who find a hole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sites import make_site

from proofdesk.outputs.security_txt import security_txt
from proofdesk.site.settings import Publisher

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("editors@example.org", "Contact: mailto:editors@example.org"),
        ("mailto:editors@example.org", "Contact: mailto:editors@example.org"),
        ("https://example.org/contact", "Contact: https://example.org/contact"),
        ("Jane <jane@example.org>", "Contact: mailto:jane@example.org"),
        ('"Doe, Jane" <jane+x@example.org>', "Contact: mailto:jane%2Bx@example.org"),
    ],
)
def test_security_txt_states_contact_and_expiry(contact: str, line: str) -> None:
    text = security_txt(Publisher("Us", contact).contact_url, "https://example.org/", TODAY)
    assert text is not None
    lines = text.splitlines()
    assert lines[0] == line
    assert "Expires: 2027-11-17T00:00:00Z" in lines  # less than a year from now (RFC 9116, 2.5.5)
    assert "Canonical: https://example.org/.well-known/security.txt" in lines


@pytest.mark.parametrize("contact", ["", "the editors, by post", "http://example.org", "@us", "a b@c d"])
def test_security_txt_needs_a_usable_contact(contact: str) -> None:
    assert security_txt(Publisher("Us", contact).contact_url, None, TODAY) is None


@pytest.mark.build
def test_security_txt_is_published_with_contact(tmp_path: Path) -> None:
    settings = "extra: {publisher: {name: Us, contact: us@example.org}}\n"
    built = make_site(tmp_path / "site", {}, settings=settings).build()
    text = (built.folder / ".well-known" / "security.txt").read_text(encoding="utf-8")
    assert text.startswith("Contact: mailto:us@example.org\nExpires: 2027-11-17T00:00:00Z\n")
