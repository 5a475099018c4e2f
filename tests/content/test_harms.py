"""The list of harms: read and checked with the place of each fault, and shown on its page and on articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import KINDS, SITE, WORKS, tree
from fixture_cases import Case, each_case
from lxml.html import HtmlElement
from markdown import Markdown
from sites import BIB, Site, article, make_site, run

from proofdesk.bibliography.references import References
from proofdesk.blocks.extension import BlocksExtension
from proofdesk.citations.extension import CitationsExtension
from proofdesk.common.source_text import SourceText
from proofdesk.content.document import ConversionContext, Document
from proofdesk.content.harms.elements import box
from proofdesk.content.harms.entries import Harms, load_harms, refuse_uncitable
from proofdesk.content.harms.extension import HarmsExtension
from proofdesk.site.pipeline import is_article

TRIAL = r"""
@article{trial2022, author = {Good, Ann and Brown, Bo}, title = {Trial}, journal = {J}, year = {2022},
  keywords = {species:human, design:rct}, x-harms = {headache in most}}
@article{silent2020, author = {Still, Cy}, title = {Silent}, journal = {J}, year = {2020},
  keywords = {species:human, design:rct}, x-harms = {not stated: the abstract names none}}
@article{mute2020, author = {Mute, Di}, title = {Mute}, journal = {J}, year = {2020},
  keywords = {species:human, design:rct}, x-harms = {not stated}}
"""
HARMS = """\
- id: lithium
  substances: [psilocybin, lsd]
  harm: Fits with lithium
  kind: interaction
  who: Reports that people wrote online
  of: 62 reports
  often: A fit in 47% [@ly2018]
  certainty: very-low
  because: Nobody checked the reports
  limits: how often it happens
  do: Do not mix them
  keys: [shao2021, ly2018]
  also: [shrooms and lithium]
- id: suicidal
  substances: [psilocybin]
  harm: Suicidal thoughts
  kind: serious
  who: People with depression
  of: 233 people
  often: Suicidal thoughts in every group
  certainty: low
  because: One trial
  limits: the cause
  do: Tell the team
  keys: [trial2022]
- id: pregnancy
  substances: [psychedelics, psilocybin]
  harm: Pregnancy
  kind: unstudied
  who: We found no study
  often: Nobody knows
  certainty: very-low
  because: There is no study
  limits: anything
  do: Ask a midwife
