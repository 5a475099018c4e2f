"""Changes of files: all or none, one writer at a time, and nothing lost that was saved meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from proofdesk.common import transaction as module
from proofdesk.common.errors import UserError
from proofdesk.common.files import replace_file
from proofdesk.common.transaction import FOLDER, JOURNAL, Transaction, recover, verify_json, write_lock


def content(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*"))
            if file.is_file() and file.name != "write.lock"}


def folders(folder: Path) -> list[str]:
    return [each.name for each in sorted(folder.rglob("*")) if each.is_dir()]


def test_a_file_saved_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_bytes(b"saved by hand")
    with pytest.raises(UserError, match="was saved meanwhile, so nothing was changed"), Transaction(tmp_path) as writes:
        writes.replace(file, b"as it was read", b"changed")
    with pytest.raises(UserError, match="was saved meanwhile"), Transaction(tmp_path) as writes:
        writes.replace(tmp_path / "other.md", None, b"new")
        writes.replace(file, b"saved by hand", b"changed")
        file.write_bytes(b"saved by hand again")
    assert content(tmp_path) == {"page.md": b"saved by hand again"}


def test_a_file_that_would_not_be_read_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    file.write_text("{}")
    with pytest.raises(UserError, match="would no longer be readable"), Transaction(tmp_path) as writes:
        writes.replace(tmp_path / "first.md", None, b"new")
        writes.replace(file, b"{}", b"{", verify_json)
    assert content(tmp_path) == {"data.json": b"{}"}


def test_a_symlink_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    library, link = tmp_path / "zotero.bib", tmp_path / "site" / "bibliography.bib"
    link.parent.mkdir()
    library.write_bytes(b"old")
    link.symlink_to(library)
    with Transaction(link.parent) as writes:
        writes.replace(link, writes.read(link), b"new")
    assert link.is_symlink() and library.read_bytes() == b"new"
    replace_file(link, b"newer")
    assert link.is_symlink() and library.read_bytes() == b"newer"


def test_another_command_is_waited_for_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NOTE_AFTER", 0.0)
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys; from pathlib import Path\n"
         "from proofdesk.common.transaction import write_lock\n"
         "with write_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()", str(tmp_path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdin
    assert holder.stdout.readline() == b"held\n"
    refusal = rf"another command is changing this project \(process {holder.pid}, since 20.*\); nothing was changed"
    with pytest.raises(UserError, match=refusal), write_lock(tmp_path, 0.1):
        raise AssertionError("the lock is held")
    assert f"Waiting for another command (process {holder.pid}, since 20" in capsys.readouterr().err
    holder.kill()  # a lock never outlives its process
    holder.wait()
    with write_lock(tmp_path, 5):
        assert (tmp_path / FOLDER / "write.lock").read_text().startswith(f"{os.getpid()} 20")


def test_a_folder_without_a_place_for_the_lock_is_named(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("")
    (tmp_path / "page.md").write_bytes(b"old")
    with pytest.raises(UserError, match=rf"“{tmp_path / FOLDER}”, which every change needs, cannot be written: there "
                                        r"is a file of that name already \(move it away, and try again\)"), \
            Transaction(tmp_path) as writes:
        writes.replace(tmp_path / "page.md", b"old", b"new")
    assert content(tmp_path) == {FOLDER: b"", "page.md": b"old"}


# Three files, one of them new and in a new folder. The process kills itself before its n-th change of a file.
KILLED = """
import os, signal, sys
from pathlib import Path
root, last = Path(sys.argv[1]), int(sys.argv[2])
count = 0
def ended(of):
    def call(*arguments, **options):
        global count
        count += 1
        if count > last:
            os.kill(os.getpid(), signal.SIGKILL)
        return of(*arguments, **options)
    return call
for name in ("replace", "unlink", "mkdir", "fsync"):
    setattr(os, name, ended(getattr(os, name)))
from proofdesk.common.transaction import Transaction
with Transaction(root) as writes:
    writes.replace(root / "new/deep/picture.png", None, b"picture")
    writes.replace(root / "a.bib", b"old a", b"new a")
    writes.replace(root / "b.md", b"old b", b"new b")
print("whole")
"""


@pytest.mark.build
def test_killed_at_each_step_all_or_nothing_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {"a.bib": b"old a", "b.md": b"old b"}
    after = {"a.bib": b"new a", "b.md": b"new b", "new/deep/picture.png": b"picture"}
    outcomes = []
    for steps in range(60):
        root = tmp_path / str(steps)
        root.mkdir()
        for name, old in before.items():
            (root / name).write_bytes(old)
        done = subprocess.run([sys.executable, "-c", KILLED, str(root), str(steps)], capture_output=True, timeout=60)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        with Transaction(root):
            pass
        found = content(root)
        assert found in (before, after), (steps, found)
        assert found == after or folders(root) in ([], [FOLDER]), "no folder is left behind either"
        outcomes.append(found == after)
    assert done.stdout == b"whole\n" and len(outcomes) > 10
    assert not all(outcomes) and "what it had begun was undone: " in capsys.readouterr().err


def test_what_was_saved_after_a_kill_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.bib").write_bytes(b"new a, and a note by hand")
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / JOURNAL).write_text(json.dumps(
        [{"file": str(tmp_path / "a.bib"), "before": None, "after": "0" * 64, "folders": []}]))
    recover(tmp_path)
    assert content(tmp_path) == {"a.bib": b"new a, and a note by hand"}
    assert "“a.bib” was saved after a command had been ended" in capsys.readouterr().err


def test_a_failed_write_takes_back_the_earlier_ones(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"no folder")
    with pytest.raises(UserError, match="cannot be written"), Transaction(tmp_path) as writes:
        writes.replace(tmp_path / "a.bib", b"old", b"new")
        writes.replace(tmp_path / "file" / "page.md", None, b"new")
    assert content(tmp_path) == {"a.bib": b"old", "file": b"no folder"}
