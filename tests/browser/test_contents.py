"""An article's contents and blocks on each screen: where one is, what comes first, and how far it is."""

from __future__ import annotations

from playwright.sync_api import Browser, expect
from sites import Built

from .screens import HEIGHTS, SCREENS, USUAL, Screen, on_screens
from .test_accessibility import longest_article


def test_contents_lead_to_sections_and_mark_the_current(browser: Browser, origin: str, sample_site: Built) -> None:
    """Beside the text of a wide screen; elsewhere they open by a line before it."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(origin + longest_article(sample_site))
        links, menu = page.locator(".contents a"), page.locator(".page-menu")
        marked = page.locator(".contents a[aria-current='location']")
        for screen in on_screens(page):
            expect(menu).to_be_visible(visible=not screen.is_wide)
            expect(page.locator(".contents")).to_be_visible(visible=screen.is_wide)
            page.evaluate("scrollTo(0, 0)")
            if not screen.is_wide:
                menu.locator("summary").click()
                link = menu.get_by_role("link").nth(3)
                link.click()
                expect(page.locator(link.get_attribute("href") or "")).to_be_in_viewport()
                page.evaluate("scrollTo(0, 0)")
                menu.locator("summary").click()
                continue
            expect(marked).to_have_count(0)  # the head of the article is no section
            for number in (3, 1, links.count() - 1):  # on, back over two headings, and over all that are left
                links.nth(number).click()
                expect(marked).to_have_count(1)
                expect(marked).to_have_text(links.nth(number).inner_text())


# Of an article: the letters of its text in pixels and those on a line, the end of the first sentence and the begin and
# the end of the short answer, the screens before its references and those that they take, the lines of its facts.
READ = """() => {
  const box = (of) => document.querySelector(of).getBoundingClientRect();
  const all = [...document.querySelectorAll(".article-text > p")].filter((p) => p.innerText.length > 150);
  const size = (p) => parseFloat(getComputedStyle(p).fontSize);
  const lines = (p) => Math.round(p.clientHeight / parseFloat(getComputedStyle(p).lineHeight));
  const sum = (of) => all.map(of).reduce((a, b) => a + b);
  const first = document.createRange(), answer = document.querySelector("[data-opening] dd");
  const words = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT);
  while (words.nextNode() && !words.currentNode.data.includes("."));
  first.setStart(answer, 0);
  first.setEnd(words.currentNode, words.currentNode.data.indexOf(".") + 1);
  return {
    letters: size(all[0]), line: sum((p) => p.innerText.length) / sum(lines),
    said: first.getBoundingClientRect().bottom,
    answered: box("[data-opening]").bottom, begun: answer.getBoundingClientRect().top,
    facts: lines(document.querySelector(".facts")),
    screens: box(".references").top / innerHeight, references: box(".references").height / innerHeight,
  };
}"""
# The least and the most letters on a line, of text without the numbers of its works. A line of forty is easy on a
# phone, and one of more than 75 on no screen.
LINES = {320: (32, 45), 360: (38, 45), 768: (45, 75), 1280: (45, 75), 1920: (45, 75)}
# Each block that states a claim of others, from top to bottom: what is so, then the claim; and how each is written.
CLAIMS = """() => [...document.querySelectorAll(".article-text [data-block]:has([data-claim])")].map((block) => {
  const [fact, claim, rest] = ["[data-lead]", "[data-claim]", "[data-slot]"].map((part) => block.querySelector(part));
  const top = (part) => part.getBoundingClientRect().top, style = (part) => getComputedStyle(part);
  const ground = (part) => /, 0\\)$/.test(style(part).backgroundColor) ? ground(part.parentElement)
    : style(part).backgroundColor;
  return {
    order: top(fact) < top(claim) && (!rest.textContent.trim() || top(claim) < top(rest)),
    larger: parseFloat(style(fact).fontSize) > parseFloat(style(claim).fontSize),
    heavier: Number(style(fact).fontWeight) > Number(style(claim).fontWeight),
    colour: ground(fact) !== ground(claim),
  };
})"""


def articles(site: Built) -> list[str]:
    return [f"/articles/{file.parent.name}/" for file in sorted(site.folder.glob("articles/*/index.html"))
            if "data-opening" in file.read_text(encoding="utf-8")]


def test_article_can_be_read_on_every_screen(browser: Browser, origin: str, sample_site: Built) -> None:
    """Letters as large as on NHS pages, the answer on the first screen, lines of a good length, and an end."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        assert len(articles(sample_site)) >= 3
        for address in articles(sample_site):
            page.goto(origin + address)
            for screen in on_screens(page, (*USUAL, Screen(360, "light"))):
                found, (least, most) = page.evaluate(READ), LINES[screen.width]
                assert 16 <= found["letters"] <= (17 if screen.is_phone else 21), (address, screen, found)
                assert least <= found["line"] <= most, (address, screen, found)
                assert found["said"] <= HEIGHTS[screen.width], (address, screen, found)
                if screen.width == 360:
                    assert found["begun"] < 370 and found["answered"] <= 740, (address, screen, found)
                assert found["screens"] <= 25 and found["references"] <= 16, (address, screen, found)
                # What is about the page, and not of its matter, is one line here and folded at the end.
                assert found["facts"] == 1, (address, screen, found)
                expect(page.locator(".source__facts")).not_to_be_visible()


def test_what_is_so_leads_on_every_screen(browser: Browser, origin: str, sample_site: Built) -> None:
    """In order, size, weight and colour; and headings step from block to block, each with a name of its own."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(origin + longest_article(sample_site))
        for screen in on_screens(page, SCREENS):
            found = page.evaluate(CLAIMS)
            assert found and all(all(each.values()) for each in found), (screen, found)
            marks = "e => getComputedStyle(e).borderInlineStartWidth + getComputedStyle(e).fontFamily"
            heading, question = page.locator(".article-text > h2").first, page.locator(".article-text > .faq").first
            assert heading.evaluate(marks) != question.evaluate(marks), "a section and a question differ at a glance"
            for block in page.locator(".article-text [data-block]:has([data-claim])").all():
                claim, verdict = (block.locator(of).inner_text() for of in ("[data-claim]", ".myth__verdict strong"))
                named = f"Myth: {claim}, {verdict.lower()}"
                expect(block.get_by_role("heading", name=named, exact=True)).to_have_count(1)
                expect(page.get_by_role("group", name=named, exact=True)).to_have_count(1)


def test_contents_lead_to_each_listed_block(browser: Browser, origin: str, sample_site: Built) -> None:
    """Those that are folded on a phone are those beside the text; none states as so what is not. Without JavaScript."""
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
        for screen in on_screens(page, scripts=False):
            if not screen.is_wide:
                page.locator(".page-menu > summary").click()
            for address in (ends[0], next(iter(listed))):
                page.locator(f"{'.contents' if screen.is_wide else '.page-menu'} a[href='{address}']").click()
                expect(page.locator(address)).to_be_in_viewport()
            if not screen.is_wide:
                page.locator(".page-menu > summary").click()
