"""The package as a wheel: installed, with only a site's own files beside it, it builds the same site to the byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sites import EPOCH, ROOT, environment, make_sample, snapshot

pytestmark = pytest.mark.build

SOURCES = ("proofdesk", "pyproject.toml", "README.md", "requirements")
CACHED = shutil.ignore_patterns("__pycache__", "*.pyc", ".cache")


def copy(names: tuple[str, ...], target: Path) -> Path:
    """Copy these files and folders of the checkout."""
    target.mkdir(parents=True)
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=CACHED)
        else:
            shutil.copy(ROOT / name, target)
    return target


def run(*arguments: str | Path, cwd: Path, path: Path | None = None) -> str:
    """Run Python in ``cwd`` with ``path`` alone to import from beside the environment, and return what it prints."""
    env = {"SOURCE_DATE_EPOCH": EPOCH, "SITE_URL": "https://example.org/", "PYTHONPATH": os.fspath(path or "")}
    done = subprocess.run([sys.executable, "-P", *arguments], cwd=cwd, env=environment(env), encoding="utf-8",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from a copy of the sources: setuptools leaves folders of its own beside them."""
    folder = tmp_path_factory.mktemp("wheel")
    sources = copy(SOURCES, folder / "sources")
    run("-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", folder, cwd=sources)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_all_of_the_package(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = (file for file in (ROOT / "proofdesk").rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    assert held == {file.relative_to(ROOT).as_posix() for file in files}


def test_the_wheel_builds_the_same_site(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    run("-m", "pip", "install", "--no-deps", "--no-index", "-q", "--target", target, wheel, cwd=tmp_path)
    sites = {}
    for path in (target, ROOT):
        site = make_sample(tmp_path / f"site-{path.name}").root
        where = run("-c", "import proofdesk; print(proofdesk.__file__)", cwd=site, path=path)
        assert Path(where.strip()).parent == path / "proofdesk"
        run("-m", "mkdocs", "build", "--strict", "-q", cwd=site, path=path)
        sites[path] = snapshot(site / "site")
    installed, checkout = sites[target], sites[ROOT]
    assert installed.keys() == checkout.keys()
    assert [name for name in checkout if installed[name] != checkout[name]] == []
