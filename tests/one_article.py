"""Copy the project, with one small article in the place of all that its editors wrote: ``one_article.py FOLDER``.

``make test-one-article`` runs the tests there that read this site's content. What they ask must hold of any.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
# What is in the project's own folder and not the project.
LEFT_OUT = {".git", ".venv", ".tools", ".cache", ".coverage", "node_modules", "site", "build", "mutants"}
ARTICLE = """\
---
title: Spines in mice
description: What one study saw in mice, and what it cannot say of people.
published: 2026-11-20
reviewed: 2026-11-21
topics: [{topic}]
source: {{title: A note of ours}}
---

In mice, dendritic spines grew after psilocybin [@shao2021].

/// faq | Did they grow in people?
Nobody has looked: the study was in mice [@shao2021].
///
"""
_TO_ARTICLE = re.compile(r"\[([^\]]*)\]\((?:\.\./)*articles/(?!index\.md)[^)]*\)")
_KEY = re.compile(r"@([A-Za-z][\w-]*)")


def copy(target: Path) -> None:
    """Copy the project into ``target``, and leave of its content one article, and of its works those cited."""
    shutil.copytree(ROOT, target, ignore=lambda folder, names: LEFT_OUT & {*names} if Path(folder) == ROOT else set())
    for name in (".venv", "node_modules"):
        (target / name).symlink_to(ROOT / name)
    for page in (target / "docs" / "articles").glob("*.md"):
        if page.name != "index.md":
            page.unlink()
    for page in (target / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(_TO_ARTICLE.sub(r"\1", text), encoding="utf-8")
    facts = yaml.safe_load((target / "site.yml").read_text(encoding="utf-8"))
    article = ARTICLE.format(topic=next(iter(facts.get("topics") or {"safety": None})))
    (target / "docs" / "articles" / "spines.md").write_text(article, encoding="utf-8")
    for name in ("glossary.yml", "synonyms.yml", "search-questions.yml"):
        (target / name).write_text("[]\n", encoding="utf-8")
    _leave_cited(target)


def _leave_cited(target: Path) -> None:
    """Leave in the bibliography what pages, the list of harms and the guide's examples cite."""
    sources = [*(target / "docs").rglob("*.md"), *(target / "hooks").rglob("*.md"), target / "harms.yml"]
    text = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    cited = {*_KEY.findall(text)}
    for keys in re.findall(r"^ *keys: \[([^\]]*)\]", text, re.MULTILINE):
        cited |= {key.strip() for key in keys.split(",")}
    file = target / "bibliography.bib"
    entries = re.split(r"^(?=@)", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    file.write_text("".join(entry for entry in entries if not (key := re.match(r"@\w+\{([^,\s]+)", entry))
                            or key[1] in cited), encoding="utf-8")


if __name__ == "__main__":
    copy(Path(sys.argv[1]).resolve())
