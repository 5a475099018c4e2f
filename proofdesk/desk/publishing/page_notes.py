"""Put a reviewer's notes into a page: the markup, style and program in ``notes/``, and the facts of the page."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from proofdesk.common.dates import longdate, today
from proofdesk.content.document import Document
from proofdesk.content.front_matter import FrontMatter, read_front_matter
from proofdesk.content.review import text_version
from proofdesk.desk.project import PageFile, Project
from proofdesk.outputs.assets import PREVIEW_ASSETS

NOTES = Path(__file__).parent / "notes"
CSS, JS = PREVIEW_ASSETS


@dataclass(frozen=True)
class PageFacts:
    """What a note says of the page that it is about, so that it finds back to it."""

    site: str
    page: str  # the file, from the site's folder
    slug: str
    title: str
    version: str


def page_facts(project: Project, page: PageFile) -> PageFacts:
    """Return what notes say of a page."""
    name = str(project.settings.get("site_name") or "")
    path = PurePosixPath(page.uri)
    slug = path.stem if path.stem != "index" else path.parent.name or "home"
    document = Document(page.source)
    read_front_matter(document, FrontMatter)  # its problems are for the check
    return PageFacts(name, page.path, slug, str(document.stated.get("title") or slug), text_version(page.source))


def notes_markup(facts: PageFacts, css: str = CSS, js: str = JS) -> str:
    """Return the end of a page's body. Its style and program are at these addresses."""
    template = Environment(loader=FileSystemLoader(NOTES), autoescape=True).get_template("notes.html")
    # Within <script>, only `<` could end it or begin a comment.
    stated = Markup(json.dumps(asdict(facts), ensure_ascii=False).replace("<", "\\u003c"))
    return template.render(facts=stated, css=css, js=js)


def style() -> str:
    return (NOTES / "notes.css").read_text(encoding="utf-8")


def program() -> str:
    return (NOTES / "notes.js").read_text(encoding="utf-8")


def preview_line() -> str:
    """Return the line at the top of every preview."""
    return f"A preview of {longdate(today())}, for review. It is not published: please do not pass it on."
