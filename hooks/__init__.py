"""The Plasticity Window's generator: blocks, citations, evidence and checks.

One way through, nothing flows back:

    docs/*.md ──► blocks/ ──────► records ─┐
        │                                  ├─► library ──► templates (overrides/)
        └───────► citations/ ───► mentions ┘      │
    bibliography.bib ─► bibliography ─► references ┴─────► problems

Only ``events`` knows MkDocs, with ``preparing``, ``building``, ``templating``, ``outputs``, ``live`` and ``ahead``;
only ``references`` knows mkdocs-bibtex, and it and ``exports`` alone know Pandoc. What is computed once and used again
goes through ``kept``.
"""
