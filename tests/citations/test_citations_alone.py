"""Citations in plain Python-Markdown, and in programs that say which page they convert."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import tree, words
from fixture_cases import Case, each_case
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from sites import environment

from proofdesk.bibliography.pandoc import citeproc
from proofdesk.bibliography.pandoc.engine import format_with_plugin
from proofdesk.bibliography.pandoc.formatting import entries_of, format_with_pandoc
from proofdesk.bibliography.pandoc.style import read_style
from proofdesk.citations.alone import sources
from proofdesk.citations.alone.__main__ import main
from proofdesk.citations.render import NumberCitations
from proofdesk.common.errors import UserError

WORKS = """\
@article{hazel2016, author = {Hazel, Gerda and Leaf, Jon}, title = {Mulch and worms}, journal = {Journal of Beds},
  year = {2016}, volume = {12}, pages = {45--67}, doi = {10.1000/182}}
@book{stem2020, author = {Stem, Sam}, title = {Compost}, year = {2020}, publisher = {Spade},
  note = {ID: TN_12}}
@book{forum2021, author = {{Forum of Beds and Spades}}, title = {Loam}, year = {2021}, address = {Bonn and Ulm},
  publisher = {Forum of Beds and Spades}}
"""
BIB = "works.bib"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a bibliography, in which all pages are converted."""
    made = tmp_path_factory.mktemp("beds")
    (made / BIB).write_text(WORKS, encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def working_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Paths in the options are relative to the working folder where no program says what they are relative to."""
    monkeypatch.chdir(folder)
    yield


def converter(*extensions: str | Extension, **options: Any) -> Markdown:
    """Python-Markdown with citations by name."""
    stated = {"bib_file": BIB, **options}
    return Markdown(extensions=[*extensions, "proofdesk.citations"],
                    extension_configs={"proofdesk.citations": stated})


def problems(md: Markdown) -> list[str]:
    """What a program finds after a conversion."""
    return [str(problem) for problem in md.problems]  # type: ignore[attr-defined]


def texts(html: str, name: str) -> list[str]:
    """The words of each element of a class."""
    return [" ".join(element.text_content().split()) for element in tree(html).find_class(name)]


@each_case("citations/standalone")
def test_plain_python_markdown(case: Case) -> None:
    """Markdown in, a reader's words out, and the messages of a site of ours."""
    md = converter("toc", "attr_list", source_file="beds.md")
    html = md.convert(case.source)
    assert (words(html), problems(md)) == (case.expected["text"], case.problems("beds.md"))
    ids = tree(html).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree(html).xpath("//a[@class='citation']/@href")} <= set(ids)


def test_problems_are_logged_as_warnings(caplog: pytest.LogCaptureFixture) -> None:
    """Where nobody asks for them too."""
    converter().convert("No [@nope2020].")
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("proofdesk", "WARNING")
    assert record.getMessage().startswith("<text>:1:5: unknown-citation: the bibliography has no “nope2020”")


def test_strict_ends_the_conversion() -> None:
    """For programs that count no warnings."""
    with pytest.raises(UserError, match=r"page\.md:1:5: unknown-citation: .* no “nope2020”"):
        converter(strict=True, source_file="page.md").convert("No [@nope2020].")
    assert "[" in converter(strict=True).convert("Yes [@stem2020].")


@pytest.mark.parametrize(("options", "message"), [
    ({"bib_fil": "x.bib"}, "there is no option “bib_fil” (did you mean “bib_file”"),
    ({"bib_by_default": "often"}, "bib_by_default: “often” is neither true nor false (write one of the two)"),
    ({"csl_file": ["a.csl"]}, "csl_file: “['a.csl']” is no text (write it in quotation marks)"),
    ({"bib_file": [7]}, "bib_file: “7” is no text (write it in quotation marks)"),
])
def test_an_option_that_is_none(options: dict[str, Any], message: str) -> None:
    """Before any page is converted."""
    with pytest.raises(UserError) as error:
        converter(**options)
    assert str(error.value).startswith(f"proofdesk.citations: {message}")


