"""``desk cite``: add works from their records or a library, compare entries with their records, rename keys."""

from __future__ import annotations

from pathlib import Path

import click

from proofdesk.bibliography.citation_syntax import ITEM
from proofdesk.desk.commands.citing.add import add_works
from proofdesk.desk.commands.citing.check import check_entries
from proofdesk.desk.commands.citing.find import find_works
from proofdesk.desk.commands.citing.from_library import add_from_file, add_from_zotero
from proofdesk.desk.commands.citing.rename import rename_work
from proofdesk.desk.project import find_project
from proofdesk.desk.registries.clients import Services
from proofdesk.desk.registries.zotero import ADDRESS, check_address


@click.command()
@click.argument("works", nargs=-1, metavar="[DOI|PMID|URL|ARXIV|KEY|TITLE]...")
@click.option("--key", default="", help="The key of the new entry, instead of name and year.")
@click.option("--dry-run", is_flag=True, help="Show the entry and change nothing.")
@click.option("--from", "library", type=click.Path(path_type=Path), metavar="FILE",
              help="Take the works with these keys over from another .bib file.")
@click.option("--zotero", is_flag=True, help="Choose works in Zotero's own window, and take them over.")
@click.option("--find", is_flag=True, help="Look up these titles or keys, or all entries without an identifier.")
@click.option("--check", is_flag=True, help="Compare entries with their registered records: these keys, or all.")
@click.option("--confirm", is_flag=True, help="With --check: mark the entries that agree as compared today.")
@click.option("--rename", is_flag=True, help="Give the work with the first key the second one, wherever it is cited.")
@click.option("--crossref", envvar="DESK_CROSSREF", default=Services.crossref, hidden=True)
@click.option("--datacite", envvar="DESK_DATACITE", default=Services.datacite, hidden=True)
@click.option("--pubmed", envvar="DESK_PUBMED", default=Services.pubmed, hidden=True)
@click.option("--zotero-address", envvar="DESK_ZOTERO", default=ADDRESS, hidden=True)
@click.pass_context
def cite(
    context: click.Context, works: tuple[str, ...], key: str, dry_run: bool, library: Path | None, zotero: bool,
    find: bool, check: bool, confirm: bool, rename: bool, crossref: str, datacite: str, pubmed: str,
    zotero_address: str,
) -> None:
    """Add works to the bibliography by DOI, PubMed ID, arXiv ID or URL, or from a library.

    Fetches the record from Crossref, DataCite or PubMed, shows it, and adds it with a key, today's date in x-checked
    and evidence that is still to be classified. A work that is in the bibliography already is not added again.

    With --from, takes works over by their keys, all or none, from any .bib file: with what they inherit, without
    abstracts, notes, tags and paths of files. With --zotero, does so with what you choose in the Zotero on this
    machine, which needs the plugin Better BibTeX.

    With --check, fetches the record of every entry that has a DOI, a PubMed or an arXiv number, and names each field
    that differs. Capitals, abbreviated journals, initials and shortened pages do not count as differences.

    With --find, looks works up by their titles in Crossref and PubMed, shows which are alike and how much, and takes
    only what you confirm by its number: a title becomes a new entry, an entry (by its key) gets the fields of its
    record and keeps its key and keywords. Without any, goes through all entries without an identifier or an address.

    With --rename, changes the key of an entry, and each citation of it on pages and in the list of harms. If Zotero or
    another program has renamed it in a library already, the citations follow. What a reviewer signed stays signed.

    The exit code is 0 if all went well, 1 if an entry differs from its record, 2 if nothing could be done.

    \b
    Examples:
      desk cite 10.1016/j.neuron.2021.06.008
      desk cite "PMID: 34228959" arXiv:2411.19840
      desk cite --from ~/Zotero/library.bib smith2020 jones2021
      desk cite --zotero
      desk cite --find "Earthworm activity and soil structure under no-till"
      desk cite --find
      desk cite --check
      desk cite --check shao2021 --confirm
      desk cite --rename shao2021 shao2021spines
    """
    modes = [name for name, given in (("--from", library), ("--zotero", zotero), ("--find", find),
                                      ("--check", check), ("--rename", rename)) if given]
    if len(modes) > 1:
        raise click.UsageError(f"give {modes[0]} or {modes[1]}, not both", context)
    project = find_project()
    if rename:
        if key or confirm or len(works) != 2:
            raise click.UsageError("--rename takes two keys, the old one and the new one", context)
        rename_work(project, *works, dry_run)
        return
    if library or zotero:
        if key or confirm:
            raise click.UsageError(f"{modes[0]} goes without --key and --confirm", context)
        if zotero and works:
            raise click.UsageError("--zotero takes no works; you choose them in Zotero", context)
        if library and not works:
            raise click.UsageError("name the keys of the works behind the file", context)
        if library:
            add_from_file(project, library, works, dry_run)
        else:
            add_from_zotero(project, check_address(zotero_address), dry_run)
        return
    services = Services(crossref.rstrip("/"), datacite.rstrip("/"), pubmed.rstrip("/"))
    if find:
        if key or confirm:
            raise click.UsageError("--find goes without --key and --confirm", context)
        find_works(project, works, services, dry_run)
        return
    if not check:
        if confirm:
            raise click.UsageError("--confirm goes with --check", context)
        if not works:
            raise click.UsageError("name a work: a DOI, a PubMed or arXiv number, or an address", context)
        if key and (len(works) > 1 or not ITEM.fullmatch(f"@{key}")):
            raise click.UsageError("--key names one work; use letters, digits and single marks inside", context)
        add_works(project, works, services, key, dry_run)
        return
    if key or dry_run:
        raise click.UsageError("--check goes without --key and --dry-run", context)
    context.exit(check_entries(project, works, services, confirm))
