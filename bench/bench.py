"""Ours beside stock tools: ``python bench/bench.py ARTICLES … [--rounds N] [--only NAME …] [--write]``.

Prints the tables that are kept in ``bench/RESULTS.md``: CPU seconds (user and system, of all processes), seconds on the
clock, the peak memory of the builder's own process and of the largest that it starts, what a reader downloads, and how
many files are published. The tools take turns, quick builds three times each, and the medians are shown: read the
ratios, the machine is shared. Measures only; nothing here fails because something is slow.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from corpus import place, write_site
from readers import downloads
from results import keep

HERE = Path(__file__).resolve().parent
TOOLS = HERE / ".venv" / "bin"
OURS = Path(sys.executable).parent
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "NO_COLOR": "1", "PYTHONUTF8": "1"}
BASE, BIBTEX, ZENSICAL = "Material alone", "Material + mkdocs-bibtex + CSL", "Zensical, cold"
COLD, ALONE, WARM, UNCHANGED, ARTICLE, WORK, CHECK = (
    "ours, cold", "ours, cold, on one core", "ours, caches warm", "ours, nothing changed", "ours, one article edited",
    "ours, one work changed", "ours, second `desk check`")
PATIENCE = 600  # seconds after which a build or an edit is given up
QUICK = 15  # seconds below which a build is run three times in a round: a pause of the disk is a good part of it


@dataclass(frozen=True)
class Measured:
    """One run. ``own`` is the peak memory of the process itself in MB, ``largest`` of the largest that it started."""

    cpu: float
    wall: float
    own: float
    largest: float


def run(command: list[str], folder: Path, *, refusable: bool = False, cores: int = 0) -> Measured:
    """Run to the end and measure, on so many cores or on all.

    Raises ``RuntimeError`` where it fails, unless it may refuse what it is given.
    """
    mine = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryFile() as log:
        start = time.monotonic()
        os.sched_setaffinity(0, mine[:cores] if cores else mine)  # which the process inherits
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env={**os.environ, **QUIET})
        os.sched_setaffinity(0, mine)
        own: list[float] = [0.0]
        watching = threading.Event()
        watcher = threading.Thread(target=_watch, args=(process.pid, own, watching), daemon=True)
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        watching.set()
        wall = time.monotonic() - start
        if os.waitstatus_to_exitcode(status) != 0 and not refusable:
            log.seek(0)
            raise RuntimeError(f"{command} failed: {log.read().decode(errors='replace')[-2000:]}")
    return Measured(used.ru_utime + used.ru_stime, wall, own[0], used.ru_maxrss / 1024)


def _watch(pid: int, own: list[float], done: threading.Event) -> None:
    """Note the peak memory of a process while it runs (Linux alone tells it; elsewhere it stays 0)."""
    while not done.wait(0.1):
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
            own[0] = max(own[0], int(status.partition("VmHWM:")[2].split()[0]) / 1024)
        except (OSError, IndexError, ValueError):
            pass


def edit(file: Path, mark: str) -> None:
    """Change a word in an article, as an editor does."""
    text = file.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n## ")
    file.write_text(f"{head}\n## {mark} {rest}", encoding="utf-8")


def change_work(file: Path) -> None:
    """Change a word in the title of the first work, which some article cites."""
    text = file.read_text(encoding="utf-8")
    head, brace, rest = text.partition("title = {")
    file.write_text(f"{head}{brace}Changed{time.monotonic_ns()} {rest}", encoding="utf-8")


def edited(command: list[str], folder: Path, address: str) -> float:
    """Seconds from saving an article under a tool's live server until its page is new."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([each.format(port=port) for each in command], cwd=folder, stdout=log, stderr=log,
                                   env={**os.environ, **QUIET})
        try:
            url = f"http://127.0.0.1:{port}{address}"
            _until(url, "<h1")
            mark = f"Edited{time.monotonic_ns()}"
            start = time.monotonic()
            edit(folder / "docs" / f"{address.strip('/')}.md", mark)
            _until(url, mark)
            return time.monotonic() - start
        finally:
            process.kill()
            process.wait()


