"""Decide whether a page is published: the one decision that the build, the checks and the commands share."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from proofdesk.common.dates import longdate
from proofdesk.content.document import Document

if TYPE_CHECKING:
    from proofdesk.content.front_matter.model import FrontMatter

# What `desk new` writes where nobody has written yet: no page that says it is published.
UNWRITTEN = "This page is being written."
_SPEAKS = re.compile(r"""(?:^|[{,\s])["']?(?:status|publish-on)["']?\s*:""")


class Status(StrEnum):
    """How far a page is."""

    DRAFT = "draft"
    READY = "ready"


def is_published(facts: FrontMatter, day: date) -> bool:
    """Return whether readers see a page on a day: it is ready, and its day has come."""
    return facts.status is Status.READY and (facts.publish_on is None or facts.publish_on <= day)


def is_held_back(document: Document, facts: FrontMatter | None, day: date) -> bool:
    """Return whether a page must not reach readers on a day.

    If its facts cannot be read, it is held back as soon as they speak of a draft or a day: a slip of the pen in
    `status: draft` must not publish the page.
    """
    if facts is not None:
        return not is_published(facts, day)
    text = document.source.front_matter
    if text is None:  # they may have no end
        text = document.source.text if document.source.text.startswith("---") else ""
    stated = document.stated
    ready = "publish-on" not in stated and stated.get("status") == Status.READY
    return len(_SPEAKS.findall(text)) > ready  # once is enough to say that it is ready, twice is not sure


def publication_mark(document: Document, facts: FrontMatter | None, day: date) -> str:
    """Return what a preview calls a page that readers do not have on a day; empty for one that they have."""
    if not is_held_back(document, facts, day):
        return ""
    if facts is None or facts.status is Status.DRAFT or facts.publish_on is None:
        return "Draft"
    return f"Appears on {longdate(facts.publish_on)}"
