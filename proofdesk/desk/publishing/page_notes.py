"""Put a reviewer's notes into a page: the markup, style and program in ``notes/``, and the facts of the page."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from proofdesk.common.dates import today
from proofdesk.common.language import _, speaking, spoken
from proofdesk.common.language.language import ENGLISH, Language
from proofdesk.common.language.scripts import FOR_REVIEWERS, script_words
from proofdesk.common.language.templates import give_words
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
    language: Language = ENGLISH


def page_facts(project: Project, page: PageFile) -> PageFacts:
    """Return what notes say of a page."""
    name = str(project.settings.get("site_name") or "")
    path = PurePosixPath(page.uri)
    slug = path.stem if path.stem != "index" else path.parent.name or "home"
    document = Document(page.source)
    read_front_matter(document, FrontMatter)  # its problems are for the check
    language = str(document.stated.get("lang") or "")
    return PageFacts(name, page.path, slug, str(document.stated.get("title") or slug), text_version(page.source),
                     spoken().other(language) if language else spoken())


def notes_markup(facts: PageFacts, css: str = CSS, js: str = JS) -> str:
    """Return the end of a page's body. Its style and program are at these addresses."""
    template = give_words(Environment(loader=FileSystemLoader(NOTES), autoescape=True)).get_template("notes.html")
    said = {each.name: getattr(facts, each.name) for each in fields(facts) if each.name != "language"}
    # Within <script>, only `<` could end it or begin a comment.
    stated = Markup(json.dumps(said, ensure_ascii=False).replace("<", "\\u003c"))
    with speaking(facts.language):
        words = Markup(script_words(facts.language, FOR_REVIEWERS))
        return str(template.render(facts=stated, words=words, css=css, js=js))


def style() -> str:
    return (NOTES / "notes.css").read_text(encoding="utf-8")


def program() -> str:
    return (NOTES / "notes.js").read_text(encoding="utf-8")


def preview_line(facts: PageFacts) -> str:
    """Return the line at the top of every preview."""
    with speaking(facts.language):
        return _("A preview of %(day)s, for review. It is not published: please do not pass it on.",
                 day=spoken().date(today()))
