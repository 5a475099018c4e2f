"""Pandoc as pypandoc brings it. That is loaded when it is first needed: most commands never run Pandoc, and it loads
the clients of HTTP and TLS.
"""

from __future__ import annotations

from pathlib import Path

# Stands for the style that Pandoc takes if none is named: Chicago, authors and years.
DEFAULT_STYLE = Path("pandoc:default.csl")


def pandoc_path() -> str:
    """Return the path of the program."""
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def pandoc_version() -> str:
    """Return the version of the program."""
    import pypandoc

    return str(pypandoc.get_pandoc_version())


def convert_text(text: str, to: str, form: str, options: list[str]) -> str:
    """Return a text of one form in another. Raises RuntimeError if Pandoc fails."""
    import pypandoc

    # The forms are ours: pypandoc would run Pandoc twice more for the lists of those that it knows.
    return str(pypandoc.convert_text(text, to=to, format=form, extra_args=options, verify_format=False))
