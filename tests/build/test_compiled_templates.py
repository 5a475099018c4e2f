"""Templates are compiled once for all builds; what is run is kept beside the program, and nowhere else."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest

import proofdesk
from proofdesk.build.templates import CompiledTemplates

PACKAGE = Path(proofdesk.__file__).parent
TEMPLATE = "outputs/doctor_sheet/link.html"  # a small one, which includes no other


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which Python keeps what it compiles, empty."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(CompiledTemplates, "_in_memory", {})  # as in another process
    return tmp_path / "compiled"


def environment(folder: Path) -> jinja2.Environment:
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=lambda _: True,
                             extensions=["jinja2.ext.i18n"])
    env.filters["url"] = str
    env.bytecode_cache = CompiledTemplates(env)
    return env


def kept(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*.pyc")}


def compile_again(folder: Path, monkeypatch: pytest.MonkeyPatch, **filters: object) -> bool:
    """Load the template as a new process does, and return whether it had to be compiled."""
    monkeypatch.setattr(CompiledTemplates, "_in_memory", {})
    env, asked = environment(folder), list[str]()
    env.filters.update(filters)  # type: ignore[arg-type]
    compile_one = env.compile
    env.compile = lambda source, *rest: asked.append(source) or compile_one(source, *rest)  # type: ignore
    env.get_template(TEMPLATE)
    return bool(asked)


def test_is_compiled_for_one_build_only(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compile_again(PACKAGE, monkeypatch)
    assert len(kept(compiled)) == 1
    assert not compile_again(PACKAGE, monkeypatch)


def test_other_filters_compile_it_again(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def upper(text: str) -> str:
        return text

    assert compile_again(PACKAGE, monkeypatch)
    assert compile_again(PACKAGE, monkeypatch, upper=upper)
    assert len(kept(compiled)) == 1  # in the place of the one before


def test_damaged_is_compiled_again(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_again(PACKAGE, monkeypatch)
    (name, whole), = kept(compiled).items()
    file, = compiled.rglob(name)
    file.write_bytes(whole[: len(whole) // 2])
    assert compile_again(PACKAGE, monkeypatch)
    assert kept(compiled) == {name: whole}


def test_template_of_a_site_stays_in_memory(
        compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "overrides" / TEMPLATE
    own.parent.mkdir(parents=True)
    own.write_text("{{ 1 }}")
    assert compile_again(tmp_path / "overrides", monkeypatch)
    assert not kept(compiled)


def test_folder_that_may_only_be_read(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled.write_text("a file is where the folder would be")
    assert compile_again(PACKAGE, monkeypatch)
    assert environment(PACKAGE).get_template(TEMPLATE)
