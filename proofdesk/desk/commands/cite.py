"""``desk cite``: add works from their registered records, or compare entries with their records."""

from __future__ import annotations

import click

from proofdesk.bibliography.citation_syntax import ITEM
from proofdesk.desk.commands.cite_add import add_works
from proofdesk.desk.commands.cite_check import check_entries
from proofdesk.desk.project import find_project
from proofdesk.desk.registries.clients import Services


@click.command()
@click.argument("works", nargs=-1, metavar="[DOI|PMID|URL|ARXIV]...")
@click.option("--key", default="", help="The key of the new entry, instead of name and year.")
@click.option("--dry-run", is_flag=True, help="Show the entry and change nothing.")
@click.option("--check", is_flag=True, help="Compare entries with their registered records: these keys, or all.")
@click.option("--confirm", is_flag=True, help="With --check: mark the entries that agree as confirmed today.")
@click.option("--crossref", envvar="DESK_CROSSREF", default=Services.crossref, hidden=True)
@click.option("--datacite", envvar="DESK_DATACITE", default=Services.datacite, hidden=True)
@click.option("--pubmed", envvar="DESK_PUBMED", default=Services.pubmed, hidden=True)
@click.pass_context
def cite(context: click.Context, works: tuple[str, ...], key: str, dry_run: bool, check: bool, confirm: bool,
         crossref: str, datacite: str, pubmed: str) -> None:
    """Add works to the bibliography by DOI, PubMed ID, arXiv ID or URL.

    Fetches the record from Crossref, DataCite or PubMed, shows it, and adds it with a key, today's date in x-checked
    and evidence that is still to be classified. A work that is in the bibliography already is not added again.

    With --check, fetches the record of every entry that has a DOI, a PubMed or an arXiv number, and names each field
    that differs. Capitals, abbreviated journals, initials and shortened pages do not count as differences.

    The exit code is 0 if all went well, 1 if an entry differs from its record, 2 if nothing could be done.

    \b
    Examples:
      desk cite 10.1016/j.neuron.2021.06.008
      desk cite "PMID: 34228959" arXiv:2411.19840
      desk cite --check
      desk cite --check shao2021 --confirm
    """
    project = find_project()
    services = Services(crossref.rstrip("/"), datacite.rstrip("/"), pubmed.rstrip("/"))
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
