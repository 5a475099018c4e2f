"""``desk review``: take what reviewers sent back, answer it, and record who signed a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import click

from proofdesk.common.errors import UserError
from proofdesk.common.problems import printable, printable_lines
from proofdesk.common.transaction import Transaction
from proofdesk.content.review.items import Answer, ReviewItem
from proofdesk.content.review.version import text_version
from proofdesk.desk.project import PageFile, Project, find_project
from proofdesk.desk.publishing.browser_notes import looks_like_notes, read_notes
from proofdesk.desk.review.answers import decide, described, listing, lost_reviews, review_files
from proofdesk.desk.review.page_of import as_saved, page_named, page_of_review, text_to_change
from proofdesk.desk.review.places import Places
from proofdesk.desk.review.review_file import read_review, review_file
from proofdesk.desk.review.take import NamesOf, Taken, take_notes, take_word_file

_WORD = (".docx", ".docm", ".doc", ".odt", ".rtf", ".pages", ".pdf")
_OPEN = "all"


def _numbers(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    parts = [part for text in value for part in text.replace(",", " ").split()]
    for part in parts:
        first, _, last = part.partition("-")
        if part != _OPEN and not (first.isdigit() and (int(last) >= int(first) if last.isdigit() else "-" not in part)):
            raise click.BadParameter(f"“{part}” is no number of an item (as in 3, 4-7, or all)")
    return tuple(parts)


@click.command()
@click.argument("target", required=False)
@click.option("--accept", multiple=True, metavar="N", callback=_numbers, help="Accept an item, and make its change.")
@click.option("--refuse", multiple=True, metavar="N", callback=_numbers, help="Refuse an item.")
@click.option("--answer", metavar='N "WORDS"', nargs=2, type=(str, str), help="Say something to an item.")
@click.option("--reopen", multiple=True, metavar="N", callback=_numbers, help="Take an answer back.")
@click.option("--words", default="", help="What you say to the items that you accept or refuse.")
@click.option("--by-hand", is_flag=True, help="With --accept or --refuse: the page was mended by hand.")
@click.option("--walk", is_flag=True, help="Ask for an answer to each open item, one after the other.")
@click.option("--all", "whole", is_flag=True, help="List the items that are answered, too.")
@click.option("--article", default="", metavar="PAGE", help="The page that a file is of, if the file does not say.")
@click.option("--sign-off", "name", default="", metavar="NAME", help="Record that somebody reviewed the page as it is.")
@click.option("--role", default="", help="With --sign-off: profession or position.")
@click.option("--scope", default="the whole page", help="With --sign-off: what was reviewed.")
def review(
    target: str | None, accept: tuple[str, ...], refuse: tuple[str, ...], answer: tuple[str, str] | None,
    reopen: tuple[str, ...], words: str, by_hand: bool, walk: bool, whole: bool, article: str, name: str, role: str,
    scope: str,
) -> None:
    """Take what a reviewer sent back (FILE.docx, or the notes of a preview), or list and answer it (ARTICLE).

    Comments and changes, tracked or not, are kept with their lines in ARTICLE.review.yml beside the page, which is
    never published. Accepting a change makes it on the page if its place is sure; markup and citations around it stay.
    What has to be made by hand is named and stays open. Numbers may be 3, 4-7 or all. Without TARGET, all pages that
    have been reviewed are listed. The exit code is 1 if something has to be made by hand, 2 if nothing was done.

    \b
    Examples:
      desk review ~/Downloads/sleep-and-learning.docx
      desk review sleep-and-learning --accept 1-3 --refuse 4
      desk review sleep-and-learning --answer 5 "The trial is cited in the next section."
      desk review sleep-and-learning --sign-off "Dr. Ada Fern" --role "consultant psychiatrist"
    """
    project = find_project()
    if target is None:
        _overview(project)
        return
    file = Path(target).expanduser()
    if file.suffix.lower() in _WORD and not (accept or refuse or answer or reopen or name):
        _report(file, take_word_file(project, file, article))
        return
    if looks_like_notes(file):
        for notes in read_notes(file):
            _report(file, take_notes(project, page_of_review(project, article, notes.page), notes.items))
        return
    page = page_named(project, target)
    names = NamesOf(project)
    left: list[str] = []
    asked = ((accept, Answer.ACCEPTED, words), (refuse, Answer.REFUSED, words), (reopen, Answer.OPEN, words),
             (_numbers_of(answer), Answer.ANSWERED, answer[1] if answer else ""))
    chosen = [(_expand(project, page, numbers, what), what, said) for numbers, what, said in asked if numbers]
    twice = [number for number, times in Counter(chain(*({*numbers} for numbers, _, _ in chosen))).items() if times > 1]
    if twice:
        raise UserError(f"item {twice[0]} of {page.path} has two answers here (give it one)")
    for expanded, what, said in chosen:
        if not expanded:
            click.echo("Nothing is answered yet." if what is Answer.OPEN else "Nothing is open.")
        else:
            done = decide(project, page, expanded, what, said, names, by_hand)
            for line in done.told:
                click.echo(printable(line))
            left += done.left
    if name:
        _sign(project, page, name, role, scope)
    if walk:
        left += _walk(project, page, names)
    for line in left:
        click.echo(printable(line))
    if not (accept or refuse or answer or reopen or name or walk):
        for line in listing(page, _items(project, page), whole, names):
            click.echo(printable(line))
    if left:
        raise click.exceptions.Exit(1)


def _numbers_of(answer: tuple[str, str] | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    if not answer[0].isdigit():
        raise UserError(f'“{answer[0]}” is no number of an item (write --answer 3 "what you say")')
    if not answer[1].strip():
        raise UserError(f'say something to item {answer[0]} (write --answer {answer[0]} "what you say")')
    return (answer[0],)


def _items(project: Project, page: PageFile) -> list[ReviewItem]:
    file = review_file(project.root / page.path)
    return read_review(file, project.path(file))


def _expand(project: Project, page: PageFile, numbers: tuple[str, ...], what: Answer) -> list[int]:
    """Return the numbers of items; “all” are those that are open, or, if they are to be open again, the others."""
    found: list[int] = []
    for part in numbers:
        if part == _OPEN:
            found += [number for number, item in enumerate(_items(project, page), 1)
                      if item.is_open is not (what is Answer.OPEN)]
        else:
            first, _, last = part.partition("-")
            found += range(int(first), int(last or first) + 1) if int(last or first) - int(first) < 100_000 else []
    return found


def _overview(project: Project) -> None:
    pages = review_files(project)
    for page, file in pages:
        items = read_review(file, project.path(file))
        waiting = sum(item.is_open for item in items)
        click.echo(printable(f"{page.path}: {waiting} open, {len(items) - waiting} answered"))
    lost = lost_reviews(project)
    for line in lost:
        click.echo(printable(line))
    if not pages and not lost:
        click.echo("No reviewer’s remarks are kept here. `desk export ARTICLE --docx` writes a file for a reviewer.")


def _report(file: Path, taken: Taken) -> None:
    """Print what a file held and what became of it."""
    total = sum(taken.held.values())
    click.echo(printable(f"{file.name}, a review of {taken.page.path}:"))
    for what, number in taken.held.items():
        if number:
            click.echo(f"  {what}: {number}")
    replies = taken.held["replies"]
    known = total - replies - taken.new
    if not total:
        click.echo("  nothing was said in it, and nothing changed")
        return
    click.echo(f"  {taken.new} new in {review_file(Path(taken.page.path))}"
               + (f", {known} there already or said twice" if known else "")
               + (f", {taken.of_page} on the whole page" if taken.of_page else "")
               + (f", {taken.unplaced} without a place on the page" if taken.unplaced else ""))
    click.echo(printable_lines("\n".join(taken.notes)) + "\n" if taken.notes else "", nl=False)
    click.echo(f"Next: `desk review {taken.page.path}` lists them; --accept, --refuse and --answer take your answers.")


def _sign(project: Project, page: PageFile, name: str, role: str, scope: str) -> None:
    from proofdesk.desk.review.sign_off import signed

    name, role, scope = (" ".join(text.split()) for text in (name, role, scope))
    if not name or not role or not scope:
        raise UserError("a sign-off states a name, a role and what was reviewed (give --role, as in “consultant "
                        "psychiatrist”)")
    target = project.root / page.path
    with Transaction(project.root) as transaction:
        raw = transaction.read(target) or b""
        source = text_to_change(page, raw)
        transaction.replace(target, raw or None, as_saved(signed(source, name, role, scope), raw))
    click.echo(printable(f"{name} signed version {text_version(source)} of {page.path}."))
    waiting = sum(item.is_open for item in _items(project, page))
    if waiting:
        click.echo(f"Note that {waiting} of what reviewers said of it {'is' if waiting == 1 else 'are'} still open.")


def _walk(project: Project, page: PageFile, names: Callable[[str], str | None]) -> list[str]:
    """Ask for an answer to each open item; each is written at once. Returns what has to be made by hand."""
    left: list[str] = []
    for number, item in enumerate(_items(project, page), 1):
        if not item.is_open:
            continue
        for line in described(number, item, Places(page.source, names)):
            click.echo(printable(line))
        asked = click.prompt("   a accept, r refuse, w answer in words, s skip, q quit",
                             type=click.Choice(list("arwsq")), show_choices=False)
        if asked == "q":
            break
        if asked == "s":
            continue
        words = click.prompt("   What do you say") if asked == "w" else ""
        answer = {"a": Answer.ACCEPTED, "r": Answer.REFUSED, "w": Answer.ANSWERED}[asked]
        done = decide(project, page, [number], answer, words, names)
        for line in (*done.told, *done.left):
            click.echo(printable(f"   {line}"))
        left += done.left
    return left
