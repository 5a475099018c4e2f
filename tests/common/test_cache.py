"""The cache on disk: an entry is found by its key, and a damaged or missing one is a miss."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from proofdesk.common.cache import MAX_AGE, Cache, fingerprint
from proofdesk.common.files import write_file


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", "1")


def text(cache: Cache, key: object) -> str | None:
    hit = cache.load(key)
    return hit and hit.text


def signed(content: bytes) -> bytes:
    """A file of some other program, or version, with its checksum."""
    return sha256(content).hexdigest().encode() + content


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache").iterdir())


def test_cache_returns_value_only_for_its_key(cache: Cache, tmp_path: Path) -> None:
    cache.store(("a", 1), "Größe \U0001f339")
    assert text(cache, ("a", 1)) == "Größe \U0001f339"
    assert [text(cache, other) for other in (("a", 2), ("a", "1"), "a")] == [None] * 3
    assert text(Cache(tmp_path / "cache", "2"), ("a", 1)) is None, "another version"


@pytest.mark.parametrize("damage", [
    lambda content: content[:-1], lambda content: b"", lambda content: content[:40],
    lambda content: content[:-1] + bytes([content[-1] ^ 1]), lambda content: b"0" * 64 + content[64:],
    lambda content: content + b"x", lambda content: signed(b""), lambda content: signed(b"7\ntext"),
])
def test_damaged_cache_file_is_a_miss(cache: Cache, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    cache.store("a", "text")
    (file,) = files(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    assert text(cache, "a") is None
    assert cache.json("b", lambda: [1]) == [1]
    cache.store("a", "text")
    assert text(cache, "a") == "text"


def test_cache_file_under_another_key_is_a_miss(cache: Cache, tmp_path: Path) -> None:
    """Exchanged, or given for another by hand: its checksum is right, and it says for what it was made."""
    cache.store("a", "one")
    (first,) = files(tmp_path)
    cache.store("b", "two")
    (second,) = {*files(tmp_path)} - {first}
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    assert (text(cache, "a"), text(cache, "b")) == (None, None)
    assert cache.json("a", lambda: [1]) == [1] == cache.json("a", lambda: [2])


def test_interrupted_cache_write_is_harmless(cache: Cache, tmp_path: Path) -> None:
    cache.store("a", "text")
    (file,) = files(tmp_path)
    file.with_name(file.name + ".123").write_bytes(b"half")
    file.unlink()
    assert text(cache, "a") is None
    cache.store("a", "text")
    assert text(cache, "a") == "text"


def test_unusable_cache_folder_computes_everything(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("no folder")
    cache = Cache(tmp_path / "cache")
    assert [cache.json("a", lambda: {"x": 1}) for _ in range(2)] == [{"x": 1}] * 2
    cache.prune()
    cache.store("b", b"1")
    assert cache.load("b") is None
    assert (tmp_path / "cache").read_text() == "no folder"


def test_unworthy_value_is_not_cached(cache: Cache) -> None:
    made = iter([[], [1], [2]])
    assert [cache.json("a", lambda: next(made), bool) for _ in range(3)] == [[], [1], [1]]


def test_unused_cache_files_are_pruned(cache: Cache, tmp_path: Path) -> None:
    cache.store("old", "1")
    cache.store("used", "2")
    for file in files(tmp_path):
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime - MAX_AGE - 10))
    assert text(cache, "used") == "2"
    cache.prune()
    assert (text(cache, "old"), text(cache, "used")) == (None, "2")


def test_several_parts_come_back_in_order(cache: Cache, tmp_path: Path) -> None:
    given = ["größe", b"1\0", b"", b"\n3"]
    stored = cache.store("a", *given)
    hit = cache.load("a")
    assert hit and [bytes(part) for part in hit.parts] == ["größe".encode(), *given[1:]]
    assert hit.digest == stored
    assert cache.load("b") is None
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    for damaged in (b"", whole[:70], whole[:-1], whole + b"x", whole[:80] + b"y" + whole[81:]):
        file.write_bytes(damaged)
        assert cache.load("a") is None


def test_symlinked_cache_file_is_a_miss(cache: Cache, tmp_path: Path) -> None:
    cache.store("a", "text")
    (file,) = files(tmp_path)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert text(cache, "a") is None
    cache.store("a", "text")
    assert text(cache, "a") == "text" and not file.is_symlink()


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
