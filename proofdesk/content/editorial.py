"""Load the lists that editors keep beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.citation_syntax import mentioned_keys
from proofdesk.bibliography.libraries.problems import library_problems
from proofdesk.bibliography.references import References
from proofdesk.bibliography.retraction_data import SNAPSHOT, read_snapshot
from proofdesk.bibliography.samples import with_samples
from proofdesk.common.dates import today
from proofdesk.common.files import MAX_LIST_BYTES, MAX_PAGE_BYTES, read_ordinary, walk
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Location
from proofdesk.content.front_matter.held_back import held_back_page
from proofdesk.content.glossary import GLOSSARY, GLOSSARY_PAGE, Glossary, load_glossary
from proofdesk.content.harms.entries import HARMS, HARMS_PAGE, Harms, load_harms, places_of_works, refuse_uncitable
from proofdesk.content.help_lines import SAFETY, HelpLines, load_help_lines
from proofdesk.content.leaks.keys import keys_in_yaml, uncited_key
from proofdesk.content.reader_words import CRISIS_WORDS, SYNONYMS, ReaderWords, load_reader_words
from proofdesk.content.site_data import SITE, SiteData, load_site_data
from proofdesk.content.wording import WORDING, Wording, load_wording

# The editors' guide quotes blocks and works as examples of writing, not as things that are so.
GUIDE = "contributing/"

# Every list, beside mkdocs.yml. `make serve` watches them.
LISTS = (WORDING, SAFETY, SITE, GLOSSARY, HARMS, SYNONYMS, CRISIS_WORDS, SNAPSHOT)


@dataclass
class EditorialData:
    """The editors' lists beside the pages, read once for a build, and everything wrong with them."""

    bibliography: Bibliography
    references: References
    wording: Wording
    glossary: Glossary
    safety: HelpLines
    site: SiteData
    glossary_page: str | None
    harms: Harms = field(default_factory=Harms)
    harms_page: str | None = None
    words: ReaderWords = field(default_factory=ReaderWords)
    harms_cite: dict[str, Location] = field(default_factory=dict)  # where the list of harms names each work
    problems: list[Problem] = field(default_factory=list)
    cited_later: frozenset[str] = frozenset()  # works that only pages mention whose day is still to come
    root: Path | None = None  # the folder of mkdocs.yml
    cache_dir: Path | None = None  # for what checks find in files that do not change


def _mentioned(
    docs: Path, lists: Iterable[Path], bibliography: Bibliography, with_drafts: bool,
    contents: Iterable[bytes] | None = None, step: Callable[[], None] = lambda: None,
) -> tuple[set[str], set[str]]:
    """Return the keys that a published page or a list mentions, and those that only pages to come do.

    What cannot be read is reported elsewhere. ``with_drafts``, every page counts as published. If the ``contents`` of
    some pages are given, these are all.
    """
    found, later = set[str](), set[str]()
    known, day = bibliography.entries.keys() | bibliography.broken_keys.keys(), today()
    for content in contents or ():
        found |= mentioned_keys(content.decode("utf-8", "replace"), known)
    pages = (Path(folder, name) for folder, _, names in walk(docs) for name in names
             if name.endswith((".md", ".markdown")))
    for file in chain(lists, pages if contents is None else ()):
        step()
        with suppress(OSError):
            content = read_ordinary(file, MAX_PAGE_BYTES)
            uri = file.relative_to(docs).as_posix() if file.is_relative_to(docs) else ""
            held_back = None if with_drafts or not uri else held_back_page(uri, uri, content, day)
            if held_back is None or not held_back.is_draft:
                keys = mentioned_keys(content.decode("utf-8", "replace"), known)
                found, later = (found, later | keys) if held_back else (found | keys, later)
    return found, later - found


