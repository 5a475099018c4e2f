"""Last stage: what is made of each rendered page, such as its Markdown export and its search records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from proofdesk.blocks.installed import kind_files
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.cache import Cache, cache_version
from proofdesk.common.language import speaking, spoken
from proofdesk.outputs.page_outputs import PageOutputBuilder, PageOutputs
from proofdesk.site.article import Page


class OutputCache:
    """Files and records made of each rendered page.

    A kind of block says how its blocks are exported and described, which the page's HTML does not show.
    """

    def __init__(self, folder: Path, builder: PageOutputBuilder, kinds: Mapping[str, BlockKind]) -> None:
        self._builder = builder
        self._cache = Cache(folder, cache_version(kind_files(kinds), spoken(), builder.version))

    def load_or_build(self, page: Page, digest: str, html: Callable[[], str]) -> PageOutputs:
        """Return the outputs of a page with this ``html``, which ``digest`` identifies."""
        key = *self._builder.key(page, digest), repr(page.language)
        hit = self._cache.load(key)
        if hit:
            return PageOutputs.unpack(hit.parts, hit.digest)
        with speaking(page.language):
            outputs = self._builder.build(page, html())
        outputs.digest = self._cache.store(key, *outputs.pack())
        return outputs
