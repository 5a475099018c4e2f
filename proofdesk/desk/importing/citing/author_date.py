"""Link citations by name and year: “(see Rasch & Born, 2013, p. 3; Diekelmann et al., 2010)”, “Born (2010, p. 4)”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.citing.date_items import CITED_IN, YEARS, DateItem, split_years, without_joint
from proofdesk.desk.importing.citing.found import LINK, VERBATIM, Edit, LinkedCitations, apply, blank
from proofdesk.desk.importing.citing.names import Names, is_no_author, parse_names
from proofdesk.desk.importing.citing.works import WINDOW, WorkIndex

_SPAN = re.compile(
    r"(?:\({1,3}|\\\[)\s?(?P<words>(?:[^()\[\]\\\0⟦⟧]|\\(?![\[\]])|\\\[[^()\[\]\\\0]{1,60}\\\]|\([^()\d\0]{1,40}\)){3,700}?)"
    r"\s?(?:\){1,3}|\\\])")
AROUND = 800  # letters before a year among which the bracket is that opens around it


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
        if not YEARS.search(text):
            return text
        seen = blank(text)
        edits: list[Edit] = []
        ends = [0]
        for match in _SPAN.finditer(seen):
            if not YEARS.search(match["words"]):
                continue
            edit = self._link_span(seen, match, ends[-1])
            if edit:
                edits.append(edit)
                ends.append(edit.end)
        text = apply(text, edits)
        return self._link_bare(text)

    def without_links(self, text: str) -> str:
        """Return a line in which the words of each link that is a citation stand alone, as none can be within a link.

        A link with a citation among other words is marked.
        """
        edits: list[Edit] = []
        seen = blank(text)
        for match in LINK.finditer(text):
            words, tried = match[1], LinkedCitations()
            linker = AuthorDateLinker(self.index, tried, expected=False)
            if VERBATIM.fullmatch(linker.link(f"({words})")):
                before = seen[: match.start()]
                stands = before.rfind("(") > before.rfind(")") or linker.link(words) != words
                edits.append(Edit(*match.span(), words if stands else f"({words})"))
                self.citations.told.append(f"“{words}” was a link to {match[0][len(words) + 3 : -1]}")
            elif linker.link(words) != words and tried.keys:
                self.citations.add(words)
                self.citations.unsure.append(words)
                edits.append(Edit(*match.span(), f"{REVIEW_OPEN}{match[0]}{REVIEW_CLOSE}"))
        return apply(text, edits)

    # --- Brackets

    def _link_span(self, seen: str, match: re.Match[str], least: int) -> Edit | None:
        parts = self._with_authors(match["words"].split(";"))
        items: list[DateItem | str] = []
        start = match.start()
        first = YEARS.match(parts[0].lstrip())
        narrative = None
        if first:
            before = seen[max(least, start - WINDOW) : start]
            narrative = self.index.names_at_end(before.rstrip(), split_years(first.group())) if before else None
            if narrative is None:
                return None
        names = narrative.names if narrative else None
        for part in parts:
            for item in self._items(part, names):
                if isinstance(item, DateItem):
                    names = item.names
                items.append(item)
        found = [item for item in items if isinstance(item, DateItem)]
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
        text = "[" + "; ".join(written for item in found for written in item.write()) + "]"
        rest = [item.rest(bool(narrative) and item is found[0]) for item in found if item.missing]
        if rest:
            self.citations.add(f"({'; '.join(rest)})")
            text += f" {REVIEW_OPEN}({'; '.join(rest)}){REVIEW_CLOSE}"
        return Edit(match.start(), match.end(), text)

    def _with_authors(self, parts: list[str]) -> list[str]:
        """Return parts in which authors between semicolons stand together: “(CALLA; HAZEL, 2022)”."""
        joined = list(parts)
        for index in range(len(joined) - 2, -1, -1):
            years = YEARS.search(joined[index + 1])
            if YEARS.search(joined[index]) or not years or not parse_names(joined[index]):
                continue
            is_year = joined[index + 1].strip().startswith(years.group())  # “(Calla et al.; 2022)”
            both = f"{joined[index].strip()}{', ' if is_year else ' & '}{joined[index + 1].strip()}"
            names = parse_names(both[: both.index(years.group())])
            if names and (is_year or any(self.index.find(names, year) for year in split_years(years.group()))):
                joined[index : index + 2] = [both]
        return joined

    def _narrative_within(self, match: re.Match[str], found: list[DateItem], whole: str) -> Edit:
        """Return the edit for “Born (2010, in mice [not rats])”: the year becomes the citation, the rest stays."""
        first, words = found[0], match["words"]
        years = YEARS.match(words.lstrip())
        assert years
        if first.missing:
            self._note_missing([first])
            self.citations.add(whole)
            return Edit(match.start(), match.end(), f"{REVIEW_OPEN}{match.group()}{REVIEW_CLOSE}")
        self.citations.add(whole, tuple(first.keys))
        rest = words.lstrip()[years.end() :].lstrip(" ,;")
        cited = "[" + "; ".join(map(mark, dict.fromkeys(first.keys))) + "]"
        return Edit(match.start(), match.end(), f"{cited} ({rest})" if rest else cited)

    def _items(self, part: str, names: Names | None) -> Iterator[DateItem | str]:
        """Yield the citations of a part between semicolons; the part itself if it holds none."""
        found: list[DateItem] = []
        end = 0
        for match in YEARS.finditer(part):
            between = part[end : match.start()]
            years = split_years(match.group())
            titled = None if found else self.index.titled(part[: match.start()], years)
            if titled:
                found.append(DateItem("", titled, years, comma=True))
                end = match.end()
                continue
            at = self.index.names_at_end(between.rstrip(), years)
            comma = between.rstrip().endswith(",")
            if at is None:
                if found:
                    continue  # a year in the words behind a citation
                if names is None or between.strip(" ,"):
                    continue
                found.append(DateItem("", names, years, comma))
            else:
                before = between[: at.start].strip()
                if found and CITED_IN.search(before):
                    before = part[: end + at.start].strip()
                    found.clear()
                elif found:
                    found[-1].suffix = without_joint(before)
                    before = ""
                found.append(DateItem(before.replace("*", "").strip().lstrip(" ,"), at.names, years, comma))
            end = match.end()
        for item in found:
            item.keys = [self._key(item, year) for year in item.years]
        if found:
            found[-1].suffix = part[end:].rstrip()
            yield from found
        elif part.strip():
            yield part

    def _key(self, item: DateItem, year: str) -> str:
        if is_no_author(item.names):
            return ""
        works = self.index.find(item.names, year)
        if len(works) > 1:
            item.several.append(year)
        elif works and not works[0].key:
            item.unread.append(year)
        return works[0].key if len(works) == 1 else ""

    def _is_marked(self, items: list[DateItem], narrative: bool) -> bool:
        """Return whether a group of which no work is known is yet a citation by its form."""
        for item in items:
            names = item.names
            if is_no_author(names):
                continue
            if self.index.knows(names) or names.more or (names.joined and self.expected):
                return True
            if self.expected and not narrative and (item.is_set_off or self.citations.plain_years > 1):
                return True
        return False

    def _is_marked_bare(self, names: Names, comma: bool) -> bool:
        return not is_no_author(names) and not names.lacks_al and (
            (self.expected and (names.more or comma)) or (self.index.knows(names) and names.joined))

    def _note_missing(self, items: list[DateItem]) -> None:
        for item in items:
            for year in item.missing:
                words = f"{item.names.whole.rstrip(',')}, {year}"
                if year in item.several:
                    self.citations.ambiguous.append(words)
                elif year in item.unread:
                    self.citations.unread.append(words)
                else:
                    self.citations.unlisted.append(words)

    # --- Sentences

    def _link_bare(self, text: str) -> str:
        """Link a year without brackets of its own: “in Rasch & Born, 2013, where”."""
        seen = blank(text)
        edits: list[Edit] = []
        least = 0
        for match in YEARS.finditer(seen):
            before = seen[max(least, match.start() - WINDOW) : match.start()]
            kept = before.rstrip(" \xa0\u202f,(")
            is_apart = kept != before or before.endswith((".", ".*"))  # “Calla et al.2010”
            if not kept or not is_apart or (REVIEW_OPEN in before[-80:] and REVIEW_CLOSE not in before[-80:]):
                continue
            least_bracket = max(0, match.start() - AROUND)
            within = seen.rfind("(", least_bracket, match.start()) > seen.rfind(")", least_bracket, match.start())
            at = self.index.names_at_end(kept, split_years(match.group()))
            if at is None or not (at.names.more or at.names.rest or within):
                continue
            keys = [works[0].key for year in split_years(match.group())
                    if len(works := self.index.find(at.names, year)) == 1 and works[0].key]
            start = match.start() - len(before) + at.start
            whole = seen[start : match.end()]
            if len(keys) == len(split_years(match.group())) and not is_no_author(at.names):
                self.citations.add(whole, tuple(keys))
                written = " [" + "; ".join(map(mark, dict.fromkeys(keys))) + "]"
                edits.append(Edit(match.start() - len(before) + len(kept), match.end(), written))
            elif self._is_marked_bare(at.names, within and ("," in before[len(kept) :] or at.names.joined)):
                self.citations.add(whole)
                self.citations.unlisted.append(f"{at.names.whole}, {match.group()}")
                edits.append(Edit(start, match.end(), f"{REVIEW_OPEN}{whole}{REVIEW_CLOSE}"))
            else:
                continue
            least = match.end()
        return apply(text, edits)
