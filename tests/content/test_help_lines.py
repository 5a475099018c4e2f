"""The help lines: each with its source, its day and how it was seen, in the same place on every page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import lxml.html
import pytest
from sites import ROOT, Built, make_site, pages_of, sample_site

from proofdesk.content.help_lines import HelpLines, load_help_lines, needs_of
from proofdesk.content.markup import TEMPLATE_IDS
from proofdesk.content.site_data import SiteData
from proofdesk.content.site_data.needs import Need

__all__ = ["sample_site"]

LINE = """\
- need: danger
  where: United Kingdom
  call: "999"
  sources: [{name: NHS, url: "https://www.nhs.uk/"}]
  taken: 2026-11-22
  how: stored-copy
"""
# Every number that was seen on its line's own page, or on a stored copy of it, in November 2026. A new one is added
# here when someone has seen it there, never because a test asks for it.
SEEN = {"112", "911", "999", "000", "111", "0800764766", "116123", "988", "6234737433", "18002221222"}


@pytest.fixture(autouse=True)
def _fixed_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795348800")  # 22 November 2026


def read(tmp_path: Path, text: str) -> tuple[HelpLines, list[str]]:
    file = tmp_path / "safety.yml"
    file.write_text(text, encoding="utf-8")
    safety, problems = load_help_lines(file, "safety.yml")
    return safety, [str(problem) for problem in problems]


def test_valid_help_line_is_read(tmp_path: Path) -> None:
    safety, problems = read(tmp_path, LINE)
    assert problems == []
    (line,) = safety.emergency
    assert (line.where, line.dial, line.taken, line.how.label) == (
        "United Kingdom", "tel:999", date(2026, 11, 22), "stored copy")


def test_called_line_takes_the_caveat_away(tmp_path: Path) -> None:
    assert read(tmp_path, LINE)[0].uncalled
    assert not read(tmp_path, LINE.replace("stored-copy", "call"))[0].uncalled


def test_each_need_can_be_linked() -> None:
    """A page may link to a need's lines, and no heading takes the place of one."""
    assert {need.anchor for need in needs_of(None)} <= TEMPLATE_IDS and len(Need) == len(needs_of(None))


def test_a_site_lists_needs_of_its_own(tmp_path: Path) -> None:
    settings = SiteData.model_validate({"help-lines": {"needs": {
        "breathing": {"title": "If somebody cannot breathe", "emergency": True}, "eating": "If eating has become hard",
        "crisis": None}}}).help_lines
    text = LINE.replace("danger", "breathing") + LINE.replace("danger", "eating")
    (tmp_path / "safety.yml").write_text(text + LINE, encoding="utf-8")
    safety, problems = load_help_lines(tmp_path / "safety.yml", "safety.yml", settings)
    assert [str(problem).partition(" (")[0] for problem in problems] == [
        "safety.yml:13:1: bad-safety: need: “danger” is none of breathing, eating, crisis"]
    assert [(need.label, need.anchor, len(lines)) for need, lines in safety.needs] == [
        ("If somebody cannot breathe", "help-breathing", 1), ("If eating has become hard", "help-eating", 1)]
    assert [line.need for line in safety.emergency] == ["breathing"]
    assert safety.usual and safety.usual.label == "In a crisis, or thinking about suicide"


