"""Connect MkDocs to Proofdesk: its events, from ``on_startup`` to ``on_serve``, each a function that MkDocs calls.

They are written in ``proofdesk/build/entry/events.py``. A site's own events go into a file of their own, which
``hooks:`` in ``mkdocs.yml`` lists after this one.
"""

from proofdesk.build.entry.events import *  # noqa: F403
