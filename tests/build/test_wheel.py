"""The package as a wheel, made from the source package: it holds all, and builds the same site to the byte.

So it does wherever, whenever and by whichever program the site is built.
"""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sites import ADDRESS, EPOCH, ROOT, Built, addressed_site, environment, make_sample, snapshot

import proofdesk

__all__ = ["addressed_site"]
pytestmark = pytest.mark.build

SOURCES = ("proofdesk", "hooks", "requirements", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE",
           "CHANGELOG.md")
# What setup.py copies into the wheel for `desk init`.
STARTER = {"blocks": "hooks/blocks", "events.py": "hooks/events.py", "changelog.md": "CHANGELOG.md",
           "locked.txt": "requirements/site.txt", "locked-browser.txt": "requirements/browser.txt"}
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


def run(*arguments: str | Path, cwd: Path, path: Path | None = None, env: dict[str, str] | None = None) -> str:
    """Run Python in ``cwd`` with ``path`` alone to import from beside the environment, and return what it prints."""
    env = {"SOURCE_DATE_EPOCH": EPOCH, "SITE_URL": ADDRESS, "PYTHONPATH": os.fspath(path or ""), **(env or {})}
    done = subprocess.run([sys.executable, "-P", *arguments], cwd=cwd, env=environment(env), encoding="utf-8",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the source package, which is made from a copy: setuptools leaves folders of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    sources = copy(SOURCES, folder / "sources")
    run("-c", "import setuptools.build_meta as it; it.build_sdist('..')", cwd=sources)
    (package,) = folder.glob("*.tar.gz")
    run("-m", "pip", "wheel", package, "--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", ".", cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


def files_below(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*")
            if file.is_file() and "__pycache__" not in file.parts}


def test_the_wheel_holds_all_of_the_package(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel)
    held = {name: packed.read(name) for name in packed.namelist() if ".dist-info/" not in name}
    files = {f"proofdesk/{name}": content for name, content in files_below(ROOT / "proofdesk").items()}
    for name, source in STARTER.items():
        found = files_below(ROOT / source) if (ROOT / source).is_dir() else {"": (ROOT / source).read_bytes()}
        files |= {f"proofdesk/starter/{name}/{path}".rstrip("/"): content for path, content in found.items()}
    assert held.keys() == files.keys()
    assert [name for name in held if held[name] != files[name]] == []


def test_the_wheel_states_its_entry_points(wheel: Path) -> None:
    packed = zipfile.ZipFile(wheel)
    (name,) = (name for name in packed.namelist() if name.endswith("/entry_points.txt"))
    stated = configparser.ConfigParser()
    stated.read_string(packed.read(name).decode())
    assert {section: dict(stated[section]) for section in stated.sections()} == {
        "console_scripts": dict.fromkeys(("desk", "proofdesk"), "proofdesk.desk.__main__:main"),
        "mkdocs.plugins": {"proofdesk": "proofdesk.build.entry.plugin:ProofdeskPlugin"},
    }
    assert wheel.name.split("-")[1] == proofdesk.__version__


def test_the_wheel_builds_the_same_site(wheel: Path, addressed_site: Built, tmp_path: Path) -> None:
    """As on another machine: another path, time zone, language of the system and seed of Python's hashes.

    The checkout builds with MkDocs, the wheel with ProperDocs, which goes on from it
    (docs/decisions/0009-after-material.md).
    """
    target = tmp_path / "installed"
    run("-m", "pip", "install", "--no-compile", "--no-deps", "--no-index", "-q", "--target", target, wheel,
        cwd=tmp_path)
    site = make_sample(tmp_path / "another path" / "größer").root
    where = run("-c", "import proofdesk; print(proofdesk.__file__)", cwd=site, path=target)
    assert Path(where.strip()).parent == target / "proofdesk"
    run("-m", "properdocs", "build", "--strict", "-q", cwd=site, path=target, env={
        "TZ": "America/Adak", "LC_ALL": "C.UTF-8", "LANG": "de_DE", "PYTHONHASHSEED": "4711"})
    assert addressed_site.code == 0, addressed_site.output
    installed, checkout = snapshot(site / "site"), snapshot(addressed_site.folder)
    assert installed.keys() == checkout.keys()
    assert [name for name in checkout if installed[name] != checkout[name]] == []
    assert "search/words/0.json" in checkout and "feed.xml" in checkout and "sitemap.xml" in checkout
