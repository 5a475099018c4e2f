"""Draw the list of harms as elements of a page: the table of all, the box of an article, and the harms of its trials.

Words are finished text; only citations are left to the converter, as those of the page around them are.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterable, Iterator

from markdown.util import AtomicString

from proofdesk.bibliography.citation_syntax import GROUP, parse_group
from proofdesk.common.language import N_, _, colon, comma, listed_plainly, ngettext
from proofdesk.content.harms.entries import Harm, HarmKind, Harms
from proofdesk.content.harms.substances import Substance
from proofdesk.content.markup import ASKED, DATA_BLOCK, DATA_INDEX, NO, TRIAL_HARMS_ID

# Links of one drug in the box of an article; the others are a number that leads to the table.
MOST_LINKS = 3
# Between links. A line may end with the dot and not begin with it.
_BETWEEN = "\N{NO-BREAK SPACE}· "
# What to do stands before how sure that is: who is frightened reads no further.
_COLUMNS = (N_("What can happen"), N_("How often, and in whom"), N_("What to do"), N_("How sure"))


def group_id(drug: Substance) -> str:
    """Return the id of a drug's part of the table."""
    return f"harms-{drug}"


def table(harms: Harms, level: int) -> etree.Element:
    """Return the whole list, a table for each drug below a heading of this level."""
    root = etree.Element("div", {"class": "harms"})
    for drug, own, elsewhere in harms.groups:
        _child(root, f"h{min(level, 6)}", drug.label, id=group_id(drug))
        if drug.meaning:
            names = drug.meaning.replace(", ", comma())
            _child(root, "p", _("Also called: %(names)s.", names=names), **{"class": "harms__names"})
        if own:
            _rows(root, drug, own)
        if elsewhere:
            line = _child(root, "p", _("See also:") + " ", **{"class": "harms__elsewhere", DATA_INDEX: NO})
            _links(line, elsewhere, "", harms)
    return root


def box(harms: Harms, drugs: Iterable[Substance], page: str, advice: str = "") -> etree.Element | None:
    """Return the box of an article on these drugs, whose links lead to ``page``; None without a harm.

    ``advice`` is the site's own sentence at its end.
    """
    groups = list(_each_once(harms, drugs))
    if not groups:
        return None
    root = etree.Element("section", {"class": "harms-box", "aria-labelledby": "known-harms", DATA_INDEX: NO})
    _child(root, "h2", _("What can go wrong"), **{"class": "harms-box__title", "id": "known-harms"})
    listed = _child(root, "dl", **{"class": "harms-box__drugs"})
    for drug, found in groups:
        group = _child(listed, "div")
        _child(group, "dt", drug.label)
        line = _child(group, "dd")
        _links(line, found[:MOST_LINKS], page, harms)
        if (more := len(found) - MOST_LINKS) > 0:
            _add(line, _BETWEEN)
            label = ngettext("%(num)s more harm: %(drug)s", "%(num)s more harms: %(drug)s", more, drug=drug.label)
            _child(line, "a", ngettext("%(num)s more", "%(num)s more", more), href=f"{page}#{group_id(drug)}",
                   **{"aria-label": label})
    last = _child(root, "p", **{"class": "harms-box__all"})
    _child(last, "a", _("How often, in whom, and what to do"), href=page)
    _add(last, f". {advice}" if advice else ".")
    return root


def _each_once(harms: Harms, drugs: Iterable[Substance]) -> Iterator[tuple[Substance, list[Harm]]]:
    """Yield the harms of each drug, its own first; only a mix of drugs is told under each of them."""
    told: set[str] = set()
    for drug in drugs:
        found = [harm for harm in harms.of(drug) if harm.id not in told or harm.kind is HarmKind.INTERACTION]
        told |= {harm.id for harm in found}
        if found:
            yield drug, sorted(found, key=lambda harm: harm.substances[0] != drug)


def harms_of_trials(harms: list[Harm], others: list[tuple[str, str, str]], page: str) -> etree.Element:
    """Return a section with these harms in full, each with a link to its place on ``page``.

    ``others`` are trials whose harms their own entries state: names, harms and citation.
    """
    root = etree.Element("section", {"class": "harms-here", "aria-labelledby": TRIAL_HARMS_ID, DATA_INDEX: NO})
    _child(root, "h2", _("Harms in the trials cited here"), id=TRIAL_HARMS_ID)
    listed = _child(root, "ul")
    for harm in harms:
        item = _child(listed, "li")
        _child(item, "a", harm.harm, href=f"{page}#{harm.anchor}")
        _add(item, f" ({listed_plainly(drug.label for drug in harm.substances)}). ")
        _often(item, harm)
    alike: dict[str, list[str]] = {}
    for names, words, source in others:
        alike.setdefault(words, []).append(f"{names} {source}")
    for words, works in alike.items():
        _say(_child(listed, "li"), f"{'; '.join(works)}{colon()}{_sentence(words)}")
    return root


