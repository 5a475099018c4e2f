"""A file with settings that cannot be read is named with its place, within limits, in one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import ROOT
from fixture_cases import Case, each_case

from proofdesk.common.problems import FaultyFile
from proofdesk.site.config_file import read_config


def refused(folder: Path, content: bytes) -> str:
    """What is said of a file with this content; empty if it can be read."""
    (folder / "mkdocs.yml").write_bytes(content)
    try:
        read_config(folder / "mkdocs.yml")
    except FaultyFile as error:
        return str(error)
    return ""


@each_case("site/unreadable_settings")
def test_settings_that_cannot_be_read_are_named(tmp_path: Path, case: Case) -> None:
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "events.py").write_bytes(b"")
    assert [refused(tmp_path, case.source.encode())] == case.problems("mkdocs.yml")


DEEP = "values are inside each other too often"
NOT_UTF8 = "1:1: not-utf8: this line holds bytes that are not UTF-8 (save the file as UTF-8)"


@pytest.mark.parametrize(("content", "said"), [
    (b"[" * 100_000, f"1:51: bad-settings: the settings cannot be read: {DEEP}"),
    (b"{a: " * 100_000, f"1:201: bad-settings: the settings cannot be read: {DEEP}"),
    (b"- " * 100_000, f"1:101: bad-settings: the settings cannot be read: {DEEP}"),
    (b"".join(b" " * level + b"a:\n" for level in range(1_300)), f"bad-settings: the settings cannot be read: {DEEP}"),
    (b"extra: [" + b"a," * 100_000 + b"]\n", "it holds too many values"),
    (b"a: b\n" * 200_001, "unreadable-file: this file cannot be read: it is larger than this program reads"),
    ("site_name: Été\n".encode("utf-16"), NOT_UTF8),
    ("a: b\nsite_name: Été\n".encode("latin-1"), NOT_UTF8.replace("1:1", "2:1")),
    (b"site_name: Si\0te\n", "1:14: control-character: there is a control character here, \\x00, "),
    (b"site_name: " + b"9" * 5_000, "1:12: bad-settings: the settings cannot be read: a number has 5,000 digits"),
], ids=["brackets", "mappings", "dashes", "indented", "values", "megabyte", "utf-16", "latin-1", "nul", "number"])
def test_settings_beyond_the_limits_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in refused(tmp_path, content)


def test_address_of_a_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://[x")
    said = refused(tmp_path, b"site_name: Site\nsite_url: !ENV [SITE_URL, '']\n")
    assert said.startswith("mkdocs.yml:2:1: bad-settings: site_url: “https://[x” cannot be read as an address (write")


def test_settings_of_other_forms_are_read(tmp_path: Path) -> None:
    for content in (b"\xef\xbb\xbfsite_name: Site\r\n", b"# nothing\n", b"site_name: Site\nsite_name: Again\n",
                    b"site_url: !ENV [NO_SUCH_NAME, 'https://example.org']\nextra: {path: !relative $docs_dir/a}\n",
                    b"INHERIT: !ENV [NO_SUCH_NAME, 'base.yml']\n", b"nav:\n" + b"  - a: b.md\n" * 1_000,
                    b"extra: [" + b"a," * 99_990 + b"]\n",
                    b"exclude_docs: |\n  //[ab].md\ncopyright: https://[x\n",
                    b"extra: {pattern: '//[a-z]+', words: ['//[x', 'a: //[y']}\n"):
        (tmp_path / "base.yml").write_text("site_name: Base\n", encoding="utf-8")
        assert refused(tmp_path, content) == ""
    real = read_config(ROOT / "mkdocs.yml")
    assert real.text.startswith("# ") and f"site_name: {real.settings['site_name']}\n" in real.text


def test_inherited_settings_are_read_within_limits(tmp_path: Path) -> None:
    (tmp_path / "base.yml").write_text("site_name: [Base\n", encoding="utf-8")
    assert refused(tmp_path, b"INHERIT: base.yml\n").startswith("base.yml:2:1: bad-settings: ")
    (tmp_path / "base.yml").write_text("INHERIT: mkdocs.yml\n", encoding="utf-8")
    assert refused(tmp_path, b"INHERIT: base.yml\n").startswith(
        "base.yml:1:10: bad-settings: INHERIT: “mkdocs.yml” inherits this file itself (")
    for number in range(12):
        (tmp_path / f"{number}.yml").write_text(f"INHERIT: {number + 1}.yml\n", encoding="utf-8")
    assert "INHERIT: more than 10 files inherit one another (" in refused(tmp_path, b"INHERIT: 0.yml\n")
    (tmp_path / "base.yml").write_text("site_name: Base\ntheme: {name: material, language: en}\n", encoding="utf-8")
    assert refused(tmp_path, b"INHERIT: base.yml\ntheme: {language: de}\n") == ""
    assert read_config(tmp_path / "mkdocs.yml").settings == {
        "site_name": "Base", "theme": {"name": "material", "language": "de"}}


def test_special_files_in_place_of_settings_are_named(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    for make, reason in (
        (lambda: os.mkfifo(file), "it is a pipe or a device, and an ordinary file should be there"),
        (lambda: None, "there is no such file"),  # as when a folder is deleted while its site is served
        (lambda: file.symlink_to("nowhere.yml"), "it is a symbolic link to nothing"),
        (lambda: file.mkdir(), "it is a folder, and a file should be there"),
    ):
        make()
        with pytest.raises(FaultyFile, match=f"^mkdocs.yml:1:1: unreadable-file: this file cannot be read: {reason} "):
            read_config(file)
        file.rmdir() if file.is_dir() else file.unlink(missing_ok=True)
