"""Read and write files with few system calls."""

from __future__ import annotations

import os
from pathlib import Path

BytesLike = bytes | memoryview


# What a symbolic link leads to is nothing that was written here.
_ITSELF = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def read(file: str | Path) -> tuple[bytes, float]:
    """What a file holds, and when it was last changed, in seconds as ``time.time`` counts them.

    ``open`` would ask the system for four things more, which thousands of files make felt.
    """
    there = os.open(file, _ITSELF)
    try:
        stated = os.fstat(there)
        return os.read(there, stated.st_size), stated.st_mtime
    finally:
        os.close(there)


def write(file: str, content: BytesLike) -> None:
    """Write a file. In a site of thousands of them ``Path.write_bytes`` takes a third longer."""
    with open(file, "wb") as out:
        out.write(content)
