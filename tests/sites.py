"""Sites for tests, all built by the real ``mkdocs``: small ones made for a test, the sample site and the real one."""

from __future__ import annotations

import atexit
import fcntl
import functools
import hashlib
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement
from PIL import Image
from preloaded import SECONDS, Preloaded, Running

from proofdesk.common.parallel.parts import CONVERT, RENDER

ROOT = Path(__file__).resolve().parent.parent
# The site that the tests know: three articles and all that belongs to them. What editors write elsewhere fails no test.
SAMPLE = ROOT / "tests" / "sample"
ADDRESS = "https://window.example/"
MKDOCS = [sys.executable, "-m", "mkdocs"]
# Noon of 22 November 2026: when the small sites are built, so that their dates neither age nor lie in the future.
EPOCH = "1795348800"
_LOGGED = re.compile(r"(WARNING|ERROR) +-  (.*)")

BIB = """\
@article{ly2018,
  author = {Ly, Calvin and Greb, Alexandra C. and Olson, David E.},
  title = {Psychedelics promote structural and functional neural plasticity},
  journal = {Cell Reports},
  year = {2018}, keywords = {species:cell, design:cell-experiment},
  doi = {10.1016/j.celrep.2018.05.022}
}

@article{shao2021,
  author = {Shao, Ling-Xiao and Kwan, Alex C.},
  title = {Psilocybin induces rapid and persistent growth of dendritic spines},
  journal = {Neuron},
  year = {2021}, keywords = {species:mouse, design:animal-experiment},
  doi = {10.1016/j.neuron.2021.06.008}
}
"""

# Nine lines, so that the body of a page begins on line 10.
FACTS = """\
---
title: {title}
description: What the page says.
published: 2026-11-20
reviewed: 2026-11-21
topics: [therapy]
source: {{title: A source}}
---

"""
BODY_LINE = 10

HOME = """\
---
title: Home
description: A small site.
---

# Home

Both works are cited here [@ly2018; @shao2021].
"""

# The topics, the publisher and the texts of the small sites; a site that states its own has none of them.
SITE_DATA = (ROOT / "tests" / "data" / "site.yml").read_text(encoding="utf-8")

ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>\n'


def picture(kind: str, size: tuple[int, int] = (4, 3), orientation: int = 0) -> bytes:
    """A red picture of a kind that Pillow knows, turned by its camera's note if it is to be."""
    out, exif = io.BytesIO(), Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    Image.new("RGB", size, "red").save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def article(body: str, title: str = "A page") -> str:
    """An article whose facts are in order; its body begins on line 10."""
    return FACTS.format(title=title) + body


@dataclass(frozen=True)
class Built:
    """What a build left: its exit code, what it printed, and the folder it should have published to."""

    code: int
    output: str
    folder: Path

    @property
    def problems(self) -> list[str]:
        """Everything that was logged as an error or a warning, in order."""
        return [match.group(2) for match in map(_LOGGED.match, self.output.splitlines()) if match]

    def of(self, path: str) -> list[str]:
        """The problems of one file."""
        return [problem for problem in self.problems if problem.startswith(path + ":")]

    def html(self, page: str) -> str:
        return (self.folder / page / "index.html").read_text(encoding="utf-8")

    def page(self, page: str) -> HtmlElement:
        """A published page as a browser would read it."""
        return lxml.html.document_fromstring(self.html(page))


@dataclass(frozen=True)
class Site:
    """A site of its own: the real hooks, theme and settings with other pages and another bibliography."""

    root: Path

    def write(self, files: dict[str, str | bytes]) -> Site:
        """Add or replace files, by their paths within the site."""
        for name, content in files.items():
            file = self.root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            # Some are links to what all sites share, which stays as it is.
            assert file.parent.resolve().is_relative_to(self.root.resolve()), f"{name} is in a folder of all sites"
            if file.is_symlink():
                file.unlink()
            file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return self

    def build(self, *options: str, env: dict[str, str] | None = None, spared: bool = False) -> Built:
        """Build as ``mkdocs build`` does, with ``options`` such as ``--strict``.

        A build after which nothing changed is done all the same, unless it may be ``spared``.
        """
        cache = self.root / ".cache"
        if not spared:
            shutil.rmtree(cache / "builds", ignore_errors=True)
        known = _known_results(self.root)
        if not cache.exists():
            for name, folder in known.items():
                if folder.exists():
                    shutil.copytree(folder, cache / name)
        built = run(["build", *options], self.root, self.root / "site", {"SOURCE_DATE_EPOCH": EPOCH, **(env or {})})
        for name, folder in known.items():
            if (cache / name).exists() and not folder.exists():
                _keep(cache / name, folder)
        return built


