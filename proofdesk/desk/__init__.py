"""Desk: the editors' command line, ``desk``.

Public: the command and the project that it works on. Rooms below: all but ``build``.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.desk.cli import main as main
    from proofdesk.desk.project import Project as Project

__getattr__, __all__ = public({
    "proofdesk.desk.cli": ("main",),
    "proofdesk.desk.project": ("Project",),
})
