"""Describe a sheet for a doctor as a schema.org graph."""

from __future__ import annotations

from proofdesk.common.language import spoken
from proofdesk.outputs.doctor_sheet.sheet import DoctorSheet
from proofdesk.outputs.json_ld.graph import SiteInfo, site_nodes
from proofdesk.outputs.json_ld.nodes import Node
from proofdesk.site.library import Library


def graph(sheet: DoctorSheet, library: Library, site: SiteInfo) -> list[Node]:
    """Return the graph of a sheet: a page about what its article is about, made from that."""
    url, facts = site.root + sheet.url, sheet.article.facts
    return [*site_nodes(library, site), {
        "@type": "WebPage", "@id": f"{url}#page", "url": url, "name": sheet.name, "inLanguage": spoken().code,
        "lastReviewed": facts.reviewed.isoformat(), "isPartOf": {"@id": f"{site.root}#site"},
        "isBasedOn": {"@id": f"{site.root}{sheet.article.url}#article"},
    }]