FAULTS = [
    (LINE.replace('"999"', '"call us"'),
     "safety.yml:3:1: bad-safety: call: “call us” is no number to call, which has "),
    (LINE.replace("  taken: 2026-11-22\n", ""), "safety.yml:1:1: bad-safety: an item does not state its taken "),
    (LINE.replace("  how: stored-copy\n", ""), "safety.yml:1:1: bad-safety: an item does not state its how "),
    (LINE.replace("2026-11-22", "2999-01-01"), "safety.yml:5:1: bad-safety: taken: 1 January 2999 is in the future "),
    (LINE.replace("2026-11-22", "soon"), "safety.yml:5:1: bad-safety: taken: "),
    (LINE.replace("stored-copy", "trusted"),
     "safety.yml:6:1: bad-safety: how: “trusted” is none of public-list, stored-copy, own-page, call "),
    (LINE.replace("stored-copy", "public-list"),
     "safety.yml:6:1: bad-safety: how: a number must stand on the line’s own page, and a public list is not that "),
    (LINE.replace('  sources: [{name: NHS, url: "https://www.nhs.uk/"}]\n', ""),
     "safety.yml:1:1: bad-safety: an item does not state its sources "),
    (LINE.replace('[{name: NHS, url: "https://www.nhs.uk/"}]', "[]"), "safety.yml:4:1: bad-safety: sources: "),
    (LINE.replace("https://www.nhs.uk/", "javascript:alert(1)"), "safety.yml:4:1: bad-safety: sources.url: "),
    (LINE.replace("danger", "fun"),
     "safety.yml:1:1: bad-safety: need: “fun” is none of danger, poison, crisis, afterwards, abuse "),
    (LINE.replace('  call: "999"\n', ""),
     "safety.yml:1:1: bad-safety: no line says whom to call when a life is in danger "),
    (LINE.replace("danger", "crisis"),
     "safety.yml:1:1: bad-safety: no line says whom to call when a life is in danger "),
    ("need: danger\n", "safety.yml:1:1: bad-safety: the file does not hold a list "),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_bad_help_line_is_reported_at_its_place(tmp_path: Path, text: str, expected: str) -> None:
    _, problems = read(tmp_path, text)
    assert len(problems) == 1 and problems[0].startswith(expected), problems


@pytest.mark.build
def test_line_stated_twice_is_named(tmp_path: Path) -> None:
    _, problems = read(tmp_path, LINE + LINE.replace("United Kingdom", "Ireland") + LINE)
    assert problems == ["safety.yml:13:1: bad-safety: the line for United Kingdom is there already, in line 1, and "
                        "every page would show both (delete one of the two)"]


def test_stale_help_line_warns_and_does_not_stop(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {})
    (site.root / "safety.yml").unlink()
    site.write({"safety.yml": LINE.replace("2026-11-22", "2026-05-01")})
    built = site.build("--strict")
    assert built.code == 0, built.output
    assert ("safety.yml:1:1: stale-safety: the line for United Kingdom was last compared with its source on 1 May 2026"
            in built.output)


@pytest.mark.build
def test_missing_emergency_number_stops_the_build(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {})
    (site.root / "safety.yml").unlink()
    built = site.write({"safety.yml": LINE.replace("danger", "crisis")}).build("--strict")
    assert built.code != 0
    assert not built.folder.exists()


@pytest.fixture(scope="module")
def pages(sample_site: Built) -> dict[str, lxml.html.HtmlElement]:
    assert sample_site.code == 0, sample_site.output
    return pages_of(sample_site.folder)


@pytest.mark.build
def test_every_page_has_the_same_help_block(pages: dict[str, lxml.html.HtmlElement]) -> None:
    words = set()
    for path, page in pages.items():
        (block,) = page.xpath('//section[@id="help-now"]')
        words.add(" ".join(block.text_content().split()))
        (following,) = block.xpath("following-sibling::*[1]")
        assert following.get("class") == "site-footer", path
        (line,) = page.find_class("help-line")
        assert " ".join(line.text_content().split()) == (
            "In danger? Call 112 (EU), 911 (US, CA), 999 (UK), 000 (AU) or 111 (NZ). Other help"), path
        assert line.xpath('.//a[@href="#help-now"]'), path
    assert len(words) == 1
    assert len(pages) >= 12


@pytest.mark.build
def test_help_block_starts_with_the_most_urgent(
    pages: dict[str, lxml.html.HtmlElement]
) -> None:
    (block,) = pages["index.html"].xpath('//section[@id="help-now"]')
    said = " ".join(block.text_content().split())
    order = ["life is in danger", "took too much", "thinking about suicide", "psychedelic experience is hard",
             "crossed a line", "illegal in most places", "Not medical advice."]
    places = [said.find(words) for words in order]
    assert -1 not in places and places == sorted(places), dict(zip(order, places, strict=True))


@pytest.mark.build
def test_all_needs_are_seen_before_their_lines(pages: dict[str, lxml.html.HtmlElement]) -> None:
    """On a phone; only the emergency numbers stand open."""
    first, *others = pages["index.html"].find_class("need")
    assert first.get("id") == "help-danger" and first.find("details") is None and len(others) == 4
    for need in others:
        (fold,) = need.findall("details")
        assert need[0] is fold and fold.get("open") is None
        assert fold.find("summary")[0].get("class") == "need__title" and fold.find("ul") is not None


@pytest.mark.build
def test_help_lines_say_where_how_and_when_seen(
    pages: dict[str, lxml.html.HtmlElement]
) -> None:
    for page in (pages["index.html"], pages["about/help/index.html"]):
        lines = page.xpath('//ul[@class="need__lines"]/li')
        assert len(lines) >= 15
        for line in lines:
            assert line.xpath('.//a[starts-with(@href, "http")]'), line.text_content()
            assert not re.search(r"[.?!]\.", line.text_content()), "a name such as “Need to talk?” ends its sentence"
            (how,) = line.find_class("need__source")
            assert re.search(r"\((public list|stored copy|own page|called), \d+ November 2026\)\.$", how.text_content())
            assert how.xpath(".//time/@datetime")
        (origin,) = page.find_class("needs__origin")
        assert "We have not called these numbers." in origin.text_content()
        calls = {href.removeprefix("tel:") for href in page.xpath('//a[starts-with(@href, "tel:")]/@href')}
        assert calls == SEEN


@pytest.mark.content
def test_phone_numbers_occur_only_in_help_lines() -> None:
    """A number that stands in one place can be corrected in one place."""
    texts = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "overrides").rglob("*.html"),
             *(ROOT / "proofdesk").rglob("*.html")]
    found = [
        file.relative_to(ROOT).as_posix()
        for file in texts
        if any(number in file.read_text(encoding="utf-8")
               for number in ("116 123", "623-473", "222-1222", "tel:1", "tel:9"))
    ]
    assert found == []


def test_site_without_lines_needs_none_unless_it_shows_them(tmp_path: Path) -> None:
    file = tmp_path / "safety.yml"
    shown = SiteData.model_validate({"help-lines": {"show": True}}).help_lines
    hidden = SiteData.model_validate({"help-lines": {"show": False}}).help_lines
    assert load_help_lines(file, "safety.yml")[1] == []
    (missing,) = load_help_lines(file, "safety.yml", shown)[1]
    assert str(missing).startswith("safety.yml:1:1: bad-safety: no line says whom to call when a life is in danger ")
    file.write_text(LINE, encoding="utf-8")
    assert load_help_lines(file, "safety.yml", hidden) == (HelpLines(), [])


def test_site_heads_its_lines_as_it_states(tmp_path: Path) -> None:
    file = tmp_path / "safety.yml"
    file.write_text(LINE, encoding="utf-8")
    stated = SiteData.model_validate({"help-lines": {"headings": {"danger": {"title": "If somebody fell"}}}})
    ((need, _),) = load_help_lines(file, "safety.yml", stated.help_lines)[0].needs
    assert (need.label, need.meaning) == ("If somebody fell", "Call your emergency number now.")