def empty_cache(root: Path) -> None:
    """Let the next build of a site make all anew, results that sites of one bibliography share too."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
    (root / ".cache").mkdir()


# Where builds leave what sites can share, since the name of each result is a hash of all that it depends on: formatted
# references and the icons of the site's mark, without which a small build takes a third of the time. The workers of a
# run have the folder of the process that starts them.
_RESULTS = "TESTS_RESULTS"
if _RESULTS not in os.environ:
    os.environ[_RESULTS] = tempfile.mkdtemp(prefix="proofdesk-tests-")
    atexit.register(shutil.rmtree, os.environ[_RESULTS], ignore_errors=True)


def _known_results(root: Path) -> dict[str, Path]:
    """The folders of what sites with the same mark, and with the same works, have made, by their names in a cache."""
    made_of = {"icons": root / "docs" / "assets" / "window.svg", "references": root / "bibliography.bib"}
    return {name: Path(os.environ[_RESULTS]) / f"{name}-{hashlib.sha256(file.read_bytes()).hexdigest()}"
            for name, file in made_of.items() if file.is_file()}


def _keep(results: Path, folder: Path) -> None:
    """Copy results where others find them whole or not at all."""
    copied = Path(shutil.copytree(results, tempfile.mkdtemp(dir=folder.parent), dirs_exist_ok=True))
    try:
        copied.rename(folder)
    except OSError:  # another worker was first
        shutil.rmtree(copied)


def make_site(root: Path, files: dict[str, str | bytes], bib: str | bytes = BIB, settings: str = "") -> Site:
    """A site in ``root``. ``settings`` are lines of ``mkdocs.yml`` that take the place of the real ones."""
    root.mkdir(parents=True, exist_ok=True)
    for name in ("hooks", "overrides", "references.csl"):
        (root / name).symlink_to(ROOT / name)
    for name in ("wording.yml", "safety.yml"):
        (root / name).symlink_to(SAMPLE / name)
    # A copy, because commands write through links.
    (root / "retractions.json").write_bytes((SAMPLE / "retractions.json").read_bytes())
    stated = {line.partition(":")[0] for line in settings.splitlines()}
    usual = {"nav": "[{Home: index.md}]", "not_in_nav": "'*'"}
    own = "".join(f"{name}: {value}\n" for name, value in usual.items() if name not in stated)
    config = f"INHERIT: {ROOT / 'mkdocs.yml'}\n{own}{settings}"
    return Site(root).write({"mkdocs.yml": config, "docs/index.md": HOME, "docs/assets/window.svg": ICON,
                             "bibliography.bib": bib, "site.yml": SITE_DATA, **files})


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """The environment of a build: nothing of the tests' own, no colours, no news of MkDocs 2, and every problem."""
    unwanted = (_RESULTS, "SITE_URL", "SOURCE_DATE_EPOCH", "COLUMNS", "PROOFDESK_DRAFTS", CONVERT, RENDER)
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "NO_COLOR": "1",
             "PROOFDESK_MAX_LINES": "1000000"}
    return {**kept, **quiet, "PYTHONUTF8": "1", **(extra or {})}


# What a program reads while it runs. Another variable may be read when a module is loaded.
_LATE = {"SOURCE_DATE_EPOCH", "SITE_URL", "PROOFDESK_DRAFTS", CONVERT, RENDER, "PWD", *(
    f"DESK_{name}" for name in ("CROSSREF", "DATACITE", "PUBMED", "ZOTERO", "OFFLINE", "DOI", "LOCAL"))}


@functools.cache
def _preloaded() -> Preloaded:
    return Preloaded(environment())


