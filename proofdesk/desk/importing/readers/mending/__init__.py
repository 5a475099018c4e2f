"""Mend a file before Pandoc reads it, where Pandoc would drop something: ``word`` (``charts``), ``odt`` and ``web``."""
