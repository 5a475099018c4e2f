"""``desk reading``: how long and how hard to read the articles are."""

from __future__ import annotations

from collections.abc import Iterable

import click

from proofdesk.desk.checking.selection import selected_pages
from proofdesk.desk.project import find_project

_COLUMNS = ("words", "a sentence", "age", "SMOG", "hedged")


def _mean(column: Iterable[float | None]) -> float | None:
    """Return the mean of what is known, or None."""
    known = [each for each in column if each is not None]
    return sum(known) / len(known) if known else None


def _shown(number: float | None, places: int) -> str:
    return "–" if number is None else f"{number:.{places}f}"


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
def reading(paths: tuple[str, ...]) -> None:
    """Measure how easily articles read, or the pages that you name.

    Prints for each page its words, words a sentence, reading age in years (Flesch–Kincaid), SMOG grade in years of
    school, and how many of 100 sentences have a hedge of wording.yml; then the mean. Text that a page shows folded,
    citations, headings, tables and lines of certainty are not counted. Age and SMOG are for English alone.

    \b
    Examples:
      desk reading
      desk reading docs/safety
    """
    from proofdesk.common.language import speaking
    from proofdesk.content.front_matter import ArticleFrontMatter
    from proofdesk.desk.convert import read_pages
    from proofdesk.desk.readability import read_text

    project = find_project()
    checked = read_pages(project, selected_pages(project, paths))
    found = {}
    for page in checked.pages:
        if paths or isinstance(page.facts, ArticleFrontMatter):
            with speaking(page.language):
                found[page.document.source.path] = read_text(page, checked.data.wording.all_hedges)
    measured = {path: each for path, each in found.items() if each.is_long_enough}
    if not measured:
        click.echo("No page has enough text to measure.", err=True)
        return
    rows: dict[str, tuple[float | None, ...]] = {
        path: (len(each.words), len(each.words) / each.sentences, each.age, each.smog,
               100 * each.hedged / each.sentences) for path, each in measured.items()}
    rows["mean"] = tuple(map(_mean, zip(*rows.values(), strict=True)))
    width = max(map(len, rows))
    click.echo(" " * width + "".join(f"{name:>12}" for name in _COLUMNS))
    for path, (words, each, age, smog, hedged) in rows.items():
        grades = f"{_shown(age, 0):>12}{_shown(smog, 1):>12}"
        click.echo(f"{path:<{width}}{words:>12.0f}{each:>12.1f}{grades}{hedged:>12.0f}")
    if any(each.age is None for each in measured.values()):
        click.echo("Age and SMOG are measured of English alone.", err=True)
    if left_out := len(found) - len(measured):
        click.echo(f"{left_out} of {len(found)} pages have too little text.", err=True)
