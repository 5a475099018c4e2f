"""The list of harms for programs: in the data, in JSON-LD, as Markdown, in llms.txt; and in search."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from schemaorg_gate import faults
from search_index import addresses, ask, index_of
from sites import BIB, Built, article, make_site

from proofdesk.outputs import claims_json

pytestmark = pytest.mark.build

HARMS = """\
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
  keys: [ly2018]
  also: [shrooms and lithium, bipolar]
"""
SAFETY = ("---\ntitle: Safety\ndescription: Harms and mixes.\n---\n\nCall first [@ly2018].\n\n## Harms\n\n"
          "<!-- harms -->\n")
URL = "https://example.org/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = make_site(tmp_path_factory.mktemp("harms") / "site", {
        "harms.yml": HARMS, "docs/safety/index.md": SAFETY,
        "docs/articles/a.md": article("On LSD [@shao2021].\n\n## Lithium\n\nA word on lithium.\n")}, BIB)
    done = site.build("--strict", env={"SITE_URL": URL})
    assert (done.code, done.problems) == (0, [])
    return done


def test_data_holds_each_harm_with_its_works(built: Built) -> None:
    data = json.loads((built.folder / claims_json.DATA).read_text(encoding="utf-8"))
    schema = json.loads((built.folder / claims_json.SCHEMA).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    (harm,) = data["harms"]
    assert harm["url"] == f"{URL}safety/#harm-lithium"
    assert [drug["label"] for drug in harm["substances"]] == ["Psilocybin", "LSD"]
    assert (harm["often"], harm["of"]) == ("A fit in 47%", "62 reports")
    assert (harm["certainty"]["name"], harm["kind"]["name"]) == ("very-low", "interaction")
    assert [(work["number"], work["key"]) for work in harm["references"]] == [(1, "ly2018"), (2, "shao2021")]


def test_data_of_a_site_without_a_list_holds_no_harm(tmp_path: Path) -> None:
    done = make_site(tmp_path, {}).build()
    assert json.loads((done.folder / claims_json.DATA).read_text(encoding="utf-8"))["harms"] == []


def test_json_ld_states_each_drug_with_its_warnings(built: Built) -> None:
    (script,) = built.page("safety").xpath("//script[@type='application/ld+json']")
    drugs = {node["name"]: node for node in json.loads(script.text)["@graph"] if node["@type"] == "Drug"}
    assert drugs["Psilocybin"]["warning"] == ["Fits with lithium"]
    assert drugs["Psilocybin"]["@id"] == f"{URL}safety/#harms-psilocybin"
    assert "warning" not in drugs["LSD"]
    assert faults(json.loads(script.text)["@graph"]) == []
    (script,) = built.page("articles/a").xpath("//script[@type='application/ld+json']")
    assert "Drug" not in script.text


def test_list_is_written_as_markdown(built: Built) -> None:
    text = (built.folder / "safety" / "index.md").read_text(encoding="utf-8")
    assert "### Psilocybin" in text and f"This page: {URL}safety/" in text
    assert "A fit in 47% [2]. Out of 62 reports." in text
    box = (built.folder / "articles" / "a" / "index.md").read_text(encoding="utf-8")
    assert "What can go wrong" in box and f"[Fits with lithium]({URL}safety/#harm-lithium)" in box


def test_llms_txt_names_the_page_of_harms(built: Built) -> None:
    assert f"- [Safety]({URL}safety/index.md): Harms and mixes." in (built.folder / "llms.txt").read_text(
        encoding="utf-8")


def test_each_harm_is_found_by_itself(built: Built) -> None:
    index = index_of(built.folder)
    entry = index["safety/#harm-lithium"]
    assert entry["title"] == "Fits with lithium" and entry["kind"] == "Safety"
    assert "What can happen" not in entry["text"] and "Also asked" not in entry["text"]
    assert not [url for url, each in index.items() if url.startswith("articles/") and "Fits" in each["text"]]
    (found,) = ask(built.folder, "shrooms and lithium")
    assert addresses(found)[0] == "safety/#harm-lithium"
