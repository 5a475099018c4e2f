"""How far a page is, as its facts say."""

from __future__ import annotations

from enum import StrEnum

# What `desk new` writes where nobody has written yet: no page that says it is published.
UNWRITTEN = "This page is being written."


class Status(StrEnum):
    """How far a page is."""

    DRAFT = "draft"
    READY = "ready"
