"""The error tree, what errors of files mean in an editor's words, and the report of a crash.

    Exception
    ├── ProofdeskError          exit code 1: the base of every error of ours
    │   ├── UserError           exit code 2: a person can fix it, and the message says how
    │   │   └── FaultyFile      common/problems.py: the same, with the fault's place in a file
    │   ├── InternalError       exit code 2: a fault of the program, with a report to attach
    │   ├── NotRetractionWatch  bibliography/gate/table.py: a file is not the Retraction Watch data
    │   └── SearchError         outputs/search/indexer.py: the search index could not be made
    └── ValueError
        └── IncompatibleOptions content/record.py: pydantic turns only a ValueError into a fault of the field

What is wrong with content is a ``Problem``, never an exception.
"""

from __future__ import annotations

import errno
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
    """A fault of the program. A script must not take it for a problem of the content, which is 1."""

    exit_code = 2


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


# What is wrong with a file, and what to do, by the system's number for it.
_MEANINGS = {
    "ENOSPC": ("the disk is full", "delete something that you do not need, and try again"),
    "EDQUOT": ("your share of the disk is used up", "delete something that you do not need, and try again"),
    "EFBIG": ("it would be larger than your system allows", "split what it is made from, or raise the limit"),
    "EACCES": ("you may not read or write it", "see who owns the file and its folder, and who may write there"),
    "EPERM": ("the system does not let you change it", "see whether the file is locked, and who owns it"),
    "EROFS": ("the disk can only be read", "work in a folder on another disk"),
    "ENAMETOOLONG": ("its name is too long for the disk", "shorten the name of the file, or of its folders"),
    "ENOENT": ("there is no such file", "see whether it was renamed, moved or deleted, and try again"),
    "EISDIR": ("it is a folder, and a file should be there", "move the folder away, or rename it"),
    "ENOTDIR": ("a part of its path is a file, and a folder should be there", "move that file away, or rename it"),
    "EEXIST": ("there is a file of that name already", "move it away, and try again"),
    "ENOTEMPTY": ("its folder was filled meanwhile", "see whether another program works there, and try again"),
    "ELOOP": ("it is a symbolic link that leads back to itself", "delete the link, and put the file itself there"),
    "EMFILE": ("too many files are open at once", "close other programs, or raise the limit (`ulimit -n`)"),
    "ENFILE": ("too many files are open on this machine", "close other programs, and try again"),
    "EBUSY": ("another program uses it", "close that program, and try again"),
    "ETXTBSY": ("another program uses it", "close that program, and try again"),
    "EIO": ("the disk reports a fault", "save your work on another disk, and have this one checked"),
    "EINVAL": ("the disk does not allow such a name", "rename the file"),
    "ENODEV": ("it is a pipe or a device, and an ordinary file should be there", "put the file itself there"),
    "ENXIO": ("it is a pipe or a device, and an ordinary file should be there", "put the file itself there"),
    "EOVERFLOW": ("it is larger than this program reads", "split it, or see whether it is the right file"),
    "EILSEQ": ("the disk does not allow such a name", "rename the file"),
}


def is_explained(error: OSError) -> bool:
    """Return whether ``explain`` knows what an error means."""
    return errno.errorcode.get(error.errno or 0, "") in _MEANINGS


def explain(error: OSError) -> tuple[str, str]:
    """Return what an error of a file means in an editor's words, and what to do."""
    name = errno.errorcode.get(error.errno or 0, "")
    return _MEANINGS.get(name, (error.strerror or str(error), "try again; if it stays, report it"))


def cannot(action: str, file: object, error: OSError) -> UserError:
    """Return the error of a command that cannot read or write a file; ``action`` is “read” or “written”."""
    what, remedy = explain(error)
    return UserError(f"“{file}” cannot be {action}: {what} ({remedy})")
