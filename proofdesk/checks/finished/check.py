"""Check the finished site before it is published: where each of its addresses leads.

Unlike ``checks/links.py``, which reads what editors wrote, it reads what readers get: templates, CSS and feeds too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from hashlib import sha256
from pathlib import Path

from proofdesk.checks.finished.addresses import READABLE, FileAddresses
from proofdesk.checks.finished.known import KnownAddresses, SeenFile, SeenFiles
from proofdesk.checks.finished.resolve import REMEMBERED, SCHEME, Resolver, Target, ways
from proofdesk.common.files import read_file
from proofdesk.common.problems import Problem
from proofdesk.common.text import did_you_mean, nearest
from proofdesk.content.link_collector import split_link

NOT_FOUND = "404.html"


class OutputCheck:
    """The check of one finished site.

    ``sources`` are the files that editors know, by the file that became of them; ``known`` has the addresses of files
    that were read before; ``digests`` identify the content of files, which is read if that says nothing.
    """

    def __init__(self, folder: Path, files: AbstractSet[str], site_url: str, sources: Mapping[str, str],
                 published: str, known: KnownAddresses | None = None, digests: Mapping[str, str] | None = None) -> None:
        self._folder, self._files, self._sources, self._published = folder, files, sources, published
        self._digests = digests or {}
        self._resolver = Resolver(files, site_url)
        self._resolve = self._resolver.resolve
        self._known = known or KnownAddresses()
        self._anchors: dict[str, str] = {}  # a line for each: a large site has a million, as objects 100 MB
        self._seen: dict[str, SeenFile] = {}
        # Sources of which a repeated id was reported, and addresses that were.
        self._repeats, self._named = frozenset[str](), frozenset[str]()
        # The ways that lead somewhere, each with the file of whose anchors it names one, or nothing.
        self._sound: dict[tuple[str, ...], str] = {}

    def problems(self, known: Iterable[tuple[str, str]] = (), repeats: Iterable[str] = ()) -> list[Problem]:
        """Return a problem for each target that does not exist, and for what is wrong with a file, once for the site.

        ``known`` are a page's file and an address on it that was reported with its line already, ``repeats`` the
        sources of which it was said that an id is of two places.
        """
        known = [*known]
        self._repeats, self._named = frozenset(repeats), frozenset(address for _, address in known)
        reported = {self._resolve(file, address) for file, address in known}
        first: dict[tuple[Target, str], tuple[str, str, int]] = {}  # by what is wrong: not all of it is for all files
        also = Counter[tuple[Target, str]]()
        files = sorted(filter(self._is_readable, self._files))
        moved = self._sound_before(files)
        for file in files:
            if moved.get(file) == set():
                continue
            found, leads = self._addresses(file), set[str]()
            own = [*self._own_faults(file, found)]
            is_sound = not own
            for each in own:
                also[each] += each in first
                first.setdefault(each, (file, each[0].anchor, 1))
            if len(self._sound) > REMEMBERED:
                self._sound.clear()
            for address, line, way in zip(found.addresses, found.lines, ways(file, found.addresses), strict=True):
                lead = self._sound.get(way)
                if lead is not None:
                    leads.add(lead)
                    continue
                target = self._resolve(file, address)
                lead = target.file if target and target.file and _may_lack(target.file, target.anchor) else ""
                leads.add(lead)
                if target and not (file in moved and target.file not in moved[file]) and (
                        fault := self._fault(file, address, target)):
                    is_sound = False
                    if (target, fault) in first:
                        also[target, fault] += 1
                    elif target not in reported:
                        first[target, fault] = file, address, line
                elif way:
                    self._sound[way] = lead
            self._seen[file] = self._seen[file]._replace(leads=sorted(leads - {""}) if is_sound else None)
        self._known.keep(SeenFiles(self._places(), self._seen))
        return [self._problem(*found, fault, also[target, fault], target) for (target, fault), found in first.items()]

    def _own_faults(self, file: str, found: FileAddresses) -> Iterator[tuple[Target, str]]:
        """Yield what is wrong with a file wherever its addresses lead."""
        for address in found.fetched:
            parts = split_link(address.strip())  # none of an address that no browser can read
            if parts and parts.netloc.lower() != self._resolver.host and address not in self._named:
                yield Target(None, address), _FOREIGN
        for name in found.repeated if self._sources.get(file) not in self._repeats else ():
            yield Target(None, name), _TWICE

    def _sound_before(self, files: Iterable[str]) -> dict[str, set[str]]:
        """Return files that had no dead address and stay as they are, with what they lead to that has other anchors."""
        kept = self._known.kept
        if kept is None or kept.places != self._places():
            return {}
        sound, moved = dict[str, list[str]](), set[str]()
        for file in files:
            before, digest = kept.files.get(file), self._digests.get(file)
            if before and digest and before.digest == digest:
                self._seen[file] = before
            else:
                self._addresses(file)
            now = self._seen[file]
            if not before or before.anchors != now.anchors:
                moved.add(file)
            elif before.content == now.content and before.leads is not None:
                self._seen[file] = now._replace(leads=before.leads)
                sound[file] = before.leads
        return {file: moved.intersection(leads) for file, leads in sound.items()}

    def _places(self) -> str:
        """Return a digest of the files that an address may lead to, and of the site's own address."""
        site = [self._resolver.host, self._resolver.base]
        return _hash("\n".join([*site, *sorted(self._files)]).encode("utf-8", "surrogatepass"))

    def _problem(self, file: str, address: str, line: int, fault: str, also: int, target: Target) -> Problem:
        source = self._sources.get(file)
        path, line = (source, 1) if source and not also else (f"{self._published}/{file}", line)
        more = f"; {also} more {'file has' if also == 1 else 'files have'} it" if also else ""
        known = self._files if fault == _NO_FILE else self._anchors_of(target.file or "").split("\n")
        wanted = (target.file or "") if fault == _NO_FILE else target.anchor
        remedy = "see the template, setting or page that it comes from"
        if wanted and nearest(wanted, sorted(known)):
            remedy = did_you_mean(wanted, sorted(known))
        rule, remedy = _OWN.get(fault, ("dead-address", remedy))
        return Problem(path, line, 1, rule, f"“{address}” {fault}{more}", remedy)

    def _fault(self, file: str, address: str, target: Target) -> str:
        if file == NOT_FOUND and address[:1] not in ("/", "#", "") and not SCHEME.match(address):
            return "is relative, but servers show this page at any address"
        if target.file is None:
            return "leads out of the site"
        if target.file not in self._files:
            return _NO_FILE
        if _may_lack(target.file, target.anchor) and not self._has_anchor(*target):
            return f"leads to “{target.file}”, which has no place named “{target.anchor}”"
        return ""

    def _has_anchor(self, file: str | None, anchor: str) -> bool:
        return anchor == "top" or ("\n" not in anchor and f"\n{anchor}\n" in self._anchors_of(file or ""))

    def _anchors_of(self, file: str) -> str:
        if file not in self._anchors:
            if file in self._files and self._is_readable(file):
                self._addresses(file)
            else:
                self._anchors[file] = ""
        return self._anchors[file]

    def _is_readable(self, file: str) -> bool:
        kind = file.rpartition(".")[2].lower()
        return kind in READABLE and (kind != "json" or "/" not in file)  # feeds are at the root

    def _addresses(self, file: str) -> FileAddresses:
        """Return a file's addresses, from the cache if a file of the same content was read before."""
        content, _ = read_file(self._folder / file)
        digest = _hash(content)
        found = self._known.read(content, digest, file.rpartition(".")[2].lower())
        self._anchors[file] = found.anchors
        self._seen.setdefault(file, SeenFile(self._digests.get(file, ""), digest,
                                             _hash(found.anchors.encode("utf-8", "surrogatepass"))))
        return found


def _may_lack(file: str, anchor: str) -> bool:
    """Return whether it matters that a file has an anchor: of a PDF “#page=2” is none."""
    return bool(anchor) and file.endswith((".html", ".svg"))


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


_NO_FILE = "leads to no file of the finished site"
_FOREIGN = "would be fetched from another site, which would learn who reads this page"
_TWICE = "is the id of two places of the finished page"
_OWN = {
    _FOREIGN: ("foreign-request", "put the file into docs/assets/, and name that"),
    _TWICE: ("duplicate-id", "see the template or plugin that writes one of them"),
}
