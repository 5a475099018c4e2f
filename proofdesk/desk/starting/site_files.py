"""The files of a new site, from its answers: pages and settings, which are the site's own from then on, and the rest.

The rest an upgrade may replace: the kinds of block, the hook, the workflow, what describes and installs the site.
Starter files are Jinja templates with square marks, ``[[ name ]]`` and ``[% if … %]``, as workflows use the usual ones.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import proofdesk
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.dates import today
from proofdesk.common.language import load_language
from proofdesk.desk.starting.answers import MEDICINE, Answers
from proofdesk.desk.starting.shipped import STARTER, shipped

SAFETY = "safety.yml"
# What belongs to the site from its first day: no upgrade replaces it. `desk editor` keeps VS Code's files current.
_OWN = ("docs/", "mkdocs.yml", "site.yml", "bibliography.bib", SAFETY, ".vscode/", "locale/")


@dataclass(frozen=True)
class SiteFile:
    """A file of a site: its path, its content, and whether it is the site's own from then on."""

    path: str
    content: bytes

    @property
    def is_own(self) -> bool:
        return self.path.startswith(_OWN)


def site_files(answers: Answers, requirement: str = "") -> dict[str, SiteFile]:
    """Return the files of a site by their paths, in the order in which they are told."""
    texts = {**_pages(answers), **_settings(answers, requirement)}
    found = {path: text.encode("utf-8") for path, text in texts.items()}
    found |= {"constraints.txt": _constraints(), "hooks/events.py": shipped("events.py").read_bytes()}
    for kind in answers.kinds:
        found |= {f"hooks/blocks/{kind}/{name}": content for name, content in kind_files(kind).items()}
    return {path: SiteFile(path, content) for path, content in found.items()}


def kind_files(kind: str) -> dict[str, bytes]:
    """Return the files of a kind of block by name, with an example that is of no site."""
    folder, example = shipped("blocks") / kind, STARTER / "examples" / f"{kind}.md"
    found = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
    return found | ({f"{kind}.md": example.read_bytes()} if example.is_file() else {})


def requirement_of(version: str = proofdesk.__version__) -> str:
    """Return the line by which pip installs this program again, from where it was installed if that is public."""
    try:
        stated = json.loads(distribution("proofdesk").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        stated = {}
    url, source = str(stated.get("url", "")), stated.get("vcs_info")
    if source:
        return f"proofdesk @ {source['vcs']}+{url}@{source['commit_id']}"
    # A file of somebody's own disk is on no other machine.
    return f"proofdesk @ {url}" if url.startswith("https://") else f"proofdesk=={version}"


def _environment() -> Environment:
    # What is written is Markdown and YAML, not HTML.
    env = Environment(
        loader=FileSystemLoader(STARTER), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, variable_start_string="[[", variable_end_string="]]", block_start_string="[%",
        block_end_string="%]", comment_start_string="[#", comment_end_string="#]",
    )
    env.filters |= {"yaml": _scalar, "name": _name, "md": _escaped}
    return env


def _name(text: str) -> str:
    """Return a name as YAML reads it back: in quotation marks where it would be a number, a date or yes and no."""
    return text if isinstance(yaml.safe_load(text), str) else _scalar(text)


def _scalar(text: str) -> str:
    """Return a text as YAML reads it back, on one line and in quotation marks, which JSON's are."""
    return json.dumps(text, ensure_ascii=False)


def _escaped(text: str) -> str:
    """Return a text as Markdown reads it back."""
    return re.sub(r"[\\`*_{}\[\]<>#|~^=+]", r"\\\g<0>", text.replace("&", "&amp;"))


def sample(language: str) -> str:
    """Return the path of the sample article, whose address is in the site's language."""
    return f"docs/articles/{starter_words(language)['sample']}.md"


def starter_words(language: str) -> dict[str, Any]:
    """Return the words of a new site's first pages and lines in its language."""
    words: dict[str, Any] = yaml.safe_load((STARTER / "words" / f"{language}.yml").read_text(encoding="utf-8"))
    return words


def _values(answers: Answers) -> dict[str, Any]:
    words = starter_words(answers.language)
    lists = {kind: each["folder"] for kind, each in words["lists"].items() if kind in answers.kinds}
    return {**answers.model_dump(), "words": words, "lists": lists, "version": proofdesk.__version__,
            "evidence_words": evidence_words(answers), "day": today().isoformat(),
            "topic": next(iter(answers.topics))}


def evidence_words(answers: Answers) -> str:
    """Return the part of ``site.yml`` with words of evidence in the site's language; empty for those of medicine."""
    file = STARTER / "evidence" / f"{answers.evidence}-{answers.language}.yml"
    return file.read_text(encoding="utf-8") if answers.evidence != MEDICINE else ""


def _parts(answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return the names of the parts that blocks of a kind must have, in the site's language."""
    language = load_language(answers.language)
    return {kind: tuple(map(language.gettext, BlockKind(shipped("blocks") / kind).record.parts))
            for kind in answers.kinds}


def _pages(answers: Answers) -> dict[str, str]:
    env, values = _environment(), _values(answers)
    found = {f"docs/{file.relative_to(STARTER / 'files/docs').as_posix()}": _drawn(env, file, values)
             for file in sorted((STARTER / "files/docs").rglob("*.md"))}
    for kind, folder in values["lists"].items():
        words = values["words"]["lists"][kind]
        found[f"docs/{folder}/index.md"] = _drawn(env, STARTER / "list.md", {**values, "kind": kind, "list": words})
    article = STARTER / "articles" / f"{answers.language}.md"
    found[sample(answers.language)] = _drawn(env, article, {**values, "parts": _parts(answers)})
    return found


def _settings(answers: Answers, requirement: str) -> dict[str, str]:
    """Return the files beside the pages. A name that begins with “dot-” stands for one that begins with a point."""
    env, values = _environment(), {**_values(answers), "requirement": requirement or requirement_of()}
    found = {}
    for file in sorted((STARTER / "files").rglob("*")):
        path = re.sub(r"(^|/)dot-", r"\1.", file.relative_to(STARTER / "files").as_posix())
        if file.is_file() and not path.startswith("docs/") and (answers.help_lines or path != SAFETY):
            found[path] = _drawn(env, file, values)
    return found


def _drawn(env: Environment, file: Path, values: dict[str, Any]) -> str:
    text = env.get_template(file.relative_to(STARTER).as_posix()).render(values)
    return re.sub(r"\n{3,}", "\n\n", text)


def _constraints() -> bytes:
    """Return the versions that the program was tested with, from its locks, without hashes."""
    text = "".join(shipped(name).read_text(encoding="utf-8") for name in ("locked.txt", "locked-browser.txt"))
    locked = dict.fromkeys(re.findall(r"^([\w.\-\[\]]+==[^\s\\;]+(?: ; [^\\\n]+)?)", text, re.M))
    about = f"# The versions that Proofdesk {proofdesk.__version__} was tested with. `desk upgrade` writes this file."
    return "\n".join([about, *(line.strip() for line in locked), ""]).encode("utf-8")
