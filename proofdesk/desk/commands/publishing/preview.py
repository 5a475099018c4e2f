"""``desk preview``: show pages, drafts among them, to somebody who reviews them, as a link or as one file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import click

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import OLD, drop_staging, replace_file
from proofdesk.desk.commands.publishing.named import pages_named
from proofdesk.desk.project import PageFile, Project, find_project
from proofdesk.desk.publishing.builds import Build, build_preview
from proofdesk.desk.reporters import marked_faults

PREVIEWS = "previews"
PREVIEW_LINE = 'class="preview-line"'  # which each preview has at its head
PORT = 8123


@click.command()
@click.option("--file", "as_file", is_flag=True, help="Write one file for each page, to send by mail.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="With --file and one page: where to write it.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="The port of the link.")
@click.option("--here", is_flag=True, help="Give a link for this computer only.")
@click.argument("pages", nargs=-1, metavar="[PAGE]...")
@click.pass_context
def preview(context: click.Context, as_file: bool, output: Path | None, port: int, here: bool,
            pages: tuple[str, ...]) -> None:
    """Show pages to a reviewer, drafts included, before they are published.

    Prints a link that opens on any device in your network, and shows the site until you press Ctrl and C. With --file,
    writes each page as one file that opens from a mail, without a network: its pictures are within it.

    Reviewers select words, write a note, and send their notes back as a file or as text; `desk review FILE` puts each
    at its line. Nothing that they write goes anywhere else.

    \b
    Examples:
      desk preview
      desk preview docs/articles/sleep.md
      desk preview --file docs/articles/sleep.md
    """
    if output and (not as_file or len(pages) != 1):
        raise click.UsageError("--output goes with --file and one page", context)
    if as_file and not pages:
        raise click.UsageError("name the page, as in: desk preview --file docs/articles/sleep.md", context)
    project = find_project()
    chosen = pages_named(project, pages)
    if output and _is_no_preview(output):
        raise UserError(f"“{output}” exists already, and is no preview (move it away, or give another name)")
    click.echo("Building the site with its drafts …", err=True)
    made = build_preview(project)
    if as_file:
        _write(project, made, chosen, output)
    else:
        _serve(project, made.folder, chosen if pages else [], port, here)


def _is_no_preview(file: Path) -> bool:
    """Return whether a file is there that this command did not write, such as the page itself."""
    try:
        return file.is_dir() or (file.exists() and PREVIEW_LINE.encode("ascii") not in file.read_bytes())
    except OSError as error:
        raise cannot("read", file, error) from None


def _write(project: Project, made: Build, pages: list[PageFile], output: Path | None) -> None:
    from proofdesk.desk.publishing.page_notes import page_facts
    from proofdesk.desk.publishing.single_file import single_file

    address = project.site_url
    for page in pages:
        _check_built(made.folder, page)
        facts = page_facts(project, page)
        file = output or project.root / PREVIEWS / f"{facts.slug}.html"
        content = single_file(made.folder, page.url, facts, address, project.held_back).encode("utf-8")
        drop_staging(file, OLD)
        replace_file(file, content)
        size = f"{max(1, len(content) // 1000):,} KB"
        click.echo(f"Wrote {project.path(file.absolute())} ({size}). Send it to whoever is to review “{facts.title}”.")
        if faults := sum(each.startswith(f"{page.path}:") for each in made.problems):
            click.echo(marked_faults(faults, page.path))
    click.echo("What comes back, a file or a text, is read by: desk review FILE")


def _check_built(folder: Path, page: PageFile) -> None:
    if not (folder / unquote(page.url) / "index.html").is_file():
        raise UserError(f"{page.path} is not in the preview (see what is wrong with it: desk check {page.path})")


def _serve(project: Project, folder: Path, pages: list[PageFile], port: int, here: bool) -> None:
    from proofdesk.desk.publishing.page_notes import page_facts
    from proofdesk.desk.publishing.preview_server import Preview, network_address, serve

    for page in pages:
        _check_built(folder, page)
    shown = Preview(folder, {page.url: page_facts(project, page) for page in project.pages()})

    def ready(taken: int) -> None:
        host = "127.0.0.1" if here else network_address()
        for address in [page.url for page in pages] or [""]:
            click.echo(f"  http://{host}:{taken}/{shown.word}/{address}")
        click.echo("The link opens on this computer." if here or host == "127.0.0.1" else
                   "The link opens on every device in your network, for whoever has it. For somebody elsewhere: "
                   "desk preview --file PAGE")
        click.echo("It ends when you press Ctrl and C, or close this window.")

    try:
        serve(shown, "127.0.0.1" if here else "0.0.0.0", port, ready)
    except KeyboardInterrupt:
        click.echo("\nThe preview has ended.")
    except OSError as error:
        if error.filename:
            raise cannot("read", error.filename, error) from error
        raise UserError(f"port {port} is used by another program, perhaps another preview (end it, or choose another: "
                        f"desk preview --port {port + 1})") from None
