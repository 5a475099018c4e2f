"""MkDocs' events, in the order in which they come: a table of contents of the program.

The only module that knows MkDocs. MkDocs caches it over the rebuilds of ``mkdocs serve``, so all
state is made anew in ``on_config``.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from hooks import publish
from hooks.article import Article, PageFacts, read_front_matter
from hooks.bibliography import Bibliography, read_bibliography
from hooks.blocks import BlocksExtension
from hooks.blocks.myth.myth import Verdict
from hooks.blocks.room import rooms
from hooks.citations import CitationsExtension
from hooks.claims import WORDING, Wording, check_block, read_wording
from hooks.dates import longdate
from hooks.document import Current, Document
from hooks.figure import figure
from hooks.guide import fill
from hooks.library import BlockInArticle, Library, SitePage
from hooks.links import LinksExtension, broken_links
from hooks.problems import ERROR, REMINDER, WARNING, Problem
from hooks.references import References
from hooks.rendered import elsewhere, read_html
from hooks.retraction_watch import SNAPSHOT, read_snapshot
from hooks.retractions import check_age, check_standing
from hooks.source import Source

log = logging.getLogger("mkdocs.plugins.plasticity")
HERE = Path(__file__).parent
LEVELS = {ERROR: logging.ERROR, WARNING: logging.WARNING, REMINDER: logging.INFO}


class Build:
    """One build's state: made in ``on_config``, filled page by page, read by the templates."""

    def __init__(self, config: MkDocsConfig, command: str) -> None:
        # Not resolved: MkDocs names files as they are reached, through symbolic links too.
        self.root = Path(os.path.abspath(config.config_file_path or "mkdocs.yml")).parent
        self.serving = command == "serve"
        self.current = Current()
        self.bibliography = Bibliography("bibliography.bib")
        self.references: References | None = None
        self.wording = Wording({}, set(), {})
        self.documents: dict[str, Document] = {}
        self.pages: list[SitePage] = []
        self.facts: dict[str, PageFacts | None] = {}
        self.problems: list[Problem] = []
        self.library: Library | None = None
        self.site: Path | None = None
        self.warnings = CountWarnings()

    def path(self, file: str | Path) -> str:
        """A file's path as problems print it: relative to the repository, with forward slashes."""
        file = Path(file)
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()


class CountWarnings(logging.Handler):
    """Counts what ``--strict`` counts, so that a build that will be refused is not published."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


_command = "build"
build: Build


def on_startup(command: str, dirty: bool) -> None:
    global _command
    _command = command


@event_priority(100)  # before mkdocs-bibtex reads the file: it stops at the first fault, without naming it
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    global build
    build = Build(config, _command)
    logging.getLogger("mkdocs").addHandler(build.warnings)
    bibtex: Any = config.plugins["bibtex"]
    bib_file = build.root / bibtex.config.bib_file
    csl_file = build.root / bibtex.config.csl_file
    if not csl_file.is_file():
        raise ConfigurationError(f"plugins.bibtex.csl_file: there is no file “{build.path(csl_file)}”")
    bibtex.config.csl_file = str(csl_file)
    build.bibliography = read_bibliography(bib_file, build.path(bib_file))
    if not build.bibliography.sound:
        bibtex.config.bib_file = str(_sound_copy(build))
    # The plugin's own rewriting of pages loses text (it takes `[@key]` in code for a citation and deletes
    # an unknown one without a word), so pages never reach it: citations/ resolves them.
    handlers = config.plugins.events["page_markdown"]
    handlers[:] = [h for h in handlers if getattr(h, "__self__", None) is not bibtex]

    snapshot, faults = read_snapshot(build.root / SNAPSHOT, SNAPSHOT)
    build.wording, more = read_wording(build.root / WORDING, WORDING)
    build.references = References(build.bibliography, csl_file, snapshot)
    build.problems += [*faults, *more, *build.bibliography.problems, *build.references.problems]
    build.problems += build.references.evidence.problems
    extensions: list[Any] = config.markdown_extensions
    extensions[:] = [e for e in extensions if isinstance(e, str)]
    extensions += [BlocksExtension(build.current), CitationsExtension(build.references, build.current),
                   LinksExtension(build.current)]
    config.extra_css += ["assets/site.css", "assets/blocks.css"]
    if not build.serving:
        build.site = Path(config.site_dir)
        publish.discard(build.site)
        config.site_dir = str(publish.staging(build.site))
    return config


def _sound_copy(build: Build) -> Path:
    """A copy of the bibliography without the entries that cannot be read, for the plugin."""
    copy = build.root / ".cache" / "bibliography.bib"
    copy.parent.mkdir(exist_ok=True)
    copy.write_text(build.bibliography.text or "% empty\n", encoding="utf-8")
    return copy


def on_files(files: Files, config: MkDocsConfig) -> Files:
    styles = [room.style for room in rooms().values()]
    styles.append((HERE / "citations" / "citations.css").read_text(encoding="utf-8"))
    files.append(File.generated(config, "assets/blocks.css", content="\n".join(styles)))
    return files


def on_page_read_source(page: Page, config: MkDocsConfig) -> str:
    # A page that a plugin made has no file; it is named as if it stood among the others.
    name = build.path(page.file.abs_src_path or Path(config.docs_dir, page.file.src_uri))
    raw = page.file.content_bytes
    text = raw.decode("utf-8-sig", errors="replace")
    if "\ufffd" in text:
        _report_bytes(name, raw)
    document = Document(Source(name, fill(text)))
    uri = page.file.src_uri
    is_article = uri.startswith("articles/") and uri != "articles/index.md"
    facts = read_front_matter(document, Article if is_article else PageFacts)
    build.documents[uri], build.facts[uri] = document, facts
    return _for_mkdocs(document.source)


def _report_bytes(name: str, raw: bytes) -> None:
    """Note the first byte of a file that is not UTF-8, if there is one."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        build.problems.append(Problem(name, *place, "not-utf8", "this line holds bytes that are not UTF-8",
                                      "save the file as UTF-8"))


