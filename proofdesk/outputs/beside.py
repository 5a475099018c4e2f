"""The files that the build writes beside each article, and those for other programs that a site has once."""

from __future__ import annotations

from proofdesk.bibliography.exports import export_names
from proofdesk.content.site_data import SiteData
from proofdesk.outputs.cite_this_page.citation import names_beside
from proofdesk.outputs.claims_json import DATA, SCHEMA
from proofdesk.outputs.doctor_sheet.sheet import file_beside

EXPORTS_OF_SITE = (*export_names("references"), DATA, SCHEMA)


def files_beside(url: str, data: SiteData) -> list[str]:
    """Return the paths, from the site's root, of all files beside the article at ``url`` to which pages may link.

    ``data`` says whether articles have a sheet for a doctor.
    """
    return [*names_beside(url), *([file_beside(url)] if data.doctor_sheet else [])]
