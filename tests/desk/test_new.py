"""``desk new``: a page that builds at once, and refuses whatever it could spoil."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import KINDS
from new_sites import desk as run_desk
from new_sites import new_site
from sites import EPOCH, Site, make_site, picture, snapshot

from proofdesk.desk.cli import main

Desk = Callable[..., Result]
GERMAN = ["Was bekannt ist", "Was nicht bekannt ist und was schiefgehen kann", "Was Menschen tun"]
FRENCH = ["Ce que l’on sait", "Ce que l’on ne sait pas, et ce qui peut mal tourner", "Ce que font les gens"]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site", {})


@pytest.fixture
def desk(site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("PWD", os.getcwd())

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return run


@pytest.mark.build
def test_a_new_page_is_a_draft_with_its_reminders(desk: Desk, site: Site) -> None:
    done = desk("new", 'Schlaf & "Lernen": what is known', "--topic", "therapy", "--topic", "safety")
    assert done.exit_code == 0, done.output
    path = "docs/articles/schlaf-lernen-what-is-known.md"
    assert f"Wrote {path}." in done.output
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    assert not (built.folder / "articles/schlaf-lernen-what-is-known").exists()
    built = site.build("--strict", env={"PROOFDESK_DRAFTS": "1"})
    assert (built.code, built.problems) == (0, []), built.output
    page = built.page("articles/schlaf-lernen-what-is-known")
    assert page.xpath("//h1")[0].text_content() == 'Schlaf & "Lernen": what is known'
    head = page.find_class("article-head")[0].text_content()
    assert "This page is being written." in head and "Last checked" not in head
    assert "…" not in page.get_element_by_id("content").text_content(), "no reader sees the skeleton"
    checked = desk("check", path, "--no-advice")
    assert checked.exit_code == 0
    assert {line.split(": ")[1] for line in checked.stdout.splitlines()} == {"draft", "to-write"}
    assert f"{path}:17:1: to-write: this is still to be written: what the page says" in checked.stdout
    text = (site.root / path).read_text(encoding="utf-8")
    assert "topics: [therapy, safety]" in text
    written = [name for name, kind in KINDS.items() if not kind.record.columns]
    assert all(f"/// {name} | " in text for name in written), "an example of each block but those drawn from a table"


def test_headings_are_in_the_language_of_the_site(tmp_path: Path) -> None:
    root = new_site(tmp_path / "schlaf", "--name", "Schlafnotizen", "--language", "de", "--topics", "Schlaf")
    made = run_desk(root, "new", "Frühes Licht für Müde")
    assert "Wrote docs/articles/fruehes-licht-fuer-muede.md" in made.output
    for arguments, headings in ((["Licht am Abend"], GERMAN), (["La lumière", "--lang", "fr"], FRENCH)):
        done = run_desk(root, "new", *arguments, "--slug", "neu")
        assert done.exit_code == 0, done.output
        text = (root / "docs/articles/neu.md").read_text(encoding="utf-8")
        assert re.findall("^## (.+)$", text, re.M) == headings and ("lang: fr\n" in text) == (headings is FRENCH)
        checked = run_desk(root, "check", "docs/articles/neu.md", "--no-advice")
        assert {line.split(": ")[1] for line in checked.stdout.splitlines()} == {"draft", "to-write"}, checked.stdout
        (root / "docs/articles/neu.md").unlink()
    refused = run_desk(root, "new", "Luce", "--lang", "it")
    assert refused.exit_code == 2 and "“it” is no language of the pages' own words" in refused.stderr


def test_the_skeleton_is_made_of_sound_blocks(desk: Desk, site: Site) -> None:
    """Taken out of its comments and filled in, it has no fault but the works it does not cite yet."""
    desk("new", "A page")
    file = site.root / "docs/articles/a-page.md"
    text = file.read_text(encoding="utf-8")
    body = "\n".join(line for line in text.split("\n") if "<!-- to write" not in line and line != "-->")
    body = body.replace("[@…]", "[@ly2018]").replace("| … ", "| Some ").replace("…", "words")
    for old, new in {"status: draft": "status: ready", "published:": "published: 2026-11-20", "being written": "a test",
                     "reviewed:": "reviewed: 2026-11-21"}.items():
        body = body.replace(old, new, 1)
    file.write_text(body, encoding="utf-8")
    site.write({"docs/assets/words.png": picture("PNG")})
    assert desk("check", str(file), "--no-advice").stdout == ""


def test_skeleton_cannot_be_published(desk: Desk, site: Site) -> None:
    """Whatever it states: a comment that says what to write, and the words that stand for a description."""
    desk("new", "A page")
    file = site.root / "docs/articles/a-page.md"
    text = file.read_text(encoding="utf-8").replace("status: draft", "status: ready")
    file.write_text(text.replace("published:", "published: 2026-11-20").replace("reviewed:", "reviewed: 2026-11-21"),
                    encoding="utf-8")
    done = desk("check", str(file), "--no-advice")
    assert done.exit_code == 1
    assert ("docs/articles/a-page.md:3:1: unwritten: nobody has written what this page says: “This page is being "
            "written.” (say it in at most two sentences; until the page is written, state `status: draft` at its top)"
            ) in done.stdout
    assert "docs/articles/a-page.md:17:1: unwritten: this is still to be written: what the page says" in done.stdout


@pytest.mark.parametrize(("arguments", "message"), [
    (["A page"], "docs/articles/a-page.md exists already"),
    (["Another", "--slug", "a-page"], "docs/articles/a-page.md exists already"),
    ([""], "the title has no words"), (["🔹 …"], "the title has no words"),
    (["A", "--slug", "../up"], "“../up” cannot end an address"), (["A", "--slug", "A b"], "cannot end an address"),
    (["x" * 300], "the title has 300 characters; use at most 150"),
    (["See [@ly2018]"], "the title is plain text (remove “[@”)"), (["a\x07b"], "contains a control character"),
    (["A", "--topic", "roses"], "“roses” is not a topic of the site"),
])
def test_what_cannot_be_a_page_changes_nothing(
    desk: Desk, site: Site, arguments: list[str], message: str
) -> None:
    site.write({"docs/articles/a-page.md": "Mine.\n"})
    before = snapshot(site.root)
    done = desk("new", *arguments)
    assert (done.exit_code, message in done.stderr) == (2, True), done.output
    assert snapshot(site.root) == before


def test_where_it_cannot_write_it_says_so(desk: Desk, site: Site) -> None:
    """A file stands where the folder should be: refused for every user."""
    site.write({"docs/articles": "no folder\n"})
    before = snapshot(site.root)
    done = desk("new", "A page")
    assert done.exit_code == 2 and "cannot be written" in done.stderr
    assert snapshot(site.root) == before


def test_a_title_of_many_lines_is_one() -> None:
    from proofdesk.desk.commands.new import _words

    assert _words("title", " A\n title \t of  words ", 150) == "A title of words"


def test_a_name_that_windows_keeps_is_no_page(desk: Desk, site: Site) -> None:
    """An editor on Windows could not check the site out."""
    assert "Wrote docs/articles/con-page.md." in desk("new", "CON").output
    assert "“nul” cannot end an address (" in desk("new", "Straw", "--slug", "nul").output


def test_title_of_any_script_names_its_file(desk: Desk, site: Site) -> None:
    done = desk("new", "日本語の 題")
    assert done.exit_code == 0, done.output
    assert (site.root / "docs/articles/日本語の-題.md").is_file()
