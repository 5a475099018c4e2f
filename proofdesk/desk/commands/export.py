"""``desk export``: write an article as a Word file, for somebody who reviews it there."""

from __future__ import annotations

from pathlib import Path

import click

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import OLD, drop_staging, replace_file
from proofdesk.desk.project import find_project
from proofdesk.desk.reporters import marked_faults
from proofdesk.desk.review.page_of import page_named


@click.command()
@click.argument("article")
@click.option("--docx", is_flag=True, help="As a Word file; there is no other form yet, so it may be left out.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
              help="The file to write (default: ARTICLE-VERSION.docx in this folder).")
def export(article: str, docx: bool, output: Path | None) -> None:
    """Write an article as a Word file to send to a reviewer.

    It reads like the page: blocks are boxes, references are fields that Zotero goes on with, pictures, tables and notes
    are in it. Under its title it says which version of the text it is. The reviewer comments on it and changes it in
    Word or LibreOffice, with or without Track Changes, and `desk review FILE.docx` takes what comes back.

    Overwrites nothing. The exit code is 2 if nothing was written.

    \b
    Examples:
      desk export sleep-and-learning --docx
      desk export docs/articles/sleep-and-learning.md --output ~/Desktop/sleep.docx
    """
    # Imported here because Pandoc takes longer to load than the other commands to run.
    from proofdesk.desk.exporting.word_file import export_article

    project = find_project()
    page = page_named(project, article)
    made = export_article(project, page)
    file = output or Path(f"{Path(page.uri).stem}-{made.version}.docx")
    if file.suffix.lower() != ".docx":
        raise UserError(f"“{file}” does not end in .docx (give it that ending)")
    try:
        if file.exists() or file.is_symlink():
            if file.is_file() and file.read_bytes() == made.content:
                click.echo(f"{file} is there already, as it would be written now.")
                return
            raise UserError(f"“{file}” exists already (move it away, or give another name with --output)")
        drop_staging(file, OLD)
        replace_file(file, made.content)
    except OSError as error:
        raise cannot("written", file, error) from None
    click.echo(f"Wrote {file}: version {made.version} of {page.path}. Send it to the reviewer; `desk review` takes the "
               "file that comes back.")
    if made.faults:
        click.echo(marked_faults(made.faults, page.path))
