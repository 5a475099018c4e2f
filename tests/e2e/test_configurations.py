"""What a publisher may set differently: it works, or one sentence says what to write instead."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sites import BIB, EPOCH, ROOT, Built, article, environment, make_site, run, snapshot, unfinished_beside

pytestmark = pytest.mark.build
BIBTEX = "  bibtex: {bib_file: bibliography.bib, csl_file: references.csl}\n"


def build(root: Path, settings: str, replaced: str = "", env: dict[str, str] | None = None) -> Built:
    """A site whose ``mkdocs.yml`` is the real one with ``replaced`` taken out, and these settings."""
    site = make_site(root, {})
    real = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    if replaced:
        start = real.index(f"\n{replaced}:")
        end = next((at for at in range(start + 1, len(real)) if real[at - 1] == "\n" and real[at].isalpha()
                    and not real.startswith(replaced, at)), len(real))
        real = real[: start + 1] + real[end:]
    config = f"INHERIT: base.yml\nnav: [{{Home: index.md}}]\nnot_in_nav: '*'\n{settings}"
    site.write({"base.yml": real, "mkdocs.yml": config})
    return site.build("--strict", env=env)


ADDRESS = "https://127.0.0.1:1/x"
REFUSED = {
    "no bibtex": ("plugins: [redirects]\n", "plugins: there is no “bibtex” (add it, with a bib_file)"),
    "bib_dir": ("plugins:\n  - bibtex: {bib_dir: docs, csl_file: references.csl}\n",
                "plugins.bibtex.bib_dir: there is no .bib file in “"),
    "bib_file is an address": (f"plugins:\n  - bibtex: {{bib_file: '{ADDRESS}', csl_file: references.csl}}\n",
                               f"plugins.bibtex.bib_file: “{ADDRESS}” is a web address"),
    "no bib_file": ("plugins:\n  - bibtex: {csl_file: references.csl}\n", "plugins.bibtex.bib_file: it names no file"),
    "an empty csl_file": ("plugins:\n  - bibtex: {bib_file: bibliography.bib, csl_file: ''}\n",
                          "plugins.bibtex.csl_file: it names no file"),
    "csl_file is missing": ("plugins:\n  - bibtex: {bib_file: bibliography.bib, csl_file: gone.csl}\n",
                            "plugins.bibtex.csl_file: there is no file “gone.csl”"),
    "csl_file is an address": (f"plugins:\n  - bibtex: {{bib_file: bibliography.bib, csl_file: '{ADDRESS}'}}\n",
                               f"plugins.bibtex.csl_file: “{ADDRESS}” is a web address"),
    "unknown plugin": ("plugins: [bibtexx]\n", "bibtexx"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_plugin_setting_is_refused_in_words(tmp_path: Path, name: str) -> None:
    settings, sentence = REFUSED[name]
    built = build(tmp_path / "site", settings, "plugins")
    assert built.code == 1 and sentence in built.output, built.output
    assert "Traceback" not in built.output and "Internal error" not in built.output, built.output
    if sentence.startswith("plugins") and "gone" not in sentence:
        desk = run(["check"], tmp_path / "site", tmp_path, program="proofdesk.desk")
        assert desk.code == 2 and f"mkdocs.yml: {sentence}" in desk.output, desk.output


@pytest.mark.parametrize(("settings", "sentence"), [
    ("theme: {language: it}\n",
     "theme.language: “it” is no language of the pages' own words, which are in ar, de, en, es"),
    ("theme: {name: mkdocs}\n", "theme.name: “mkdocs” is not the theme of this site (write `material`)"),
    ("use_directory_urls: false\n", "use_directory_urls: "),
    ("nav: [{Home: index.md}, {on: index.md}]\n", "nav: a title was read as “True”"),
    ("nav: [{'': index.md}]\n", "nav: a title is empty"),
    ("nav: [{Home: index.md}, {More: [{Bad: 'javascript:alert(1)'}]}]\n", "nav: “javascript:alert(1)” is no address"),
    ("nav: [{Home: index.md}, {Again: index.md}]\n", "nav: “index.md” is there as “Home” and as “Again”"),
    ("nav: [{Home: index.md}]\nexclude_docs: index.md\n",
     "mkdocs.yml:2:14: broken-link: the header names “index.md”, which `draft_docs` or `exclude_docs` leaves out"),
    ("site_url: https://example.org/?a=b\n", "site_url: “https://example.org/?a=b” has “?a=b” at its end"),
    ("site_url: https://example.org/a/index.html\n",
     "site_url: “/a/index.html” is the address of a page (take “index.html” off)"),
    ("site_url: https://example.org/#a\n", "site_url: “https://example.org/#a” has “#a” at its end"),
    ("site_url: ftp://example.org/\n", "site_url: “ftp://example.org/” is no address of a web page"),
    ("extra_css: ['https://a.example/x.css']\n",
     "mkdocs.yml:4:13: foreign-request: each page would load “https://a.example/x.css” from another site"),
    ("site_url: https://me:secret@example.org/\n", "site_url: it has a user or a password"),
    ("theme: {name: gone}\n", "gone"), ("hooks: [gone.py]\n", "gone.py"), ("docs_dir: gone\n", "gone"),
])
def test_setting_is_refused_in_words(tmp_path: Path, settings: str, sentence: str) -> None:
    built = build(tmp_path / "site", settings)
    assert built.code == 1 and sentence in built.output, built.output
    assert "Traceback" not in built.output and "Internal error" not in built.output, built.output
    if not settings.startswith("hooks"):  # which only a build loads
        desk = run(["check"], tmp_path / "site", tmp_path, program="proofdesk.desk")
        is_problem = sentence.startswith("mkdocs.yml:")
        assert desk.code == (1 if is_problem else 2) and sentence in desk.output, desk.output
        assert is_problem or desk.output.startswith("Error: mkdocs.yml: "), desk.output


def test_header_leads_to_the_first_page_of_sections(tmp_path: Path) -> None:
    """At any depth, and past entries without one."""
    about = "---\ntitle: About\ndescription: Us.\n---\n\n[Them](../us/them.md)\n"
    site = make_site(tmp_path / "site", {"docs/about/index.md": about, "docs/us/them.md": about.replace("[", r"\[")},
                     settings="nav: [{Home: index.md}, {Deep: [{Deeper: []}, {Below: [about/index.md, us/them.md]}]}, "
                              "{None: []}, {Out: [{There: 'https://example.org/'}]}]\nnot_in_nav: '*'\n")
    built = site.build("--strict")
    assert built.code == 0, built.output
    links = built.page("us/them").xpath("//nav[@id='site-nav']//a[not(contains(@class, 'more'))]")
    assert [(each.text, each.get("href")) for each in links if each.text in ("Deep", "None", "Out")] == [
        ("Deep", "../../about/"), ("Out", "https://example.org/")]


@pytest.mark.parametrize(("settings", "sentence"), [
    ("extra: {libraries: zotero.bib}\n", "extra.libraries: “zotero.bib” is no list"),
    ("extra: {libraries: [2]}\n", "extra.libraries: it names no file"),
    (f"extra: {{libraries: ['{ADDRESS}']}}\n", f"extra.libraries: “{ADDRESS}” is a web address"),
])
def test_library_setting_is_refused_in_words(tmp_path: Path, settings: str, sentence: str) -> None:
    built = build(tmp_path / "site", settings)
    assert built.code == 1 and sentence in built.output, built.output
    desk = run(["check"], tmp_path / "site", tmp_path, program="proofdesk.desk")
    assert desk.code == 2 and f"Error: mkdocs.yml: {sentence}" in desk.output, desk.output


def test_a_site_needs_no_file_besides_a_folder(tmp_path: Path) -> None:
    """The plugin's own setting, as it is for its users: every .bib of the folder, and nothing to write to."""
    site = make_site(tmp_path / "site", {}, settings="plugins: {bibtex: {bib_dir: refs, csl_file: references.csl}}\n")
    (site.root / "bibliography.bib").unlink()
    works = BIB.split("\n\n")
    site.write({"refs/a.bib": works[0], "refs/more/b.bib": works[1]})
    built = site.build("--strict")
    assert built.code == 0, built.output
    text = built.page(".").text_content()
    assert "structural and functional neural plasticity" in text and "growth of dendritic spines" in text


