"""``desk check``: check the pages and the bibliography, or name the pages that a change affects."""

from __future__ import annotations

import sys

import click

from proofdesk.common.problems import FaultyFile, Problem, abridge, printable_lines, told_of
from proofdesk.common.rules import ADVICE, ERROR, REMINDER, RULES, WARNING
from proofdesk.common.text import counted
from proofdesk.common.transaction import Transaction, verify_nothing
from proofdesk.desk.checking.selection import select
from proofdesk.desk.project import PageFile, Project, find_project
from proofdesk.desk.reporters import FORMATS


@click.command()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True,
              help="For people, for programs, or as annotations on GitHub.")
@click.option("--advice/--no-advice", default=None,
              help="Also name long sentences, reading age and overdue checks. On if you name a page.")
@click.option("--only", multiple=True, type=click.Choice(sorted(RULES)), metavar="RULE",
              help="Report this rule only. Can be given more than once.")
@click.option("--all", "whole", is_flag=True, help="List every problem, and not only the first 20 of each rule.")
@click.option("--fix", is_flag=True,
              help="Fix the spelling of DOIs and keys, and the form of blocks, lists, tables and notes.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask.")
@click.option("--affected", "first", metavar="KEY...", help="Name the pages that cite these works.")
@click.option("--affected-since", "revision", metavar="REVISION",
              help="Name the pages that cite what changed in the bibliography since a git revision.")
@click.option("--since", metavar="REVISION",
              help="Report pages that were removed without a redirect since this git revision (default: HEAD).")
@click.argument("more", nargs=-1, metavar="[PATH]...")
@click.pass_context
def check(context: click.Context, form: str, advice: bool | None, only: tuple[str, ...], whole: bool, fix: bool,
          yes: bool, first: str | None, revision: str | None, since: str | None, more: tuple[str, ...]) -> None:
    """Check all pages and the bibliography, without a build; or only some pages or folders of pages.

    Prints a line for each problem, as `path:line:col: rule: what is wrong (what to do)`; of each rule the first 20,
    and how many more there are, unless you add --all. Other formats always list all. The exit code is 1 if a
    problem would stop the build as an error, and 2 if the command cannot work. Advice never counts. Links between
    pages, questions asked twice and works that no page cites are found only by a check of all pages.

    With --fix, shows what can be fixed safely as a diff, asks, and fixes it. Without a terminal to ask at, it changes
    nothing unless you add --yes.

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
        raise click.UsageError(f"--affected-since covers all pages; leave “{more[0]}” out", context)
    if (first is not None or revision is not None) and (
        fix or form != "text" or advice is not None or only
    ):
        raise click.UsageError("--affected and --affected-since name pages and check nothing", context)
    try:
        project = find_project()
        project.fills_cache = True  # as a build does; what other commands do is to leave nothing behind
    except FaultyFile as error:
        if form == "text":
            raise
        click.echo(FORMATS[form]([error.problem]), nl=False)
        context.exit(error.exit_code)
    if first is not None:
        from proofdesk.desk.affected import known_keys

        _name_affected(project, known_keys(project, [first, *more]))
    elif revision is not None:
        from proofdesk.desk.affected import changed_keys

        keys = changed_keys(project, revision)
        if keys:
            _name_affected(project, keys)
        else:
            click.echo(f"No work in {project.bibliography.title} has changed since {revision}.", err=True)
    else:
        # Imported here because the Markdown extensions take longer to load than to name what a change affects.
        from proofdesk.desk.checking.problems import find_problems

        pages, bibliography, refused = select(project, more)
        others = [*refused]
        if since or not more:
            from proofdesk.desk.lost_addresses import lost_addresses

            others += lost_addresses(project, since)
        with_advice = bool(more) if advice is None else advice
        problems = find_problems(project, pages, bibliography, with_advice, others)
        problems = [each for each in problems if not only or each.rule in only]
        _print(problems, form, whole)
        click.echo(_summary(problems, len(pages), bibliography), err=True)
        code = 1 if any(problem.severity == ERROR for problem in problems) else 0
        context.exit(_fix(project, pages, bibliography, yes) if fix else code)


def _name_affected(project: Project, keys: list[str]) -> None:
    from proofdesk.desk.affected import affected

    citations = list(affected(project, keys))
    for (path, position), key in citations:
        click.echo(f"{path}:{position.line}:{position.column}: cites “{key}”")
    pages = len({location.path for location, _ in citations})
    works = ", ".join(f"“{key}”" for key in keys)
    click.echo(f"{counted(pages, 'page')} cite{'s' if pages == 1 else ''} {works}." if pages
               else f"No page cites {works}.", err=True)


def _print(problems: list[Problem], form: str, whole: bool) -> None:
    shown, others = abridge(problems) if form == "text" and not whole else (problems, [])
    click.echo(FORMATS[form](shown), nl=False)
    for _, sentence in told_of(others, "desk check --all"):
        click.echo(sentence)


def _summary(problems: list[Problem], pages: int, bibliography: bool) -> str:
    """Return the result in a sentence, such as “1 error, 2 warnings in 3 pages.”."""
    count = {severity: sum(problem.severity == severity for problem in problems)
             for severity in (ERROR, WARNING, REMINDER, ADVICE)}
    found = ", ".join(counted(count[severity], severity) for severity in (ERROR, WARNING, REMINDER) if count[severity])
    checked = counted(pages, "page") + (" and the bibliography" if bibliography else "")
    hints = f" {counted(count[ADVICE], 'piece')} of advice." if count[ADVICE] else ""
    return f"{found or 'No problems'} in {checked}.{hints}"


def _fix(project: Project, selected: list[PageFile], bibliography: bool, yes: bool) -> int:
    """Fix what is safe. Return the exit code: 1 if something can be fixed and was not."""
    from proofdesk.desk.bib_editor import readable
    from proofdesk.desk.convert import read_pages
    from proofdesk.desk.fixing.fixes import fixes

    found = fixes(project, selected, read_pages(project, selected).problems, bibliography)
    if not found:
        click.echo("Nothing can be fixed automatically.", err=True)
        return 0
    for fix in found:
        click.echo(printable_lines(fix.diff), nl=False)
    if not yes and not (sys.stdin.isatty() and click.confirm("Apply these changes?", err=True)):
        click.echo("Nothing was changed." + ("" if sys.stdin.isatty() else " Add --yes to apply these changes."),
                   err=True)
        return 1
    with Transaction(project.root) as transaction:
        for fix in found:
            before = fix.before.encode("utf-8")
            verify = readable(before) if fix.file == project.bib_file else verify_nothing
            transaction.replace(fix.file, before, fix.after.encode("utf-8"), verify)
    click.echo(f"Changed {counted(len(found), 'file')}. Check again.", err=True)
    return 0
