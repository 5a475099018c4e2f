"""Read the works that the options name, once for all pages, and say what is wrong with the files."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.citation_syntax import ANYWHERE, mentioned_keys, suggest
from proofdesk.bibliography.doubtful_names import name_problems
from proofdesk.bibliography.evidence.keywords import keywords_of
from proofdesk.bibliography.libraries.files import with_libraries
from proofdesk.bibliography.libraries.problems import library_problems
from proofdesk.bibliography.libraries.sidecar import EVIDENCE, read_sidecar
from proofdesk.bibliography.parser import read_bibliography
from proofdesk.bibliography.references import References
from proofdesk.bibliography.retraction_data import SNAPSHOT, read_snapshot
from proofdesk.citations.alone.options import NAME, CitationOptions
from proofdesk.common.files import MAX_PAGE_BYTES, read_ordinary, walk
from proofdesk.common.language import Language, spoken
from proofdesk.common.packs.folder import prune_all
from proofdesk.common.problems import Problem
from proofdesk.content.hosts.host import Host
from proofdesk.content.hosts.options import OptionFault, problem_in_settings

# Where no bib_file is named, and the style where no csl_file is.
_BIBLIOGRAPHY, _STYLE = "bibliography.bib", "references.csl"
_OWN_STYLE = Path(__file__).with_name("numbers.csl")
_PLUGIN = OptionFault("bib_file", "the plugin bibtex rewrites citations before they are read here",
                      "take bibtex out of the plugins")
_lock = threading.Lock()


class Sources:
    """The works that a site can cite, formatted as pages ask for them."""

    def __init__(self, options: CitationOptions, host: Host) -> None:
        self.faults: list[OptionFault] = []
        files = self._files(options, host.root)
        cache = host.root / options.cache_dir if options.cache_dir and host.settings else None
        libraries = [read_bibliography(file, host.name(file), cache and cache / "bibliography") for file in files]
        self.bibliography = with_libraries(Bibliography(_BIBLIOGRAPHY), libraries)
        if (host.root / EVIDENCE).is_file():
            read_sidecar(self.bibliography, host.root / EVIDENCE, EVIDENCE)
        snapshot, self._problems = read_snapshot(host.root / SNAPSHOT, SNAPSHOT)
        self.mentioned = _mentioned(host.docs, self.bibliography)
        formatted = cache and cache / "references"
        self.references = References(self.bibliography, self._style(options, host.root), snapshot, formatted,
                                     self.mentioned)
        if self.references.processor is None:  # and says why
            self._problems += self.references.problems
            self.references = References(self.bibliography, _OWN_STYLE, snapshot, formatted, self.mentioned)
        if self.references.processor:
            self.references.processor.keeps_pages = True
        prune_all()
        self.faults += self._unknown_works(options)
        self.states_evidence = any(
            name in ("species", "design") for entry in self.bibliography.entries.values()
            for name, _ in keywords_of(entry))
        self._build: object = self
        self._told: set[Problem] = set()

    def _files(self, options: CitationOptions, root: Path) -> list[Path]:
        """Return the .bib files, each once."""
        stated = [*options.bib_files]
        if not stated and not options.bib_dir:
            stated = [_BIBLIOGRAPHY]
        named = [root / Path(name).expanduser() for name in stated if self._is_path("bib_file", name)]
        for file in named:
            if not file.is_file():
                self.faults.append(OptionFault("bib_file", f"there is no file “{os.path.relpath(file, root)}”",
                                    "put the bibliography there, or correct the path, which begins at the settings"))
        found = [file for file in named if file.is_file()]
        if options.bib_dir and self._is_path("bib_dir", options.bib_dir):
            folder = root / Path(options.bib_dir).expanduser()
            below = sorted(Path(each, name) for each, _, names in walk(folder) for name in names
                           if name.lower().endswith(".bib") and not name.startswith("."))
            if not below:
                self.faults.append(OptionFault("bib_dir", f"there is no .bib file in “{options.bib_dir}”",
                                    "put one there, or correct the path, which begins at the settings"))
            found += below
        return list({file.resolve(): file for file in reversed(found)}.values())[::-1]

    def _style(self, options: CitationOptions, root: Path) -> Path:
        """Return the style: the one named, else one that lies where it would, else our own."""
        stated = options.csl_file
        if stated and self._is_path("csl_file", stated):
            if (file := root / Path(stated).expanduser()).is_file():
                return file
            self.faults.append(OptionFault("csl_file", f"there is no file “{stated}”",
                                "put the style there, or correct the path, which begins at the settings"))
            return _OWN_STYLE
        return file if not stated and (file := root / _STYLE).is_file() else _OWN_STYLE

    def _is_path(self, option: str, stated: str) -> bool:
        if "://" not in stated:
            return True
        self.faults.append(OptionFault(
            option, f"“{stated}” is a web address, and no other site is asked while pages are made",
            "download the file into the project, and name it here"))
        return False

    def _unknown_works(self, options: CitationOptions) -> Iterator[OptionFault]:
        """Yield what is wrong with the works that each list is to have; without any work the files are at fault."""
        works = self.bibliography
        keys = [match[1].strip("{}") for match in ANYWHERE.finditer(options.nocite)] if works.entries else []
        for key in keys:
            if key in works.broken_keys:
                yield OptionFault("nocite", f"the entry of “{key}” cannot be read",
                                  f"correct it: {works.broken_keys[key]}")
            elif key not in self.references:
                yield OptionFault("nocite", f"the bibliography has no “{key}”", suggest(key, works.entries))

    def problems_for(self, host: Host, keys: Collection[str]) -> Iterator[Problem]:
        """Yield what is wrong with the files for a page that cites these works, each problem once in a build."""
        new = self._build is not host.build
        if new:
            self._build, self._told = host.build, set()
        faults = [*self.faults, *([_PLUGIN] if "bibtex" in host.plugins else [])]
        found = [*self._problems, *(problem_in_settings(host, NAME, fault) for fault in faults)] if new else []
        cited = [self.bibliography.entries[key] for key in keys if key in self.bibliography.entries]
        found += [problem for entry in cited for problem in name_problems(entry)]
        if new or not self.mentioned.issuperset(keys):
            self.mentioned |= set(keys)
            # An entry that cannot be read is told whether or not a page cites it: it may hide what stands behind it.
            found += library_problems(self.bibliography, self.mentioned | self.bibliography.broken_keys.keys())
        for problem in (*found, *self.references.problems):
            if problem not in self._told:
                self._told.add(problem)
                yield problem


def load_sources(options: CitationOptions, host: Host) -> Sources:
    """Return the works that a site's options name; they are read again only if a file has changed."""
    with _lock:
        return _load(options, host.root, host.settings, host.docs, spoken(), _state(options, host.root))


