"""How MkDocs comes to call a build: by a hook, ``hooks/events.py``, or by the plugin ``proofdesk``."""
