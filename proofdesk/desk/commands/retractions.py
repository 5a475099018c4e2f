"""``desk retractions``: compare the bibliography with the Retraction Watch data and store what concerns it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import click

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.gate.versions import Versions
from proofdesk.bibliography.libraries.problems import with_remedies
from proofdesk.bibliography.retraction_data import (
    NATURES,
    SNAPSHOT,
    Notice,
    NotRetractionWatch,
    RetractionCsv,
    Snapshot,
    compared,
    read_rows,
)
from proofdesk.bibliography.retraction_status import notices_on
from proofdesk.checks.retractions import check_retractions, uncompared
from proofdesk.common.dates import latest_day, longdate, today
from proofdesk.common.errors import UserError, cannot
from proofdesk.common.problems import Problem, printable
from proofdesk.common.rules import ERROR
from proofdesk.common.transaction import Transaction, verify_json
from proofdesk.desk.citations_index import first_citations
from proofdesk.desk.network.http import fetch
from proofdesk.desk.project import Project, find_project

# Where Crossref publishes the data (https://www.crossref.org/documentation/retrieve-metadata/retraction-watch/).
ADDRESS = "https://gitlab.com/crossref/retraction-watch-data/-/raw/main/retraction_watch.csv"
MAX_BYTES = 200_000_000
_NAMED = 200  # works that are named one by one


class _Day(click.ParamType[date]):
    """A day that is not in the future, written as 2026-11-22."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a day (write it as 2026-11-22)", param, ctx)
        if day > latest_day():
            self.fail(f"{longdate(day)} is in the future", param, ctx)
        return day


@click.command()
@click.argument("source", metavar="[FILE|URL]", default=ADDRESS, required=False)
@click.option("--date", "day", type=_Day(), metavar="DAY",
              help="The day of the data, as 2026-11-22 (default: the date of the file).")
@click.pass_context
def retractions(context: click.Context, source: str, day: date | None) -> None:
    """Compare the bibliography with the Retraction Watch data.

    Reads the CSV that you name, or fetches the current one from Crossref. What concerns the bibliography is stored in
    retractions.json, with the day of the data, so that builds need no network.

    The exit code is 0 if all is well, 1 if a page cites a retracted work without an acknowledgement, and 2 if the
    data cannot be fetched or read; then nothing is changed.

    \b
    Examples:
      desk retractions
      desk retractions ~/Downloads/retraction_watch.csv --date 2026-11-20
    """
    project = find_project()
    bibliography = project.readable_bibliography(unique_keys=True)
    before = project.snapshot()
    data, data_day = _read(source, bibliography)
    day = day or min(data_day, today())
    if before.taken and day < before.taken:
        raise UserError(f"the data is of {longdate(day)}, older than that of {longdate(before.taken)} in {SNAPSHOT} "
                        "(if its date is wrong, give the right one with --date)")
    after = Snapshot(day, data.rows)
    problems = _problems(project, bibliography, after)
    lines = [*_report(bibliography, data, before, after), *_not_compared(bibliography), *map(str, problems)]
    with Transaction(project.root) as transaction:  # last: a command that fails changes nothing
        content = transaction.read(project.snapshot_file)
        if project.snapshot() != before:
            raise UserError(f"{SNAPSHOT} was changed while the data was read, so nothing was changed "
                            "(run the command again)")
        transaction.replace(project.snapshot_file, content, after.content(), verify_json)
    for line in lines:
        click.echo(printable(line))
    context.exit(1 if any(problem.severity == ERROR for problem in problems) else 0)


def _read(source: str, bibliography: Bibliography) -> tuple[RetractionCsv, date]:
    """Return the notices on the bibliography's works from a file or an address, and the day of the data."""
    versions = Versions(bibliography.entries)
    names = {name for key, entry in bibliography.entries.items() for name in compared(entry, versions.of(key))}
    dois = {name for name in names if not name.isdecimal()}
    pmids = names - dois
    try:
        if "://" not in source:
            file = Path(source).expanduser()
            return read_rows(file, dois, pmids), datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "retraction_watch.csv")
            day = fetch(source, file, MAX_BYTES)
            return read_rows(file, dois, pmids), day or today()
    except NotRetractionWatch as error:
        raise UserError(f"{source} is not the Retraction Watch data: {error}") from error
    except OSError as error:
        raise cannot("read", source, error) from error


def _report(bibliography: Bibliography, data: RetractionCsv, before: Snapshot, after: Snapshot) -> Iterator[str]:
    """Yield what was read, and what changed, in lines for an editor."""
    assert after.taken is not None
    count, libraries = len(after.rows), [library.path for library in bibliography.libraries]
    yield (f"{data.count:,} notice{'s' * (data.count != 1)} of {longdate(after.taken)} read; {count} "
           f"concern{'s' * (count == 1)} {' and '.join([bibliography.path, *libraries])}.")
    if data.broken:
        first = data.broken[0]
        yield (f"{len(data.broken)} row{'s' * (len(data.broken) != 1)} of the data cannot be used, having "
               f"too many or too few columns; the first begins on line {first}.")
    for entry in bibliography.entries.values():
        old, new = _theirs(entry, before.rows), _theirs(entry, after.rows)
        yield from (f"New: {_named(entry, row)}" for row in new if row not in old)
        yield from (f"No longer there: {_named(entry, row)}" for row in old if row not in new)
        yield from (f"Ignored, of an unknown kind: {_named(entry, row)}" for row in new
                    if row.nature.lower() not in NATURES)
    if set(before.rows) == set(after.rows):
        yield "No new notices."


def _not_compared(bibliography: Bibliography) -> Iterator[str]:
    """Yield a line on the works that the data cannot know, if there are any."""
    if keys := uncompared(bibliography):
        works = "1 work has" if len(keys) == 1 else f"{len(keys):,} works have"
        shown = ", ".join(keys[:_NAMED]) + (f" and {len(keys) - _NAMED:,} more" if len(keys) > _NAMED else "")
        yield f"{works} neither a DOI nor a PubMed ID and cannot be compared: {shown}."


def _theirs(entry: Entry, rows: Iterable[Notice]) -> list[Notice]:
    """Return the notices of the data on a work, without those that the editors wrote themselves."""
    return [row for row in notices_on(entry, rows) if row.record]


def _named(entry: Entry, row: Notice) -> str:
    day = f" of {longdate(date.fromisoformat(row.day))}" if row.day else ""
    reason = f" ({row.reason})" if row.reason else ""
    return f"{row.nature or 'notice without a nature'}{day} on “{entry.key}”, {entry.short_names}{reason}"


def _problems(project: Project, bibliography: Bibliography, snapshot: Snapshot) -> list[Problem]:
    """Return the problems that the build would report for the cited works. Raises UserError for an unreadable page."""
    cited = first_citations(project.pages(), bibliography.entries)
    return sorted(with_remedies(bibliography, check_retractions(bibliography, snapshot, cited.get)))
