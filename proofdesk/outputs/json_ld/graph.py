"""Describe a page as a schema.org graph (JSON-LD), with nothing in it that the page does not show.

Each kind of block makes its own node (``Record.node``); the nodes around them are made here. Rules: schema.org 30.0,
Google's guides for ClaimReview and BreadcrumbList.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from proofdesk.bibliography.references import References
from proofdesk.common.language import _, spoken
from proofdesk.content.front_matter import Authorship
from proofdesk.content.harms.elements import group_id
from proofdesk.content.harms.entries import Harms
from proofdesk.content.markup import reference_id
from proofdesk.content.record import JsonLdGroup
from proofdesk.content.site_data import SiteData
from proofdesk.content.site_data.parts import SchemaTypes
from proofdesk.outputs.json_ld.nodes import Node, author_node, person_node, source_node, work_node
from proofdesk.site.article import Article, ArticleBlock, Page, Place
from proofdesk.site.library import Library
from proofdesk.site.lists.paging import MAX_ENTRIES
from proofdesk.site.settings import SiteSettings

# Types of pages by template. Articles have a node of their own.
_PAGES = {"articles.html": "CollectionPage", "listing.html": "CollectionPage", "references.html": "CollectionPage"}
# The publisher's policies by the address of their page.
POLICIES = {"publishingPrinciples": "about/how-we-work/", "correctionsPolicy": "about/corrections/"}
# `</script>` and `<!--` would end the element that holds the graph; the two separators end a line in JavaScript.
_UNSAFE = {letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class SiteInfo:
    """The site as every page's graph describes it. ``root`` is its address, or “/”."""

    name: str
    description: str
    publisher: str
    root: str
    licence: str | None = None
    authorship: Authorship = field(default_factory=Authorship)
    types: SchemaTypes = field(default_factory=SchemaTypes)


def as_script(graph: list[Node]) -> str:
    """Return a graph as the content of a ``<script>``, which no string in it can end."""
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    for letter, escaped in _UNSAFE.items():  # to translate a text looks at each of its letters
        text = text.replace(letter, escaped)
    return text


def graph(
    page: Page, library: Library, references: References, site: SiteInfo, harms: Harms | None = None
) -> list[Node]:
    """Return the graph of a page, as nodes. ``harms`` are those of the site, which one page lists."""
    article = library.article(page)
    around = site_nodes(library, site)
    if article:
        blocks = [(block, _node_of(block, site)) for block in article.blocks]
        pictures = [_ref(node["@id"]) for _block, node in blocks if node.get("@type") == "ImageObject"]
        return [*around, *_article(article, library, references, site, pictures), *_groups(article, blocks, site),
                *(node for block, node in blocks if node and not block.record.json_ld_group)]
    place = library.plain_page(page)
    if place:
        blocks = [(block, _node_of(block, site)) for block in place.blocks]
        drugs = list(_drugs(page, harms, site)) if harms and page is library.harms_page else []
        return [*around, *_page(page, library, references, site), *drugs, *_groups(place, blocks, site),
                *(node for block, node in blocks if node and not block.record.json_ld_group)]
    return [*around, *_page(page, library, references, site)]


def _drugs(page: Page, harms: Harms, site: SiteInfo) -> Iterator[Node]:
    """Yield each drug of the list of harms with its warnings, as the page shows them."""
    for drug, own, _elsewhere in harms.groups:
        url = f"{site.root}{page.url}#{group_id(drug)}"
        node: Node = {"@type": site.types.substance, "@id": url, "url": url, "name": drug.label,
                      "mainEntityOfPage": _ref(f"{site.root}{page.url}#page")}
        if drug.meaning:
            node["alternateName"] = drug.meaning.split(", ")
        if own and site.types.substance == "Drug":
            node["warning"] = [harm.harm for harm in own]
        yield node


def site_of(settings: SiteSettings, data: SiteData, root: str) -> SiteInfo:
    """Return the site as its settings describe it; ``root`` is its address with a slash, or “/”."""
    licence = settings.licences.get("text")
    url = licence.url if licence else None
    return SiteInfo(settings.name, settings.description, settings.publisher.name, root, url, data, data.schema_types)


def _ref(id: str) -> Node:
    return {"@id": id}


def site_nodes(library: Library, site: SiteInfo) -> list[Node]:
    """Return what every page's graph begins with: the publisher and the site."""
    policies = {name: site.root + url for name, url in POLICIES.items() if url in library.pages}
    publisher = {"@type": "Organization", "@id": f"{site.root}#publisher", "name": site.publisher, "url": site.root,
                 **policies}
    return [publisher, {"@type": "WebSite", "@id": f"{site.root}#site", "url": site.root, "name": site.name,
                        "description": site.description, "publisher": _ref(f"{site.root}#publisher")}]


def _page(page: Page, library: Library, references: References, site: SiteInfo) -> list[Node]:
    url, facts = site.root + page.url, page.facts
    other = "AboutPage" if page.url.startswith("about/") else "WebPage"
    kind = _PAGES.get(getattr(facts, "template", None) or "", other)
    node: Node = {"@type": kind, "@id": f"{url}#page", "url": url, "name": facts.title if facts else page.title,
                  "isPartOf": _ref(f"{site.root}#site"), "inLanguage": spoken().code}
    if kind == "CollectionPage" and page.url == "articles/" and library.articles:
        node["mainEntity"] = {"@type": "ItemList", "itemListElement": [
            {"@type": "ListItem", "position": number, "name": each.facts.title, "url": site.root + each.url}
            for number, each in enumerate(library.offered(page.language.code)[:MAX_ENTRIES], 1)]}
    place = library.plain_page(page)
    if place and place.facts.published:
        node["datePublished"] = place.facts.published.isoformat()
    if place and place.facts.reviewed:
        node["lastReviewed"] = place.facts.reviewed.isoformat()
    if place and place.keys:
        node["citation"] = _citations(place, references, site)
    return [node]