@lru_cache(maxsize=8)
def _load(
    options: CitationOptions, root: Path, settings: Path | None, docs: Path | None, language: Language,
    state: tuple[object, ...],
) -> Sources:  # a style writes in the language that is spoken
    return Sources(options, Host(root, settings=settings, docs=docs))


def _state(options: CitationOptions, root: Path) -> tuple[object, ...]:
    """Return what changes whenever a file does that the options name."""
    named = [*(options.bib_files or [_BIBLIOGRAPHY]), options.csl_file or _STYLE, EVIDENCE, SNAPSHOT]
    files = [root / Path(name).expanduser() for name in named if "://" not in name]
    if options.bib_dir and "://" not in options.bib_dir:
        folder = root / Path(options.bib_dir).expanduser()
        files += sorted(Path(each, name) for each, _, names in walk(folder) for name in names if name.endswith(".bib"))
    found: list[object] = []
    for file in files:
        with suppress(OSError):
            status = file.stat()
            found.append((file, status.st_mtime_ns, status.st_size))
    return tuple(found)


def _mentioned(docs: Path | None, bibliography: Bibliography) -> set[str]:
    """Return the works that the pages of a folder mention, so that one call of Pandoc formats all of them."""
    found = set[str]()
    known = bibliography.entries.keys() | bibliography.broken_keys.keys()
    for folder, _, names in walk(docs) if docs else ():
        for name in names:
            if name.endswith((".md", ".markdown")):
                with suppress(OSError):
                    text = read_ordinary(Path(folder, name), MAX_PAGE_BYTES).decode("utf-8", "replace")
                    found |= mentioned_keys(text, known)
    return found
