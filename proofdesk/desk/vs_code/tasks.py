"""A task of VS Code for each command of an editor, so that none has to be typed in a terminal."""

from __future__ import annotations

from typing import Any

# What `desk check` prints: path:line:col: rule: what is wrong (what to do).
PROBLEM = r"^(.+?):(\d+):(\d+): ([a-z0-9-]+): (.*)$"
# The same behind what a build puts before it, which says how grave it is.
LOGGED = r"^(ERROR|WARNING|INFO) +- +(.+?):(\d+):(\d+): ([a-z0-9-]+): (.*)$"
# What `desk serve` says when it begins to look at what was saved, and when it has.
BEGINS = r"Detected file changes|Building documentation"
ENDS = r"Documentation built in|^INFO +- +Built .+ in [\d.]+ seconds|could not be built"
_DESK = "${workspaceFolder}/.venv/bin/desk"
_DESK_ON_WINDOWS = r"${workspaceFolder}\.venv\Scripts\desk.exe"
_PAGE = "${relativeFile}"
# What a task asks for before it begins, by name.
_INPUTS = {
    "title": "The title of the new article",
    "manuscript": "The file of the manuscript, with its folder",
    "work": "DOI, PubMed ID, arXiv ID or address of the work",
    "key": "The key of the work, as in smith2020",
    "new": "Its new key",
    "word": "The rule of a message, as in uncited-claim, or a kind of block",
    "returned": "The file that the reviewer sent back, with its folder",
    "reviewer": "The name of whoever reviewed the page",
    "role": "Profession or position, as in consultant psychiatrist",
    "scope": "What was reviewed, as in the whole page",
}
# The arguments of each task by its label. Those with a page are about the file that is open.
COMMANDS: dict[str, list[str]] = {
    "New article": ["new", "${input:title}"],
    "Import a manuscript": ["import", "${input:manuscript}"],
    "Add a work": ["cite", "${input:work}"],
    "Give a work another key": ["cite", "--rename", "--", "${input:key}", "${input:new}"],
    "Mend this page": ["check", "--fix", "--", _PAGE],
    "Preview for a reviewer": ["preview", "--", _PAGE],
    "Preview as a file to send": ["preview", "--file", "--", _PAGE],
    "Word file for a reviewer": ["export", "--docx", "--", _PAGE],
    "Take what a reviewer sent back": ["review", "--", "${input:returned}"],
    "Answer the reviewers of this page": ["review", "--walk", "--", _PAGE],
    "Sign off this page": ["review", "--sign-off", "${input:reviewer}", "--role", "${input:role}",
                           "--scope", "${input:scope}", "--", _PAGE],
    "Explain a message or a block": ["explain", "--", "${input:word}"],
    "Status": ["status"],
    "Publish": ["publish"],
    "Publish this page": ["publish", "--", _PAGE],
    "Build the site": ["site"],
    "Test what is to be published": ["test-content"],
    "Check links to other sites": ["links"],
    "Measure how hard this page is to read": ["reading", "--", _PAGE],
    "Look for retractions": ["retractions"],
    "Update these files": ["editor"],
}


def tasks() -> dict[str, Any]:
    """Return the tasks: checks, whose problems go to the Problems panel, and each command in a terminal."""
    quiet = {"reveal": "silent", "panel": "shared", "clear": True}
    return {"version": "2.0.0", "tasks": [
        {**_process(["check", "--all"]), "label": "Check",
         "group": {"kind": "test", "isDefault": True}, "problemMatcher": _matcher(), "presentation": quiet},
        {**_process(["check", "--all", "--", _PAGE]), "label": "Check this page", "problemMatcher": _matcher(),
         "presentation": quiet},
        {**_process(["serve"]), "label": "Serve", "isBackground": True,
         "problemMatcher": _matcher_of_builds(), "presentation": {**quiet, "panel": "dedicated"},
         "runOptions": {"instanceLimit": 1}},
        *({"label": label, **_process(arguments), "problemMatcher": [],
           "presentation": {"reveal": "always", "panel": "shared", "focus": True}}
          for label, arguments in COMMANDS.items()),
    ], "inputs": [{"id": name, "type": "promptString", "description": words} for name, words in _INPUTS.items()]}


def _process(arguments: list[str]) -> dict[str, Any]:
    """Return a task that is a process, so that no shell reads the names of files and what somebody typed."""
    return {"type": "process", "command": _DESK, "args": arguments, "windows": {"command": _DESK_ON_WINDOWS}}


def _matcher() -> dict[str, Any]:
    return {"owner": "desk", "source": "desk check", "fileLocation": ["relative", "${workspaceFolder}"],
            "severity": "warning",
            "pattern": {"regexp": PROBLEM, "file": 1, "line": 2, "column": 3, "code": 4, "message": 5}}


def _matcher_of_builds() -> dict[str, Any]:
    """Return a matcher that takes the problems of each rebuild in place of those of the one before."""
    return {"owner": "desk", "source": "desk serve", "fileLocation": ["relative", "${workspaceFolder}"],
            "pattern": {"regexp": LOGGED, "severity": 1, "file": 2, "line": 3, "column": 4, "code": 5, "message": 6},
            "background": {"activeOnStart": True, "beginsPattern": BEGINS, "endsPattern": ENDS}}
