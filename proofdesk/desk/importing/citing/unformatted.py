"""Link citations that a reference manager was still to format.

EndNote writes “{Smith, 2020 #12;see \\Jones, 2019 #3@45}”, Zotero, for its scan of ODF files,
“{ See | Smith, (2020) | p. 3 | |zu:0:ABC}”. No record is in the text: author and year have to say which work is meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.citing.found import Edit, LinkedCitations, apply, blank
from proofdesk.desk.importing.citing.names import fold, parse_names
from proofdesk.desk.importing.citing.works import CitableWork, WorkIndex

_MARKER = re.compile(r"\\?\{(?P<words>[^{}\n\0⟦⟧]{4,900}?)\\?\}")
_ESCAPED = re.compile(r"\\([\\`*_\[\]#|])")
_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?"
_OF_ENDNOTE = re.compile(
    rf"(?:(?P<prefix>[^\\#]*)\\)?(?P<author>[^#\\]*?) ?,? ?(?P<year>{_YEAR})? ?,? ?#(?P<number>\d+)"
    r"(?: ?@ ?(?P<pages>\d[\w–-]*(?:, ?\d[\w–-]*)*))?(?P<suffix>.*)")
_STYLE = re.compile(r" ?@@[\w-]+")  # how EndNote is to show this one citation
_OF_ZOTERO = re.compile(rf"(?P<minus>-?)(?P<author>.*?) ?,? ?\(? ?(?P<year>{_YEAR})? ?\)?")
_ADDRESS = re.compile(r"z[ug]:\w+:\w+")
_UNSAFE = re.compile(r"[\[\]{};@<>`\0⟦⟧]")


@dataclass(frozen=True)
class _Item:
    """One work of such a citation. ``written`` is all of it in Markdown, ``identity`` what its program calls it.

    ``first_only`` is true if the program never names more than the first author.
    """

    written: str
    identity: str
    author: str
    year: str
    prefix: str = ""
    suffix: str = ""
    first_only: bool = False
    without_author: bool = False

    @property
    def record(self) -> tuple[str, str, bool]:
        """Return what the records of two works of one program should not share."""
        return fold(self.author), self.year, self.first_only


class UnformattedLinker:
    """Writer of `[see @key, p. 3]` for such citations in the texts of a manuscript.

    ``keeps`` is true if what the index does not know is left as it is, for another index, and not marked.
    """

    def __init__(
        self, index: WorkIndex, texts: list[str], citations: LinkedCitations | None = None, keeps: bool = False
    ) -> None:
        self.index, self.keeps = index, keeps
        self.citations = citations or LinkedCitations()
        self.found: list[str] = []
        self._named: dict[str, _Item] = {}
        self._identities: dict[tuple[str, str, bool], set[str]] = defaultdict(set)
        for item in (item for text in texts if "{" in text for _, items in _groups(blank(text)) for item in items):
            if item.author and item.year:
                self._named.setdefault(item.identity, item)
                self._identities[item.record].add(item.identity)

    def link(self, text: str) -> str:
        """Return a line of Markdown in which these citations are linked; what is not known is marked or left."""
        if "{" not in text:
            return text
        return apply(text, [edit for span, items in _groups(blank(text)) if (edit := self._edit(text, span, items))])

    def _edit(self, text: str, span: tuple[int, int], items: list[_Item]) -> Edit | None:
        named = [self._with_names(item) for item in items]
        if not all(item.year for item in named):
            return None  # nothing shows that it is one
        whole = text[slice(*span)]
        self.found.append(_plain(whole))
        keys = [self._key(item) for item in named]
        known = tuple(key for key in keys if key)
        rest = " ".join(item.written for item, key in zip(items, keys, strict=True) if not key)
        if known:
            cited = "; ".join(_written(item, key) for item, key in zip(named, keys, strict=True) if key)
            self.citations.add(_plain(whole), known)
            written = f"[{cited}]"
        elif self.keeps:
            return None
        else:
            rest, written = whole, ""
        if rest and not self.keeps:
            self.citations.add(_plain(rest))
            rest = f"{REVIEW_OPEN}{rest}{REVIEW_CLOSE}"
        return Edit(*span, " ".join(filter(None, [written, rest])))

    def _with_names(self, item: _Item) -> _Item:
        """Return an item with the author and the year that another citation of the same work names."""
        same = self._named.get(item.identity)
        if same and not item.author and item.year in ("", same.year):
            return replace(item, author=same.author, year=same.year)
        return replace(item, year=same.year) if same and fold(item.author) == fold(same.author) else item

    def _key(self, item: _Item) -> str:
        """Return the key of the one work that an item may mean; else tell why there is none."""
        works = self._works(item)
        words = f"{item.author}, {item.year}" if item.author else _plain(item.written)
        # Two records of one author and year are two works, of which the index may have only one.
        if len(works) > 1 or (works and len(self._identities[item.record]) > 1):
            self.citations.ambiguous.append(words)
        elif not works:
            self.citations.unlisted.append(words)
        elif not works[0].key:
            self.citations.unread.append(words)
        elif _UNSAFE.search(item.prefix + item.suffix):
            self.citations.unsure.append(_plain(item.written))
        else:
            return works[0].key
        return ""

    def _works(self, item: _Item) -> list[CitableWork]:
        names = parse_names(item.author) or self.index.titled(item.author, [item.year])
        if names is None:
            return []
        return self.index.by_first_author(names, item.year) if item.first_only else self.index.find(names, item.year)


def _groups(seen: str) -> Iterator[tuple[tuple[int, int], list[_Item]]]:
    """Yield each citation of a line with its items; those of Zotero that stand side by side are one."""
    start, end, items = 0, 0, list[_Item]()
    for match in _MARKER.finditer(seen):
        found = _of_zotero(match) or _of_endnote(match["words"])
        if not found:
            continue
        if items and not seen[end : match.start()].strip():
            items += found
        else:
            if items:
                yield (start, end), items
            start, items = match.start(), found
        end = match.end()
    if items:
        yield (start, end), items


def _of_endnote(words: str) -> list[_Item]:
    """Return the items between a pair of braces; none if one of them is no citation of EndNote."""
    found: list[_Item] = []
    for part in words.split(";"):
        match = _OF_ENDNOTE.fullmatch(_STYLE.sub("", _plain(part)))
        if not match:
            return []
        pages = match["pages"] or ""
        locator = f", p{'p' if re.search('[–,-]', pages) else ''}. {pages}" if pages else ""
        author = match["author"].strip()
        found.append(_Item(f"\\{{{part.strip()}\\}}", f"#{match['number']}", author, match["year"] or "",
                           (match["prefix"] or "").strip(), locator + _behind(match["suffix"]), True, not author))
    return found


def _of_zotero(match: re.Match[str]) -> list[_Item]:
    parts = [part.strip() for part in _plain(match["words"]).split("|")]
    if len(parts) != 5 or not _ADDRESS.fullmatch(parts[4]):
        return []
    said = _OF_ZOTERO.fullmatch(parts[1])
    if not said:
        return []
    return [_Item(match[0], parts[4], said["author"], said["year"] or "", parts[0],
                  _behind(parts[2]) + _behind(parts[3]), without_author=bool(said["minus"]))]


def _behind(words: str) -> str:
    """Return the words behind a work, with the comma that a citation has before them."""
    words = words.strip(" ,")
    return f", {words}" if words else ""


def _written(item: _Item, key: str) -> str:
    return f"{f'{item.prefix} ' if item.prefix else ''}{'-' if item.without_author else ''}{mark(key)}{item.suffix}"


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\\([{}])", r"\1", _ESCAPED.sub(r"\1", text)).split())
