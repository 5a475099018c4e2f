"""What an installed package adds: the plugin in place of the hook, and the kinds of block of somebody else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sites import ROOT, article, make_site, run

from proofdesk.blocks.installed import site_kinds
from proofdesk.common.errors import UserError

RECIPE = {
    "recipe.py": 'from proofdesk.blocks import Record\n\n\nclass Recipe(Record):\n    """A recipe: what to mix."""\n',
    "recipe.html": '<section class="recipe" data-block="recipe" id="{{ id }}">\n'
                   '  <h3 id="{{ id }}-title">{{ title }}</h3>\n  {{ labels }}\n'
                   '  <div class="recipe__text" data-slot=""></div>\n</section>\n',
    "recipe.css": ".recipe {\n  margin: 1rem 0;\n}\n\n@media print {\n  .recipe {\n    margin: 0;\n  }\n}\n",
    "recipe.md": "/// recipe | Potting soil\nTwo parts of compost, one of sand. [@shao2021]\n///\n",
}
PAGE = article("A recipe follows [@ly2018].\n\n" + RECIPE["recipe.md"])
PLUGINS = "[proofdesk, {bibtex: {bib_file: bibliography.bib, csl_file: references.csl}}]"


def install(folder: Path, name: str, entry_points: str, files: dict[str, str]) -> Path:
    """A package as pip leaves it in a folder of packages."""
    facts = {f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
             f"{name}-1.0.dist-info/entry_points.txt": entry_points}
    for path, text in {**facts, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def with_recipes(folder: Path, package: str = "soil_kinds") -> Path:
    """A package with a kind of block."""
    stated = f"[proofdesk.blocks]\nrecipe = {package}.recipe\n"
    return install(folder, package.replace("_", "-"), stated, {
        f"{package}/__init__.py": "", **{f"{package}/recipe/{name}": text for name, text in RECIPE.items()}})


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a program that finds the plugin, and the block “recipe” of another package."""
    folder = with_recipes(tmp_path_factory.mktemp("packages"))
    stated = "[mkdocs.plugins]\nproofdesk = proofdesk.build.entry.plugin:ProofdeskPlugin\n"
    install(folder, "proofdesk-itself", stated, {})
    return {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


@pytest.mark.build
def test_the_plugin_builds_what_the_hook_builds(packages: dict[str, str], tmp_path: Path) -> None:
    texts = []
    for name, settings in (("hook", ""), ("plugin", f"hooks: []\nplugins: {PLUGINS}\n")):
        site = make_site(tmp_path / name, {"docs/articles/page.md": PAGE}, settings=settings)
        built = run(["build", "--strict"], site.root, site.root / "site", packages, fresh=True)
        assert built.code == 0, built.output
        texts.append(built.html("articles/page"))
        assert ".recipe {" in (built.folder / "assets" / "blocks.css").read_text(encoding="utf-8")
    assert texts[0] == texts[1]
    assert 'data-block="recipe"' in texts[0]


@pytest.mark.build
def test_hook_and_plugin_together_are_told(packages: dict[str, str], tmp_path: Path) -> None:
    site = make_site(tmp_path / "both", {}, settings=f"plugins: {PLUGINS}\n")
    built = run(["build"], site.root, site.root / "site", packages, fresh=True)
    assert built.code == 1 and not built.folder.exists()
    assert ("plugins: “proofdesk” does what “hooks/events.py” of `hooks` does already (take one of the two out)"
            in built.output)


def test_two_kinds_of_one_name_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(with_recipes(tmp_path / "packages")))
    for name, text in RECIPE.items():
        file = tmp_path / "site" / "hooks" / "blocks" / "recipe" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as told:
        site_kinds(tmp_path / "site")
    assert str(told.value) == (
        "the block “recipe” is in the folder hooks/blocks/recipe and in the package “soil-kinds” too, so it would mean "
        "two things (rename one, or remove the package)")


def test_a_kind_that_a_package_lacks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(install(
        tmp_path / "packages", "half-kinds", "[proofdesk.blocks]\nrecipe = half_kinds.recipe\n", {})))
    with pytest.raises(UserError) as told:
        site_kinds(tmp_path / "site")
    assert str(told.value) == (
        "the package “half-kinds” states the block “recipe”, and there is no folder recipe/ with a file recipe.py at "
        "half_kinds.recipe (install another version of the package, or remove it)")
