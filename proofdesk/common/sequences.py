"""Split sequences where their items say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_T = TypeVar("_T")


def split_at(items: Iterable[_T], parts: Callable[[_T, _T], bool]) -> Iterator[list[_T]]:
    """Yield the items in lists that end where ``parts`` is true of an item and the next one."""
    run: list[_T] = []
    for item in items:
        if run and parts(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run
