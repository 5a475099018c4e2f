"""``desk links``: check whether every address outside the site still leads somewhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import click

from proofdesk.common.dates import today
from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem, printable
from proofdesk.common.rules import ADVICE
from proofdesk.desk.linkcheck.client import LinkChecker, LinkResult, LinkStatus, is_known
from proofdesk.desk.linkcheck.collect import DOI, WrittenLink, addresses
from proofdesk.desk.project import find_project
from proofdesk.desk.reporters import FORMATS

MAX_ADDRESSES = 500
PAUSE_SECONDS = 1.0
MAX_MINUTES = 45.0


@click.command()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True,
              help="For people, for programs, or as annotations on GitHub.")
@click.option("--most", "max_addresses", type=click.IntRange(min=1), default=MAX_ADDRESSES, show_default=True,
              metavar="N", help="Check at most N addresses. If there are more, each week takes the next ones.")
@click.option("--minutes", type=click.FloatRange(min=0), default=MAX_MINUTES, show_default=True,
              help="Stop after this many minutes.")
@click.option("--pause", type=click.FloatRange(min=0), default=PAUSE_SECONDS, show_default=True, metavar="SECONDS",
              help="Wait this long between two requests to one server.")
@click.option("--advice/--no-advice", "with_advice", default=True,
              help="Also name servers that block automated requests, and addresses that have changed for good.")
@click.option("--list", "only_list", is_flag=True, help="List the addresses and check none.")
@click.option("--doi", envvar="DESK_DOI", default=DOI, hidden=True)
@click.option("--local", envvar="DESK_LOCAL", is_flag=True, hidden=True)
@click.pass_context
def links(context: click.Context, form: str, max_addresses: int, minutes: float, pause: float, with_advice: bool,
          only_list: bool, doi: str, local: bool) -> None:
    """Check whether every link to another site still works: on pages, in help lines and in the bibliography.

    DOIs are checked at doi.org. Each server gets one request at a time, with a pause. Four results are told apart: a
    link that leads nowhere; a server that gives no answer, which may pass; a server that blocks automated requests
    (403); and an address that has changed for good. If doi.org knows a DOI, only a publisher's “not found” counts.

    The exit code is 0 if no link leads nowhere, 1 if one does, and 2 if no server could be reached.

    \b
    Examples:
      desk links
      desk links --list
      desk links --most 100 --format json
    """
    project = find_project()
    doi = doi.rstrip("/")
    found = addresses(project, doi, local)
    if only_list:
        for link, url in sorted((link, url) for url, written in found.items() for link in written):
            click.echo(printable(f"{link.path}:{link.line}:{link.column}: {url}"))
        context.exit(0)
    results = _check(_this_week(list(found), max_addresses), LinkChecker(pause, minutes * 60, local))
    if any(result.is_unknown for result in results.values()) and not is_known(doi):
        # A name is gone if others are known: that of doi.org is.
        results = {url: replace(result, status=LinkStatus.NO_RESPONSE, detail=(
            f"{result.detail}, but nor is {urlsplit(doi).hostname} known: was the network lost?"))
            if result.is_unknown else result for url, result in results.items()}
    problems = sorted(problem for url, result in results.items()
                      for problem in _problems(found[url], result, url.startswith(f"{doi}/"))
                      if with_advice or problem.severity != ADVICE)
    click.echo(FORMATS[form](problems), nl=False)
    click.echo(_summary(len(found), results), err=True)
    context.exit(1 if any(problem.rule == "dead-link" for problem in problems) else 0)


def _check(urls: list[str], checker: LinkChecker) -> dict[str, LinkResult]:
    with click.progressbar(length=len(urls), label="Checking", file=sys.stderr,
                           hidden=not sys.stderr.isatty()) as bar:
        results = checker.check(urls, lambda: bar.update(1))
    if results and not checker.answered:
        raise UserError("no server at all answered (are you online?)")
    return results


def _this_week(urls: list[str], max_addresses: int) -> list[str]:
    """Return all addresses, or this week's share if there are too many, so that each has its turn."""
    if len(urls) <= max_addresses:
        return urls
    start = today().toordinal() // 7 * max_addresses % len(urls)
    return (urls + urls)[start : start + max_addresses]


def _problems(written: list[WrittenLink], result: LinkResult, is_doi: bool) -> Iterator[Problem]:
    for link in written:
        found = _problem(link.written, result, is_doi)
        if found:
            yield Problem(link.path, link.line, link.column, *found)


def _problem(written: str, result: LinkResult, is_doi: bool) -> tuple[str, str, str] | None:
    """Return rule, message and remedy.

    What a publisher's server does with a DOI that doi.org knows is no fault of the entry.
    """
    match result.status:
        case LinkStatus.GONE if is_doi:
            return ("dead-link", f"“{written}”: {result.detail}",
                    "compare the DOI with the work (`desk cite --check`); if it is right, tell doi.org")
        case LinkStatus.GONE:
            return ("dead-link", f"“{written}” leads nowhere: {result.detail}",
                    "find where the page is now, or link to an archived copy")
        case LinkStatus.NO_RESPONSE if not is_doi or result.is_unknown:
            return "no-answer", f"“{written}”: {result.detail}", "try again in a few days; fix the link if it stays so"
        case LinkStatus.FORBIDDEN if not is_doi:
            return ("guarded-link", f"“{written}”: {result.detail}; the site may block automated requests",
                    "open it in a browser to check it")
        case LinkStatus.MOVED if not is_doi:
            return "moved-link", f"“{written}” has moved for good", f"write {result.target}"
    return None


def _summary(total: int, results: dict[str, LinkResult]) -> str:
    count = Counter(result.status for result in results.values())
    count[LinkStatus.SKIPPED] += total - len(results)
    parts = [f"{count[LinkStatus.FINE] + count[LinkStatus.MOVED]} of {total} work"]
    for status, words in ((LinkStatus.GONE, "lead nowhere"), (LinkStatus.NO_RESPONSE, "gave no answer"),
                          (LinkStatus.FORBIDDEN, "block automated requests"), (LinkStatus.SKIPPED, "were not checked")):
        if count[status]:
            parts.append(f"{count[status]} {words}")
    return ", ".join(parts) + "."
