"""What MkDocs writes each page and template with: ``utils.write_file`` (MkDocs 1.6, utils/__init__.py)."""

from __future__ import annotations

import os
from collections.abc import Callable

from mkdocs import utils

_write_file = utils.write_file


def replace_file_writer(folder: str, write: Callable[[str, bytes], None]) -> None:
    """Have ``write`` get path and content of each page and template that MkDocs makes below a folder.

    The path is from the folder, with forward slashes. All other files are written as before.
    """
    start = os.path.join(os.path.normpath(folder), "")

    def write_file(content: bytes, output_path: str) -> None:
        path = os.path.normpath(output_path)  # which those of pages are already, and those of templates are not
        if path.startswith(start):
            write(path[len(start):].replace(os.sep, "/"), content)
        else:
            _write_file(content, output_path)

    utils.write_file = write_file
