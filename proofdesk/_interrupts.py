"""End a program that is stopped while it still loads: with a word, and without the place in its code."""

from __future__ import annotations

import sys
from typing import Any


def end_quietly() -> None:
    """Have Ctrl+C print what commands print when they are stopped, wherever nothing else handles it.

    The exit code is Python's own, 130 to a shell. A program calls this before it imports what takes long.
    """
    report = sys.excepthook

    def end(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        if issubclass(kind, KeyboardInterrupt):
            print("Aborted!", file=sys.stderr)
        else:
            report(kind, error, trace)

    sys.excepthook = end
