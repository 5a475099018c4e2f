"""What VS Code and git are told of the site: true to the program, and of use as they are."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import jsonschema
import mkdocs.livereload
import pytest
from click.testing import CliRunner
from conftest import KINDS, Convert
from sites import BIB, ROOT, SAMPLE, article, environment, make_site

from proofdesk.blocks.installed import block_kinds
from proofdesk.common.problems import Problem
from proofdesk.common.rules import RULES
from proofdesk.common.source_text import SourceText
from proofdesk.common.yaml_files.reading import read_yaml
from proofdesk.content.document import Document
from proofdesk.content.front_matter import ArticleFrontMatter, read_front_matter
from proofdesk.content.site_data import load_site_data
from proofdesk.desk.cli import main
from proofdesk.desk.vs_code import files as editor
from proofdesk.desk.vs_code.tasks import BEGINS, ENDS, LOGGED, PROBLEM

REAL = load_site_data(ROOT / "site.yml", "site.yml")[0]
FILES = editor.files(block_kinds(ROOT / "hooks" / "blocks", REAL.block_words), REAL)


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_what_the_program_gives_now(name: str) -> None:
    kept = (ROOT / ".vscode" / name).read_text(encoding="utf-8")
    assert kept == FILES[name], "run `desk editor` and commit what changed"


def example(description: str) -> str:
    """What a description gives as an example, as an editor would follow it."""
    given = re.search("`([^`]+)`", description)
    return given[1] if given else "words"


def filled(name: str, body: list[str]) -> str:
    """A kind's snippet as it stands when an editor has gone through its stops."""
    text = "\n".join(body).replace("$0", "")
    text = re.sub(r"\$\{\d+\|([^,|]+)[^|]*\|\}", r"\1", text)
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text).replace("@…", "@ly2018")
    record = KINDS[name].record
    for option, field in record.model_fields.items():
        text = text.replace(f"    {option}: …", f"    {option}: {example(field.description or '')}")
    heads = {column.head: column.description for column in record.columns}
    written = next((line for line in body if line.startswith("| ") and "$" not in line), "").strip("| ").split(" | ")
    lines = []
    for line in text.split("\n"):
        if line.startswith("| …"):
            cells = line.strip("| ").split(" | ")
            cells = [cell.replace("…", example(heads[head])) for cell, head in zip(cells, written, strict=True)]
            line = "| " + " | ".join(cells) + " |"
        lines.append(line)
    return "\n".join(lines).replace("…", "words")


@pytest.mark.parametrize("name", KINDS)
def test_a_snippet_becomes_a_sound_block(name: str, convert: Convert) -> None:
    snippet = json.loads(FILES["blocks.code-snippets"])[f"Block: {name}"]
    _, problems, document = convert(filled(name, snippet["body"]))
    assert problems == []
    assert [block.kind for block in document.blocks] == [name]
    assert snippet["prefix"][0] == name and len(snippet["description"]) > 10


def test_a_key_is_completed_and_stays_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path / "site", {})
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("PWD", os.getcwd())
    done = CliRunner().invoke(main, ["editor"])
    assert done.exit_code == 0, done.output
    file = site.root / ".vscode" / editor.KEYS
    assert set(json.loads(file.read_text(encoding="utf-8"))) == {"Cite: ly2018", "Cite: shao2021"}
    assert json.loads(file.read_text(encoding="utf-8"))["Cite: ly2018"] == {
        "scope": "markdown", "prefix": ["@ly2018", "ly2018"], "body": "@ly2018",
        "description": "Ly and colleagues 2018: Psychedelics promote structural and functional neural plasticity"}
    CliRunner().invoke(main, ["import", str(ROOT / "tests/manuscripts/guide.txt")])
    assert "Cite: calla2022" in json.loads(file.read_text(encoding="utf-8"))


def test_where_it_cannot_write_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path / "site", {".vscode": "no folder\n"})
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("PWD", os.getcwd())
    done = CliRunner().invoke(main, ["editor"])
    assert done.exit_code == 2 and "cannot be written" in done.stderr and "Traceback" not in done.output


