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
from mkdocs.exceptions import BuildError, ConfigurationError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from hooks import cards, claims_data, feeds, policy, publish, redirects, structured_data, twin
from hooks.article import Article, PageFacts
from hooks.bibliography import Bibliography, read_bibliography
from hooks.blocks.myth.myth import RATINGS, Verdict
from hooks.blocks.room import rooms
from hooks.cite import PageToCite, cite_each, files_of_site, folder_of, names_beside
from hooks.converted import Converted, ConvertedPages
from hooks.dates import longdate, today
from hooks.document import Current, Document
from hooks.exports import FORMATS, WorksToExport
from hooks.figure import figure
from hooks.glossary import terms_used
from hooks.library import BlockInArticle, Library, SitePage
from hooks.links import broken_links
from hooks.pages import Desk, close_page, extensions_of, is_article, open_page, problems_of_site, read_desk
from hooks.preview import with_anchors
from hooks.problems import ERROR, REMINDER, WARNING, Problem
from hooks.progress import Progress
from hooks.related import Relations
from hooks.rendered import elsewhere
from hooks.search import index_site
from hooks.search_index import SearchError

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
        self.desk: Desk | None = None
        self.exports: list[str] = []
        self.documents: dict[str, Document] = {}
        self.converted: ConvertedPages | None = None
        self.taken: dict[str, Converted] = {}
        self.pages: list[SitePage] = []
        self.cards: set[cards.Card] = set()
        self.facts: dict[str, PageFacts | None] = {}
        self.problems: list[Problem] = []
        self.library: Library | None = None
        self.site: Path | None = None
        self.policy = policy.Policy()
        self.warnings = CountWarnings()
        self.converting = self.writing = Progress("", 0)

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
    if not config.use_directory_urls:
        raise ConfigurationError("use_directory_urls: every page of this site has an address that ends in a slash; "
                                 "take the line out")
    bibtex: Any = config.plugins["bibtex"]
    bib_file = build.root / bibtex.config.bib_file
    csl_file = build.root / bibtex.config.csl_file
    if not csl_file.is_file():
        raise ConfigurationError(f"plugins.bibtex.csl_file: there is no file “{build.path(csl_file)}”")
    bibtex.config.csl_file = str(csl_file)
    bibliography = read_bibliography(bib_file, build.path(bib_file))
    if not bibliography.sound:
        bibtex.config.bib_file = str(_sound_copy(build, bibliography))
    # The plugin's own rewriting of pages loses text (it takes `[@key]` in code for a citation and deletes
    # an unknown one without a word), so pages never reach it: citations/ resolves them.
    handlers = config.plugins.events["page_markdown"]
    handlers[:] = [h for h in handlers if getattr(h, "__self__", None) is not bibtex]

    rss: Any = config.plugins["rss"]
    rss.config.enabled = bool(config.site_url)  # a feed without the site's address is none
    rss.config.cache_dir = str(build.root / ".cache" / "rss")
    docs = Path(config.docs_dir)
    build.desk = read_desk(build.root, docs, build.path(docs), bibliography, csl_file)
    extensions: list[Any] = config.markdown_extensions
    extensions[:] = [e for e in extensions if isinstance(e, str)]
    extensions += extensions_of(build.desk, build.current)
    config.extra_css += ["assets/site.css", "assets/blocks.css", "assets/article-end.css"]
    if not build.serving:
        build.site = Path(config.site_dir)
        publish.discard(build.site)
        config.site_dir = str(publish.staging(build.site))
    return config


def _sound_copy(build: Build, bibliography: Bibliography) -> Path:
    """A copy of the bibliography without the entries that cannot be read, for the plugin."""
    copy = build.root / ".cache" / "bibliography.bib"
    copy.parent.mkdir(exist_ok=True)
    copy.write_text(bibliography.text or "% empty\n", encoding="utf-8")
    return copy


