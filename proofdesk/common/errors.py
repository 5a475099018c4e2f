"""The error tree, and the report of a crash.

    Exception
    ├── ProofdeskError          exit code 1: the base of every error of ours
    │   ├── UserError           exit code 2: a person can fix it, and the message says how
    │   ├── InternalError       exit code 1: a fault of the program, with a report to attach
    │   ├── NotRetractionWatch  bibliography/retraction_data.py: a file is not the Retraction Watch data
    │   └── SearchError         outputs/search/indexer.py: the search index could not be made
    └── ValueError
        └── IncompatibleOptions content/record.py: pydantic turns only a ValueError into a fault of the field

What is wrong with content is a ``Problem``, never an exception.
"""

from __future__ import annotations

import traceback
from pathlib import Path

CRASH_REPORT = ".cache/crash.txt"


class ProofdeskError(Exception):
    """Base of the errors that the program raises itself. ``exit_code`` is that of a command that it ends."""

    exit_code = 1


class UserError(ProofdeskError):
    """Something that a person can put right, described in words. Nothing was changed."""

    exit_code = 2


class InternalError(ProofdeskError):
    """A fault of the program."""


def write_crash_report(error: BaseException, root: Path) -> Path | None:
    """Write an error's traceback below a site's ``root`` and return the file, or None if it cannot be written."""
    report = root / CRASH_REPORT
    try:
        report.parent.mkdir(exist_ok=True)
        report.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return report


def internal_error(error: BaseException, root: Path, unchanged: str) -> InternalError:
    """Return the error that reports an unexpected one, after writing its traceback below ``root``.

    ``unchanged`` is the sentence that says what the error left as it was.
    """
    attach = f" and attach {CRASH_REPORT}" if write_crash_report(error, root) else ""
    return InternalError(f"Internal error ({type(error).__name__}: {error}). {unchanged} Please report it{attach}.")