def test_the_schema_accepts_only_real_articles() -> None:
    schema = json.loads(FILES["article.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    articles = [file for file in (SAMPLE / "docs/articles").glob("*.md") if file.name != "index.md"]
    assert len(articles) >= 3
    for file in articles:
        facts = read_yaml(file.read_text(encoding="utf-8").split("---\n")[1])[1]
        if "order" in facts:
            facts["order"] = int(facts["order"])
        assert list(validator.iter_errors(facts)) == [], file
    facts["topics"] = ["roses"]
    assert not validator.is_valid(facts)


def test_schema_lets_a_draft_leave_out_what_is_to_come() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(FILES["article.schema.json"]))
    draft = {"title": "A page", "status": "draft"}
    ready = {"title": "A page", "description": "D.", "reviewed": "2026-11-21", "topics": ["therapy"]}
    assert validator.is_valid(draft)
    assert not validator.is_valid({**draft, "status": "ready"}) and not validator.is_valid(ready)
    assert validator.is_valid({**ready, "published": "2026-11-20"})
    assert validator.is_valid({**ready, "publish-on": "2026-12-24"})
    assert not validator.is_valid({**draft, "status": "drafft"})


def tasks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(FILES["tasks.json"])["tasks"]
    return found


def test_the_problem_matcher_reads_every_problem() -> None:
    """Of a check, and of what `make serve` logs while one writes."""
    for rule in RULES:
        problem = Problem("docs/a b.md", 3, 7, rule, "what: is “wrong”", "do: this")
        match = re.match(PROBLEM, str(problem))
        assert match and match.groups() == ("docs/a b.md", "3", "7", rule, "what: is “wrong” (do: this)")
        logged = re.match(LOGGED, f"ERROR   -  {problem}")
        assert logged and logged.groups() == ("ERROR", *match.groups())
    matchers = {task["label"]: task["problemMatcher"] for task in tasks()}
    assert matchers["Check"]["pattern"]["regexp"] == PROBLEM
    assert matchers["Serve"]["background"]["beginsPattern"] == BEGINS
    # What MkDocs and our own server say, so that a rebuild takes the problems of the one before away.
    assert re.search(BEGINS, "INFO    -  [12:00:00] Detected file changes")
    assert "Detected file changes" in inspect.getsource(mkdocs.livereload)
    for said in ("INFO    -  Documentation built in 0.30 seconds",
                 "INFO    -  Built docs/a.md in 0.12 seconds; the rest of the site follows.",
                 "ERROR   -  The site could not be built; the last one is served, and your next edit builds it again."):
        assert re.search(ENDS, said), said


WITHOUT_A_TASK = ("headers", "init", "language-server", "upgrade", "words")


def test_tasks_find_the_desk_on_every_system() -> None:
    for task in tasks():
        assert task["command"] == "${workspaceFolder}/.venv/bin/desk", task["label"]
        assert task["windows"] == {"command": r"${workspaceFolder}\.venv\Scripts\desk.exe"}, task["label"]


def test_each_command_of_an_editor_has_a_task() -> None:
    """With arguments that the command takes."""
    named = {task["args"][0] for task in tasks() if task["type"] == "process"}
    assert main.list_commands(click.Context(main)) == sorted({*named, *WITHOUT_A_TASK})
    asked = {each["id"] for each in json.loads(FILES["tasks.json"])["inputs"]}
    for task in tasks():
        arguments = [re.sub(r"\$\{.*?\}", "x", each) for each in task.get("args", ())]
        assert {each[8:-1] for each in task.get("args", ()) if each.startswith("${input:")} <= asked
        if arguments:
            command = main.get_command(click.Context(main), arguments[0])
            assert command
            command.make_context(arguments[0], arguments[1:])


def test_snippets_of_facts_make_sound_facts() -> None:
    snippets = json.loads(FILES["facts.code-snippets"])
    values = {"due": "2027-11-21", "publish-on": ""}
    lines = []
    for name in (each.removeprefix("Fact: ") for each in snippets):
        body = "\n".join(snippets[f"Fact: {name}"]["body"])
        body = body.replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", values.get(name, "2026-11-20"))
        body = re.sub(r"\$\{\d+\|([^,|]+)[^|]*\|\}", r"\1", body)
        lines.append(re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body).replace("https://…", "https://example.org/").replace(
            "…", "Is it"))
    document = Document(SourceText("a.md", "---\n" + "\n".join(lines) + "\n---\n"))
    facts = read_front_matter(document, ArticleFrontMatter)
    assert facts and document.problems == []
    assert {"title", "status", "publish-on", "authors", "reviewed-by", "series", "topics"} <= {
        each.removeprefix("Fact: ") for each in snippets}


def test_each_option_is_completed_with_its_words() -> None:
    snippets = json.loads(FILES["blocks.code-snippets"])
    for kind in KINDS.values():
        for name, option in kind.options.items():
            (own,) = [each for label, each in snippets.items() if each["prefix"] == name
                      and label.startswith(f"Option: {name} (") and kind.name in re.findall(r"[\w-]+", label)[2:]]
            words = ",".join(map(str, option["words"]))
            assert own["body"] == (f"    {name}: ${{1|{words}|}}" if words else f"    {name}: ${{1:…}}")


@pytest.mark.build
def test_the_commit_hook_refuses_a_broken_page(tmp_path: Path) -> None:
    """With the real pre-commit in a real repository; it fetches nothing."""
    site = make_site(tmp_path / "site", {"docs/articles/page.md": article("Text [@nobody]."), "bibliography.bib": BIB})
    # The project's own `make check` would make an environment first; what it runs is the same.
    assert "\t$(BIN)/desk check $(if $(FORMAT),--format $(FORMAT)) " in (ROOT / "Makefile").read_text(encoding="utf-8")
    site.write({"Makefile": f"check:\n\t@PYTHONPATH={ROOT} {sys.executable} -m proofdesk.desk check\n"})
    shutil.copy(ROOT / ".pre-commit-config.yaml", site.root)
    env = environment({"PRE_COMMIT_HOME": str(tmp_path / "home"), "PRE_COMMIT_COLOR": "never", "HOME": str(tmp_path)})

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=site.root, env=env, encoding="utf-8", capture_output=True, check=False,
                              timeout=120)

    run("git", "init", "-q")
    run("git", "add", "docs", "bibliography.bib", "mkdocs.yml")
    done = run(sys.executable, "-m", "pre_commit", "run")
    assert done.returncode == 1 and "unknown-citation: " in done.stdout, done.stdout + done.stderr
    site.write({"docs/articles/page.md": article("Text [@ly2018].")})
    run("git", "add", "docs")
    done = run(sys.executable, "-m", "pre_commit", "run")
    assert done.returncode == 0 and "Passed" in done.stdout, done.stdout + done.stderr
