"""``desk new``: create an article with its front matter and a skeleton."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click
from markdown.extensions.toc import slugify

from proofdesk.blocks.kind import BlockKind
from proofdesk.common.dates import today
from proofdesk.common.errors import UserError
from proofdesk.content.markup import SYNTAX_MARKERS
from proofdesk.content.topics import TOPICS
from proofdesk.desk.bib_editor import replace_file
from proofdesk.desk.commands.import_ import SLUG
from proofdesk.desk.project import find_project

MAX_TITLE = 150  # characters
MAX_DESCRIPTION = 320  # characters
UNWRITTEN = "This page is being written."


@click.command(short_help="Create an article with a skeleton.")
@click.argument("title")
@click.option("--slug", default="", help="The end of its address (default: made from the title).")
@click.option("--topic", "topics", multiple=True, type=click.Choice(list(TOPICS)),
              help="What it is about. Can be given more than once.")
@click.option("--description", default="", help="What the page says, in at most two sentences.")
def new(title: str, slug: str, topics: tuple[str, ...], description: str) -> None:
    """Create an article: docs/articles/SLUG.md with today's date and a skeleton, ready to build.

    Comments explain what to write, with an example of each block; every build reminds you of those that are left.
    Overwrites nothing. The exit code is 2 if nothing was done.

    \b
    Examples:
      desk new "Sleep and learning"
      desk new "Sleep and learning" --slug sleep --topic neuroplasticity --topic everyday-habits
    """
    project = find_project()
    title = _words("title", title, MAX_TITLE)
    description = _words("description", description or UNWRITTEN, MAX_DESCRIPTION)
    slug = slug or slugify(title, "-")[:80].strip("-")
    if not SLUG.fullmatch(slug):
        raise UserError(f"“{slug}” cannot end an address (give one with --slug, in small letters, digits and hyphens)")
    page = project.docs / "articles" / f"{slug}.md"
    if page.exists() or page.is_symlink():
        raise UserError(f"{project.path(page)} exists already (choose another title, or give another address with "
                        "--slug)")
    replace_file(page, _skeleton(project.kinds, title, description, topics or ("neuroplasticity",)).encode("utf-8"))
    click.echo(f"Wrote {project.path(page)}. Next: write, and look at it with make serve.")


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


def _skeleton(kinds: Mapping[str, BlockKind], title: str, description: str, topics: tuple[str, ...]) -> str:
    day = today().isoformat()
    quoted = [json.dumps(text, ensure_ascii=False) for text in (title, description)]
    parts = [
        f"---\ntitle: {quoted[0]}\ndescription: {quoted[1]}\npublished: {day}\nreviewed: {day}\n"
        f"topics: [{', '.join(topics)}]  # of: {', '.join(TOPICS)}\n"
        "source:  # where it comes from; what you leave empty is shown as “not known”\n"
        "  title:\n  publisher:\n  author:\n  date:\n  url:\n---\n",
        _comment("what the page says, in two or three sentences, and above it the key points", _block(kinds, "points")),
        "## What is known\n",
        _comment("what studies have found; in the sentence, whether in people, in animals or in cells",
                 _block(kinds, "faq"), _block(kinds, "myth")),
        "## What is not known, and what can go wrong\n",
        _comment("the limits of the evidence, and every risk beside its benefit"),
        "## What people do\n",
        _comment("what may help in everyday life, if anything", _block(kinds, "intervention")),
        "## What we changed and why\n",
        _comment("each claim of the source that was wrong, outdated or unsupported, and what the page says instead"),
        _comment("the takeaways", _block(kinds, "points", "takeaways")),
    ]
    return "\n".join(parts)


def _comment(what: str, *blocks: str) -> str:
    """Return a comment that readers never see. The rule `to-write` reports the pages that still have one."""
    if not blocks:
        return f"<!-- to write: {what} -->\n"
    return f"<!-- to write: {what}\n\n" + "\n\n".join(blocks) + "\n-->\n"


def _block(kinds: Mapping[str, BlockKind], name: str, kind: str = "") -> str:
    block = kinds[name]
    words = {option: kind or str(facts["words"][0]) for option, facts in block.options.items()
             if facts["words"] and (facts["required"] or (kind and kind in map(str, facts["words"])))}
    options = "".join(f"    {option}: {word}\n" for option, word in words.items())
    return f"/// {name} | … {block.record.title_words} …\n{options}{block.record.skeleton}\n///"
