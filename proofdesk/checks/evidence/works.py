"""Check what is stated of each cited work: what was seen of it, and how it was classified."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.evidence.keywords import FROM_MEMORY
from proofdesk.bibliography.evidence.status import status_faults
from proofdesk.common.problems import Problem
from proofdesk.common.text import listed
from proofdesk.content.harms.stated import fault_of


def check_works(bibliography: Bibliography, cited: Collection[str]) -> Iterator[Problem]:
    """Yield each fault of a cited work, and one reminder of all that were classified from memory."""
    entries = {key: entry for key, entry in bibliography.entries.items() if key in cited}
    for entry in entries.values():
        for field, message, remedy in status_faults(entry):
            yield Problem(*entry.place(field), "bad-status", message, remedy)
        if (harms := entry.plain("x-harms").strip()) and (fault := fault_of(harms)):
            yield Problem(*entry.place("x-harms"), "bad-evidence", f"x-harms of “{entry.key}”: {fault[0]}", fault[1])
    remembered = [key for key, entry in entries.items() if entry.fields.get("x-classified") == FROM_MEMORY]
    if remembered:
        count = "1 cited work is" if len(remembered) == 1 else f"{len(remembered)} cited works are"
        yield Problem(*entries[remembered[0]].place("x-classified"), "classified-from-memory",
                      f"{count} classified from memory, which raises no certainty: {listed(remembered, 'work')}",
                      "look at the abstract, correct the keywords, and take x-classified out")
