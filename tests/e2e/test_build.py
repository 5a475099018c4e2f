"""Whole builds: every fault of every file in one run, exit codes, and a published folder that is never half a site."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_cases import Case, each_case, load_cases
from sites import BIB, BODY_LINE, HOME, Built, article, make_site, run, snapshot, unfinished_beside

KNOWN = "known are: ly2018, shao2021"

ONE = article("""\
Text [@ly2O18]. And @nowhere2020.

/// mith | A myth
    verdict: wrong
Text.
///
""", "One")
TWO = article("""\
/// myth | A myth
    verdict: untrue
Text [@shao2021; @LY2018], and [nowhere](qqqqqqq.md).
///

/// intervention | A walk
Concept
:   Why [@ly2018].

Example
:   What.
///

/// faq | Never closed
Text [@ly2018].
""", "Two")
THREE = article("Text.", "Three").replace("2026-11-20", "soon")
FAULTY_BIB = BIB + """
@article{Ly2018,
  title = {The same key again},
  author = {A, B},
  year = {2020}
}

@article{nowhere2020,
  author = {A, B},
  year = {2020}, keywords = {species:human, design:rct},
  doi = {https://doi.org/10.1000/182}
}
"""
FAULTS = [
    "bibliography.bib:17:1: duplicate-key: “Ly2018” is already the key of line 1 "
    "(delete one of the two, or give it another key)",
    "bibliography.bib:23:1: missing-field: “nowhere2020” has no title (add a line `title = {…},`)",
    "bibliography.bib:26:3: bad-doi: the DOI of “nowhere2020” is written as an address (write doi = {10.1000/182})",
    "docs/articles/one.md:10:7: unknown-citation: the bibliography has no “ly2O18” (did you mean “ly2018”?)",
    "docs/articles/one.md:12:1: unknown-block: there is no kind of block “mith” (did you mean “myth”?)",
    "docs/articles/three.md:4:1: bad-front-matter: published: “soon” is not a day of the calendar "
    "(The day it first appeared, as 2026-11-22)",
    "docs/articles/two.md:11:5: bad-value: “untrue” is not a value of the option “verdict” "
    "(allowed are: wrong, overstated, unsupported, outdated, disputed)",
    "docs/articles/two.md:12:18: citation-case: the bibliography writes “LY2018” as “ly2018” (write @ly2018)",
    "docs/articles/two.md:12:42: broken-link: “qqqqqqq.md” leads to no page or file of the site "
    "(link to a page's file, as in `../about/help.md`)",
    "docs/articles/two.md:15:1: missing-part: the intervention block has no Steps "
    "(write `Steps` on a line of its own, and under it `:   ` with the text)",
    "docs/articles/two.md:23:1: unterminated-block: the block “faq” is opened here and never closed "
    "(close it with a line of its own: ///)",
]


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with faults in four files, built strictly over an older, sound site."""
    files = {"docs/articles/one.md": ONE, "docs/articles/two.md": TWO, "docs/articles/three.md": THREE}
    site = make_site(tmp_path_factory.mktemp("broken"), dict(files), FAULTY_BIB)
    return site.build("--strict")


def test_all_problems_of_all_files_in_one_build(broken: Built) -> None:
    assert broken.problems == FAULTS
    assert broken.code == 1


def test_failed_strict_build_counts_problems(broken: Built) -> None:
    assert "Aborted with 11 errors in strict mode!" in broken.output
    assert "The new site was not published; the published one is unchanged." in broken.output
    assert not broken.folder.exists()


def test_failed_build_keeps_published_site_unchanged(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"docs/articles/one.md": article("Fine.")})
    assert site.build("--strict").code == 0
    before = snapshot(tmp_path / "site")
    assert "articles/one/index.html" in before

    site.write({"docs/articles/one.md": ONE, "docs/articles/new.md": article("New.", "New")})
    assert site.build("--strict").code == 1
    assert snapshot(tmp_path / "site") == before
    assert unfinished_beside(tmp_path / "site") == []

    (tmp_path / "docs/articles/one.md").unlink()
    assert site.build("--strict").code == 0
    after = snapshot(tmp_path / "site")
    assert "articles/new/index.html" in after
    assert "articles/one/index.html" not in after
    assert unfinished_beside(tmp_path / "site") == []


