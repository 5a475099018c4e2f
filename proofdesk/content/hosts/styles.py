"""Write the styles and scripts of our extensions for a site that does without the rest of Proofdesk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from textwrap import indent

from proofdesk.common.files import replace_file
from proofdesk.common.language.styles import in_words

_THEME = re.compile(r"(?:\[dir\] )?\.md-typeset\b")
_TOKENS = Path(__file__).with_name("tokens.css")
# Material loads a page without starting its scripts again, and tells of it by this name.
_SCRIPT = """\
{{
  const start = () => {{
{body}  }};
  if (window.document$) document$.subscribe(start);
  else start();
}}
"""


def standalone_css(sheets: Iterable[str]) -> bytes:
    """Return style sheets as one that needs no other, and no certain theme."""
    whole = in_words("\n".join([_TOKENS.read_text(encoding="utf-8"), *sheets]))
    return _THEME.sub(lambda found: f":is({found[0]}, html)", whole).encode("utf-8")


def standalone_script(script: str) -> bytes:
    """Return a script that a page can load in any way."""
    return _SCRIPT.format(body=indent(script, "    ")).encode()


def write_assets(folder: Path, files: dict[str, bytes], extension: str) -> str:
    """Write files into a folder, and return what the settings need to name them. Raises UserError."""
    for name, content in files.items():
        replace_file(folder / name, content)
    path = folder.as_posix().removeprefix("docs/")
    lines = [f"{setting}:\n  - {path}/{name}" for name in files
             for setting in ("extra_css" if name.endswith(".css") else "extra_javascript",)]
    return "\n".join([f"Written for {extension}. Add to the settings:", *lines])
