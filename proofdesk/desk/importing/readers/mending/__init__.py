"""Mend a file before Pandoc reads it, where Pandoc would drop something: ``word``, with ``charts``, and ``web``."""