def _citations(place: Place, references: References, site: SiteInfo) -> list[Node]:
    """Return the works that a page cites, each at its place in the page's list."""
    return [{"@id": f"{site.root}{place.url}#{reference_id(key)}", **work_node(key, references)} for key in place.keys]


def _article(
    article: Article, library: Library, references: References, site: SiteInfo, pictures: list[Node]
) -> list[Node]:
    facts, url = article.facts, site.root + article.url
    publisher = _ref(f"{site.root}#publisher")
    who = facts.within(site.authorship)
    authors = [author_node(author) for author in who.authors]
    # Who signed another version has not reviewed what the page says now.
    reviewers = [person_node(review.name, review.role) for review in who.reviewed_by if review.is_of(article.version)]
    page: Node = {
        "@type": site.types.article, "@id": f"{url}#page", "url": url, "name": facts.title,
        "description": facts.description, "lastReviewed": facts.reviewed.isoformat(),
        "isPartOf": _ref(f"{site.root}#site"), "mainEntity": _ref(f"{url}#article"), "inLanguage": spoken().code,
        "breadcrumb": _breadcrumb(article, library, site),
    }
    if reviewers:
        page["reviewedBy"] = reviewers
    text: Node = {
        "@type": "Article", "@id": f"{url}#article", "url": url, "headline": facts.title,
        "description": facts.description, "publisher": publisher, "inLanguage": spoken().code,
        # Named again, for programs that follow no reference.
        "author": authors or {"@type": "Organization", **publisher, "name": site.publisher},
        "datePublished": facts.published.isoformat(), "dateModified": facts.changed.isoformat(),
        "about": [{"@type": "Thing", "name": library.topics.label(topic)} for topic in facts.topics],
        "citation": _citations(article, references, site),
    }
    if pictures:
        text["image"] = pictures
    if site.licence:
        text["license"] = site.licence
    source = source_node(facts.source) if facts.source else None
    if source:
        text["isBasedOn"] = source
    if part := library.series.get(article.url):
        text["isPartOf"] = {"@type": "CreativeWorkSeries", "name": part.name}
        text["position"] = part.number
    if linked := library.translations.get(article.url):
        works = [_ref(f"{site.root}{each.url}#article") for each in linked.others]
        text |= {"workTranslation": works} if linked.is_original else {
            "translationOfWork": _ref(f"{site.root}{linked.original.url}#article")}
    if facts.corrections:
        text["correction"] = [
            {"@type": "CorrectionComment", "text": each.what, "datePublished": each.day.isoformat()}
            for each in facts.corrections
        ]
    return [page, text]


def _breadcrumb(article: Article, library: Library, site: SiteInfo) -> Node:
    """Return the path to the page: site, articles if that page exists, the page itself."""
    items: list[Node] = [{"name": site.name, "item": _ref(site.root)}]
    if "articles/" in library.pages:
        items.append({"name": _("Articles"), "item": _ref(f"{site.root}articles/")})
    items.append({"name": article.facts.title})
    return {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": number, **item} for number, item in enumerate(items, 1)]}


def _node_of(block: ArticleBlock, site: SiteInfo) -> Node:
    """Return a block's own node with its address and the works that it cites; empty if its kind makes none.

    A faulty block, which only a preview shows, has none either: its record lacks fields.
    """
    url = site.root + block.url
    needed = {name for name, field in type(block.record).model_fields.items() if field.is_required()}
    if needed - block.record.model_fields_set:
        return {}
    node = block.record.node(block.placed.text, block.text)
    if not node:
        return {}
    if node["@type"] == "HealthTopicContent" and not site.types.health:
        node = {name: value for name, value in node.items() if name != "hasHealthAspect"} | {"@type": "CreativeWork"}
    node = {**node, "@id": url, "url": url}
    if "contentUrl" in node:
        node["contentUrl"] = urljoin(site.root + block.article.url, node["contentUrl"])
    if block.keys:
        node["citation"] = [_ref(f"{site.root}{block.article.url}#{reference_id(key)}") for key in block.keys]
    if node["@type"] == "ClaimReview":
        node["author"] = _ref(f"{site.root}#publisher")
        if block.article.facts.published:
            node["datePublished"] = block.article.facts.published.isoformat()
    if not block.record.json_ld_group:
        around = "article" if isinstance(block.article, Article) else "page"
        node["isPartOf"] = _ref(f"{site.root}{block.article.url}#{around}")
    return node


def _groups(place: Place, blocks: list[tuple[ArticleBlock, Node]], site: SiteInfo) -> list[Node]:
    """Return a node for each group of a page's blocks. Listings repeat the blocks and state nothing of them."""
    groups: dict[JsonLdGroup, list[Node]] = {}
    for block, node in blocks:
        if node and block.record.json_ld_group:
            groups.setdefault(block.record.json_ld_group, []).append(node)
    return [{"@type": group.type, "@id": f"{site.root}{place.url}#{group.anchor}", "mainEntity": nodes}
            for group, nodes in groups.items()]
