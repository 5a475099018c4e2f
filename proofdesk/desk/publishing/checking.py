"""Build exactly what is to be published, in a folder of its own: the commit's files, and no other of the editor's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from proofdesk.desk.lost_addresses import lost_addresses
from proofdesk.desk.project import Project
from proofdesk.desk.publishing.builds import FOLDER, build_strictly
from proofdesk.desk.publishing.proposal import Proposal
from proofdesk.desk.publishing.repository import Repository

# What a build makes in the folder, and finds again the next time.
_MADE = {".cache", "site", "__pycache__"}


def check_proposal(proposal: Proposal) -> list[str]:
    """Return what is wrong with what is to be published, a line each, as a strict build and git tell it."""
    setting = proposal.setting
    folder = setting.project.root / FOLDER / "tree"
    export(setting.repository, proposal.tree, folder)
    root = folder / setting.repository.prefix
    made = build_strictly(root)
    lost = map(str, lost_addresses(setting.project, setting.base, Project(root)))
    problems = [*made.problems, *(line for line in lost if line not in made.problems)]
    return problems or ([] if made.succeeded else [made.reason])


def export(repository: Repository, tree: str, folder: Path) -> None:
    """Make a folder hold a tree's files, and no others."""
    with repository.index() as index:
        repository.run("read-tree", tree, index=index)
        names = repository.run("ls-files", "-z", index=index).decode("utf-8", "surrogateescape").split("\0")
        _remove_others(folder, {os.path.join(folder, name) for name in names if name})
        folder.mkdir(parents=True, exist_ok=True)
        repository.run("checkout-index", "--all", "--force", f"--prefix={folder}/", index=index)
    for path, version in repository.submodules(tree).items():
        if (repository.top / path / ".git").exists():
            inner = Repository(repository.top / path)
            if inner.commit(version):
                export(inner, version, folder / path)


def _remove_others(folder: Path, wanted: Iterable[str]) -> None:
    """Delete what an earlier change had in the folder, and what would be in the way of a file."""
    kept = set(wanted)
    parents = {os.path.dirname(name) for name in kept}
    parents |= {str(parent) for name in parents for parent in Path(name).parents}
    for each, folders, files in os.walk(folder):
        for name in list(folders):
            path = os.path.join(each, name)
            if name in _MADE:
                folders.remove(name)
            elif os.path.islink(path):
                folders.remove(name)
                os.unlink(path)
            elif path not in parents:
                folders.remove(name)
                shutil.rmtree(path)
        for name in files:
            if os.path.join(each, name) not in kept:
                os.unlink(os.path.join(each, name))
