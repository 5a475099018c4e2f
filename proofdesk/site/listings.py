"""The pages that list all blocks of a kind, as other pages lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from proofdesk.blocks.kind import BlockKind, in_order
from proofdesk.common.language import spoken
from proofdesk.content.record import Listing
from proofdesk.site.library import Library


@dataclass
class ListingLink:
    """The listing of a kind of block with its address, for readers of a language."""

    url: str
    about: Listing
    library: Library
    kind: str
    language: str

    @cached_property
    def count(self) -> int:
        """Return how many blocks it lists, which few pages show."""
        return len(self.library.blocks(self.kind, self.language))

    @property
    def noun(self) -> str:
        """Return what it lists, in the number that fits the count."""
        return self.about.nouns(self.count)


def listing_links(library: Library, kinds: Mapping[str, BlockKind]) -> list[ListingLink]:
    """Return the listings that the site has, in the order of their kinds."""
    return [ListingLink(library.listings[kind.name].url, kind.listing, library, kind.name, spoken().code)
            for kind in in_order(kinds.values()) if kind.listing and kind.name in library.listings]
