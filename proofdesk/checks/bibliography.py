"""Check each entry: keys that can be cited, bare and unique DOIs, links, names and required fields."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from proofdesk.bibliography.bibliography import Bibliography, Chunk
from proofdesk.bibliography.doubtful_names import name_problems
from proofdesk.bibliography.entry import CONTAINERS, Entry
from proofdesk.bibliography.identifiers import clean_value, printed_doi
from proofdesk.bibliography.libraries.files import entries_by_file
from proofdesk.common.cache import Cache, code_fingerprint
from proofdesk.common.problems import Problem
from proofdesk.common.text import listed

_STATED_AS = re.compile(r"(?:https?://)?(?:dx\.)?(?:doi\.org/|doi(?::\s*|\s+))10[./]\S", re.IGNORECASE)
# A work is found by one of these if it names no author, and has no year if it is in press or changes with time.
_FOUND_BY = ("author", "editor", "journal", "booktitle", "organization", "institution", "publisher", "url",
             "doi", "eprint")
_TIMELESS = ("year", "pubstate", "urldate", "url")
_LAWS = ("legal", "legislation", "legadminmaterial", "jurisdiction")
# Works that no library holds: guidelines, laws, labels, web pages, reports, data, software, registrations of trials.
_FOUND_BY_ADDRESS = (
    *_LAWS, "online", "electronic", "www", "webpage", "web_page", "misc", "report", "techreport", "manual", "standard",
    "software", "dataset")


def doi_within(entry: Entry) -> str:
    """Return the DOI of an entry that states it as an address or with a label, or an empty text."""
    stated = clean_value(entry.fields.get("doi", ""))
    return printed_doi(stated) if _STATED_AS.match(stated) else ""


def check_entries(bibliography: Bibliography, cited: Collection[str] | None = None) -> list[Problem]:
    """Return the problems of each entry that could be read, or of the ``cited`` ones alone."""
    problems: list[Problem] = []
    by_doi: dict[str, Entry] = {}
    for key, entry in bibliography.entries.items():
        if entry.type not in CONTAINERS and (cited is None or key in cited):
            problems += [Problem(*entry.place(place and entry.field_of(place)), rule, *said)
                         for place, rule, *said in (*_check_entry(entry), *_check_one_doi(entry, by_doi))]
            problems += name_problems(entry)
    return problems


def _check_entry(entry: Entry) -> Iterator[tuple[str | None, str, str, str]]:
    """Yield a field or a position, a rule, a message and a remedy for each problem of an entry by itself."""
    for name, alternatives in (("author", _FOUND_BY), ("title", ("title",)), ("year", _TIMELESS)):
        if not any(map(entry.value, alternatives)) and not (name == "author" and _is_nameless(entry)):
            yield None, "missing-field", f"“{entry.key}” has no {name}", f"add a line `{name} = {{…}},`"
    if entry.type == "article" and (issue := entry.plain("issuetitle").strip()):
        yield ("issuetitle", "unshown-field", f"no reference shows the title of the issue of “{entry.key}”: “{issue}”",
               "say it in the text if readers need it; nothing else needs to be done")
    yield from _check_form_of_doi(entry)
    url = clean_value(entry.value("url"))
    if url and not entry.doi and not re.match(r"https?://[^\s]+$", url):
        yield "url", "bad-link", f"“{url}” is not a web address", "begin it with https://, or delete it"


def _is_nameless(entry: Entry) -> bool:
    """Return whether a work has no author by its nature: a law, the registration of a trial."""
    return entry.type in _LAWS or bool(entry.identifiers.trial)


def _check_form_of_doi(entry: Entry) -> Iterator[tuple[str | None, str, str, str]]:
    """Yield what is wrong with the form of an entry's DOI."""
    stated = clean_value(entry.fields.get("doi", ""))
    within = doi_within(entry)
    if within:
        yield ("doi", "bad-doi", f"the DOI of “{entry.key}” is written as an address", f"write doi = {{{within}}}")
    elif stated and (not printed_doi(stated) or not stated.startswith(("10.", "10/")) or " " in stated):
        yield "doi", "bad-doi", f"“{stated}” is not a DOI", "a DOI begins with 10. and has a slash, as in 10.1000/182"


