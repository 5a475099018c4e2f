"""What a file says about itself, such as its authors and its date, and the front matter that it becomes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from proofdesk.common.dates import longdate
from proofdesk.content.front_matter import Status
from proofdesk.content.topics import Topics
from proofdesk.desk.importing.ledger import FACTS, Ledger

MAX_DESCRIPTION = 320  # characters that a page's description may have
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s/?#]+\S*")
# The facts of a source in their order; readers may state each but the title.
SOURCE_FACTS = ("publisher", "author", "date", "url", "doi", "licence", "note")


@dataclass(frozen=True)
class WrittenBy:
    """An author as a file names one; all but the name may be empty."""

    name: str
    role: str = ""
    orcid: str = ""
    url: str = ""


@dataclass
class DocumentFacts:
    """What a file says about itself, apart from its title, in plain words.

    ``authors`` wrote the text. ``source`` has what is known of where it comes from, by the names of ``SOURCE_FACTS``;
    a date is in the form of ISO 8601 or as it was written. ``others`` are facts that a page has no place for: a name
    and a value each, which the report shows.
    """

    description: str = ""
    authors: list[WrittenBy] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    source: dict[str, str] = field(default_factory=dict)
    others: list[tuple[str, str]] = field(default_factory=list)

    def topics(self, known: Topics) -> list[str]:
        """Return the site's topics among the tags, in their order."""
        return known.among(_topic_of(tag, known) for tag in self.tags)

    def count(self, ledger: Ledger, has_title: bool, topics: Topics) -> None:
        """Count the facts of the file: those that go into the front matter, and those that the report names."""
        named = [*self.unused(topics)]
        kept = has_title + bool(self.description) + bool(self.authors) + len(self.topics(topics)) + len(self.source)
        kept -= len(self.description) > MAX_DESCRIPTION
        ledger.keep(FACTS, kept)
        ledger.name(FACTS, len(named))

    def unused(self, topics: Topics) -> Iterator[str]:
        """Yield a row of the report for each fact that the front matter does not take."""
        for tag in self.tags:
            if topics.fault(_topic_of(tag, topics)):
                yield f"the tag “{tag}”, which is no topic of the site"
        if len(self.description) > MAX_DESCRIPTION:
            yield (f"the description, which has more than the {MAX_DESCRIPTION} characters that a page allows: "
                   f"“{self.description}”")
        for name, value in self.others:
            yield f"{name}: {value}" if value else f"{name} (without a value)"


def write_front_matter(title: str, topics: list[str], source: str, facts: DocumentFacts) -> str:
    """Return the front matter. What only an editor can decide is left empty, so that the build asks for it.

    ``title`` and ``source``, the title of the source, are plain text.
    """
    description = facts.description if len(facts.description) <= MAX_DESCRIPTION else ""
    rows = [f"title: {_quote(title)}", f"description: {_quote(description)}" if description else "description:"]
    if facts.authors:
        rows += ["authors:", *(row for author in facts.authors for row in _author(author))]
    rows += [f"status: {Status.DRAFT}", "published:", "reviewed:", f"topics: [{', '.join(topics)}]", "source:",
             f"  title: {_quote(source)}"]
    for name in SOURCE_FACTS:
        value = facts.source.get(name, "")
        value = source_date(value) if name == "date" else value
        rows += [f"  {name}: {_quote(value)}"] if value else []
    return "---\n" + "\n".join(rows) + "\n---\n\n"


def find_doi(text: str) -> str:
    """Return the DOI in bare form, if the text is one; empty if not."""
    match = _DOI.fullmatch(text.strip())
    return match[1] if match else ""


def is_address(text: str) -> bool:
    """Return whether a text is an address of the web."""
    return bool(_URL.fullmatch(text.strip()))


def _topic_of(tag: str, known: Topics) -> str:
    words = tag.strip().lstrip("#").casefold()
    labels = {label.casefold(): topic for topic, label in known.labels.items()}
    return labels.get(words, re.sub(r"[\s_]+", "-", words))


def _author(author: WrittenBy) -> Iterator[str]:
    yield f"  - name: {_quote(author.name)}"
    for name, value in (("role", author.role), ("orcid", author.orcid), ("url", author.url)):
        if value:
            yield f"    {name}: {_quote(value)}"


def source_date(value: str) -> str:
    """Return a date in words if it is in the form of ISO 8601, else as it was written."""
    try:
        return longdate(date.fromisoformat(value[:10])) if re.match(r"\d{4}-\d\d-\d\d", value) else value
    except ValueError:
        return value


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
