"""Replace citations as manuscripts write them, by number or by name and year, with `[@key]`.

A name and a year are a citation if a work of the list bears them out. A number is one if it stands in the form by
which the manuscript cites most of its list (``citing.style``), and nothing speaks against it there. What has another
form stays between ⟦ and ⟧ if it is hardly anything else. The rest is text: “(n = 24)”, “10 mg”, “m²”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.citing.author_date import AuthorDateLinker
from proofdesk.desk.importing.citing.author_page import AuthorPageLinker
from proofdesk.desk.importing.citing.broken import broken_over, mark_changed, with_marks
from proofdesk.desk.importing.citing.found import Edit, LinkedCitations, any_of, apply, blank
from proofdesk.desk.importing.citing.number_forms import (
    BARE,
    BRACKETED,
    NAMED,
    RAISED,
    ROUND,
    WORD,
    Candidate,
    candidates,
    like,
)
from proofdesk.desk.importing.citing.numbered_names import NumberedNames, is_scale, named_before, names_another
from proofdesk.desk.importing.citing.quantities import CITATION, TEXT
from proofdesk.desk.importing.citing.style import NONE, Style, find_style, in_field
from proofdesk.desk.importing.citing.unformatted import UnformattedLinker
from proofdesk.desk.importing.citing.works import CitableWork, WorkIndex, abbreviations, plain_years

_CITATION = r"(?<!\\)\[[^\[\]@]{0,300}(?<![\w./@\\])@[\w{][^\[\]]{0,1000}\]"
_OWN = re.compile(rf"{_CITATION}(?!\()")
_BEFORE_BRACKET = re.compile(rf"{_CITATION}(?=\()")  # with which it would be read as a link
MIN_OTHERS = 3  # numbers behind the names of other works, for none to be the list’s
MAX_JUMP = 3  # numbers left out between the highest so far and the next, in a list in order of citation


class CitationLinker:
    """Writer of `[@key]` for each citation of the list's works; it marks citations that it cannot resolve.

    ``in_notes`` is the number of footnotes in the place of which the texts have citations already. ``shown`` are the
    words that show a citation kept as data, with its key, and ``unknown`` those of citations that no work is known of,
    by how these stand in the texts.
    """

    def __init__(self, works: list[CitableWork], texts: list[str], in_notes: int = 0,
                 shown: Iterable[tuple[str, str]] = (), unknown: Mapping[str, str] | None = None) -> None:
        self.works = works
        self.citations = LinkedCitations()
        index = WorkIndex(works, abbreviations(texts))
        tried = LinkedCitations()
        dated = AuthorDateLinker(index, tried)
        unformatted = UnformattedLinker(index, texts, tried)
        linked = [dated.link(unformatted.link(text)) for text in texts]
        seen = [*map(blank, linked)]
        self._names = NumberedNames(seen)
        by_name = len(tried.keys)
        self._unknown, self._fields = unknown or {}, any_of(unknown or ())
        own = max(sum(len(_OWN.findall(self._fields.sub("", text))) for text in texts) - in_notes, 0)
        # What stands in round brackets may count, however the fields show: it is no evidence of what was typed.
        in_fields = [each for words in self._unknown.values() if (each := in_field(words)) and each.form != ROUND]
        found = [*map(self._names.candidates, seen)]
        self.style: Style = find_style(
            works, [*found, in_fields], by_name, in_notes, own,
            [(each, key) for words, key in shown if (each := in_field(words))])
        expected = by_name > 0 or not self.style.numbered or self.style.by_fields
        self.citations.plain_years = plain_years(tried.plain_years if works else None, texts, shown)
        self._dated = AuthorDateLinker(index, self.citations, expected)
        self._unformatted = UnformattedLinker(index, texts, self.citations)
        self._paged = self._find_pages(index, texts) if self.style.dominant == NONE and works else None
        self._highest = 0
        self._years = {work.key: work.year for work in works}
        self._compare_with_names([*zip(texts, linked, found, strict=True)])
        if self.style.told:
            self.citations.told.append(self.style.told)

    def _compare_with_names(self, lines: list[tuple[str, str, list[Candidate]]]) -> None:
        """Take no number for the list’s if most that stand behind a name are those of other works there."""
        behind = [(text, linked[: each.start], each) for text, linked, groups in lines for each in groups
                  if each.form == self.style.dominant]
        behind += [(text, linked[: field.start()], each) for text, linked, _ in lines
                   for field in self._fields.finditer(linked) if (each := in_field(self._unknown[field[0]]))]
        named = [(before, self._keys_of(each.numbers)) for text, before, each in behind
                 if (name := named_before(before)) and name not in text]
        others = [keys for before, keys in named if names_another(before, keys, self._years)]
        if len(others) >= MIN_OTHERS and len(others) * 2 > len(named):
            self.style = replace(self.style, keys={}, told=(
                f"the numbers are not those of this list: {len(others)} stand behind the names of other works"))

    def _keys_of(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.style.keys[number] for number in numbers if number in self.style.keys))

    def _find_pages(self, index: WorkIndex, texts: list[str]) -> AuthorPageLinker | None:
        """Return a linker of citations by name and page, if these are proven to be the manuscript's."""
        tried = AuthorPageLinker(index, LinkedCitations())
        for text in texts:
            tried.link(text)
        if not tried.is_proven:
            return None
        self.citations.told.append(
            f"the manuscript cites by name and page: {len(tried.citations.keys)} of the list’s {len(self.works)} works")
        return AuthorPageLinker(index, self.citations)

    def link(self, text: str) -> str:
        """Return a line of Markdown with its citations linked."""
        if text.startswith(("```", "~~~")):
            return text
        text = self._dated.link(self._dated.without_links(self._unformatted.link(text)))
        text = self.link_fields(self._paged.link(text) if self._paged else text)
        seen = blank(text)
        edits = [edit for each in self._names.candidates(seen) if (edit := self._edit(each, seen, text))]
        return _BEFORE_BRACKET.sub(r"\g<0> ", apply(text, edits))

    def link_fields(self, text: str) -> str:
        """Return a line with the citations that no work is known of: linked by their numbers in the list, or marked.

        Whatever its form, what a file keeps as a citation is one.
        """
        return self._fields.sub(lambda found: self._link_field(
            self._unknown[found[0]], self._fields.sub("\0", text[: found.start()])), text)

    def _link_field(self, words: str, before: str) -> str:
        each = in_field(words)
        if each and not names_another(before, self._keys_of(each.numbers), self._years):
            return self._write(each, CITATION, words, words).text
        self.citations.add(words)
        return f"{REVIEW_OPEN}{words}{REVIEW_CLOSE}"

    def link_broken(self, first: str, second: str) -> tuple[str, str]:
        """Return two paragraphs in which the halves of a citation that is broken over both are marked."""
        halves = broken_over(first, second)
        if not halves:
            return first, second
        piece, tried = " ".join(halves), LinkedCitations()
        seen = blank(AuthorDateLinker(self._dated.index, tried, self._dated.expected).link(piece))
        numbers = [each for each in candidates(piece) if each.form == self.style.dominant == BRACKETED]
        if not (seen.startswith("\0") or any(each.end - each.start == len(piece) for each in numbers)):
            return first, second
        self.citations.add(piece)
        self.citations.unsure.append(re.sub(r"</?sup>|\\", "", f"{piece} (broken over two paragraphs: join them)"))
        return with_marks(first, second, halves)

    def mark(self, text: str) -> str:
        """Return a heading with its citations marked: linked, they would be repeated in every table of contents."""
        before = len(self.citations.groups)
        linked = self.link(text)
        if len(self.citations.groups) == before:
            return text
        found = self.citations.groups[before:]
        del self.citations.groups[before:]
        text = self._fields.sub(lambda field: self._unknown[field[0]], text)
        words = ", ".join(group.text for group in found)
        self.citations.told.append(f"a heading cites {words}: cite in the text below it")
        for group in found:
            self.citations.add(group.text)
        return mark_changed(text, linked)

    def _edit(self, each: Candidate, seen: str, line: str) -> Edit | None:
        """Return the edit for a group of numbers; None if it stays as it is."""
        verdict = self._verdict(each, seen)
        if verdict == TEXT:
            if each.form == self.style.dominant == ROUND and self.style.keys.keys() & {*each.numbers}:
                self.citations.keep(seen, each.start, each.end)
            return None
        return self._write(each, verdict, seen, line)

    def _write(self, each: Candidate, verdict: str, seen: str, line: str) -> Edit:
        """Return the edit that links a group of numbers, or marks it."""
        whole = seen[each.start : each.end]
        before = " " if each.form == BARE and not whole[:1].isspace() else whole[: len(whole) - len(whole.lstrip())]
        keys = self.style.keys
        known = self._keys_of(each.numbers)
        if verdict == CITATION and names_another(line[: each.start], known, self._years):
            verdict = "open"
        missing = [number for number in each.numbers if number not in keys]
        if verdict != CITATION or not known:
            self.citations.add(whole)
            self.citations.unlisted += [str(number) for number in missing if keys and number not in self.style.listed]
            self.citations.unread += [str(number) for number in missing if number in self.style.listed]
            if verdict != CITATION:
                self.citations.doubt(seen, each.start, each.end)
            return Edit(each.start, each.end, f"{before}{REVIEW_OPEN}{whole.strip()}{REVIEW_CLOSE}")
        text = before + _written(each, keys)
        space = len(line[: each.start]) - len(line[: each.start].rstrip())
        if line[: each.start - space].endswith(text.strip()):  # “Müller (2021) [3]” names the work twice
            self.citations.add_behind(whole, known)
            return Edit(each.start - space, each.end, "")
        self.citations.add(whole, known)
        if missing:
            rest = like(each.form, missing)
            self.citations.add(rest)
            self.citations.unlisted += [str(number) for number in missing if number not in self.style.listed]
            self.citations.unread += [str(number) for number in missing if number in self.style.listed]
            text += f"{'' if each.form == RAISED else ' '}{REVIEW_OPEN}{rest}{REVIEW_CLOSE}"
        return Edit(each.start, each.end, text)

    def _verdict(self, each: Candidate, seen: str) -> str:
        """Return whether a group is a citation (linked), text, or to be marked for an editor."""
        style = self.style
        if each.doubt == TEXT:
            return TEXT
        known = [number for number in each.numbers if number in style.listed]
        same = each.form == style.dominant or (each.form == WORD and style.dominant in NAMED)
        if not style.numbered:
            if self.works or style.dominant not in NAMED:
                beyond = min(each.numbers) > 2 * len(self.works) + 10
                is_like = each.form == BRACKETED and each.doubt == CITATION and self.works and not beyond
                return "open" if is_like else TEXT
            return "open" if same and (each.form != BARE or (each.certain and each.doubt == CITATION)) else TEXT
        if not same:
            alone = style.dominant == NONE and each.form not in (BARE, WORD) and each.form not in style.strays
            return "open" if known and each.doubt == CITATION and (each.certain or alone) else TEXT
        if each.form in (ROUND, BARE):
            if not known or (each.form == BARE and self._names.has_number(seen, each.start)):
                return TEXT
            jumps = style.in_order and min(each.numbers) > self._highest + MAX_JUMP
            jumps = jumps or (style.in_order and is_scale(each.items) and self._highest > each.numbers[-1])
            self._highest = max(self._highest, *known)
            if each.doubt != CITATION or jumps:
                return "open" if each.form == ROUND or each.certain else TEXT
            return CITATION
        if each.form == RAISED and self._names.has_index(seen, each.start, each.numbers):
            return TEXT
        # Among fields, “[1, 3]” may be an interval.
        if each.doubt != CITATION or (style.by_fields and len(each.numbers) > 1):
            return "open" if known else TEXT
        # In square brackets hardly anything else stands; raised, it may be a power or the number of an isotope.
        beyond = each.form != BRACKETED and not known and min(each.numbers) > 2 * max(style.listed) + 10
        return TEXT if beyond else CITATION


def _written(each: Candidate, keys: dict[int, str]) -> str:
    """Return the citation of a group: `[see @one, p. 3; @two]`."""
    found: dict[str, str] = {}
    for item in each.items:
        cited = [keys[number] for number in item.numbers if number in keys]
        for place, key in enumerate(cited):
            prefix = f"{item.prefix} " if item.prefix and place == 0 else ""
            suffix = f", {item.suffix}" if item.suffix and place == len(cited) - 1 else ""
            found[key] = found.get(key, f"{prefix}{mark(key)}") + suffix
    return "[" + "; ".join(found.values()) + "]"
