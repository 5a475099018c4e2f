"""MkDocs' events, in the order in which they come: a table of contents of the program.

MkDocs caches this module over the rebuilds of ``mkdocs serve``, so all state is made anew in ``on_config``. What an
event does stands in modules of its own; those that know MkDocs too are named in ``hooks/__init__.py``.
"""

from __future__ import annotations

import gc
import logging
import traceback
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, MkDocsException
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, get_toc

from proofdesk.build import publish
from proofdesk.build.conversion_cache import ConvertedPage
from proofdesk.build.live_reload import rebuild_pages
from proofdesk.build.parallel_pages import convert_ahead, finish_ahead
from proofdesk.build.problem_panel.panel import list_problems
from proofdesk.build.progress import Progress
from proofdesk.build.render_cache import RenderedPage
from proofdesk.build.setup import configure, converted_pages, register_files
from proofdesk.build.state import Build
from proofdesk.build.templates import card_of, give_templates, take_finished
from proofdesk.build.watcher import ChangeWatcher
from proofdesk.build.write_outputs import write_outputs
from proofdesk.checks.page import check_conversion
from proofdesk.checks.site import check_site
from proofdesk.common.logging import log, say
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.outputs import feeds, social_cards
from proofdesk.outputs.guide import fill
from proofdesk.site.article import Page
from proofdesk.site.library import Library
from proofdesk.site.pipeline import collect_page, parse_page

HERE = Path(__file__).parent


_command = "build"
build: Build


def on_startup(command: str, dirty: bool) -> None:
    global _command
    _command = command
    # A large site's pages are held to the end, and to look through all of them for garbage so often takes a fifth of a
    # build of which everything is kept (1,000 articles: 3.75 CPU seconds and 3.15).
    gc.set_threshold(50_000, 20, 100)


@event_priority(100)  # before mkdocs-bibtex reads the file: it stops at the first fault, without naming it
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    global build
    build = Build(config, _command)
    logging.getLogger("mkdocs").addHandler(build.warnings)
    configure(build)
    publish.clean_staging(build.site)
    config.site_dir = str(publish.staging_dir(build.site))
    return config


@event_priority(100)  # before mkdocs-redirects, which would name a faulty redirect without its place
def on_files(files: Files, config: MkDocsConfig) -> Files:
    register_files(build, files)
    build.converted = converted_pages(build, files)
    count, quiet = len(files.documentation_pages()), not logging.getLogger("mkdocs").isEnabledFor(logging.INFO)
    build.converting = Progress("Converting pages", count, quiet=quiet)
    build.writing = Progress("Writing pages", count, quiet=quiet)
    return files


def on_page_read_source(page: MkDocsPage, config: MkDocsConfig) -> str:
    # A page that a plugin made has no file; it is named as if it stood among the others.
    name = build.path(page.file.abs_src_path or Path(config.docs_dir, page.file.src_uri))
    uri = page.file.src_uri
    document, build.facts[uri] = parse_page(name, uri, page.file.content_bytes, partial(fill, kinds=build.kinds))
    build.documents[uri] = document
    # Its facts are read once, above. Front matter that MkDocs cannot read would stand on the page as text, and where
    # there is none it would take a first line such as “Note: …” for some; an empty line keeps it from both.
    return "\n" + document.source.body


