"""Part a list into pages, and give each filter that leaves something out its own: a topic, a kind of evidence, or both.

So a list works without JavaScript, its filters have addresses, and a combination without an entry is never offered. A
filter that leaves the same entries as a simpler one has that one's pages, and a topic of few entries is not narrowed
further: they are seen at a glance. In a long list a topic and a kind of evidence are not combined.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Protocol

from proofdesk.bibliography.evidence import MEDICINE, Vocabulary
from proofdesk.common.language import _, listed_plainly, spoken
from proofdesk.content.topics import Topics

MAX_ENTRIES = 60
# Of HTML, entries and works together; gzip leaves about a sixth, so that with styles and programs a first view stays
# below 100 KB.
MAX_BYTES = 400_000
# A topic of more entries than the first has pages for each kind of evidence, in a list of at most the second: in a
# longer one they would be most of the site's bytes (docs/decisions/0020-lists.md).
NARROWED_FROM, NARROWED_TO = 12, 600
# Entries of a group on average from which an index shows the titles of its groups first, each to be opened.
FOLDED_FROM = 6
NO_EVIDENCE = "none"  # the kind of evidence of an entry that cites no work


def evidence_labels(words: Vocabulary = MEDICINE) -> dict[str, str]:
    """Return what each kind of evidence is called as a filter."""
    return {**{str(kind): kind.meaning for kind in words.every_kind}, NO_EVIDENCE: _("No work cited")}


class Listed(Protocol):
    """An entry of a list, as far as paging needs it. ``weight`` is about its bytes on a page.

    ``name`` is what the list is sorted by, empty if it is not sorted by name, ``group`` what the entries beside it have
    in common, ``keys`` the works that it cites, and ``fingerprint`` covers all else that it shows.
    """

    @property
    def topics(self) -> Sequence[str]: ...
    @property
    def kinds(self) -> Sequence[str]: ...
    @property
    def weight(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def keys(self) -> Sequence[str]: ...
    @property
    def fingerprint(self) -> str: ...


@dataclass(frozen=True)
class View:
    """A filter of a list: a topic, a kind of evidence, both, or with neither the whole list.

    ``label`` is that of the topic and ``from_what`` that of the kind, where readers see them.
    """

    topic: str = ""
    evidence: str = ""
    label: str = field(default="", compare=False)
    from_what: str = field(default="", compare=False)

    @property
    def path(self) -> str:
        """Return the end of its address."""
        return (f"topic/{self.topic}/" if self.topic else "") + (f"evidence/{self.evidence}/" if self.evidence else "")

    @property
    def words(self) -> str:
        """Return what it leaves, in words; empty for the whole list."""
        evidence = spoken().in_sentence(self.from_what) if self.topic else self.from_what
        return listed_plainly(filter(None, (self.label, evidence)))


@dataclass(frozen=True)
class FilterLink:
    """A value that can be chosen on a page, with how many entries it leaves there."""

    value: str
    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """Entries of a page that stand together: what they have in common, and the number of the first of them."""

    name: str
    first: int
    entries: Sequence[Listed]


@dataclass(frozen=True)
class ListPage:
    """One page of a list, or of one of its filters. ``first`` is the number of its first entry in the filter.

    ``base`` is the address of the list's first page, ``addresses`` those of all pages of the filter, ``topics`` and
    ``kinds`` the values that can be chosen here, the first of which takes the filter away. ``spans`` are the names of
    each page's first and last entry, of a list that is sorted by name.
    """

    base: str
    view: View
    number: int
    first: int
    total: int
    entries: Sequence[Listed]
    addresses: Sequence[str]
    topics: Sequence[FilterLink]
    kinds: Sequence[FilterLink]
    spans: Sequence[tuple[str, str]] = ()

    @property
    def address(self) -> str:
        return self.addresses[self.number - 1]

    @property
    def previous(self) -> str:
        return self.addresses[self.number - 2] if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self.addresses[self.number] if self.number < len(self.addresses) else ""

    @property
    def is_whole(self) -> bool:
        """Whether it is the first page of the list without a filter."""
        return self.address == self.base

    @property
    def last(self) -> int:
        return self.first + len(self.entries) - 1

    @cached_property
    def groups(self) -> list[Group]:
        """Return the entries by what those that stand together have in common, in their order."""
        found: list[Group] = []
        first = self.first
        for name, entries in groupby(self.entries, key=lambda entry: entry.group):
            found.append(Group(name, first, [*entries]))
            first += len(found[-1].entries)
        return found

    @property
    def folds_groups(self) -> bool:
        """Whether its index is shorter if each group has to be opened."""
        return len(self.groups) > 1 and len(self.entries) >= FOLDED_FROM * len(self.groups)

    def title(self, title: str) -> str:
        """Return its title, given that of the list."""
        words = _("%(list)s: %(filter)s", list=title, filter=self.view.words) if self.view.words else title
        return _("%(list)s, page %(number)s of %(total)s", list=words, number=self.number,
                 total=len(self.addresses)) if self.number > 1 else words


class PagedList:
    """A list in pages. ``most`` is the number of entries that a page has at most, ``topics`` and ``words`` are the
    site's. ``step`` is called at each entry."""

    def __init__(
        self, base: str, entries: Iterable[Listed], most: int = MAX_ENTRIES, topics: Topics | None = None,
        words: Vocabulary = MEDICINE, step: Callable[[], None] = lambda: None,
    ) -> None:
        self.base, self._most = base, most
        self._kinds = evidence_labels(words)
        every = list(entries)
        found = defaultdict[tuple[str, str], list[Listed]](list)  # by topic and kind of evidence
        for entry in every:
            step()
            about, kinds = entry.topics, entry.kinds
            both = itertools.product(about, kinds) if len(every) <= NARROWED_TO else ()
            for values in (*((topic, "") for topic in about), *(("", kind) for kind in kinds), *both):
                found[values].append(entry)
        self._views = {View(): every, **{View(*values): left for values, left in found.items()}}
        self._labels = (topics or Topics()).labels_of(view.topic for view in self._views if view.topic)
        self.pages: dict[str, ListPage] = {}
        for view in list(self._views):
            if self._simplest(view) == view:
                self.pages |= {page.address: page for page in self._pages_of(view)}

    def _simplest(self, view: View) -> View:
        """Return the filter with the fewest parts that leaves the same entries."""
        if view not in self._views:
            return View()
        simpler = (View(), View(view.topic), View("", view.evidence))
        left = len(self._views[view])
        if view.topic and view.evidence and len(self._views[View(view.topic)]) <= NARROWED_FROM:
            return View(view.topic)
        return next((each for each in simpler if len(self._views.get(each, ())) == left), view)

    def address(self, view: View) -> str:
        """Return where a filter is; of one that leaves nothing, the list itself."""
        return self.base + self._simplest(view).path

    def on_topic(self, topic: str) -> tuple[int, str]:
        """Return how many entries are on a topic, and where they are listed: nowhere if there is none, or all are."""
        entries = self._views.get(View(topic), [])
        apart = entries and self._simplest(View(topic)) != View()
        return len(entries), self.address(View(topic)) if apart else ""

    def _pages_of(self, view: View) -> Iterator[ListPage]:
        entries = self._views[view]
        parts = list(part(entries, self._most))
        start = self.address(view)
        addresses = [start, *(f"{start}{number}/" for number in range(2, len(parts) + 1))]
        topics = self._links(view.topic, self._labels, _("All topics"), lambda value: View(value, view.evidence))
        kinds = self._links(view.evidence, self._kinds, _("Any evidence"), lambda value: View(view.topic, value))
        spans = [(some[0].name, some[-1].name) for some in parts if some and some[0].name]
        first, view = 1, replace(view, label=self._labels.get(view.topic, ""),
                                 from_what=self._kinds.get(view.evidence, ""))
        for number, some in enumerate(parts, 1):
            yield ListPage(self.base, view, number, first, len(entries), some, addresses, topics, kinds, spans)
            first += len(some)

    def _links(
        self, chosen: str, labels: Mapping[str, str], every: str, view_of: Callable[[str], View]
    ) -> list[FilterLink]:
        """Return the values that leave something, and one that leaves all; none if nothing can be chosen."""
        views = {value: self._simplest(view_of(value)) for value in ("", *labels) if self._views.get(view_of(value))}
        values = [value for value in views if value and (value == chosen or views[value] != views[""])]
        return [FilterLink(value, labels.get(value, every), len(self._views[views[value]]),
                           self.address(views[value]), value == chosen) for value in ("", *values) if values]


def part(entries: Sequence[Listed], most: int = MAX_ENTRIES) -> Iterator[list[Listed]]:
    """Yield the entries of each page, from the start: they move only if something before them changes."""
    some: list[Listed] = []
    weight = 0
    for entry in entries:
        if some and (len(some) == most or weight + entry.weight > MAX_BYTES):
            yield some
            some, weight = [], 0
        some.append(entry)
        weight += entry.weight
    if some or not entries:
        yield some
