"""Whether the tests run at least 95% of the program's lines and, counted apart, of its branches: ``make coverage``.

    python bench/covered.py .coverage/report.json

coverage.py's own bound is on both together, where lines make up for branches.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

LEAST = 95.0


def main(report: str) -> int:
    """Print both shares of coverage.py's JSON ``report``; 1 where one of them is too small."""
    totals = json.loads(Path(report).read_text(encoding="utf-8"))["totals"]
    shares = {
        "lines": (totals["covered_lines"], totals["num_statements"]),
        "branches": (totals["covered_branches"], totals["num_branches"]),
    }
    few = False
    for name, (covered, all_) in shares.items():
        share = 100 * covered / all_
        few = few or share < LEAST
        print(f"{name}: {covered:,} of {all_:,}, {share:.1f}% (at least {LEAST:.0f}%)")
    return int(few)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
