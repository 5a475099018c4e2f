"""``desk test-content``: all that a change of content must pass before it is published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from proofdesk.common.problems import Problem
from proofdesk.common.rules import ERROR
from proofdesk.desk.building import run
from proofdesk.desk.hosting.header_rules import rules_of
from proofdesk.desk.project import Project, find_project
from proofdesk.desk.reporters import FORMATS
from proofdesk.desk.smoke.browser import browser, find_browser
from proofdesk.desk.smoke.pages import changed_pages, choose
from proofdesk.desk.smoke.server import serve
from proofdesk.desk.smoke.validity import invalid_html


@click.command(name="test-content")
@click.option("--since", metavar="REVISION",
              help="Also open each page that changed since this git revision (default: the last commit).")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True,
              help="For people, for programs, or as annotations on GitHub.")
@click.option("--built", is_flag=True, help="Only open the pages of the site that was built last.")
@click.pass_context
def test_content(context: click.Context, since: str | None, form: str, built: bool) -> None:
    """Test a change of content: check it, build the site strictly, and open the finished site in a browser.

    Opens the first page, one page of each kind and each changed page in a Chromium without a window, as wide as a
    phone, with the headers of the host and at the path of SITE_URL. A page must report no error, ask no other site,
    do nothing against its policy, and not scroll sideways; search must find a page by its title, and a citation must
    open. Their HTML must be valid, where html-validate is in node_modules/. No other machine is asked. It is the gate
    that a change of content must pass; the tests are for the program.

    The exit code is 1 if something has to be corrected, 2 if the command cannot work, and 3 if there is no browser
    here: then nothing was tested.

    \b
    Examples:
      desk test-content
      desk test-content --since origin/main --format github
      desk test-content --built
    """
    project = find_project()
    program = find_browser()
    if not built:
        revision = ["--since", since] if since else []
        for step, module, arguments in (
            ("Checking", "proofdesk.desk", ["check", "--format", form, *revision]),
            ("Building", "proofdesk.build", ["build", "--strict"]),
        ):
            click.echo(f"{step} …", err=True)
            if code := run(project.root, module, arguments):
                context.exit(code)
    folder = project.root / str(project.settings.get("site_dir", "site"))
    problems, opened = _look(project, folder, program, since)
    click.echo(FORMATS[form](problems), nl=False)
    errors = sum(problem.severity == ERROR for problem in problems)
    click.echo(f"{errors or 'No'} error{'' if errors == 1 else 's'} in {opened} pages of the finished site.", err=True)
    context.exit(1 if problems else 0)


def _look(project: Project, folder: Path, program: str, since: str | None) -> tuple[list[Problem], int]:
    """Open the finished site. Returns what is wrong, and how many pages were opened."""
    from proofdesk.desk.smoke.visit import Visit

    rules = rules_of(folder)
    changed = changed_pages(project, since)
    chosen = choose(folder, changed)
    sources = {page.url: page.path for page in project.pages()}

    def name_of(address: str) -> str:
        return sources.get(address) or project.path(folder / (address or "index.html"))

    if chosen.left_out:
        click.echo(f"{chosen.left_out} more changed pages are not opened.", err=True)
    with (
        browser(program) as running, serve(folder, rules) as root,
        click.progressbar(length=len(chosen.addresses), label="Opening", file=sys.stderr,
                          hidden=not sys.stderr.isatty()) as bar,
    ):
        visit = Visit(running, root, name_of)
        cited = visit.open_each(chosen.addresses, lambda: bar.update(1))
        known = [address for address in (*changed, *cited) if address in cited]
        for address in sorted(known, key=_suitability)[:1]:
            visit.search(cited[address], address)
            visit.open_citation(address)
    invalid = invalid_html(project.root, folder, chosen.addresses, name_of)
    if invalid is None:
        click.echo("Whether the HTML is valid was not tested: html-validate is not in node_modules/.", err=True)
    return [*visit.problems, *(invalid or [])], len(chosen.addresses)


def _suitability(address: str) -> tuple[bool, bool]:
    """Return what sorts the pages to search for: articles first, the first page of the site last."""
    return (not address.startswith("articles/") or address == "articles/", not address)
