"""Run Pandoc sandboxed: it reads a manuscript and nothing else, so a manuscript can fetch nothing."""

from __future__ import annotations

import math
import re
import subprocess
import sys
import time

import pypandoc

from proofdesk.common.errors import UserError

if sys.platform == "win32":  # pragma: no cover - only the time of the clock is limited there
    def _limit(seconds: float) -> None:
        pass
else:
    import resource

    def _limit(seconds: float) -> None:
        """Limit the time of this process on the processor, which other programs do not use up."""
        resource.setrlimit(resource.RLIMIT_CPU, (max(1, math.ceil(seconds)),) * 2)

# Seconds that Pandoc may work on a manuscript, and for each further megabyte of its text, unpacked; by the clock it may
# take more, as other programs may be running. Word's XML takes about half a second for each.
SECONDS, SECONDS_PER_MB, MOST_SECONDS = 8.0, 8.0, 120.0

_PLACE = re.compile(r"Error at (?:\S+ )?\(?line (\d+),? column (\d+)\)?:?\s*(.*)")


class Refused(UserError):
    """What Pandoc cannot read, with its reason, and the place in what it was given; line 0 if it names none."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"“{name}” cannot be read: {reason} (is it whole, and of the kind that its ending says? Open "
                         "it in its program and save it again)")
        place = _PLACE.match(reason)
        self.line, self.column = (int(place[1]), int(place[2])) if place else (0, 0)
        self.reason = place[3] if place else reason


class PandocProcess:
    """Pandoc, within one time for all that it does with the manuscript ``name``, whose text has that many bytes."""

    def __init__(self, name: str, size: int) -> None:
        self._name = name
        self._seconds = min(SECONDS + SECONDS_PER_MB * max(0, size - 1_000_000) / 1_000_000, MOST_SECONDS)
        self._end = time.monotonic() + self._seconds * 5

    def run(self, options: list[str], stdin: str | None = None) -> str:
        """Return what Pandoc writes. Raise Refused with its reason if it cannot read the manuscript."""
        # A manuscript may be anything, so memory and time are limited.
        command = [pypandoc.get_pandoc_path(), "+RTS", "-M1500M", "-RTS", "--sandbox", "--quiet", "--wrap=none",
                   *options]
        try:
            done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", errors="replace",
                                  timeout=max(self._end - time.monotonic(), 0.0), check=False,
                                  preexec_fn=lambda: _limit(self._seconds))
        except subprocess.TimeoutExpired:
            done = None
        if done is None or done.returncode < 0:  # ended by the system, for its time
            raise UserError(f"“{self._name}” takes longer than {self._seconds:.0f} seconds to read; split it into "
                            "parts")
        if done.returncode:
            lines = [line.strip() for line in done.stderr.splitlines() if line.strip()] or ["for no stated reason"]
            reason = " ".join(lines[:2]) if lines[0].endswith(":") else lines[0]
            raise Refused(self._name, reason)
        return done.stdout
