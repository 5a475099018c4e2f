"""The cache on disk: an entry is found by its key, and a damaged or missing one is a miss."""

from __future__ import annotations

import errno
import os
import resource
import shutil
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest
from records import records

from proofdesk.common.cache import Cache, fingerprint
from proofdesk.common.files import write_file
from proofdesk.common.packs import folder, pack


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", "1")


def text(cache: Cache, key: object) -> str | None:
    hit = cache.load(key)
    return hit and hit.text


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").iterdir())


def anew(tmp_path: Path) -> Cache:
    """The cache as the next program finds it."""
    folder.packs_in.cache_clear()
    return Cache(tmp_path / "cache", "1")


def in_another_process(work: Callable[[], object]) -> None:
    """Run to the end in a process that begins as a copy of this one."""
    process = get_context("fork").Process(target=work)
    process.start()
    process.join()
    assert process.exitcode == 0


def test_cache_returns_value_only_for_its_key(cache: Cache, tmp_path: Path) -> None:
    cache.store(("a", 1), "Größe \U0001f339")
    for each in (cache, anew(tmp_path)):
        assert text(each, ("a", 1)) == "Größe \U0001f339"
        assert [text(each, other) for other in (("a", 2), ("a", "1"), "a")] == [None] * 3
    assert text(Cache(tmp_path / "cache", "2"), ("a", 1)) is None, "another version"


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_damaged_record_is_a_miss(cache: Cache, tmp_path: Path) -> None:
    """Whichever byte is another, what comes back is what was stored or nothing; only a time is not part of it."""
    cache.store("a", "text")
    (file,) = files(tmp_path)
    sound, times = file.read_bytes(), range(68, 80)
    damaged = [b"", sound[:-1], sound[:40], b"damaged", bytes(len(sound))]
    damaged += [flipped(sound, at) for at in range(len(sound)) if at not in times]
    for content in damaged:
        file.write_bytes(content)
        for each in (cache, anew(tmp_path)):
            assert text(each, "a") is None, content
        file.write_bytes(sound)
        cache = anew(tmp_path)
        assert text(cache, "a") == "text"
    for at in times:
        file.write_bytes(flipped(sound, at))
        assert text(anew(tmp_path), "a") == "text"


def test_record_is_made_anew_beside_a_damaged_one(cache: Cache, tmp_path: Path) -> None:
    cache.store("a", "text")
    (file,) = files(tmp_path)
    file.write_bytes(flipped(file.read_bytes(), file.stat().st_size - 1))
    cache = anew(tmp_path)
    assert cache.json("a", lambda: ["new"]) == ["new"]
    assert anew(tmp_path).json("a", lambda: ["newer"]) == ["new"]


def test_record_under_another_key_is_a_miss(cache: Cache, tmp_path: Path) -> None:
    """Two are exchanged: each is sound, and says for what it was made."""
    cache.store("a", "one")
    (file,) = files(tmp_path)
    size = file.stat().st_size
    cache.store("b", "two")
    content = file.read_bytes()
    file.write_bytes(content[size:] + content[:size])
    assert (text(cache, "a"), text(cache, "b")) == (None, None)
    assert [text(anew(tmp_path), key) for key in "ab"] == ["one", "two"], "found where they are"
    body = slice(pack._HEAD.size, size)
    file.write_bytes(content[:size][: body.start] + content[size:][body] + content[size:][: body.start]
                     + content[:size][body])
    assert [text(anew(tmp_path), key) for key in "ab"] == [None, None]


def test_interrupted_write_loses_that_record(cache: Cache, tmp_path: Path) -> None:
    cache.store("a", "text")
    (file,) = files(tmp_path)
    first = file.stat().st_size
    cache.store("b", "other")
    whole = file.read_bytes()
    for size in range(first, len(whole)):
        file.write_bytes(whole[:size])
        cache = anew(tmp_path)
        assert (text(cache, "a"), text(cache, "b")) == ("text", None)
    cache.store("b", "other")
    assert [text(anew(tmp_path), key) for key in "ab"] == ["text", "other"]


