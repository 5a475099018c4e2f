"""``desk`` itself: how it finds the site, shows its help and reports a crash."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from desk_site import PAGE, Desk, desk, site
from sites import Site, environment

from proofdesk.desk.cli import main

__all__ = ["desk", "site"]

NAMES = ["check", "cite", "editor", "explain", "export", "headers", "import", "init", "language-server", "links", "new",
         "preview", "publish", "reading", "retractions", "review", "serve", "site", "status", "test-content", "upgrade",
         "words"]
NEEDS_NO_SETTINGS = {"init", "language-server"}  # the one makes them, the other tells an editor what is wrong with them


def test_the_site_is_found_from_any_of_its_folders(desk: Desk) -> None:
    here = desk("check", "--affected", "ly2018")
    assert here.stdout == "docs/articles/page.md:10:8: cites “ly2018”\ndocs/index.md:8:28: cites “ly2018”\n"
    assert desk("check", "--affected", "ly2018", within="docs/articles").stdout == here.stdout


def test_where_there_is_no_site_every_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"import": ["a.txt"], "new": ["Title"], "cite": ["10.1000/182"], "headers": ["nginx"], "export": ["a"],
             "words": ["de"]}
    for name in (name for name in NAMES if name != "init"):  # which makes a site
        result = CliRunner().invoke(main, [name, *given.get(name, [])])
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "Error: there is no mkdocs.yml in this folder or any above it; go to the site's folder first\n"
        )


def test_settings_that_cannot_be_read_are_named_by_all(desk: Desk, site: Site) -> None:
    site.write({"mkdocs.yml": "[" * 100_000})
    given = {"import": ["a.txt"], "new": ["Title"], "cite": ["10.1000/182"], "headers": ["nginx"], "export": ["a"],
             "words": ["de"]}
    for name in (name for name in NAMES if name not in NEEDS_NO_SETTINGS):
        result = desk(name, *given.get(name, []))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("mkdocs.yml:1:51: bad-settings: the settings cannot be read: values are inside")
    listed = json.loads(desk("check", "--format", "json").stdout)
    assert [(each["path"], each["line"], each["column"], each["rule"]) for each in listed] == [
        ("mkdocs.yml", 1, 51, "bad-settings")]
    (site.root / "mkdocs.yml").unlink()
    (site.root / "mkdocs.yml").mkdir()
    assert desk("check").stderr == ("mkdocs.yml:1:1: unreadable-file: this file cannot be read: it is a folder, and a "
                                    "file should be there (move the folder away, or rename it)\n")


@pytest.mark.build
def test_settings_may_be_mappings_and_name_other_files(desk: Desk, site: Site) -> None:
    """As MkDocs allows; what a page may be is read from there too."""
    (site.root / "docs").rename(site.root / "pages")
    (site.root / "bibliography.bib").rename(site.root / "works.bib")
    site.write({"mkdocs.yml": "site_name: Site\ntheme: material\ndocs_dir: pages\n"
                "plugins: {bibtex: {bib_file: works.bib, csl_file: references.csl}}\n"
                "markdown_extensions: {toc: {permalink: true}, def_list: }\n"})
    assert desk("check", "--affected", "shao2021").stdout == (
        "pages/articles/page.md:12:30: cites “shao2021”\npages/index.md:8:37: cites “shao2021”\n"
    )
    assert (desk("check").exit_code, desk("check").stdout) == (0, "")


def all_commands() -> list[tuple[str, click.Command]]:
    context = click.Context(main)
    found = [(name, main.get_command(context, name)) for name in main.list_commands(context)]
    return [("desk", main), *((f"desk {name}", command) for name, command in found if command)]


@pytest.mark.parametrize(("name", "command"), all_commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_has_help_with_an_example(name: str, command: click.Command) -> None:
    result = CliRunner().invoke(command, ["--help"], prog_name=name)
    assert result.exit_code == 0
    example = result.stdout.partition("  Example")[2].splitlines()[1]
    assert example.startswith(f"    {name}")


def test_help_shows_each_summary_whole() -> None:
    """As a terminal of 80 columns shows it: each command in one line, and no sentence cut off."""
    result = CliRunner().invoke(main, ["--help"], prog_name="desk", terminal_width=80)
    listed = result.stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == sorted(NAMES)
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


def test_all_commands_can_be_loaded() -> None:
    assert [name for name, _ in all_commands()] == ["desk", *(f"desk {name}" for name in NAMES)]


def loaded_by(*arguments: str, within: Path | None = None) -> list[str]:
    """The modules that a command has loaded when it ends, in a process of its own."""
    code = ("import sys\nfrom proofdesk.desk.cli import main\n"
            f"try: main({[*arguments]!r}, prog_name='desk')\nexcept SystemExit: pass\n"
            "print('loaded:', *sorted(sys.modules))")
    done = subprocess.run([sys.executable, "-c", code], env=environment(), encoding="utf-8", capture_output=True,
                          timeout=60, check=True, cwd=within)
    return done.stdout.splitlines()[-1].removeprefix("loaded:").split()


@pytest.mark.build
def test_help_loads_no_command() -> None:
    """Nor what commands need: a site's reader, a Markdown converter, a client for the network."""
    loaded = loaded_by("--help")
    heavy = ("proofdesk.desk.commands.", "proofdesk.desk.project", "markdown", "mkdocs", "requests", "pydantic")
    assert "proofdesk.desk.cli" in loaded and [name for name in loaded if name.startswith(heavy)] == []


