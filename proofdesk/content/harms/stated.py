"""Read what a work's entry states of the harms that it found (``x-harms``).

    x-harms = {severe events in 5 of 53 people with the drug and 2 of 51 with placebo}
    x-harms = {not stated}
    x-harms = {not stated: harms were not pooled}
"""

from __future__ import annotations

from proofdesk.bibliography.evidence import Evidence
from proofdesk.common.raw_markup import find_raw_markup

_NOT_STATED = "not stated"
# Words that leave open whether there were no harms or nobody told of them.
_UNCLEAR = frozenset({"none", "no", "nothing", "n/a", "na", "unknown", "not known", "not reported", "not-stated",
                      "no data", "no harms", "yes", "todo", ""})


def is_trial(work: Evidence) -> bool:
    """Return whether a work is a trial in people that could show a benefit, whoever reports it.

    A scan shows what happens in the brain, and a register what is planned.
    """
    traits = [design.traits for design in work.designs]
    return (any(species.is_named and species.takes_part for species in work.species)
            and any(each.trial or each.announces for each in traits) and all(each.shows_benefit for each in traits))


def is_not_stated(harms: str) -> bool:
    """Return whether an entry says that its work, as far as it was seen, names no harms."""
    return harms.casefold().partition(":")[0].strip() == _NOT_STATED


def told_to_readers(harms: str) -> str:
    """Return the harms as a page lists them; empty if there is nothing to tell.

    A work that names no harms is listed with the reason, if the entry gives one: that nobody knows is worth knowing.
    """
    if not is_not_stated(harms):
        return harms
    reason = harms.partition(":")[2].strip()
    return f"harms not stated; {reason}" if reason else ""


def fault_of(harms: str) -> tuple[str, str] | None:
    """Return what is wrong with what an entry states, and what to do; readers see it below the article."""
    if harms.casefold().strip(" .?-–…") in _UNCLEAR:
        return (f"“{harms}” does not say whether there were no harms or nobody told of them",
                "write what the abstract says, as in “no severe events in 30 people”, or “not stated: the abstract "
                "names none”")
    if markup := "[@" if "[@" in harms else next((found.syntax for found in find_raw_markup(harms, one_line=True)), ""):
        return f"“{markup}” would reach the reader as it is", "this is plain text: take the markup out"
    return None
