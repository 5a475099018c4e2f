"""The finished site's files and addresses: what leads nowhere is named, whatever wrote it."""

from __future__ import annotations

import gzip
import shutil
from functools import partial
from pathlib import Path

import pytest

from proofdesk.build.site_folder.staging import list_files
from proofdesk.build.write_outputs import check_files
from proofdesk.checks.finished.check import OutputCheck
from proofdesk.checks.finished.known import KnownAddresses

SITE_URL = "https://example.org/sub/"
PAGE = '<!doctype html><html><head><title>T</title></head><body id="top">{}</body></html>'


def problems(folder: Path, files: dict[str, str], site_url: str = SITE_URL, cache: Path | None = None) -> list[str]:
    """Write a finished site and return what is wrong with its addresses."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    check = OutputCheck(folder, list_files(folder).keys(), site_url, {}, "site", KnownAddresses(cache))
    return [str(each) for each in check.problems()]


def targets(found: list[str]) -> list[str]:
    """The addresses that the problems name."""
    return [each.split("“")[1].split("”")[0] for each in found]


@pytest.mark.parametrize("html", [
    '<a href="{}">x</a>', '<img src="{}">', '<img srcset="b.png 1x, {} 2x">', '<source srcset="{} 100w">',
    '<video poster="{}"></video>', '<p style="background: url({})">x</p>',
    '<style>p {{ background: url("{}") }}</style>',
    '<link rel="stylesheet" href="{}">', '<script src="{}"></script>', '<object data="{}"></object>',
    '<svg><image href="{}"/></svg>', '<svg><use xlink:href="{}"/></svg>', '<form action="{}"></form>',
    '<meta http-equiv="refresh" content="0; url={}">', '<area href="{}">', '<iframe src="{}"></iframe>',
])
def test_each_kind_of_address_on_a_page_is_checked(tmp_path: Path, html: str) -> None:
    files = {"a/index.html": PAGE.format(html.format("gone.png")), "a/b.png": ""}
    assert targets(problems(tmp_path, files)) == ["gone.png"]
    assert problems(tmp_path, {**files, "a/gone.png": ""}) == []


@pytest.mark.parametrize("address", ["../", "../#here", "../?q", "../../", "..//#here", "../../a/b/../#here"])
def test_addresses_of_folders_above(tmp_path: Path, address: str) -> None:
    """With a sound address from another folder, as both may lead to what is remembered."""
    files = {"index.html": PAGE.format(""), "a/index.html": PAGE.format('<p id="here">x</p>'),
             "a/b/index.html": PAGE.format(f'<a href="{address}">x</a>'),
             "c/d/index.html": PAGE.format(f'<a href="../../a/b/{address}">x</a>')}
    assert problems(tmp_path, files) == []
    files["a/index.html"] = PAGE.format("")
    assert targets(problems(tmp_path, files)) == [address] * ("#" in address)


@pytest.mark.parametrize("html", [
    '<link rel="canonical" href="{}">', '<meta property="og:image" content="{}">',
    '<meta property="og:url" content="{}">',
    '<meta name="twitter:image" content="{}">', '<a href="{}">x</a>',
])
@pytest.mark.parametrize("address", [
    "https://example.org/sub/gone/", "http://example.org/sub/gone/", "//example.org/sub/gone/", "/sub/gone/",
    "https://EXAMPLE.org/sub/gone/?x=1",
])
def test_whole_addresses_of_the_site_are_checked(tmp_path: Path, html: str, address: str) -> None:
    files = {"index.html": PAGE.format(html.format(address))}
    assert targets(problems(tmp_path, files)) == [address]
    assert problems(tmp_path, {**files, "gone/index.html": ""}) == []


@pytest.mark.parametrize("address", [
    "https://example.com/gone", "http://example.org.evil.example/sub/gone", "https://example.org/another/site/",
    "mailto:a@b.org", "tel:1", "data:image/png,x",
    "#top", "", "./", "../a/", "?q=1", "b%20c.png", "%C3%BC.png", "B.PNG#x", "/sub/a/#top", "https://example.org/sub",
    "#:~:text=words", ".", "..", "../a", " b%20c.png ",
])
def test_sound_and_foreign_addresses_pass(tmp_path: Path, address: str) -> None:
    files = {"a/index.html": PAGE.format(f'<a href="{address}">x</a>'), "index.html": PAGE, "a/b c.png": "",
             "a/ü.png": "", "a/B.PNG": ""}
    assert problems(tmp_path, files) == []


@pytest.mark.parametrize("address", [
    "B%20C.png", "b.PNG", "../../x", "/a/", "a/", "#nowhere", "../b/#nowhere", "gone/../gone",
    "index.htm", "b%2520c.png",
])
def test_addresses_that_lead_nowhere_are_named(tmp_path: Path, address: str) -> None:
    files = {"a/index.html": PAGE.format(f'<a href="{address}">x</a>'), "b/index.html": PAGE, "a/b c.png": "",
             "a/B.PNG": ""}
    assert targets(problems(tmp_path, files)) == [address]


def test_file_names_with_percent_are_not_decoded_twice(tmp_path: Path) -> None:
    files = {"a%20b/index.html": PAGE.format('<img src="c%2525.png"><a href="../a%2520b/">x</a>'),
             "a%20b/c%25.png": ""}
    assert problems(tmp_path, files) == []


def test_anchor_on_another_page_is_checked(tmp_path: Path) -> None:
    files = {"index.html": PAGE.format('<a href="b/#ref-é">x</a><a href="b/#ref-%C3%A9">x</a><a href="b/#gone">x</a>'),
             "b/index.html": PAGE.format('<p id="ref-é"></p>')}
    [problem] = problems(tmp_path, files)
    assert problem.startswith("site/index.html:1:1: dead-address: “b/#gone” leads to “b/index.html”, "
                              "which has no place named “gone”")


def test_css_and_svg_addresses_are_checked(tmp_path: Path) -> None:
    files = {"assets/a.css": "/* url(old.png) */\np { mask: url('gone.svg') url(#here) }\n@import \"more.css\";",
             "assets/b.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g id="a" fill="url(#b)"/></svg>'}
    found = problems(tmp_path, files)
    assert targets(found) == ["gone.svg", "more.css", "#b"]
    assert found[0].startswith("site/assets/a.css:2:1: dead-address: ")
    assert problems(tmp_path, {"assets/a.css": "p { src: url(b.svg#a) }", "assets/b.svg": '<svg id="a"/>'}) == []


def test_sitemap_and_feed_addresses_are_checked(tmp_path: Path) -> None:
    gone = f"{SITE_URL}gone/"
    atom = 'xmlns:a="http://www.w3.org/2005/Atom"'
    sitemap = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    files = {
        "sitemap.xml": f"<urlset {sitemap}><url><loc>{gone}1</loc></url></urlset>",
        "feed.xml": f"<rss {atom}><channel><link>{gone}2</link><a:link href='{gone}3'/><item><enclosure url='{gone}4'/>"
                    f"<guid isPermaLink='false'>{gone}no</guid><guid>{gone}5</guid></item></channel></rss>",
        "feed.json": '{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "%s6", "items": '
                     '[{"id": "%sno", "url": "%s7", "image": "%s8"}]}' % ((gone,) * 4),
        "data.json": f'{{"url": "{gone}no"}}',
    }
    assert sorted(targets(problems(tmp_path, files))) == [f"{gone}{number}" for number in range(1, 9)]


def test_relative_address_on_not_found_page_is_named(tmp_path: Path) -> None:
    files = {"404.html": PAGE.format('<a href="a.png">x</a><a href="/sub/a.png">x</a><a href="#top">x</a>'),
             "a.png": "", "b/index.html": PAGE.format('<a href="../a.png">x</a>')}
    [problem] = problems(tmp_path, files)
    assert "“a.png” is relative, but servers show this page at any address (" in problem  # and no other page has that


def test_fault_of_a_template_is_reported_once(tmp_path: Path) -> None:
    files = {f"{name}/index.html": PAGE.format('<a href="../gone/">x</a>') for name in "abc"}
    [problem] = problems(tmp_path, files)
    assert problem.startswith("site/a/index.html:1:1: dead-address: “../gone/” leads to no file of the finished site; "
                              "2 more files have it")


def test_reported_links_are_not_reported_again(tmp_path: Path) -> None:
    files = {"a/index.html": PAGE.format('<a href="gone.md">x</a>'),
             "b/index.html": PAGE.format('<a href="../a/gone.md">')}
    assert len(problems(tmp_path, files)) == 1
    check = OutputCheck(tmp_path, list_files(tmp_path).keys(), SITE_URL, {"a/index.html": "docs/a.md"}, "site")
    assert check.problems([("a/index.html", "gone.md")]) == []


def test_a_place_that_goes_is_missed_on_pages_that_stay(tmp_path: Path) -> None:
    """What a check kept of sound pages holds for the places that the site had then."""
    site, cache = tmp_path / "site", tmp_path / "cache"
    files = {"index.html": PAGE.format('<a href="b/#x">x</a>'), "b/index.html": PAGE.format('<p id="x"></p>'),
             "c/index.html": PAGE.format('<img src="../c.png" alt="">'), "c.png": ""}
    assert problems(site, files, cache=cache) == problems(site, files, cache=cache) == []
    assert targets(problems(site, {**files, "b/index.html": PAGE}, cache=cache)) == ["b/#x"]
    assert problems(site, files, cache=cache) == []
    shutil.rmtree(site)
    del files["c.png"]
    assert targets(problems(site, files, cache=cache)) == ["../c.png"]
    assert targets(problems(site, {**files, "index.html": PAGE.format('<a href="gone">x</a>')}, cache=cache)) == [
        "../c.png", "gone"]


def test_an_anchor_that_goes_is_missed_where_it_was_named(tmp_path: Path) -> None:
    """Also by a page that stays as it is, of which nothing is read again."""
    site, known = tmp_path / "site", KnownAddresses(tmp_path / "cache")
    files = {"a/index.html": PAGE.format('<h2 id="one">x</h2><h2 id="two">x</h2>'), "e.pdf": "",
             "b/index.html": PAGE.format('<a href="../a/#one">x</a>'),
             "c/index.html": PAGE.format('<a href="../a/">x</a>'),
             "d/index.html": PAGE.format('<a href="../a/#two">x</a><a href="../e.pdf#page=2">x</a>')}

    def check(**changed: str) -> list[str]:
        """What is wrong after a change of these pages."""
        files.update({f"{name}/index.html": PAGE.format(text) for name, text in changed.items()})
        for name, text in files.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, encoding="utf-8")
        output = OutputCheck(site, files.keys(), SITE_URL, {}, "site", known, files)  # a file's text is its digest
        return targets([str(each) for each in output.problems()])

    assert check() == check() == []
    assert check(c='<a href="../a/#two">x</a>') == []
    assert check(a='<h2 id="two">x</h2>') == check() == ["../a/#one"]
    assert check(b="") == check() == []
    assert check(a='<h2 id="three">x</h2>') == check() == ["../a/#two"]
    assert check(a='<h2 id="two">x</h2>') == check() == []


def test_a_page_with_a_reported_link_is_looked_at_again(tmp_path: Path) -> None:
    site, cache = tmp_path / "site", KnownAddresses(tmp_path / "cache")
    assert len(problems(site, {"a/index.html": PAGE.format('<a href="gone.md">x</a>')})) == 1
    check = partial(OutputCheck, site, list_files(site).keys(), SITE_URL, {}, "site", cache)
    assert check().problems([("a/index.html", "gone.md")]) == []
    assert len(check().problems()) == 1


def test_cached_addresses_give_the_same_problems(tmp_path: Path) -> None:
    files = {"index.html": PAGE.format('<a href="gone">x</a><a href="b/#x">x</a>'), "b/index.html": PAGE}
    first = problems(tmp_path / "site", files, cache=tmp_path / "cache")
    assert len(first) == 2
    assert problems(tmp_path / "site", files, cache=tmp_path / "cache") == first
    files["b/index.html"] = PAGE.format('<p id="x">')
    assert len(problems(tmp_path / "site", files, cache=tmp_path / "cache")) == 1


@pytest.mark.parametrize("address", ["b.png", "#x", "\n#x", "?q#x", "../{}/c.png", "./y:z", "../../a/{}/b.png"])
def test_one_address_leads_elsewhere_from_another_page(tmp_path: Path, address: str) -> None:
    link = '<a href="{}">x</a>'
    files = {"a/1/index.html": PAGE.format(link.format(address.format(1)) + '<p id="x">'),
             "a/2/index.html": PAGE.format(link.format(address.format(2))),
             **dict.fromkeys(["a/1/b.png", "a/1/c.png", "a/1/y:z"], "")}
    [problem] = problems(tmp_path, files)
    assert problem.startswith("site/a/2/index.html:") and ": dead-address: " in problem


@pytest.mark.parametrize("address", ["../b.png", "../../b.png", "../b.png#x"])
def test_one_address_leads_elsewhere_from_a_deeper_page(tmp_path: Path, address: str) -> None:
    page = PAGE.format(f'<a href="{address}">x</a>')
    there = "b.png" if address.count("..") == 2 else "1/b.png"
    [problem] = problems(tmp_path, {"1/2/index.html": page, "1/2/3/index.html": page, there: ""})
    assert problem.startswith("site/1/2/3/index.html:")


def test_an_address_with_a_nul_is_told_as_browsers_write_it(tmp_path: Path) -> None:
    feed = '{"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://example.org/sub/a\\u0000b"}'
    for _ in range(2):  # read, and from the cache
        assert targets(problems(tmp_path / "site", {"feed.json": feed}, cache=tmp_path / "cache")) == [
            "https://example.org/sub/a%00b"]


@pytest.mark.parametrize("address", ["#x", "\n#x", "?q#x", " #x"])
def test_own_places_of_pages_in_one_folder_differ(tmp_path: Path, address: str) -> None:
    link = f'<a href="{address}">x</a>'
    [problem] = problems(tmp_path, {"1.html": PAGE.format(link + '<p id="x">'), "2.html": PAGE.format(link)})
    assert problem.startswith("site/2.html:")


@pytest.mark.parametrize("html", [
    '<script src="{}"></script>', '<img src="{}">', '<img srcset="b.png 1x, {} 2x">', '<video poster="{}"></video>',
    '<link rel="stylesheet" href="{}">', '<link rel="preconnect" href="{}">', '<p style="background: url({})">x</p>',
    '<style>@import url({});</style>', '<object data="{}"></object>', '<svg><image href="{}"/></svg>',
    '<iframe src="{}"></iframe>',
])
@pytest.mark.parametrize("address", ["https://other.example/x", "//other.example/x"])
def test_what_a_browser_asks_of_another_site_is_named(tmp_path: Path, html: str, address: str) -> None:
    files = {"index.html": PAGE.format(html.format(address)), "b.png": ""}
    for _ in range(2):  # read, and from the cache
        assert problems(tmp_path / "site", files, cache=tmp_path / "cache") == [
            f"site/index.html:1:1: foreign-request: “{address}” would be fetched from another site, which would learn "
            "who reads this page (put the file into docs/assets/, and name that)"]
    assert problems(tmp_path / "own", {"index.html": PAGE.format(html.format("https://example.org/sub/b.png")),
                                       "b.png": ""}) == []


def test_unreadable_address_asks_nobody(tmp_path: Path) -> None:
    assert not any("foreign-request" in problem for problem in problems(
        tmp_path, {"index.html": PAGE.format('<img src="https://[other.example/x">')}))


def test_style_sheet_that_asks_another_site_is_named(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, {"a.css": "@font-face { src: url(https://other.example/f.woff2) }"})
    assert problem.startswith("site/a.css:1:1: foreign-request: “https://other.example/f.woff2” would be fetched")


@pytest.mark.parametrize("html", [
    '<a href="{}">x</a>', '<link rel="canonical" href="{}">', '<link rel="license" href="{}">', '<form action="{}">',
    '<blockquote cite="{}">x</blockquote>', '<svg xmlns="{}"></svg>', '<p title="{}">x</p>',
])
def test_what_a_reader_chooses_is_no_request(tmp_path: Path, html: str) -> None:
    assert problems(tmp_path, {"index.html": PAGE.format(html.format("https://other.example/x"))}) == []


def test_id_of_two_places_of_a_finished_page_is_named(tmp_path: Path) -> None:
    twice = PAGE.format('<h2 id="a">x</h2><p id="a">x</p>')
    assert problems(tmp_path, {"1.html": twice, "2.html": twice}) == [
        "site/1.html:1:1: duplicate-id: “a” is the id of two places of the finished page; 1 more file has it "
        "(see the template or plugin that writes one of them)"]
    assert problems(tmp_path, {"1.html": PAGE.format('<a id="a" name="a">x</a><a name="b">x</a>'), "2.html": ""}) == []


def test_missing_and_unexpected_files_are_named(tmp_path: Path) -> None:
    assert check_files({"a", "b"}, {"a", "b"}) == ""
    assert check_files({"a", "b"}, {"a", "c"}) == (
        "the finished site lacks “c”, and has, though no part of the build wrote it, “b”")
    assert "“0”, “1”, “2”, “3”, “4” and 3 more" in check_files(set(), {str(number) for number in range(8)})


def test_files_that_are_no_text_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml.gz").write_bytes(gzip.compress(b"x"))
    assert problems(tmp_path, {"empty.html": "", "a.bin": "href='gone'", "b.xml": "not xml"}) == []