def _for_mkdocs(source: Source) -> str:
    """The page's text as MkDocs can read it.

    Front matter that it cannot read would stand on the page as text, and where there is none it would
    take a first line such as “Note: …” for some. An empty line before the text keeps it from both.
    """
    text = source.text.rstrip("\n") + "\n"
    body, facts = get_data(text)
    return text if facts and body.strip("\n") == source.body.strip("\n") else "\n" + source.body


@event_priority(-100)  # after every plugin that still changes the text
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    build.current.next = build.documents[page.file.src_uri]
    for name in ("title", "description"):
        if name in page.meta:
            page.meta[name] = escape(page.meta[name])  # templates print them as they are
    return markdown


@event_priority(-100)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    document = build.documents[page.file.src_uri]
    rendered = read_html(html)
    for position, leak in enumerate(rendered.raw):
        place = leak.place(document.source, rendered.raw[:position].count(leak))
        document.problem(place, "raw-syntax", f"“{leak.syntax}” would reach the reader as it is",
                         "correct the markup, or put it between backticks if it is meant")
    build.pages.append(
        SitePage(page.url, str(page.title), document, rendered, build.facts[page.file.src_uri])
    )
    return html


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    assert build.references is not None
    build.library = library = Library(build.pages, build.references)
    for page in build.pages:
        build.problems += page.document.problems
    others = {file.url for file in files if not file.is_documentation_page()}
    build.problems += broken_links(library.pages, others, {"__tabbed", "__search"})
    build.problems += library.duplicate_questions()
    build.problems += build.bibliography.uncited(library.cited)
    build.problems += check_standing(build.bibliography, build.references.snapshot, library.first_cited)
    build.problems += check_age(build.references.snapshot, SNAPSHOT)
    for page in build.pages:
        for block in page.document.blocks:
            build.problems += check_block(page.document.source, block, build.references.evidence, build.wording)
    for problem in sorted(set(build.problems)):
        log.log(LEVELS[problem.severity], "%s", problem)

    verdicts = [_word(verdict) for verdict in Verdict]
    env.globals.update(library=library, verdicts=verdicts, topics=library.topics, figure=figure,
                       publisher=config.extra.get("publisher", {}))
    env.filters["longdate"] = longdate
    env.filters["elsewhere"] = _elsewhere
    return env


def _word(word: Any) -> dict[str, str]:
    return {"name": str(word), "label": word.label, "meaning": word.meaning}


def _elsewhere(block: BlockInArticle, page: Page) -> Markup:
    """A block as it can stand on another page. Its HTML was made by the converter, so it is safe."""
    from mkdocs.utils import get_relative_url

    return Markup(elsewhere(block.html, get_relative_url(block.article.url, page.url)))


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    if build.serving:
        path = build.documents[page.file.src_uri].source.path
        context["problems_here"] = [str(p) for p in sorted(set(build.problems)) if p.path == path]
    return context


@event_priority(-100)  # last, when everything is written and every warning counted
def on_post_build(config: MkDocsConfig) -> None:
    logging.getLogger("mkdocs").removeHandler(build.warnings)
    if build.site is None:
        return
    config.site_dir = str(build.site)
    if config.strict and build.warnings.count:
        publish.discard(build.site)
        log.info("The site was not published; %s is as it was.", build.path(build.site))
    else:
        publish.publish(build.site)


def on_build_error(error: Exception) -> None:
    if "build" in globals():
        logging.getLogger("mkdocs").removeHandler(build.warnings)
        if build.site is not None:
            publish.discard(build.site)
