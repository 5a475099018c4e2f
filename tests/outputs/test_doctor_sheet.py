"""The sheet of an article that a reader takes to a doctor: what stands on it, and where it is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_cases import Case, each_case, load_cases
from lxml.html import HtmlElement
from sites import SITE_DATA, Built, article, make_site

pytestmark = pytest.mark.build

HARMS = """\
- id: bladder
  substances: [ketamine]
  harm: Bladder damage
  kind: lasting
  who: People who took it for years
  often: Nobody knows how often
  certainty: low
  because: There are reports only
  limits: how often it happens
  do: See a doctor
  ask: Is my bladder well?
  keys: [ly2018]
- id: lithium
  substances: [psilocybin, lsd]
  harm: Fits with lithium
  kind: interaction
  who: Reports that people wrote online
  of: 62 reports
  often: A fit in 47% [@shao2021]
  certainty: very-low
  because: Nobody checked the reports
  limits: how often it happens
  do: Do not mix them
  ask: If I take lithium, what could LSD do to me?
  keys: [ly2018]
- id: overheating
  substances: [mdma]
  harm: Overheating
  kind: serious
  who: People at parties
  often: Nobody knows how often
  certainty: low
  because: There are reports only
  limits: how often it happens
  do: See a doctor
  keys: [ly2018]
"""
SITE = SITE_DATA + "ask: [What happens if we wait?]\ntell: [Every medicine that I take]\n"
SAFETY = "---\ntitle: Safety\ndescription: Harms and mixes.\n---\n\nCall first [@ly2018].\n\n<!-- harms -->\n"
URL = "https://example.org/window/"


def page(text: str) -> str:
    return article(text).replace("topics:", "ask: [Is this page about me?]\ntopics:")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with an article for each fixture."""
    articles: dict[str, str | bytes] = {
        f"docs/articles/{case.name}.md": page(case.source).replace("A page", case.name)
        for case in load_cases("outputs/doctor_sheet")}
    site = make_site(tmp_path_factory.mktemp("sheets") / "site", {
        "harms.yml": HARMS, "site.yml": SITE, "docs/safety/index.md": SAFETY, **articles})
    built = site.build("--strict", env={"SITE_URL": URL})
    assert (built.code, built.problems) == (0, [])
    return built


def lines_of(sheet: HtmlElement) -> list[str]:
    """What a sheet says between its head and its place, one line for each paragraph, item, term or row."""
    found = sheet.xpath("//p[@class='sheet__note'] | //section[not(@class='sheet__where')]//*[self::h2 or self::p or "
                        "self::dt or self::dd[not(p)] or self::dd/p or self::li[not(p)] or self::tr]")
    inside = [each for each in found if each.xpath("ancestor::*[@class='sheet']")]
    return list(dict.fromkeys(" ".join(each.text_content().split()) for each in inside))


@each_case("outputs/doctor_sheet")
def test_sheet_says(built: Built, case: Case) -> None:
    assert lines_of(built.page(f"articles/{case.name}/doctor")) == case.lines("text")


def test_sheet_says_where_it_comes_from(built: Built) -> None:
    sheet = built.page("articles/everything/doctor")
    assert sheet.xpath("//link[@rel='canonical']/@href") == [f"{URL}articles/everything/"]
    where = " ".join(sheet.find_class("sheet__where")[0].text_content().split())
    assert f"{URL}articles/everything/" in where and f"{URL}safety/" in where
    assert "checked again by 21 November 2027" in where
    who = sheet.xpath("//header[@class='sheet__head']/p[contains(@class, 'sheet__who')]")[0]
    assert "Nobody is named as its reviewer." in who.text_content(), "before all that a doctor reads"
    assert "last checked on 21 November 2026" in sheet.find_class("sheet__facts")[0].text_content()


def test_article_ends_with_the_way_to_its_sheet(built: Built) -> None:
    link = built.page("articles/everything").find_class("to-doctor__link")[0]
    assert link.get("href") == "doctor/"
    assert "articles/everything/doctor" not in (built.folder / "sitemap.xml").read_text(encoding="utf-8")


def test_sheet_follows_the_harms(tmp_path: Path) -> None:
    """Its questions too, where the editors wrote none. A site may have no harms and no questions."""
    site = make_site(tmp_path, {"docs/articles/a.md": article("On LSD [@shao2021] [@ly2018].\n")})
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, [])
    assert lines_of(built.page("articles/a/doctor")) == [
        "Information, not advice. Do not stop or change a medicine because of what you read here."]
    harms = HARMS.replace("  ask: If I take lithium, what could LSD do to me?\n", "")
    built = site.write({"harms.yml": harms, "docs/safety/index.md": SAFETY}).build("--strict")
    assert (built.code, built.problems) == (0, [])
    assert "Fits with lithium: could this concern me?" in lines_of(built.page("articles/a/doctor"))
    built = site.write({"harms.yml": harms.replace("Do not mix", "Never mix")}).build("--strict")
    assert "Never mix them." in built.html("articles/a/doctor")


def test_sheet_names_a_harm_of_each_drug(tmp_path: Path) -> None:
    """However many harms of another drug are graver or come first; the rest is counted."""
    overheating = HARMS[HARMS.index("- id: overheating"):]
    many = "".join(overheating.replace("heating", f"heating{n}") for n in range(60))
    harms = many + HARMS.replace("kind: lasting", "kind: serious")
    site = make_site(tmp_path, {"harms.yml": harms, "docs/safety/index.md": SAFETY,
                                "docs/articles/a.md": article("On MDMA, then ketamine [@ly2018].\n")})
    said = lines_of(site.build("--strict").page("articles/a/doctor"))
    assert "Ketamine: Bladder damage." in said
    assert any(line.startswith("And ") and line.endswith(" more.") for line in said)
