"""Say which part of a site's pages a machine works on, if several build it together (docs/maintaining.md)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256

from proofdesk.common.errors import UserError

# The stages, and what names the part in the environment of a build.
CONVERT, RENDER = "PROOFDESK_CONVERT", "PROOFDESK_RENDER"


@dataclass(frozen=True)
class Part:
    """Part ``number``, from 1, of so many ``parts``."""

    number: int
    parts: int

    def has(self, name: str) -> bool:
        """Return whether a page or a list is in this part. It stays there whatever others are added."""
        return int.from_bytes(sha256(name.encode("utf-8")).digest()[:8], "big") % self.parts == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.parts}"


WHOLE = Part(1, 1)


def read_part(text: str) -> Part:
    """Return the part that “2/4” names. Raises ``UserError`` for anything else."""
    number, _, parts = text.partition("/")
    if not (number.isdecimal() and parts.isdecimal() and 1 <= int(number) <= int(parts)):
        raise UserError(f"“{text}” names no part of a site (write “2/4” for the second of four)")
    return Part(int(number), int(parts))


def part_of(stage: str) -> Part | None:
    """Return the part that the environment names for a stage; None for the whole site."""
    stated = os.environ.get(stage)
    return read_part(stated) if stated else None
