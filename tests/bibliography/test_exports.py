"""Files for reference managers: exactly the bibliography, read back by Pandoc, and each article as a work to cite."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import latexcodec  # noqa: F401  (registers “ulatex”)
import lxml.html
import pybtex.database
import pypandoc
import pytest
from sites import ROOT, SAMPLE, SITE_DATA, Built, article, make_site, pages_of, sample_site

from proofdesk.bibliography.exports import EXPORT_FORMATS, MORE_AUTHORS, WorksToExport
from proofdesk.bibliography.parser import read_bibliography
from proofdesk.bibliography.references import References

__all__ = ["sample_site"]

FORMATS = {".bib": "biblatex", ".ris": "ris", ".json": "csljson"}  # as Pandoc names them

BIB = r"""@string{neuron = {Neuron}}
@article{devos2021, author = {de Vos, C. M. H. and others}, title = {Psychedelics and neuroplasticity: 50\% of it},
  journal = neuron, year = {2021}, volume = {12}, number = {3}, pages = {1--23}, doi = {10.3389/fpsyt.2021.724606}}
@misc{registry, author = {{University of Fribourg}}, title = {Effects of {LSD}}, year = {2022},
  url = {https://clinicaltrials.gov/study/NCT05177419}, note = {Phase 1}}
@misc{letter, author = {{US Food and Drug Administration}}, title = {Complete {Response} Letter}, year = {2024}}
"""


def read_back(text: str, format: str) -> dict[str, dict[str, Any]]:
    """What another program reads in a file, by key."""
    return {item["id"]: item for item in json.loads(pypandoc.convert_text(text, "csljson", format=format))}


@pytest.fixture
def works(tmp_path: Path) -> WorksToExport:
    file = tmp_path / "bibliography.bib"
    file.write_text(BIB, encoding="utf-8")
    return WorksToExport(read_bibliography(file, "bibliography.bib"))


def test_bibtex_export_copies_the_source_text(works: WorksToExport) -> None:
    text = works.files(["letter", "devos2021"])["references.bib"]
    assert text.startswith("@string{neuron = {Neuron}}\n@misc{letter,")
    assert r"title = {Psychedelics and neuroplasticity: 50\% of it}" in text
    assert "registry" not in text


def test_bibtex_export_has_names_as_bibtex_reads_them(references_of: Callable[[str], References]) -> None:
    """Other programs know neither BibLaTeX's extended form nor the commas of other scripts, and would lose a name."""
    exported = WorksToExport(references_of(
        "@book{a, author = {family=Hoven, given=Jeroen, prefix=van den, useprefix=true and Bennett, Jr., Frank G.}, "
        "editor = {سالم، أحمد}, title = {a = b}, date = 2014}\n").bibliography)
    read = pybtex.database.parse_string(exported.files(["a"])["references.bib"], "bibtex").entries["a"]
    assert [(each.prelast_names, each.last_names, each.lineage_names, each.first_names)
            for role in ("author", "editor") for each in read.persons[role]] == [
        (["van", "den"], ["{Hoven}"], [], ["Jeroen"]), ([], ["{Bennett}"], ["Jr."], ["Frank"]),
        ([], ["{سالم}"], [], ["أحمد"])]
    assert read.fields["title"] == "a = b"


def test_csl_json_has_types_and_no_author_others(works: WorksToExport) -> None:
    items = {item["id"]: item for item in json.loads(works.files()["references.json"])}
    assert [(key, item["type"]) for key, item in items.items()] == [
        ("devos2021", "article-journal"), ("registry", "webpage"), ("letter", "document"),
    ]
    assert items["devos2021"]["author"] == [{"family": "Vos", "given": "C. M. H.", "non-dropping-particle": "de"}]
    assert items["devos2021"]["note"] == MORE_AUTHORS
    assert items["devos2021"]["title"] == "Psychedelics and neuroplasticity: 50% of it"
    assert items["registry"]["note"] == "Phase 1"
    assert not any("language" in item for item in items.values())


def test_ris_matches_csl_json(works: WorksToExport) -> None:
    files = works.files()
    ris = files["references.ris"]
    assert "AU  - US Food and Drug Administration,\r\n" in ris
    assert [line for line in ris.split("\r\n") if line.startswith("TY")] == ["TY  - JOUR", "TY  - ELEC", "TY  - GEN"]
    assert_same(files)


def test_ris_has_types_numbers_and_real_days(references_of: Callable[[str], References]) -> None:
    files = WorksToExport(references_of("""
@patent{a, author = {A, B}, title = {Lamp}, number = {US 1 A}, date = {1880-01-27}}
@software{b, author = {A, B}, title = {R}, version = {4}, date = {2023}}
@article{c, author = {A, B}, title = {T}, journal = {J}, date = {2015-21}}
@book{d, author = {A, B}, title = {T}, year = {37 BCE}}
@book{e, author = {A, B}, title = {T}, date = {2010/2012}}
""").bibliography).files()
    wanted = ("TY", "M1", "PY", "DA", "N1")
    assert [line for line in files["references.ris"].split("\r\n") if line.startswith(wanted)] == [
        "TY  - PAT", "PY  - 1880", "DA  - 1880/01/27", "M1  - US 1 A", "TY  - COMP", "PY  - 2023",
        "TY  - JOUR", "PY  - 2015", "TY  - BOOK", "N1  - Published 37 BCE.",
        "TY  - BOOK", "PY  - 2010", "N1  - Published 2010–2012."]


def assert_same(files: dict[str, str]) -> None:
    """The three files hold the same works, as Pandoc reads them."""
    fields_of_item = {item["id"]: item for item in json.loads(files["references.json"])}
    ris, bib = read_back(files["references.ris"], "ris"), read_back(files["references.bib"], "biblatex")
    assert list(fields_of_item) and set(fields_of_item) == set(ris) == set(bib)
    for key, item in fields_of_item.items():
        for name in ("title", "container-title", "volume", "issue", "page", "DOI", "URL", "issued"):
            assert ris[key].get(name) == item.get(name), (key, name)
        assert len(ris[key]["author"]) == len(item["author"]), key


def test_partial_export_keeps_order_skips_unknown_keys(works: WorksToExport) -> None:
    items = json.loads(works.files(["letter", "nobody", "devos2021"])["references.json"])
    assert [item["id"] for item in items] == ["letter", "devos2021"]


def test_no_work_makes_empty_files(works: WorksToExport) -> None:
    files = works.files([])
    assert (json.loads(files["references.json"]), files["references.ris"]) == ([], "")


# The facts of a page that was published long ago and corrected twice since; its title has what BibTeX must escape.
CORRECTED = """\
---
title: "50% of {brains} & more_or_less"
description: What the page says.
published: 2026-03-01
reviewed: 2026-11-21
corrections:
- {date: 2026-05-02, what: 'The page said 95 & it was 59.'}
- {date: 2026-11-21, what: The drug was named wrongly.}
topics: [therapy]
source: {title: A source}
---

Text [@ly2018].

Take [the works](../references.bib) or [these](one/references.ris).
"""
SETTINGS = (
    "site_url: https://example.org/lib/\nextra: {publisher: {name: 'Editors & Co', contact: post@example.org}}\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site that knows its address and its publisher, with a corrected article and one that nothing happened to."""
    built = make_site(tmp_path_factory.mktemp("exports") / "site", {
        "site.yml": SITE_DATA.replace("  name: The Plasticity Window editors\n", "  name: Editors & Co\n"),
        "docs/articles/one.md": CORRECTED,
        "docs/articles/two.md": article("Nothing is cited.", "Two"),
        "docs/about/corrections.md": "---\ntitle: C\ndescription: C.\ntemplate: corrections.html\n---\n\nText.\n",
    }, settings=SETTINGS).build("--strict")
    assert (built.code, built.problems) == (0, [])
    return built


def json_in_link(page: lxml.html.HtmlElement) -> str:
    """Return the CSL-JSON that the link of a page's own citation holds."""
    (link,) = page.xpath("//a[@download][starts-with(@href, 'data:')]/@href")
    head, _, held = link.partition(",")
    assert head == "data:application/vnd.citationstyles.csl+json;charset=utf-8"
    return unquote(held)


@pytest.mark.build
def test_article_is_citable_in_every_format(site: Built) -> None:
    folder = site.folder / "articles" / "one"
    facts = {
        "title": "50% of {brains} & more_or_less", "author": [{"literal": "Editors & Co"}],
        "URL": "https://example.org/lib/articles/one/",
    }
    for name, format in (("", "csljson"), ("cite.bib", "biblatex"), ("cite.ris", "ris")):
        text = (folder / name).read_text(encoding="utf-8") if name else json_in_link(site.page("articles/one"))
        (item,) = read_back(text, format).values()
        if format == "ris":  # Pandoc knows no groups in RIS: it takes the name whole, as it should
            item["author"] = [{"literal": item["author"][0]["family"]}]
        assert {key: item[key] for key in facts} == facts, name
        assert item["issued"]["date-parts"][0][0] == 2026, name
        assert item["id"] == "one-2026", name


@pytest.mark.build
def test_each_format_is_linked_with_its_media_type(site: Built) -> None:
    links = site.page("articles/one").xpath('//link[@rel="alternate"][@title="Cite this article"]')
    assert [(link.get("href"), link.get("type")) for link in links] == [
        (f"cite.{each.extension}", each.media_type) for each in EXPORT_FORMATS if not each.in_link]
    labels = site.page("articles/two").xpath("//a[@download]/text()")
    assert labels == [each.label for each in EXPORT_FORMATS]


@pytest.mark.parametrize("server", ["nginx.conf", "Caddyfile"])
def test_servers_know_each_formats_media_type(server: str) -> None:
    text = (ROOT / "hosting" / server).read_text(encoding="utf-8")
    assert [each.media_type for each in EXPORT_FORMATS if not (each.in_link or each.media_type in text)] == []


@pytest.mark.build
def test_copyable_citation_is_complete(site: Built) -> None:
    text = site.page("articles/one").get_element_by_id("cite-text")
    assert " ".join(text.text_content().split()) == (
        "Editors & Co. 50% of {brains} & more_or_less [Internet]. The Plasticity Window; 2026 Mar 1 "
        "[updated 2026 Nov 21]. Available from: https://example.org/lib/articles/one/"
    )


@pytest.mark.build
def test_every_download_link_resolves(site: Built) -> None:
    for name in ("one", "two"):
        page = site.folder / "articles" / name
        links = site.page(f"articles/{name}").xpath("//a[@download]/@href")
        assert len(links) == (2 if name == "one" else 1) * len(EXPORT_FORMATS)
        assert [link.partition(":")[0] for link in links if not (page / link).is_file()] == ["data"]
    written = site.page("articles/one").xpath('//a[.="the works" or .="these"]/@href')
    assert [link for link in written if not (site.folder / "articles" / "one" / link).is_file()] == []


@pytest.mark.build
def test_corrections_are_listed_newest_first(site: Built) -> None:
    expected = ["21 November 2026: The drug was named wrongly.", "2 May 2026: The page said 95 & it was 59."]
    places = {"articles/one": '//ol[@class="corrections__list"]/li',
              "about/corrections": "//article//h3/following-sibling::ul/li"}
    for page, where in places.items():
        assert [li.text_content().strip() for li in site.page(page).xpath(where)] == expected
    (section,) = site.page("articles/two").find_class("corrections")
    assert "None so far." in section.text_content()


@pytest.mark.build
def test_page_offers_error_report_only_with_contact(
    site: Built, sample_site: Built
) -> None:
    (section,) = site.page("articles/two").find_class("corrections")
    (link,) = section.xpath('.//a[starts-with(@href, "mailto:")]/@href')
    assert link == "mailto:post@example.org?subject=Error%3A%20Two"
    (section,) = sample_site.page("articles/therapy-and-the-open-window").find_class("corrections")
    assert "Report an error" not in section.text_content()


FAULTS = [
    ("corrections: [{date: 2999-12-01, what: A.}]",
     "5:16: misdated: a correction is in the future: 1 December 2999 (state the day on which it happened)"),
    ("corrections: [{date: 2026-11-01, what: A.}]",
     "5:16: misdated: a correction (2026-11-01) is older than the page (2026-11-20) "
     "(what is corrected before a page is published needs no note)"),
    ("corrections: [{date: soon, what: A.}]", "5:16: bad-front-matter: corrections.date: “soon” is not a day of the "
     "calendar (The day of the change, as 2026-11-22)"),
    ("corrections:\n- date: 2026-11-21", "6:3: missing-front-matter: the page does not state its corrections.what "
     "(add a line `what: …`: What was wrong and what changed, in a sentence)"),
    ("corrections: [{date: 2026-11-21, why: A., what: B.}]",
     "5:34: unknown-front-matter: there is no fact named “why” (known are: date, what)"),
    ("corrections: [{date: 2026-11-21, what: 'See [@ly2018]'}]",
     "5:34: raw-syntax: “[@” would reach the reader as it is (the facts are plain text: take the markup out)"),
    ("corrections: [{date: 2026-11-21, what: A., what: B.}]",
     "5:44: front-matter: “what” is stated twice (keep one of the two)"),
]


@pytest.mark.build
def test_bad_correction_is_reported_at_its_place(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {
        f"docs/articles/p{n}.md": article("Text.").replace("reviewed:", f"{line}\nreviewed:")
        for n, (line, _) in enumerate(FAULTS)
    }
    built = make_site(tmp_path / "site", pages).build()
    for n, (_, expected) in enumerate(FAULTS):
        assert built.of(f"docs/articles/p{n}.md") == [f"docs/articles/p{n}.md:{expected}"]


@pytest.mark.build
def test_site_exports_match_the_bibliography(sample_site: Built) -> None:
    assert sample_site.code == 0, sample_site.output
    names = ("references.bib", "references.json", "references.ris")
    whole = read_bibliography(SAMPLE / "bibliography.bib", "bibliography.bib")
    files = {name: (sample_site.folder / name).read_text(encoding="utf-8") for name in names}
    assert [item["id"] for item in json.loads(files["references.json"])] == list(whole.entries)
    assert_same(files)


@pytest.mark.build
def test_article_exports_keep_reference_order(sample_site: Built) -> None:
    articles: dict[str, lxml.html.HtmlElement] = {
        path: page for path, page in pages_of(sample_site.folder).items()
        if path.startswith("articles/") and path.count("/") == 2
    }
    assert articles
    for path, page in articles.items():
        listed = [li.get("id").removeprefix("ref-") for li in page.xpath('//section[@class="references"]//li')]
        folder = (sample_site.folder / path).parent
        items = json.loads((folder / "references.json").read_text(encoding="utf-8"))
        assert [item["id"] for item in items] == listed, path
        assert list(read_bibliography(folder / "references.bib", "x.bib").entries) == listed, path


# --- Field by field, against the bibliography as another program (pybtex, latexcodec) reads it.


def latex_to_text(text: str) -> str:
    """BibTeX's text as a reader sees it."""
    plain = codecs.decode(text, "ulatex").replace("{", "").replace("}", "")
    return " ".join(plain.replace("---", "—").replace("--", "–").replace("’", "'").split())


def fields_of_entry(entry: pybtex.database.Entry) -> dict[str, Any]:
    """What an entry states, in the terms of the comparison."""
    people = entry.persons.get("author", [])
    named = [person for person in people if str(person) != "others"]
    fields = entry.fields
    return {
        "title": latex_to_text(fields["title"]).casefold(),
        "author": [whole_name(*(" ".join(map(latex_to_text, part)) for part in (
            person.prelast_names, person.last_names, [*person.first_names, *person.middle_names],
            person.lineage_names))) for person in named],
        "others": len(named) < len(people),
        "container-title": latex_to_text(fields.get("journal", "")), "year": fields["year"],
        "volume": fields.get("volume", ""), "issue": fields.get("number", ""),
        "page": latex_to_text(fields.get("pages", "")).replace("–", "-"),
        "DOI": fields.get("doi", ""), "URL": fields.get("url", "") or arxiv(fields),
    }


def arxiv(fields: Any) -> str:
    """The address of a preprint, which Pandoc makes from its number."""
    return f"https://arxiv.org/abs/{fields['eprint']}" if fields.get("archiveprefix", "").lower() == "arxiv" else ""


def whole_name(particle: str, family: str, given: str, suffix: str) -> str:
    # Initials with or without a space between them are the same name, and so is it with either apostrophe.
    parts = (" ".join(filter(None, (particle, family))), given.replace(" ", ""), suffix)
    return " | ".join(filter(None, parts)).replace("’", "'")


def fields_of_item(item: dict[str, Any]) -> dict[str, Any]:
    """The same of what Pandoc read back."""
    named = [name for name in item.get("author", []) if name != {"literal": "others"}]
    return {
        # Pandoc decides on capitals itself, as CSL asks (a subtitle's first word gets one).
        "title": latex_to_text(item["title"].replace('<span class="nocase">', "").replace("</span>", "")).casefold(),
        "author": [
            whole_name(" ".join(filter(None, (name.get("dropping-particle"), name.get("non-dropping-particle")))),
                       name.get("literal") or name.get("family", ""), name.get("given", ""), name.get("suffix", ""))
            for name in named],
        "others": len(named) < len(item.get("author", [])) or MORE_AUTHORS in item.get("note", ""),
        "container-title": item.get("container-title", ""), "year": str(item["issued"]["date-parts"][0][0]),
        "volume": str(item.get("volume", "")), "issue": str(item.get("issue", "")),
        "page": str(item.get("page", "")).replace("–", "-"), "DOI": item.get("DOI", ""), "URL": item.get("URL", ""),
    }


@pytest.mark.build
def test_pandoc_round_trip_keeps_every_field(sample_site: Built) -> None:
    source = pybtex.database.parse_file(str(SAMPLE / "bibliography.bib")).entries
    expected = {key: fields_of_entry(entry) for key, entry in source.items()}
    files = [f for f in sorted(sample_site.folder.rglob("references.*")) if f.suffix in FORMATS]
    assert len(files) == 3 * (1 + len([*(sample_site.folder / "articles").glob("*/index.html")]))
    seen = set()
    for file in files:
        text = file.read_text(encoding="utf-8")
        found = {key: fields_of_item(item) for key, item in read_back(text, FORMATS[file.suffix]).items()}
        if file.suffix == ".ris":  # Pandoc leaves a RIS file's notes out
            assert text.count(MORE_AUTHORS) == sum(expected[key]["others"] for key in found)
            found = {key: {**work, "others": expected[key]["others"]} for key, work in found.items()}
        for key, work in found.items():
            assert work == expected[key], f"{file.relative_to(sample_site.folder)}: {key}"
            seen.add(key)
    assert seen == set(expected)
    # The comparison sees what it is for.
    assert any(any(ord(letter) > 127 for letter in "".join(work["author"])) for work in expected.values())
    assert any(work["others"] for work in expected.values())


@pytest.mark.build
def test_cite_files_agree_across_formats(sample_site: Built) -> None:
    folders = [page.parent for page in (sample_site.folder / "articles").glob("*/index.html")]
    assert folders
    for folder in folders:
        forms = []
        for suffix, format in FORMATS.items():
            held = json_in_link(pages_of(folder)["index.html"]) if suffix == ".json" else (
                (folder / f"cite{suffix}").read_text(encoding="utf-8"))
            (item,) = read_back(held, format).values()
            # BibTeX has no field for the site that a page is on; RIS ends a group's name in a comma.
            author = [name.strip(", ") for name in fields_of_item(item)["author"]]
            forms.append({**fields_of_item(item), "author": author, "container-title": ""})
        assert forms[0] == forms[1] == forms[2], folder
        heading = pages_of(folder)["index.html"].findtext(".//h1")
        assert heading and forms[0]["title"] == " ".join(heading.split()).casefold(), folder
