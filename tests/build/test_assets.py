"""The package's CSS, JS and templates: what of them is published, and what a site can put in their place."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from sites import ROOT, SITE_DATA, Built, Site, article, make_site, sample_site, snapshot

from proofdesk.build.assets import TEMPLATE_FOLDERS, published
from proofdesk.common.language.styles import in_words
from proofdesk.outputs.assets import ASSETS, PREVIEW_ASSETS

__all__ = ["sample_site"]

PACKAGE = ROOT / "proofdesk"
# Of the extensions where the rest of the program is not there (content/hosts/styles.py).
ALONE = ("content/hosts/tokens.css",)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with a copy of the real overrides, to be changed."""
    made = make_site(tmp_path / "site", {"docs/articles/one.md": article("It grows [@ly2018].")})
    (made.root / "overrides").unlink()
    shutil.copytree(ROOT / "overrides", made.root / "overrides")
    return made


def test_docs_hold_no_css_or_js() -> None:
    """Editors find in ``docs/`` what they write, and nothing else."""
    assert [file for file in (ROOT / "docs").rglob("*") if file.suffix in (".css", ".js")] == []


def test_each_file_is_a_part_of_one_asset() -> None:
    files = [file.relative_to(PACKAGE).as_posix() for ending in ("css", "js") for file in PACKAGE.rglob(f"*.{ending}")]
    listed = [*ASSETS.values(), *PREVIEW_ASSETS.values(), ALONE]
    assert Counter(part for parts in listed for part in parts) == Counter(files)


def test_nothing_else_of_the_package_is_published(sample_site: Built) -> None:
    published = snapshot(sample_site.folder)
    assert ASSETS.keys() <= published.keys()
    assert not PREVIEW_ASSETS.keys() & {name.rpartition("/")[2] for name in published}
    ours = {name for name in published if any((folder / name).is_file() for folder in TEMPLATE_FOLDERS)}
    assert ours == {"404.html", "sitemap.xml"}, "these two are templates"
    assert {name for name in published if name.endswith((".py", ".typed", ".pyc"))} == set()


def test_an_asset_is_its_parts_in_order(sample_site: Built) -> None:
    for name, parts in ASSETS.items():
        whole = in_words("\n".join((PACKAGE / part).read_text(encoding="utf-8") for part in parts)).splitlines()
        text, found = (sample_site.folder / name).read_text(encoding="utf-8"), list[str]()
        is_comment = False
        for line in whole:
            is_comment = is_comment or line.lstrip().startswith("/*")
            found += [] if is_comment else [line]
            is_comment = is_comment and "*/" not in line
        assert text.rstrip("\n").endswith("\n".join(found).strip("\n")), name
        assert "/*" not in "\n".join(line for line in text.splitlines() if line.lstrip().startswith("/*")), name


KEPT = ["/*! Jo, MIT */\n", "/**\n * Jo\n * @license MIT\n */\n", "  /* @preserve */\n", "a { } /* beside */\n",
        'a::after { content: "/*"; }\n', "/* one */ a { } /* two */\n", "x = `//* ${1} */`;\n", "/* without an end\n"]
LEFT_OUT = ["/* one */\n", "\t/* of two\n   lines */  \n", "/**/\n", "/* // @licensed */\n"]


def test_comments_are_left_out_but_for_licences() -> None:
    assert [published(f"a\n{text}b\n") for text in KEPT] == [f"a\n{text}b\n" for text in KEPT]
    assert [published(f"a\n{text}b\n") for text in LEFT_OUT] == ["a\nb\n"] * len(LEFT_OUT)


def test_no_program_has_a_text_of_several_lines() -> None:
    """What looks like a comment there would be left out of it."""
    programs = [PACKAGE / part for name, parts in ASSETS.items() if name.endswith(".js") for part in parts]
    assert len(programs) > 9
    open_texts = [f"{file.name}:{number}" for file in programs
                  for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
                  if line.count("`") % 2]
    assert open_texts == []


@pytest.mark.build
@pytest.mark.parametrize("name", ["outputs/search/dialog.html", "site/related.html", "partials/footer.html"])
def test_a_site_overrides_a_template(site: Site, name: str) -> None:
    built = site.write({f"overrides/{name}": "<p>The site's own.</p>"}).build()
    assert built.code == 0, built.output
    assert "<p>The site's own.</p>" in built.html("articles/one/")
    assert not (built.folder / name).exists()


@pytest.mark.build
@pytest.mark.parametrize("folder", ["docs", "overrides"])
@pytest.mark.parametrize("name", ["assets/cite.js", "assets/site.css", "assets/blocks.css"])
def test_a_site_overrides_an_asset(site: Site, folder: str, name: str) -> None:
    built = site.write({f"{folder}/{name}": "/* own */\n"}).build()
    assert built.code == 0, built.output
    assert (built.folder / name).read_text(encoding="utf-8") == "/* own */\n"
    assert built.problems == []


@pytest.mark.build
def test_a_site_without_overrides_is_built(site: Site) -> None:
    shutil.rmtree(site.root / "overrides")
    (site.root / "site.yml").unlink()
    own = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for line in ("  custom_dir: overrides\n", "  - overrides\n"):
        assert line in own
        own = own.replace(line, "")
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8").replace(f"{ROOT / 'mkdocs.yml'}", "own.yml")
    built = site.write({"own.yml": own, "mkdocs.yml": config, "site.yml": "doctor-sheet: true\n"}).build()
    assert built.code == 0, built.output
    page = built.page("articles/one")
    assert page.find_class("site-header") and page.find_class("safety")
    assert "illegal" not in built.html("articles/one"), "what the law says is for a site to state"


@pytest.mark.build
def test_settings_are_escaped(tmp_path: Path) -> None:
    """The site's name, the publisher and the navigation are words, whatever signs they hold."""
    name, label = "Sense & <i>Sensibility</i>", "Q & A < B"
    site = make_site(tmp_path / "site", {
        "docs/articles/one.md": article("It grows [@ly2018].", "Up & <b>down</b>"),
        "site.yml": SITE_DATA.replace("  name: The Plasticity Window editors\n", f"  name: '{name}'\n"),
    }, settings=f"site_name: '{name}'\n")
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    nav = f"{{Home: index.md}}, {{'{label}': articles/one.md}}"
    built = site.write({"mkdocs.yml": config.replace("{Home: index.md}", nav)}).build()
    assert built.code == 0, built.output
    page = built.page("articles/one")
    assert page.findtext(".//title") == f"Up & <b>down</b> - {name}"
    assert page.find_class("brand__name")[0].text == name
    assert page.find_class("site-nav__link")[0].text == label
    assert f"Published by {name} " in " ".join(page.find_class("about-page")[0].text_content().split())
    assert page.xpath('string(//meta[@property="og:title"]/@content)') == "Up & <b>down</b>"
    assert page.xpath("//h1")[0].text == "Up & <b>down</b>"