@event_priority(100)  # before every plugin that reads the facts
def _state_facts(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    page.meta = dict(build.documents[page.file.src_uri].stated)
    return markdown


@event_priority(-100)  # after every plugin that still changes the text
def _take_or_convert(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    uri = page.file.src_uri
    document, facts = build.documents[uri], build.facts[uri]
    for name in ("title", "description"):
        if name in page.meta:
            page.meta[name] = escape(page.meta[name])  # templates print them as they are
    page.meta.update(feeds.facts_for_feed(facts) if isinstance(facts, ArticleFrontMatter) else {"draft": True})
    if markdown.strip() != document.source.body.strip():  # a plugin changed it: blocks stand where they stand now
        document.source = document.source.with_body(markdown)
        markdown = document.source.body
    taken = build.converted.take(document, uri) if build.converted else None
    if taken:
        build.taken[uri] = taken
        page.content, page.render = "", _rendered  # type: ignore[method-assign] # else a converter is made for nothing
        return ""
    convert_ahead(build)
    vars(page).pop("render", None)  # under `mkdocs serve` the page may have been taken before
    build.current.next = document
    return markdown


on_page_markdown = CombinedEvent(_state_facts, _take_or_convert)


def _rendered(config: MkDocsConfig, files: Files) -> None:
    """In place of a page's ``render`` where its HTML is there already: ``_take_content`` gives it."""


@event_priority(100)  # before every plugin that reads or changes the HTML
def _take_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    taken = build.taken.get(page.file.src_uri)
    if taken is None:
        return html
    page.toc = get_toc(taken.toc)
    page.content = taken.html
    return taken.html


@event_priority(-100)  # after all of them
def _close_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    assert build.desk is not None
    uri = page.file.src_uri
    document, facts, taken = build.documents[uri], build.facts[uri], build.taken.pop(uri, None)
    if taken and taken.html == html:
        build.pages.append(Page(page.url, str(page.title), document, taken.findings, facts, taken.digest,
                                    taken.shown))
    else:
        closed = collect_page(document, facts, uri, page.url, str(page.title), html, build.desk)
        build.pages.append(closed)
        if build.converted and not taken and not any(check_conversion(closed)) and page.content == html:
            converted = ConvertedPage(html, [_token(each) for each in page.toc], closed.findings)
            build.converted.keep(document, uri, converted)
            closed.digest, closed.shown = converted.digest, converted.shown
    build.converting.step()
    # Thousands of pages at once would fill the memory. Each comes again when its template needs it.
    if not taken or taken.html != html:
        build.contents[uri] = zlib.compress(html.encode("utf-8", "surrogatepass"), 1)
    return ""


on_page_content = CombinedEvent(_take_content, _close_content)


def _token(link: AnchorLink) -> dict[str, Any]:
    """An entry of a table of contents as Python-Markdown gave it."""
    return {"name": link.title, "id": link.id, "level": link.level, "children": [_token(e) for e in link.children]}


def on_nav(nav: Any, config: MkDocsConfig, files: Files) -> Any:
    build.nav, build.files = nav, files
    return nav


def on_env(env: Any, config: MkDocsConfig, files: Files) -> Any:
    desk = build.desk
    assert desk is not None
    build.files, build.env = files, env
    build.library = library = Library(build.pages, desk.references)
    for uri in build.promised:
        files.remove(files.src_uris[uri])
    build.problems += [*check_site(library, desk), *build.broken_links(library.pages.values())]
    build.policy.allow_inline_scripts = not any(problem.rule == "against-policy" for problem in build.problems)
    say(build.problems)
    relations = give_templates(build)
    if not build.serving:  # under `mkdocs serve` the links of an edited page are checked against the others
        for page in build.pages:
            page.findings.forget_links()
        finish_ahead(build, take_finished(build, relations))
    return env


@event_priority(100)  # before every plugin that reads the page
def _unpack_content(context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    if page.file.src_uri not in build.done:
        page.content = _content(page)
    return context


def _content(page: MkDocsPage) -> str:
    uri = page.file.src_uri
    if uri in build.contents:
        return zlib.decompress(build.contents[uri]).decode("utf-8", "surrogatepass")
    assert build.converted
    kept = build.converted.html(build.documents[uri], uri)
    if kept is None:
        raise BuildError(f"{build.documents[uri].source.path}: what was kept of this page went away while the site was "
                         "built; build again")
    return kept


def _complete_context(context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    if config.site_url:  # who shares a page needs the picture's whole address
        card = card_of(build, page)
        build.cards.add(card)
        context["card"] = {"url": f"{config.site_url.rstrip('/')}/{social_cards.FOLDER}/{card.name}", "alt": escape(card.alt),
                           "width": social_cards.WIDTH, "height": social_cards.HEIGHT}
    if page.file.src_uri in build.done:
        context["finished"] = _finished(context, page)
    if build.serving:
        document = build.documents[page.file.src_uri]
        here = [p for p in sorted(set(build.problems)) if p.path == document.source.path]
        context["problems_here"] = list_problems(here, document.anchors, build.root)
    return context


on_page_context = CombinedEvent(_unpack_content, _complete_context)


def _finished(context: dict[str, Any], page: MkDocsPage) -> str:
    """A page as it was finished before; where that turns out to be damaged, as its own template makes it."""
    assert build.finished and build.library
    finished = build.finished.take(build.library.pages[page.url])
    if finished:
        build.policy.hashes |= {*finished.hashes}
        build.digests[page.url] = finished.digest
        return finished.html
    template = page.meta["template"] = build.done.pop(page.file.src_uri)
    page.content = _content(page)
    return str(build.env.get_template(template).render(context))


@event_priority(-100)  # last: what a page holds now is what its policy is made for
def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    page.content = ""
    build.writing.step()
    # Live reload puts a script of its own, another one each time, into the pages that are served.
    if build.serving or page.file.src_uri in build.done:
        return output
    html = build.policy.page(output)
    if build.finished and build.library:
        finished = RenderedPage(html, sorted(build.policy.allowed(output)))
        build.finished.keep(build.library.pages[page.url], finished)
        build.digests[page.url] = finished.digest
    return html


@event_priority(-100)
def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    return output if build.serving or not template_name.endswith(".html") else build.policy.page(output)


@event_priority(-100)  # last, when everything is written and every warning counted
def on_post_build(config: MkDocsConfig) -> None:
    write_outputs(build, Path(config.site_dir))
    for kept in (build.converted, build.finished):
        if kept:
            kept.prune()
    logging.getLogger("mkdocs").removeHandler(build.warnings)
    config.site_dir = str(build.site)
    if config.strict and build.warnings.count and not build.serving:
        publish.clean_staging(build.site)
        log.info("The site was not published; %s is as it was.", build.path(build.site))
    else:
        publish.publish(build.site)
    if not build.serving:
        gc.freeze()  # the program ends here, and Python would look through a large site's pages three times more


def on_build_error(error: Exception) -> None:
    """No editor is shown a traceback: the disk's refusals are said in words, and a fault of ours is kept to be sent."""
    if "build" not in globals():
        return
    logging.getLogger("mkdocs").removeHandler(build.warnings)
    publish.clean_staging(build.site)
    if isinstance(error, MkDocsException):
        return
    still = f"{build.path(build.site)} is as it was"
    if isinstance(error, OSError):
        # The file that was written, where one was copied; of one that was open already no name is known.
        where = error.filename2 or error.filename or build.site
        raise Abort(f"{build.path(where)}: {error.strerror or error} ({still}; see whether the disk is "
                    "full, and whether you may write there)") from None
    report = build.kept / "fault.txt"
    with suppress(OSError):
        report.parent.mkdir(exist_ok=True)
        report.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    raise Abort(f"The program has a fault, {type(error).__name__}: {error} ({still}; send {build.path(report)} to its "
                "maintainers)") from None


def on_serve(server: Any, config: MkDocsConfig, builder: Callable[[], None]) -> Any:
    """An edited page is new at once (hooks/serving.py); that it is time for the rest is said by a file."""
    wake = build.kept / "rest-of-the-site"
    wake.parent.mkdir(exist_ok=True)
    wake.touch()
    server.watch(str(wake))
    watched = [config.docs_dir, config.config_file_path, *config.watch, *config.theme.dirs[:1]]
    follower = ChangeWatcher(builder, lambda changed: rebuild_pages(build, changed), map(Path, watched), wake.touch)
    server.builder = follower.build
    return server
