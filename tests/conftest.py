"""What the tests share: a bibliography of their own, and Markdown in, HTML and problems out."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

import lxml.html
import pytest
from _pytest.pathlib import import_path
from lxml.html import HtmlElement
from markdown import Markdown
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from sites import EPOCH

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.pandoc.formatting import _format
from proofdesk.bibliography.parser import read_bibliography
from proofdesk.bibliography.references import References
from proofdesk.blocks.extension import BlocksExtension
from proofdesk.blocks.installed import _load, block_kinds
from proofdesk.checks.bibliography import check_entries
from proofdesk.citations.extension import CitationsExtension
from proofdesk.common.language import ENGLISH, speak
from proofdesk.common.source_text import SourceText
from proofdesk.content.document import ConversionContext, Document
from proofdesk.content.site_data import load_site_data

ROOT = Path(__file__).resolve().parent.parent
STYLE = ROOT / "references.csl"
PAGE = "docs/articles/page.md"
# What Python has compiled is kept, whatever the environment says: two workers and the programs that tests start would
# each compile all tests and the whole package anew, which takes twice as long as to load them.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# The files of tests are kept in memory where it has room: a disk takes milliseconds for each that is made certain or
# taken away, which the programs do for everything that they write. Some tests run what they write.
_MEMORY, _ROOM = Path("/dev/shm"), 8_000_000_000  # bytes; a run leaves a fifth of it
if _MEMORY.is_dir() and "TMPDIR" not in os.environ:
    _about = os.statvfs(_MEMORY)
    if _about.f_bavail * _about.f_frsize > _ROOM and not _about.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)
# No test asks a registry but on loopback.
os.environ["DESK_OFFLINE"] = "1"
SITE = load_site_data(ROOT / "tests" / "data" / "site.yml", "site.yml")[0]
KINDS = block_kinds(ROOT / "hooks" / "blocks", SITE.block_words)

# Seven works, each with something of its own to get wrong.
WORKS = r"""
@article{ly2018, author = {Ly, Calvin and Greb, Alexandra C. and Olson, David E.}, year = {2018},
  title = {Psychedelics promote structural and functional neural plasticity}, journal = {Cell Reports},
  volume = {23}, pages = {3170--3182}, doi = {10.1016/j.celrep.2018.05.022}}
@article{shao2021, author = {Shao, Ling-Xiao and Kwan, Alex C.}, year = {2021}, journal = {Neuron},
  title = {Psilocybin induces rapid and persistent growth of dendritic spines}, doi = {10.1016/j.neuron.2021.06.008}}
@article{davis2021, author = {Davis, Alan K.}, year = {2021}, title = {Effects of psilocybin-assisted therapy},
  journal = {JAMA Psychiatry}, volume = {78}, pages = {481--489}, doi = {10.1001/jamapsychiatry.2020.3285}}
@article{calder2023, author = {Calder, Abigail E. and Hasler, Gregor}, year = {2023},
  journal = {Neuropsychopharmacology},
  title = {Towards an understanding of psychedelic-induced neuroplasticity}, volume = {48}, pages = {104--112}}
