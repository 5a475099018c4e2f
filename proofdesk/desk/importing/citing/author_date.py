"""Link citations by name and year: “(see Rasch & Born, 2013, p. 3; Diekelmann et al., 2010)”, “Born (2010, p. 4)”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.citing.found import Edit, LinkedCitations, apply, blank
from proofdesk.desk.importing.citing.works import Names, WorkIndex, is_date, parse_names
from proofdesk.desk.importing.languages import either_of, small_words

_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)(?:[a-p](?!\w))?"
_DATED = rf"\\?\[?{_YEAR}\\?\]?(?:\s?[/–-]\s?(?:(?:1[5-9]|20)\d\d|\d\d)(?!\d))?"
_UNDATED = rf"(?:{either_of('undated')})(?!\w)"
_BETWEEN = rf"\s?,\s?|\s?(?:&|\b(?:{either_of('and')}))\s|\s?[–-]\s?(?=[a-p](?!\w))"
_YEARS = re.compile(
    rf"(?<![\w.$€£#/])(?:{_DATED}(?:(?:{_BETWEEN})(?:{_DATED}|[a-p](?!\w)))*|{_UNDATED})(?![\w%])", re.I)
_SPAN = re.compile(r"(?P<open>\({1,3}|\\\[)\s?(?P<words>(?:[^()\[\]\\\0⟦⟧]|\\(?![\[\]])|\\\[[^()\[\]\\\0]{1,60}\\\]){3,700}?)\s?(?:\){1,3}|\\\])")
_WORD_START = re.compile(r"(?<![\w'’.\-‐‑])(?=[^\W\d_])")
_LAST_JOINT = re.compile(rf"(?P<word>[^\s,;&/()]+)\s*(?:,?\s?&|[,;/]|,?\s(?:{either_of('and')}))$", re.I)
_CITED_IN = re.compile(rf"\b(?:{either_of('cited_in')}):?$", re.I)
_SEE = re.compile(rf"(?:^|.*[\s,(])(?:{either_of('see')})[,:]?$", re.I | re.S)
LOCATOR = rf"(?:(?:{either_of('locators')})\s?(?=[\dIVXivxlcS])[\w.–‑\-]*(?:\s?(?:,|–|-|&|and|und|et|y|e|en|ff?\.?)\s?(?=\d|ff?\b)[\w.–‑\-]*)*(?:\sff?\.)?)"
_COLON_PAGE = re.compile(r"^:\s?(?=\d)")
_UNSAFE = re.compile(r"[\[\]@\0⟦⟧<>`]")
_LAST_WORD = re.compile(r"([^\s(]+)\W*$")
_ENDS_WITH_OTHERS = re.compile(rf"(?:{either_of('others')})\W*$", re.I)
WINDOW, MAX_SUFFIX, MAX_PREFIX_WORDS = 220, 90, 8


@dataclass
class _Item:
    """A citation in brackets: words before it, its authors, its years with the key of each, words behind it."""

    prefix: str
    names: Names | None
    years: list[str]
    keys: list[str]
    suffix: str
    comma: bool
    several: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        return [year for year, key in zip(self.years, self.keys, strict=True) if not key]

    @property
    def is_pure(self) -> bool:
        """Return whether nothing but a citation stands here, so that the site may write it."""
        before, behind = self.prefix, self.suffix
        see = not before or len(before.split()) <= MAX_PREFIX_WORDS and bool(_SEE.match(before))
        return (see or bool(_CITED_IN.search(before))) and len(behind) <= MAX_SUFFIX and not (
            _UNSAFE.search(before + behind) or _YEARS.search(behind))


class _Found(NamedTuple):
    """Authors at the end of a text: where they begin, and the works of each year."""

    start: int
    names: Names


class AuthorDateLinker:
    """Writer of `[@key]` for each citation by name and year.

    ``expected`` is false if a manuscript cites by number, so that a lone name and year that no work bears out is text.
    """

    def __init__(self, index: WorkIndex, citations: LinkedCitations, expected: bool = True) -> None:
        self.index = index
        self.citations = citations
        self.expected = expected

    def link(self, text: str) -> str:
        """Return a line of Markdown with its citations by name and year linked or marked."""
        if not _YEARS.search(text):
            return text
        seen = blank(text)
        edits: list[Edit] = []
        ends = [0]
        for match in _SPAN.finditer(seen):
            if not _YEARS.search(match["words"]):
                continue
            edit = self._link_span(seen, match, ends[-1])
            if edit:
                edits.append(edit)
                ends.append(edit.end)
        text = apply(text, edits)
        return self._link_bare(text)

    # --- Brackets

    def _link_span(self, seen: str, match: re.Match[str], least: int) -> Edit | None:
        parts = match["words"].split(";")
        items: list[_Item | str] = []
        start = match.start()
        first = _YEARS.match(parts[0].lstrip())
        narrative = None
        if first:
            before = seen[max(least, start - WINDOW) : start]
            narrative = self._names_at_end(before.rstrip(), _split_years(first.group())) if before else None
            if narrative is None:
                return None
        names = narrative.names if narrative else None
        for part in parts:
            for item in self._items(part, names):
                if isinstance(item, _Item) and item.names:
                    names = item.names
                items.append(item)
        found = [item for item in items if isinstance(item, _Item)]
        if not found:
            return None
        whole = match.group()
        if narrative:
            begins = start - len(seen[max(least, start - WINDOW) : start]) + narrative.start
            whole = seen[begins : match.end()]
        if not any(key for item in found for key in item.keys):
            if not self._is_marked(found, bool(narrative)):
                return None
            self._note_missing(found)
            self.citations.add(whole)
            return Edit(match.start() if not narrative else begins, match.end(), f"{REVIEW_OPEN}{whole}{REVIEW_CLOSE}")
        if any(isinstance(item, str) or not item.is_pure for item in items):
            return None if not narrative else self._narrative_within(match, found, whole)
        self._note_missing(found)
        keys = tuple(dict.fromkeys(key for item in found for key in item.keys if key))
        self.citations.add(whole, keys)
        text = "[" + "; ".join(written for item in found for written in _write(item)) + "]"
        rest = [_rest(item, bool(narrative) and item is found[0]) for item in found if item.missing]
        if rest:
            self.citations.add(f"({'; '.join(rest)})")
            text += f" {REVIEW_OPEN}({'; '.join(rest)}){REVIEW_CLOSE}"
        return Edit(match.start(), match.end(), text)

    def _narrative_within(self, match: re.Match[str], found: list[_Item], whole: str) -> Edit:
        """Return the edit for “Born (2010, in mice [not rats])”: the year becomes the citation, the rest stays."""
        first, words = found[0], match["words"]
        years = _YEARS.match(words.lstrip())
        assert years
        if first.missing:
            self._note_missing([first])
            self.citations.add(whole)
            return Edit(match.start(), match.end(), f"{REVIEW_OPEN}{match.group()}{REVIEW_CLOSE}")
        self.citations.add(whole, tuple(first.keys))
        rest = words.lstrip()[years.end() :].lstrip(" ,;")
        cited = "[" + "; ".join(map(mark, dict.fromkeys(first.keys))) + "]"
        return Edit(match.start(), match.end(), f"{cited} ({rest})" if rest else cited)

    def _items(self, part: str, names: Names | None) -> Iterator[_Item | str]:
        """Yield the citations of a part between semicolons; the part itself if it holds none."""
        found: list[_Item] = []
        end = 0
        for match in _YEARS.finditer(part):
            between = part[end : match.start()]
            years = _split_years(match.group())
            at = self._names_at_end(between.rstrip(), years)
            comma = between.rstrip().endswith(",")
            if at is None:
                if found:
                    continue  # a year in the words behind a citation
                if names is None or between.strip(" ,"):
                    continue
                found.append(_Item("", names, years, [], "", comma))
            else:
                before = between[: at.start].strip()
                if found and _CITED_IN.search(before):
                    before = part[: end + at.start].strip()
                    found.clear()
                elif found:
                    found[-1].suffix = _without_joint(before)
                    before = ""
                found.append(_Item(before.replace("*", "").lstrip(" ,"), at.names, years, [], "", comma))
            end = match.end()
        for item in found:
            assert item.names
            item.keys = [self._key(item, year) for year in item.years]
        if found:
            found[-1].suffix = part[end:].rstrip()
            yield from found
        elif part.strip():
            yield part

    def _key(self, item: _Item, year: str) -> str:
        assert item.names
        if is_date(item.names):
            return ""
        works = self.index.find(item.names, year)
        if len(works) > 1:
            item.several.append(year)
        return works[0].key if len(works) == 1 else ""

    def _names_at_end(self, text: str, years: list[str]) -> _Found | None:
        """Return the authors with which a text ends: those of a work of the list, else what has the form of authors."""
        window = text[-WINDOW:]
        offset = len(text) - len(window)
        likely: _Found | None = None
        last = _LAST_WORD.search(window)
        if not last or not (last.group(1)[:1].isupper() or _ENDS_WITH_OTHERS.search(window)):
            return None
        for start in _WORD_START.finditer(window):
            candidate = window[start.start() :]
            names = parse_names(candidate)
            if names is None or _continues_names(window[: start.start()]):
                continue
            if any(self.index.find(names, year) for year in years):
                return _Found(offset + start.start(), names)
            head = names.first.split()[0].casefold().rstrip(".,")
            if likely is None and head not in small_words("sentence_starts") and head not in small_words("see"):
                likely = _Found(offset + start.start(), names)
        return likely

    def _is_marked(self, items: list[_Item], narrative: bool) -> bool:
        """Return whether a group of which no work is known is yet a citation by its form."""
        for item in items:
            names = item.names
            if names is None or is_date(names):
                continue
            if self.index.knows(names) or names.more or (names.joined and self.expected):
                return True
            if self.expected and not narrative and (item.comma or self.citations.plain_years > 1):
                return True
        return False

    def _note_missing(self, items: list[_Item]) -> None:
        for item in items:
            assert item.names
            for year in item.missing:
                words = f"{item.names.whole.rstrip(',')}, {year}"
                if year in item.several:
                    self.citations.ambiguous.append(words)
                else:
                    self.citations.unlisted.append(words)

    # --- Sentences

    def _link_bare(self, text: str) -> str:
        """Link a year without brackets of its own: “in Rasch & Born, 2013, where”."""
        seen = blank(text)
        edits: list[Edit] = []
        least = 0
        for match in _YEARS.finditer(seen):
            before = seen[max(least, match.start() - WINDOW) : match.start()]
            kept = before.rstrip(" ,(")
            if not kept or kept == before or REVIEW_OPEN in before[-80:] and REVIEW_CLOSE not in before[-80:]:
                continue
            within = seen.rfind("(", 0, match.start()) > seen.rfind(")", 0, match.start())
            at = self._names_at_end(kept, _split_years(match.group()))
            if at is None or not (at.names.more or at.names.rest or (within and "," in before[len(kept) :])):
                continue
            keys = [works[0].key for year in _split_years(match.group())
                    if len(works := self.index.find(at.names, year)) == 1 and works[0].key]
            start = match.start() - len(before) + at.start
            whole = seen[start : match.end()]
            if len(keys) == len(_split_years(match.group())) and not is_date(at.names):
                self.citations.add(whole, tuple(keys))
                written = " [" + "; ".join(map(mark, dict.fromkeys(keys))) + "]"
                edits.append(Edit(match.start() - len(before) + len(kept), match.end(), written))
            elif at.names.more and self.expected or self.index.knows(at.names) and at.names.joined:
                self.citations.add(whole)
                self.citations.unlisted.append(f"{at.names.whole}, {match.group()}")
                edits.append(Edit(start, match.end(), f"{REVIEW_OPEN}{whole}{REVIEW_CLOSE}"))
            else:
                continue
            least = match.end()
        return apply(text, edits)


def _split_years(text: str) -> list[str]:
    """Return the years of a group: “2020a, b” gives 2020a and 2020b, “2020a–c” all three."""
    found: list[str] = []
    for match in re.finditer(rf"(?P<range>[–-]\s?)?(?P<year>{_DATED}|(?<![\w.])[a-p](?![\w.])|{_UNDATED})", text, re.I):
        each = match["year"].strip("\\[]")
        if len(each) > 1:
            found.append(each)
        elif found:
            last = found[-1]
            between = range(ord(last[-1]) + 1, ord(each)) if match["range"] and last[-1].isalpha() else ()
            found += [last[:4] + chr(letter) for letter in between]
            found.append(last[:4] + each)
    return found or [text]


def _continues_names(before: str) -> bool:
    """Return whether the words before a name join it to another name: then it is not the first author's."""
    match = _LAST_JOINT.search(before.rstrip())
    if not match:
        return False
    word = match["word"].strip("*(“\"'‘")
    bare = word.rstrip(".").casefold()
    return word[:1].isupper() and bare not in small_words("sentence_starts") and bare not in small_words("dates")


def _without_joint(words: str) -> str:
    return re.sub(rf"\s*(?:[,&]|\b(?:{either_of('and')}))*\s*$", "", words.strip(), flags=re.I)


def _write(item: _Item) -> Iterator[str]:
    """Yield the works of a citation as the site writes them: `see @key, p. 3`."""
    keys = [key for key in item.keys if key]
    prefix = f"{item.prefix.rstrip()} " if item.prefix else ""
    for number, key in enumerate(keys):
        suffix = ""
        if number == len(keys) - 1 and item.suffix.strip(" ,."):
            words = _COLON_PAGE.sub("", item.suffix.replace("*", "").strip())
            suffix = words if words.startswith(",") else f", {words}"
        yield (prefix if number == 0 else "") + mark(key) + suffix


def _rest(item: _Item, narrative: bool) -> str:
    """Return what of a citation is not known, as it was written."""
    assert item.names
    names = "" if narrative else item.names.whole.rstrip(",") + (", " if item.comma else " ")
    return f"{item.prefix + ' ' if item.prefix else ''}{names}{', '.join(item.missing)}{item.suffix if not any(item.keys) else ''}"
