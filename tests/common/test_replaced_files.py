"""Files are replaced whole, on disks that lack what others have, and never against who owns them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from proofdesk.common.errors import UserError
from proofdesk.common.files import replace_file


def refuse(code: int) -> object:
    def refused(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))
    return refused


def test_a_share_that_only_keeps_files_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No permissions of single files, and no word of what is safe on the disk: FAT, exFAT, and shares of networks."""
    monkeypatch.setattr(os, "fsync", refuse(errno.EINVAL))
    monkeypatch.setattr(Path, "chmod", refuse(errno.EPERM))
    file = tmp_path / "bibliography.bib"
    for content in (b"first", b"second"):
        replace_file(file, content)
        assert file.read_bytes() == content and os.listdir(tmp_path) == [file.name]


def test_a_disk_with_a_fault_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", refuse(errno.EIO))
    with pytest.raises(UserError, match=r"the disk reports a fault \(save your work on another disk"):
        replace_file(tmp_path / "page.md", b"text")
    assert os.listdir(tmp_path) == []


def test_a_file_that_may_not_be_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "bibliography.bib"
    file.write_bytes(b"kept by another program")
    file.chmod(0o444)
    # The administrator may write anything, so the system is asked as for anybody else.
    monkeypatch.setattr(os, "access", lambda path, mode: bool(os.stat(path).st_mode & 0o200) or not mode & os.W_OK)
    with pytest.raises(UserError, match=r"cannot be written: you may not read or write it \(see who owns the file"):
        replace_file(file, b"new")
    assert file.read_bytes() == b"kept by another program"
