"""Cite an article: as text to copy, and in files and an address for reference managers.

The text follows NLM's *Citing Medicine* (2nd edition, chapter 25, a part of a website), like the references themselves.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote

from proofdesk.bibliography.exports import EXPORT_FORMATS, ExportedWork, ExportFormat, export_names
from proofdesk.bibliography.pandoc.items import Item
from proofdesk.common.language import _, spoken
from proofdesk.content.front_matter import ArticleFrontMatter, Authorship
from proofdesk.site.article import Article

_LATEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
          "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class PageToCite:
    """An article as a work to cite.

    ``folder`` is the address of the folder of its files, from the site's root. ``address`` is empty if the site has
    none.
    """

    folder: str
    facts: ArticleFrontMatter
    authors: tuple[str, ...]
    site: str
    address: str = ""

    @property
    def slug(self) -> str:
        return unquote(self.folder).rsplit("/", 1)[-1]

    @property
    def text(self) -> str:
        """Return the citation as in a list of references, up to the address."""
        published, checked = self.facts.published, self.facts.reviewed
        day = spoken().short_date
        updated = " " + _("[updated %(day)s]", day=day(checked)) if checked != published else ""
        title = self.facts.title.rstrip(".")
        return f"{', '.join(self.authors)}. {title} [Internet]. {self.site}; {day(published)}{updated}."

    @property
    def item(self) -> Item:
        """Return the citation as CSL-JSON."""
        facts = self.facts
        item = {
            "id": self.key, "type": "webpage", "title": facts.title,
            "author": [{"literal": name} for name in self.authors],
            "container-title": self.site, "issued": {"date-parts": [_parts(facts.published)]},
            "abstract": facts.description, "note": _("Last checked on %(day)s.", day=spoken().date(facts.reviewed)),
            "language": spoken().code,
        }
        return {**item, "URL": self.address} if self.address else item

    @property
    def key(self) -> str:
        """Return the key of the citation: the page's name without what a key cannot have, and its year."""
        name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", self.slug)).strip("-") or "page"
        return f"{name}-{self.facts.published.year}"

    @property
    def bibtex(self) -> str:
        """Return the citation as BibTeX. Double braces keep a title's capitals and a group's name."""
        facts = self.facts
        fields = {
            "author": " and ".join(f"{{{_latex(name)}}}" for name in self.authors),
            "title": f"{{{_latex(facts.title)}}}",
            "howpublished": _latex(self.site), "year": str(facts.published.year),
            "month": str(facts.published.month), "url": self.address,
            "note": _("Published on %(published)s, last checked on %(checked)s",
                      published=spoken().date(facts.published), checked=spoken().date(facts.reviewed)),
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return f"@misc{{{self.key},\n" + ",\n".join(lines) + "\n}\n"

    @property
    def files(self) -> dict[str, str]:
        """Return the content of each file by name."""
        return {f"cite.{each.extension}": self._as(each) for each in EXPORT_FORMATS if not each.in_link}

    def address_in(self, format: ExportFormat) -> str:
        """Return the address of the citation in a format: of its file from the site's root, or one that holds it."""
        if format.in_link:
            held = json.dumps(json.loads(self._as(format)), ensure_ascii=False, separators=(",", ":"))
            return f"data:{format.media_type};charset=utf-8,{quote(held, safe=':/,;')}"
        return f"{self.folder}/cite.{format.extension}"

    def _as(self, format: ExportFormat) -> str:
        return format.file([format.record(ExportedWork(self.item, self.bibtex))])


def folder_of(url: str) -> str:
    """Return the address of the folder of the files of the page at ``url``, from the site's root."""
    return url.removesuffix("index.html").removesuffix(".html").rstrip("/")


def names_beside(url: str) -> list[str]:
    """Return the paths, from the site's root, of the files beside the article at ``url``."""
    cited = [f"cite.{each.extension}" for each in EXPORT_FORMATS if not each.in_link]
    return [f"{unquote(folder_of(url))}/{file}" for file in [*cited, *export_names("references")]]


def cite_page(article: Article, authorship: Authorship, publisher: str, site: str, site_url: str) -> PageToCite:
    """Return an article as a work to cite. ``site_url`` may be empty.

    ``authorship`` is what the site states of all; the publisher stands in for authors whom nobody named.
    """
    authors = tuple(author.name for author in article.facts.within(authorship).authors)
    address = f"{site_url.rstrip('/')}/{article.url}" if site_url else ""
    return PageToCite(folder_of(article.url), article.facts, authors or (publisher,), site, address)


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _latex(text: str) -> str:
    return re.sub(r"[\\{}&%$#_~^]", lambda m: _LATEX[m.group()], text)