@techreport{who2022, author = {{World Health Organization}}, year = {2022}, title = {World mental health report},
  institution = {WHO}, url = {https://www.who.int/report}}
@book{wirsching1999, author = {Müller, Jürgen}, year = {1999}, title = {Neuroplastizität}, publisher = {Thieme}}
@article{rumour2020, author = {Nobody, N.}, year = {2020}, title = {A rumour}, journal = {Hearsay},
  x-status = {unconfirmed}}
""".lstrip()


class Converted(NamedTuple):
    """A page after conversion: what a reader gets, what an editor is told, and what the program keeps."""

    html: str
    problems: list[str]
    document: Document


class Convert(Protocol):
    """Markdown in (with or without front matter), a converted page out."""

    def __call__(self, markdown: str, bib: str | None = None) -> Converted: ...


# What editors write. Their lists too, but those of which no article is the source: the help lines and the words.
_CONTENT = tuple(str(ROOT / name) for name in (
    "docs/articles/", "docs/safety/", "docs/myths/", "docs/questions/", "docs/interventions/", "docs/glossary/",
    "bibliography.bib", "glossary.yml", "harms.yml", "synonyms.yml", "search-questions.yml"))
_read: list[str] = []


def _note_content(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(_CONTENT):
        _read.append(arguments[0])


sys.addaudithook(_note_content)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two more than there are processors: a test waits a third of its time for a browser, a server or a disk.

    The quick tests (``-n logical``) wait for nothing, and each process more would load and collect them once more.
    """
    return (os.cpu_count() or 1) + 2 * (config.option.numprocesses == "auto")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Let each worker load all tests from another place on: what one has compiled, the others find.

    All of them begin at the same moment. In the same order each would compile the same file at the same time.
    """
    worker = getattr(session.config, "workerinput", None)
    if not worker or session.config.args != session.config.getini("testpaths"):
        return
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    first = len(files) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    for file in (*files[first:], *files[:first]):
        with suppress(Exception):  # collecting tells what is wrong with a file
            import_path(file, root=ROOT, consider_namespace_packages=False)


def pytest_collection_finish() -> None:
    """Look seldom for unused objects, not through all that is loaded: that took a tenth of the quick tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the folders of tests that start builds, servers or browsers, and each test that reads a finished site.

    Of these, whatever looks at the real site looks at its content.
    """
    for item in items:
        used = item.fixturenames if isinstance(item, pytest.Function) else []
        sites = {"real_site", "sample_site"}.intersection(used)
        if sites or {"e2e", "browser"} & set(item.path.parts):
            item.add_marker("build")
        if "real_site" in sites:
            item.add_marker("content")


@pytest.fixture(autouse=True)
def _content_is_read_knowingly(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that reads what this site's editors write has the mark ``content``: it must hold whatever that is."""
    yield
    read = [*_read]
    _read.clear()
    assert not read or request.node.get_closest_marker("content"), f"only a test marked “content” may read {read}"


def _site_extensions() -> tuple[list[str], dict[str, dict[str, object]]]:
    """The Markdown extensions that the site itself uses, MkDocs' own included."""
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        listed = yaml_load(file, get_yaml_loader())["markdown_extensions"]
    names, configs = ["toc", "tables", "fenced_code"], {}
    for item in listed:
        name, config = (item, None) if isinstance(item, str) else next(iter(item.items()))
        names.append(name)
        configs[name] = config or {}
    return list(dict.fromkeys(names)), configs


@pytest.fixture(scope="session")
def formatted_references() -> dict[str, References]:
    """The bibliographies that the tests have formatted, by their text; nothing is left of what an earlier run made."""
    _load.cache_clear()
    _format.cache_clear()
    return {}


@pytest.fixture(autouse=True)
def _english_is_spoken() -> None:
    """A command speaks the language of its site until its process ends, which is not the end of a test."""
    speak(ENGLISH)


@pytest.fixture(autouse=True)
def isolate_mutant_stats(formatted_references: dict[str, References]) -> None:
    """While `make mutants` looks which test runs which function, every test makes all that it needs."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        _load.cache_clear()
        formatted_references.clear()


@pytest.fixture(scope="session")
def references_of(
    formatted_references: dict[str, References], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], References]:
    """The references of a bibliography given as text. Each text is formatted once."""

    def make(text: str) -> References:
        if text not in formatted_references:
            file = tmp_path_factory.mktemp("bib") / "bibliography.bib"
            file.write_text(text, encoding="utf-8")
            formatted_references[text] = References(read_bibliography(file, "bibliography.bib"), STYLE)
        return formatted_references[text]

    return make


@pytest.fixture(scope="session")
def convert(references_of: Callable[[str], References]) -> Convert:
    """Convert a page as the site does, with the tests' bibliography or one given as text."""
    names, configs = _site_extensions()

    def run(markdown: str, bib: str | None = None) -> Converted:
        current = ConversionContext()
        references = references_of(WORKS if bib is None else bib)
        own = [BlocksExtension(KINDS, current), CitationsExtension(references, current)]
        document = Document(SourceText(PAGE, markdown))
        md = Markdown(extensions=[*names, *own], extension_configs=configs)
        html = current.convert(document, lambda: md.convert(document.source.body))
        return Converted(html, [str(problem) for problem in sorted(document.problems)], document)

    return run


@pytest.fixture
def fixed_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 22 November 2026, so that no date ages."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.fixture
def read_bib(tmp_path: Path) -> Callable[[str | bytes], Bibliography]:
    """Read a bibliography given as text or bytes, as ``bibliography.bib``."""

    def read(content: str | bytes) -> Bibliography:
        file = tmp_path / "bibliography.bib"
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        bibliography = read_bibliography(file, "bibliography.bib")
        bibliography.problems += check_entries(bibliography)
        return bibliography

    return read


def tree(html: str) -> HtmlElement:
    """A page's HTML as a browser would read it."""
    return lxml.html.fragment_fromstring(html, create_parent="div")


def words(html: str) -> str:
    """What a reader reads, without the anchor marks; runs of spaces are one space."""
    root = tree(html)
    for anchor in root.xpath('//a[@class="headerlink"]'):
        anchor.drop_tree()
    return " ".join(root.text_content().split())