def test_mkdocs_error_keeps_published_site_unchanged(tmp_path: Path) -> None:
    """A template that does not exist stops the build after every page has been converted."""
    site = make_site(tmp_path, {})
    assert site.build("--strict").code == 0
    before = snapshot(tmp_path / "site")
    site.write({"docs/index.md": HOME.replace("---\n\n", "template: nowhere.html\n---\n\n")})
    for options in (["--strict"], []):
        built = site.build(*options)
        assert built.code == 1
        assert "nowhere.html" in built.output
        assert snapshot(tmp_path / "site") == before
        assert unfinished_beside(tmp_path / "site") == []


def test_non_strict_build_publishes_visible_problems(tmp_path: Path) -> None:
    built = make_site(tmp_path, {"docs/articles/one.md": ONE, "docs/articles/two.md": TWO}).build()
    assert built.code == 0
    assert len(built.problems) == 8
    one = built.page("articles/one").get_element_by_id("content").text_content()
    assert "unknown reference: ly2O18" in one
    assert "there is no kind of block “mith”" in one
    two = built.page("articles/two").get_element_by_id("content").text_content()
    assert "the block “faq” is opened here and never closed" in two
    # The panel is for the editor's preview alone.
    assert not built.page("articles/one").find_class("problems")


def test_warning_stops_only_a_strict_build(tmp_path: Path) -> None:
    claim = "/// myth | It is so\n    verdict: wrong\nIt is not.\n///\n"
    site = make_site(tmp_path, {"docs/index.md": HOME, "docs/articles/one.md": article(claim, "One")})
    warning = ("docs/articles/one.md:10:1: uncited-claim: the myth “It is so” cites nothing (cite what it rests on: "
               "`[@key]`)")
    strict = site.build("--strict")
    assert (strict.code, strict.problems) == (1, [warning])
    assert "Aborted with 1 warnings in strict mode!" in strict.output
    assert not strict.folder.exists()
    lax = site.build()
    assert (lax.code, lax.problems) == (0, [warning])
    assert (lax.folder / "index.html").is_file()


def test_mkdocs_warning_stops_a_strict_build(tmp_path: Path) -> None:
    built = make_site(tmp_path, {}, settings="nav: [{Home: index.md}, {Gone: gone.md}]\n").build("--strict")
    assert built.code == 1
    assert ["gone.md" in problem for problem in built.problems] == [True]
    assert not built.folder.exists()


def test_strict_setting_equals_strict_option(tmp_path: Path) -> None:
    built = make_site(tmp_path, {"docs/articles/one.md": ONE}, settings="strict: true\n").build()
    assert built.code == 1
    assert not built.folder.exists()


