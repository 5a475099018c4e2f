"""``desk import``: a manuscript becomes an article, its references entries of the bibliography."""

from __future__ import annotations

import re
from pathlib import Path

import click

from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.common.errors import UserError
from proofdesk.common.problems import Problem
from proofdesk.common.transaction import Transaction
from proofdesk.desk.bib_editor import with_entry
from proofdesk.desk.commands.editor import replace_bibliography
from proofdesk.desk.project import Project, find_project

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
REPORTS = "reports"


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The article's title; otherwise the manuscript's own.")
@click.option("--slug", default="", help="The end of its address, in small letters, digits and hyphens.")
@click.option("--dry-run", is_flag=True, help="Print the article, its new entries and the report; write nothing.")
def import_(file: Path, title: str, slug: str, dry_run: bool) -> None:
    """Turn a manuscript (.docx, .odt, .html, .md, .txt) into an article.

    Writes docs/articles/SLUG.md, its pictures beside it, and new entries into the bibliography, where they stay
    unconfirmed until you have checked them with `desk cite --check`. Finds headings, the site's
    kinds of block, the list of references and what cites it. Whatever is uncertain stays as it was
    between ⟦ and ⟧, which a build refuses; the report, printed and kept in reports/SLUG.txt, names all of it.

    Overwrites nothing. The exit code is 0 when it was imported, 2 when nothing was done.

    \b
    Examples:
      desk import ~/Downloads/manuscript.docx
      desk import notes.txt --title "What sleep does" --dry-run
    """
    # Late: Pandoc takes longer to load than the other commands to run.
    from proofdesk.desk.importing.readers.manuscript import read
    from proofdesk.desk.importing.result import imported

    site = find_project()
    if slug and not SLUG.fullmatch(slug):
        raise UserError(f"“{slug}” cannot end an address; use small letters, digits and hyphens, as in what-sleep-does")
    _sound(site)
    manuscript = read(file)
    made = imported(manuscript, file.name, site.bibliography, site.kinds,
                    " ".join(title.split()), slug)
    page = site.docs / "articles" / f"{made.slug}.md"
    folder = site.docs / "articles" / made.slug
    for there in (page, folder):
        if there.exists():
            raise UserError(f"{site.path(there)} is there already; give the article another address with --slug, or take "
                          "that one away")
    report = site.root / REPORTS / f"{made.slug}.txt"
    if dry_run:
        click.echo(made.text)
        for entry in made.entries.values():
            click.echo(entry)
        click.echo(made.report)
        return
    with Transaction(site.root) as transaction:
        for path, content in made.pictures.items():
            transaction.replace(site.docs / "articles" / path, None, content)
        _add_entries(site, transaction, made.entries)
        transaction.replace(report, transaction.read(report), made.report.encode("utf-8"))
        transaction.replace(page, None, made.text.encode("utf-8"))
    click.echo(made.report)
    click.echo(f"Wrote {site.path(page)}"
               + (f", {len(made.pictures)} pictures beside it" if made.pictures else "")
               + (f", {len(made.entries)} entries in {site.path(site.bib_file)}" if made.entries else "")
               + f". This report is in {site.path(report)}. Next: desk check", err=True)


def _sound(site: Project) -> None:
    """Refuse to add to a bibliography that cannot be read whole: an entry might be there already."""
    faults: list[Problem] = [p for p in site.bibliography.problems if p.rule in ("bib-syntax", "not-utf8")]
    if faults:
        raise UserError(f"the bibliography cannot be read; mend it first: {faults[0]}")


def _add_entries(site: Project, transaction: Transaction, entries: dict[str, str]) -> None:
    """Add the entries to the bibliography. Raises UserError if it was changed while the manuscript was read."""
    if not entries:
        return
    before = transaction.read(site.bib_file)
    if parse_bibliography(before or b"", site.bibliography.path).entries != site.bibliography.entries:
        raise UserError(f"{site.path(site.bib_file)} was changed while the manuscript was read, so nothing was changed "
                        "(run the command again)")
    text = (before or b"").decode("utf-8")
    for key, entry in entries.items():
        text = with_entry(text, key, entry)
    replace_bibliography(transaction, site, before, text, entries)
