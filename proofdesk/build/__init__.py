"""Build: the adapter to MkDocs, in phases: configure, register files, convert, render, write, publish.

Public: the run that ``hooks/events.py`` calls. Rooms below: all but ``desk``.
"""

import gc
from typing import TYPE_CHECKING

from proofdesk._lazy import public

# Modules, and the pages of a large site, live until the end. To collect garbage less often saves a sixth of a warm
# build's CPU time (1,000 articles: 3.75 s and 3.15 s), and a sixth of what it takes to load the modules.
gc.set_threshold(50_000, 20, 100)

if TYPE_CHECKING:
    from proofdesk.build.run import Run as Run

__getattr__, __all__ = public({
    "proofdesk.build.run": ("Run",),
})
