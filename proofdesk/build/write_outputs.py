"""Fourth phase: write what is beside the pages: exports, cards, feeds, redirects, search index, headers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin

from mkdocs.exceptions import BuildError
from pathspec.gitignore import GitIgnoreSpec

from proofdesk.build.list_pages.write import ListPages
from proofdesk.build.log import log, log_problems
from proofdesk.build.private_apis.mkdocs import mkdocs_files, nav_links, replace_file_writer
from proofdesk.build.private_apis.plugins import feed_files, feed_names, redirects_of
from proofdesk.build.rendering import Rendering
from proofdesk.build.settings import Settings
from proofdesk.build.site_folder.staging import KEPT, PublishedFiles, Staging
from proofdesk.checks.finished.check import OutputCheck
from proofdesk.common.addresses import page_address, path_at
from proofdesk.common.cache import fingerprint
from proofdesk.common.dates import today
from proofdesk.common.problems import Problem
from proofdesk.outputs import claims_json, feeds, redirects, social_cards
from proofdesk.outputs.llms_txt import llms_txt
from proofdesk.outputs.page_outputs import PageOutputs, search_language
from proofdesk.outputs.search.index import SearchIndex
from proofdesk.outputs.security_headers import finish_page, headers_file
from proofdesk.outputs.security_txt import PATH as SECURITY_TXT
from proofdesk.outputs.security_txt import is_below, security_txt
from proofdesk.site.article import Page
from proofdesk.site.config_file import position_in_config
from proofdesk.site.material import is_foreign

PLUGIN_FILES = "extra.files_of_plugins"
_NAMED = 5  # files that a sentence names; more are counted


def start_writing(rendering: Rendering, *, begins_anew: bool) -> None:
    """Have MkDocs write pages and templates into the next site, which begins with what stays of the last ones.

    Plugins that are not known may change files where they are, so with one no file is shared with the published site.
    Nor is any of a site that ``begins_anew``.
    """
    settings, states = rendering.settings, rendering.conversion.pages
    pages = {file.dest_uri: states[file.src_uri] for file in rendering.files.documentation_pages()
             if file.src_uri in states}
    rendering.expected |= mkdocs_files(rendering.files) | feed_files(settings.config)
    rendering.expected |= {path_at(page_address(old)) for old in redirects_of(settings.config)}
    folder = "" if settings.serving else str(settings.site_dir)  # each server has another
    published = PublishedFiles(folder, settings.cache_dir)
    shares = rendering.template_settings is not None and not begins_anew
    rendering.staging = Staging(settings.site_dir, published, shares)
    rendering.staging.begin(pages, rendering.expected - pages.keys())

    def write(name: str, content: bytes) -> None:
        if content != KEPT.encode("ascii"):
            rendering.staging.write(name, content, pages[name].digest if name in pages else "")

    replace_file_writer(str(settings.staging_dir), write)


def write_outputs(rendering: Rendering) -> None:
    """Write all that is beside the pages, which are there already."""
    site = rendering.settings.staging_dir
    ListPages(rendering).write(rendering.staging)
    _fix_feeds(rendering, site)
    _write_works(rendering)
    search = _write_page_outputs(rendering, site)
    _write_cards(rendering)
    _write_redirects(rendering)
    log_problems(search.write())
    if not rendering.settings.serving:  # live reload has a script of its own
        _write_headers(rendering)
    rendering.staging.finish()


def check_finished(rendering: Rendering) -> None:
    """Log each address of the finished site that leads nowhere.

    Raises ``BuildError`` if a file is missing, or if there is one that the build did not mean to write.
    """
    settings, staging = rendering.settings, rendering.staging
    files, expected = staging.states.keys(), rendering.expected | staging.digests.keys()
    of_plugins, unused = _match_files(files - expected, settings.stated.files_of_plugins)
    fault = check_files(files, expected | of_plugins)
    if fault:
        more = files - expected - of_plugins
        remedy = f"if a plugin writes it, add it to {PLUGIN_FILES} in mkdocs.yml; " if more else ""
        raise BuildError(f"{fault} ({remedy}it was not published; the published site is unchanged)")
    log_problems(_unused_pattern(settings, pattern) for pattern in unused)
    sources = {file.dest_uri: settings.path(file.abs_src_path) for file in rendering.files.documentation_pages()
               if file.abs_src_path}
    # Plugins of other people may have changed a file after it was written.
    digests = {} if rendering.template_settings is None else staging.digests
    check = OutputCheck(settings.staging_dir, files, settings.site_url, sources, settings.path(settings.site_dir),
                        rendering.addresses, digests)
    # The check of the settings told these, as it does style sheets of other sites; not what a plugin took away later.
    told = rendering.conversion.registered.misleading
    entries = [link for link in nav_links(rendering.conversion.nav.items) if link in told]
    foreign = [str(sheet) for sheet in settings.config.extra_css if is_foreign(str(sheet))]
    named = [("index.html", link) for link in (*entries, *foreign)]
    repeats = [each.path for each in rendering.problems if each.rule == "duplicate-id"]
    log_problems(check.problems([*rendering.broken, *named], repeats))


def check_files(files: AbstractSet[str], expected: AbstractSet[str]) -> str:
    """Return a sentence on the files that are missing or that nobody meant to write; empty if the set is right."""
    faults = [f"{what} {_name(some)}" for what, some in (
        ("lacks", sorted(expected - files)), ("has, though no part of the build wrote it,", sorted(files - expected)))
        if some]
    return f"the finished site {', and '.join(faults)}" if faults else ""


def _name(files: list[str]) -> str:
    more = len(files) - _NAMED
    return ", ".join(f"“{file}”" for file in files[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _match_files(files: Iterable[str], patterns: Iterable[str]) -> tuple[set[str], list[str]]:
    """Return the files that a pattern of ``exclude_docs``'s kind names, and the patterns that name none."""
    files, matched, unused = sorted(files), set[str](), []
    for pattern in patterns:
        found = set(GitIgnoreSpec.from_lines([pattern]).match_files(files))
        matched |= found
        unused += [] if found else [pattern]
    return matched, unused


