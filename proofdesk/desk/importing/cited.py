"""Give citations whose works a file itself describes the keys of the bibliography.

A reader writes such a citation as the site does, `[see @field-1, p. 3]`, with an identifier of its own in the place of
the key, and adds the work's record to ``Manuscript.cited`` under that identifier.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from proofdesk.bibliography.citation_syntax import GROUP, NARRATIVE, mark, parse_group
from proofdesk.common.text import plain_letters
from proofdesk.desk.importing.beside.matching import match_beside
from proofdesk.desk.importing.citing.found import CitationGroup, any_of
from proofdesk.desk.importing.citing.unformatted import UnformattedLinker
from proofdesk.desk.importing.citing.works import WorkIndex
from proofdesk.desk.importing.lines import HEADING, Line
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.references.entries import ReferenceItem
from proofdesk.desk.importing.references.matching.known_works import KnownWorks
from proofdesk.desk.importing.references.matching.match import MatchedReference, match_records
from proofdesk.desk.importing.references.parsed import ParsedReference

# Code has citations of nobody, and an escaped bracket opens none.
_CITATION = re.compile(rf"(?P<code>`[^`\n]*`)|(?<!\\){GROUP}|{NARRATIVE}")
_KEY = re.compile(r"(?<![\w./@\\])@(?:\{([^{}\s]+)\}|([\w][^\s\[\]{};,@`*]*))")


# A citation that was typed, as it stands in a line in which an @ has no meaning.
_TYPED_AT = "&#64;"
_TYPED_GROUP = re.compile(r"\\\[([^\n]{1,600}?)\\\]")
_TYPED = re.compile(r"(?<![\w./@\\])&#64;(\w(?:\\?[\w:.#$%+?~/-])*\w)")
_LONG = 25  # letters of a title that no other work has
_SHORT = 12  # letters of a title that may be in the entry of another work


@dataclass(frozen=True)
class CitedWorks:
    """Works that a file describes: their ``keys`` by identifier, the ``references``, ``others`` that its list adds."""

    keys: dict[str, str]
    references: list[MatchedReference]
    others: list[ReferenceItem]
    known: KnownWorks


def match_cited(manuscript: Manuscript, listed: list[ReferenceItem], known: KnownWorks) -> CitedWorks:
    """Match what a manuscript's records and the works beside it describe with the bibliography, and its list with them.

    An entry of the list that names such a work, or has its title and its year, is that work, whatever its style: it is
    not read again. Of the works beside it, only those that it cites or lists count.
    """
    beside = manuscript.beside
    matched = match_records(manuscript.cited, known)
    cited = (key for line in manuscript.lines for key in _cited_keys(line.text) if key not in manuscript.cited)
    matched |= match_beside((key for key in cited if key in beside), beside, known)
    by_key: dict[str, MatchedReference] = {}
    for each in matched.values():  # of several records of one work, the first has its entry
        if each.key:
            by_key.setdefault(each.key, each)
    others: list[ReferenceItem] = []
    found: set[str] = set()
    titles = _titles({key: each.parsed for key, each in by_key.items()})
    titles_beside = _titles({name: each.parsed for name, each in beside.items()}) if listed else {}
    for item in listed:
        named = matched[item.entry].key if item.entry in matched else ""
        key = named or _titled(titles, item, needs_year=False)
        if not key and (name := _titled(titles_beside, item)):
            matched |= match_beside([name], beside, known)
            key = matched[name].key
            by_key.setdefault(key, matched[name])
        if key and key not in found:
            by_key[key] = replace(by_key[key], item=item)
            found.add(key)
        else:  # also a second entry of the same title: it may be another edition
            others.append(item)
    by_key.pop("", None)
    return CitedWorks({name: each.key for name, each in matched.items() if each.key}, list(by_key.values()), others,
                      known)


def join_listed(
    cited: list[MatchedReference], matched: list[MatchedReference], listed: list[ReferenceItem],
) -> list[MatchedReference]:
    """Return works that the file describes, each with its entry of the list, and the other works of the list.

    Which entry is such a work shows its key, where its title alone was too short to tell.
    """
    without = {each.key: number for number, each in enumerate(cited) if each.item not in listed}
    found, others = [*cited], []
    for each in matched:
        number = without.pop(each.key, None) if not each.new_entry else None
        if number is None:
            others.append(each)
        else:
            found[number] = replace(found[number], item=each.item)
    return [*found, *others]


def cite_unformatted(manuscript: Manuscript) -> None:
    """Cite the works beside a manuscript where a reference manager was still to format a citation, and tell of it.

    What they do not have is left as it is, for the list. A citation in a heading is never linked.
    """
    works = [MatchedReference(ReferenceItem(""), work.parsed, key).citable for key, work in manuscript.beside.items()]
    texts = [line.text for line in manuscript.lines]
    linker = UnformattedLinker(WorkIndex(works, {}), texts, keeps=True)
    manuscript.lines = [line if line.kind == HEADING else line.with_text(linker.link(line.text))
                        for line in manuscript.lines]
    if number := len(linker.found):
        manuscript.notes.append(
            f"{number} {'citation was' if number == 1 else 'citations were'} still to be formatted by EndNote or "
            f"Zotero, as “{linker.found[0]}”: read by author and year (format them in the manuscript and import it "
            "again, if many stay between ⟦ and ⟧)")


def _titles(works: Mapping[str, ParsedReference]) -> dict[str, tuple[str, str]]:
    """Return the letters of each title that is long enough to stand for its work, with the year."""
    fields = {name: each.fields for name, each in works.items()}
    found = {name: (_letters(each.get("title", "")), each.get("year", "")) for name, each in fields.items()}
    return {name: (title, year) for name, (title, year) in found.items() if len(title) >= _SHORT}


def _titled(titles: Mapping[str, tuple[str, str]], item: ReferenceItem, needs_year: bool = True) -> str:
    """Return the name of the work whose title and year are in an entry of the list, the longest title; else empty.

    Managers' lists state no year for some pages; a long title that only one of the works has is then enough.
    """
    words = _letters(item.text)
    titled = [name for name, (title, _) in titles.items() if title in words]
    same = [name for name in titled if titles[name][1] in item.text]
    long = [name for name in titled if len(titles[name][0]) >= _LONG and not needs_year]
    return max(same or (long if len(long) == 1 else []), key=lambda name: len(titles[name][0]), default="")


def _letters(text: str) -> str:
    """Return the letters of a text, in which a manager may have left a sign by its name: “&gt;”."""
    return plain_letters(html.unescape(text))


def with_typed_keys(text: str, keys: Container[str]) -> str:
    """Return Markdown in which citations that an author typed with known keys are citations: “[see @vos2021, p. 3]”."""
    if _TYPED_AT not in text:
        return text
    text = _TYPED_GROUP.sub(lambda found: _typed_group(found, keys), text)
    return _TYPED.sub(lambda found: mark(key) if (key := _typed_key(found[1])) in keys else found[0], text)


def _typed_group(found: re.Match[str], keys: Container[str]) -> str:
    written = _typed_key(found[1].replace(_TYPED_AT, "@"))
    items = parse_group(written) if _TYPED_AT in found[1] else None
    return f"[{written}]" if items and all(item.key in keys for item in items) else found[0]


def _typed_key(written: str) -> str:
    return re.sub(r"\\([_{}])", r"\1", written)


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


class ShownCitations:
    """What a file shows for its citations: ``known`` with their keys, ``unknown`` if one of their works has none.

    ``shown`` has the words, as Markdown, for each citation as it stood in the lines before its works had keys.
    """

    def __init__(self, shown: Mapping[str, str], keys: Mapping[str, str]) -> None:
        self.known: list[tuple[str, str]] = []
        self.unknown: dict[str, str] = {}
        for written, words in shown.items():
            cited = [keys.get(key[1] or key[2], "") for key in _KEY.finditer(written)]
            if not all(cited):
                self.unknown[with_keys(written, keys)] = words
            elif len(cited) == 1:
                self.known.append((words, cited[0]))

    def without_unknown(self, lines: Iterable[Line]) -> list[Line]:
        """Return lines without the citations of which a work has no key."""
        unknown = any_of(self.unknown)
        return [line.with_text(unknown.sub("", line.text)) for line in lines]


def groups_in(lines: Iterable[Line], keys: Container[str]) -> Iterator[tuple[CitationGroup, tuple[str, ...]]]:
    """Yield each citation by keys as it stands in the lines, with those of its keys that are known, and the others."""
    for line in lines:
        for written, cited in _citations(line.text):
            if cited:
                yield (CitationGroup(written, tuple(key for key in cited if key in keys)),
                       tuple(key for key in cited if key not in keys))


def _cited_keys(text: str) -> Iterator[str]:
    for _, cited in _citations(text):
        yield from cited


def _citations(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each citation as it is written, with its keys."""
    for found in _CITATION.finditer("" if text.startswith(("```", "~~~")) else text):
        if not found["code"]:
            items = parse_group(found[0][1:-1]) if found[0].startswith("[") else None
            yield found[0], tuple(item.key for item in items) if items else (
                (found[3].strip("{}"),) if found[3] else ())