def test_processes_store_at_once(cache: Cache, tmp_path: Path) -> None:
    """Each in a file of its own; the first finds what the others stored when it is told that they ended."""
    cache.store("own", "0")

    def store(number: int) -> None:
        for each in range(50):
            cache.store((number, each), f"{number} {each}")
        assert text(cache, "own") == "0"

    for number in range(3):
        in_another_process(lambda number=number: store(number))
    assert len(files(tmp_path)) == 4
    folder.note_workers_ended()
    expected = {(number, each): f"{number} {each}" for number in range(3) for each in range(50)}
    assert {key: text(cache, key) for key in expected} == expected


def test_copied_folder_adds_its_records(cache: Cache, tmp_path: Path) -> None:
    other = Cache(tmp_path / "other", "1")
    cache.store("a", "one")
    other.store("b", "two")
    shutil.copytree(tmp_path / "other", tmp_path / "cache", dirs_exist_ok=True)
    assert [text(anew(tmp_path), key) for key in "ab"] == ["one", "two"]


def test_newest_value_of_a_key_counts(cache: Cache, tmp_path: Path) -> None:
    for number in range(20):
        anew(tmp_path).store("a", str(number))
    assert text(anew(tmp_path), "a") == "19"


def test_deleted_folder_is_filled_again(cache: Cache, tmp_path: Path) -> None:
    cache.store("a", "text")
    shutil.rmtree(tmp_path / "cache")
    assert text(cache, "a") == "text", "it has what it opened"
    cache = Cache(tmp_path / "cache", "1")
    assert text(cache, "a") is None
    cache.store("a", "text")
    assert text(anew(tmp_path), "a") == "text"


