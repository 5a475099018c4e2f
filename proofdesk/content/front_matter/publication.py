"""Decide whether a page is published: the one decision that the build, the checks and the commands share."""

from __future__ import annotations

import re
from datetime import date

from proofdesk.common.language import _, spoken
from proofdesk.content.document import Document
from proofdesk.content.front_matter.model import FrontMatter
from proofdesk.content.front_matter.status import Status

# Slips of the pen among them, and what other generators call it: `Status: draft`, `draft: true`, `publish_on: …`.
_SPEAKS = re.compile(r"""(?:^|[{,\s])["']?(?:status|publish[-_ ]?on)["']?\s*:"""
                     r"""|:[ \t]*["'“]?draft\b|\bdraft["']?[ \t]*:(?![ \t]*["']?(?:false|no)\b)""", re.IGNORECASE)
# The top of a page: its facts, wherever they end, and the lines below them up to an empty one.
_BEFORE = re.compile(r"(?:[\s\ufeff]|<!--.*?-->)*", re.DOTALL)
_TOP = re.compile(r"---.*?\n---.*?(?=\n[ \t]*\n|\Z)|---.*|(?:[\w-]+[ \t]*:[^\n]*\n?)+", re.DOTALL)


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
    text = top_of(document.source.text)
    stated = document.stated
    ready = "publish-on" not in stated and stated.get("status") == Status.READY
    return len(_SPEAKS.findall(text)) > ready  # once is enough to say that it is ready, twice is not sure


def top_of(text: str) -> str:
    """Return what a page says before its text, even if its facts do not begin or end as they should."""
    start = _BEFORE.match(text)
    match = _TOP.match(text, start.end() if start else 0)
    return match[0] if match else ""


def publication_mark(document: Document, facts: FrontMatter | None, day: date) -> str:
    """Return what a preview calls a page that readers do not have on a day; empty for one that they have."""
    if not is_held_back(document, facts, day):
        return ""
    if facts is None or facts.status is Status.DRAFT or facts.publish_on is None:
        return _("Draft")
    return _("Appears on %(day)s", day=spoken().date(facts.publish_on))
