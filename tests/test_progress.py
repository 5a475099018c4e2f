"""What a long build says of itself while it runs."""

from __future__ import annotations

import io
import os
import pty
import re
from pathlib import Path

import pytest
from sites import article, make_site

from hooks.progress import FEWEST, Progress


def stepped(total: int, stream: io.TextIOBase | None = None, **options: bool) -> str:
    out = stream or io.StringIO()
    progress = Progress("Converting pages", total, stream=out, **options)  # type: ignore[arg-type]
    for _ in range(total + 1):
        progress.step()
    return out.getvalue() if isinstance(out, io.StringIO) else ""


def test_plain_lines_at_each_tenth_where_there_is_no_terminal() -> None:
    assert stepped(250).splitlines() == [f"Converting pages: {n} of 250" for n in range(25, 251, 25)]
    assert len(stepped(1234).splitlines()) == 10


@pytest.mark.parametrize(("total", "quiet"), [(FEWEST - 1, False), (0, False), (1000, True)])
def test_a_short_or_a_quiet_build_says_nothing(total: int, quiet: bool) -> None:
    assert stepped(total, quiet=quiet) == ""


def test_a_bar_with_counts_on_a_terminal() -> None:
    """A real terminal, as a person has one."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        stepped(FEWEST, terminal)  # type: ignore[arg-type]
        terminal.flush()
        shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert re.search(r"Converting pages +\[#*-*\] +\d+/100", shown), shown
    assert "100/100" in shown and "of 100" not in shown


def test_a_whole_build(tmp_path: Path) -> None:
    pages = {f"docs/articles/p{n}.md": article("Text.", f"Page {n}") for n in range(FEWEST)}
    site = make_site(tmp_path / "site", {**pages})
    output = site.build().output
    assert "Converting pages: 101 of 101" in output and "Writing pages: 101 of 101" in output
    assert "pages: " not in site.build("-q").output
