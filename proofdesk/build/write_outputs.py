"""Fourth phase: write what is beside the pages: exports, cards, feeds, redirects, search index, headers."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mkdocs.exceptions import BuildError

from proofdesk.build import publish
from proofdesk.build.log import log, log_problems
from proofdesk.build.mkdocs_private import published_name, redirects_of
from proofdesk.build.rendering import Rendering
from proofdesk.common.cache import fingerprint
from proofdesk.common.dates import today
from proofdesk.outputs import claims_json, feeds, redirects, social_cards
from proofdesk.outputs.cite_this_page.citation import folder_of
from proofdesk.outputs.llms_txt import llms_txt
from proofdesk.outputs.page_outputs import PageOutputs
from proofdesk.outputs.search.indexer import FOLDER, SearchError, SearchRecord
from proofdesk.outputs.search.records import SearchCollector
from proofdesk.outputs.security_headers import add_policy, headers_file
from proofdesk.outputs.security_txt import security_txt
from proofdesk.site.article import Page


def write_outputs(rendering: Rendering, site: Path) -> None:
    """Write into ``site``, where the pages are already. Raises ``BuildError`` if readers could not search."""
    _fix_feeds(site)
    search = _write_page_outputs(rendering, site)
    _write_cards(rendering, site)
    _fix_redirects(rendering, site)
    _write_search_index(rendering, site, search)
    if not rendering.settings.serving:  # live reload has a script of its own
        _write_headers(rendering, site)


def _fix_feeds(site: Path) -> None:
    for file in site.glob("feed*.json"):
        file.write_text(feeds.fix_json(file.read_text(encoding="utf-8")), encoding="utf-8")
    for file in site.glob("feed*.xml"):
        file.write_bytes(feeds.fix_rss(file.read_bytes(), of_changes=file.stem != "feed"))


def _write_page_outputs(rendering: Rendering, site: Path) -> SearchCollector:
    """Write what is made of each page, one after the other: together they take more memory than the pages."""
    library, config = rendering.library, rendering.settings.config
    root = rendering.settings.site_url
    for name, text in rendering.builder.works.files_of_all().items():
        (site / name).write_text(text, encoding="utf-8", newline="")
    licence = (config.extra.get("licence") or {}).get("text", {}).get("url")
    (site / claims_json.DATA).parent.mkdir(parents=True, exist_ok=True)
    schema = claims_json.schema_file(rendering.conversion.setup.kinds, root or "/")
    (site / claims_json.SCHEMA).write_text(schema, encoding="utf-8")
    articles = [article.page for article in library.articles]
    others = [page for page in library.pages.values() if not library.article(page)]
    checked = max((article.reviewed for article in library.articles), default=None)
    digests = {state.page.url: state.digest for state in rendering.conversion.pages.values() if state.page}
    search, put = SearchCollector(library), publish.incremental_writer(site, rendering.settings.site_dir)
    with (site / claims_json.DATA).open("wb") as out:
        claims = claims_json.ClaimsFile(out, checked, config.site_name, licence, root or "/")
        for page in (*articles, *others):
            load = partial(_load_outputs, rendering, site, page, digests[page.url])
            outputs = load()
            claims.add(outputs.claims)
            folder = os.path.join(site, folder_of(page.url))
            for name, content in outputs.files.items():
                put(os.path.join(folder, name), content)
            search.add(page, outputs.digest, outputs.found, partial(_search_records, load))
        claims.end()
    rendering.outputs.prune()
    contents = llms_txt(config.site_name, config.site_description or "", library.articles,
                        rendering.conversion.setup.kinds, root)
    (site / "llms.txt").write_text(contents, encoding="utf-8")
    return search


def _search_records(load: Callable[[], PageOutputs]) -> list[SearchRecord]:
    return load().search_records


def _load_outputs(rendering: Rendering, site: Path, page: Page, digest: str) -> PageOutputs:
    file = site / page.url / "index.html" if not page.url or page.url.endswith("/") else site / page.url
    return rendering.outputs.load_or_build(
        page, digest or fingerprint(file), lambda: file.read_text(encoding="utf-8"))


def _write_cards(rendering: Rendering, site: Path) -> None:
    folder = site / social_cards.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    put = publish.incremental_writer(site, rendering.settings.site_dir)
    for card in rendering.cards():
        put(os.path.join(folder, card.name), social_cards.load_or_draw(card, rendering.settings.cache_dir / "cards"))


def _fix_redirects(rendering: Rendering, site: Path) -> None:
    config = rendering.settings.config
    for old in redirects_of(config):
        name = published_name(old, config)
        html = redirects.redirect_page((site / name).read_text(encoding="utf-8"), name, config.site_url or "")
        html = add_policy(html)
        (site / name).write_text(html, encoding="utf-8")


def _write_search_index(rendering: Rendering, site: Path, search: SearchCollector) -> None:
    settings = rendering.settings
    try:
        log_problems(search.index(site, str(settings.config.theme["language"]), settings.cache_dir / "search",
                                  publish.incremental_writer(site, settings.site_dir)))
    except SearchError as error:
        if not settings.serving:
            raise BuildError(f"search: {error}") from None
        log.error("search: %s", error)


def _write_headers(rendering: Rendering, site: Path) -> None:
    config = rendering.settings.config
    parts = sorted(folder.name for folder in (site / FOLDER).glob("part-*"))
    (site / "_headers").write_text(headers_file(parts), encoding="utf-8")
    security = security_txt(config.extra.get("publisher", {}).get("contact"), config.site_url, today())
    if security:
        (site / ".well-known").mkdir(exist_ok=True)
        (site / ".well-known" / "security.txt").write_text(security, encoding="utf-8")
