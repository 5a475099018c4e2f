"""An article's contents and blocks on each screen: where one is, what comes first, and how far it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from sites import Built

from .test_accessibility import longest_article


def test_contents_mark_only_the_current_section(browser: Browser, origin: str, sample_site: Built) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(origin + longest_article(sample_site))
        links = page.locator(".contents a")
        marked = page.locator(".contents a[aria-current='location']")
        expect(marked).to_have_count(0)  # the head of the article is no section
        for number in (3, 1, links.count() - 1):  # on, back over two headings, and over all that are left
            links.nth(number).click()
            expect(marked).to_have_count(1)
            expect(marked).to_have_text(links.nth(number).inner_text())


WIDTHS = (320, 360, 768, 1280, 1920)
# Of an article on a phone: the letters of its text in pixels and those on a line, the begin and the end of the short
# answer, the screens before its references and those that they take, the lines of its facts.
PHONE = """() => {
  const box = (of) => document.querySelector(of).getBoundingClientRect();
  const all = [...document.querySelectorAll(".article-text > p")].filter((p) => p.innerText.length > 150);
  const size = (p) => parseFloat(getComputedStyle(p).fontSize);
  const lines = (p) => Math.round(p.clientHeight / parseFloat(getComputedStyle(p).lineHeight));
  const sum = (of) => all.map(of).reduce((a, b) => a + b);
  return {
    letters: size(all[0]), line: sum((p) => p.innerText.length) / sum(lines),
    answered: box("[data-opening]").bottom + scrollY, begun: box("[data-opening] dd").top + scrollY,
    facts: lines(document.querySelector(".facts")),
    screens: (box(".references").top + scrollY) / innerHeight, references: box(".references").height / innerHeight,
  };
}"""
# Each block that states a claim of others, from top to bottom: what is so, then the claim; and the size of each.
CLAIMS = """() => [...document.querySelectorAll(".article-text [data-block]:has([data-claim])")].map((block) => {
  const [fact, claim, rest] = ["[data-lead]", "[data-claim]", "[data-slot]"].map((part) => block.querySelector(part));
  const top = (part) => part.getBoundingClientRect().top, style = (part) => getComputedStyle(part);
  return {
    order: top(fact) < top(claim) && (!rest.textContent.trim() || top(claim) < top(rest)),
    larger: parseFloat(style(fact).fontSize) > parseFloat(style(claim).fontSize),
    heavier: Number(style(fact).fontWeight) > Number(style(claim).fontWeight),
  };
})"""


def articles(site: Built) -> list[str]:
    return [f"/articles/{file.parent.name}/" for file in sorted(site.folder.glob("articles/*/index.html"))
            if "data-opening" in file.read_text(encoding="utf-8")]


def test_article_can_be_read_on_a_phone(browser: Browser, origin: str, sample_site: Built) -> None:
    """Letters as large as on NHS pages, some forty on a line, the short answer on the first screen, and an end."""
    with browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce") as context:
        page = context.new_page()
        assert len(articles(sample_site)) >= 3
        for address in articles(sample_site):
            page.goto(origin + address)
            found = page.evaluate(PHONE)
            assert 16 <= found["letters"] <= 17 and 38 <= found["line"] <= 45, (address, found)
            assert found["begun"] < 370 and found["answered"] <= 740, (address, found)
            assert found["screens"] <= 25 and found["references"] <= 16, (address, found)
            # What is about the page, and not of its matter, is one line here and folded at the end.
            assert found["facts"] == 1, (address, found)
            expect(page.locator(".source__facts")).not_to_be_visible()


@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_what_is_so_leads_on_every_screen(browser: Browser, origin: str, sample_site: Built, scheme: str) -> None:
    """In order, size and weight; and headings step from block to block, each with a name of its own."""
    with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(origin + longest_article(sample_site))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(CLAIMS)
            assert found and all(all(each.values()) for each in found), (width, found)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            marks = "e => getComputedStyle(e).borderInlineStartWidth + getComputedStyle(e).fontFamily"
            heading, question = page.locator(".article-text > h2").first, page.locator(".article-text > .faq").first
            assert heading.evaluate(marks) != question.evaluate(marks), "a section and a question differ at a glance"
        for block in page.locator(".article-text [data-block]:has([data-claim])").all():
            claim, verdict = (block.locator(of).inner_text() for of in ("[data-claim]", ".myth__verdict strong"))
            named = f"Myth: {claim}, {verdict.lower()}"
            expect(block.get_by_role("heading", name=named, exact=True)).to_have_count(1)
            expect(page.get_by_role("group", name=named, exact=True)).to_have_count(1)


def test_contents_lead_to_each_listed_block(browser: Browser, origin: str, sample_site: Built) -> None:
    """Those on a phone, folded, are those beside the text; none states as so what is not."""
    with browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(origin + longest_article(sample_site))
        links = "all => all.map(a => [a.getAttribute('href'), a.textContent.trim()])"
        beside, folded = (page.locator(f"{place} a").evaluate_all(links) for place in (".contents", ".page-menu"))
        assert folded == beside
        listed = dict(folded)
        blocks = page.locator(".article-text").locator("[data-block=faq], [data-block=myth], [data-block=intervention]")
        for block in blocks.all():
            title = block.locator("xpath=./*[contains(@id, '-title')]").first.text_content() or ""
            assert listed[f"#{block.get_attribute('id')}"] == " ".join(title.split())
        ends = ["#at-a-glance", "#references", "#where-this-comes-from", "#cite-this-page", "#related-articles"]
        assert [address for address in listed if address in ends] == ends
        page.locator(".page-menu > summary").click()
        for address in (ends[0], next(iter(listed))):
            page.locator(f".page-menu a[href='{address}']").click()
            expect(page.locator(address)).to_be_in_viewport()
