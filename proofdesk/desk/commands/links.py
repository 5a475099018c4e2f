"""``desk links``: whether every address outside the site still leads somewhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

import click

from proofdesk.common.dates import today
from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.common.rules import ADVICE
from proofdesk.desk.linkcheck.client import Answer, Kind, LinkChecker
from proofdesk.desk.linkcheck.collect import DOI, Place, addresses
from proofdesk.desk.project import find_project
from proofdesk.desk.reporters import FORMATS

MOST = 500
PAUSE = 1.0
MINUTES = 45.0


@click.command()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True,
              help="For people, for programs, or as annotations on GitHub.")
@click.option("--most", type=click.IntRange(min=1), default=MOST, show_default=True, metavar="N",
              help="Ask for at most so many addresses. Where there are more, each week takes the next ones.")
@click.option("--minutes", type=click.FloatRange(min=0), default=MINUTES, show_default=True,
              help="Ask no more after so many minutes.")
@click.option("--pause", type=click.FloatRange(min=0), default=PAUSE, show_default=True, metavar="SECONDS",
              help="Wait so long between two questions to one server.")
@click.option("--advice/--no-advice", "with_advice", default=True,
              help="Name servers that let no program in and addresses that have changed for good too.")
@click.option("--list", "only_list", is_flag=True, help="Name the addresses and ask nobody.")
@click.option("--doi", envvar="DESK_DOI", default=DOI, hidden=True)
@click.option("--local", envvar="DESK_LOCAL", is_flag=True, hidden=True)
@click.pass_context
def links(context: click.Context, form: str, most: int, minutes: float, pause: float, with_advice: bool,
          only_list: bool, doi: str, local: bool) -> None:
    """Ask whether every address outside the site still leads somewhere: of pages, help lines and the bibliography.

    DOIs are asked of doi.org. Each server is asked one thing at a time, with a pause. A link that leads nowhere is
    told apart from a server that gives no answer, which may pass, from one that lets no program in (403), and from
    an address that has changed for good. What publishers do with a DOI that doi.org knows counts only where they
    say that it leads nowhere.

    The exit code is 0 where no link leads nowhere, 1 where one does, and 2 where nobody could be asked.

    \b
    Examples:
      desk links
      desk links --list
      desk links --most 100 --format json
    """
    site = find_project()
    doi = doi.rstrip("/")
    found = addresses(site, doi, local)
    if only_list:
        for place, url in sorted((place, url) for url, places in found.items() for place in places):
            click.echo(f"{place.path}:{place.line}:{place.column}: {url}")
        context.exit(0)
    chosen = _this_week(list(found), most)
    with click.progressbar(length=len(chosen), label="Asking", file=sys.stderr,
                           hidden=not sys.stderr.isatty()) as bar:
        asker = LinkChecker(pause, minutes * 60, local)
        answers = asker.ask(chosen, lambda: bar.update(1))
    if answers and not asker.answered:
        raise UserError("no server at all answered (are you online?)")
    problems = sorted(problem for url, answer in answers.items()
                      for problem in _problems(found[url], answer, url.startswith(f"{doi}/"))
                      if with_advice or problem.severity != ADVICE)
    click.echo(FORMATS[form](problems), nl=False)
    click.echo(_summary(len(found), answers), err=True)
    context.exit(1 if any(problem.rule == "dead-link" for problem in problems) else 0)


def _this_week(urls: list[str], most: int) -> list[str]:
    """All of the addresses; where there are more than ``most``, this week's share, so that each has its turn."""
    if len(urls) <= most:
        return urls
    start = today().toordinal() // 7 * most % len(urls)
    return (urls + urls)[start : start + most]


def _problems(places: list[Place], answer: Answer, of_doi: bool) -> Iterator[Problem]:
    for place in places:
        found = _problem(place.written, answer, of_doi)
        if found:
            yield Problem(place.path, place.line, place.column, *found)


def _problem(written: str, answer: Answer, of_doi: bool) -> tuple[str, str, str] | None:
    """Rule, message and remedy. What a publisher does with a DOI that doi.org knows is not the entry's fault."""
    match answer.kind:
        case Kind.GONE if of_doi:
            return ("dead-link", f"“{written}”: {answer.what}",
                    "compare the DOI with the work (`desk cite --check`); tell doi.org where it is right")
        case Kind.GONE:
            return ("dead-link", f"“{written}” leads nowhere: {answer.what}",
                    "find where the page is now, or link to an archived copy")
        case Kind.SILENT if not of_doi:
            return "no-answer", f"“{written}”: {answer.what}", "try again in a few days; mend it if it stays so"
        case Kind.GUARDED if not of_doi:
            return ("guarded-link", f"“{written}”: {answer.what}, which may mean that it lets no program in",
                    "open it in a browser")
        case Kind.MOVED if not of_doi:
            return ("moved-link", f"“{written}” has moved for good", f"write {answer.target}")
    return None


def _summary(total: int, answers: dict[str, Answer]) -> str:
    count = Counter(answer.kind for answer in answers.values())
    left = total - len(answers) + count[Kind.LEFT]
    parts = [f"{count[Kind.FINE] + count[Kind.MOVED]} of {total} lead somewhere"]
    for kind, words in ((Kind.GONE, "lead nowhere"), (Kind.SILENT, "gave no answer"),
                        (Kind.GUARDED, "let no program in"), (Kind.LEFT, "were not asked")):
        number = left if kind is Kind.LEFT else count[kind]
        if number:
            parts.append(f"{number} {words}")
    return ", ".join(parts) + "."
