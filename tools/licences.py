"""Says under which licence each locked dependency comes, and fails on one that ``requirements/licences.yml`` lacks.

Usage: licences.py [--since REVISION] [PYTHON...]. Python packages are those installed for each PYTHON (this one where
none is named), read by pip-licenses; npm packages are those of the ``package-lock.json`` files. With ``--since``,
prints a Markdown table of what a revision's locks did not have, each with its licence.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from license_expression import AND, OR, ExpressionError, LicenseSymbol, get_spdx_licensing

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = ROOT / "requirements" / "licences.yml"
LOCKS = ("requirements/site.txt", "requirements/browser.txt", "requirements/test.txt", "requirements/tools.txt",
         "requirements/fuzz.txt", "requirements/mutants.txt", "bench/tools.txt")
NPM_LOCKS = ("package-lock.json", "bench/package-lock.json")
OWN = "plasticity-window"
_LONGEST = 60  # characters of a licence's name; what is longer is its text
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_SPDX = get_spdx_licensing()


@dataclass(frozen=True, order=True)
class Package:
    """A package and what its metadata says of its licence; empty where it says nothing."""

    name: str
    version: str
    says: str


@dataclass(frozen=True)
class Policy:
    """What ``requirements/licences.yml`` allows."""

    allowed: frozenset[str]
    spelled: dict[str, str]
    stated: dict[str, str]
    carried: dict[str, str]

    @classmethod
    def read(cls, file: Path = ALLOWED) -> Policy:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        return cls(frozenset(content["allowed"]), content["spelled"],
                   {_plain(name): each["licence"] for name, each in content["stated"].items()},
                   {_plain(name): f"{each['what']} ({each['licence']})" for name, each in content["carried"].items()})

    def licence(self, package: Package) -> str:
        """The licence as an SPDX expression, or what the package says where that is none."""
        return self.stated.get(_plain(package.name)) or self.spelled.get(package.says, package.says)

    def fault(self, package: Package) -> str | None:
        """Why a package may not be used; None where it may."""
        licence = self.licence(package)
        if not licence:
            return "does not say its licence (read it, and state it in requirements/licences.yml)"
        try:
            expression = _SPDX.parse(licence, validate=True, strict=True)
        except ExpressionError:
            return f"says “{licence}”, which is no SPDX licence (say what is meant in requirements/licences.yml)"
        if not self._allows(expression):
            return f"is under {licence}, which is not allowed (replace it, or allow the licence and say why)"
        return None

    def _allows(self, expression: Any) -> bool:
        if isinstance(expression, OR):
            return any(self._allows(part) for part in expression.args)
        if isinstance(expression, AND):
            return all(self._allows(part) for part in expression.args)
        return isinstance(expression, LicenseSymbol) and str(expression) in self.allowed


def installed(python: str) -> Iterator[Package]:
    """The packages of an environment, by the strongest of the three places where metadata names a licence."""
    run = [sys.executable, "-m", "piplicenses", "--python", python, "--from=all", "--format=json", "--with-system"]
    for each in json.loads(subprocess.run(run, capture_output=True, check=True, text=True).stdout):
        says = [each[f"License-{place}"] for place in ("Expression", "Metadata", "Classifier")]
        named = [name.strip() for name in says if name != "UNKNOWN" and len(name) <= _LONGEST and "\n" not in name]
        if each["Name"] != OWN:
            yield Package(each["Name"], each["Version"], named[0] if named else "")


def of_npm(text: str) -> Iterator[Package]:
    """The packages of a ``package-lock.json``."""
    for path, each in json.loads(text)["packages"].items():
        if path:
            yield Package(path.rpartition("node_modules/")[2], each["version"], each.get("license", "").strip("()"))


def locked(text: str) -> list[tuple[str, str]]:
    """Names and versions of a lock of Python packages."""
    return [(_plain(name), version) for name, version in _LOCKED.findall(text)]


def changes(revision: str, packages: list[Package], policy: Policy) -> Iterator[str]:
    """A Markdown table of what was added or changed since a revision, with the licence of each."""
    licences = {_plain(package.name): policy.licence(package) for package in packages}
    before, after = _versions(lambda name: _shown(revision, name)), _versions(_read)
    yield "| Package | Before | Now | Licence |"
    yield "| --- | --- | --- | --- |"
    for name in sorted({*before, *after}):
        old, new = before.get(name, "–"), after.get(name, "–")
        if old != new:
            licence = licences.get(name, "not installed here") if name in after else "–"
            yield f"| {name} | {old} | {new} | {licence} |"


def _versions(read: Callable[[str], str]) -> dict[str, str]:
    """Each package of the locks and its version; several where the locks differ."""
    found: dict[str, set[str]] = {}
    for name in LOCKS:
        for package, version in locked(read(name)):
            found.setdefault(package, set()).add(version)
    for name in NPM_LOCKS:
        for each in of_npm(read(name) or '{"packages": {}}'):
            found.setdefault(_plain(each.name), set()).add(each.version)
    return {package: ", ".join(sorted(versions)) for package, versions in found.items()}


def _read(name: str) -> str:
    file = ROOT / name
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _shown(revision: str, name: str) -> str:
    done = subprocess.run(["git", "show", f"{revision}:{name}"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def _plain(name: str) -> str:
    """A package's name as all spellings share it (PyPA, “Names and normalization”)."""
    return name if name.startswith("@") else re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """The exit code is 1 where a package may not be used."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--since", metavar="REVISION")
    parser.add_argument("pythons", nargs="*", metavar="PYTHON", default=[sys.executable])
    chosen = parser.parse_args()
    policy = Policy.read()
    packages = sorted({*(each for python in chosen.pythons for each in installed(python)),
                       *(each for name in NPM_LOCKS for each in of_npm(_read(name)))})
    if chosen.since:
        print("\n".join(changes(chosen.since, packages, policy)))
        return 0
    faults = [(package, fault) for package in packages if (fault := policy.fault(package))]
    for package, fault in faults:
        print(f"{package.name} {package.version} {fault}")
    for name in sorted({_plain(package.name) for package in packages} & {*policy.carried}):
        print(f"{name} carries {policy.carried[name]}, a program of its own", file=sys.stderr)
    print(f"{len(packages)} packages, {len(faults)} of them with a licence to look at.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
