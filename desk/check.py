"""``desk check``: what is wrong with the pages and the bibliography, or which pages a change touches."""

from __future__ import annotations

import click

from desk.affected import affected, changed_keys, known_keys
from desk.site import Site, find_site
from hooks.problems import ERROR, Problem


@click.command()
@click.option("--affected", "first", metavar="KEY...", help="Name the pages that cite these works.")
@click.option("--affected-since", "revision", metavar="REVISION",
              help="Name the pages that cite what changed in the bibliography since a git revision.")
@click.argument("more", nargs=-1, metavar="")
@click.pass_context
def check(context: click.Context, first: str | None, revision: str | None, more: tuple[str, ...]) -> None:
    """Check all pages and the bibliography, without a build.

    Prints a line for each problem, as `path:line:col: rule: what is wrong (what to do)`. The exit code is 1 where
    a problem would stop the build as an error, and 2 where the command cannot work. Links between pages are
    checked by the build.

    With --affected or --affected-since, checks nothing and names the pages, each with the line and column of its
    first citation. The listings and the page of references are made from these, and change with them.

    \b
    Examples:
      desk check
      desk check --affected jerome2020 davis2021
      desk check --affected-since HEAD~1
    """
    if more and first is None:
        raise click.UsageError(f"“{more[0]}” stands without --affected before it", context)
    if first is not None and revision is not None:
        raise click.UsageError("give --affected or --affected-since, not both", context)
    site = find_site()
    if first is not None:
        _name_affected(site, known_keys(site, [first, *more]))
    elif revision is not None:
        keys = changed_keys(site, revision)
        if keys:
            _name_affected(site, keys)
        else:
            click.echo(f"No work in {site.bibliography.path} has changed since {revision}.", err=True)
    else:
        context.exit(_check_all(site))


def _name_affected(site: Site, keys: list[str]) -> None:
    lines = list(affected(site, keys))
    for line in lines:
        click.echo(line)
    pages = len({line.split(":")[0] for line in lines})
    works = ", ".join(f"“{key}”" for key in keys)
    click.echo(f"{_count(pages, 'page')} cite{'s' if pages == 1 else ''} {works}." if pages
               else f"No page cites {works}.", err=True)


def _check_all(site: Site) -> int:
    # Late: Pandoc and the Markdown extensions take longer to load than the other commands to run.
    from desk.reading import problems_of

    problems, pages = problems_of(site)
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.severity == ERROR for problem in problems)
    click.echo(_summary(problems, errors, pages), err=True)
    return 1 if errors else 0


def _summary(problems: list[Problem], errors: int, pages: int) -> str:
    where = f"in {_count(pages, 'page')} and the bibliography"
    if not problems:
        return f"Nothing to mend {where}."
    return f"{_count(len(problems), 'problem')} {where}, {errors or 'none'} of them {_an_error(errors)}."


def _an_error(errors: int) -> str:
    return "an error" if errors <= 1 else "errors"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