@pytest.mark.build
def test_check_of_a_page_loads_no_build(site: Site) -> None:
    """Nor what other commands need: imports, outputs for readers, drawing, the network."""
    loaded = loaded_by("check", PAGE, within=site.root)
    heavy = ("proofdesk.build", "proofdesk.desk.importing", "proofdesk.desk.publishing", "proofdesk.outputs.search",
             "proofdesk.outputs.social_cards", "mkdocs.config.defaults", "mkdocs.commands", "material", "PIL", "git",
             "requests")
    assert "proofdesk.desk.convert" in loaded and [name for name in loaded if name.startswith(heavy)] == []


def test_an_unknown_command_is_refused() -> None:
    result = CliRunner().invoke(main, ["chekc"], prog_name="desk")
    assert result.exit_code == 2 and "No such command 'chekc'" in result.stderr


@pytest.mark.build
def test_the_command_runs_as_a_program(site: Site) -> None:
    """As ``python -m proofdesk.desk``, from a folder where none of its code lies."""
    done = subprocess.run([sys.executable, "-P", "-m", "proofdesk.desk", "check", "--affected", "shao2021"],
                          cwd=site.root / "docs", env=environment(), encoding="utf-8", capture_output=True, timeout=60,
                          check=False)
    assert (done.returncode, done.stdout) == (
        0, "docs/articles/page.md:12:30: cites “shao2021”\ndocs/index.md:8:37: cites “shao2021”\n"
    )
    assert done.stderr == "2 pages cite “shao2021”.\n"


def test_a_crash_is_one_sentence_and_a_report(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(site: object) -> None:
        raise KeyError("boom")

    monkeypatch.setattr("proofdesk.desk.checking.whole_site.read_site", crash)
    result = desk("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Internal error (KeyError: 'boom'). Nothing else was changed. Please report it and attach .cache/crash.txt.\n"
    )
    report = (site.root / ".cache" / "crash.txt").read_text(encoding="utf-8")
    assert "Traceback" in report and "KeyError: 'boom'" in report


def test_a_crash_without_a_report_asks_for_none(
    desk: Desk, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(site: object) -> None:
        raise KeyError("boom")

    monkeypatch.setattr("proofdesk.desk.checking.whole_site.read_site", crash)
    site.write({".cache": "A file where the folder belongs."})
    result = desk("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Internal error (KeyError: 'boom'). Nothing else was changed. Please report it.\n"


def test_a_command_that_cannot_be_loaded_is_a_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a damaged installation. Outside a site, the report is in the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PWD", raising=False)
    monkeypatch.setitem(sys.modules, "proofdesk.desk.commands.new", None)
    result = CliRunner().invoke(main, ["new", "Title"], prog_name="desk", catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Internal error (ModuleNotFoundError: import of proofdesk.desk.commands.new ")
    assert result.stderr.endswith("Please report it and attach .cache/crash.txt.\n")
    assert "Traceback" in (tmp_path / ".cache" / "crash.txt").read_text(encoding="utf-8")


@pytest.mark.build
def test_a_reader_who_leaves_is_no_crash(site: Site) -> None:
    """As in `desk check | head`: the pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-m", "proofdesk.desk", "check", "--affected", "shao2021"], cwd=site.root,
                          env=environment(), stdout=writing, stderr=subprocess.PIPE, encoding="utf-8", timeout=60,
                          check=False)
    os.close(writing)
    assert done.returncode == 1
    assert "Internal error" not in done.stderr and "Traceback" not in done.stderr
    assert not (site.root / ".cache" / "crash.txt").exists()
