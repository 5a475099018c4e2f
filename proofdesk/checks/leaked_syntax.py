"""Check that no markup reaches a reader as text, and that no text or decision is missing."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import unquote

from proofdesk.common.markdown_scan import HtmlBlock, html_blocks, wraps_markdown
from proofdesk.common.problems import Problem
from proofdesk.common.raw_markup import NOT_TEXT, OWN_SYNTAX, READ_MARKUP, RawMarkup, describe
from proofdesk.common.source_text import Position, SourceText
from proofdesk.content.front_matter import UNWRITTEN, ArticleFrontMatter, FrontMatter, Status
from proofdesk.content.front_matter.model import DraftFrontMatter
from proofdesk.content.leaks.keys import keys_in_yaml, uncited_key
from proofdesk.content.leaks.locate import LeakedSyntax, LeakLocator
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.site.article import Page

# `desk new` writes it for each missing text.
TODO_COMMENT = re.compile(r"<!-- to write: ([^\n]{1,200}?)(?: -->|\n|$)")

# What stands for a text that is still to come. “TODO” alone is Spanish, “XXX” a number, “TBD” an abbreviation.
_PLACEHOLDER = re.compile(
    r"\bTODO\b(?=[:(])|\bFIXME\b|\bLorem ipsum dolor\b|^[ \t]*(?:TODO|TBD|XXX|\?{3,})[ \t]*$"
    r"|\[(?:citation needed|source needed|source\?|ref\.?\?|TODO|TBD|XX+|\?+|insert [^\]\n]{1,60})\](?![(\[:])",
    re.MULTILINE)
# One of these stands in each, and in few pages.
_OF_PLACEHOLDERS = ("TODO", "FIXME", "TBD", "XX", "??", "Lorem", "[?", "[citation ", "[source", "[ref", "[insert ")
# Elements without which their words stand as well.
_BARE = frozenset(["div", "section", "article", "aside", "center", "header", "footer", "main", "nav", "details"])
_HEADING = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

# A picture with its words and its address, one of HTML with its attributes, or a block's option that describes one.
_PICTURE = re.compile(
    r"!\[((?:[^\[\]\\\n]|\\.)*)\][(\[]\s*<?((?:[^)\]\s>\\]|\\.)*)|<img\b([^<>]*)|(?<=\n)[ \t]+alt:[ \t]*([^\n]*)",
    re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ATTRIBUTE = re.compile(r"""\b(alt|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_SAY = "say between the square brackets what it shows: `![…](picture.png)`; of a figure, behind `alt:`"


def check_leaked_syntax(page: Page) -> Iterator[Problem]:
    """Yield a problem for each piece of markup that a reader would see."""
    source = page.document.source
    locator = LeakLocator(source, page.findings.leaks)
    pieces = html_blocks(source.prose) if page.findings.leaks and "<" in source.prose else []
    told = set[HtmlBlock]()
    for leak in page.findings.leaks:
        position = locator.locate(leak)
        if position is None:
            continue
        piece = _piece_around(source, pieces, leak, position)
        if piece:
            if piece not in told:
                yield _unread_in_html(source, piece, leak, position)
            told.add(piece)
        elif leak.name:
            yield Problem(source.path, *position, "raw-syntax",
                          describe(RawMarkup(leak.syntax, 0, leak.name, leak.remedy)), leak.remedy)
        elif leak.syntax == REVIEW_OPEN:
            yield Problem(source.path, *position, "undecided",
                          f"the import could not decide about {REVIEW_OPEN}{_until_closed(leak.after)}",
                          f"correct it by hand, then delete {REVIEW_OPEN} and {REVIEW_CLOSE}")
        else:
            yield Problem(source.path, *position, "raw-syntax", f"“{leak.syntax}” would reach the reader as it is",
                          "correct the markup, or put it between backticks if it is meant")


def _piece_around(source: SourceText, pieces: Iterable[HtmlBlock], leak: LeakedSyntax,
                  position: Position) -> HtmlBlock | None:
    """Return the piece of HTML because of which markup that this site reads was not read; None if it is another cause.

    Code is blank in the prose and has no place there, so it is looked for.
    """
    if leak.name not in READ_MARKUP and leak.syntax not in OWN_SYNTAX:
        return None
    offset = source.offset(*position)
    return next((piece for piece in pieces if piece.opened <= offset < piece.end or (
        "`" in leak.syntax and leak.syntax in source.text[piece.opened : piece.closing])), None)


def _unread_in_html(source: SourceText, piece: HtmlBlock, leak: LeakedSyntax, position: Position) -> Problem:
    """Return the problem of a piece of HTML with Markdown in it, of which ``leak`` is the first."""
    begin = source.position(piece.start)
    where = f", in line {position.line}," if begin.line < position.line else ""
    kind = f" as {leak.name}" if leak.name else ""
    remedy = "write all of it in Markdown"
    if piece.tag in _BARE:
        remedy = f"delete the tags `<{piece.tag}>` and `</{piece.tag}>`"
    by_itself = ", as `desk check --fix` does" if wraps_markdown(source.text, piece) else ""
    return Problem(source.path, *begin, "raw-syntax",
                   f"“{leak.syntax.replace(NOT_TEXT, '…')}”{where} is not read{kind}: Markdown is not read between "
                   "tags of HTML", remedy + by_itself)


def check_uncited_keys(page: Page, keys: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each key of the bibliography that readers would see as a word."""
    source = page.document.source
    words = [word for word in page.findings.key_like if word.syntax in keys and not _in_broken_group(word.before)]
    if words:  # of most pages no code is looked for
        locator = LeakLocator(source, words)
        for word in words:
            position = locator.locate(word)
            if position:
                yield uncited_key(source.path, position, word.syntax)
    # A citation among the facts is reported as markup, and is one mistake.
    told = {problem.line for problem in page.document.problems if problem.rule == "raw-syntax"}
    for position, key in keys_in_yaml(source.front_matter or "", keys, first_line=2):
        if position.line in told:
            continue
        yield uncited_key(source.path, position, key, "the facts are plain text: cite it in the text of the page")


def _in_broken_group(before: str) -> bool:
    """Return whether a citation that could not be read, and is reported as a whole, is open at the end of a text."""
    start = before.rfind("[@")
    return start >= 0 and not any(sign in before[start:] for sign in "]\n")


def check_pictures(page: Page) -> Iterator[Problem]:
    """Yield a problem for each picture whose alternative text is missing, or only names a file."""
    source = page.document.source
    if not page.findings.unnamed_pictures:
        return
    written = _written_pictures(source)
    for address, alt in page.findings.unnamed_pictures:
        name = _file_name(address)
        places = written[name, alt] or written["", alt] or [source.body_start]
        position = source.position(places.pop() if len(places) > 1 else places[0])
        what = f"has no more than a file's name as its alternative text: “{alt}”" if alt else "has no alternative text"
        yield Problem(source.path, *position, "missing-alt", f"the picture “{name}” {what}", _SAY)


def _written_pictures(source: SourceText) -> dict[tuple[str, str], list[int]]:
    """Return the places of pictures by the names of their files and their alternative texts, the last first.

    An option of a block that holds such a text has no name.
    """
    written: dict[tuple[str, str], list[int]] = defaultdict(list)
    for found in reversed(list(_PICTURE.finditer(source.prose))):
        words, address, tag, option = found.groups()
        if tag:
            attributes = {name.lower(): "".join(value) for name, *value in _ATTRIBUTE.findall(tag)}
            words, address = attributes.get("alt", ""), attributes.get("src", "")
        name = "" if option is not None else _file_name(_shown(address or ""))
        indent = len(found[0]) - len(found[0].lstrip())
        written[name, _shown(_unquoted(option or "") or words or "")].append(found.start() + indent)
    return written


def _unquoted(option: str) -> str:
    """Return the value of an option without the quotation marks around it."""
    value = option.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _shown(written: str) -> str:
    """Return a text as a reader has it, in which signs may be written as `\\_` or `&amp;`."""
    return html.unescape(_ESCAPED.sub(r"\1", written)).strip()


def check_unwritten(page: Page) -> Iterator[Problem]:
    """Yield a problem for each comment of `desk new` that is still there, for its description, and what is not written.

    A draft is reminded of them; a page that states to be ready cannot be published with any.
    """
    source, facts = page.document.source, page.facts
    draft = page.document.stated.get("status") == Status.DRAFT
    remedy = "" if draft else "; until the page is written, state `status: draft` at its top"
    for comment in TODO_COMMENT.finditer(source.text, source.body_start):
        yield Problem(source.path, *source.position(comment.start()), "to-write" if draft else "unwritten",
                      f"this is still to be written: {comment[1]}", f"write it, then delete the comment{remedy}")
    may_have = any(sign in source.prose for sign in _OF_PLACEHOLDERS)
    for found in _PLACEHOLDER.finditer(source.prose, source.body_start) if may_have else ():
        start = found.end() - len(found[0].lstrip())
        yield Problem(source.path, *source.position(start), "to-write" if draft else "unwritten",
                      f"“{found[0].strip()}” stands for a text that is still to be written", f"write it{remedy}")
    if isinstance(facts, ArticleFrontMatter) and not _has_text(source.body):
        yield Problem(source.path, source.first_body_line, 1, "to-write" if draft else "unwritten",
                      "the article has no text", f"write it{remedy}")
    if isinstance(facts, DraftFrontMatter):
        stated = page.document.stated
        for name in ("description", "published", "reviewed", "topics"):
            if not stated.get(name) and not (name == "published" and stated.get("publish-on")):
                yield Problem(source.path, _line_of(source, name), 1, "to-write", f"the page does not state its {name}",
                              f"fill in the line `{name}: …` before it is ready: "
                              + (ArticleFrontMatter.model_fields[name].description or "").rstrip("."))
    if isinstance(facts, FrontMatter) and facts.description == UNWRITTEN and not draft:
        yield Problem(source.path, _line_of(source, "description"), 1, "unwritten",
                      f"nobody has written what this page says: “{UNWRITTEN}”",
                      f"say it in at most two sentences{remedy}")


def _has_text(body: str) -> bool:
    """Return whether a page has words besides its headings and its comments; one that nothing ends is none."""
    *ended, rest = body.rpartition("-->")
    return bool(re.search(r"\w", _HEADING.sub("", _COMMENT.sub("", "".join(ended)) + rest)))


def _line_of(source: SourceText, name: str) -> int:
    """Return the line of a fact, or the page's first one if it is not there."""
    facts = enumerate((source.front_matter or "").split("\n"), 2)
    return next((number for number, text in facts if text.startswith(f"{name}:")), 1)


def _file_name(address: str) -> str:
    return unquote(address).rsplit("/", 1)[-1]


def _until_closed(text: str) -> str:
    return text.partition(REVIEW_CLOSE)[0] + (REVIEW_CLOSE if REVIEW_CLOSE in text else "…")
