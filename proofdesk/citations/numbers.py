"""Draw citations as numbers in brackets, as styles do that number works in order of appearance: ``[1–3, 7]``."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Collection, Iterator

from markdown.util import AtomicString

from proofdesk.citations.citation_links import CitationLinks, append_text
from proofdesk.citations.placeholders import PlacedItem
from proofdesk.common.problems import Problem


def draw_numbers(
    group: etree.Element, items: list[PlacedItem], links: CitationLinks, missing: Iterator[Problem]
) -> None:
    """Fill an empty group with its works; ``missing`` has the problem of each unknown key, in order."""
    keys = [item.key for item in items]
    if not any(item.has_words for item in items) and all(key in links.numbers for key in keys):
        _draw_runs(group, {links.numbers[key]: key for key in keys}, links)
        return
    group.text = AtomicString("[")
    for position, item in enumerate(items):
        if position:
            append_text(group, "; ")
        if item.has_prefix:
            group.append(item.prefix)
            item.prefix.tail = AtomicString(" ")
        known = item.key in links.numbers
        group.append(links.link(item.key) if known else links.missing(item.key, next(missing)))
        links.append_notice(group, item.key)
        if item.has_suffix:
            append_text(group, ", ")
            item.suffix.tail = None
            group.append(item.suffix)
    append_text(group, "]")


def _draw_runs(group: etree.Element, keys: dict[int, str], links: CitationLinks) -> None:
    """Draw works without words; those inside a run have links too, because screen readers skip the dash."""
    group.text = AtomicString("[")
    retracted = [number for number, key in keys.items() if links.is_retracted(key)]
    for position, run in enumerate(close_runs(list(keys), retracted)):
        if position:
            append_text(group, ", ")
        for number in run:
            within = run[0] < number < run[-1]
            link = links.link_within(keys[number]) if within else links.link(keys[number])
            if number == run[-1] and len(run) > 1:
                append_text(group, "–")
            group.append(link)
            links.append_notice(group, keys[number])
    append_text(group, "]")


def number_keys(keys: list[str]) -> dict[str, int]:
    """Return each key's number on the page, from 1, in order of first appearance."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}


def close_runs(numbers: list[int], alone: Collection[int] = ()) -> list[list[int]]:
    """Return ascending numbers in runs: ``[1, 2, 3, 5]`` as ``[[1, 2, 3], [5]]``; two in a row stay two.

    Numbers ``alone`` are never part of a run, because a word follows each of them.
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1 and not {number, number - 1} & set(alone):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[n] for n in run])]
