"""Find out by which form a manuscript cites, and what speaks for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from proofdesk.desk.importing.citing.number_forms import BARE, BRACKETED, ITALIC, NAMED, RAISED, ROUND, WORD, Candidate
from proofdesk.desk.importing.citing.numbers import parse_numbers
from proofdesk.desk.importing.citing.quantities import CITATION
from proofdesk.desk.importing.citing.works import CitableWork

FIELDS, NAMES, NOTES, NONE = "fields", "names", "notes", ""
_NUMBER_FORMS = (RAISED, BRACKETED, ITALIC, ROUND, BARE)
_CLEAR = (RAISED, BRACKETED, ITALIC)
MIN_GROUPS = {RAISED: 3, BRACKETED: 3, ITALIC: 3, ROUND: 3, BARE: 5}  # for a form to count without a list
# Works cited in a form for it to be proven: so many, or such a share of the list.
MIN_LISTED = {RAISED: 3, BRACKETED: 3, ITALIC: 3, ROUND: 10, BARE: 10}
MIN_SHARE = {RAISED: 0.25, BRACKETED: 0.25, ITALIC: 0.25, ROUND: 0.5, BARE: 0.6}
LEAST_SHARE, MANY = 0.3, 25  # works of the list, for a form whose numbers may be counts
TIMES_MORE = 3  # as many works as by a form that is seldom anything else


@dataclass
class _Evidence:
    """What a manuscript holds of a form: numbers in the order in which they first appear, and groups."""

    numbers: dict[int, None] = field(default_factory=dict)
    groups: int = 0
    listed_groups: int = 0

    @property
    def in_order(self) -> float:
        """Return the share of numbers that first appear behind all smaller ones, as in a list in order of citation."""
        numbers = list(self.numbers)
        highest, good = 0, 0
        for number in numbers:
            good += number == highest + 1 or number < highest
            highest = max(highest, number)
        return good / len(numbers) if numbers else 0.0


@dataclass(frozen=True)
class Style:
    """The form by which a manuscript cites.

    ``dominant`` is a form of numbers, NAMES, NOTES, FIELDS or NONE. ``keys`` are those of the works by number;
    ``numbered`` is true if the list has numbers, its own or by the order of its entries. ``in_order`` is true if works
    are numbered as they are first cited. ``by_fields`` is true if most works are cited by fields or by keys, whatever
    form the others have.
    """

    dominant: str
    keys: dict[int, str]
    listed: frozenset[int]
    in_order: bool = False
    told: str = ""
    strays: frozenset[str] = frozenset()  # forms that also have numbers beyond the list
    by_fields: bool = False

    @property
    def numbered(self) -> bool:
        return bool(self.listed)


def find_style(
    works: list[CitableWork], found: list[list[Candidate]], by_name: int, by_note: int, fields: int,
    shown: Sequence[tuple[Candidate, str]] = (),
) -> Style:
    """Return the style of a manuscript that cites ``by_name`` works by name and year, others ``by_note``.

    ``fields`` are its citations by fields or by keys. Its other citations may be by number, if these are many more.
    ``shown`` are the numbers that its fields show, with their keys.
    """
    evidence = _gather(found, bool(works))
    keys = {work.number: work.key for work in works if work.number is not None and work.key}
    listed = frozenset(work.number for work in works if work.number is not None)
    best = _best(evidence, listed) if listed else NONE
    if fields and not (best in _CLEAR and evidence[best].listed_groups > TIMES_MORE * fields):
        told = "the manuscript cites by the fields of a reference manager, or by keys"
        if proven := _shown_by_fields(shown, keys):
            return Style(BRACKETED, proven, listed | proven.keys(), told=(
                f"{told}; they show as {NAMED[BRACKETED]}, as do those that were typed"), by_fields=True)
        return Style(FIELDS, keys, listed, told=told, by_fields=True)
    if by_note and by_note >= max(by_name, *(len(_cited(evidence[form], listed)) for form in _NUMBER_FORMS)):
        told = f"the manuscript cites in footnotes: {by_note} of them are references"
        return Style(NOTES, keys, listed, told=told)
    if not listed and works:
        if by_name == 0 and (form := _by_position(works, evidence)):
            keys = {number: work.key for number, work in enumerate(works, 1) if work.key}
            told = f"the list has no numbers of its own; the text cites 1 to {len(works)} in order, by {NAMED[form]}"
            return Style(form, keys, frozenset(range(1, len(works) + 1)), True, told)
        return Style(NAMES if by_name else NONE, {}, listed, told=_by_names(by_name, works))
    if not works:
        forms = [form for form in _NUMBER_FORMS if _runs_up(evidence[form], form)]
        best = max(forms, key=lambda form: len(evidence[form].numbers), default=NONE)
        return Style(best, {}, listed)
    if best and len(_cited(evidence[best], listed)) >= by_name:
        cited = len(_cited(evidence[best], listed))
        return Style(best, keys, listed, evidence[best].in_order > 0.8, (
            f"the manuscript cites by {NAMED[best]}: {evidence[best].listed_groups} times, "
            f"{cited} of the list’s {len(listed)} numbers"))
    strays = frozenset(form for form in _NUMBER_FORMS if set(evidence[form].numbers) - listed)
    return Style(NAMES if by_name else NONE, keys, listed, told=_by_names(by_name, works), strays=strays)


def in_field(words: str) -> Candidate | None:
    """Return the numbers that are all that a citation kept as data shows; their form is WORD without brackets."""
    signs = {"\\[": BRACKETED, "<sup>": RAISED, "(": ROUND}
    form = next((form for sign, form in signs.items() if words.startswith(sign)), WORD)
    plain = re.sub(r"</?sup>|\\", "", words)
    items = parse_numbers(re.sub(r"[\[\]()]", "", re.sub(r"[\])]\s?[\[(]", ", ", plain)))
    return Candidate(form, 0, len(words), items, CITATION, True) if items else None


def _shown_by_fields(shown: Sequence[tuple[Candidate, str]], keys: dict[int, str]) -> dict[int, str]:
    """Return the keys by the numbers in square brackets that fields show and the list has; empty if they disagree.

    Raised, a number may be the mark of a note, and in round brackets it may count: they prove nothing of the others.
    """
    numbers = {(each.numbers[0], key) for each, key in shown if each.form == BRACKETED and len(each.numbers) == 1}
    proven = {**keys, **dict(numbers)}
    return proven if len(numbers) >= MIN_LISTED[BRACKETED] and all(proven[n] == key and keys.get(n, key) == key
                                                                   for n, key in numbers) else {}


def _gather(found: list[list[Candidate]], has_list: bool) -> dict[str, _Evidence]:
    evidence: dict[str, _Evidence] = defaultdict(_Evidence)
    for line in found:
        for each in line:
            if each.doubt == CITATION and each.form != WORD and (has_list or each.certain or each.form != BARE):
                evidence[each.form].numbers |= dict.fromkeys(each.numbers)
                evidence[each.form].groups += 1
    for line in found:
        for each in line:
            evidence[each.form].listed_groups += each.doubt == CITATION
    return evidence


def _cited(evidence: _Evidence, listed: frozenset[int]) -> set[int]:
    return set(evidence.numbers) & listed


def _best(evidence: dict[str, _Evidence], listed: frozenset[int]) -> str:
    """Return the form in which most of the list is cited, if that is enough to be proof."""
    counts = {form: len(_cited(evidence[form], listed)) for form in _NUMBER_FORMS}
    proven = [form for form in _NUMBER_FORMS if counts[form] and _is_proof(form, counts[form], evidence[form], listed)]
    clear = [form for form in proven if form in _CLEAR]
    best = max(clear, key=lambda form: counts[form], default=NONE)
    for form in (ROUND, BARE):
        if form in proven and (not best or counts[form] > TIMES_MORE * counts[best]):
            return form
    return best


def _is_proof(form: str, count: int, evidence: _Evidence, listed: frozenset[int]) -> bool:
    enough = count >= MIN_LISTED[form] or count >= MIN_SHARE[form] * len(listed)
    strays = len(set(evidence.numbers) - listed)
    if form in _CLEAR:
        return enough and strays <= 2 * count
    # What may be a count needs more: the numbers run up as works are cited, or nearly the whole list is there.
    ordered = evidence.in_order > 0.6 or count >= 0.8 * len(listed)
    enough = enough and (count >= MANY or count >= LEAST_SHARE * len(listed))
    return enough and strays <= count / 4 and ordered and (evidence.groups > 1 or len(listed) < 3)


def _by_position(works: list[CitableWork], evidence: dict[str, _Evidence]) -> str:
    """Return the form whose numbers are those that the entries of a list without numbers would have."""
    for form in _NUMBER_FORMS:
        numbers = set(evidence[form].numbers)
        whole = numbers and max(numbers) == len(works) and len(numbers) >= 0.9 * len(works) and len(works) > 1
        if whole and evidence[form].in_order > 0.8:
            return form
    return NONE


def _runs_up(evidence: _Evidence, form: str) -> bool:
    numbers = set(evidence.numbers)
    enough = evidence.groups >= MIN_GROUPS[form] and min(numbers) <= 2
    return enough and len(numbers) >= 0.6 * max(numbers)


def _by_names(count: int, works: list[CitableWork]) -> str:
    return f"the manuscript cites by name and year: {count} of the list’s {len(works)} works" if count else ""
