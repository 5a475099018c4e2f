"""Give the first sentence of a block the place that the block's template keeps for it."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor

from proofdesk.content.markup import DATA_LEAD, DATA_SLOT
from proofdesk.content.sentences import empty, put_part, sentences_of


class MoveLeads(Treeprocessor):
    """Tree processor that moves a slot's first sentence into the element with ``data-lead`` beside the slot.

    It runs when citations have their numbers, because those behind the full stop belong to the sentence. A block that
    does not begin with a paragraph has no such sentence, and loses the place for it.
    """

    def run(self, root: etree.Element) -> None:
        for parent in [*root.iter()]:
            lead = next((each for each in parent if DATA_LEAD in each.attrib), None)
            slot = next((each for each in parent if DATA_SLOT in each.attrib), None)
            if lead is not None and slot is not None:
                first = next(iter(slot), None)
                if first is None or first.tag != "p":
                    parent.remove(lead)
                else:
                    _move(slot, first, lead)


def _move(slot: etree.Element, first: etree.Element, lead: etree.Element) -> None:
    """Move the first sentence of ``first``, which goes if nothing is left of it."""
    sentence, *others = sentences_of(first)
    empty(first)
    for part in sentence:
        put_part(lead, part.rstrip() if part is sentence[-1] and isinstance(part, str) else part)
    for part in (part for other in others for part in other):
        put_part(first, part.lstrip() if isinstance(part, str) and not (len(first) or first.text) else part)
    if not len(first) and not first.text:
        slot.remove(first)
