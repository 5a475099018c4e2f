"""Progress of a long build: a bar on a terminal, a line at each tenth elsewhere, nothing with ``-q``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO, TypeVar

import click

Item = TypeVar("Item")
MIN_STEPS = 100  # a shorter build is over before anybody asks


class Progress:
    """Counts the steps of one stage and prints to ``stream``."""

    def __init__(self, label: str, total: int, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self._label, self._total, self._done = label, total, 0
        self._early = 0
        self._stream = stream or sys.stderr
        self._shown = total >= MIN_STEPS and not quiet
        self._bar: Any = None
        if self._shown and self._stream.isatty():
            self._bar = click.progressbar(length=total, label=label, file=self._stream, show_pos=True, show_eta=False)
            self._bar.render_progress()

    def advance_early(self) -> None:
        """Count an item that was finished early; its later ``step()`` is ignored."""
        self._advance()
        self._early += 1

    def step(self) -> None:
        """Count one more item. More than ``total`` do no harm."""
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


def stepping(step: Callable[[], None], items: Iterable[Item]) -> Iterator[Item]:
    """Yield each item after a call of ``step``, which may end the build by raising."""
    for item in items:
        step()
        yield item