def test_files_that_are_not_there() -> None:
    """Each is named once, and what cannot be found because of it is not."""
    md = converter(bib_file=["gone.bib", "https://example.org/all.bib"], csl_file="gone.csl")
    html = md.convert("A [@stem2020] b [@hazel2016].")
    at = "<options>:1:1: bad-settings: proofdesk.citations:"
    path = "or correct the path, which begins at the settings)"
    assert problems(md) == [
        f"{at} bib_file: there is no file “gone.bib” (put the bibliography there, {path}",
        f"{at} bib_file: “https://example.org/all.bib” is a web address, and no other site is asked while pages are "
        "made (download the file into the project, and name it here)",
        f"{at} csl_file: there is no file “gone.csl” (put the style there, {path}",
    ]
    assert texts(html, "citation-missing") == ["unknown reference: stem2020", "unknown reference: hazel2016"]
    md = converter(bib_file="", bib_dir="nowhere")
    md.convert("Text.")
    assert problems(md) == [f"{at} bib_dir: there is no .bib file in “nowhere” (put one there, {path}"]


def test_several_files_and_a_folder(tmp_path: Path) -> None:
    """Files come before those of a folder, and a changed file is read again."""
    library = tmp_path / "library" / "deep"
    library.mkdir(parents=True)
    (library / "b.bib").write_text("@misc{peat1999, author = {Peat, P.}, title = {Bog}, year = {1999}}\n", "utf-8")
    (tmp_path / "a.bib").write_text("@misc{clay2001, author = {Clay, C.}, title = {Pots}, year = {2001},\n", "utf-8")
    options = {"bib_file": [BIB, str(tmp_path / "a.bib")], "bib_dir": str(tmp_path / "library")}
    md = converter(**options)
    html = md.convert("[@peat1999] [@stem2020] [@clay2001].")
    assert texts(html, "citation-missing") == ["unknown reference: clay2001"]
    assert {problem.split(": ")[1] for problem in problems(md)} == {"unknown-citation", "unreadable-library"}
    (tmp_path / "a.bib").write_text("@misc{clay2001, author = {Clay, C.}, title = {Pots}, year = {2001}}\n", "utf-8")
    md = converter(**options)
    assert texts(md.convert("[@peat1999] [@clay2001]."), "reference__text") == ["Peat P. Bog. 1999.",
                                                                                "Clay C. Pots. 2001."]
    assert problems(md) == []


def test_faults_of_works_that_no_page_cites(tmp_path: Path) -> None:
    """An entry that cannot be read may hide others; a work that each list is to have may be none."""
    (tmp_path / "a.bib").write_text(f"{WORKS}@misc{{clay2001, author = {{Clay, title = {{Pots}}\n", "utf-8")
    md = converter(bib_file=str(tmp_path / "a.bib"), nocite="@stem2020, @sten2020, @clay2001")
    assert texts(md.convert("A [@hazel2016]."), "citations") == ["[1]"]
    at = "<options>:1:1: bad-settings: proofdesk.citations: nocite:"
    broken = "the brace that opens “author” is not closed (close it with })"
    assert [problem.replace(f"{tmp_path}/", "") for problem in problems(md)] == [
        f"a.bib:7:26: bib-syntax: the entry that begins on line 7 cannot be read: {broken}",
        f"{at} the bibliography has no “sten2020” (did you mean “stem2020”?)",
        f"{at} the entry of “clay2001” cannot be read (correct it: a.bib:7)",
    ]


def test_unknown_key_is_marked_in_the_pages_language() -> None:
    html = converter(lang="de").convert("Ein Satz [@hazle2016].")
    assert texts(html, "citation-missing") == ["unbekannte Quelle: hazle2016"]


def test_what_the_options_change() -> None:
    """The heading, the line at whose place the list stands, narrative citations, works that nobody cites."""
    html = converter(heading="Quellen", nocite=["@forum2021"]).convert("A [@stem2020].")
    assert tree(html).xpath("//h2/text()") == ["Quellen"] and len(texts(html, "reference")) == 2
    assert not tree(converter(heading="").convert("A [@stem2020].")).xpath("//h2")
    md = converter(bib_by_default=False, bib_command="::works::", enable_inline_citations=False)
    assert texts(md.convert("A [@stem2020]. @hazel2016 stays."), "reference") == []
    html = md.convert("A [@stem2020].\n\n::works::\n\nB.")
    assert [element.tag for element in tree(html)] == ["p", "section", "p"]
    assert texts(converter(nocite="@*").convert("None."), "reference__text")[2].startswith("Forum of Beds and Spades.")


def test_a_page_has_wishes_of_its_own() -> None:
    """At its top, as the extension of Python-Markdown reads it."""
    md = converter("meta")
    assert "[@stem2020]" in md.convert("citations: false\n\nLeft [@stem2020].")
    assert texts(md.convert("Read [@stem2020]."), "citations") == ["[1]"]
    assert len(texts(converter("meta").convert("nocite: @forum2021, @stem2020\n\nNone."), "reference")) == 2
    md = converter("meta")
    md.convert("nocite: @gone2021\n\nNone.")
    assert [problem.split(": ")[1] for problem in problems(md)] == ["unknown-citation"]


