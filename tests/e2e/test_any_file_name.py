"""File names are names: whatever an editor calls a page, a folder or a picture, it is published and reached."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urldefrag, urljoin
from urllib.request import urlopen

import lxml.html
import pytest
from loopback import serve_folder
from sites import Built, Site, article, make_site

from proofdesk.common.addresses import page_address, path_at

NAMES = [
    "my page", "über böden", unicodedata.normalize("NFD", "größe é"), "睡眠と学習", "النوم", "Сон и учёба", "ύπνος",
    "it's", 'say "hi"', "a&b", "c#1", "why?", "100%", "50%25", "x;y", "one, two", "a+b", "(draft)", "🧠 brain",
    "CAPS", "-dash", "a:b", "a=b", "{x}", "[y]", "~tilde", "@at", "con", "a.b.c", "<tag>",
    "back\\slash", "$(id)", "`tick`", "!x",
]
ADDRESS = "https://example.org/a%20b/"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f00010101001bb6ee56"
    "0000000049454e44ae426082")


def site_of(root: Path) -> Site:
    listing = "---\ntitle: All\ndescription: All.\ntemplate: {}\n---\n\n# All\n"
    files: dict[str, str | bytes] = {
        "docs/articles/index.md": listing.format("articles.html"),
        "docs/myths/index.md": listing.format("listing.html\nblock: myth"),
    }
    for number, name in enumerate(NAMES):
        title = f"Page {number}"
        files[f"docs/articles/{name}/{name}.png"] = PIXEL
        files[f"docs/articles/{name}/inner.md"] = article("In a folder [@ly2018].\n", f"Inner {number}")
        # A folder has pages of its own: the page beside it is named otherwise.
        files[f"docs/articles/{name} 2.md"] = article(
            f"Text [@ly2018; @shao2021], [inner]({quote(name)}/inner.md), "
            f"![A pixel]({quote(name)}/{quote(name)}.png).\n\n"
            f"/// myth | A claim {number}\n    verdict: wrong\nNo [@ly2018].\n///\n", title)
    return make_site(root, files)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = site_of(tmp_path_factory.mktemp("names")).build("--strict", env={"SITE_URL": ADDRESS})
    assert built.code == 0, built.output
    return built


@pytest.fixture(scope="module")
def origin(built: Built) -> Iterator[str]:
    with serve_folder(built.folder) as server:
        yield f"{server.url}/"


def fetch(address: str) -> bytes:
    with urlopen(address) as answer:  # raises for 404
        return bytes(answer.read())


@pytest.mark.build
def test_every_name_opens_from_the_article_list(origin: str) -> None:
    lists = [origin + "articles/", origin + "articles/2/"]  # the cards are more than a page has
    links = [(place, link) for place in lists
             for link in lxml.html.document_fromstring(fetch(place)).xpath("//*[@class='card__title']/a")]
    assert len(links) == 2 * len(NAMES)
    for place, link in links:
        page = urljoin(place, link.get("href"))
        html = lxml.html.document_fromstring(fetch(page))
        assert html.xpath("string(//h1)") == link.text
        files = html.xpath("//dl[@class='files']//a/@href")
        assert len(files) == 6
        for address in [*files, *html.xpath("//img/@src"), *html.xpath("//*[@id='content']//a/@href")]:
            target = urldefrag(urljoin(page, address)).url
            if target.startswith(origin + "articles/"):  # the small site has no other pages
                assert fetch(target), f"{page} -> {address}"
        if link.text.startswith("Page"):
            (picture,) = html.xpath("//img[@alt='A pixel']/@src")
            assert fetch(urljoin(page, picture)) == PIXEL


@pytest.mark.build
def test_listings_lead_to_blocks_of_every_name(origin: str) -> None:
    page = origin + "myths/"
    html = lxml.html.document_fromstring(fetch(page))
    ids = html.xpath("//@id")
    assert len(ids) == len({*ids})
    links = html.xpath("//*[@class='entry__place']/a/@href")
    assert len(links) == len(NAMES)
    for link in links:
        address, anchor = urldefrag(urljoin(page, link))
        assert lxml.html.document_fromstring(fetch(address)).get_element_by_id(anchor) is not None


@pytest.mark.build
def test_every_published_address_of_a_name_is_a_file(built: Built) -> None:
    """Feeds, the sitemap, ``llms.txt`` and the claims name addresses, never paths."""
    import json
    import re

    named = re.findall(r"<(?:loc|link)>([^<]*)<", "".join(
        (built.folder / name).read_text(encoding="utf-8") for name in ("sitemap.xml", "feed.xml", "feed-updated.xml")))
    named += re.findall(r"\]\((\S*?)\): ", (built.folder / "llms.txt").read_text(encoding="utf-8"))
    named += [claim["url"] for claim in json.loads((built.folder / "data/claims.json").read_text("utf-8"))["claims"]]
    named += [item["url"] for item in json.loads((built.folder / "feed.json").read_text("utf-8"))["items"]]
    assert len(named) > 5 * len(NAMES)
    for address in named:
        address = urldefrag(address.replace("&amp;", "&")).url
        assert address.startswith(ADDRESS) and not re.search(r'[\s<>"{}|\\^`]|[^\x00-\x7f]', address), address
        assert (built.folder / path_at(address.removeprefix(ADDRESS))).is_file(), address


@pytest.mark.parametrize("uri", ["index.md", "a/README.md", "README.md", "a/b.markdown", "a b/c'd.md", "a/index.md",
                                 *(f"articles/{name}.md" for name in NAMES)])
def test_desk_and_mkdocs_agree_on_addresses(uri: str) -> None:
    from mkdocs.structure.files import File

    file = File(uri, "docs", "site", use_directory_urls=True)
    assert page_address(uri) == ("" if file.url == "./" else file.url)
    assert path_at(page_address(uri)) == file.dest_uri


@pytest.mark.build
def test_pages_of_other_scripts_and_short_pages_build(tmp_path: Path) -> None:
    """A page with an umlaut in its file's name, one in another script, and one of a single sentence."""
    claim = "\n/// myth | {}\n    verdict: wrong\nНет [@shao2021].\n///\n"
    claims = "".join(claim.format(title) for title in ("Почва мертва", "Почва вечна", "土は死んでいる"))
    sections = "## Раздел первый\n\nТекст [@shao2021].\n\n## Раздел второй\n"
    built = make_site(tmp_path, {
        "docs/articles/schlaf-gedächtnis.md": article("A page whose file name has an umlaut.\n", "Slip"),
        "docs/articles/über-böden.md": article(sections + claims, "Что такое почва?"),
        "docs/articles/short.md": article("Spines grew in a dish [@ly2018].\n", "A short note"),
    }).build("--strict")
    assert built.code == 0, built.output
    page = built.page("articles/über-böden")
    assert page.xpath("//*[@data-block]/@id") == ["myth-почва-мертва", "myth-почва-вечна", "myth-土は死んでいる"]
    for name in ("schlaf-gedächtnis", "short", "über-böden"):
        assert (built.folder / "articles" / name / "cite.ris").is_file()
