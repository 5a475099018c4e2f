"""Check each entry: keys that can be cited, bare and unique DOIs, links, names and required fields."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from proofdesk.bibliography.citation_syntax import ITEM
from proofdesk.bibliography.entry import Entry, unreadable_names
from proofdesk.bibliography.parser import DOI_WITHIN, Bibliography
from proofdesk.common.problems import Problem

# The form that Crossref's own guide gives for DOIs in use today: a prefix 10.nnnn, a slash, any suffix without spaces.
_DOI = re.compile(r"10\.\d{4,9}/[^\s]+")


def check_entries(bibliography: Bibliography) -> list[Problem]:
    """Return the problems of each entry that could be read."""
    problems: list[Problem] = []

    def report(entry: Entry, name: str | None, rule: str, message: str, remedy: str) -> None:
        problems.append(Problem(bibliography.path, *entry.position(name), rule, message, remedy))

    by_doi: dict[str, Entry] = {}
    for entry in bibliography.entries.values():
        if not ITEM.fullmatch(f"@{entry.key}"):
            report(entry, None, "bad-key", f"“{entry.key}” cannot be cited",
                   "use letters, digits and _, with single - . : between them")
        for name, alternatives in (("author", ("author", "editor")), ("title", ("title",)), ("year", ("year", "date"))):
            if not any(entry.fields.get(alternative) for alternative in alternatives):
                report(entry, None, "missing-field", f"“{entry.key}” has no {name}", f"add a line `{name} = {{…}},`")
        for role in ("author", "editor"):
            for name in unreadable_names(entry.fields.get(role, "")):
                report(entry, role, "bad-name", f"“{name}” has too many commas to be a name",
                       "write each name as `Family, Given` and put “and” between names")
        url = entry.fields.get("url", "")
        if url and not re.match(r"https?://[^\s]+$", url):
            report(entry, "url", "bad-link", f"“{url}” is not a web address", "begin it with https://, or delete it")
        if not entry.doi:
            continue
        within = DOI_WITHIN.match(entry.doi)
        if within:
            report(entry, "doi", "bad-doi", f"the DOI of “{entry.key}” is written as an address",
                   f"write doi = {{{within.group(1)}}}")
        elif not _DOI.fullmatch(entry.doi):
            report(entry, "doi", "bad-doi", f"“{entry.doi}” is not a DOI",
                   "a DOI begins with 10. and has a slash, as in 10.1000/182")
        bare = (within.group(1) if within else entry.doi).lower()
        if bare in by_doi:
            report(entry, "doi", "duplicate-doi",
                   f"“{entry.key}” has the DOI of “{by_doi[bare].key}” (line {by_doi[bare].line})",
                   "keep one of the two entries and cite it everywhere")
        by_doi.setdefault(bare, entry)
    return problems


def check_uncited(bibliography: Bibliography, cited: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each entry that no page cites."""
    for key, entry in bibliography.entries.items():
        if key not in cited:
            yield Problem(bibliography.path, entry.line, 1, "uncited-entry", f"no page cites “{key}”",
                          "cite it, or delete the entry")