def test_evidence_is_shown_where_works_state_it(tmp_path: Path) -> None:
    """A bibliography that says nothing of it shows nothing, unless it is asked for."""
    assert texts(converter().convert("A [@stem2020]."), "reference__evidence") == []
    assert texts(converter(evidence=True).convert("A [@stem2020]."), "reference__evidence") == ["Not sorted yet · 2020"]
    (tmp_path / "m.bib").write_text("@misc{vole2001, author = {Vole, V.}, title = {Digging}, year = {2001},\n"
                                    "keywords = {species:mouse, design:animal-experiment}}\n", "utf-8")
    html = converter(bib_file=str(tmp_path / "m.bib")).convert("Voles dig [@vole2001].")
    assert texts(html, "below-people") == ["Voles dig [1]."]
    assert texts(converter(bib_file=str(tmp_path / "m.bib"), evidence=False).convert("[@vole2001]"), "evidence") == []


class Zensical(Extension):
    """What Zensical leaves in a converter, which it hands on to converters of parts of a page."""

    def __init__(self, root: Path, uri: str, **facts: Any) -> None:
        super().__init__()
        self.page = SimpleNamespace(path=uri, meta=facts)
        self.settings = {"root_dir": str(root), "docs_dir": "docs", "theme": {"language": "de"}}

    def extendMarkdown(self, md: Markdown) -> None:
        context: Any = Preprocessor(md)
        context.page, context.config, context.run = self.page, self.settings, lambda lines: lines
        md.preprocessors.register(context, "rendering_context", 0)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that another program publishes."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "zensical.toml").write_text("[project.markdown_extensions.proofdesk.citations]\n"
                                            'bib_file = "works.bib"\ncsl_file = "gone.csl"\n', "utf-8")
    (tmp_path / BIB).write_text(WORKS, encoding="utf-8")
    return tmp_path


def test_problems_have_the_places_of_the_file(site: Path) -> None:
    """Below the facts at its top, also if another plugin has changed the text; and in the settings."""
    page = site / "docs" / "beds.md"
    page.write_text("---\nnocite: '@gone2021'\n---\n\n# Beds\n\nOne.\n\nNo [@nope2020].\n", encoding="utf-8")
    found = "unknown-citation: the bibliography has no"
    for body in ("# Beds\n\nOne.\n\nNo [@nope2020].\n", "# Beds\n\nOne\nand two\nand three.\n\nNo [@nope2020].\n"):
        md = converter(Zensical(site, "beds.md", nocite="@gone2021"), csl_file="gone.csl")
        md.convert(body)
        faults = [problem.partition(" (")[0] for problem in problems(md) if problem.startswith("docs/")]
        assert faults == [f"docs/beds.md:2:10: {found} “gone2021”", f"docs/beds.md:9:5: {found} “nope2020”"]
        settings = [problem.partition(": there")[0] for problem in problems(md) if not problem.startswith("docs/")]
        assert settings == ["zensical.toml:3:1: bad-settings: proofdesk.citations: csl_file"]


class MkDocs(Extension):
    """What MkDocs leaves in a converter for links between pages."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        settings = {"docs_dir": str(root / "docs"), "plugins": {"search": None, "bibtex": None}}
        self.config: Any = type("Config", (dict,), {"config_file_path": str(root / "mkdocs.yml")})(settings)
        self.file = SimpleNamespace(abs_src_path=str(root / "docs" / "a.md"), src_uri="a.md", page=None)

    def extendMarkdown(self, md: Markdown) -> None:
        links: Any = Treeprocessor(md)
        links.file, links.config, links.run = self.file, self.config, lambda root: None
        md.treeprocessors.register(links, "relpath", 0)


def test_a_plugin_that_takes_citations_away(site: Path) -> None:
    """It was moved to the extensions and left among the plugins."""
    (site / "mkdocs.yml").write_text("plugins: [bibtex]\nmarkdown_extensions:\n  - proofdesk.citations\n", "utf-8")
    md = converter(MkDocs(site))
    md.convert("Text[^stem2020].")
    assert problems(md) == [
        "mkdocs.yml:3:5: bad-settings: proofdesk.citations: bib_file: the plugin bibtex rewrites citations before they "
        "are read here (take bibtex out of the plugins)"]
    md.convert("More.")
    assert problems(md) == [], "once in a build"


STYLE = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="{kind}" version="1.0">
  <info><title>Names</title><id>names</id><updated>2026-11-27T00:00:00+00:00</updated></info>
  <citation><layout prefix="(" suffix=")" delimiter="; ">
    <group delimiter=", "><names variable="author"><name form="short"/></names><text variable="locator"/></group>
  </layout></citation>
  <bibliography><layout><group delimiter=". "><names variable="author"/><text variable="title"/></group></layout>
  </bibliography>
</style>
"""


