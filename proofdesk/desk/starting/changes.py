"""What changed for editors since the version that a site is of, from the list of changes that is shipped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.text import first_sentence, normalize_whitespace
from proofdesk.desk.starting.shipped import shipped

_UNRELEASED = "Unreleased"
_HEADING = re.compile(r"^## (\S+).*$", re.M)
_MOST_WORDS = 60


def changelog() -> str:
    """Return the whole list of changes."""
    return shipped("changelog.md").read_text(encoding="utf-8")


def changes_since(version: str, text: str) -> list[str]:
    """Return the first sentence of each change after a version, newest first; what is of one site is left out."""
    found: list[str] = []
    for name, section in _sections(text):
        if name != _UNRELEASED and numbers(name) <= numbers(version):
            break
        items = re.split(r"^- ", section, flags=re.M)[1:]
        sentences = (first_sentence(normalize_whitespace(item), _MOST_WORDS) for item in items)
        found += [each for each in sentences if not each.startswith("The site:")]
    return found


def numbers(version: str) -> tuple[int, ...]:
    """Return a version's numbers, to compare: 1.10.0 comes after 1.9.2."""
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+")[0])[:3])


def _sections(text: str) -> Iterator[tuple[str, str]]:
    found = list(_HEADING.finditer(text))
    for heading, following in zip(found, [*found[1:], None], strict=True):
        yield heading[1], text[heading.end() : following.start() if following else len(text)]
