"""What is written beside the pages once they are: plain text, cards, feeds, redirects, headers and the search index."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File

from proofdesk.bibliography.exports import WorksToExport
from proofdesk.build import publish
from proofdesk.build.state import Build
from proofdesk.common.cache import fingerprint
from proofdesk.common.dates import today
from proofdesk.common.logging import LEVELS, log
from proofdesk.outputs import claims_json, feeds, redirects, social_cards
from proofdesk.outputs.cite_this_page.citation import folder_of
from proofdesk.outputs.llms_txt import llms_txt
from proofdesk.outputs.page_outputs import PageOutputCache, PageOutputs
from proofdesk.outputs.search.indexer import FOLDER, SearchError, SearchRecord
from proofdesk.outputs.search.records import SearchCollector
from proofdesk.outputs.security_txt import security_txt
from proofdesk.site.article import Page


def write_outputs(build: Build, site: Path) -> None:
    """Write them into ``site``, where the pages stand. Raises ``BuildError`` where readers could not search."""
    _mend_feeds(site)
    findings = _write_derived(build, site)
    _write_cards(build, site)
    _mend_redirects(build, site)
    _index(build, site, findings)
    if not build.serving:  # live reload has a script of its own
        _write_policy(build, site)


def _mend_feeds(site: Path) -> None:
    for file in site.glob("feed*.json"):
        file.write_text(feeds.fix_json(file.read_text(encoding="utf-8")), encoding="utf-8")
    for file in site.glob("feed*.xml"):
        file.write_bytes(feeds.fix_rss(file.read_bytes(), of_changes=file.stem != "feed"))


def _write_derived(build: Build, site: Path) -> SearchCollector:
    """What is made of the pages, one page after the other: together it outweighs them."""
    assert build.library is not None and build.desk is not None
    library, settings = build.library, build.config
    derived = _derived_pages(build)
    for name, text in derived.works.files_of_all().items():
        (site / name).write_text(text, encoding="utf-8", newline="")
    licence = (settings.extra.get("licence") or {}).get("text", {}).get("url")
    root = build.address or "/"
    (site / claims_json.DATA).parent.mkdir(parents=True, exist_ok=True)
    (site / claims_json.SCHEMA).write_text(claims_json.schema_file(build.kinds, root), encoding="utf-8")
    articles = [article.page for article in library.articles]
    others = [page for page in library.pages.values() if not library.article(page)]
    checked = max((article.reviewed for article in library.articles), default=None)
    findings, put = SearchCollector(library), publish.writing(site, build.site)
    with (site / claims_json.DATA).open("wb") as out:
        claims = claims_json.ClaimsFile(out, checked, settings.site_name, licence, root)
        for page in (*articles, *others):
            made = _derived(build, site, page)
            claims.add(made.claims)
            folder = os.path.join(site, folder_of(page.url))
            for name, content in made.files.items():
                put(os.path.join(folder, name), content)
            findings.add(page, made.digest, made.found, partial(_entries, build, site, page))
        claims.end()
    derived.prune()
    contents = llms_txt(settings.site_name, settings.site_description or "", library.articles, build.kinds,
                        build.address)
    (site / "llms.txt").write_text(contents, encoding="utf-8")
    return findings


def deriving(build: Build) -> Callable[[Page, str], None]:
    """What makes all that is made of a page that is finished, from its HTML, and keeps it until it is written."""
    derived = _derived_pages(build)
    derived.works.files_of_all()  # every work is written once here, and not in each process that makes pages

    def derive(page: Page, html: str) -> None:
        if digest := build.digests.get(page.url):
            derived.of(page, digest, lambda: html)

    return derive


def _derived_pages(build: Build) -> PageOutputCache:
    if build.derived is None:
        assert build.library is not None and build.desk is not None
        references = build.desk.references
        works = WorksToExport(references.bibliography, build.kept / "exports")
        build.derived = PageOutputCache(build.kept / "derived", build.library, references, build.cites, works,
                                     build.address)
    return build.derived


def _derived(build: Build, site: Path, page: Page) -> PageOutputs:
    file = site / page.url / "index.html" if not page.url or page.url.endswith("/") else site / page.url

    def html() -> str:
        return file.read_text(encoding="utf-8")

    return _derived_pages(build).of(page, build.digests.get(page.url) or fingerprint(file), html)


def _entries(build: Build, site: Path, page: Page) -> list[SearchRecord]:
    return _derived(build, site, page).entries


def _write_cards(build: Build, site: Path) -> None:
    folder = site / social_cards.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    put = publish.writing(site, build.site)
    for card in build.cards:
        put(os.path.join(folder, card.name), social_cards.kept(card, build.kept / "cards"))


def _mend_redirects(build: Build, site: Path) -> None:
    for old in build.config.plugins["redirects"].config["redirect_maps"]:
        name = File(old, "", "", build.config.use_directory_urls).dest_uri
        html = redirects.stub((site / name).read_text(encoding="utf-8"), name, build.config.site_url or "")
        (site / name).write_text(html if build.serving else build.policy.page(html), encoding="utf-8")


def _index(build: Build, site: Path, findings: SearchCollector) -> None:
    try:
        for problem in findings.index(site, str(build.config.theme["language"]), build.kept / "search",
                                      publish.writing(site, build.site)):
            log.log(LEVELS[problem.severity], "%s", problem)
    except SearchError as error:
        if not build.serving:
            raise BuildError(f"search: {error}") from None
        log.error("search: %s", error)


def _write_policy(build: Build, site: Path) -> None:
    parts = sorted(folder.name for folder in (site / FOLDER).glob("part-*"))
    (site / "_headers").write_text(build.policy.headers(parts), encoding="utf-8")
    contact = build.config.extra.get("publisher", {}).get("contact")
    security = security_txt(contact, build.config.site_url, today())
    if security:
        (site / ".well-known").mkdir(exist_ok=True)
        (site / ".well-known" / "security.txt").write_text(security, encoding="utf-8")
