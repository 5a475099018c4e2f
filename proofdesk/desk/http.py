"""Fetches one file over HTTP into a file of ours, whole and within bounds."""

from __future__ import annotations

import sys
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from pathlib import Path

import click
import requests
from urllib3.exceptions import LocationParseError  # which requests lets through

from proofdesk.common.errors import UserError
from proofdesk.desk.outside import outside_session, within

# Seconds to connect, and between two pieces of the answer.
TIMEOUT = (10, 60)
SECONDS = 900.0  # for the whole file
_PIECE = 1 << 16


def fetch(url: str, into: Path, most: int) -> date | None:
    """Fetch ``url`` into a file of at most ``most`` bytes; says when it was last modified, where the server does.

    Shows a progress bar on a terminal. Raises Refused, with the reason, where it does not arrive whole.
    """
    try:
        return within(SECONDS, lambda: _fetch(url, into, most))
    except requests.Timeout:
        raise UserError(f"{url} does not answer in time") from None
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, LocationParseError):
        raise UserError(f"{url} is not an address that can be fetched") from None
    except requests.exceptions.ChunkedEncodingError:
        raise UserError(f"{url} broke off before the end") from None
    except requests.ConnectionError:
        raise UserError(f"{url} cannot be reached") from None
    except requests.RequestException as error:
        raise UserError(f"{url} cannot be fetched: {error}") from None


def _fetch(url: str, into: Path, most: int) -> date | None:
    with outside_session([url]).get(url, stream=True, timeout=TIMEOUT) as answer:
        if answer.status_code != 200:
            raise UserError(f"{url} answers {answer.status_code} {answer.reason}")
        _keep(answer, url, into, most)
        return _modified(answer.headers.get("Last-Modified", ""))


def _keep(answer: requests.Response, url: str, into: Path, most: int) -> None:
    stated = answer.headers.get("Content-Length", "")
    # The stated length is of the bytes on the way, which may be packed; what is counted is what comes out.
    length = int(stated) if stated.isdigit() and "Content-Encoding" not in answer.headers else None
    too_large = UserError(f"{url} is larger than {most // 1_000_000} MB, which the retraction data is not")
    if length is not None and length > most:
        raise too_large
    received = 0
    with (
        into.open("wb") as file,
        click.progressbar(length=length or most, label="Fetching", file=sys.stderr, show_eta=length is not None,
                          hidden=not sys.stderr.isatty()) as bar,
    ):
        for piece in answer.iter_content(_PIECE):
            received += len(piece)
            if received > most:
                raise too_large
            file.write(piece)
            bar.update(len(piece))


def _modified(header: str) -> date | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC).date()
    except ValueError:
        return None
