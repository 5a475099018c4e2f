"""Last stage: what is made of each rendered page, such as its Markdown export and its search records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from proofdesk.blocks.installed import kind_files
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.cache import Cache, cache_version, fingerprint
from proofdesk.common.files import BytesLike
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
        key = fingerprint(repr(self._builder.key(page, digest)), repr(page.language))
        hit = self._cache.load(key)
        if hit:
            names, claims, found, _ = hit.parts
            return PageOutputs(json.loads(bytes(names)), claims, found, partial(self._contents, key, page, html),
                               hit.digest)
        outputs = self._build(page, html)
        contents = self._cache.store(("contents", key), *outputs.load())
        outputs.digest = self._cache.store(key, json.dumps(outputs.names), outputs.claims, outputs.found, contents)
        return outputs

    def _contents(self, key: str, page: Page, html: Callable[[], str]) -> Sequence[BytesLike]:
        hit = self._cache.load(("contents", key))
        return hit.parts if hit else self._build(page, html).load()

    def _build(self, page: Page, html: Callable[[], str]) -> PageOutputs:
        with speaking(page.language):
            return self._builder.build(page, html())
