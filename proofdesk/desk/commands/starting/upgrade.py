"""``desk upgrade``: move a site to the version of this program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import click

import proofdesk
from proofdesk.common.errors import UserError
from proofdesk.common.transaction import Transaction
from proofdesk.desk.project import Project, find_project
from proofdesk.desk.root import CONFIG
from proofdesk.desk.starting.changes import changelog, changes_since, numbers
from proofdesk.desk.starting.manifest import MANIFEST, Manifest, read_manifest
from proofdesk.desk.starting.mends import Mend, mends
from proofdesk.desk.starting.shipped import digest, shipped, templates
from proofdesk.desk.starting.site_files import requirement_of, site_files
from proofdesk.desk.starting.upgrading import Overridden, Plan, content_of, overridden, plan_upgrade

REQUIREMENTS = "requirements.txt"
_MOST_NEWS = 40  # sentences; all are in the change log, and what was done is to stay in sight
_LINE = re.compile(r"^proofdesk\b.*$", re.M)


@dataclass(frozen=True)
class _Upgrade:
    """All that an upgrade does and says."""

    plan: Plan
    mends: list[Mend]
    overridden: list[Overridden]
    news: list[str]

    @property
    def changes_files(self) -> bool:
        return self.plan.changes_files or bool(self.mends)


@click.command()
@click.option("--check", is_flag=True, help="Only say what would be done; the exit code is 1 if anything would.")
def upgrade(check: bool) -> None:
    """Move the site to the version of this program, which pip has upgraded before.

    Replaces files of the program that nobody changed, keeps those that somebody changed and shows how the new version
    differs, writes the new names of settings, and says what is new for editors. Pages, settings and lists are the
    site's own and are not replaced. The exit code is 2 if nothing was done.

    \b
    Examples:
      desk upgrade --check
      desk upgrade
    """
    project = find_project()
    root = project.root
    manifest = _manifest(root)
    done = _planned(project, manifest)
    _tell(done, manifest, check)
    if check:
        raise click.exceptions.Exit(int(done.changes_files))
    _write(root, manifest, done)


def _manifest(root: Path) -> Manifest:
    manifest = read_manifest(root)
    if manifest is None:
        raise UserError(f"there is no {MANIFEST} beside {CONFIG}, so nobody can tell what is yours (`desk init` writes "
                        "it; in a site that has the program beside it, git brings the new version)")
    if numbers(manifest.version) > numbers(proofdesk.__version__):
        raise UserError(f"the site is of version {manifest.version}, and this program is {proofdesk.__version__} "
                        "(upgrade it first, with pip)")
    return manifest


def _planned(project: Project, manifest: Manifest) -> _Upgrade:
    root, answers = project.root, manifest.answers
    plan = plan_upgrade(root, manifest, site_files(answers))
    _move_requirement(root, plan)
    text = changelog()
    is_new = digest(text.encode("utf-8")) != manifest.changelog
    return _Upgrade(plan, list(mends(root, project.docs)), list(overridden(root, manifest.templates, templates())),
                    changes_since(manifest.version, text) if is_new else [])


def _move_requirement(root: Path, plan: Plan) -> None:
    """Write the new version of the program into a list of packages that somebody changed."""
    stated = content_of(root, REQUIREMENTS) if REQUIREMENTS in plan.kept else None
    if stated is None:
        return
    text = _LINE.sub(lambda _: requirement_of(), stated.decode("utf-8", "surrogateescape"), count=1)
    if _LINE.search(text):
        del plan.kept[REQUIREMENTS]
        after = text.encode("utf-8", "surrogateescape")
        if after != stated:
            plan.replaced[REQUIREMENTS] = after


def _tell(done: _Upgrade, manifest: Manifest, check: bool) -> None:
    plan, would = done.plan, "Would " if check else ""
    for verb, paths in (("write", plan.added), ("replace", plan.replaced), ("remove", plan.removed)):
        for path in paths:
            click.echo(f"{would}{verb if check else verb.capitalize()} {path}")
    for mend in done.mends:
        click.echo(f"{would}{'mend' if check else 'Mend'} {mend.path}: {', '.join(mend.names)}")
    for path in plan.deleted:
        click.echo(f"Left out {path}: you deleted it, and this version has another")
    for path in plan.gone:
        click.echo(f"Kept {path}: you changed it, and this version no longer has it")
    for path, diff in plan.kept.items():
        click.echo(f"Kept {path}: you changed it, and so did this version:\n{_indented(diff)}")
    for each in done.overridden:
        click.echo(f"Kept {each.path}: it stands in for a template that this version changed:\n{_indented(each.diff)}"
                   if each.original else f"Kept {each.path}: this version no longer has the template that it stands in "
                   "for, so it does nothing (delete it)")
    if done.news:
        click.echo(f"\nNew since {manifest.version} (in full: {shipped('changelog.md')}):")
        for sentence in done.news[:_MOST_NEWS]:
            click.echo(f"- {sentence}")
        if len(done.news) > _MOST_NEWS:
            click.echo(f"… and {len(done.news) - _MOST_NEWS} more")
    if done.changes_files:
        click.echo("\nNothing was changed." if check else
                   f"\nThe site is of version {proofdesk.__version__} now. Next: desk editor, desk check")
    else:
        click.echo(f"Nothing to replace: the site has the files of version {proofdesk.__version__}.")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def _write(root: Path, manifest: Manifest, done: _Upgrade) -> None:
    plan = done.plan
    with Transaction(root) as transaction:
        for path, content in {**plan.added, **plan.replaced}.items():
            transaction.replace(root / path, plan.before[path], content)
        for mend in done.mends:
            transaction.replace(root / mend.path, mend.before, mend.after)
        new = manifest.model_copy(update={
            "version": proofdesk.__version__, "changelog": digest(changelog().encode("utf-8")), "files": plan.hashes,
            "templates": templates()})
        transaction.replace(root / MANIFEST, transaction.read(root / MANIFEST), new.text())
    for path in plan.removed:
        (root / path).unlink(missing_ok=True)
