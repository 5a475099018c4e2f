"""What may be wrong with facts of which each alone is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofdesk.common.dates import latest_day, longdate
from proofdesk.content.front_matter.model import ArticleFrontMatter, FrontMatter
from proofdesk.content.front_matter.status import Status


def has_source(facts: FrontMatter) -> bool:
    """Return whether an article says where it comes from, or who wrote it here. A draft need not."""
    return (not isinstance(facts, ArticleFrontMatter) or bool(facts.source or facts.authors)
            or facts.status is Status.DRAFT)


def misdated(stated: Mapping[str, Any], facts: FrontMatter) -> list[tuple[str, str, str]]:
    """Return dates in the future or out of order: the path to each, what is wrong, and what to do."""
    faults = []
    own = {name: getattr(facts, name) for name in ("published", "reviewed") if stated.get(name)}
    for name, day in own.items():
        if day and day > latest_day():
            remedy = "state the day on which it happened"
            if name == "published":
                remedy += f"; for a page that is to appear on that day, write `publish-on: {day}` instead"
            faults.append((name, f"{name} is in the future: {longdate(day)}", remedy))
    if facts.publish_on and own.get("published", facts.publish_on) != facts.publish_on:
        faults.append(("publish-on", f"the page is to appear on {facts.publish_on}, and was published on "
                       f"{facts.published}", "keep one of the two: a page that has appeared has no day to come"))
    elif len(own) == 2 and own["reviewed"] < own["published"]:
        faults.append(("reviewed",
                       f"the page was checked ({facts.reviewed}) before it was published ({facts.published})",
                       "a page is checked when it is published, or later"))
    if facts.due and facts.reviewed and facts.due <= facts.reviewed:
        faults.append(("due", f"the next check ({facts.due}) is not after the last ({facts.reviewed})",
                       "leave `due` out, and it falls a year after the last check"))
    for number, correction in enumerate(facts.corrections if isinstance(facts, ArticleFrontMatter) else ()):
        path = f"corrections.{number}.date"
        if correction.day > latest_day():
            faults.append((path, f"a correction is in the future: {longdate(correction.day)}",
                           "state the day on which it happened"))
        elif facts.published and correction.day < facts.published:
            faults.append((path, f"a correction ({correction.day}) is older than the page ({facts.published})",
                           "what is corrected before a page is published needs no note"))
    return faults
