"""What a long build is doing: a bar with counts on a terminal, a plain line at each tenth elsewhere, nothing with `-q`.

A build of few pages is over before anybody asks. Knows neither pages nor MkDocs.
"""

from __future__ import annotations

import sys
from typing import Any, TextIO

import click

FEWEST = 100  # steps below which nothing is shown


class Progress:
    """The steps of one stage. ``step`` after each; what it prints goes to ``stream``, which may be no terminal."""

    def __init__(self, label: str, total: int, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._label, self._total, self._done = label, total, 0
        self._early = 0
        self._stream = stream or sys.stderr
        self._shown = total >= FEWEST and not quiet
        self._bar: Any = None
        if self._shown and self._stream.isatty():
            self._bar = click.progressbar(length=total, label=label, file=self._stream, show_pos=True, show_eta=False)
            self._bar.render_progress()

    def advance_early(self) -> None:
        """One was done out of turn: when its turn comes, it counts no more."""
        self._advance()
        self._early += 1

    def step(self) -> None:
        """One more is done. More steps than were foreseen do no harm."""
        if self._early:
            self._early -= 1
        else:
            self._advance()

    def _advance(self) -> None:
        self._done += 1
        if not self._shown or self._done > self._total:
            return
        if self._bar:
            self._bar.update(1)
            if self._done == self._total:
                self._bar.render_finish()
        elif self._done * 10 // self._total != (self._done - 1) * 10 // self._total:
            print(f"{self._label}: {self._done} of {self._total}", file=self._stream, flush=True)
