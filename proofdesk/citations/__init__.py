"""Citations: the Markdown extension that turns ``[@key]`` into numbered links and a reference list.

Public: the extension. Rooms below: ``content``, ``bibliography``, ``common``.
"""

from proofdesk._lazy import public

__getattr__, __all__ = public({
    "proofdesk.citations.extension": ("CitationsExtension", "makeExtension"),
})
