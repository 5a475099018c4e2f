"""Cite the works of footnotes that are references, such as “Ibid., p. 5”, where these footnotes are called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.common.text import plain_letters
from proofdesk.desk.importing.citing.author_date import AuthorDateLinker
from proofdesk.desk.importing.citing.date_items import LOCATOR
from proofdesk.desk.importing.citing.found import CitationGroup, LinkedCitations
from proofdesk.desk.importing.citing.names import parse_names, same_name
from proofdesk.desk.importing.citing.works import CitableWork, WorkIndex
from proofdesk.desk.importing.languages import either_of
from proofdesk.desk.importing.lines import HEADING, RAW, Line, escape, strip_markup
from proofdesk.desk.importing.references.entries import ReferenceItem, looks_like_reference
from proofdesk.desk.importing.references.matching.known_works import KnownWorks
from proofdesk.desk.importing.references.matching.match import MatchedReference, match_references
from proofdesk.desk.importing.references.parsed import ParsedReference
from proofdesk.desk.importing.references.parser import parse_reference

_DEFINITION = re.compile(r"\[\^([^\]\n]{1,100})\]:\s?(.*)", re.S)
_CALL = re.compile(r"\[\^([^\]\n]{1,100})\](?!:)")
# Brackets around calls and before the words of a note, as Chinese theses have them: “[¹]”.
_ONE_CALL = r"\[\^[^\]\n]{1,100}\]"
_CALLS_IN_BRACKETS = re.compile(
    rf"(?:<sup>\\\[</sup>|\\\[)({_ONE_CALL}(?:(?:<sup>[,，、;]</sup>|[,，、;])?\s?{_ONE_CALL})*)(?:<sup>\\\]</sup>|\\\])")
_EMPTY_BRACKETS = re.compile(r"(\[\^[^\]\n]{1,100}\]:\s)(?:<sup>\\\[\s?\\\]</sup>|\\\[\s?\\\])\s*")
_SAME_WORK = re.compile(rf"(?:{either_of('same_work')})(?=[\s,.;:]|$)[.,;:]?\s*(?P<rest>.*)", re.I)
_SEE = re.compile(rf"(?P<see>(?:{either_of('see')}),?)\s(?=[^\W\d_]|[“\"‘'])", re.I)
_PLACE = re.compile(rf",?\s*(?:(?P<place>{LOCATOR}|\d{{1,5}}(?:[–-]\d{{1,5}})?)\s*)?\.?")
_SHORT = re.compile(r"(?P<names>[^“\"‘„«]{2,80}?),?\s[“\"‘„«](?P<title>[^”\"’“»]{3,120}?)[,.]?[”\"’“»](?P<rest>.*)")
_CITED_ABOVE = re.compile(
    r"(?P<names>[^,]{2,60}),\s(?:op\.\s?cit|loc\.\s?cit|a\.\s?a\.\s?O|supra note \d+)\b\.?(?P<rest>.*)", re.I)
_BETWEEN_WORKS = re.compile(r";\s+(?=[^\W\d_]{2})")
_PAGE_AT_END = re.compile(r"(?:\)|\d):\s(\d{1,5})\.?$|,\s(\d{1,5})\.?$")
_YEAR_IN_BRACKETS = re.compile(r"\(((?:19|20)\d\d[a-z]?(?:, [^()]{1,30})?)\)")
_ITEM = re.compile(r"(.*?)\s?@\{?([^\s{},;\]]+)\}?(?:,\s?(.*))?")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_TITLE_LETTERS, MAX_LEFT_OVER = 12, 6  # words of a footnote that are no part of its reference


class CitedNotes(NamedTuple):
    """Lines in which works are cited in place of footnotes, the new works, and what was done."""

    lines: list[Line]
    references: list[MatchedReference]
    groups: list[CitationGroup]
    told: list[str]


class _Cited(NamedTuple):
    """A work that a footnote cites, with the words before and behind."""

    key: str
    prefix: str = ""
    suffix: str = ""


def cite_notes(lines: list[Line], listed: list[MatchedReference], known: KnownWorks) -> CitedNotes:
    """Return the lines with citations in place of the footnotes that are nothing but references."""
    lines = [line.with_text(_without_brackets(line.text)) for line in lines]
    notes = {match[1]: match[2] for line in lines if line.kind == RAW and (match := _DEFINITION.fullmatch(line.text))}
    if not notes:
        return CitedNotes(lines, [], [], [])
    in_headings = {name for line in lines if line.kind == HEADING for name in _CALL.findall(line.text)}
    reader = _NoteReader([each.citable for each in listed if each.key], known)
    citations: dict[str, str] = {}
    groups: list[CitationGroup] = []
    stay: list[str] = []
    for name, text in notes.items():
        words = " ".join(strip_markup(text).split())
        cited = reader.read(words) if name not in in_headings else []
        if cited:
            citations[name] = "[" + "; ".join(map(_written, cited)) + "]"
            groups.append(CitationGroup(f"footnote {name}: {words}", tuple(dict.fromkeys(each.key for each in cited))))
        elif looks_like_reference(words):
            stay.append(name)
    if stay:
        reader.told.append(f"footnote{'s' * (len(stay) > 1)} {', '.join(stay)}: a reference and more, or in a form "
                           "that is not known, so it stays a footnote")
    kept = [line for line in lines
            if not (line.kind == RAW and (match := _DEFINITION.fullmatch(line.text)) and match[1] in citations)]
    return CitedNotes([line.with_text(_with_citations(line.text, citations)) for line in kept],
                      reader.references, groups, reader.told)


def _without_brackets(text: str) -> str:
    """Return a text with the calls of notes, and the notes, out of brackets that were typed around their numbers."""
    if "[^" not in text or "\\[" not in text:
        return text
    text = text.replace("<sup>\\]\\[</sup>", "<sup>\\]</sup><sup>\\[</sup>")
    text = _CALLS_IN_BRACKETS.sub(lambda found: "".join(re.findall(_ONE_CALL, found[1])), text)
    return _EMPTY_BRACKETS.sub(r"\1", text)


def _with_citations(text: str, citations: dict[str, str]) -> str:
    if not any(name in citations for name in _CALL.findall(text)):
        return text
    calls = re.compile(rf"(?:{_CALL.pattern})+")
    return calls.sub(lambda match: _joined(match.group(), citations), text)


def _joined(calls: str, citations: dict[str, str]) -> str:
    """Return the citation that stands for calls beside each other, and the calls that stay."""
    names = _CALL.findall(calls)
    cited = "; ".join(citations[name][1:-1] for name in names if name in citations)
    return (f"[{cited}]" if cited else "") + "".join(f"[^{name}]" for name in names if name not in citations)


def _written(cited: _Cited) -> str:
    prefix = f"{escape(cited.prefix)} " if cited.prefix else ""
    return f"{prefix}{mark(cited.key)}" + (f", {escape(cited.suffix)}" if cited.suffix else "")


@dataclass
class _NoteReader:
    """Reader of footnotes in their order: a later one may say “ibid.”, or name an earlier one's work in short."""

    works: list[CitableWork]
    known: KnownWorks
    references: list[MatchedReference] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    _before: list[_Cited] = field(default_factory=list)

    def read(self, words: str) -> list[_Cited]:
        """Return the works of a footnote; none if it is not a reference, or says more than that."""
        pieces = _BETWEEN_WORKS.split(words)
        cited: list[_Cited] = []
        for piece in pieces if len(pieces) < 20 else []:
            work = self._read_one(piece.strip())
            if not work:
                cited = self._by_date(words)
                break
            cited += work
        self._before = cited
        return cited

    def _read_one(self, words: str) -> list[_Cited]:
        see = _SEE.match(words)
        prefix, rest = (see["see"], words[see.end() :]) if see else ("", words)
        same = _SAME_WORK.fullmatch(rest)
        if same:
            place = _PLACE.fullmatch(same["rest"])
            is_one = place is not None and len(self._before) == 1
            return [_Cited(self._before[0].key, prefix, _place(place))] if is_one else []
        found = self._in_short(rest) or self._listed(rest)
        if not found and (dated := self._by_date(words)):
            return dated
        found = found or self._new(rest)
        return [found._replace(prefix=prefix)] if found else []

    def _in_short(self, words: str) -> _Cited | None:
        """Return the work of “Calla, “Straw,” 118” or “Calla, op. cit., p. 3”, if only one is by this author."""
        match = _SHORT.fullmatch(words) or _CITED_ABOVE.fullmatch(words)
        names = parse_names(match["names"]) if match else None
        place = _PLACE.fullmatch(match["rest"]) if match else None
        if not match or not names or not place:
            return None
        title = plain_letters(match["title"]) if "title" in match.groupdict() else ""
        keys = {work.key for work in self.works
                if same_name(names.first, work.family) and title in plain_letters(work.title)}
        return _Cited(keys.pop(), suffix=_place(place)) if len(keys) == 1 else None

    def _listed(self, words: str) -> _Cited | None:
        """Return the work of the list, or of a footnote above, whose author, title and year are in these words.

        An author stands before the title: behind it are those who edited what another's chapter is in.
        """
        text = plain_letters(words)
        found = {work.key: work for work in self.works
                 if len(title := plain_letters(work.title)) >= _TITLE_LETTERS and work.year[:4] in words
                 and plain_letters(work.family) in text.partition(title)[0] and title in text}
        if len(found) != 1:
            return None
        key, work = next(iter(found.items()))
        page = _PAGE_AT_END.search(words)
        return _Cited(key, suffix=(page[1] or page[2]) if page and work.year[:4] != page[2] else "")

    def _new(self, words: str) -> _Cited | None:
        if not looks_like_reference(words):
            return None
        parsed = parse_reference(words)
        # A title and an address alone are also what a remark is read as: “The programs are in a folder of https://…”
        is_remark = parsed.fields.keys() <= {"title", "url"}
        if not parsed.is_complete or is_remark or _left_over(words, parsed) > MAX_LEFT_OVER:
            return None
        matched = match_references([ReferenceItem(words)], self.known)[0]
        if not matched.key:
            return None
        self.references.append(matched)
        self.works.append(matched.citable)
        return _Cited(matched.key)

    def _by_date(self, words: str) -> list[_Cited]:
        """Return the works of “see Calla & Hazel 2022, p. 3”."""
        found = LinkedCitations()
        words = _YEAR_IN_BRACKETS.sub(r"\1", words.rstrip("."))
        linked = AuthorDateLinker(WorkIndex(self.works, {}), found).link(f"({escape(words)})")
        if not re.fullmatch(r"\[[^\[\]]*@[^\[\]]*\]", linked):
            return []
        items = [_ITEM.fullmatch(part.lstrip()) for part in linked[1:-1].split(";")]
        return [_Cited(item[2], item[1], item[3] or "") for item in items if item]


def _place(match: re.Match[str] | None) -> str:
    """Return the page that a footnote names, without the stop behind it."""
    place = (match["place"] or "") if match else ""
    return place if re.search(r"\bff?\.$", place) else place.rstrip(".")


def _left_over(words: str, parsed: ParsedReference) -> int:
    """Return how many words of a footnote are in no field of its reference: a remark would be lost."""
    fields = set(_LETTERS.findall(" ".join(parsed.fields.values()).casefold()))
    said = _LETTERS.findall(re.sub(r"https?://\S+|\bdoi\S*", " ", words).casefold())
    return sum(word not in fields and word not in _SAID_OF_REFERENCES for word in said)


_SAID_OF_REFERENCES = frozenset((
    "and", "the", "vol", "pmid", "pmcid", "available", "accessed", "retrieved", "from", "epub", "ahead", "print", "eds",
    "edition", "university", "press", "pages", "issue", "volume", "und", "hrsg", "verlag", "abgerufen", "published"))