def _unused_pattern(settings: Settings, pattern: str) -> Problem:
    file = Path(settings.config.config_file_path)
    position = position_in_config(file.read_text(encoding="utf-8-sig"), pattern)
    return Problem(settings.path(file), *position, "unknown-setting",
                   f"“{pattern}”, in {PLUGIN_FILES}, names no file that a plugin has written",
                   "correct it, or take it out")


def _write(rendering: Rendering, name: str, text: str) -> None:
    rendering.staging.write(name, text.encode("utf-8"))


def _fix_feeds(rendering: Rendering, site: Path) -> None:
    articles = {rendering.settings.site_url + article.url: article for article in rendering.library.articles}

    def entry(address: str) -> feeds.FeedEntry | None:
        article = articles.get(address)
        return feeds.entry_of(article, rendering.cite(article).authors) if article else None

    for feed, name in feed_names(rendering.settings.config).items():
        kind, _, which = feed.partition("_")
        if kind == "json":
            _write(rendering, name, feeds.fix_json((site / name).read_text(encoding="utf-8"), entry))
        else:
            fixed = feeds.fix_rss((site / name).read_bytes(), entry, of_changes=which == "updated")
            rendering.staging.write(name, fixed)


def _write_works(rendering: Rendering) -> None:
    for name, content in rendering.builder.works.files_of_all():
        rendering.staging.write(name, content)


def _write_page_outputs(rendering: Rendering, site: Path) -> SearchIndex:
    """Write what is made of each page, one after the other: together they take more memory than the pages."""
    library, config = rendering.library, rendering.settings.config
    root = rendering.settings.site_url
    licence = rendering.settings.stated.licences.get("text")
    schema = claims_json.schema_file(rendering.conversion.setup.kinds, root or "/", rendering.library.evidence_words)
    _write(rendering, claims_json.SCHEMA, schema)
    articles = [article.page for article in library.articles]
    others = [page for page in library.pages.values() if not library.article(page)]
    checked = max((article.reviewed for article in library.articles), default=None)
    digests = {state.page.url: state.digest for state in rendering.conversion.pages.values() if state.page}
    search = SearchIndex(rendering.language, rendering.data.words, rendering.staging.write,
                         rendering.settings.cache_dir / "search", rendering.conversion.checkpoint)

    def begin(name: str) -> BinaryIO:
        rendering.expected.add(name)
        return (site / name).open("wb")

    harms = claims_json.harms_of(rendering.data.harms, library.harms_page, rendering.data.references, root or "/")
    with claims_json.ClaimsFiles(
            begin, checked, config.site_name, licence.url if licence else None, root or "/", harms) as claims:
        for page in (*articles, *others):
            load = partial(_load_outputs, rendering, site, page, digests[page.url])
            outputs = load()
            claims.add(outputs.claims)
            folder = path_at(page.url).rpartition("/")[0]
            beside = {name: (f"{folder}/{name}" if folder else name, f"{outputs.digest} {name}")
                      for name in outputs.names}
            if not all(itertools.starmap(rendering.staging.keep, beside.values())):
                for name, content in outputs.files.items():
                    path, identity = beside[name]
                    rendering.staging.write(path, content, identity)
            search.add(outputs.digest, outputs.search_parts, partial(_search_words, load),
                       search_language(page, rendering.language), library.article(page) or library.plain_page(page))
    contents = llms_txt(config.site_name, config.site_description or "", library.articles,
                        rendering.conversion.setup.kinds, root, library.harms_page,
                        rendering.data.site.advice.programs)
    _write(rendering, "llms.txt", contents)
    return search


def _search_words(load: Callable[[], PageOutputs]) -> Iterator[Any]:
    return load().search_words


def _load_outputs(rendering: Rendering, site: Path, page: Page, digest: str) -> PageOutputs:
    rendering.conversion.checkpoint()
    file = site / path_at(page.url)
    return rendering.outputs.load_or_build(
        page, digest or fingerprint(file), lambda: file.read_text(encoding="utf-8"))


def _write_cards(rendering: Rendering) -> None:
    for card in rendering.cards():
        rendering.conversion.checkpoint()
        name = f"{social_cards.FOLDER}/{card.name}"  # the name is a hash of all that is drawn
        if not rendering.staging.keep(name, card.name):
            drawn = social_cards.load_or_draw(card, rendering.settings.cache_dir / "cards")
            rendering.staging.write(name, drawn, card.name)


def _write_redirects(rendering: Rendering) -> None:
    config = rendering.settings.config
    for old, new in redirects_of(config).items():
        page, mark, anchor = new.partition("#")
        found = rendering.files.src_uris.get(page)
        address = page_address(old)
        html = redirects.redirect_page(found.url + mark + anchor if found else new, address, config.site_url or "")
        _write(rendering, path_at(address), finish_page(html))


def _write_headers(rendering: Rendering) -> None:
    address = rendering.settings.site_url
    _write(rendering, "_headers", headers_file(address))
    security = security_txt(rendering.settings.stated.publisher.contact_url, address, today())
    if security:
        _write(rendering, SECURITY_TXT, security)
        if is_below(address):
            log.info("%s: nobody looks for this file below a path; copy it to %s", SECURITY_TXT,
                     urljoin(address, f"/{SECURITY_TXT}"))
