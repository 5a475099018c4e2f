"""The nodes of people and of works: who wrote and reviewed a page, what it comes from and what it cites."""

from __future__ import annotations

from typing import Any

from proofdesk.bibliography.references import References
from proofdesk.content.front_matter import ArticleSource
from proofdesk.content.front_matter.authorship import Author

Node = dict[str, Any]
_WORKS = {"article": "ScholarlyArticle", "inproceedings": "ScholarlyArticle", "book": "Book", "incollection": "Chapter",
          "inbook": "Chapter", "report": "Report", "techreport": "Report", "thesis": "Thesis", "phdthesis": "Thesis",
          "dataset": "Dataset", "software": "SoftwareApplication", "online": "WebPage"}
_PAGED = ("ScholarlyArticle", "Chapter")  # what schema.org gives pages to


def person_node(name: str, role: str | None) -> Node:
    """Return somebody who wrote or reviewed."""
    return {"@type": "Person", "name": name, **({"jobTitle": role} if role else {})}


def author_node(author: Author) -> Node:
    """Return an author, with the address that the page links the name to, and the ORCID iD."""
    node = person_node(author.name, author.role)
    if author.address:
        node["url"] = author.address
    if author.orcid:
        node["sameAs"] = f"https://orcid.org/{author.orcid}"
    return node


def source_node(source: ArticleSource) -> Node | None:
    """Return the work that an article was made from, or None if nothing is known of it."""
    address = f"https://doi.org/{source.doi}" if source.doi else str(source.url) if source.url else ""
    node = {"name": source.title, "publisher": source.publisher and {"@type": "Organization", "name": source.publisher},
            "url": address}
    known = {name: value for name, value in node.items() if value}
    return {"@type": "CreativeWork", **known} if known else None


def work_node(key: str, references: References) -> Node:
    """Return a cited work. Its authors are left out: a style shows some of them, and in its own order of words."""
    entry = references.bibliography.entries[key]
    addresses = [url for _, url in references[key].links]
    node: Node = {"@type": _WORKS.get(entry.type.lower(), "CreativeWork"), "name": entry.plain("title")}
    if entry.year:
        node["datePublished"] = entry.year
    if container := entry.plain("journal") or entry.plain("booktitle"):
        node["isPartOf"] = {"@type": "Periodical" if entry.value("journal") else "Book", "name": container}
    if (pages := entry.plain("pages")) and node["@type"] in _PAGED:
        node["pagination"] = pages.replace("--", "–")
    if addresses:
        node["sameAs"] = addresses
    return node
