"""What a long build says of itself while it runs."""

from __future__ import annotations

import io
import os
import pty
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from sites import article, make_site

from proofdesk.build.progress import MIN_STEPS, Progress


def output_of_steps(total: int, stream: io.TextIOBase | None = None, **options: bool) -> str:
    out = stream or io.StringIO()
    progress = Progress("Converting pages", total, stream=out, **options)  # type: ignore[arg-type]
    for _ in range(total + 1):
        progress.step()
    return out.getvalue() if isinstance(out, io.StringIO) else ""


def test_no_terminal_prints_a_line_every_tenth() -> None:
    assert output_of_steps(250).splitlines() == [f"Converting pages: {n} of 250" for n in range(25, 251, 25)]
    assert len(output_of_steps(1234).splitlines()) == 10


@pytest.mark.parametrize(("total", "quiet"), [(MIN_STEPS - 1, False), (0, False), (1000, True)])
def test_short_or_quiet_build_prints_nothing(total: int, quiet: bool) -> None:
    assert output_of_steps(total, quiet=quiet) == ""


def _read_all(terminal: int) -> str:
    """What a terminal was sent, to its end: one read may give a part of it."""
    parts = bytearray()
    with os.fdopen(terminal, "rb", buffering=0) as shown, suppress(OSError):  # Linux says the end with EIO
        while part := shown.read(65536):
            parts += part
    return parts.decode()


def test_terminal_shows_a_bar_with_counts() -> None:
    """A real terminal, as a person has one."""
    ours, theirs = pty.openpty()
    with ThreadPoolExecutor() as pool:  # read while it writes: a terminal holds only so much
        reading = pool.submit(_read_all, ours)
        with os.fdopen(theirs, "w") as terminal:
            output_of_steps(MIN_STEPS, terminal)  # type: ignore[arg-type]
        shown = reading.result()
    assert re.search(r"Converting pages +\[#*-*\] +\d+/100", shown), shown
    assert "100/100" in shown and "of 100" not in shown


@pytest.mark.build
def test_build_prints_progress_unless_quiet(tmp_path: Path) -> None:
    pages = {f"docs/articles/p{n}.md": article("Text.", f"Page {n}") for n in range(MIN_STEPS)}
    site = make_site(tmp_path / "site", {**pages})
    output = site.build().output
    assert "Converting pages: 101 of 101" in output and "Writing pages: 101 of 101" in output
    assert "pages: " not in site.build("-q").output