def _until(url: str, text: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                if text in answer.read().decode("utf-8", errors="replace"):
                    return
        except OSError:
            pass
        time.sleep(0.02)
    raise RuntimeError(f"{url} never held “{text}”")


def read_again(build: list[str], site: Path) -> Measured:
    """Build a site after which nothing changed, but have every page read, from the caches."""
    shutil.rmtree(site / ".cache" / "builds", ignore_errors=True)
    return run(build, site)


def site_of(folder: Path, articles: int, entries: int, dialect: str) -> Path:
    return write_site(folder / dialect, articles, entries, dialect)


def kinds(folder: Path, articles: int, entries: int) -> dict[str, Callable[[], Measured]]:
    """Every build to measure, by its name. Each leaves its folder as the next of its kind needs it."""
    ours, material = site_of(folder, articles, entries, "ours"), site_of(folder, articles, entries, "material")
    bibtex, hugo = site_of(folder, articles, entries, "bibtex"), site_of(folder, articles, entries, "hugo")
    build = [str(OURS / "mkdocs"), "build", "-q"]

    def cold() -> Measured:
        shutil.rmtree(ours / ".cache", ignore_errors=True)
        return run(build, ours)

    def alone() -> Measured:
        shutil.rmtree(ours / ".cache", ignore_errors=True)
        return run(build, ours, cores=1)

    def warm() -> Measured:
        return read_again(build, ours)

    def one_edit() -> Measured:
        edit(ours / "docs" / f"{place(1, 'ours')}.md", f"Edited{time.monotonic_ns()}")
        return run(build, ours)

    def one_work() -> Measured:
        change_work(ours / "bibliography.bib")
        return run(build, ours)

    def second_check() -> Measured:
        check = [str(OURS / "desk"), "check"]
        run(check, ours, refusable=True)
        return run(check, ours, refusable=True)

    def zensical() -> Measured:
        shutil.rmtree(material / ".cache", ignore_errors=True)
        return run([str(TOOLS / "zensical"), "build"], material)

    return {
        BASE: lambda: run([str(TOOLS / "mkdocs"), "build", "-q"], material),
        ALONE: alone,
        COLD: cold,
        WARM: warm,
        UNCHANGED: lambda: run(build, ours),
        ARTICLE: one_edit,
        WORK: one_work,
        CHECK: second_check,
        BIBTEX: lambda: run([str(TOOLS / "mkdocs"), "build", "-q"], bibtex),
        ZENSICAL: zensical,
        "Hugo": lambda: run([str(TOOLS / "hugo"), "--quiet"], hugo),
    }


def serve_times(folder: Path) -> dict[str, float]:
    """One edit under each live server."""
    found = {}
    for name, tool, site in (("ours", OURS / "mkdocs", "ours"), ("Zensical", TOOLS / "zensical", "material")):
        try:
            found[name] = edited([str(tool), "serve", "-a", "127.0.0.1:{port}"], folder / site, f"/{place(1, site)}/")
        except RuntimeError as error:
            print(f"{name}: {error}", file=sys.stderr, flush=True)
            found[name] = math.nan  # given up
    return found


def read_sizes(folder: Path) -> dict[str, tuple[float, float]]:
    """What a reader downloads for one article and for one search. Material fetches its index with the page."""
    return {"ours": downloads(folder / "ours" / "site", f"/{place(1, 'ours')}/", "psilocybin depression"),
            "Material alone": downloads(folder / "material" / "site", f"/{place(1, 'material')}/")}


def measured(builds: dict[str, Callable[[], Measured]], rounds: int) -> dict[str, list[Measured]]:
    found: dict[str, list[Measured]] = {name: [] for name in builds}
    for number in range(rounds):
        for name, build in builds.items():
            found[name].append(build())
            if found[name][-1].wall < QUICK:
                found[name] += [build(), build()]
            last = found[name][-1]
            print(f"round {number + 1} of {rounds}: {name}: {last.cpu:.1f} CPU s, {last.wall:.1f} s, "
                  f"{max(last.own, last.largest):.0f} MB", file=sys.stderr, flush=True)
    return found


@dataclass(frozen=True)
class Size:
    """All that was measured at one size.

    ``served`` is in seconds, ``read`` in KB: a first view, a first search; ``files`` are those of our finished site.
    """

    articles: int
    found: dict[str, list[Measured]]
    served: dict[str, float]
    read: dict[str, tuple[float, float]]
    files: int

    def median(self, name: str, field: str) -> float:
        return float(statistics.median(getattr(each, field) for each in self.found[name]))

    def ratio(self, name: str, base: str = BASE, field: str = "cpu") -> float:
        return self.median(name, field) / self.median(base, field)


def table(size: Size) -> str:
    lines = ["| Build | CPU s | ÷ Material alone | on the clock s | peak MB, its own | peak MB, largest process |",
             "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for name in size.found:
        cpu, wall, own, largest = (size.median(name, field) for field in ("cpu", "wall", "own", "largest"))
        lines.append(f"| {name} | {cpu:.1f} | {size.ratio(name):.2f} | {wall:.1f} | {own:.0f} | {largest:.0f} |")
    if size.served:
        lines += ["", "| One edit under the live server, until the page is new | s |", "| --- | ---: |"]
        lines += [f"| {name} | {seconds:.2f} |" for name, seconds in size.served.items()]
    if size.read:
        lines += ["", "| What a reader downloads, in gzip | first view KB | first search KB |", "| --- | ---: | ---: |"]
        lines += [f"| {name} | {view:.0f} | {f'{search:.0f}' if search else 'with the first view'} |"
                  for name, (view, search) in size.read.items()]
    return "\n".join(lines)


def goals(sizes: list[Size]) -> str:
    """What was aimed at beside what came of it, at each size."""
    lines = ["| Goal | at most | " + " | ".join(f"{size.articles} articles" for size in sizes) + " |",
             "| --- | ---: |" + " ---: |" * len(sizes)]
    rows: list[tuple[str, str, Callable[[Size], str]]] = [
        ("cold, CPU ms an article", "30", lambda size: f"{1000 * _an_article(size):.1f}"),
        ("cold on the clock ÷ Zensical's", "1.1; 0.6 at 5,000",
         lambda size: f"{size.ratio(COLD, ZENSICAL, 'wall'):.2f}"),
        ("cold ÷ Material + mkdocs-bibtex + CSL", "0.2", lambda size: f"{size.ratio(COLD, BIBTEX):.2f}"),
        ("nothing changed ÷ Material alone", "0.3", lambda size: f"{size.ratio(UNCHANGED):.2f}"),
        ("caches warm ÷ Material alone", "0.3", lambda size: f"{size.ratio(WARM):.2f}"),
        ("one article edited ÷ Material alone", "0.35", lambda size: f"{size.ratio(ARTICLE):.2f}"),
        ("one work changed ÷ one article edited", "1.5", lambda size: f"{size.ratio(WORK, ARTICLE):.2f}"),
        ("one edit while serving, s", "0.3", lambda size: f"{size.served['ours']:.2f}"),
        ("first view of an article, KB", "150", lambda size: f"{size.read['ours'][0]:.0f}"),
        ("first search, KB", "100", lambda size: f"{size.read['ours'][1]:.0f}"),
        ("files an article", "12", lambda size: f"{size.files / size.articles:.1f}"),
        ("second `desk check` of all, CPU s", "4 at 1,000", lambda size: f"{size.median(CHECK, 'cpu'):.1f}"),
        (f"CPU an article ÷ that at {sizes[0].articles}, cold", "1.1",
         lambda size: f"{_an_article(size) / _an_article(sizes[0]):.2f}"),
        ("peak MB of any process, cold", "500",
         lambda size: f"{max(size.median(COLD, field) for field in ('own', 'largest')):.0f}"),
    ]
    for name, most, value in rows:
        lines.append(f"| {name} | {most} | " + " | ".join(value(size) for size in sizes) + " |")
    return "\n".join(lines)


def _an_article(size: Size) -> float:
    return size.median(COLD, "cpu") / size.articles


def versions() -> str:
    listed = json.loads(subprocess.run(
        [str(TOOLS / "python"), "-m", "pip", "list", "--format=json", "--disable-pip-version-check"],
        capture_output=True, check=True, encoding="utf-8").stdout)
    known = {each["name"].lower(): each["version"] for each in listed}
    names = ("mkdocs", "mkdocs-material", "mkdocs-bibtex", "zensical", "hugo")
    stock = ", ".join(f"{name} {known[name]}" for name in names)
    return f"{stock}; ours with mkdocs {version('mkdocs')}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="+")
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], help="only builds whose name begins like this")
    parser.add_argument("--write", action="store_true", help="keep the result in bench/RESULTS.md")
    given = parser.parse_args()
    sizes = []
    for articles in given.articles:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            builds = kinds(Path(name), articles, given.entries)
            wanted = {key: build for key, build in builds.items()
                      if not given.only or key == BASE or key.startswith(tuple(given.only))}
            found = measured(wanted, given.rounds)
            served = {} if given.only else serve_times(Path(name))
            files = sum(each.is_file() for each in (Path(name) / "ours" / "site").rglob("*"))
            sizes.append(Size(articles, found, served, {} if given.only else read_sizes(Path(name)), files))
            print(table(sizes[-1]), file=sys.stderr, flush=True)
    parts = ["## Builds", "",
             f"Measured on {datetime.now(UTC).date()}: {os.cpu_count()} cores, {platform.machine()}, "
             f"{platform.system()}; {versions()}.",
             f"Articles of `bench/corpus.py`, {given.entries} works in the bibliography, medians of {given.rounds} "
             f"interleaved rounds, in each of which a build of less than {QUICK} seconds is run three times. "
             "The machine is shared: read the ratios.", ""]
    if not given.only:
        parts += ["### Goals", "", goals(sizes), ""]
    for size in sizes:
        parts += [f"### {size.articles} articles", "", table(size), ""]
    text = "\n".join(parts)
    print(text)
    if given.write:
        keep("builds", text)


if __name__ == "__main__":
    main()
