"""``desk import``: turn a manuscript into an article, and its references into entries of the bibliography."""

from __future__ import annotations

from pathlib import Path

import click

from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.common.errors import UserError
from proofdesk.common.problems import printable_lines
from proofdesk.common.text import counted, is_file_name, remedy_for_file_name
from proofdesk.common.transaction import Transaction
from proofdesk.desk.bib_editor import replace_bibliography, with_entry
from proofdesk.desk.project import Project, find_project
from proofdesk.desk.registries.clients import Services
from proofdesk.desk.review.review_file import items_text, put_review, review_file

REPORTS = "reports"


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The article's title (default: the manuscript's).")
@click.option("--slug", default="", help="The end of its address, in small letters, digits and hyphens.")
@click.option("--post", default="", help="Of what WordPress exported: the end of the post's address.")
@click.option("--offline", is_flag=True, envvar="DESK_OFFLINE", help="Ask no registry for the records of works.")
@click.option("--crossref", envvar="DESK_CROSSREF", default=Services.crossref, hidden=True)
@click.option("--datacite", envvar="DESK_DATACITE", default=Services.datacite, hidden=True)
@click.option("--pubmed", envvar="DESK_PUBMED", default=Services.pubmed, hidden=True)
@click.option("--dry-run", is_flag=True, help="Print the article, its new entries and the report; write nothing.")
def import_(file: Path, title: str, slug: str, post: str, offline: bool, crossref: str, datacite: str, pubmed: str,
            dry_run: bool) -> None:
    """Turn a manuscript (.docx, .odt, .rtf, .html, .md, .qmd, .tex, .txt, WordPress .xml) into an article.

    Writes docs/articles/SLUG.md, its pictures beside it, comments and tracked changes into the review file
    docs/articles/SLUG.review.yml, and new entries into the bibliography. A reference that names a DOI, a PubMed or an
    arXiv number takes the work's record from the registries, unless you are --offline; the others stay unconfirmed
    until you have found them with `desk cite --find`. Finds headings, the site's
    kinds of block, the list of references and what cites it. Whatever is uncertain stays as it was between ⟦ and ⟧,
    which a build refuses; the report, saved in reports/SLUG.txt, lists all of it, and what fits one screen is printed.
    Lines that the article has not whole are kept in reports/SLUG.left-out.txt.

    Overwrites nothing. The exit code is 0 if it was imported, 2 if nothing was done.

    \b
    Examples:
      desk import ~/Downloads/manuscript.docx
      desk import notes.txt --title "What sleep does" --dry-run
      desk import wordpress.xml --post what-sleep-does
    """
    # Imported here because Pandoc takes longer to load than the other commands to run.
    from proofdesk.desk.importing.accounts.left_lines import left_file
    from proofdesk.desk.importing.accounts.screen import screen_of
    from proofdesk.desk.importing.readers.manuscript import read_manuscript
    from proofdesk.desk.importing.references.matching.registered import RegisteredRecords
    from proofdesk.desk.importing.result import import_manuscript
    from proofdesk.desk.word.origin import exported_page

    project = find_project()
    if slug and not is_file_name(slug):
        raise UserError(f"“{slug}” cannot end an address ({remedy_for_file_name(slug)})")
    if page_sent := exported_page(file, project.root):
        raise UserError(f"“{file.name}” is {page_sent} as `desk export` wrote it for a reviewer (take what a reviewer "
                        f"did there with `desk review {file.name}`)")
    bibliography = project.readable_bibliography()
    manuscript = read_manuscript(file, post)
    title = " ".join(title.split())
    services = None if offline else Services(crossref.rstrip("/"), datacite.rstrip("/"), pubmed.rstrip("/"))
    registered = RegisteredRecords(services, lambda: click.echo(
        "Asking the registries for the records of the works that name an identifier…", err=True))
    made = import_manuscript(manuscript, file.name, bibliography, project.kinds, title, slug, registered,
                             project.site.vocabulary)
    page = project.docs / "articles" / f"{made.slug}.md"
    folder = project.docs / "articles" / made.slug
    for path in (page, folder):
        if path.exists():
            raise UserError(f"{project.path(path)} exists already (give the article another address with --slug, or "
                            "remove that one)")
    report = project.root / REPORTS / f"{made.slug}.txt"
    left_out = report.with_name(left_file(made.slug))
    reviews = review_file(page)
    if dry_run:
        reviewed = (items_text(made.review),) * bool(made.review)
        for text in filter(None, (made.text, *made.entries.values(), *reviewed, made.report, made.left_out)):
            click.echo(printable_lines(text))
        return
    with Transaction(project.root) as transaction:
        for picture, content in made.pictures.items():
            transaction.replace(project.docs / "articles" / picture, None, content)
        _add_entries(project, transaction, made.entries)
        transaction.replace(report, transaction.read(report), made.report.encode("utf-8"))
        if made.left_out or transaction.read(left_out):
            transaction.replace(left_out, transaction.read(left_out), made.left_out.encode("utf-8"))
        put_review(transaction, reviews, made.review)
        transaction.replace(page, None, made.text.encode("utf-8"))
    click.echo(printable_lines(screen_of(made.report, project.path(report))))
    click.echo(f"Wrote {project.path(page)}"
               + (f", {counted(len(made.pictures), 'picture')} beside it" if made.pictures else "")
               + (f", {counted(len(made.entries), 'entry', 'entries')} in {project.path(project.bib_file)}"
                  if made.entries else "")
               + (f", {counted(len(made.review), 'comment or change', 'comments and changes')} in "
                  f"{project.path(reviews)}"
                  if made.review else "")
               + f". The whole report is in {project.path(report)}. Next: desk check {project.path(page)}", err=True)


def _add_entries(project: Project, transaction: Transaction, entries: dict[str, str]) -> None:
    """Add the entries to the bibliography. Raises UserError if it was changed while the manuscript was read."""
    if not entries:
        return
    before = transaction.read(project.bib_file)
    own = project.bibliography
    texts = {key: entry.text for key, entry in own.entries.items() if entry.path == own.path}
    now = parse_bibliography(before or b"", own.path).entries
    if {key: entry.text for key, entry in now.items()} != texts:
        raise UserError(f"{project.path(project.bib_file)} was changed while the manuscript was read, so nothing was "
                        "changed (run the command again)")
    text = (before or b"").decode("utf-8")
    for key, entry in entries.items():
        text = with_entry(text, key, entry)
    replace_bibliography(transaction, project, before, text, entries)
