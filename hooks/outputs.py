"""What is written beside the pages once they are: plain text, cards, feeds, redirects, headers and the search index."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File

from hooks import cards, claims_data, feeds, policy, redirects, twin
from hooks.building import Build
from hooks.cite import files_of_site, folder_of
from hooks.dates import today
from hooks.exports import WorksToExport
from hooks.problems import ERROR, REMINDER, WARNING
from hooks.search import index_site
from hooks.search_index import SearchError

log = logging.getLogger("mkdocs.plugins.plasticity")
LEVELS = {ERROR: logging.ERROR, WARNING: logging.WARNING, REMINDER: logging.INFO}


def write_outputs(build: Build, site: Path) -> None:
    """Write them into ``site``, where the pages stand. Raises ``BuildError`` where readers could not search."""
    _mend_feeds(site)
    _write_data(build, site)
    _write_twins(build, site)
    _write_cards(build, site)
    _mend_redirects(build, site)
    _index(build, site)
    if not build.serving:  # live reload has a script of its own
        _write_policy(build, site)


def _mend_feeds(site: Path) -> None:
    for file in site.glob("feed*.json"):
        file.write_text(feeds.mended_json(file.read_text(encoding="utf-8")), encoding="utf-8")
    for file in site.glob("feed*.xml"):
        file.write_bytes(feeds.mended_rss(file.read_bytes(), of_changes=file.stem != "feed"))


def _write_data(build: Build, site: Path) -> None:
    """The files for reference managers and the claims, one after the other: together they outweigh the pages."""
    assert build.library is not None and build.desk is not None
    articles, references = build.library.articles, build.desk.references
    works = WorksToExport(references.bibliography, build.kept / "exports")
    for name, text in files_of_site(articles, build.cites, works):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8", newline="")
    root, settings = build.address or "/", build.config
    licence = (settings.extra.get("licence") or {}).get("text", {}).get("url")
    (site / claims_data.DATA).parent.mkdir(parents=True, exist_ok=True)
    with (site / claims_data.DATA).open("w", encoding="utf-8") as out:
        out.writelines(claims_data.data(articles, references, settings.site_name, licence, root))
    (site / claims_data.SCHEMA).write_text(claims_data.schema_file(root), encoding="utf-8")


def _write_twins(build: Build, site: Path) -> None:
    assert build.library is not None
    articles = build.library.articles
    pages = [site / folder_of(article.url) / "index.html" for article in articles]
    texts = twin.twins((page.read_text(encoding="utf-8") for page in pages),
                       (build.address and build.address + article.url for article in articles), build.kept / "twins")
    for page, text in zip(pages, texts, strict=True):
        page.with_name(twin.NAME).write_text(text, encoding="utf-8")
    contents = twin.llms_txt(build.config.site_name, build.config.site_description or "", articles, build.address)
    (site / "llms.txt").write_text(contents, encoding="utf-8")


def _write_cards(build: Build, site: Path) -> None:
    folder = site / cards.FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for card in build.cards:
        (folder / card.name).write_bytes(cards.kept(card, build.kept / "cards"))


def _mend_redirects(build: Build, site: Path) -> None:
    for old in build.config.plugins["redirects"].config["redirect_maps"]:
        name = File(old, "", "", build.config.use_directory_urls).dest_uri
        html = redirects.stub((site / name).read_text(encoding="utf-8"), name, build.config.site_url or "")
        (site / name).write_text(html if build.serving else build.policy.page(html), encoding="utf-8")


def _index(build: Build, site: Path) -> None:
    assert build.library is not None and build.desk is not None
    language = str(build.config.theme["language"])
    try:
        for problem in index_site(site, build.library, build.desk.references.evidence, language, build.kept):
            log.log(LEVELS[problem.severity], "%s", problem)
    except SearchError as error:
        if not build.serving:
            raise BuildError(f"search: {error}") from None
        log.error("search: %s", error)


def _write_policy(build: Build, site: Path) -> None:
    (site / "_headers").write_text(build.policy.headers(), encoding="utf-8")
    contact = build.config.extra.get("publisher", {}).get("contact")
    security = policy.security_txt(contact, build.config.site_url, today())
    if security:
        (site / ".well-known").mkdir(exist_ok=True)
        (site / ".well-known" / "security.txt").write_text(security, encoding="utf-8")
