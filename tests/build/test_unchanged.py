"""A build after which nothing changed is spared; whatever a build may have read, or has published, makes a new one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from git_site import run_git
from sites import BIB, EPOCH, ROOT, Built, Site, article, environment, make_site, run, snapshot, start

SPARED = "Nothing has changed since this site was built, so it stays as it is."
PAGE = article("Text on a dendrite [@ly2018], ![a window](../assets/window.svg).\n\n/// faq | Is it so?\n"
               "Yes [@ly2018].\n///\n")
GLOSSARY = "---\ntitle: Words\ndescription: What they mean.\ntemplate: glossary.html\n---\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = make_site(tmp_path / "site", {"docs/articles/one.md": PAGE,
                                         "glossary.yml": "- term: dendrite\n  means: A branch.\n",
                                         "docs/glossary/index.md": GLOSSARY})
    assert SPARED not in made.build(spared=True).output
    return made


def is_spared(built: Built) -> bool:
    assert built.code == 0, built.output
    return SPARED in built.output


@pytest.mark.build
def test_the_site_stays_and_reminders_are_said_again(site: Site) -> None:
    first = site.build()
    before = {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in first.folder.rglob("*")}
    again = site.build(spared=True)
    assert is_spared(again)
    assert {file: (file.stat().st_ino, file.stat().st_mtime_ns) for file in first.folder.rglob("*")} == before
    reminders = [line for line in first.output.splitlines() if "stale-snapshot" in line]
    assert reminders and reminders == [line for line in again.output.splitlines() if "stale-snapshot" in line]


def _append(name: str, text: str) -> Callable[[Site], None]:
    def change(site: Site) -> None:
        file = site.root / name
        content = file.read_bytes()
        if file.is_symlink():
            file.unlink()
        file.write_bytes(content + text.encode())
    return change


def _touch(name: str) -> Callable[[Site], None]:
    return lambda site: os.utime(site.root / name, (1, 1))


def _delete(name: str) -> Callable[[Site], None]:
    return lambda site: (site.root / name).unlink()


CHANGES: dict[str, Callable[[Site], None]] = {
    "a page": _append("docs/articles/one.md", "More.\n"),
    "a page's time": _touch("docs/articles/one.md"),
    "a picture": _append("docs/assets/window.svg", "<!-- -->"),
    "the glossary": _append("glossary.yml", "- term: text\n  means: Words.\n"),
    "the bibliography": lambda site: site.write({"bibliography.bib": BIB.replace("2018}", "2019}")}) and None,
    "the style of references": _append("references.csl", "<!-- -->"),
    "the settings": _append("mkdocs.yml", "site_description: Another description.\n"),
    "a new list": lambda site: site.write({"synonyms.yml": "- word: dendrite\n  also: [twig]\n"}) and None,
    "a published page": _append("site/articles/one/index.html", " "),
    "a published file that is gone": _delete("site/sitemap.xml"),
    "a file more in the published site": lambda site: site.write({"site/notes.txt": "x"}) and None,
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.build
def test_a_change_is_built(site: Site, what: str) -> None:
    CHANGES[what](site)
    assert not is_spared(site.build(spared=True))
    assert is_spared(site.build(spared=True))


@pytest.mark.build
def test_another_day_option_or_environment_is_built(site: Site) -> None:
    """A page to come may be due that day."""
    assert not is_spared(site.build(spared=True, env={"SOURCE_DATE_EPOCH": "1795435200"}))
    assert not is_spared(site.build("--strict", spared=True))
    assert not is_spared(site.build(spared=True, env={"PROOFDESK_DRAFTS": "1"}))
    assert not is_spared(site.build(spared=True, env={"SITE_URL": "https://example.com/"}))


@pytest.mark.build
def test_a_build_with_a_warning_is_never_spared(site: Site) -> None:
    site.write({"docs/articles/one.md": PAGE + "\nSee [@nobody1999].\n"})
    first, second = site.build(spared=True), site.build(spared=True)
    assert first.problems and first.problems == second.problems


EDITS = """
from pathlib import Path
from proofdesk.build import run
check = run.check_finished

def edit(*given):
    Path("docs/articles/one.md").write_text("changed meanwhile")
    check(*given)

