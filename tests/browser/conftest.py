"""What the tests in a browser share: the built site on loopback, and a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from loopback import serve_folder
from playwright.sync_api import sync_playwright
from sites import Built, sample_site

from . import guarded
from .visitors import Visitors

__all__ = ["sample_site"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
    # No test asks another machine, whatever a page wants.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.fixture(scope="session")
def origin(sample_site: Built) -> Iterator[str]:
    """The built site, served on loopback."""
    assert sample_site.code == 0, sample_site.output
    with serve_folder(sample_site.folder) as server:
        yield server.url


@pytest.fixture(scope="session")
def headers_origin(sample_site: Built) -> Iterator[str]:
    """The site as a host serves it that reads ``_headers``."""
    assert sample_site.code == 0, sample_site.output
    with guarded.serve(sample_site.folder) as origin:
        yield origin


@pytest.fixture(scope="session")
def browser() -> Iterator[Visitors]:
    """A real browser. Its absence is a failure, not a reason to look away."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        names = ", ".join(NAMES)
        pytest.fail(f"none of {names} is on the PATH; get one with: sudo apt-get install chromium", pytrace=False)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=ARGUMENTS) as running,
    ):
        yield Visitors(running)