def test_plugins_for_feeds_and_redirects_may_be_left_out(tmp_path: Path) -> None:
    built = build(tmp_path / "site", f"plugins:\n{BIBTEX}", "plugins", {"SITE_URL": "https://example.org/"})
    assert built.code == 0, built.output
    assert not list(built.folder.glob("feed*")) and "feed" not in built.html(".")


@pytest.mark.parametrize("git", ["none", "settings that cannot be read"])
def test_build_needs_no_git(tmp_path: Path, git: str) -> None:
    """In a process of its own, which loads the feeds' plugin and with it GitPython."""
    site = make_site(tmp_path / "site", {})
    (tmp_path / "bin").mkdir()
    (tmp_path / "gitconfig").write_text("[user\n", encoding="utf-8")
    env = environment({"PATH": str(tmp_path / "bin")} if git == "none" else {})
    env |= {"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"), "SITE_URL": "https://example.org/"}
    done = subprocess.run([sys.executable, "-m", "proofdesk.build", "build", "--strict"], cwd=site.root, env=env,
                          capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert (site.root / "site" / "feed.xml").is_file()
    said = run(["check", "--affected-since", "HEAD"], site.root, tmp_path, env, program="proofdesk.desk").output
    assert said.startswith("Error: git is not installed\n" if git == "none" else "Error: a file with settings of git")
    assert run(["check"], site.root, tmp_path, env, program="proofdesk.desk").code == 0


@pytest.mark.parametrize("epoch", ["-1", "5000000000"])
def test_a_build_of_any_century_is_made(tmp_path: Path, epoch: str) -> None:
    """Whose moment does not fit into the head of a gzip file, which ends in 2106: sitemap.xml.gz."""
    site = make_site(tmp_path / "site", {})
    built = site.build("--strict", env={"SOURCE_DATE_EPOCH": epoch, "SITE_URL": "https://example.org/"})
    packed = built.folder / "sitemap.xml.gz"
    assert built.code == 0 and gzip.decompress(packed.read_bytes()).startswith(b"<?xml"), built.output


@pytest.mark.parametrize("epoch", ["soon", "99999999999999"])
def test_a_moment_that_is_none_is_refused(tmp_path: Path, epoch: str) -> None:
    sentence = f"SOURCE_DATE_EPOCH: “{epoch}” is no number of seconds since 1970"
    built = build(tmp_path / "site", "", env={"SOURCE_DATE_EPOCH": epoch})
    assert built.code == 1 and sentence in built.output and "Internal error" not in built.output
    desk = run(["check"], tmp_path / "site", tmp_path, {"SOURCE_DATE_EPOCH": epoch}, program="proofdesk.desk")
    assert desk.code == 2 and sentence in desk.output, desk.output


@pytest.mark.build
def test_empty_time_of_the_build_is_none(tmp_path: Path) -> None:
    """A job sets a variable that it has no value for to nothing, and MkDocs reads it as a number."""
    built = make_site(tmp_path / "site", {}).build(env={"SOURCE_DATE_EPOCH": ""})
    assert built.code == 0, built.output


def test_a_file_in_the_place_of_the_site_stays(tmp_path: Path) -> None:
    site = make_site(tmp_path / "one", {})
    (site.root / "site").write_text("Mine.", encoding="utf-8")
    built = site.build("--strict")
    assert built.code == 1 and "site_dir: another file is where the folder of the site is to be" in built.output
    assert (site.root / "site").read_text(encoding="utf-8") == "Mine."


def test_a_disk_in_the_place_of_the_site_is_named(tmp_path: Path) -> None:
    """As a container's volume, which nothing can take the place of."""
    site = make_site(tmp_path / "one", {})
    (site.root / "site").symlink_to("/")
    built = site.build("--strict")
    assert built.code == 1 and "site_dir: a disk begins at the folder of the site" in built.output
    assert "Traceback" not in built.output


def test_a_build_of_what_is_dirty_is_a_whole_site(tmp_path: Path) -> None:
    """MkDocs' own way to spare pages, by the times of files: it leaves out what it finds there."""
    site = make_site(tmp_path, {"docs/articles/one.md": article("One.")})
    for number in range(3):
        site.write({"docs/articles/one.md": article(f"Number {number}.")})
        built = site.build("--dirty")
        assert built.code == 0, built.output
    dirty = snapshot(built.folder)
    assert dirty == snapshot(site.build("-d", str(tmp_path / "clean")).folder)


def test_a_site_is_published_where_its_link_leads(tmp_path: Path) -> None:
    site = make_site(tmp_path / "one", {})
    (tmp_path / "served").mkdir()
    (site.root / "site").symlink_to(tmp_path / "served")
    for _ in range(2):
        assert site.build("--strict").code == 0
        assert (site.root / "site").is_symlink() and (tmp_path / "served" / "index.html").is_file()
    assert unfinished_beside(tmp_path / "served") == []


def test_preview_names_a_port_in_use(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {})
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        served = run(["serve", "-a", f"127.0.0.1:{port}"], site.root, site.root, {"SOURCE_DATE_EPOCH": EPOCH})
    assert served.code == 1 and f"dev_addr: another program uses port {port} of this machine" in served.output
    assert "Traceback" not in served.output, served.output