@event_priority(100)  # before mkdocs-redirects, which would name a faulty redirect without its place
def on_files(files: Files, config: MkDocsConfig) -> Files:
    for file in [f for f in files if f.src_uri.startswith("assets/javascripts/")]:
        files.remove(file)  # the theme's programs, which overrides/base.html does without
    _check_redirects(files, config)
    styles = [room.style for room in rooms().values()]
    styles.append((HERE / "citations" / "citations.css").read_text(encoding="utf-8"))
    files.append(File.generated(config, "assets/blocks.css", content="\n".join(styles)))
    # The files for reference managers have their places now, so that pages can link to them; they are filled in on_env.
    build.exports = [*(f"references.{ending}" for ending in FORMATS), claims_data.DATA, claims_data.SCHEMA]
    for file in files.documentation_pages():
        build.exports += names_beside(file.url) if is_article(file.src_uri) else []
    for uri in build.exports:
        files.append(File.generated(config, uri, content=""))
    count, quiet = len(files.documentation_pages()), not logging.getLogger("mkdocs").isEnabledFor(logging.INFO)
    build.converted = _converted(files, config)
    build.converting = Progress("Converting pages", count, quiet=quiet)
    build.writing = Progress("Writing pages", count, quiet=quiet)
    return files


def _converted(files: Files, config: MkDocsConfig) -> ConvertedPages | None:
    """The pages that were converted before; None where MkDocs itself would speak of a page while it converts it."""
    if any(level > logging.DEBUG for level in config.validation.links.values()):
        return None

    def target(path: str) -> list[str] | None:
        file = files.get_file_from_path(path)
        return [file.url, file.inclusion.name] if file else None

    assert build.desk is not None
    names = [each for each in config.markdown_extensions if isinstance(each, str)]
    return ConvertedPages(build.root / ".cache" / "pages", build.desk, names, config.mdx_configs, target)


def _check_redirects(files: Files, config: MkDocsConfig) -> None:
    moves: dict[str, str] = config.plugins["redirects"].config["redirect_maps"]
    file = Path(config.config_file_path)
    pages = {each.src_uri for each in files.documentation_pages()}
    build.problems = redirects.check(moves, pages, file.read_text(encoding="utf-8"), build.path(file))
    if build.problems:
        moves.clear()  # the plugin would say the same once more, without the place


def on_page_read_source(page: Page, config: MkDocsConfig) -> str:
    # A page that a plugin made has no file; it is named as if it stood among the others.
    name = build.path(page.file.abs_src_path or Path(config.docs_dir, page.file.src_uri))
    uri = page.file.src_uri
    document, build.facts[uri] = open_page(name, uri, page.file.content_bytes)
    build.documents[uri] = document
    # Its facts are read once, above. Front matter that MkDocs cannot read would stand on the page as text, and where
    # there is none it would take a first line such as “Note: …” for some; an empty line keeps it from both.
    return "\n" + document.source.body


