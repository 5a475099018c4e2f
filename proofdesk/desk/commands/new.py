"""``desk new``: create an article with its front matter and a skeleton."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from proofdesk.bibliography.evidence import Vocabulary
from proofdesk.blocks.kind import BlockKind, in_order
from proofdesk.common.errors import UserError
from proofdesk.common.language import (
    CatalogueError,
    Language,
    UnknownLanguageError,
    _,
    load_language,
    speaking,
    spoken,
)
from proofdesk.common.text import file_name, is_file_name, remedy_for_file_name
from proofdesk.common.transaction import Transaction
from proofdesk.content.front_matter import UNWRITTEN, Status
from proofdesk.content.markup import SYNTAX_MARKERS
from proofdesk.content.record import Section
from proofdesk.content.topics import Topics
from proofdesk.desk.project import find_project

MAX_TITLE = 150  # characters
MAX_DESCRIPTION = 320  # characters


@click.command()
@click.argument("title")
@click.option("--slug", default="", help="The end of its address (default: made from the title).")
@click.option("--topic", "topics", multiple=True,
              help="What it is about. Can be given more than once.")
@click.option("--description", default="", help="What the page says, in at most two sentences.")
@click.option("--lang", default="", help="The language of the page, as de, if it is not that of the site.")
def new(title: str, slug: str, topics: tuple[str, ...], description: str, lang: str) -> None:
    """Create an article: docs/articles/SLUG.md, a draft with a skeleton, which `desk serve` shows at once.

    Comments explain what to write, with an example of each block. No reader has the page before it says
    `status: ready`, and it cannot say so before it is written. Headings are in the language of the page.
    Overwrites nothing. The exit code is 2 if nothing was done.

    \b
    Examples:
      desk new "Compost in winter"
      desk new "Compost in winter" --slug compost --topic soil --topic garden-work
      desk new "Kompost im Winter" --lang de
    """
    project = find_project()
    title = _words("title", title, MAX_TITLE)
    description = _words("description", description or UNWRITTEN, MAX_DESCRIPTION)
    language = _language(lang, project.root)
    slug = slug or file_name(title, language.base)
    if not is_file_name(slug):
        raise UserError(f"“{slug}” cannot end an address (give one with --slug: {remedy_for_file_name(slug)})")
    chosen = topics or tuple(filter(None, [project.site.first_topic]))
    for topic in chosen:
        if fault := project.site.vocabulary.fault(topic):
            raise UserError(f"{fault} ({project.site.vocabulary.remedy(topic)})")
    page = project.docs / "articles" / f"{slug}.md"
    with Transaction(project.root) as transaction:
        if page.exists() or page.is_symlink():
            raise UserError(f"{project.path(page)} exists already (choose another title, or give another address with "
                            "--slug)")
        with speaking(language):
            text = _skeleton(project.kinds, title, description, chosen, project.site.vocabulary, lang)
            if project.site.words_of_evidence.is_own:
                text = text.replace(Section.KNOWN.value, _of_kinds(project.site.words_of_evidence))
        transaction.replace(page, None, text.encode("utf-8"))
    click.echo(f"Wrote {project.path(page)}. Next: write, and look at it with desk serve.")


def _language(code: str, root: Path) -> Language:
    """Return the language of a page, else the site's. Raises UserError if there are no words in it."""
    try:
        return load_language(code, root) if code else spoken()
    except (UnknownLanguageError, CatalogueError) as error:
        raise UserError(str(error)) from None


def _words(name: str, text: str, max_length: int) -> str:
    """Return a text on one line. Raises UserError if it cannot be front matter, such as for its markup."""
    text = " ".join(text.split())
    if not any(sign.isalnum() for sign in text):
        raise UserError(f"the {name} has no words")
    if len(text) > max_length:
        raise UserError(f"the {name} has {len(text)} characters; use at most {max_length}")
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise UserError(f"the {name} contains a control character")
    for syntax in SYNTAX_MARKERS:
        if syntax in text:
            raise UserError(f"the {name} is plain text (remove “{syntax}”)")
    return text


def _skeleton(kinds: Mapping[str, BlockKind], title: str, description: str, topics: tuple[str, ...],
              known: Topics, lang: str = "") -> str:
    listed = ", ".join(known.labels)
    own = f"lang: {lang}\n" if lang else ""
    quoted = [json.dumps(text, ensure_ascii=False) for text in (title, description)]
    parts = [
        f"---\ntitle: {quoted[0]}\ndescription: {quoted[1]}\n"
        f"status: {Status.DRAFT}  # write {Status.READY} when it is finished, and fill in the next two lines\n"
        "published:  # the day it first appears, as 2026-11-22\n"
        "reviewed:  # the day the whole page was last checked\n"
        f"{own}topics: [{', '.join(topics)}]{f'  # of: {listed}' if listed else ''}\n"
        "source:  # where it comes from; what you leave empty is said to be not known\n"
        "  title:\n  publisher:\n  author:\n  date:\n  url:\n"
        "# authors: []  # their names; an article that was written for this site has authors in place of a source\n"
        "---\n",
    ]
    for section in Section:
        comment = _section(section, kinds)
        parts += [*([f"## {section.heading}\n"] if section.heading else []), *([comment] if comment else [])]
    return "\n".join(parts)


def _of_kinds(words: Vocabulary) -> str:
    """Return what to write of studies on a site that lists in what they are done."""
    return f"what studies have found; in the sentence, whether {', '.join(kind.where for kind in words.kinds)}"


def _section(section: Section, kinds: Mapping[str, BlockKind]) -> str:
    """Return the comment on what to write in a section, with an example of each block that belongs there."""
    shown = [(kind, place) for kind in in_order(kinds.values()) for place in kind.record.in_new_page
             if place.section is section]
    words = ", ".join(filter(None, [section.value, *(place.note for _, place in shown)]))
    return _comment(words, *(_block(kind, place.options) for kind, place in shown)) if words else ""


def _comment(what: str, *blocks: str) -> str:
    """Return a comment that readers never see. The rule `to-write` reports the pages that still have one."""
    if not blocks:
        return f"<!-- to write: {what} -->\n"
    return f"<!-- to write: {what}\n\n" + "\n\n".join(blocks) + "\n-->\n"


def _block(kind: BlockKind, stated: Mapping[str, str]) -> str:
    """Return an empty block with the options that it must have, and those that are stated."""
    words = {option: stated.get(option) or (str(facts["words"][0]) if facts["words"] else "…")
             for option, facts in kind.options.items() if option in stated or facts["required"]}
    options = "".join(f"    {option}: {word}\n" for option, word in words.items())
    title = kind.record.default_title(words) or f"… {kind.record.title_words} …"
    skeleton = kind.record.skeleton
    for part in kind.record.parts:
        skeleton = skeleton.replace(part, _(part))
    return f"/// {kind.name} | {title}\n{options}{skeleton}\n///"
