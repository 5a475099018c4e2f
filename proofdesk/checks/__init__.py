"""Checks: everything that can be wrong with a page, an entry or the site, as problems. One module for each family.

Public: the checks of a page, of all pages and of links. Rooms below: ``site`` and those below it.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.checks.links import broken_links as broken_links
    from proofdesk.checks.page import check_page as check_page
    from proofdesk.checks.site import check_site as check_site

__getattr__, __all__ = public({
    "proofdesk.checks.links": ("broken_links",),
    "proofdesk.checks.page": ("check_page",),
    "proofdesk.checks.site": ("check_site",),
})
