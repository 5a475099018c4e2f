"""The files that the build writes beside each article."""

from __future__ import annotations

from proofdesk.content.site_data import SiteData
from proofdesk.outputs.cite_this_page.citation import names_beside
from proofdesk.outputs.doctor_sheet.sheet import file_beside


def files_beside(url: str, data: SiteData) -> list[str]:
    """Return the paths, from the site's root, of all files beside the article at ``url`` to which pages may link.

    ``data`` says whether articles have a sheet for a doctor.
    """
    return [*names_beside(url), *([file_beside(url)] if data.doctor_sheet else [])]