run.check_finished = edit
"""


@pytest.mark.build
def test_an_edit_during_a_build_leaves_nothing_to_compare(site: Site) -> None:
    """The site may show it; and the file may come back as it was, time and all."""
    page = site.root / "docs" / "articles" / "one.md"
    site.write({"docs/articles/one.md": PAGE.replace("Text", "A text")})
    content, time = page.read_bytes(), page.stat().st_mtime_ns
    assert start(["build"], site.root, {"SOURCE_DATE_EPOCH": EPOCH}, before=EDITS).wait()[0] == 0
    assert page.read_bytes() == b"changed meanwhile"
    page.write_bytes(content)
    os.utime(page, ns=(time, time))
    assert not is_spared(site.build(spared=True))
    assert is_spared(site.build(spared=True))


@pytest.mark.parametrize("settings", [
    "hooks: [hooks/events.py, own.py]\n", "plugins: [bibtex: {bib_file: bibliography.bib}, rss: {}]\n"])
@pytest.mark.build
def test_what_an_unknown_program_reads_is_built_again(tmp_path: Path, settings: str) -> None:
    site = make_site(tmp_path / "site", {"docs/articles/one.md": PAGE, "own.py": "def on_config(config): ...\n"},
                     settings=settings)
    assert [is_spared(site.build(spared=True)) for _ in range(2)] == [False, False]


@pytest.mark.build
def test_a_site_that_stays_is_deployed(site: Site, tmp_path: Path) -> None:
    server = tmp_path / "server"
    run_git(tmp_path, "init", "-q", "--bare", server.name)
    run_git(site.root, "init", "-q")
    run_git(site.root, "remote", "add", "origin", str(server))
    deployed = run(["gh-deploy"], site.root, site.root / "site", {"SOURCE_DATE_EPOCH": EPOCH})
    assert deployed.code == 0, deployed.output
    assert {*run_git(server, "ls-tree", "-r", "--name-only", "gh-pages").split()} >= {*snapshot(site.root / "site")}


CALLS_MKDOCS = """
from mkdocs.commands.build import build
from mkdocs.config import load_config
for _ in range(2):
    build(load_config("mkdocs.yml"))
print("it went on")
"""


@pytest.mark.build
def test_a_program_that_builds_goes_on(site: Site) -> None:
    done = subprocess.run([sys.executable, "-c", CALLS_MKDOCS], cwd=site.root, capture_output=True, text=True,
                          env=environment({"SOURCE_DATE_EPOCH": EPOCH}), check=False)
    assert done.returncode == 0, done.stderr
    assert "it went on" in done.stdout


# Builds, and writes each file that is opened to the first argument, and to the second each that is compared.
WATCHED = """
import os, sys
from mkdocs.__main__ import cli
from proofdesk.build import unchanged
opened, compared = (os.open(name, os.O_WRONLY | os.O_CREAT) for name in sys.argv[1:])
files = unchanged._files
def told(settings):
    for file in files(settings):
        os.write(compared, f"{file}\\n".encode())
        yield file
unchanged._files = told
def note(event, of):
    if event == "open" and isinstance(of[0], str):
        os.write(opened, f"{of[0]}\\n".encode())
sys.addaudithook(note)
cli.main(["build"])
"""


def _read_names(file: Path) -> set[Path]:
    """The files that a list names, each by the path that it has without links."""
    return {path for name in file.read_text(encoding="utf-8").splitlines() if (path := Path(name).resolve()).is_file()}


@pytest.mark.build
def test_every_file_that_a_build_reads_is_compared(tmp_path: Path) -> None:
    """Those of the system and of installed packages are not: of packages the names and versions are."""
    root = make_site(tmp_path / "site", {"docs/articles/one.md": PAGE}).root.resolve()
    lists = tmp_path / "opened", tmp_path / "compared"
    (root / ".cache").mkdir()
    done = subprocess.run([sys.executable, "-c", WATCHED, *map(str, lists)], cwd=root, env=environment(),
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    opened, compared = map(_read_names, lists)
    assert {root / name for name in ("docs/articles/one.md", "bibliography.bib", "mkdocs.yml")} <= opened
    made = {file for file in opened if file.is_relative_to(root / ".cache") or file.is_relative_to(root / "site")}
    own = {file for file in opened for folder in (root, ROOT / "proofdesk", ROOT / "hooks", ROOT / "overrides")
           if file.is_relative_to(folder) and "__pycache__" not in file.parts}
    assert own - made - compared == set()
