"""``desk check``: what is wrong with the pages and the bibliography, or which pages a change touches."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.common.rules import ADVICE, ERROR, RULES
from proofdesk.common.transaction import Transaction, verify_nothing
from proofdesk.desk.git import affected, changed_keys, known_keys
from proofdesk.desk.lost_addresses import lost_addresses
from proofdesk.desk.project import PageFile, Project, find_project
from proofdesk.desk.reporters import FORMATS


@click.command()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True,
              help="For people, for programs, or as annotations on GitHub.")
@click.option("--advice/--no-advice", default=None,
              help="Name long sentences, reading age and overdue checks too. On where you name a page.")
@click.option("--only", multiple=True, type=click.Choice(sorted(RULES)), metavar="RULE",
              help="Name what this rule finds and nothing else. Can be given more than once.")
@click.option("--fix", is_flag=True, help="Mend the spelling of DOIs and keys and the spacing of fences.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask.")
@click.option("--affected", "first", metavar="KEY...", help="Name the pages that cite these works.")
@click.option("--affected-since", "revision", metavar="REVISION",
              help="Name the pages that cite what changed in the bibliography since a git revision.")
@click.option("--since", metavar="REVISION",
              help="Name the pages that are gone since a git revision and lead nowhere (HEAD where you name none).")
@click.argument("more", nargs=-1, metavar="[PATH]...")
@click.pass_context
def check(context: click.Context, form: str, advice: bool | None, only: tuple[str, ...], fix: bool, yes: bool,
          first: str | None, revision: str | None, since: str | None, more: tuple[str, ...]) -> None:
    """Check all pages and the bibliography, without a build; or only some pages or folders of pages.

    Prints a line for each problem, as `path:line:col: rule: what is wrong (what to do)`. The exit code is 1 where
    a problem would stop the build as an error, and 2 where the command cannot work. Advice never counts. Links
    between pages are checked by the build; questions asked twice and works that no page cites by a check of all.

    With --fix, shows what can be mended safely as a diff, asks, and mends it. Where nobody can be asked it changes
    nothing without --yes.

    With --affected or --affected-since, checks nothing and names the pages, each with the line and column of its
    first citation. The listings and the page of references are made from these, and change with them.

    \b
    Examples:
      desk check
      desk check docs/articles/sleep.md
      desk check --fix
      desk check --format github --since origin/main
      desk check --advice --only overdue-check
      desk check --affected jerome2020 davis2021
      desk check --affected-since HEAD~1
    """
    if first is not None and revision is not None:
        raise click.UsageError("give --affected or --affected-since, not both", context)
    if yes and not fix:
        raise click.UsageError("--yes goes with --fix", context)
    if revision is not None and more:
        raise click.UsageError(f"“{more[0]}” stands beside --affected-since, which names all pages", context)
    if (first is not None or revision is not None) and (
        fix or form != "text" or advice is not None or only
    ):
        raise click.UsageError("--affected and --affected-since name pages and check nothing", context)
    site = find_project()
    if first is not None:
        _name_affected(site, known_keys(site, [first, *more]))
    elif revision is not None:
        keys = changed_keys(site, revision)
        if keys:
            _name_affected(site, keys)
        else:
            click.echo(f"No work in {site.bibliography.path} has changed since {revision}.", err=True)
    else:
        chosen, bibliography = _chosen(site, more)
        lost = list(lost_addresses(site, since)) if since or not more else []
        code = _check(site, chosen, bibliography, form, bool(more) if advice is None else advice, lost, only)
        context.exit(_fix(site, chosen, bibliography, yes) if fix else code)


def _name_affected(site: Project, keys: list[str]) -> None:
    found = list(affected(site, keys))
    for (path, position), key in found:
        click.echo(f"{path}:{position.line}:{position.column}: cites “{key}”")
    pages = len({location.path for location, _ in found})
    works = ", ".join(f"“{key}”" for key in keys)
    click.echo(f"{_count(pages, 'page')} cite{'s' if pages == 1 else ''} {works}." if pages
               else f"No page cites {works}.", err=True)


def _chosen(site: Project, paths: tuple[str, ...]) -> tuple[list[PageFile], bool]:
    """The pages that these paths name, and whether the bibliography is among them; all where none is given."""
    pages = list(site.pages())
    if not paths:
        return pages, True
    chosen: dict[str, PageFile] = {}
    bibliography = False
    for text in paths:
        path = Path(text).absolute()
        try:
            exists, real = path.exists(), path.resolve()
        except (OSError, ValueError):
            exists = False
        if not exists:
            cited = text in site.bibliography.entries
            hint = f" (the pages that cite it: desk check --affected {text})" if cited else ""
            raise UserError(f"there is no file or folder “{text}”{hint}")
        found = [page for page in pages
                 if (file := (site.root / page.path).resolve()) == real or real in file.parents]
        is_bibliography = real == site.bib_file.resolve()
        if not found and not is_bibliography:
            raise UserError(f"“{text}” is no page of the site, and no folder that holds one")
        bibliography |= is_bibliography
        chosen |= {page.path: page for page in found}
    return list(chosen.values()), bibliography


def _check(site: Project, chosen: list[PageFile], bibliography: bool, form: str, with_advice: bool,
           lost: list[Problem], only: tuple[str, ...]) -> int:
    # Late: the Markdown extensions take longer to load than the other commands to run.
    from proofdesk.desk.convert import read_pages, read_site
    from proofdesk.desk.readability import advice

    if bibliography:
        reading = read_site(site)
        paths = {page.path for page in chosen} | {site.bibliography.path}
        whole = len(chosen) == len(reading.pages)
        problems = [p for p in reading.problems if whole or p.path in paths]
        pages = [page for page in reading.pages if page.document.source.path in paths]
    else:
        reading = read_pages(site, chosen)
        problems, pages = reading.problems, reading.pages
    hints = [each for page in pages for each in advice(page)] if with_advice else []
    problems = sorted(each for each in [*problems, *lost, *hints] if not only or each.rule in only)
    click.echo(FORMATS[form](problems), nl=False)
    errors = sum(problem.severity == ERROR for problem in problems)
    click.echo(_summary(problems, errors, len(chosen), bibliography), err=True)
    return 1 if errors else 0


def _summary(problems: list[Problem], errors: int, pages: int, bibliography: bool) -> str:
    where = f"in {_count(pages, 'page')}" + (" and the bibliography" if bibliography else "")
    hints = sum(problem.severity == ADVICE for problem in problems)
    also = f" {_count(hints, 'piece')} of advice." if hints else ""
    count = len(problems) - hints
    if not count:
        return f"Nothing to mend {where}.{also}"
    return f"{_count(count, 'problem')} {where}, {errors or 'none'} of them {_an_error(errors)}.{also}"


def _an_error(errors: int) -> str:
    return "an error" if errors <= 1 else "errors"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _fix(site: Project, chosen: list[PageFile], bibliography: bool, yes: bool) -> int:
    """Mend what is safe. The exit code is 1 where something can be mended and was not."""
    from proofdesk.desk.autofix import fixes
    from proofdesk.desk.bib_editor import readable
    from proofdesk.desk.convert import read_pages

    found = fixes(site, chosen, read_pages(site, chosen).problems, bibliography)
    if not found:
        click.echo("Nothing that can be mended safely.", err=True)
        return 0
    for fix in found:
        click.echo(fix.diff, nl=False)
    if not yes and not (sys.stdin.isatty() and click.confirm("Mend it like this?", err=True)):
        click.echo("Nothing was changed." + ("" if sys.stdin.isatty() else " Add --yes to mend it."), err=True)
        return 1
    with Transaction(site.root) as transaction:
        for fix in found:
            before = fix.before.encode("utf-8")
            verify = readable(before) if fix.file == site.bib_file else verify_nothing
            transaction.replace(fix.file, before, fix.after.encode("utf-8"), verify)
    click.echo(f"Mended {_count(len(found), 'file')}. Check again.", err=True)
    return 0