def load_editorial_data(
    root: Path, docs: Path, docs_name: str, bibliography: Bibliography, csl_file: Path | None, *,
    with_drafts: bool = False, pages: Iterable[bytes] | None = None, step: Callable[[], None] = lambda: None,
) -> EditorialData:
    """Read the lists from the folder of ``mkdocs.yml``; ``docs_name`` is the folder of pages as problems print it.

    Without a ``csl_file`` references are not formatted, because a check of pages does not need that. What only drafts
    cite counts as cited ``with_drafts`` alone. If the contents of some ``pages`` are given, no others are read.
    ``step`` is called at each page that is read, and at some thousand works.
    """
    if (docs / GUIDE).is_dir():
        bibliography = with_samples(bibliography)
    snapshot, problems = read_snapshot(root / SNAPSHOT, SNAPSHOT)
    wording, more = load_wording(root / WORDING, WORDING)
    site, more_still = load_site_data(root / SITE, SITE)
    safety, still_more = load_help_lines(root / SAFETY, SAFETY, site.help_lines)
    harms, faults = load_harms(root / HARMS, HARMS, site.harmful)
    cited, later = _mentioned(
        docs, [root / name for name in (GLOSSARY, SAFETY, SITE)], bibliography, with_drafts, pages, step)
    cited |= harms.keys & bibliography.entries.keys()
    references = References(bibliography, csl_file, snapshot, root / ".cache" / "references",
                            cited | later | bibliography.samples, site.words_of_evidence, step)
    data = EditorialData(bibliography, references, wording, Glossary(), safety, site, None)
    data.cited_later = frozenset(later - cited)
    data.root, data.cache_dir = root, root / ".cache" / "checks"
    data.problems = [*problems, *more, *still_more, *more_still, *bibliography.problems,
                     *library_problems(bibliography, cited | later)]
    glossary, more = load_glossary(root / GLOSSARY, GLOSSARY)
    data.problems += [*more, *_keys_in_list(root / GLOSSARY, GLOSSARY, bibliography)]
    if _is_there(docs, GLOSSARY_PAGE, with_drafts):
        data.glossary_page, data.glossary = f"{docs_name}/{GLOSSARY_PAGE}", glossary
    elif glossary.terms and not (docs / GLOSSARY_PAGE).exists():
        data.problems.append(Problem(
            GLOSSARY, 1, 1, "bad-glossary", f"no page explains these terms: there is no {docs_name}/{GLOSSARY_PAGE}",
            "write that page, with `template: glossary.html` below its title and description"))
    for name in (SAFETY, SITE):
        data.problems += _keys_in_list(root / name, name, bibliography)
    data.words, more = load_reader_words(root, safety)
    data.harms = harms
    data.problems += more
    data.problems += [*faults, *refuse_uncitable(harms, root / HARMS, HARMS, references)]
    data.harms_cite = {key: Location(HARMS, place) for key, place in places_of_works(harms, root / HARMS).items()}
    if _is_there(docs, HARMS_PAGE, with_drafts):
        data.harms_page = f"{docs_name}/{HARMS_PAGE}"
    elif harms.entries:
        missing = "readers have no" if (docs / HARMS_PAGE).exists() else "there is no"
        data.problems.append(Problem(
            HARMS, 1, 1, "bad-harms", f"no page shows these harms: {missing} {docs_name}/{HARMS_PAGE}",
            "write that page, with a line `<!-- harms -->` where the list is to stand"))
    return data


def _is_there(docs: Path, uri: str, with_drafts: bool) -> bool:
    """Return whether readers have a page to which others link by themselves."""
    try:
        content = read_ordinary(docs / uri, MAX_PAGE_BYTES)
    except OSError:
        return (docs / uri).is_file()  # reported with the page itself
    return with_drafts or not held_back_page(uri, uri, content, today())


def _keys_in_list(file: Path, name: str, bibliography: Bibliography) -> list[Problem]:
    """Return the problems of a list that names works, which no page would cite for it."""
    try:
        text = read_ordinary(file, MAX_LIST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return []  # reported with the list itself
    return [uncited_key(name, position, key, "this list is plain text: cite the work on a page, and link to that")
            for position, key in keys_in_yaml(text, bibliography.entries)]
