"""Write the further pages of lists beside those of MkDocs. An edited block changes only the pages that show it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from mkdocs.exceptions import BuildError
from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.build.private_apis.mkdocs import page_like, render_beside
from proofdesk.build.rendering import Rendering
from proofdesk.build.site_folder.staging import Staging
from proofdesk.build.templates import shown_card
from proofdesk.common.addresses import path_at
from proofdesk.common.cache import fingerprint
from proofdesk.common.files import BytesLike
from proofdesk.common.language import speaking, spoken
from proofdesk.outputs.security_headers import finish_page
from proofdesk.site.lists.finder import work_files
from proofdesk.site.lists.paging import Listed, ListPage


class ListPages:
    """Every further page of the site's lists."""

    def __init__(self, rendering: Rendering) -> None:
        self._rendering = rendering
        self._bases = {file.page.url: file.page for file in rendering.files.documentation_pages() if file.page}
        self._cache = rendering.cache_of("lists")
        self._fingerprints: dict[int, str] = {}  # of the entries of one list, each of which is on several pages

    def by_list(self) -> list[list[ListPage]]:
        """Return the pages of each list, those of the list with the most pages first; none without a cache."""
        found: dict[str, list[ListPage]] = defaultdict(list)
        for here in self._rendering.lists.further() if self._cache else ():
            found[here.base].append(here)
        return sorted(found.values(), key=len, reverse=True)

    def prepare(self, pages: list[ListPage]) -> None:
        """Fill the caches with the pages of a list. One process does them all: an entry is drawn once for its pages."""
        for here in pages:
            self._rendering.addresses.note(str(self._content(here, self._key(here)), "utf-8"))
        self._forget_list()

    def _forget_list(self) -> None:
        """Free the memory of what was made of a list's entries."""
        self._rendering.env.globals["forget_list"]()
        self._fingerprints.clear()

    def _fingerprint(self, entry: Listed) -> str:
        if id(entry) not in self._fingerprints:
            self._fingerprints[id(entry)] = entry.fingerprint
        return self._fingerprints[id(entry)]

    def write(self, staging: Staging) -> None:
        """Write the pages, and the files by which old links find works.

        Raises ``BuildError`` if a page of the site has the address of one.
        """
        last = ""
        for here in self._rendering.lists.further():
            if here.base != last:  # only one list's entries are in memory
                self._forget_list()
                last = here.base
            path = path_at(here.address)
            if path in self._rendering.expected or path in staging.digests:
                raise BuildError(f"{path}: a file of the site has the address of a page of the list “{here.base}” "
                                 "(give the file another name)")
            self._rendering.conversion.checkpoint()
            key = self._key(here)
            digest = self._cache.digest(key) if self._cache else ""
            if not staging.keep(path, digest):
                staging.write(path, self._content(here, key), digest)
        self._forget_list()
        for name, places in work_files(self._rendering.lists):
            staging.write(name, json.dumps(places, ensure_ascii=False, sort_keys=True).encode("utf-8"))

    def _key(self, here: ListPage) -> str:
        """Return the key of a page in the cache; empty without one."""
        if not self._cache:
            return ""
        with speaking(self._rendering.library.pages[here.base].language):
            return fingerprint(*self._dependencies(here, self._bases[here.base]))

    def _content(self, here: ListPage, key: str) -> BytesLike:
        """Return a page as it is published, from the cache if it has it."""
        hit = self._cache.load(key) if self._cache else None
        if hit is not None:
            return hit.parts[0]
        with speaking(self._rendering.library.pages[here.base].language):
            html = self._render(here, self._bases[here.base]).encode("utf-8")
        if self._cache:
            self._cache.store(key, html)
        return html

    def _dependencies(self, here: ListPage, base: MkDocsPage) -> Iterator[str]:
        """Yield all that a page shows: its entries, the works that they cite, and the pages around it."""
        around = (here.base, here.view, here.number, here.first, here.total, here.addresses, here.topics, here.kinds,
                  here.spans)
        stated = sorted((name, str(value)) for name, value in base.meta.items() if name != "template")
        yield repr((around, str(base.title), stated, self._template(base), self._card(base), spoken()))
        yield from map(self._fingerprint, here.entries)
        for key in sorted({key for entry in here.entries for key in entry.keys}):
            yield self._rendering.data.references.fingerprint(key)

    def _render(self, here: ListPage, base: MkDocsPage) -> str:
        rendering, config = self._rendering, self._rendering.settings.config
        title = here.title(rendering.library.pages[here.base].facts.title)
        page = page_like(base, here.address, title, config)
        page.meta["template"] = self._template(base)
        base.active = True  # the list is where a reader is in the navigation
        html = render_beside(page.meta["template"], here.address, config, rendering.files, rendering.conversion.nav,
                             rendering.env, page=page, card=self._card(base))
        base.active = False
        return finish_page(html)

    def _template(self, base: MkDocsPage) -> str:
        """Return the template of a list's pages; that of a first page which is cached was set aside."""
        return self._rendering.state_of(base).template or str(base.meta["template"])

    def _card(self, base: MkDocsPage) -> Any:
        """Return the card of a list, which all its pages have; None if the site has no address."""
        settings = self._rendering.settings
        return shown_card(settings, self._rendering.card(base)) if settings.site_url else None
