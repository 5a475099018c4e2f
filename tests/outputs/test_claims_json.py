"""``/data/claims.json``: what other programs read of the site's claims, held to its schema and to the pages."""

from __future__ import annotations

import copy
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from conftest import KINDS
from lxml.html import HtmlElement
from sites import ROOT, Built, article, make_site, pages_of, sample_site

from proofdesk.outputs import claims_json

__all__ = ["sample_site"]

PUBLISHED_SCHEMA = ROOT / "tests" / "data" / "claims-1.schema.json"
CLAIMS = ("faq", "myth", "intervention", "chance", "scores")


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


@pytest.fixture(scope="module")
def data(sample_site: Built) -> Any:
    assert sample_site.code == 0, sample_site.output
    return json.loads((sample_site.folder / "data" / "claims.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def validator(sample_site: Built) -> jsonschema.Draft202012Validator:
    schema = json.loads((sample_site.folder / claims_json.SCHEMA).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(scope="module")
def blocks(sample_site: Built) -> dict[str, HtmlElement]:
    """Every block, by its address, of the articles and of the other pages that say when they were checked."""
    pages = {path: page for path, page in pages_of(sample_site.folder).items()
             if path.startswith("articles/") or page.xpath("//header[@class='page-head']//time")}
    return {
        f"/{path.removesuffix('index.html')}#{block.get('id')}": block
        for path, page in pages.items() for block in page.xpath("//*[@data-block]") if block.get("data-block") in CLAIMS
    }


@pytest.mark.build
def test_real_claims_match_their_schema(data: Any, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(data)


@pytest.mark.build
@pytest.mark.parametrize("fault", ["unknown", "missing", "type"])
def test_schema_rejects_undescribed_data(
    data: Any, validator: jsonschema.Draft202012Validator, fault: str
) -> None:
    wrong = copy.deepcopy(data)
    claim = wrong["claims"][0]
    if fault == "unknown":
        claim["opinion"] = "…"
    elif fault == "missing":
        del claim["references"]
    else:
        claim["references"][0]["number"] = "one"
    assert not validator.is_valid(wrong)


@pytest.mark.build
def test_every_schema_property_has_a_description(data: Any) -> None:
    schema = claims_json.schema(KINDS)
    for model in [schema, *schema["$defs"].values()]:
        assert model["additionalProperties"] is False
        for name, each in model["properties"].items():
            assert each.get("description"), name


@pytest.mark.build
def test_claims_hold_each_block_once(data: Any, blocks: dict[str, HtmlElement]) -> None:
    assert len(blocks) > 25
    assert sorted(unquote(claim["url"]) for claim in data["claims"]) == sorted(blocks)


@pytest.mark.build
def test_claims_match_their_pages(data: Any, blocks: dict[str, HtmlElement]) -> None:
    for claim in data["claims"]:
        block = copy.deepcopy(blocks[unquote(claim["url"])])
        assert [line.text_content().strip() for line in block.find_class("evidence")] == [claim["rests_on"]]
        assert list(dict.fromkeys(a.get("data-key") for a in block.xpath(".//a[@data-key]"))) != [] or (
            claim["references"] == [])
        assert {a.get("data-key") for a in block.xpath(".//a[@data-key]")} == {w["key"] for w in claim["references"]}
        for beside in [*block.find_class("citations"), *block.xpath(".//*[@data-export='no']")]:
            beside.drop_tree()
        shown = words(block.text_content())
        for text in (claim["title"], claim["text"], *claim["parts"].values()):
            assert words(text) in shown
        if claim["verdict"]:
            assert words(claim["verdict"]["label"] + " " + claim["verdict"]["meaning"]) in shown
        if claim["certainty"]:
            assert words(claim["certainty"]["label"] + " certainty") in shown
            assert words(claim["certainty"]["meaning"]) in shown


@pytest.mark.build
def test_claim_references_match_the_page(sample_site: Built, data: Any) -> None:
    pages = pages_of(sample_site.folder)
    for claim in data["claims"]:
        page = pages[unquote(claim["url"]).partition("#")[0].lstrip("/") + "index.html"]
        shown = page.xpath("//li[@class='reference' or starts-with(@class, 'reference ')]")
        for work in claim["references"]:
            item = shown[work["number"] - 1]
            assert item.get("id") == f"ref-{work['key']}"
            assert words(work["text"]) in words(item.text_content())
            assert work["evidence"]["words"] in " ".join(item.text_content().split())


@pytest.mark.build
def test_interventions_have_parts_and_myths_a_verdict(data: Any) -> None:
    for claim in data["claims"]:
        assert (set(claim["parts"]) == {"Concept", "Example", "Steps"}) == (claim["kind"] == "intervention")
        assert (claim["verdict"] is not None) == (claim["kind"] == "myth")


@pytest.mark.build
@pytest.mark.parametrize(("room", "files"), [
    (4, [["one", "two", "three"], ["four", "five"]]), (0, [["one"], ["two", "three"], ["four"], ["five"]]),
    (9, [["one", "two", "three", "four", "five"]]),
])
def test_large_data_is_divided_into_files(
    data: Any, validator: jsonschema.Draft202012Validator, tmp_path: Path, room: int, files: list[list[str]]
) -> None:
    """Each has as many articles as there is room for, and one with too many claims has a file to itself."""
    articles = [["one"], ["two", "three"], ["four"], [], ["five"]]
    parts = [[{**data["claims"][0], "id": name} for name in names] for names in articles]
    packed = [",\n".join(map(json.dumps, part)).encode() for part in parts]
    (tmp_path / "data").mkdir()
    checked = date.fromisoformat(data["checked"])
    with claims_json.ClaimsFiles(lambda name: (tmp_path / name).open("wb"), checked, "S", None,
                                 "https://example.org/", most=room * len(packed[0])) as written:
        for part in packed:
            written.add(part)
    names = ["claims.json", *(f"claims-{number}.json" for number in range(2, len(files) + 1))]
    read = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in (tmp_path / "data").iterdir()}
    for each in read.values():
        validator.validate(each)
    assert {name: [claim["id"] for claim in each["claims"]] for name, each in read.items()} == dict(
        zip(names, files, strict=True))
    assert [each["more"] for each in map(read.__getitem__, names)] == [
        [f"https://example.org/data/{name}" for name in names[1:]], *[[]] * (len(names) - 1)]


def test_schema_change_needs_a_new_version() -> None:
    """Programs rely on the form. Where this fails: raise VERSION in claims_json.py as its docstring says, note
    the change in CHANGELOG.md, and write the new schema and version into tests/data/."""
    kept = json.loads(PUBLISHED_SCHEMA.read_text(encoding="utf-8"))
    assert kept == {"version": claims_json.VERSION, "schema": claims_json.schema(KINDS)}


@pytest.mark.build
def test_claim_urls_are_absolute_with_site_url(tmp_path: Path) -> None:
    body = "/// faq | Why?\nBecause. [@ly2018; @shao2021]\n///\n"
    site = make_site(tmp_path, {"docs/articles/a.md": article(body)})
    built = site.build("--strict", env={"SITE_URL": "https://example.org/window/"})
    claims = json.loads((built.folder / claims_json.DATA).read_text(encoding="utf-8"))
    assert claims["$schema"] == "https://example.org/window/data/claims-1.schema.json"
    assert claims["claims"][0]["url"] == "https://example.org/window/articles/a/#faq-why"
    schema = json.loads((built.folder / claims_json.SCHEMA).read_text(encoding="utf-8"))
    assert schema["$id"] == claims["$schema"]


@pytest.mark.build
def test_documented_example_runs(sample_site: Built) -> None:
    guide = (ROOT / "docs" / "about" / "data.md").read_text(encoding="utf-8")
    code = guide.partition("```python\n")[2].partition("```")[0]
    code = code.replace("https://example.org/", sample_site.folder.as_uri() + "/").replace("print(", "said.append((")
    code = code.replace('["rests_on"])', '["rests_on"]))')
    said: list[tuple[str, ...]] = []
    exec(code, {"said": said})
    assert len(said) > 5
    assert all(label and rests_on for label, _, rests_on in said)
