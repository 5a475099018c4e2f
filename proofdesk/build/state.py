"""One build's state: made as it begins, filled page by page, read by templates and by what is written at the end."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from proofdesk.bibliography.exports import FORMATS
from proofdesk.blocks.kind import KINDS_FOLDER, block_kinds
from proofdesk.build.conversion_cache import ConversionCache, ConvertedPage
from proofdesk.build.progress import Progress
from proofdesk.build.render_cache import RenderCache
from proofdesk.checks.links import broken_links
from proofdesk.common.problems import Problem
from proofdesk.content.document import ConversionContext, Document
from proofdesk.content.editorial import EditorialData
from proofdesk.content.front_matter import FrontMatter
from proofdesk.outputs import claims_json, security_headers, social_cards
from proofdesk.outputs.cite_this_page.citation import PageToCite, names_beside
from proofdesk.outputs.page_outputs import PageOutputCache
from proofdesk.site.article import Page
from proofdesk.site.library import Library

# The files for other programs that the site has once.
EXPORTS_OF_SITE = (*(f"references.{ending}" for ending in FORMATS), claims_json.DATA, claims_json.SCHEMA)


class Build:
    """The state of one build. ``command`` is MkDocs' own, such as “serve”."""

    def __init__(self, config: MkDocsConfig, command: str) -> None:
        self.config = config
        # Not resolved: MkDocs names files as they are reached, through symbolic links too.
        self.root = Path(os.path.abspath(config.config_file_path or "mkdocs.yml")).parent
        self.serving = command == "serve"
        self.current = ConversionContext()
        self.kinds = block_kinds(self.root / KINDS_FOLDER)
        self.desk: EditorialData | None = None
        self.promised: set[str] = set()
        self.cites: dict[str, PageToCite] = {}
        self.contents: dict[str, bytes] = {}  # the pages' HTML, packed until its template needs it
        self.documents: dict[str, Document] = {}
        self.converted: ConversionCache | None = None
        self.taken: dict[str, ConvertedPage] = {}
        self.converted_anew = 0
        self.pages: list[Page] = []
        self.cards: set[social_cards.Card] = set()
        self.facts: dict[str, FrontMatter | None] = {}
        self.problems: list[Problem] = []
        self.library: Library | None = None
        self.site = Path(config.site_dir)
        self.files = Files([])
        self.nav: Any = None
        self.env: Any = None
        self.digests: dict[str, str] = {}  # of finished pages, by their addresses
        self.finished: RenderCache | None = None
        self.derived: PageOutputCache | None = None
        self.done: dict[str, str] = {}  # the pages that were finished before, with the templates that made them
        self.policy = security_headers.Policy()
        self.warnings = CountWarnings()
        self.converting = self.writing = Progress("", 0)

    @property
    def address(self) -> str:
        """The site's address with a slash at its end; empty where it has none."""
        return self.config.site_url.rstrip("/") + "/" if self.config.site_url else ""

    @property
    def kept(self) -> Path:
        """Where what was computed before is kept."""
        return self.root / ".cache"

    @property
    def exports(self) -> set[str]:
        """The files that are written beside the pages, from the site's root."""
        assert self.library is not None
        beside = {name for article in self.library.articles for name in names_beside(article.url)}
        return beside | {*EXPORTS_OF_SITE}

    def broken_links(self, pages: Iterable[Page]) -> list[Problem]:
        """The links of these pages that lead nowhere within the site."""
        assert self.library is not None
        others = {file.url for file in self.files if not file.is_documentation_page()} | self.exports
        return list(broken_links(self.library.pages, others, {"__tabbed", "__search"}, pages))

    def path(self, file: str | Path) -> str:
        """A file's path as problems print it: relative to the repository, with forward slashes."""
        file = Path(file)
        return file.relative_to(self.root).as_posix() if file.is_relative_to(self.root) else file.as_posix()


# The plugins that do nothing to a page when it goes through its template. What another one does, nobody here knows.
_KNOWN = {"bibtex", "rss", "redirects", "hooks/events.py"}
# Where a site stands on a disk is no part of it; the rest is stated by what reads it.
_NOT_SHOWN = ("config_file_path", "docs_dir", "site_dir", "plugins", "hooks", "theme", "watch", "nav", "dev_addr",
              "exclude_docs", "draft_docs", "not_in_nav", "validation", "strict", "markdown_extensions")


def settings_shown(config: MkDocsConfig, nav: Any) -> list[Any] | None:
    """All settings that a finished page may show; None where a plugin may have a say that nobody here knows."""
    if not config.plugins.keys() <= _KNOWN:
        return None
    theme = [(name, config.theme[name]) for name in sorted(config.theme)]
    return [[(name, config[name]) for name in config if name not in _NOT_SHOWN], theme, config.theme.name,
            sorted(config.plugins), nav and (_stated(nav.items), nav.homepage and nav.homepage.url)]


def _stated(items: Any) -> list[Any]:
    """What the navigation shows."""
    return [(str(item.title), getattr(item, "url", None), _stated(item.children or ())) for item in items]


class CountWarnings(logging.Handler):
    """Counts what ``--strict`` counts, so that a build that will be refused is not published."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
