"""Every setting of ``mkdocs.yml`` that a page shows, with hostile values: shown as text, or refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import feedparser
import lxml.etree
import pytest
from sites import SITE_DATA, Built, article, make_site, pages_of, run

from proofdesk.site.settings import Publisher, SettingError, read_settings

ADDRESS = "https://example.org/a&b/"
# Each holds what some format would take for its own: HTML, attributes, XML, JSON, Markdown, lines, a script's end.
HOSTILE = """Mind & Brain <b class='x'>"q" ]]> &amp; é 脳</script><script>alert(1337)</script> `x` {{ x }} %s"""
PLAIN = {
    "site_name": f"N {HOSTILE}", "site_description": f"D {HOSTILE}", "publisher": f"P {HOSTILE}",
    "contact": '"C & é" <jane+x@example.org>', "address": f"A {HOSTILE}", "licence": f"L {HOSTILE}",
    "nav": f"V {HOSTILE}", "section": f"S {HOSTILE}",
}


def settings_of(values: dict[str, Any]) -> dict[str, Any]:
    licence = {"name": values["licence"], "url": "https://example.org/?a=1&b=\"'<>"}
    return {
        "site_name": values["site_name"], "site_description": values["site_description"],
        "extra": {"publisher": {name: values[key] for name, key in (
            ("name", "publisher"), ("contact", "contact"), ("address", "address"))},
            "licence": {"text": licence, "code": licence}},
        "nav": [{"Home": "index.md"}, {values["nav"]: "articles/a.md"}, {values["section"]: ["about/index.md"]}],
    }


def build(root: Path, settings: dict[str, Any], *options: str) -> Built:
    files: dict[str, str | bytes] = {
        "docs/articles/a.md": article("Text [@ly2018; @shao2021].\n", '"T & <i> é"'),
        "docs/about/index.md": "---\ntitle: About\ndescription: Us.\n---\n\n# About\n",
    }
    # What site.yml says of the publisher would come first.
    site = make_site(root, {**files, "site.yml": SITE_DATA[SITE_DATA.index("# What articles") :]})
    # JSON is YAML; it comes last, so it takes the place of what the small sites state.
    config = "".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items())
    inherit = (site.root / "mkdocs.yml").read_text(encoding="utf-8").splitlines()[0]
    site.write({"mkdocs.yml": f"{inherit}\nnot_in_nav: '*'\n{config}"})
    return site.build(*options, env={"SITE_URL": ADDRESS})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = build(tmp_path_factory.mktemp("settings") / "site", settings_of(PLAIN), "--strict")
    assert built.code == 0, built.output
    return built


@pytest.mark.build
def test_hostile_settings_are_text_on_every_page(built: Built) -> None:
    pages = pages_of(built.folder)
    assert len(pages) >= 4
    for name, page in pages.items():
        assert not [each for each in page.iter("script") if "1337" in (each.text or "")
                    and each.get("type") != "application/ld+json"], name
        assert not page.xpath("//b[@class='x']"), name
        text = " ".join(page.text_content().split())
        for setting, value in PLAIN.items():
            assert value in text, f"{name}: {setting}"
        assert page.xpath("//meta[@property='og:site_name']/@content") == [PLAIN["site_name"]]
        (mail,) = page.xpath("//footer[@class='site-footer']//a[starts-with(@href, 'mailto:')]/@href")
        assert mail == "mailto:jane%2Bx@example.org"
        for graph in page.xpath("//script[@type='application/ld+json']/text()"):
            assert PLAIN["publisher"] in [node.get("name") for node in json.loads(graph)["@graph"]], name


@pytest.mark.build
def test_hostile_settings_leave_every_file_readable(built: Built) -> None:
    for name in ("feed.xml", "feed-updated.xml"):
        feed = feedparser.parse((built.folder / name).read_bytes())
        assert not feed.bozo, feed.get("bozo_exception")
        root = lxml.etree.fromstring((built.folder / name).read_bytes())
        assert root.findtext("channel/title") == PLAIN["site_name"]
        assert root.findtext("channel/description") == PLAIN["site_description"]
        assert root.findtext("channel/link") == ADDRESS
        assert root.findtext("channel/item/source") == PLAIN["site_name"]
    for name in ("feed.json", "feed-updated.json"):
        data = json.loads((built.folder / name).read_text(encoding="utf-8"))
        assert (data["title"], data["home_page_url"]) == (PLAIN["site_name"], ADDRESS)
        assert data["items"][0]["id"] == data["items"][0]["url"] == f"{ADDRESS}articles/a/"
        assert data["items"][0]["title"] == PLAIN["nav"]
    lxml.etree.fromstring((built.folder / "sitemap.xml").read_bytes())
    claims = json.loads((built.folder / "data/claims.json").read_text(encoding="utf-8"))
    assert PLAIN["site_name"] in json.dumps(claims, ensure_ascii=False).replace('\\"', '"')
    assert (built.folder / "llms.txt").read_text(encoding="utf-8").startswith(f"# {PLAIN['site_name']}\n")
    lines = (built.folder / ".well-known/security.txt").read_text(encoding="utf-8").splitlines()
    security = [line for line in lines if not line.startswith("#")]  # below a path it says where it belongs
    assert security[0] == "Contact: mailto:jane%2Bx@example.org" and len(security) == 4
    assert "alert(1337)" not in (built.folder / "_headers").read_text(encoding="utf-8")


WRONG = [3, True, 1.5, ["x"], {"x": "y"}, "a\x07b"]
SETTINGS = ["site_name", "site_description", "extra.publisher", "extra.publisher.name", "extra.publisher.contact",
            "extra.publisher.address", "extra.licence", "extra.licence.text", "extra.licence.text.name",
            "extra.licence.text.url", "extra.licence.code"]


def stated(setting: str, value: Any) -> dict[str, Any]:
    """The settings of a site with one of them changed."""
    found: dict[str, Any] = {"site_name": "Site", "site_description": "About", "extra": {
        "publisher": {"name": "Us", "contact": "a@b.example", "address": "Here"},
        "licence": {"text": {"name": "L", "url": "https://example.org/"}}}}
    *path, last = setting.split(".")
    inner = found
    for part in path:
        inner = inner[part]
    inner[last] = value
    return found


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_wrong_type_is_refused_in_a_sentence(setting: str, value: Any) -> None:
    given = stated(setting, value)
    if isinstance(value, dict) and setting in ("extra.publisher", "extra.licence", "extra.licence.text",
                                               "extra.licence.code"):
        return  # a list of settings, as it should be; what it does not know is ignored
    with pytest.raises(SettingError, match=rf"^{setting}: .+ \(.+\)$"):
        read_settings(given["site_name"], given["site_description"], given["extra"])


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("value", [None, "", "  \n "], ids=repr)
def test_empty_setting_is_empty_or_refused(setting: str, value: str | None) -> None:
    given = stated(setting, value)
    try:
        found = read_settings(given["site_name"], given["site_description"], given["extra"])
    except SettingError as error:
        assert str(error).startswith(setting)
    else:
        assert found.publisher.name and "\n" not in repr(found)


@pytest.mark.parametrize("value", ["tags/*.json", ["*"], ["**/*"], ["!x"], ["../x"], [3], [""], {"x": "y"}], ids=repr)
def test_pattern_of_any_file_is_refused(value: Any) -> None:
    with pytest.raises(SettingError, match=r"^extra\.files_of_plugins: .+ \(.+\)$"):
        read_settings("S", None, {"files_of_plugins": value})


def test_lines_of_a_setting_are_joined() -> None:
    given = stated("extra.publisher.name", "Smith &\n  Sons\t<Ltd>")
    assert read_settings("S", None, given["extra"]).publisher.name == "Smith & Sons <Ltd>"


@pytest.mark.parametrize(("contact", "url"), [
    ("jane@x.org", "mailto:jane@x.org"), ("Jane <jane@x.org>", "mailto:jane@x.org"),
    ("jane?cc=eve@x.org", "mailto:jane%3Fcc%3Deve@x.org"), ("by post", ""), ("@handle", ""),
    ("https://x.org/", "https://x.org/"), ("javascript:alert(1)", ""), ("Jane <jane@x.org", "mailto:jane@x.org"),
    ("ü@büro.example", "mailto:%C3%BC@b%C3%BCro.example"),
])
def test_contact_is_linked_if_it_is_an_address(contact: str, url: str) -> None:
    assert Publisher("Us", contact).contact_url == url


@pytest.mark.build
@pytest.mark.parametrize("settings", [
    {"site_name": ["x"]}, {"site_name": ""}, {"extra": {"publisher": "Us"}}, {"extra": {"licence": {"text": "CC"}}},
    {"extra": ["x"]}, {"nav": "x"}, {"site_url": 3},
], ids=str)
def test_wrong_setting_ends_a_build_in_words(tmp_path: Path, settings: dict[str, Any]) -> None:
    built = build(tmp_path / "site", settings, "--strict")
    assert built.code == 1 and not built.folder.exists()
    assert "Traceback" not in built.output and "Internal error" not in built.output, built.output
    desk = run(["check"], tmp_path / "site", tmp_path, program="proofdesk.desk")
    assert desk.code == 2 and desk.output.startswith("Error: mkdocs.yml: "), desk.output
