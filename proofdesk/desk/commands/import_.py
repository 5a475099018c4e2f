"""``desk import``: turn a manuscript into an article, and its references into entries of the bibliography."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.text import is_file_name
from proofdesk.desk.bib_editor import replace_file, with_entry
from proofdesk.desk.commands.editor import write_citations
from proofdesk.desk.project import Project, find_project

if TYPE_CHECKING:
    from proofdesk.desk.importing.result import ImportResult

REPORTS = "reports"


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The article's title (default: the manuscript's).")
@click.option("--slug", default="", help="The end of its address, in small letters, digits and hyphens.")
@click.option("--dry-run", is_flag=True, help="Print the article, its new entries and the report; write nothing.")
def import_(file: Path, title: str, slug: str, dry_run: bool) -> None:
    """Turn a manuscript (.docx, .odt, .html, .md, .txt) into an article.

    Writes docs/articles/SLUG.md, its pictures beside it, and new entries into the bibliography, where they stay
    unconfirmed until you have checked them with `desk cite --check`. Finds headings, the site's
    kinds of block, the list of references and what cites it. Whatever is uncertain stays as it was between ⟦ and ⟧,
    which a build refuses; the report, printed and saved in reports/SLUG.txt, lists all of it.

    Overwrites nothing. The exit code is 0 if it was imported, 2 if nothing was done.

    \b
    Examples:
      desk import ~/Downloads/manuscript.docx
      desk import notes.txt --title "What sleep does" --dry-run
    """
    # Imported here because Pandoc takes longer to load than the other commands to run.
    from proofdesk.desk.importing.readers.manuscript import read_manuscript
    from proofdesk.desk.importing.result import import_manuscript

    project = find_project()
    if slug and not is_file_name(slug):
        raise UserError(f"“{slug}” cannot end an address (use small letters, digits and hyphens, as in "
                        "what-sleep-does)")
    bibliography = project.readable_bibliography()
    manuscript = read_manuscript(file)
    title = " ".join(title.split())
    made = import_manuscript(manuscript, file.name, bibliography, project.kinds, title, slug)
    page = project.docs / "articles" / f"{made.slug}.md"
    folder = project.docs / "articles" / made.slug
    for path in (page, folder):
        if path.exists():
            raise UserError(f"{project.path(path)} exists already (give the article another address with --slug, or "
                            "remove that one)")
    report = project.root / REPORTS / f"{made.slug}.txt"
    if dry_run:
        click.echo(made.text)
        for entry in made.entries.values():
            click.echo(entry)
        click.echo(made.report)
        return
    _write(project, made, page, folder, report)
    click.echo(made.report)
    click.echo(f"Wrote {project.path(page)}"
               + (f", {_count(len(made.pictures), 'picture', 'pictures')} beside it" if made.pictures else "")
               + (f", {_count(len(made.entries), 'entry', 'entries')} in {project.path(project.bib_file)}"
                  if made.entries else "")
               + f". This report is in {project.path(report)}. Next: desk check", err=True)
    if made.entries:
        write_citations(project)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _write(project: Project, made: ImportResult, page: Path, folder: Path, report: Path) -> None:
    """Write all that an import made, or nothing. If anything stops it, every file is as it was before."""
    old_report = report.read_bytes() if report.exists() else None
    begun: list[Path] = []
    try:
        for picture, content in made.pictures.items():
            begun.append(folder)
            replace_file(page.parent / picture, content)
        begun.append(page)
        replace_file(page, made.text.encode("utf-8"))
        begun.append(report)
        replace_file(report, made.report.encode("utf-8"))
        _add_entries(project, made.entries)  # last, because a bibliography that is written is not put back
    except BaseException:
        for path in begun:
            with suppress(OSError):
                if path == report and old_report is not None:
                    path.write_bytes(old_report)
                elif path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
        raise


def _add_entries(project: Project, entries: dict[str, str]) -> None:
    if not entries:
        return
    try:
        text = project.bib_file.read_bytes().decode("utf-8")
    except OSError as error:
        raise cannot("read", project.path(project.bib_file), error) from None
    for key, entry in entries.items():
        text = with_entry(text, key, entry)
    replace_file(project.bib_file, text.encode("utf-8"))