"""
SAFETY = "---\ntitle: Safety\ndescription: Harms.\n---\n\n## Harms\n\n<!-- harms -->\n\nMore.\n"
Show = Callable[..., HtmlElement]


def read(tmp_path: Path, text: str, references: References) -> tuple[Harms, list[str]]:
    file = tmp_path / "harms.yml"
    file.write_text(text, encoding="utf-8")
    harms, problems = load_harms(file, "harms.yml", SITE.harmful)
    return harms, [str(each) for each in (*problems, *refuse_uncitable(harms, file, "harms.yml", references))]


@each_case("content/harms_faults")
def test_bad_harm_is_reported_and_others_remain(
    tmp_path: Path, references_of: Callable[[str], References], case: Case
) -> None:
    harms, problems = read(tmp_path, case.source, references_of(WORKS))
    expected = case.problems("harms.yml")
    assert len(problems) == len(expected)
    assert all(found.startswith(wanted) for found, wanted in zip(problems, expected, strict=True)), problems
    assert ("sound" in [harm.id for harm in harms.entries]) == ("id: sound" in case.source)


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n"])
def test_empty_list_shows_nothing_and_is_no_fault(
    tmp_path: Path, references_of: Callable[[str], References], text: str
) -> None:
    assert read(tmp_path, text, references_of(WORKS)) == (Harms(substances=SITE.harmful), [])


def test_missing_list_is_no_fault(tmp_path: Path) -> None:
    assert load_harms(tmp_path / "harms.yml", "harms.yml") == (Harms(), [])


def test_link_to_nothing_in_place_of_a_list_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "harms.yml").symlink_to("nowhere.yml")
    _, (problem,) = load_harms(tmp_path / "harms.yml", "harms.yml")
    assert str(problem).startswith("harms.yml:1:1: bad-harms: the list cannot be read")


@pytest.fixture
def show(tmp_path: Path, references_of: Callable[[str], References]) -> Show:
    """Convert a page of a site with the list above, and return it as a browser reads it."""
    references = references_of(WORKS + TRIAL)
    harms, problems = read(tmp_path, HARMS, references)
    assert problems == []

    def convert(markdown: str, uri: str = "articles/page.md", topics: list[str] | None = None) -> HtmlElement:
        current = ConversionContext()
        extensions = [BlocksExtension(KINDS, current), CitationsExtension(references, current),
                      HarmsExtension(harms, "docs/safety/index.md", references, is_article, current)]
        converter = Markdown(extensions=["tables", "toc", *extensions])
        document = Document(SourceText(f"docs/{uri}", markdown), uri, {"topics": topics or []})
        return tree(current.convert(document, lambda: converter.convert(document.source.body)))

    return convert


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_page_of_harms_lists_each_harm_once(show: Show) -> None:
    page = show(SAFETY, "safety/index.md")
    assert [words(each) for each in page.xpath("//h2 | //h3")] == ["Harms", "Any psychedelic", "Psilocybin", "LSD",
                                                                   "References"]
    assert page.xpath("//tr/@id") == ["harm-pregnancy", "harm-lithium", "harm-suicidal"]
    (row,) = page.xpath("//tr[@id='harm-lithium']")
    assert [words(cell) for cell in row] == [
        "Fits with lithium Dangerous or untested mix. Psilocybin, LSD.",
        "A fit in 47% [1]. Out of 62 reports. Studied: Reports that people wrote online. [2]",
        "Do not mix them. Also asked: shrooms and lithium.",
        "Very low certainty. Nobody checked the reports. It cannot show: how often it happens.",
    ]
    assert row.xpath(".//a/@data-key") == ["ly2018", "shao2021"]
    assert page.xpath("//*[@class='harms']/following-sibling::p/text()") == ["More."]
    assert page.xpath("//p[@class='harms__elsewhere'][contains(., 'Fits')]/a/@href") == ["#harm-lithium"]


def test_page_of_harms_cites_each_work_of_the_list(show: Show) -> None:
    page = show(SAFETY, "safety/index.md")
    assert page.xpath("//section[@class='references']//li/@id") == ["ref-ly2018", "ref-shao2021", "ref-trial2022"]


def test_list_ends_the_page_without_its_comment(show: Show) -> None:
    page = show("## Harms\n\nText.\n", "safety/index.md")
    assert [each.tag for each in page][:3] == ["h2", "p", "div"]


def test_comment_means_nothing_on_another_page(show: Show) -> None:
    page = show("<!-- harms -->\n\nText.\n", "about/index.md")
    assert not page.xpath("//*[@class='harms'] | //*[@class='harms-box']")


def test_article_has_a_box_on_its_drugs_below_its_first_block(show: Show) -> None:
    page = show("/// points | In short\n- A point. [@ly2018]\n///\n\nText on LSD.\n\n## More\n\nText.\n")
    assert [each.tag for each in page][:3] == ["section", "section", "p"]
    (box,) = page.xpath("//section[@class='harms-box']")
    assert [words(each) for each in box.xpath(".//dt")] == ["Any psychedelic", "LSD"]
    assert [words(each) for each in box.xpath(".//dd")] == ["Pregnancy", "Fits with lithium"]
    assert box.xpath(".//@href") == ["../safety/index.md#harm-pregnancy", "../safety/index.md#harm-lithium",
                                     "../safety/index.md"]


def test_harms_of_one_name_are_told_apart_by_their_drug(
    tmp_path: Path, references_of: Callable[[str], References]
) -> None:
    """In a list of a page's links as a screen reader gives it."""
    harms, _ = read(tmp_path, HARMS.replace("Fits with lithium", "Pregnancy"), references_of(WORKS + TRIAL))
    shown = box(harms, harms.substances.by_name.values(), "page")
    assert shown is not None
    links = {(link.text, link.get("href"), link.get("aria-label")) for link in shown.iter("a")}
    assert {(href, heard) for text, href, heard in links if text == "Pregnancy"} == {
        ("page#harm-pregnancy", "Pregnancy: Any psychedelic"), ("page#harm-lithium", "Pregnancy: Psilocybin")}
    assert all(heard is None for text, _, heard in links if text != "Pregnancy")


def test_box_without_a_first_block_stands_above_the_first_heading(show: Show) -> None:
    page = show("Text.\n\nMore.\n\n## A heading\n\nText.\n", topics=["psilocybin"])
    assert [each.tag for each in page][:4] == ["p", "p", "section", "h2"]
    assert [words(each) for each in page.xpath("//dd")] == ["Pregnancy", "Fits with lithium · Suicidal thoughts"]


