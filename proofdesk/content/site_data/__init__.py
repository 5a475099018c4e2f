"""What is of one site (``site.yml``): typed data (``model`` and its parts), and how the file is read (``reader``)."""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.content.site_data.model import SITE as SITE
    from proofdesk.content.site_data.model import SiteData as SiteData
    from proofdesk.content.site_data.reader import load_site_data as load_site_data

__getattr__, __all__ = public({
    "proofdesk.content.site_data.model": ("SITE", "SiteData"),
    "proofdesk.content.site_data.reader": ("load_site_data",),
})
