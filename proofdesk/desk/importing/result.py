"""A manuscript → everything that an import writes, and the report of it. Nothing is written here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from markdown.extensions.toc import slugify

from proofdesk.bibliography.parser import Bibliography
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.dates import today
from proofdesk.content.topics import TOPICS
from proofdesk.desk.importing.blocks import SECTION, Counted, written
from proofdesk.desk.importing.forms import Forms
from proofdesk.desk.importing.headings import with_headings
from proofdesk.desk.importing.link_citations import Found, Linker
from proofdesk.desk.importing.match import ImportedWork, imported_works
from proofdesk.desk.importing.model import HEADING, IMAGE, Line, Manuscript, escaped
from proofdesk.desk.importing.reference_list import take_list


@dataclass(frozen=True)
class Imported:
    """What a manuscript became. ``entries`` are the new ones by key; ``report`` is for the editor."""

    title: str
    slug: str
    text: str
    entries: dict[str, str]
    pictures: dict[PurePosixPath, bytes]
    report: str


def imported(
    manuscript: Manuscript, name: str, bibliography: Bibliography, kinds: Mapping[str, BlockKind], title: str, slug: str
) -> Imported:
    """Turn a manuscript into an article. ``title`` and ``slug`` may be empty: then the manuscript names itself."""
    forms = Forms(kinds)
    manuscript = with_headings(manuscript, forms)
    stated = escaped(title) or manuscript.title  # as Markdown, like all lines
    body, listed, heading = take_list(manuscript.lines)
    works = imported_works(listed, bibliography)
    linker = Linker([work.cited_as for work in works], [line.text for line in body])
    # No citation in a heading: it would stand in every list of headings.
    linked = [line if line.kind in (HEADING, IMAGE) else line.with_text(linker.link(line.text)) for line in body]
    if title and manuscript.title and manuscript.title != stated:
        linked.insert(0, Line(HEADING, manuscript.title, 2))
    text, counted = written(linked, forms)
    stated = stated or escaped(_readable(name))
    slug = slug or slugify(_plain(stated), "-")[:80].strip("-") or "article"
    pictures = {PurePosixPath(slug) / path: content for path, content in manuscript.pictures.items()}
    for path in manuscript.pictures:
        text = text.replace(f"]({path})", f"]({slug}/{path})")
    topics = [topic for topic, label in TOPICS.items() if re.search(rf"\b{re.escape(label)}\b", _plain(text), re.I)]
    page = _front_matter(stated, topics, manuscript.title or stated) + text
    entries = {work.key: work.new for work in works if work.new}
    report = _report(name, stated, manuscript, works, linker.found, counted, heading, topics, page)
    return Imported(_plain(stated), slug, page, entries, pictures, report)


def _readable(name: str) -> str:
    return " ".join(re.sub(r"[_-]+", " ", PurePosixPath(name).stem).split()).capitalize() or "Untitled"


def _plain(text: str) -> str:
    return Line(HEADING, text).plain


def _front_matter(title: str, topics: list[str], source: str) -> str:
    """The facts at the top. What only an editor can say is left open: the build names it, so it cannot be forgotten."""
    day = today().isoformat()
    return (
        f"---\ntitle: {_quoted(title)}\ndescription:\npublished: {day}\nreviewed:\n"
        f"topics: [{', '.join(topics)}]\nsource:\n  title: {_quoted(source)}\n---\n\n"
    )


def _quoted(text: str) -> str:
    return json.dumps(_plain(text), ensure_ascii=False)


def _report(
    name: str, title: str, manuscript: Manuscript, works: list[ImportedWork], found: Found, counted: Counted,
    heading: list[str], topics: list[str], page: str,
) -> str:
    cited = found.keys
    keyed = [work for work in works if work.key]
    linked = [group for group in found.groups if group[1]]
    open_groups = [text for text, keys in found.groups if not keys]
    unlisted = list(dict.fromkeys(found.unlisted))
    uncited = [work for work in keyed if work.key not in cited]
    broken_keys = [work for work in works if not work.key]
    kinds = ", ".join(f"{count} {noun if count == 1 else counted.plurals[noun]}"
                      for noun, count in counted.found.items() if count) or "text only"
    rows = [
        f"Import of {name}",
        "",
        f"Title: {_plain(title)}" + ("" if manuscript.title else " (none was found; this is the file's name)"),
        f"Found: {kinds}.",
        f"References: {len(works)} in the list, {len(keyed)} read, {sum(not w.new for w in keyed)} of them in the "
        f"bibliography already.",
        f"Citations: {len(found.groups)} groups in the text, {len(linked)} linked to {len(cited)} works, "
        f"{len(open_groups)} left open between ⟦ and ⟧.",
    ]
    todo = [
        "description: say in at most two sentences what the page says",
        "reviewed: the day on which somebody has checked the whole page",
        *([] if topics else ["topics: none of the site's topics is named in the text; choose some"]),
        *counted.notes,
    ]
    rows += _section("For you to do", todo)
    if open_groups and not works:
        rows += _section("Numbers or names that cite, and there is no list", [
            f"{len(open_groups)} groups, as they stand in the text: " + " ".join(open_groups)])
    else:
        rows += _section("Cited, and not in the list", unlisted)
    rows += _section("In the list, and never cited", [_named(work) for work in uncited])
    rows += _section("Entries that could not be read; their text stands here alone",
                     [work.listed.text for work in broken_keys])
    rows += _section("New entries, unconfirmed until `desk cite --check` has found them", [
        _named(work) + (f"\n    The bibliography has {work.like} with the same title and another year: is it this one?"
                        if work.like else "") + _lacking(work)
        for work in works if work.new])
    rows += _section("In the bibliography already", [_named(work) for work in keyed if not work.new])
    rows += _section("Citations linked", [f"{text} → {', '.join(keys)}" for text, keys in linked])
    rows += _section("Taken out, because the site writes it itself", [
        *(f"the heading “{words}”" for words in heading), *counted.taken])
    rows += _section("Changed or left out", manuscript.notes)
    if topics:
        rows += _section("Topics, by words of the text; look whether they fit", topics)
    if not manuscript.styled and counted.found.get(SECTION):
        rows += _section("Headings were told by their form, their levels guessed; look them over", [
            line for line in page.split("\n") if re.match(r"#{2,6} ", line)])
    return "\n".join(rows) + "\n"


def _section(title: str, rows: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"  - {row}" for row in rows)] if rows else []


def _named(work: ImportedWork) -> str:
    number = f"{work.listed.number}. " if work.listed.number is not None else ""
    return f"{work.key}: {number}{work.listed.text}"


def _lacking(work: ImportedWork) -> str:
    lacking = [name for name in ("author", "year") if not work.work.fields.get(name)]
    return f"\n    It names no {' and no '.join(lacking)}." if lacking else ""