def test_duplicate_question_is_reported(tmp_path: Path) -> None:
    built = make_site(tmp_path, {
        "docs/articles/a.md": article("/// faq | Is it *safe*?\nNo one knows [@ly2018].\n///\n", "A"),
        "docs/articles/b.md": article(
            "Text.\n\n/// faq | Is it safe\nNo [@ly2018].\n///\n\n/// faq | Is it lawful?\nNo [@ly2018].\n///\n", "B"
        ),
    }).build("--strict")
    assert (built.code, built.problems) == (1, [
        "docs/articles/b.md:12:1: duplicate-question: “Is it safe” is asked in docs/articles/a.md:10 too "
        "(ask it once, and link to it from the other place)"
    ])


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> Built:
    cases = load_cases("e2e/leaked_syntax")
    files: dict[str, str | bytes] = {"docs/cell.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
    files |= {f"docs/articles/{case.name}.md": article(case.source, case.name) for case in cases}
    return make_site(tmp_path_factory.mktemp("leaks"), files).build("--strict")


@each_case("e2e/leaked_syntax")
def test_leaked_syntax_is_reported_at_its_place(leaky: Built, case: Case) -> None:
    path = f"docs/articles/{case.name}.md"
    assert leaky.of(path) == case.problems(path, BODY_LINE - 1)


def test_page_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    text = article("Grüße.\n\nÜber Grüße.\n").encode("utf-8")
    half = text.replace("Über Grüße".encode(), "Über Gr".encode() + b"\xfc\xdfe")
    built = make_site(tmp_path, {"docs/articles/a.md": half}).build("--strict")
    assert (built.code, built.problems) == (1, [
        "docs/articles/a.md:12:8: not-utf8: this line holds bytes that are not UTF-8 (save the file as UTF-8)"
    ])


def test_replacement_character_in_source_is_valid(tmp_path: Path) -> None:
    """U+FFFD stands for bytes that could not be read; in a file that is UTF-8 it is only a character."""
    assert make_site(tmp_path, {"docs/articles/a.md": article("The sign \ufffd.")}).build("--strict").problems == []


def test_merge_conflict_in_page_stops_the_build(tmp_path: Path) -> None:
    """Such lines are Markdown: a heading and a quotation. As an example, between backticks, they may stand."""
    text = article("One.\n\n<<<<<<< HEAD\nTwo.\n=======\nTwo and more.\n>>>>>>> a branch\n")
    example = article("So:\n\n```\n<<<<<<< HEAD\n=======\n>>>>>>> a branch\n```\n", "An example")
    built = make_site(tmp_path, {"docs/articles/a.md": text, "docs/articles/b.md": example}).build("--strict")
    what = "is a conflict mark: git could not merge two versions"
    todo = "(keep the right version, and delete the lines with the marks)"
    assert (built.code, built.problems) == (1, [
        f"docs/articles/a.md:12:1: merge-conflict: “<<<<<<< HEAD” {what} {todo}",
        f"docs/articles/a.md:16:1: merge-conflict: “>>>>>>> a branch” {what} {todo}",
    ])


def test_citation_of_broken_entry_names_the_entry(tmp_path: Path) -> None:
    """Not to another work whose key looks like it: the fault is the entry's."""
    bib = BIB.replace("title = {Psychedelics promote structural and functional neural plasticity}", "title = {Half")
    built = make_site(tmp_path, {}, bib).build("--strict")
    assert built.code == 1
    assert built.of("docs/index.md") == [
        "docs/index.md:8:28: unknown-citation: the entry of “ly2018” cannot be read (correct it: bibliography.bib:1)"]


def test_missing_bibliography_is_reported(tmp_path: Path) -> None:
    text = HOME.replace(" [@ly2018; @shao2021]", "")
    site = make_site(tmp_path, {"docs/index.md": text}, settings="watch: []\n")
    (tmp_path / "bibliography.bib").unlink()
    built = site.build("--strict")
    assert built.code == 1
    assert built.problems == [
        "bibliography.bib:1:1: bib-syntax: the file cannot be read: there is no such file "
        "(put the bibliography at this path, or name another in mkdocs.yml)"
    ]
    assert "Traceback" not in built.output


def test_disabled_directory_urls_are_refused(tmp_path: Path) -> None:
    """The theme's links, the twins and the files beside an article all stand on them."""
    built = make_site(tmp_path, {}, settings="use_directory_urls: false\n").build()
    assert built.code == 1
    assert "use_directory_urls: every page of this site has an address that ends in a slash" in built.output
    assert "Traceback" not in built.output


def test_missing_citation_style_is_reported(tmp_path: Path) -> None:
    site = make_site(tmp_path, {}, settings="watch: []\n")
    (tmp_path / "references.csl").unlink()
    built = site.build("--strict")
    assert built.code == 1
    assert "plugins.bibtex.csl_file: there is no file “references.csl”" in built.output
    assert "Traceback" not in built.output


def test_symlinked_project_reports_relative_paths(tmp_path: Path) -> None:
    make_site(tmp_path / "real", {"docs/articles/one.md": article("[@nobody2020]")})
    (tmp_path / "link").symlink_to(tmp_path / "real")
    settings = str(tmp_path / "link" / "mkdocs.yml")
    built = run(["build", "--strict", "-f", settings], tmp_path, tmp_path / "real" / "site")
    assert [problem for problem in built.problems if "unknown-citation" in problem] == [
        f"docs/articles/one.md:10:2: unknown-citation: the bibliography has no “nobody2020” ({KNOWN})"
    ]


def test_generated_page_is_built_and_checked(tmp_path: Path) -> None:
    """Its faults are named as if it stood among the pages."""
    made = (
        "from mkdocs.structure.files import File\n"
        "def on_files(files, config):\n"
        "    text = '---\\ntitle: Made\\ndescription: M.\\n---\\n\\nText [@ly2018; @nobody2020].\\n'\n"
        "    files.append(File.generated(config, 'made.md', content=text))\n"
        "    return files\n"
    )
    settings = "hooks: [hooks/events.py, made.py]\n"
    built = make_site(tmp_path, {"made.py": made}, settings=settings).build()
    assert built.code == 0
    assert built.problems == [f"docs/made.md:6:16: unknown-citation: the bibliography has no “nobody2020” ({KNOWN})"]
    assert built.page("made").get_element_by_id("ref-ly2018") is not None


@pytest.mark.parametrize(("changed", "place", "shown"), [
    ("markdown.replace('First.\\n\\n', '')", "11:17", ["Is it so?", "It is", "Last"]),
    ("'Extra.\\n\\nMore.\\n\\n' + markdown", "17:17", ["Extra.", "First.", "Is it so?", "It is", "Last"]),
    ("'\\n\\nNo more [@nobody2020].'", "10:10", ["No more"]),
], ids=["cut", "added", "another"])
def test_text_changed_by_plugin_is_parsed_as_changed(
    tmp_path: Path, changed: str, place: str, shown: list[str]
) -> None:
    """Blocks stand where the plugin left them. Places are those of its text: where lines came from, nobody knows."""
    plugin = ("def on_page_markdown(markdown, page, config, files):\n"
              f"    return {changed} if page.file.src_uri == 'articles/a.md' else markdown\n")
    text = article("First.\n\n/// faq | Is it so?\nIt is [@ly2018; @nobody2020].\n///\n\nLast [@shao2021].\n")
    site = make_site(tmp_path, {"docs/articles/a.md": text, "plugin.py": plugin},
                     settings="hooks: [hooks/events.py, plugin.py]\n")
    for _ in range(2):
        built = site.build()
        assert [problem.split(": ")[:2] for problem in built.problems] == [
            [f"docs/articles/a.md:{place}", "unknown-citation"]]
        page = built.page("articles/a").get_element_by_id("content").text_content()
        assert [page.count(words) > 0 for words in shown] == [True] * len(shown)
        assert "///" not in page


def test_cached_page_that_a_plugin_changes(tmp_path: Path) -> None:
    """Its blocks, which the cache has, are read with it again."""
    plugin = "def on_page_content(html, page, config, files):\n    return html + {added!r}\n"
    page = article("/// faq | Is it so?\nIt is [@ly2018].\n///\n")
    site = make_site(tmp_path, {"docs/articles/a.md": page, "plugin.py": plugin.format(added=""),
                                "docs/questions/index.md": "---\ntemplate: listing.html\nblock: faq\ntitle: Questions\n"
                                                           "description: D.\n---\n"},
                     settings="hooks: [hooks/events.py, plugin.py]\n")
    for added in ("", "<p>More.</p>"):
        site.write({"plugin.py": plugin.format(added=added)})
        built = site.build()
        assert (built.code, built.problems) == (0, []), built.output
        assert ("More." in built.page("articles/a").text_content()) == bool(added)
        assert "It is" in built.page("questions").text_content()


def test_build_killed_between_renames_is_recovered(tmp_path: Path) -> None:
    site = make_site(tmp_path, {})
    assert site.build("--strict").code == 0
    before = snapshot(tmp_path / "site")
    (tmp_path / "site").rename(tmp_path / ".site.old")
    site.write({"docs/articles/one.md": ONE})
    assert site.build("--strict").code == 1
    assert snapshot(tmp_path / "site") == before


def test_problem_quoting_markup_is_reported_once(tmp_path: Path) -> None:
    """The mark that a preview shows in the place of two citations run together is no leak."""
    site = make_site(tmp_path, {"docs/articles/a.md": article("Text [@ly2018, @shao2021].\n")})
    assert [problem.split(": ")[1] for problem in site.build().problems] == ["citation-separator"]
