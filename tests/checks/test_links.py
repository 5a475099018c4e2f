"""Links within the site: what leads nowhere is named in its place, and what lands is left in peace."""

from __future__ import annotations

import pytest
from sites import BIB, BODY_LINE, FACTS, Built, article, make_site

pytestmark = pytest.mark.build

HELP = "---\ntitle: Help\ndescription: Where to turn.\n---\n\n## In a crisis\n\nCall.\n"
FILE = "link to a page's file, as in `../about/help.md`"
PLACE = "link to the page, or to one of its headings"
ADDRESS = "write it as `https://example.org/page`, or as `../about/help.md`"

# Each is a page of its own: its body, and what an editor is told. The body begins on line 10.
BROKEN: dict[str, tuple[str, list[str]]] = {
    "page": ("See [it](qqqqqqq.md).", [
        f"10:10: broken-link: “qqqqqqq.md” leads to no page or file of the site ({FILE})"]),
    "nearest": ("See [it](../about/hlep.md).", [
        "10:10: broken-link: “../about/hlep.md” leads to no page or file of the site "
        "(did you mean “../about/help.md”?)"]),
    "file": ("![Cells](cells.png)", [
        f"10:10: broken-link: “cells.png” leads to no page or file of the site ({FILE})"]),
    "anchor": ("See [it](../about/help.md#in-a-crisi).", [
        "10:10: broken-anchor: “../../about/help/#in-a-crisi”: that page has no place named “in-a-crisi” "
        "(did you mean “in-a-crisis”?)"]),
    "own-anchor": ("See [it](#zzz).", [f"10:10: broken-anchor: “#zzz”: that page has no place named “zzz” ({PLACE})"]),
    "raw-html": ('<p>\n  <a href="nowhere.html">it</a>\n</p>', [
        f"11:12: broken-link: “nowhere.html” leads to no page or file of the site ({FILE})"]),
    "raw-image": ("<img alt='Cells' src=cells.svg>", [
        f"10:22: broken-link: “cells.svg” leads to no page or file of the site ({FILE})"]),
    "reference": ("See [it][1].\n\n[1]: qqqqqqq.md\n", [
        f"12:6: broken-link: “qqqqqqq.md” leads to no page or file of the site ({FILE})"]),
    "angles": ("See [it](<qqq qqqq.md>).", [
        f"10:11: broken-link: “qqq qqqq.md” leads to no page or file of the site ({FILE})"]),
    "root": ("See [it](/about/help/).", [
        "10:10: broken-link: “/about/help/” begins at the server's root, which is not always this site's "
        "(link to the file itself, as in `../about/help.md`)"]),
    "block": ("/// faq | Is it?\nSee [it](qqqqqqq.md) [@ly2018].\n///", [
        f"11:10: broken-link: “qqqqqqq.md” leads to no page or file of the site ({FILE})"]),
    "footnote": ("Text.[^1]\n\n[^1]: See [it](qqqqqqq.md).", [
        f"12:16: broken-link: “qqqqqqq.md” leads to no page or file of the site ({FILE})"]),
    "twice": ("See [it](qqqqqqq.md).\n\nAnd [again](qqqqqqq.md).", [
        f"10:10: broken-link: “qqqqqqq.md” leads to no page or file of the site ({FILE})",
        f"12:13: broken-link: “qqqqqqq.md” leads to no page or file of the site ({FILE})"]),
    # The same letters stand earlier: in words, in code, in a longer address, and in a link that lands.
    "words-before": ("File qqqqqqq.md, `[a](qqqqqqq.md)`, [b](https://a.example/qqqqqqq.md).\n\n[c](qqqqqqq.md)", [
        f"12:5: broken-link: “qqqqqqq.md” leads to no page or file of the site ({FILE})"]),
    "anchor-before": ("[a](../about/help.md#in-a-crisis)\n\n[b](#in-a-crisis)", [
        f"12:5: broken-anchor: “#in-a-crisis”: that page has no place named “in-a-crisis” ({PLACE})"]),
    "other-page-before": ("[a](../about/help.md#x)\n\n[b](page.md#x)\n", [
        f"10:5: broken-anchor: “../../about/help/#x”: that page has no place named “x” ({PLACE})",
        f"12:5: broken-anchor: “../page/#x”: that page has no place named “x” ({PLACE})"]),
    # Addresses at which MkDocs or Python's own parser would stop.
    "unreadable": ("See [it](http://[oops).", [
        f"10:10: broken-link: “http://[oops” cannot be read as an address ({ADDRESS})"]),
    # One address is the beginning of another, and one of the three is written as HTML.
    "unreadable-thrice": (
        "A [x](http://[ab).\n\nB [y](http://[a).\n\nC [z](http://[a).\n\n<p><a href='http://[a'>w</a></p>", [
        f"10:7: broken-link: “http://[ab” cannot be read as an address ({ADDRESS})",
        f"12:7: broken-link: “http://[a” cannot be read as an address ({ADDRESS})",
        f"14:7: broken-link: “http://[a” cannot be read as an address ({ADDRESS})",
        f"16:13: broken-link: “http://[a” cannot be read as an address ({ADDRESS})"]),
    "unreadable-html": ('<p><a href="http://[oops">it</a></p>', [
        f"10:13: broken-link: “http://[oops” cannot be read as an address ({ADDRESS})"]),
}