def test_unusable_cache_folder_computes_everything(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("no folder")
    cache = Cache(tmp_path / "cache")
    assert [cache.json("a", lambda: {"x": 1}) for _ in range(2)] == [{"x": 1}] * 2
    folder.prune_all()
    cache.store("b", b"1")
    assert cache.load("b") is None
    assert (tmp_path / "cache").read_text() == "no folder"


def test_unworthy_value_is_not_cached(cache: Cache) -> None:
    made = iter([[], [1], [2]])
    assert [cache.json("a", lambda: next(made), bool) for _ in range(3)] == [[], [1], [1]]


@pytest.fixture
def hours_later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let so many hours pass."""
    now = pack.this_hour()

    def pass_hours(hours: int) -> None:
        for module in (folder, pack):
            monkeypatch.setattr(module, "this_hour", lambda: now + hours)

    return pass_hours


def test_unused_records_are_dropped(cache: Cache, tmp_path: Path, hours_later: Callable[[int], None]) -> None:
    """Those that were used lately stay, by themselves in a new file."""
    in_another_process(lambda: [cache.store(key, key) for key in ("old", "older", "used")])
    (before,) = files(tmp_path)
    hours_later(folder.MAX_AGE)
    assert text(anew(tmp_path), "used") == "used"
    hours_later(folder.MAX_AGE + 1)
    anew(tmp_path)
    folder.prune_all()
    assert [text(anew(tmp_path), key) for key in ("old", "older", "used")] == [None, None, "used"]
    (after,) = files(tmp_path)
    assert after != before


@pytest.mark.parametrize(("room", "kept"), [(4_500, [2, 3, 4]), (1, [4])], ids=["its own", "of the build"])
def test_old_records_have_so_much_room(cache: Cache, tmp_path: Path, hours_later: Callable[[int], None],
                                       monkeypatch: pytest.MonkeyPatch, room: int, kept: list[int]) -> None:
    """After a whole build, which used the one record that always is; the oldest go first."""
    monkeypatch.setattr(folder, "ROOM", room)
    monkeypatch.setattr(folder, "TIMES", 1)
    for number in range(5):
        hours_later(number)
        in_another_process(lambda number=number: [anew(tmp_path).store(number, "x" * 1_000)])
    cache = anew(tmp_path)
    cache.store("always", "y" * 1_000)
    folder.prune_all()
    assert [each for each in range(5) if anew(tmp_path).has(each)] == [*range(5)], "no whole build"
    anew(tmp_path)
    folder.prune_all(pack.this_hour())
    cache = anew(tmp_path)
    assert [each for each in range(5) if text(cache, each)] == kept and text(cache, "always")
    assert sum(file.stat().st_size for file in files(tmp_path)) <= max(room, 2_500)


def test_small_files_are_joined(cache: Cache, tmp_path: Path) -> None:
    cache.store("large", "x" * 1000)
    (large,) = files(tmp_path)
    for number in range(folder._MANY):
        anew(tmp_path).store(number, str(number))
    assert len(files(tmp_path)) == folder._MANY + 1
    anew(tmp_path)
    folder.prune_all()
    assert large in files(tmp_path) and len(files(tmp_path)) <= folder._FEW + 1
    cache = anew(tmp_path)
    assert [text(cache, number) for number in range(folder._MANY)] == [str(number) for number in range(folder._MANY)]


def test_each_folder_that_was_opened_is_joined(tmp_path: Path) -> None:
    """Each is done by whoever ends a build, so that none is forgotten and grows by a file with every edit."""
    names = ("converted", "search")
    for number in range(folder._MANY + 1):
        folder.packs_in.cache_clear()
        for name in names:
            Cache(tmp_path / name).store("the same", str(number))
    folder.prune_all()
    for name in names:
        assert len([*(tmp_path / name).iterdir()]) <= folder._FEW + 1
        assert text(Cache(tmp_path / name), "the same") == str(folder._MANY)


def test_later_record_wins_though_clock_was_set_back(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, time in enumerate((2000, 1000, 1500)):
        monkeypatch.setattr(pack.time, "time_ns", lambda now=time: now)
        anew(tmp_path).store("a", str(number))
        assert text(anew(tmp_path), "a") == str(number)
    monkeypatch.setattr(folder, "_LATEST", 2001)
    anew(tmp_path).store("a", "after the last time that can be stated")


@pytest.mark.parametrize("fault", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_cache_that_may_only_be_read_is_read(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    """Its files may be another user's, or on a disk that is mounted to be read."""
    cache.store("a", "1")
    real = os.open

    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise OSError(fault, os.strerror(fault), path)
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    other = anew(tmp_path)
    assert text(other, "a") == "1"
    other.store("b", "2")
    assert text(other, "b") is None


def test_file_that_is_written_to_is_not_joined(cache: Cache, tmp_path: Path) -> None:
    """Another program, such as a check beside a build, goes on storing where it does."""
    cache.store("a", "1")
    kept = files(tmp_path)

    def crowd() -> None:
        for number in range(folder._MANY + 1):
            anew(tmp_path).store(number, str(number))
        anew(tmp_path)
        folder.prune_all()

    in_another_process(crowd)
    assert {*kept} <= {*files(tmp_path)} and len(files(tmp_path)) <= folder._FEW + 2
    cache.store("b", "2")
    assert [text(anew(tmp_path), key) for key in "ab"] == ["1", "2"]


def test_several_parts_come_back_in_order(cache: Cache, tmp_path: Path) -> None:
    given = ["größe", b"1\0", b"", b"\n3"]
    stored = cache.store("a", *given)
    for each in (cache, anew(tmp_path)):
        hit = each.load("a")
        assert hit and [bytes(part) for part in hit.parts] == ["größe".encode(), *given[1:]]
        assert hit.digest == stored
        assert each.load("b") is None


def test_symlinked_file_is_not_read(cache: Cache, tmp_path: Path) -> None:
    cache.store("a", "text")
    (file,) = files(tmp_path)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    cache = anew(tmp_path)
    assert text(cache, "a") is None
    cache.store("a", "other")
    assert text(anew(tmp_path), "a") == "other"


def test_full_disk_keeps_nothing_by_halves(cache: Cache, tmp_path: Path) -> None:
    """A limit on files stands in for a full disk."""
    cache.store("a", "text")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, usual[1]))
    try:
        cache.store("b", "x" * 50_000)
        cache.store("c", "small")
        anew(tmp_path).store("b", "x" * 50_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert [text(cache, key) for key in "abc"] == ["text", None, None]
    assert len(files(tmp_path)) == 1, "an empty one is left by each process"
    assert len(records(tmp_path / "cache")) == 1
    cache = anew(tmp_path)
    cache.store("b", "x" * 50_000)
    assert text(anew(tmp_path), "b") == "x" * 50_000


def test_partial_write_raises_an_error(tmp_path: Path) -> None:
    """The system writes what still fits and says so in a number alone. A limit on files stands in for a full disk."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, usual[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_file(str(tmp_path / "large"), b"x" * 50_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_fingerprint_depends_on_every_part(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text("1")
    first = fingerprint("a", file)
    file.write_text("2")
    assert len({first, fingerprint("a", file), fingerprint("b", file), fingerprint(file, "a")}) == 4
