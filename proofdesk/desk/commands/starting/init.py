"""``desk init``: write a new site that builds as it is."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

import proofdesk
from proofdesk.common.errors import UserError
from proofdesk.common.transaction import Transaction
from proofdesk.content.site_data import SITE
from proofdesk.desk.root import CONFIG
from proofdesk.desk.starting.answers import (
    EVIDENCE,
    MEDICINE,
    Answers,
    read_address,
    read_evidence,
    read_kinds,
    read_language,
    read_name,
    read_publisher,
    read_topics,
)
from proofdesk.desk.starting.changes import changelog
from proofdesk.desk.starting.editor_files import editor_files
from proofdesk.desk.starting.manifest import MANIFEST, Manifest, read_manifest
from proofdesk.desk.starting.shipped import digest, kinds, languages, templates
from proofdesk.desk.starting.site_files import SiteFile, evidence_words, sample, site_files, starter_words

_NAME = "A new site"


@click.command()
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="What the site is called.")
@click.option("--language", help=f"The language of its pages: {', '.join(languages())}.")
@click.option("--topics", help="What it is about, with commas: “Soil life, Compost”.")
@click.option("--kinds", "stated_kinds", help="Its kinds of block, with commas, or “all”.")
@click.option("--help-lines/--no-help-lines", default=None, help="Whether every page shows emergency numbers.")
@click.option("--evidence", help=f"Whose words sort its studies: {', '.join(EVIDENCE)} (default: {MEDICINE}).")
@click.option("--address", default="", help="Where it will be published, as https://example.org/notes/.")
@click.option("--publisher", default="", help="Who answers for it (default: the site's name).")
@click.option("--requirement", default="", help="What pip is to install, if not the version that wrote the site.")
@click.option("--yes", is_flag=True, help="Ask nothing; what is not stated has a usual value.")
def init(folder: Path, name: str | None, language: str | None, topics: str | None, stated_kinds: str | None,
         help_lines: bool | None, evidence: str | None, address: str, publisher: str, requirement: str,
         yes: bool) -> None:
    """Write a new site into DIR, with a sample article and one work, that builds as it is.

    Asks for its name, language, topics, kinds of block and help lines, unless options state them. Whose words sort its
    studies is not asked: those of medicine, unless --evidence says otherwise.
    Overwrites nothing: a file that is there stays, and is named. The exit code is 2 if nothing was done.

    \b
    Examples:
      desk init soil-notes
      desk init soil-notes --name "Soil Notes" --topics "Soil life" --no-help-lines --evidence fields --yes
    """
    root = Path(os.path.abspath(folder))
    _refuse_nested(root)
    before = read_manifest(root)
    known = before.answers if before else None
    ask = _asker(yes or before is not None)
    name = ask("What is the site called?", name, known and known.name, _NAME, read_name)
    language = ask(f"In which language are its pages ({', '.join(languages())})?", language, known and known.language,
                   "en", read_language)
    answers = Answers(
        name=name, language=language,
        topics=ask("What is it about? Topics, with commas between them", topics, known and known.topics,
                   starter_words(language)["topic"], partial(read_topics, language=language)),
        kinds=ask(f"Which kinds of block ({', '.join(kinds())})?", stated_kinds, known and known.kinds, "all",
                  read_kinds),
        help_lines=_help_lines(help_lines, known, yes or before is not None),
        evidence=read_evidence(evidence) if evidence is not None else known.evidence if known else MEDICINE,
        address=read_address(address) if address or not known else known.address,
        publisher=read_publisher(publisher) if publisher or not known else known.publisher,
    )
    written, kept = _write(root, answers, before, requirement)
    _tell(folder, sample(language), written, kept)
    if SITE in kept and evidence and (words := evidence_words(answers)):
        click.echo(f"{SITE} is yours. To sort studies by these words, write them into it:\n\n{words}")


def _refuse_nested(root: Path) -> None:
    above = next((each for each in root.parents if os.path.lexists(each / CONFIG)), None)
    if above:
        raise UserError(f"“{root}” is inside the site “{above}”, whose commands and build would take one for the other "
                        "(name a folder outside of it)")


def _asker(silent: bool) -> Callable[[str, str | None, Any, str, Callable[[str], Any]], Any]:
    """Return a function that takes what an option states, else what was answered before, else asks."""

    def ask(question: str, stated: str | None, known: Any, usual: str, read: Callable[[str], Any]) -> Any:
        if stated is not None:
            return read(stated)
        if known is not None:
            return known
        return read(usual) if silent else click.prompt(question, default=usual, value_proc=_once_more(read))

    return ask


def _once_more(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return ``read`` for a question, which is asked again after a faulty answer."""

    def read_answer(text: str) -> Any:
        try:
            return read(text)
        except UserError as error:
            raise click.BadParameter(str(error)) from None

    return read_answer


def _help_lines(stated: bool | None, known: Answers | None, silent: bool) -> bool:
    if stated is not None:
        return stated
    if known is not None:
        return known.help_lines
    return not silent and click.confirm("Should every page show emergency numbers, as a site on health should?",
                                        default=False)


def _write(root: Path, answers: Answers, before: Manifest | None, requirement: str) -> tuple[list[str], list[str]]:
    """Write what is not there. Returns the files that were written, and those that were there with other content."""
    _make_folder(root)
    files = site_files(answers, requirement)
    files |= {path: SiteFile(path, content) for path, content in editor_files(answers, files).items()}
    if before:  # of its pages a site gets those that a new answer brings; one that somebody deleted stays away
        known = site_files(before.answers) if before.answers.language == answers.language else files
        files = {path: file for path, file in files.items() if not path.startswith("docs/") or path not in known}
    hashes = dict(before.files) if before else {}
    written, kept = list[str](), list[str]()
    with Transaction(root) as transaction:
        for path, file in files.items():
            now = transaction.read(root / path)
            if now is None and path in hashes:
                continue  # somebody deleted it
            if now is None:
                transaction.replace(root / path, None, file.content)
                written.append(path)
            elif digest(now) != digest(file.content):
                kept.append(path)
            if not file.is_own and (now is None or path not in hashes):
                hashes[path] = digest(file.content)
        manifest = before.model_copy(update={"answers": answers, "files": hashes}) if before else Manifest(
            version=proofdesk.__version__, changelog=digest(changelog().encode("utf-8")), answers=answers, files=hashes,
            templates=templates())
        transaction.replace(root / MANIFEST, transaction.read(root / MANIFEST), manifest.text())
    return written, kept


def _make_folder(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UserError(f"“{root}” cannot be made, because a file is in its way (name another folder)") from None


def _tell(folder: Path, article: str, written: list[str], kept: list[str]) -> None:
    for path in kept:
        click.echo(f"Kept {path}: it was there already, and is left as it is.")
    if not written:
        click.echo("Nothing to write: every file of the site is there.")
        return
    where = "" if str(folder) == "." else f"cd {shlex.quote(str(folder))} && "
    whole = " of a site that builds as it is" if not kept else "; `desk check` says whether what was kept fits them"
    click.echo(f"Wrote {len(written)} files{whole}. Next:\n"
               f"  {where}{_desk()} {'check' if kept else 'serve'}\n"
               + (f"Then replace the sample, {article}. README.md says how, and where things are." if article in written
                  else "README.md says where things are."))


def _desk() -> str:
    """Return how this command is called: as `desk`, or by the Python of an environment that is not active."""
    environment = sys.prefix != sys.base_prefix and os.environ.get("VIRTUAL_ENV") != sys.prefix
    return f"{shlex.quote(sys.executable)} -m proofdesk.desk" if environment else "desk"
