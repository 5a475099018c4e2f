"""Give citations whose works a file itself describes the keys of the bibliography.

A reader writes such a citation as the site does, `[see @field-1, p. 3]`, with an identifier of its own in the place of
the key, and adds the work's record to ``Manuscript.cited`` under that identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from proofdesk.bibliography.citation_syntax import GROUP, NARRATIVE, mark, parse_group
from proofdesk.bibliography.parser import Bibliography
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.link_citations import CitationGroup
from proofdesk.desk.importing.model import CslItem, Line, escape
from proofdesk.desk.importing.references.known_works import KnownWorks, folded
from proofdesk.desk.importing.references.match import MatchedReference, match_records
from proofdesk.desk.importing.references.reference_list import ReferenceItem

# Code has citations of nobody, and an escaped bracket opens none.
_CITATION = re.compile(rf"(?P<code>`[^`\n]*`)|(?<!\\){GROUP}|{NARRATIVE}")
_KEY = re.compile(r"(?<![\w./@\\])@(?:\{([^{}\s]+)\}|([\w][^\s\[\]{};,@`*]*))")


_SHORT = 12  # letters of a title that may be in the entry of another work


@dataclass(frozen=True)
class CitedWorks:
    """Works that a file describes: their ``keys`` by identifier, the ``references``, ``others`` that its list adds."""

    keys: dict[str, str]
    references: list[MatchedReference]
    others: list[ReferenceItem]
    known: KnownWorks


def match_cited(records: Mapping[str, CslItem], listed: list[ReferenceItem], bibliography: Bibliography) -> CitedWorks:
    """Match the records of a manuscript with the bibliography, and the entries of its list with the records.

    An entry that names its record, or has its title and its year, is that work, whatever its style: it is not read
    again.
    """
    known = KnownWorks(bibliography)
    matched = match_records(records, known)
    by_key: dict[str, MatchedReference] = {}
    for each in matched.values():  # of several records of one work, the first has its entry
        if each.key:
            by_key.setdefault(each.key, each)
    titles = {key: folded(each.parsed.fields.get("title", "")) for key, each in by_key.items()}
    others: list[ReferenceItem] = []
    for item in listed:
        words = folded(item.text)
        found = [key for key, title in titles.items() if len(title) >= _SHORT and title in words
                 and by_key[key].parsed.fields.get("year", "") in item.text]
        named = matched[item.entry].key if item.entry in matched else ""
        key = named or max(found, key=lambda each: len(titles[each]), default="")
        if key:
            by_key[key] = replace(by_key[key], item=item)
        else:
            others.append(item)
    return CitedWorks({name: each.key for name, each in matched.items() if each.key}, list(by_key.values()), others,
                      known)


def with_keys(text: str, keys: Mapping[str, str]) -> str:
    """Return Markdown whose citations have the keys by these identifiers; those of other works stay."""
    return _CITATION.sub(lambda found: found[0] if found["code"] else _KEY.sub(
        lambda key: _renamed(key[1] or key[2], bool(key[1]), keys), found[0]), text) if keys else text


def _renamed(written: str, braced: bool, keys: Mapping[str, str]) -> str:
    """Return the key by the identifier with which the written text begins, and what stands behind it."""
    end = len(written)
    while end and written[:end] not in keys and not braced:
        end -= 1
    if written[:end] not in keys or (end < len(written) and written[end].isalnum()):
        return mark(written) if braced else f"@{written}"
    return mark(keys[written[:end]]) + written[end:]


def with_open_citations(
    lines: list[Line], shown: Mapping[str, str], keys: Mapping[str, str]
) -> tuple[list[Line], list[CitationGroup]]:
    """Return lines that show, between ⟦ and ⟧, what the file shows for a citation if one of its works has no key.

    ``shown`` has the words for each citation as it stood in the lines before its works had keys.
    """
    unknown = {with_keys(written, keys): words for written, words in shown.items()
               if any((key[1] or key[2]) not in keys for key in _KEY.finditer(written))}
    found: list[CitationGroup] = []
    if not unknown:
        return lines, found
    pattern = re.compile("|".join(map(re.escape, unknown)))

    def opened(match: re.Match[str]) -> str:
        found.append(CitationGroup(unknown[match[0]]))
        return f"{REVIEW_OPEN}{escape(unknown[match[0]])}{REVIEW_CLOSE}"

    return [line.with_text(pattern.sub(opened, line.text)) for line in lines], found


def groups_in(lines: Iterable[Line], keys: Iterable[str]) -> Iterator[CitationGroup]:
    """Yield each citation of these keys as it stands in the lines, with its keys."""
    known = set(keys)
    for line in lines if known else ():
        for found in _CITATION.finditer(line.text):
            if found["code"]:
                continue
            items = parse_group(found[0][1:-1]) if found[0].startswith("[") else None
            cited = [item.key for item in items] if items else [found[3].strip("{}")] if found[3] else []
            if known.intersection(cited):
                yield CitationGroup(found[0], tuple(cited))