def run(
    arguments: list[str], root: Path, folder: Path, env: dict[str, str] | None = None, program: str = "mkdocs",
    fresh: bool = False,
) -> Built:
    """Run ``mkdocs``, or another program that takes its arguments, in ``root`` and say what came of it.

    A ``fresh`` process loads its own modules and has another seed for hashes than the one before.
    """
    if not fresh and program in ("mkdocs", "proofdesk.desk") and _LATE.issuperset(env or ()):
        return Built(*_preloaded().run(program, arguments, root, environment(env)), folder)
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments], cwd=root, env=environment(env), encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False,
    )
    return Built(done.returncode, done.stdout, folder)


def start(arguments: list[str], root: Path, env: dict[str, str] | None = None, program: str = "mkdocs",
          before: str = "", apart: bool = False) -> Running:
    """Start such a program with its modules loaded, and go on. It runs the Python of ``before`` first.

    Its errors are kept ``apart`` from what else it prints, or stand among it.
    """
    return _preloaded().start(program, arguments, root, {**environment(), **(env or {})}, before, apart)


def make_sample(root: Path) -> Site:
    """The sample site in ``root``: its pages and lists, with the real settings, templates, kinds and editors' guide."""
    shutil.copytree(SAMPLE, root)
    for name in ("hooks", "overrides", "references.csl"):
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "docs" / "contributing", root / "docs" / "contributing")
    return Site(root).write({
        "mkdocs.yml": f"INHERIT: {ROOT / 'mkdocs.yml'}\n{(SAMPLE / 'mkdocs.yml').read_text(encoding='utf-8')}",
        "site.yml": SITE_DATA + (SAMPLE / "site.yml").read_text(encoding="utf-8")})


def _built_once(folders: pytest.TempPathFactory, name: str, build: Callable[[Path], Built]) -> Built:
    """Build a site in a folder that all workers of a run share, the first time that one of them needs it."""
    parent = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        parent = parent.parent
    said = parent / f"{name}.json"
    with (parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            made = build(parent / name)
            said.write_text(json.dumps([made.code, made.output, str(made.folder)]), encoding="utf-8")
    code, output, folder = json.loads(said.read_text(encoding="utf-8"))
    return Built(code, output, Path(folder))


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample site, built strictly, once for all tests of a run. No test may change it."""
    return _built_once(tmp_path_factory, "sample-site", lambda root: make_sample(root).build("--strict"))


@pytest.fixture(scope="session")
def addressed_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample site with ``ADDRESS``, which previews and feeds need, built as the sample site is."""
    return _built_once(tmp_path_factory, "addressed-site", lambda root: make_sample(root).build(
        "--strict", env={"SITE_URL": ADDRESS}))


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """This site, built strictly, once for all tests of a run. Only tests that hold of any content may look at it."""
    return _built_once(tmp_path_factory, "real-site", lambda folder: run(
        ["build", "--strict", "--site-dir", str(folder)], ROOT, folder, fresh=True))


def free_port() -> int:
    """A port of loopback on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def page_files(folder: Path) -> list[Path]:
    """Every HTML page of a built site. Of the filters of a list, which repeat it, those of one topic stand for all."""
    return [file for file in sorted(folder.rglob("*.html"))
            if not re.search(r"/(topic/(?!depression/index)|evidence/[^/]+/)", file.relative_to(folder).as_posix())]


def pages_of(folder: Path) -> dict[str, HtmlElement]:
    """Every HTML page of a built site by its path, as a browser would read it."""
    return {
        file.relative_to(folder).as_posix(): lxml.html.document_fromstring(file.read_text(encoding="utf-8"))
        for file in page_files(folder)
    }


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes, but the empty lock that a command leaves in ``.cache/``."""
    lock = folder / ".cache" / "write.lock"
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*"))
            if f.is_file() and not (f == lock and not f.read_bytes())}


def unfinished_beside(site: Path) -> list[str]:
    """What a build has left beside the folder of a site, but the last site, with which the next build begins."""
    return sorted(path.name for path in site.parent.iterdir()
                  if path.name.startswith(f".{site.name}") and path.name != f".{site.name}.renew")
