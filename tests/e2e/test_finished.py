"""The finished site is checked before it takes its place: every file, and every address of pages, CSS and feeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import HOME, ROOT, Site, article, make_site, snapshot, unfinished_beside

pytestmark = pytest.mark.build

ADDRESS = {"SITE_URL": "https://example.org/sub/"}
PLUGINS = """\
plugins:
  redirects: {redirect_maps: {articles/old.md: articles/one.md}}
  bibtex: {bib_file: bibliography.bib, csl_file: references.csl}
  rss: {use_git: false}
"""
PLUGIN = "hooks: [hooks/events.py, plugin.py]\n"


def with_plugin(tmp_path: Path, code: str) -> Site:
    """A published site to which a hook is then added."""
    site = make_site(tmp_path / "site", {"docs/articles/one.md": article("One [@ly2018].")})
    assert site.build("--strict").code == 0
    settings = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    return site.write({"mkdocs.yml": settings + PLUGIN, "plugin.py": "from pathlib import Path\n\n" + code})


def own_overrides(site: Site) -> Site:
    """Give the site its own copy of the templates."""
    (site.root / "overrides").unlink()
    return site.write({f"overrides/{file.relative_to(ROOT / 'overrides').as_posix()}": file.read_bytes()
                       for file in (ROOT / "overrides").rglob("*") if file.is_file()})


def dead(site: Site, *options: str, env: dict[str, str] | None = None) -> list[str]:
    """The problems of a strict build, which all are dead addresses; the published site stays."""
    before = snapshot(site.root / "site")
    built = site.build("--strict", *options, env=env)
    assert built.code == 1
    assert snapshot(site.root / "site") == before
    assert all(": dead-address: " in problem for problem in built.problems), built.problems
    return built.problems


def test_style_sheets_of_settings_are_told_once(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"docs/articles/one.md": article("One [@ly2018].")}, settings=(
        'extra_css: ["https://other.example/font.css", "css/missing.css"]\n'))
    asked, missing = site.build("--strict").problems
    assert asked.startswith("mkdocs.yml:4:13: foreign-request: each page would load “https://other.example/font.css”")
    assert "dead-address: “/css/missing.css” leads to no file" in missing


def test_page_that_a_plugin_takes_away_is_told(tmp_path: Path) -> None:
    """As mkdocs-exclude does, after the settings were checked: the header would lead nowhere."""
    site = make_site(tmp_path, {"docs/about/us.md": "---\ntitle: Us\ndescription: We.\n---\n\nText.\n"}, settings=(
        "nav: [{Home: index.md}, {Us: about/us.md}]\nnot_in_nav: '*'\n"))
    assert site.build("--strict").code == 0
    settings = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write({"mkdocs.yml": settings + PLUGIN, "plugin.py": (
        "def on_files(files, config):\n    files.remove(files.get_file_from_path('about/us.md'))\n    return files\n")})
    assert any("“/about/us.md” leads to no file of the finished site" in each for each in dead(site))


@pytest.mark.parametrize("env", [{}, ADDRESS], ids=["without address", "below a path"])
def test_sound_site_has_no_dead_address(tmp_path: Path, env: dict[str, str]) -> None:
    site = make_site(tmp_path, {"docs/articles/one.md": article("One [@ly2018].")},
                     settings=PLUGINS)
    for _ in range(2):
        built = site.build("--strict", env=env)
        assert built.problems == []
        assert built.code == 0
    assert (built.folder / "articles" / "old" / "index.html").is_file()


@pytest.mark.parametrize(("gone", "instead"), [
    ("docs/articles/one.md", {"mkdocs.yml": PLUGINS.replace("old.md: articles/one.md", "one.md: articles/two.md")}),
    ("docs/pictures/one.png", {"docs/pictures/one.png/index.md": HOME}),
], ids=["a redirect", "a page for a picture"])
def test_what_takes_a_file_s_place_waits_for_publication(
    tmp_path: Path, gone: str, instead: dict[str, str]
) -> None:
    """Most files of the next site are those of the published one, which no program may write into."""
    site = make_site(tmp_path, {"docs/articles/one.md": article("One [@ly2018]."),
                                "docs/pictures/one.png": "", "docs/articles/two.md": article("Two [@ly2018].", "Two")})
    for text in ("once", "twice"):
        site.write({"docs/articles/two.md": article(f"Read {text} [@ly2018].", "Two")})
        assert site.build("--strict").code == 0
    (site.root / gone).unlink()
    if "mkdocs.yml" in instead:
        instead = {"mkdocs.yml": (site.root / "mkdocs.yml").read_text(encoding="utf-8") + instead["mkdocs.yml"]}
    dead(site.write({**instead, "docs/articles/two.md": article("Read [this](https://example.org/sub/gone/).", "Two")}),
         env=ADDRESS)
    site.write({"docs/articles/two.md": article("Read it [@ly2018].", "Two")})
    assert site.build("--strict", env=ADDRESS).problems == []
    published = snapshot(site.root / "site")
    (tmp_path / "clean").mkdir()
    assert published == snapshot(site.build("--strict", "-d", str(tmp_path / "clean"), env=ADDRESS).folder)


def test_missing_file_stops_the_publication(tmp_path: Path) -> None:
    """Something removes a file while the build goes on, as another program might."""
    site = with_plugin(tmp_path, "def on_post_build(config):\n"
                                 "    (Path(config.site_dir) / 'articles/one/index.md').unlink(missing_ok=True)\n"
                                 "    (Path(config.site_dir) / 'assets/site.css').unlink()\n")
    before = snapshot(site.root / "site")
    for options in ([], ["--strict"]):
        built = site.build(*options)
        assert built.code == 1
        assert built.problems == ["the finished site lacks “assets/site.css” "
                                  "(it was not published; the published site is unchanged)"]
        assert snapshot(site.root / "site") == before
        assert unfinished_beside(site.root / "site") == []


def test_unexpected_file_stops_the_publication(tmp_path: Path) -> None:
    site = with_plugin(tmp_path, "def on_post_build(config):\n"
                                 "    (Path(config.site_dir) / 'stray.html').write_text('x')\n")
    before = snapshot(site.root / "site")
    built = site.build()
    assert built.code == 1
    assert built.problems == ["the finished site has, though no part of the build wrote it, “stray.html” "
                              "(if a plugin writes it, add it to extra.files_of_plugins in mkdocs.yml; it was not "
                              "published; the published site is unchanged)"]
    assert snapshot(site.root / "site") == before


def test_files_of_plugins_are_published_if_listed(tmp_path: Path) -> None:
    site = with_plugin(tmp_path, "def on_post_build(config):\n"
                                 "    (Path(config.site_dir) / 'stray.html').write_text('<a href=\"gone/\">x</a>')\n")
    config = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write({"mkdocs.yml": f"{config}\nextra:\n  files_of_plugins:\n    - stray.html\n    - tags/*.json\n"})
    built = site.build()
    line = config.count("\n") + 5
    assert built.code == 0 and (built.folder / "stray.html").is_file()
    pattern, address = built.problems
    assert pattern == (f"mkdocs.yml:{line}:7: unknown-setting: “tags/*.json”, in extra.files_of_plugins, names no file "
                       "that a plugin has written (correct it, or take it out)")
    assert address.startswith("site/stray.html:1:1: dead-address: “gone/” leads to no file of the finished site ")


def test_what_a_plugin_writes_into_the_text_is_checked(tmp_path: Path) -> None:
    """Nothing of it stands in the page's file, so that it has no line there."""
    site = with_plugin(tmp_path, "def on_page_content(html, page, config, files):\n"
                                 "    return html + '<p>**bold**</p><p>\x02wzxhzdk:1\x03</p><p>{{ x }}</p>'\n")
    built = site.build("--strict")
    assert built.code == 1
    assert [problem.split(" looks ")[0] for problem in built.of("docs/articles/one.md")] == [
        "docs/articles/one.md:10:1: raw-syntax: “**bold**”", "docs/articles/one.md:10:1: raw-syntax: “wzxhzdk:” would "
        "reach the reader as it is (correct the markup, or put it between backticks if it is meant)",
        "docs/articles/one.md:10:1: raw-syntax: “{{ x }}”"]