def _rows(root: etree.Element, drug: Substance, harms: list[Harm]) -> None:
    """Add the table of one drug."""
    table = _child(root, "table", **{"class": "harms__table", "aria-labelledby": group_id(drug)})
    head = _child(_child(table, "thead"), "tr", **{DATA_INDEX: NO})
    for column in _COLUMNS:
        _child(head, "th", _(column), scope="col")
    body = _child(table, "tbody")
    for harm in harms:
        row = _child(body, "tr", id=harm.anchor, **{"class": f"harm harm--{harm.kind}", DATA_BLOCK: "harm"})
        # Said again before each cell of its row: the harm alone, without what else stands in the cell.
        first = _child(row, "th", scope="row", **{"aria-labelledby": f"{harm.anchor}-title"})
        _child(first, "a", harm.harm, href=f"#{harm.anchor}", id=f"{harm.anchor}-title", **{"class": "harm__title"})
        _add(first, " ")
        _child(first, "span", f"{harm.kind.label}.", **{"class": "harm__kind"})
        if len(harm.substances) > 1:
            _add(first, " ")
            _child(first, "span", f"{', '.join(each.label for each in harm.substances)}.", **{"class": "harm__drugs"})
        _often(_child(row, "td", **{"data-column": _(_COLUMNS[1])}), harm)
        what = _child(row, "td", **{"data-column": _(_COLUMNS[2])})
        _say(what, _sentence(harm.do))
        if harm.also:
            _add(what, " ")
            _child(what, "span", _("Also asked: %(words)s.", words=listed_plainly(harm.also)),
                   **{"class": "harm__also", DATA_INDEX: ASKED})
        sure = _child(row, "td", **{"data-column": _(_COLUMNS[3])})
        _child(sure, "strong", f"{harm.certainty.in_words}.")
        _say(sure, f" {_sentence(harm.because)}")
        limits = _child(sure, "span", **{"class": "harm__limits"})
        _say(limits, " " + _("It cannot show: %(limits)s", limits=_sentence(harm.limits)))


def _often(parent: etree.Element, harm: Harm) -> None:
    """Add how often a harm happens, out of how many, in whom and by which works."""
    _say(parent, _sentence(harm.often))
    if harm.of:
        _say(parent, " " + _("Out of %(people)s", people=_sentence(harm.of)))
    _say(parent, " " + _("Studied: %(people)s", people=_sentence(harm.who)))
    if harm.source_mark:
        _say(parent, f" {harm.source_mark}")


def _links(parent: etree.Element, some: list[Harm], page: str, harms: Harms) -> None:
    """Add a link to each of some harms, with a dot between two."""
    times = Counter(harm.harm for harm in harms.entries)
    for number, harm in enumerate(some):
        if number:
            _add(parent, _BETWEEN)
        # In a list of links, which a screen reader gives, nothing else tells those of one name apart.
        named = {"aria-label": f"{harm.harm}: {harm.substances[0].label}"} if times[harm.harm] > 1 else {}
        _child(parent, "a", harm.harm, href=f"{page}#{harm.anchor}", **named)


def _child(parent: etree.Element, tag: str, text: str = "", **attributes: str) -> etree.Element:
    child = etree.SubElement(parent, tag, attributes)
    if text:
        child.text = AtomicString(text)
    return child


def _add(parent: etree.Element, text: str) -> None:
    """Add finished text at the end of an element."""
    if len(parent):
        parent[-1].tail = AtomicString((parent[-1].tail or "") + text)
    else:
        parent.text = AtomicString((parent.text or "") + text)


def _say(parent: etree.Element, text: str) -> None:
    """Add a text whose citations the converter is to draw."""
    end = 0
    for group in re.finditer(GROUP, text):
        if parse_group(group.group(1)) is not None:
            _add(parent, text[end : group.start()])
            etree.SubElement(parent, "span", {"class": "harm__source"}).text = group.group()
            end = group.end()
    _add(parent, text[end:])


def _sentence(text: str) -> str:
    """Return a text with a full stop, before the citation with which it may end."""
    return text if re.search(rf"[.!?…][\"”’)]*(?:\s*{GROUP})*$", text) else f"{text}."
