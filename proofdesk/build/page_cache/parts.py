"""Fill one part's share of the caches, on one of several machines that build a large site together.

In two stages, as what a page shows of others needs the conversion of all: each part converts its pages; where the
conversions of all parts are at hand, each renders its pages and lists. The build that publishes finds it all in the
caches, whose keys hold all that an entry depends on: its site is to the byte what it is without parts.
"""

from __future__ import annotations

from proofdesk.build.conversion import Conversion
from proofdesk.build.log import log, log_problems
from proofdesk.build.page_cache.fill import fill_caches
from proofdesk.build.rendering import Rendering
from proofdesk.checks.page import check_page
from proofdesk.common.parallel.parts import Part


def convert_part(conversion: Conversion, part: Part) -> None:
    """Convert the pages of a part, and log what is wrong with any of them."""
    pages = [file for file in conversion.files.documentation_pages() if part.has(file.src_uri)]
    for file in pages:
        conversion.convert(file)
    data = conversion.setup.data
    log_problems(problem for page in conversion.collected() for problem in check_page(page, data))
    log.info("Part %s: pages converted: %s.", part, f"{len(pages):,}")


def render_part(rendering: Rendering, part: Part) -> None:
    """Render the pages and the lists of a part, and make what is written beside each."""
    log.info("Part %s: pages and lists rendered: %s.", part, f"{fill_caches(rendering, part):,}")