def test_what_a_plugin_changes_last_is_read_again(tmp_path: Path) -> None:
    site = with_plugin(tmp_path, "def on_post_build(config):\n"
                                 "    file = Path(config.site_dir) / 'sitemap.xml'\n"
                                 "    if (Path(config.docs_dir) / 'wrong').exists():\n"
                                 "        file.write_text(file.read_text().replace('/one/', '/gone/'))\n")
    assert site.build("--strict", env=ADDRESS).problems == []
    site.write({"docs/wrong": ""})
    assert site.build("--strict", env=ADDRESS).code == 1


def test_missing_style_sheet_is_named(tmp_path: Path) -> None:
    """The theme names a style sheet that a hook took out of the site."""
    site = with_plugin(tmp_path, "def on_files(files, config):\n"
                                 "    files.remove(files.get_file_from_path('assets/site.css'))\n")
    [problem] = dead(site)
    assert "/assets/site.css” leads to no file of the finished site; 3 more files have it" in problem


def test_dead_link_of_a_template_is_named(tmp_path: Path) -> None:
    site = own_overrides(make_site(tmp_path, {}))
    assert site.build("--strict").code == 0
    footer = (ROOT / "proofdesk/theme/partials/footer.html").read_text(encoding="utf-8")
    site.write({"overrides/partials/footer.html": footer.replace(
        "</footer>", "<a href=\"{{ 'about/nobody/' | url }}\">x</a></footer>")})
    [problem] = dead(site)
    assert problem.startswith("site/404.html:")
    assert "“/about/nobody/” leads to no file of the finished site; 1 more file has it" in problem


def test_dead_address_of_feed_and_canonical_is_named(tmp_path: Path) -> None:
    site = with_plugin(tmp_path, "def on_post_page(output, page, config):\n"
                                 "    return output.replace('feed.json', 'feed.jsn').replace("
                                 "'rel=\"canonical\" href=\"https://example.org/sub/articles',"
                                 " 'rel=\"canonical\" href=\"https://example.org/sub/article')\n")
    problems = dead(site, env=ADDRESS)
    assert [problem.split("“")[1].split("”")[0] for problem in problems] == [
        "https://example.org/sub/article/one/", "../../feed.jsn"]


def test_broken_link_of_a_page_is_reported_once(tmp_path: Path) -> None:
    """With its line, although listings repeat it and the finished pages have it too."""
    questions = "---\ntitle: Questions\ndescription: All.\ntemplate: listing.html\nblock: faq\n---\n\nAll.\n"
    body = "See [it](gone.md).\n\n/// faq | Is it?\nSee [this](../about/none.md) [@ly2018].\n///\n"
    site = make_site(tmp_path, {"docs/articles/one.md": article(body), "docs/questions/index.md": questions})
    assert [problem.split(": ")[1] for problem in site.build().problems] == ["broken-link", "broken-link"]


def test_favicon_that_is_missing_is_named(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"docs/index.md": HOME}, settings="theme: {favicon: assets/none.svg}\n")
    built = site.build("--strict")
    assert built.code != 0
    assert "theme.favicon: there is no “assets/none.svg” (write the address of an SVG file" in built.output