@event_priority(100)  # before every plugin that reads the facts
def _state_facts(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    page.meta = dict(build.documents[page.file.src_uri].stated)
    return markdown


@event_priority(-100)  # after every plugin that still changes the text
def _take_or_convert(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    uri = page.file.src_uri
    document, facts = build.documents[uri], build.facts[uri]
    for name in ("title", "description"):
        if name in page.meta:
            page.meta[name] = escape(page.meta[name])  # templates print them as they are
    page.meta.update(feeds.facts_for_feed(facts) if isinstance(facts, Article) else {"draft": True})
    taken = build.converted.take(document, uri) if build.converted and markdown.strip() == _body(document) else None
    if taken:
        build.taken[uri] = taken
        return ""  # nothing is left to convert
    build.current.next = document
    return markdown


on_page_markdown = CombinedEvent(_state_facts, _take_or_convert)


def _body(document: Document) -> str:
    return document.source.body.strip()


@event_priority(100)  # before every plugin that reads or changes the HTML
def _take_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    taken = build.taken.get(page.file.src_uri)
    if taken is None:
        return html
    page.toc = get_toc(taken.toc)
    page.content = taken.html
    return taken.html


@event_priority(-100)  # after all of them
def _close_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    assert build.desk is not None
    uri = page.file.src_uri
    document, facts, taken = build.documents[uri], build.facts[uri], build.taken.pop(uri, None)
    if taken and taken.html == html:
        build.pages.append(SitePage(page.url, str(page.title), document, taken.rendered, facts))
    else:
        closed = close_page(document, facts, uri, page.url, str(page.title), html, build.desk)
        build.pages.append(closed)
        if build.converted and not taken and not document.problems and page.content == html:
            build.converted.keep(document, uri, Converted(html, [_token(each) for each in page.toc], closed.rendered))
    build.converting.step()
    return html


on_page_content = CombinedEvent(_take_content, _close_content)


def _token(link: AnchorLink) -> dict[str, Any]:
    """An entry of a table of contents as Python-Markdown gave it."""
    return {"name": link.title, "id": link.id, "level": link.level, "children": [_token(e) for e in link.children]}


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    desk = build.desk
    assert desk is not None
    build.library = library = Library(build.pages, desk.references)
    cites = _export(config, files, library, desk.bibliography)
    others = {file.url for file in files if not file.is_documentation_page()}
    build.problems += [*problems_of_site(desk, library, build.pages),
                       *broken_links(library.pages, others, {"__tabbed", "__search"})]
    for problem in sorted(set(build.problems)):
        log.log(LEVELS[problem.severity], "%s", problem)

    verdicts = [_word(verdict) for verdict in Verdict]
    env.globals.update(library=library, verdicts=verdicts, topics=library.topics, figure=figure,
                       publisher=config.extra.get("publisher", {}), safety=desk.safety, glossary=desk.glossary,
                       terms_used=terms_used(library.articles), related=Relations(library.articles).of, cite=cites)
    site = structured_data.site_of(config, _root(config) or "/")
    env.globals["structured_data"] = lambda page: structured_data.as_script(
        structured_data.graph(library.pages[page.url], library, desk.references, site))
    env.filters["longdate"] = longdate
    env.filters["elsewhere"] = _elsewhere
    return env


def _export(
    config: MkDocsConfig, files: Files, library: Library, bibliography: Bibliography
) -> dict[str, PageToCite]:
    """Fill the files for reference managers; where an article came to nothing, so do its files."""
    publisher = config.extra.get("publisher", {}).get("name") or config.site_name
    cites = cite_each(library.articles, publisher, config.site_name, config.site_url or "")
    contents = files_of_site(library.articles, cites, WorksToExport(bibliography, build.root / ".cache" / "exports"))
    licence = (config.extra.get("licence") or {}).get("text", {}).get("url")
    assert build.desk is not None
    references = build.desk.references
    contents |= claims_data.files(library.articles, references, config.site_name, licence, _root(config) or "/")
    for uri in build.exports:
        file = files.get_file_from_path(uri)
        if file and uri in contents:
            file.content_string = contents[uri]
        elif file:
            files.remove(file)
    return cites


def _root(config: MkDocsConfig) -> str:
    """The site's address with a slash at its end; empty where it has none."""
    return config.site_url.rstrip("/") + "/" if config.site_url else ""


def _word(word: Any) -> dict[str, Any]:
    return {"rating": RATINGS.get(word), "name": str(word), "label": word.label, "meaning": word.meaning}


def _elsewhere(block: BlockInArticle, page: Page) -> Markup:
    """A block as it can stand on another page. Its HTML was made by the converter, so it is safe."""
    from mkdocs.utils import get_relative_url

    return Markup(elsewhere(block.html, get_relative_url(block.article.url, page.url)))


def _card(page: Page, config: MkDocsConfig) -> cards.Card:
    facts = build.facts[page.file.src_uri]
    if isinstance(facts, Article):
        note = f"Last checked {longdate(facts.reviewed)}"
        return cards.Card(config.site_name, facts.title, "Article", note)
    title = config.site_name if page.is_homepage or facts is None else facts.title
    return cards.Card(config.site_name, title, note=facts.description if facts else "")


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    if config.site_url:  # who shares a page needs the picture's whole address
        card = _card(page, config)
        build.cards.add(card)
        context["card"] = {"url": f"{config.site_url.rstrip('/')}/{cards.FOLDER}/{card.name}", "alt": escape(card.alt),
                           "width": cards.WIDTH, "height": cards.HEIGHT}
    if build.serving:
        path = build.documents[page.file.src_uri].source.path
        here = (p for p in sorted(set(build.problems)) if p.path == path)
        page.content, context["problems_here"] = with_anchors(page.content or "", here, build.root)
    return context


@event_priority(-100)  # last: what a page holds now is what its policy is made for
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    build.writing.step()
    # Live reload puts a script of its own, another one each time, into the pages that are served.
    return output if build.serving else build.policy.page(output)


@event_priority(-100)
def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    return output if build.serving or not template_name.endswith(".html") else build.policy.page(output)


def _write_policy(site: Path, config: MkDocsConfig) -> None:
    (site / "_headers").write_text(build.policy.headers(), encoding="utf-8")
    security = policy.security_txt(config.extra.get("publisher", {}).get("contact"), config.site_url, today())
    if security:
        (site / ".well-known").mkdir(exist_ok=True)
        (site / ".well-known" / "security.txt").write_text(security, encoding="utf-8")


def _mend_feeds(site: Path) -> None:
    for file in site.glob("feed*.json"):
        file.write_text(feeds.mended_json(file.read_text(encoding="utf-8")), encoding="utf-8")
    for file in site.glob("feed*.xml"):
        file.write_bytes(feeds.mended_rss(file.read_bytes(), of_changes=file.stem != "feed"))


def _mend_redirects(site: Path, config: MkDocsConfig) -> None:
    for old in config.plugins["redirects"].config["redirect_maps"]:
        name = File(old, "", "", config.use_directory_urls).dest_uri
        html = redirects.stub((site / name).read_text(encoding="utf-8"), name, config.site_url or "")
        (site / name).write_text(html if build.serving else build.policy.page(html), encoding="utf-8")


def _write_cards(site: Path) -> None:
    folder = site / cards.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for card in build.cards:
        (folder / card.name).write_bytes(cards.kept(card, build.root / ".cache" / "cards"))


def _write_twins(site: Path, config: MkDocsConfig) -> None:
    assert build.library is not None
    root = _root(config)
    articles = build.library.articles
    pages = [site / folder_of(article.url) / "index.html" for article in articles]
    texts = twin.twins((page.read_text(encoding="utf-8") for page in pages),
                       (root and root + article.url for article in articles), build.root / ".cache" / "twins")
    for page, text in zip(pages, texts, strict=True):
        page.with_name(twin.NAME).write_text(text, encoding="utf-8")
    contents = twin.llms_txt(config.site_name, config.site_description or "", articles, root)
    (site / "llms.txt").write_text(contents, encoding="utf-8")


def _index(site: Path, config: MkDocsConfig) -> None:
    assert build.library is not None and build.desk is not None
    try:
        for problem in index_site(site, build.library, build.desk.references.evidence, str(config.theme["language"]),
                                  build.root / ".cache"):
            log.log(LEVELS[problem.severity], "%s", problem)
    except SearchError as error:
        if not build.serving:
            raise BuildError(f"search: {error}") from None
        log.error("search: %s", error)


@event_priority(-100)  # last, when everything is written and every warning counted
def on_post_build(config: MkDocsConfig) -> None:
    _mend_feeds(Path(config.site_dir))
    _write_twins(Path(config.site_dir), config)
    _write_cards(Path(config.site_dir))
    _mend_redirects(Path(config.site_dir), config)
    _index(Path(config.site_dir), config)
    logging.getLogger("mkdocs").removeHandler(build.warnings)
    if build.site is None:
        return
    _write_policy(Path(config.site_dir), config)
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
