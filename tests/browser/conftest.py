"""What the tests in a browser share: the built site on loopback, and a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback import serve_folder
from playwright.sync_api import expect
from sites import Built, sample_site

from proofdesk.desk.smoke.browser import browser as running_browser
from proofdesk.desk.smoke.browser import find_browser

from . import guarded
from .visitors import Visitors

__all__ = ["sample_site"]
# What is waited for comes at once, but on a machine that has much else to do not within the five seconds of Playwright.
expect.set_options(timeout=30_000)


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
    with running_browser(find_browser()) as running:
        yield Visitors(running)