def test_pages_in_a_style_are_kept_for_the_next_build(site: Path) -> None:
    """The second build asks no Pandoc for them."""
    (site / "names.csl").write_text(STYLE.format(kind="in-text"), encoding="utf-8")
    pages = []
    for _ in range(2):
        sources._load.cache_clear()
        md = converter(Zensical(site, "beds.md"), csl_file="names.csl", nocite="@hazel2016")
        pages.append(md.convert("Dig [@stem2020, 3--4]."))
        assert problems(md) == []
    assert texts(pages[0], "citations") == ["(Stem, 3–4)"]
    assert texts(pages[0], "reference__text") == ["Sam Stem. Compost", "Gerda Hazel, Jon Leaf. Mulch and worms"]
    assert pages[0] == pages[1]
    numbers = md.treeprocessors["citation-numbers"]
    assert isinstance(numbers, NumberCitations)
    assert numbers.references.processor and numbers.references.processor._process is None


def test_a_work_that_pandoc_does_not_list(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and the page has numbers. This one has a note that Pandoc takes for its id."""
    monkeypatch.setattr(citeproc, "_FIELD_IN_NOTE", re.compile(r"(?!)"))
    md = converter(Zensical(site, "beds.md"), cache_dir="")
    assert texts(md.convert("Dig [@stem2020, p. 3]."), "citations") == ["[1, p. 3]"]
    assert [problem.partition(" (")[0] for problem in problems(md)] == [
        "docs/beds.md:1:1: bad-style: the style fails on this page: it shows nothing of “stem2020” in the list"]


def test_a_style_for_footnotes_is_named(site: Path) -> None:
    """And pages have numbers instead."""
    (site / "notes.csl").write_text(STYLE.format(kind="note"), encoding="utf-8")
    md = converter(Zensical(site, "beds.md"), csl_file="notes.csl")
    html = md.convert("Dig [@stem2020].")
    assert (texts(html, "citations"), texts(html, "reference__text")) == (["[1]"], ["Stem S. Compost. Spade; 2020."])
    assert [problem.partition(" (")[0] for problem in problems(md)] == [
        "notes.csl:1:1: bad-style: this style cannot be used: it puts references into footnotes, and an article has "
        "one list of references"]


def test_words_of_ours_are_in_the_language_of_the_page(site: Path) -> None:
    """That of the theme, unless the page states its own; English where there are no words in it."""
    for facts, word in (({}, "Quellen"), ({"lang": "en-GB"}, "References"), ({"lang": "tlh"}, "References")):
        html = converter(Zensical(site, "beds.md", **facts)).convert("Dig [@stem2020].")
        assert tree(html).xpath("//h2/text()") == [word]
    assert "References" in converter().convert("Dig [@stem2020].")


def test_an_option_states_the_language(site: Path) -> None:
    """It comes before that of the theme, and after that of the page; each language has its own list in its style."""
    for facts, word in (({}, "Références"), ({"lang": "es"}, "Referencias")):
        md = converter(Zensical(site, "beds.md", **facts), lang="fr")
        assert tree(md.convert("Dig [@stem2020].")).xpath("//h2/text()") == [word] and problems(md) == []
    plain = converter(lang="de")
    assert tree(plain.convert("Dig [@stem2020].")).xpath("//h2/text()") == ["Quellen"]
    md = converter(lang="tlh")
    assert "References" in md.convert("Dig [@stem2020].")
    assert [problem.partition(" (")[0] for problem in problems(md)] == [
        "<options>:1:1: bad-settings: proofdesk.citations: lang: “tlh” is the code of no language"]


class Docstring(Extension):
    """A part of a page that is converted by itself, whose ids get a prefix, as mkdocstrings does both."""

    def __init__(self, outer: Zensical, text: str) -> None:
        super().__init__()
        self.outer, self.text = outer, text

    def extendMarkdown(self, md: Markdown) -> None:
        preprocessor: Any = Preprocessor(md)
        preprocessor.run = self.convert
        md.preprocessors.register(preprocessor, "docstrings", -15)
        self.md = md

    def convert(self, lines: list[str]) -> list[str]:
        inner = converter(self.outer)
        return [self.md.htmlStash.store(inner.convert(self.text)), "", *lines]


def test_a_part_of_a_page_shares_its_list(site: Path) -> None:
    """Its numbers go on on the page, and nothing stands there twice."""
    (site / "docs" / "code.md").write_text("Then [@stem2020; @hazel2016].\n", encoding="utf-8")
    outer = Zensical(site, "code.md")
    md = converter(outer, Docstring(outer, "Dig as @hazel2016 did. No [@nope2020]."))
    html = md.convert("Then [@stem2020; @hazel2016].\n")
    assert texts(html, "citations") == ["[1]", "[unbekannte Quelle: nope2020]", "[1, 2]"]
    assert tree(html).xpath("//li[@class='reference']/@id") == ["ref-hazel2016", "ref-stem2020"]
    ids = tree(html).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree(html).xpath("//a[starts-with(@href, '#')]/@href")} <= set(ids)
    assert [problem.split(":")[0] for problem in problems(md)] == ["docs/code.md"]


def test_nothing_of_a_publisher_is_loaded() -> None:
    """Neither by the names of the rooms nor by a page."""
    script = f"""
import sys
import proofdesk.citations, proofdesk.blocks
rooms = set(sys.modules)
import markdown
md = markdown.Markdown(extensions=["proofdesk.citations", "proofdesk.blocks"],
                       extension_configs={{"proofdesk.citations": {{"bib_file": "{BIB}"}}}})
assert "Compost" in md.convert("A [@stem2020].")
heavy = ("mkdocs", "material", "mkdocs_bibtex", "properdocs", "zensical", "proofdesk.desk", "proofdesk.build")
print([name for name in sys.modules if name.startswith(heavy)])
print([name for name in rooms if name.split(".")[0] in ("markdown", "pymdownx", "pydantic", "lxml", "jinja2", "yaml")])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", env=environment(),
                          timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("[]\n[]\n", "")


def test_plugin_and_pandoc_format_alike() -> None:
    """A build formats through mkdocs-bibtex, and what has not loaded it without."""
    text = WORKS.replace("hazel2016", "w0").replace("stem2020", "w1").replace("forum2021", "w2")
    style = read_style(sources._OWN_STYLE)
    alone = entries_of(format_with_pandoc(text, style))
    assert format_with_plugin(text, ["w0", "w1", "w2"], style) == alone and len(alone) == 3


def test_style_and_script_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They need no theme: each name that the style uses has a value in it."""
    assert main([str(tmp_path / "assets")]) == 0
    assert "extra_css:" in capsys.readouterr().out
    css = (tmp_path / "assets" / "citations.css").read_text(encoding="utf-8")
    used = {part.partition(")")[0].partition(",")[0] for part in css.split("var(")[1:]}
    assert {name for name in used if not name.startswith("--md-")} <= {
        line.partition(":")[0].strip() for line in css.splitlines() if line.strip().startswith("--")}
    assert ":is(.md-typeset, html) .citation" in css
    assert "document$.subscribe(start)" in (tmp_path / "assets" / "citations.js").read_text(encoding="utf-8")
    assert (main([]), main(["--help"])) == (2, 0)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main([str(tmp_path / "file")]) == 2


def test_page_without_a_text_has_no_problems() -> None:
    md = converter()
    assert (md.convert("\n"), md.problems) == ("", [])
    md.convert("Words [@nobody].")
    assert len(md.problems) == 1
    md.reset().convert("")
    assert md.problems == []


def test_names_of_cited_works_are_checked(tmp_path: Path) -> None:
    (tmp_path / "names.bib").write_text(
        "@book{three, author = {Ann Leaf, Bo Hazel, Cy Stem, Di Root}, title = {T}, year = {2020}}\n", encoding="utf-8")
    md = converter(bib_file=str(tmp_path / "names.bib"))
    md.convert("Beds [@three].")
    (problem,) = md.problems
    assert str(problem).endswith(
        "names.bib:1:14: bad-name: “Ann Leaf, Bo Hazel, Cy Stem, Di Root” has too many commas to be a name "
        "(write each name as `Family, Given` and put “and” between names)")


@pytest.mark.parametrize("written", ["[@hazel2016, p.\\ 3]", "[@hazel2016, p. 3]"])
def test_space_of_latex_within_a_citation(written: str) -> None:
    assert words(converter().convert(f"Beds {written}.")).startswith("Beds [1 (p. 3)].")
