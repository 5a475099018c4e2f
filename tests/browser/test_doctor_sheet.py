"""The sheet for a doctor on paper: two pages of A4, whatever an article and the editors' lists hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from loopback import serve_folder
from pdf_pages import PrintedPage, printed_pages
from playwright.sync_api import Browser, Page, expect
from sites import BIB, SITE_DATA, Built, article, make_site

from .screens import on_screens

FOOT = 45.0  # points, in which the number of the page stands
SENTENCE = "Nobody knows how often that happens to people with many long words. "


def words(letters: int, end: str = "") -> str:
    """A text of so many letters."""
    return (SENTENCE * 9)[: letters - len(end)].rstrip(" .") + end


HARM = """\
- id: harm-{n}
  substances: [lsd, ketamine, mdma, ayahuasca]
  harm: {n} {harm}
  kind: {kind}
  who: {text}
  of: 7 {of}
  often: {often}
  certainty: very-low
  because: {text}
  limits: {text}
  do: {often}
  ask: {n} {ask}
  keys: [work{n}]
"""
KINDS = ("interaction", "avoid", "serious", "lasting", "common", "unstudied")


@pytest.fixture(scope="module")
def longest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an article with the longest texts that the checks allow, and many of them."""
    works = BIB + "".join(
        f"@article{{work{n}, author = {{{words(40)} and Two, T.}}, title = {{{words(90)}}}, year = {{2020}}, journal = "
        f"{{J}}, keywords = {{species:human, design:rct, n:59}}, doi = {{10.9999/{'long' * 9}.{n}}}}}\n"
        for n in range(30))
    harms = "".join(HARM.format(n=n, kind=KINDS[n % 6], harm=words(80), text=words(300), of=words(110),
                                often=words(390), ask=words(150, "?")) for n in range(30))
    part = " ".join(["word"] * 24)
    text = (f"/// answer | The short answer\nWhat we know\n:   {part} [@ly2018]\n\nWhat we don’t know\n:   {part}\n\n"
            f"What it means for you\n:   {part}\n///\n\n" +
            "Text [@ly2018; @shao2021].\n\n/// points | " + words(80) + "\n" +
            "".join(f"- {SENTENCE * 2}[@{key}]\n" for key in [f"work{n}" for n in range(15)]) + "///\n")
    page = article(text, words(120)).replace("What the page says.", words(318)).replace(
        "topics:", f"ask: [{', '.join(words(150, f' {n}?') for n in range(6))}]\ntopics:")
    site = make_site(tmp_path_factory.mktemp("longest") / "site", {
        "docs/articles/page.md": page, "harms.yml": harms,
        "site.yml": f"{SITE_DATA}ask: [{', '.join(words(150, f' {n}?') for n in range(4))}]\n"
                    f"tell: [{', '.join(f'{n} {words(97)}' for n in range(6))}]\n",
        "docs/safety/index.md": "---\ntitle: Safety\ndescription: Harms.\n---\n\n<!-- harms -->\n"}, works)
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, [])
    with serve_folder(built.folder) as server:
        yield server.url + "/articles/page/doctor/"


CHINESE = "这是关于药物作用的说明文字我们不知道它对人的影响有多大"


@pytest.fixture(scope="module")
def broad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of articles in letters that are wider than usual ones, or without blanks."""
    harms = "".join(HARM.format(n=n, kind=KINDS[n % 6], harm=CHINESE, text=CHINESE, of="people", often=CHINESE * 4,
                                ask=f"{CHINESE}?") for n in range(18))
    texts = {"chinese": CHINESE * 20, "letters": "x" * 400, "capitals": "WWWWWWW " * 20}
    pages: dict[str, str | bytes] = {f"docs/articles/{name}.md": article(
        "Text on ketamine [@ly2018; @shao2021].\n\n/// points | Key points\n" + f"- {text} [@ly2018]\n" * 12 + "///\n",
        name) for name, text in texts.items()}
    site = make_site(tmp_path_factory.mktemp("broad") / "site", {
        **pages, "harms.yml": re.sub(r"work\d+", "ly2018", harms),
        "docs/safety/index.md": "---\ntitle: Safety\ndescription: Harms.\n---\n\n<!-- harms -->\n"})
    built = site.build()
    assert built.code == 0 and not built.of("harms.yml"), built.output
    with serve_folder(built.folder) as server:
        yield server.url + "/articles/"


def paper(page: Page) -> list[PrintedPage]:
    return printed_pages(page.pdf(format="A4", prefer_css_page_size=True))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(java_script_enabled=False) as visitor:
        yield visitor.new_page()


def test_sheet_of_each_article_fills_two_pages(page: Page, origin: str, sample_site: Built) -> None:
    sheets = sorted(file.parent for file in sample_site.folder.glob("articles/*/doctor/index.html"))
    assert len(sheets) >= 3
    for sheet in sheets:
        page.goto(f"{origin}/articles/{sheet.parent.name}/")
        page.get_by_role("link", name="Open the two pages").click()
        expect(page).to_have_url(f"{origin}/articles/{sheet.parent.name}/doctor/")
        expect(page.locator(".sheet__where")).to_be_visible()
        assert page.locator(".sheet tbody tr").count() >= 3
        for number, screen in enumerate(on_screens(page, scripts=False)):
            if sheet == sheets[0] or number % len(sheets) == sheets.index(sheet):  # one from all, the others from some
                pages = paper(page)
                assert len(pages) == 2, (sheet, screen)
                assert min(each.filled(FOOT) for each in pages) > 0.6, (sheet, screen, pages)
            names = page.locator(".sheet tbody th").evaluate_all("(all) => all.map((each) => each.offsetWidth)")
            assert (min(names) > screen.width * 0.8) == screen.is_phone, "there a harm's name has the whole line"


def test_longest_sheet_fits_two_pages(page: Page, longest: str) -> None:
    page.goto(longest)
    pages = paper(page)
    assert len(pages) == 2
    assert pages[1].filled(FOOT) > 0.3


def test_sheet_in_wide_letters_fits_two_pages(page: Page, broad: str) -> None:
    for name in ("chinese", "letters", "capitals"):
        page.goto(f"{broad}{name}/doctor/")
        expect(page.locator(".sheet tbody tr").first).to_be_visible()
        assert len(paper(page)) == 2, name


def test_button_prints_and_address_is_spelled_out(browser: Browser, longest: str) -> None:
    with browser.new_context() as visitor:
        page = visitor.new_page()
        page.goto(longest)
        # Playwright calls an expression whose value is a function.
        page.evaluate("() => { window.print = () => dispatchEvent(new Event('beforeprint')); }")
        assert "Printed on" not in page.locator(".sheet__where").inner_text()
        page.get_by_role("button", name="Print these two pages").click()
        where = page.locator(".sheet__where")
        expect(where).to_contain_text(longest.removesuffix("doctor/"))
        expect(where).to_contain_text("Printed on ")