VALID: dict[str, str] = {
    "fine-page": "[a](page.md) [b](../about/help.md) [c](../about/help.md#in-a-crisis) [d](../index.md)",
    "fine-self": "## Here\n\n[a](#here) [b](fine-self.md) [c](fine-self.md#here) [d](#)",
    "fine-address": "[a](../../about/help/) [b](../../about/help/#in-a-crisis) [c](../..) "
    "[d](../../about/help/index.html)",
    "fine-file": "![a](../assets/cell.svg) [b](<../assets/two words.txt>) [c](../assets/gr%C3%BCn.txt)",
    "fine-accent": "[a](über-uns.md) [b](über-uns.md#größe)",
    "fine-outside": "[a](https://example.org/x#y) [b](mailto:a@example.org) [c](//example.org/x) <https://example.org> "
    "[d](https://example.org/?a=1&b=2)",
    "fine-block": "/// faq | Is it so?\nYes [@ly2018].\n///\n\n[a](#faq-is-it-so)",
    "fine-html": '<a href="../../about/help/#in-a-crisis">a</a> <a name="old"></a> <a href="#old">b</a> '
    '<a id="new" href="#new">c</a>',
    "fine-code": "`[a](qqqqqqq.md)`\n\n    [b](qqqqqqq.md)\n\n```\n[c](qqqqqqq.md)\n```\n\n<!-- [d](qqqqqqq.md) -->",
    "fine-reference": "Cited [@ly2018]. [to the list](#ref-ly2018) [and back](#cite-ly2018-1)",
    "fine-query": "[a](../about/help.md?from=here#in-a-crisis)",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One site with all of these pages: every fault of every page is told in one build."""
    assert FACTS.count("\n") + 1 == BODY_LINE
    pages = {name: body for name, (body, _) in BROKEN.items()} | VALID
    files: dict[str, str | bytes] = {f"docs/articles/{name}.md": article(body, name) for name, body in pages.items()}
    files |= {
        "docs/about/help.md": HELP,
        "docs/articles/über-uns.md": article("## Größe { #größe }\n", "Über uns"),
        "docs/assets/cell.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "docs/assets/two words.txt": "a",
        "docs/assets/grün.txt": "a",
    }
    return make_site(tmp_path_factory.mktemp("links"), files, BIB).build("--strict")


@pytest.mark.parametrize("name", BROKEN)
def test_broken_link_is_reported_at_its_place(built: Built, name: str) -> None:
    path = f"docs/articles/{name}.md"
    assert built.of(path) == [f"{path}:{problem}" for problem in BROKEN[name][1]]


@pytest.mark.parametrize("name", VALID)
def test_valid_link_has_no_problem(built: Built, name: str) -> None:
    assert built.of(f"docs/articles/{name}.md") == []


def test_broken_links_alone_stop_the_build(built: Built) -> None:
    assert built.code == 1
    assert {problem.split(": ")[1] for problem in built.problems} == {"broken-link", "broken-anchor"}
