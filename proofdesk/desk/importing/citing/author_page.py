"""Link citations by name and page, as humanists write them: “(Rasch and Born 690)”, “(Rasch, *Sleep* 12–14)”.

A name and a number in brackets may be anything, so this is tried only if nothing else is cited, and is proven if enough
works of the list are.
"""

from __future__ import annotations

import re

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.citing.found import Edit, LinkedCitations, apply, blank
from proofdesk.desk.importing.citing.names import Names, is_no_author, parse_names, starts_sentence
from proofdesk.desk.importing.citing.works import CitableWork, WorkIndex
from proofdesk.desk.importing.languages import either_of, small_words

_GROUP = re.compile(r"\(([^()\0⟦⟧]{4,400})\)")
_PART = re.compile(
    rf"\s*(?:(?P<see>(?:{either_of('see')}),?)\s)?(?P<names>[^\d“”*]{{2,80}}?),?(?:\s(?P<title>“[^“”]{{2,200}}”|\*[^*]{{2,80}}\*),?)?"
    r"(?:\s(?P<page>\d{1,4}(?:[–-]\d{1,4})?(?:,\s\d{1,4}(?:[–-]\d{1,4})?)*))?\s*")
MIN_WORKS, MIN_SHARE = 2, 0.4


class AuthorPageLinker:
    """Writer of `[@key, 690]` for each citation by name and page."""

    def __init__(self, index: WorkIndex, citations: LinkedCitations) -> None:
        self.index = index
        self.citations = citations

    @property
    def is_proven(self) -> bool:
        """Return whether enough works of the list were cited so."""
        count = len(self.citations.keys)
        return count >= MIN_WORKS and count >= MIN_SHARE * len(self.index.works)

    def link(self, text: str) -> str:
        """Return a line of Markdown with its citations by name and page linked or marked."""
        edits = [edit for match in _GROUP.finditer(blank(text)) if (edit := self._link_group(match))]
        return apply(text, edits)

    def _link_group(self, match: re.Match[str]) -> Edit | None:
        parts = [_PART.fullmatch(part) for part in match.group(1).split(";")]
        written: list[str] = []
        keys: list[str] = []
        missing: list[str] = []
        for part in parts:
            names = parse_names(part["names"]) if part else None
            if not part or not names or _is_no_name(names):
                return None
            works = self._works(names, (part["title"] or "").strip("“”*"))
            if len(works) == 1 and works[0].key:
                keys.append(works[0].key)
                page = f", {part['page']}" if part["page"] else ""
                written.append(f"{part['see'] + ' ' if part['see'] else ''}{mark(works[0].key)}{page}")
            elif not part["page"] and not self.index.by_author(names):
                return None
            else:
                missing.append(part.group().strip())
        self.citations.add(match.group(), tuple(keys))
        self.citations.unlisted += missing
        rest = f"{REVIEW_OPEN}({'; '.join(missing)}){REVIEW_CLOSE}" if missing else ""
        if keys and missing:
            self.citations.add(f"({'; '.join(missing)})")
        return Edit(*match.span(), " ".join(filter(None, (f"[{'; '.join(written)}]" if written else "", rest))))

    def _works(self, names: Names, title: str) -> list[CitableWork]:
        found = self.index.by_author(names)
        return [work for work in found if title.casefold() in work.title.casefold()] if title else found


def _is_no_name(names: Names) -> bool:
    word = names.first.split()[0]
    return is_no_author(names) or starts_sentence(word) or word.casefold().rstrip(".") in small_words("numbered")