def test_article_on_nothing_listed_has_no_box(show: Show) -> None:
    assert not show("Text on ketamine.\n").xpath("//*[@class='harms-box'] | //*[@class='harms-here']")


def test_article_ends_with_the_harms_of_its_trials(show: Show) -> None:
    page = show("It fell [@trial2022; @silent2020; @mute2020; @ly2018].\n")
    (section,) = page.xpath("//section[@class='harms-here']")
    assert [words(item) for item in section.xpath(".//li")] == [
        "Suicidal thoughts (Psilocybin). Suicidal thoughts in every group. Out of 233 people. Studied: People with "
        "depression. [1]",
        "Still, 2020 [2]: harms not stated; the abstract names none.",
    ]
    assert section.getnext().get("class") == "references"


@pytest.mark.parametrize(
    ("text", "drugs"),
    [("MDMA and ketamine", ["mdma", "ketamine"]), ("Magic mushrooms", ["psychedelics", "psilocybin"]),
     ("5-MeO-DMT", ["psychedelics", "dmt"]), ("Esketamine", ["esketamine"]), ("an acid test, pMDMAx", []),
     ("Psychedelics", ["psychedelics"]), ("Ibogaine", ["ibogaine"])],
)
def test_drugs_of_a_text_are_found_by_their_names(text: str, drugs: list[str]) -> None:
    assert list(map(str, SITE.harmful.spoken_of(text, []))) == drugs


def site(tmp_path: Path, files: dict[str, str | bytes]) -> Site:
    return make_site(tmp_path / "site", {"harms.yml": HARMS, **files}, BIB + TRIAL)


@pytest.mark.build
def test_built_article_leads_to_each_harm(tmp_path: Path) -> None:
    built = site(tmp_path, {
        "docs/safety/index.md": SAFETY, "docs/articles/a.md": article("On psilocybin [@shao2021].")}).build("--strict")
    assert (built.code, built.problems) == (0, [])
    (box,) = built.page("articles/a").find_class("harms-box")
    # Who goes from heading to heading, or by the contents, meets it.
    assert box.xpath("./h2[@id='known-harms']/text()") == ["What can go wrong"]
    assert built.page("articles/a").xpath("//nav//a[@href='#known-harms']")
    links = box.xpath(".//a[not(@class='headerlink')]/@href")
    assert links == ["../../safety/#harm-pregnancy", "../../safety/#harm-lithium", "../../safety/#harm-suicidal",
                     "../../safety/"]
    ids = set(built.page("safety").xpath("//@id"))
    assert {link.partition("#")[2] for link in links} - {""} <= ids


@pytest.mark.build
def test_list_that_no_page_shows_is_reported(tmp_path: Path) -> None:
    assert site(tmp_path, {}).build("--strict").problems == [
        "harms.yml:1:1: bad-harms: no page shows these harms: there is no docs/safety/index.md (write that page, with "
        "a line `<!-- harms -->` where the list is to stand)"]


@pytest.mark.build
def test_desk_check_names_a_bad_harm(tmp_path: Path) -> None:
    faulty = HARMS.replace("[trial2022]", "[trial2202]")
    root = site(tmp_path, {"docs/safety/index.md": SAFETY, "harms.yml": faulty}).root
    said = run(["check"], root, root, program="proofdesk.desk")
    assert said.code != 0
    expected = "harms.yml:25:10: unknown-citation: the bibliography has no “trial2202” (did you mean “trial2022”?)"
    assert expected in said.output.splitlines()


@pytest.mark.build
def test_retracted_work_of_a_harm_is_placed_in_the_list(tmp_path: Path) -> None:
    retracted = TRIAL.replace("x-harms = {headache in most}}", "x-retracted = {2024-01-01}}")
    files: dict[str, str | bytes] = {"harms.yml": HARMS, "docs/safety/index.md": SAFETY}
    (problem,) = make_site(tmp_path / "site", files, BIB + retracted).build("--strict").problems
    assert "retracted-work: “trial2022” was retracted" in problem and "it is cited in harms.yml:25" in problem


@pytest.mark.build
def test_desk_names_the_list_among_what_cites_a_work(tmp_path: Path) -> None:
    root = site(tmp_path, {"docs/safety/index.md": SAFETY}).root
    said = run(["check", "--affected", "trial2022"], root, root, program="proofdesk.desk")
    assert said.output.splitlines() == ["harms.yml:25:10: cites “trial2022”", "1 page cites “trial2022”."]
