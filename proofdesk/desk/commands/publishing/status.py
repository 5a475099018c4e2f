"""``desk status``: say how far each article is, and what waits for whom."""

from __future__ import annotations

import json

import click

from proofdesk.common.dates import longdate
from proofdesk.common.problems import printable
from proofdesk.desk.project import find_project
from proofdesk.desk.publishing.standing import DRAFT, LATER, PUBLISHED, UNREAD, Standing, ask_git, standings
from proofdesk.desk.review.answers import lost_reviews

_HEADINGS = {UNREAD: "With facts to correct", DRAFT: "Drafts", LATER: "To be published",
             PUBLISHED: "Ready or published"}


@click.command()
@click.option("--all", "whole", is_flag=True, help="List the published pages with which nothing has to be done, too.")
@click.option("--ask", is_flag=True, help="Ask the server first what others published (needs a network).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="For people, or for programs.")
def status(whole: bool, ask: bool, form: str) -> None:
    """Say how far each article is: draft, to be published on a day, or published; and what waits.

    Names the checks that are due within 30 days or overdue, remarks of reviewers that nobody has answered, pages that
    changed since somebody signed them, what is changed here and not sent, and what is sent and not published yet.

    \b
    Examples:
      desk status
      desk status --all
    """
    project = find_project()
    elsewhere = ask_git(project, ask)
    found = standings(project, elsewhere)
    site = [*lost_reviews(project), *elsewhere.site]
    if form == "json":
        click.echo(json.dumps({"pages": [each.as_json() for each in found], "site": site},
                              ensure_ascii=False, indent=2))
        return
    for state, heading in _HEADINGS.items():
        pages = [each for each in found if each.state == state]
        shown = [each for each in pages if whole or each.waiting or state != PUBLISHED]
        if shown:
            click.echo(f"{heading}:")
        for each in sorted(shown, key=lambda each: (each.day.isoformat() if each.day else "", each.path)):
            _print(each)
    still = sum(each.state == PUBLISHED and not each.waiting for each in found)
    if still and not whole:
        click.echo(f"{still} published page{'s' if still > 1 else ''} with nothing to do.")
    for line in site:
        click.echo(printable(line))


def _print(page: Standing) -> None:
    day = f", from {longdate(page.day)} on" if page.day else ""
    click.echo(printable(f"  {page.path}  “{page.title}”{day}"))
    for line in page.waiting:
        click.echo(printable(f"      {line}"))
