"""No long input, most of a megabyte, keeps a build or a command busy, or ends it in a traceback.

Each program is ended after ten minutes, many times what it may take; how long it took is not compared.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from sites import BIB, Site, article, make_site, run, start

SIZE = 1_000_000
UNITS = {
    "brackets": "[", "citations": "[@a1]", "open-citations": "[@", "stars": "*_", "ticks": "`a``",
    "tags": "<a href=\"",
    "comments": "<!--", "cells": "|a", "slashes": "/", "fences": "/// faq | a\n", "items": "- a\n", "spaces": " a",
    "hyphens": "a-", "headings": "# a\n", "definitions": "a\n:   b\n", "entities": "&a",
}
# Small enough to be converted, as near to the limits as the kind allows.
EDGES = {
    "edge-brackets": "[" * 1_500, "edge-links": "[a](" * 400, "edge-items": "- a\n" * 3_900,
    "edge-words": "word " * 90_000,
    "edge-definitions": "a\n:   b\n" * 1_500, "edge-citations": "[@ly2018] " * 1_600,
    "edge-fences": "///\n" * 200,
    "edge-divs": "<div markdown>\n" * 1_000, "edge-spaces": "a" + " " * 400_000 + "b", "edge-slashes": "/" * 20_000,
}


def desk(site: Site, *arguments: str) -> str:
    """What `desk` prints; it may neither be killed nor crash."""
    done = run([*arguments], site.root, site.root, program="proofdesk.desk")
    assert done.code in (0, 1, 2), done.output[-500:]
    assert "Traceback" not in done.output and "Internal error" not in done.output, done.output[-500:]
    return done.output


def test_check_of_huge_pages_ends(tmp_path: Path) -> None:
    pages = {name: unit * (480_000 // len(unit)) for name, unit in UNITS.items()} | EDGES
    pages["whole-megabyte"] = "word " * (SIZE // 5)
    files: dict[str, str | bytes] = {f"docs/articles/{name}.md": article(text, name) for name, text in pages.items()}
    said = desk(make_site(tmp_path, files), "check", "--no-advice", "--only", "too-large", "--only", "too-deep")
    for name in ("brackets", "stars", "ticks", "tags", "fences", "items", "whole-megabyte"):
        assert f"docs/articles/{name}.md:" in said
    assert "edge-words" not in said and "edge-items" not in said


MANUSCRIPTS = {
    "open-citations.txt": "[@" * (SIZE // 16), "label.txt": "Myth: a" + " " * 900_000 + "b\n",
    "lines.txt": "a\n" * 30_000,
    "references.txt": "References\n" + "1. A B. T. J. 2020;1:2.\n" * 500,
    "spaces.txt": "Q: a?" + "\u00a0 " * 300_000,
    "nested.md": "\n".join("  " * n + "- x" for n in range(150)), "quotes.md": ">" * 3_000 + " x",
    "brackets.md": "[" * SIZE, "spans.html": "<p>" + "<b>" * 100_000 + "x",
    "tables.html": "<table><tr><td>a</td></tr></table>" * 300,
}


@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_import_of_a_huge_manuscript_ends(tmp_path: Path, name: str) -> None:
    site = make_site(tmp_path / "site", {})
    (tmp_path / name).write_text(MANUSCRIPTS[name], encoding="utf-8")
    said = desk(site, "import", str(tmp_path / name), "--dry-run")
    assert f"Import of {name}" in said or said.startswith("Error: "), said[-300:]


YAML = {
    "deep": "a: " + "[" * 300_000, "blocks": "\n".join(" " * n + "a:" for n in range(900)),
    "aliases": "b0: &b0 [x, x]\n" + "".join(
        f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n in range(1, 30)),
    "number": "order: " + "9" * 400_000, "hexadecimal": "published: 0x" + "f" * 8_000,
    "clock": "order: 1" + ":59" * 100_000,
    "escape": 'title: "\\e[31m red"', "itself": "a: &a [*a]",
}


def test_hostile_yaml_is_refused_in_words(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"docs/articles/{name}.md": f"---\n{text}\n---\n\nText.\n"
                                     for name, text in YAML.items()}
    files["docs/glossary/index.md"] = "---\ntitle: G\ndescription: D.\n---\n\n# G\n"
    files["glossary.yml"] = "- term: " + "[" * 300_000
    said = desk(make_site(tmp_path, files), "check", "--only", "front-matter", "--only", "bad-front-matter",
                "--only", "bad-glossary")
    for name in YAML:
        assert f"docs/articles/{name}.md:" in said, name
    assert "glossary.yml:1:1: bad-glossary: the list cannot be read: values are inside each other too often" in said
    assert "a number has 400,000 digits" in said
    assert "aliases.md" in said and "it holds too many values, or itself, by its aliases" in said
    assert re.search("published: “0xf{58}…” is not a day of the calendar", said)
    assert r"the value has the control character \x1b, which no page can show" in said


@pytest.mark.parametrize("bib", ["@article{a, title = {" + "{" * 400_000 + "}" * 400_000 + "}}", "@article{" * 20_000,
                                 "@a{b" + "-" * 900_000 + ", title = {x}}", BIB + "% " + " " * 900_000 + "\n"])
def test_huge_bibliography_is_read_or_refused(tmp_path: Path, bib: str) -> None:
    desk(make_site(tmp_path, {}, bib=bib), "check", "--only", "bib-syntax")


# --- Files that are no files


@pytest.fixture
def special(tmp_path: Path) -> Site:
    site = make_site(tmp_path / "site", {"docs/articles/sound.md": article("Sound [@ly2018; @shao2021].", "Sound")})
    docs = site.root / "docs"
    os.mkfifo(docs / "articles" / "pipe.md")
    os.mkfifo(docs / "assets" / "pipe.png")
    (docs / "articles" / "nowhere.md").symlink_to("nobody.md")
    (docs / "articles" / "circle.md").symlink_to("circle.md")
    (docs / "articles" / "folder.md").mkdir()
    return site


PIPE = ("unreadable-file: this file cannot be read: it is a pipe or a device, and an ordinary file should be there "
        "(put the file itself there)")
UNREADABLE = {
    f"docs/articles/pipe.md:1:1: {PIPE}", f"docs/assets/pipe.png:1:1: {PIPE}",
    "docs/articles/nowhere.md:1:1: outside-site: this file is a symbolic link that leads to “nobody.md”, which does "
    "not exist (correct the link, put the file itself here, or delete the link)",
    "docs/articles/circle.md:1:1: outside-site: this file is a symbolic link that leads to “circle.md”, which does not "
    "exist (correct the link, put the file itself here, or delete the link)",
}


def test_special_files_are_named_by_check_and_build(special: Site) -> None:
    said = desk(special, "check", "--only", "unreadable-file", "--only", "outside-site")
    assert {line for line in said.splitlines() if line.startswith("docs/")} == UNREADABLE
    built = special.build()
    assert {problem for problem in built.problems if problem.startswith("docs/a")} == UNREADABLE, built.output
    assert "Sound" in built.html("articles/sound")


def test_links_to_their_own_folder_are_named(special: Site) -> None:
    """Two of them have two to the power of forty paths between them."""
    for name in ("up", "down"):
        (special.root / "docs" / "articles" / name).symlink_to("..")
    built = special.build()
    assert "this link leads back to a folder that it is in, and so does “docs/articles/" in built.output
    assert built.code == 1 and "Traceback" not in built.output
    assert "Traceback" not in desk(special, "check")


@pytest.mark.parametrize("name", ["bibliography.bib", "retractions.json", "wording.yml", "safety.yml"])
def test_pipe_in_place_of_a_list_is_named(special: Site, name: str) -> None:
    (special.root / name).unlink()
    os.mkfifo(special.root / name)
    assert f"{name}:1:1: " in desk(special, "check")


# --- What reaches a log


def test_log_of_a_plugin_is_printable(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"docs/articles/a.md": article("A [@ly2018; @shao2021].")},
                     settings="hooks: [hooks/events.py, loud.py]\n")
    site.write({"loud.py": (
        "import logging\n\n\ndef on_nav(nav, config, files):\n    logging.getLogger('mkdocs.plugins.loud').warning(\n"
        "        'one\\n  ::error::two \\x1b[31mred ##[add-mask]x https://me:secret@example.org/')\n    return nav\n")})
    built = site.build()
    assert "\x1b" not in built.output and "secret" not in built.output
    assert not any(line.strip().startswith("::") for line in built.output.splitlines())
    assert "##[" not in built.output
    assert r"\x1b[31mred" in built.output and "https://***@example.org/" in built.output


def test_control_characters_are_named(tmp_path: Path) -> None:
    said = desk(make_site(tmp_path, {
        "docs/articles/a.md": article("A [@ly2018; @shao2021].").replace("What the", "What\x1b[31m the")},
        bib=BIB.replace("Cell Reports", "Cell\x9bReports")), "check")
    assert r"docs/articles/a.md:3:18: control-character: there is a control character here, \x1b, which no page" in said
    assert "bibliography.bib:4:18: control-character: " in said


@pytest.mark.parametrize("content", [b"[" * 100_000, b"", b"INHERIT: mkdocs.yml\n"], ids=["deep", "pipe", "itself"])
def test_unreadable_settings_end_a_build_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    """`make site` and `make serve`: MkDocs would end in a traceback, or never."""
    file = make_site(tmp_path, {}).root / "mkdocs.yml"
    file.unlink()
    if content:
        file.write_bytes(content)
    else:
        os.mkfifo(file)
    for command in (["build", "--strict"], ["serve"], ["build", "--config-file", str(file)]):
        program = start(command, tmp_path, program="proofdesk.build", apart=True)
        assert program.wait() == (2, "")
        assert re.fullmatch(r"mkdocs\.yml:1:\d+: (bad-settings|unreadable-file): .+ \(.+\)\n", program.errors)
