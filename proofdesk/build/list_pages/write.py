"""Write the further pages of lists beside those of MkDocs. An edited block changes only the pages that show it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.exceptions import BuildError
from mkdocs.structure.pages import Page as MkDocsPage

from proofdesk.blocks.installed import kind_files
from proofdesk.build.private_apis.mkdocs import page_like, render_beside
from proofdesk.build.rendering import Rendering
from proofdesk.build.templates import shown_card
from proofdesk.common.addresses import path_at
from proofdesk.common.cache import Cache, cache_version, files_below, fingerprint
from proofdesk.common.files import BytesLike
from proofdesk.common.language import speaking, spoken
from proofdesk.outputs.security_headers import add_policy
from proofdesk.site.lists.finder import work_files
from proofdesk.site.lists.paging import ListPage


def write_list_pages(rendering: Rendering, site: Path, put: Callable[[str, BytesLike], None]) -> None:
    """Write every further page of the site's lists with ``put``, and the files by which old links find works.

    Raises ``BuildError`` if a page of the site has the address of one.
    """
    pages = {file.page.url: file.page for file in rendering.files.documentation_pages() if file.page}
    cache = _cache(rendering)
    last, works = "", dict[str, str]()
    for here in rendering.lists.further():
        if here.base != last:  # only one list's entries are in memory
            rendering.env.globals["forget_list"]()
            last = here.base
        path = path_at(here.address)
        if path in rendering.expected:
            raise BuildError(f"{path}: a file of the site has the address of a page of the list “{here.base}” (give "
                             "the file another name)")
        with speaking(rendering.library.pages[here.base].language):
            content = _load_or_render(rendering, here, pages[here.base], cache, works)
        _write(put, site / path, content)
    rendering.env.globals["forget_list"]()
    for name, places in work_files(rendering.lists):
        _write(put, site / name, json.dumps(places, ensure_ascii=False, sort_keys=True).encode("utf-8"))
    if cache:
        cache.prune()


def _write(put: Callable[[str, BytesLike], None], file: Path, content: BytesLike) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    put(os.fspath(file), content)


def _cache(rendering: Rendering) -> Cache | None:
    if rendering.template_settings is None:
        return None
    kinds = rendering.conversion.setup.kinds
    return Cache(rendering.settings.cache_dir / "lists", cache_version(
        [*files_below(rendering.own_templates), *kind_files(kinds)], spoken(), rendering.template_settings))


def _load_or_render(
    rendering: Rendering, here: ListPage, base: MkDocsPage, cache: Cache | None, works: dict[str, str]
) -> BytesLike:
    key = fingerprint(*_dependencies(rendering, here, base, works)) if cache else ""
    hit = cache.load(key) if cache else None
    if hit is not None:
        return hit.parts[0]
    html = _render(rendering, here, base).encode("utf-8")
    if cache:
        cache.store(key, html)
    return html


def _dependencies(
    rendering: Rendering, here: ListPage, base: MkDocsPage, works: dict[str, str]
) -> Iterator[str]:
    """Yield all that a page shows: its entries, the works that they cite, and the pages around it.

    ``works`` keeps what covers each work from one page to the next.
    """
    references = rendering.data.references
    around = (here.base, here.view, here.number, here.first, here.total, here.addresses, here.topics, here.kinds,
              here.spans)
    stated = sorted((name, str(value)) for name, value in base.meta.items() if name != "template")
    yield repr((around, str(base.title), stated, _template(rendering, base), _card(rendering, base), spoken()))
    yield from (entry.fingerprint for entry in here.entries)
    for key in sorted({key for entry in here.entries for key in entry.keys}):
        works[key] = works.get(key) or fingerprint(references.cache_repr(key))
        yield works[key]


def _template(rendering: Rendering, base: MkDocsPage) -> str:
    """Return the template of a list's pages; that of a first page which is cached was set aside."""
    return rendering.state_of(base).template or str(base.meta["template"])


def _card(rendering: Rendering, base: MkDocsPage) -> Any:
    """Return the card of a list, which all its pages have; None if the site has no address."""
    settings = rendering.settings
    return shown_card(settings, rendering.card(base)) if settings.site_url else None


def _render(rendering: Rendering, here: ListPage, base: MkDocsPage) -> str:
    config = rendering.settings.config
    title = here.title(rendering.library.pages[here.base].facts.title)
    page = page_like(base, here.address, title, config)
    page.meta["template"] = _template(rendering, base)
    base.active = True  # the list is where a reader is in the navigation
    html = render_beside(page.meta["template"], here.address, config, rendering.files, rendering.conversion.nav,
                         rendering.env, page=page, card=_card(rendering, base))
    base.active = False
    return add_policy(html)
