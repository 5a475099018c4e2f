"""Build: the adapter to MkDocs, in phases: configure, register files, convert, render, write, publish.

Public: the run that ``hooks/events.py`` calls. Rooms below: all but ``desk``.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.build.run import Run as Run

__getattr__, __all__ = public({
    "proofdesk.build.run": ("Run",),
})