def _check_one_doi(entry: Entry, by_doi: dict[str, Entry]) -> Iterator[tuple[str | None, str, str, str]]:
    """Yield whether another entry has an entry's DOI, and note it in ``by_doi``."""
    if not clean_value(entry.fields.get("doi", "")) or not entry.doi:
        return
    other = by_doi.setdefault(entry.doi.lower(), entry)
    if other is not entry:
        yield ("doi", "duplicate-doi", f"“{entry.key}” has the DOI of “{other.key}” ({_beside(other, entry)})",
               "keep one of the two entries and cite it everywhere")


def check_findable(bibliography: Bibliography, cited: Collection[str]) -> Iterator[Problem]:
    """Yield a reminder of each cited work that readers can find nowhere: it is in no journal and has no address."""
    for key, entry in bibliography.entries.items():
        if entry.type in _FOUND_BY_ADDRESS and key in cited and not _has_address(entry):
            yield Problem(*entry.place(), "no-address",
                          f"readers cannot look “{key}” up: it has no address and no identifier",
                          "add url = {https://…} and urldate = {2026-11-22}, the day on which you read it")


def _has_address(entry: Entry) -> bool:
    named = entry.identifiers
    return bool(entry.url or named.doi or named.pmid or named.pmcid or named.arxiv or named.trial
                or entry.value("eprint") or entry.value("isbn"))


def check_uncited(
    bibliography: Bibliography, cited: Collection[str], cache_dir: Path | None = None
) -> Iterator[Problem]:
    """Yield, for each file, a reminder of the entries that no page cites, and of each rule that they would not meet.

    With a ``cache_dir``, entries that have not changed are checked once: a library may have tens of thousands.
    """
    files = {each.path: each for each in (*bibliography.libraries, bibliography)}
    for path, entries in entries_by_file(bibliography):
        others = {key: entry for key, entry in entries.items() if key not in cited and entry.type not in CONTAINERS}
        if others:
            whole = entries if path == bibliography.path else files[path].entries
            rules = _broken_rules(files[path].chunks, whole, cache_dir)
            yield from _check_others(path, others, rules, path == bibliography.path)


def _broken_rules(
    chunks: Iterable[Chunk], entries: Mapping[str, Entry], cache_dir: Path | None
) -> dict[str, list[str]]:
    """Return the rules that entries of a file with these chunks would break, by key."""
    if cache_dir is None:
        return _rules_of(entries)
    cache = Cache(cache_dir, code_fingerprint("common", "bibliography", "checks"))
    found: dict[str, list[str]] = {}
    for chunk in chunks:
        some = {key: entries[key] for key in chunk.keys if key in entries}
        lent = [(key, entry.inherited) for key, entry in some.items() if entry.inherited]
        found |= cache.json((chunk.fingerprint, [*some], lent), partial(_rules_of, some))
    return found


def _rules_of(entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    return {key: rules for key, entry in entries.items()
            if (rules := list(dict.fromkeys(rule for _, rule, *_ in _check_entry(entry))))}


def _check_others(
    path: str, others: Mapping[str, Entry], rules: Mapping[str, list[str]], own: bool
) -> Iterator[Problem]:
    """Yield the reminders of a file's entries that no page cites."""
    first = min(entry.line for entry in others.values())
    yield Problem(path, first, 1, "uncited-entry", f"no page cites {listed(list(others), 'work')}",
                  "nothing needs to be done" + ("; delete what nobody will cite" if own else ""))
    by_rule: dict[str, list[str]] = {}
    for key in others:
        for rule in rules.get(key, ()):
            by_rule.setdefault(rule, []).append(key)
    for rule, keys in by_rule.items():
        line = others[keys[0]].line
        yield Problem(path, line, 1, "uncited-entry", f"{rule} would be reported of {listed(keys, 'work')}",
                      "correct them before a page cites them")


def _beside(other: Entry, entry: Entry) -> str:
    """Return where an entry is, for a message about another one."""
    return f"line {other.line}" if other.path == entry.path else other.where
