"""The pages that list all blocks of a kind, as other pages lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from proofdesk.blocks.kind import BlockKind, in_order
from proofdesk.common.language import spoken
from proofdesk.content.record import Listing
from proofdesk.site.library import Library


@dataclass(frozen=True)
class ListingLink:
    """A listing with its address and how many blocks it lists."""

    url: str
    count: int
    about: Listing

    @property
    def noun(self) -> str:
        """Return what it lists, in the number that fits the count."""
        return self.about.nouns(self.count)


def listing_links(library: Library, kinds: Mapping[str, BlockKind]) -> list[ListingLink]:
    """Return the listings that the site has, in the order of their kinds."""
    return [ListingLink(library.listings[kind.name].url, len(library.blocks(kind.name, spoken().code)), kind.listing)
            for kind in in_order(kinds.values()) if kind.listing and kind.name in library.listings]
