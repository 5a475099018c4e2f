"""Prints what CHANGELOG.md says of one version, as the notes of its release. Usage: release_notes.py VERSION"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"
_HEADING = re.compile(r"^## +\[?v?([^\s\]]+)\]?(?: .*)?$", re.MULTILINE)


class NoNotes(Exception):
    """The change log has nothing to say of a version; the message is for whoever makes the release."""


def notes(text: str, version: str) -> str:
    """What stands under a version's heading, ``## 1.2.0`` or ``## 1.2.0 (2026-11-25)``, up to the next one.

    ``version`` may begin with “v”, as a tag does. Raises NoNotes where there is no such heading or nothing below it.
    """
    wanted = version.removeprefix("refs/tags/").removeprefix("v")
    headings = list(_HEADING.finditer(text))
    for at, heading in enumerate(headings):
        if heading[1] == wanted:
            end = headings[at + 1].start() if at + 1 < len(headings) else len(text)
            found = text[heading.end() : end].strip()
            if not found:
                raise NoNotes(f"CHANGELOG.md says nothing under “{heading[0]}”")
            return found + "\n"
    known = ", ".join(heading[1] for heading in headings)
    raise NoNotes(f"CHANGELOG.md has no heading “## {wanted}” (it has: {known}); rename “## Unreleased” first")


def main() -> int:
    """The exit code is 1 where there are no notes, and 2 without a version."""
    if len(sys.argv) != 2 or not sys.argv[1]:
        print("Which version? Say: make release-notes VERSION=1.2.0", file=sys.stderr)
        return 2
    try:
        print(notes(CHANGELOG.read_text(encoding="utf-8"), sys.argv[1]), end="")
    except NoNotes as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
