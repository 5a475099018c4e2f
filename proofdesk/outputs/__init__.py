"""Outputs: the files beside the pages: search index, exports, claims, feeds, social cards, headers and others.

Public: the outputs of one page. The files of the whole site have a module each, which ``build`` calls. Rooms below:
``site`` and those below it.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.outputs.page_outputs import PageOutputBuilder as PageOutputBuilder
    from proofdesk.outputs.page_outputs import PageOutputs as PageOutputs

__getattr__, __all__ = public({
    "proofdesk.outputs.page_outputs": ("PageOutputBuilder", "PageOutputs"),
})
