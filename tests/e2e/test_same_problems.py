"""``desk check`` and the build report the same problems: on broken pages, lists, files and settings."""

from __future__ import annotations

import json
import os

import pytest
from fixture_cases import load_cases
from sites import BIB, EPOCH, ROOT, Built, Site, article, make_site, run

from proofdesk.common.rules import ADVICE, RULES

pytestmark = pytest.mark.build

CASES = {case.name: case for case in load_cases("e2e/broken_pages")}
# What only one of the two can know, by the rule, and why the other one cannot.
ONLY_BUILD = {
    "dead-address": "only the finished site shows where templates, CSS and feeds lead",
    "unsearchable-block": "only the search index shows it",
    "unknown-setting": "only the finished site shows which files plugins have written",
}
ONLY_DESK = {
    "bad-settings": "`python -m proofdesk.build` names it too; bare `mkdocs` has words of its own",
    "lost-address": "git tells which pages were removed, and a build needs no git",
    "unknown-setting": "MkDocs says it in its own words, before a build comes to our part",
}
ONLY_OTHER_COMMANDS = {
    "dead-link", "no-answer", "differs",  # of desk links and desk cite, which ask other sites
    # Of desk test-content, which opens the finished site (tests/browser/test_below_a_path.py).
    "page-error", "foreign-request", "blocked-by-policy", "sideways-scroll", "search-fails", "citation-fails",
    "invalid-html",
}
UNREACHED = {
    "unformatted-reference",  # Pandoc formats every entry that is written for it
    "to-write",  # of a draft, which a build leaves out and a check of all pages only names
    "bad-settings",  # both end by it before they check anything (tests/e2e/test_bounds.py)
}
RUMOUR = """
@article{rumour2020, author = {Nobody, N.}, year = {2020}, title = {A rumour}, journal = {Hearsay},
  keywords = {species:human, design:trial}, x-status = {unconfirmed}}
@article{relief2024, author = {A, B}, year = {2024}, title = {Relief}, journal = {J},
  keywords = {species:human, design:rct}}
@article{trial2022, author = {A, B}, year = {2022}, title = {A trial}, journal = {J}, doi = {10.1000/trial},
  keywords = {species:human, design:open-label}, x-harms = {nausea in most}}
@article{gone2021, author = {A, B}, year = {2021}, title = {Gone}, journal = {J},
  keywords = {species:human, design:rct},
  x-retracted = {2024-08-10}, retraction-acknowledged = {2026-11-01}, retraction-reason = {It is the subject}}
@legislation{notice2024, title = {A notice}, year = {2024}, url = {https://example.org/notice},
  keywords = {design:regulatory}}
"""
FAULTY_BIB = BIB + r"""
@article{Ly2018, author = {Ly, C.}, year = {2018}, title = {Again}, journal = {Cell},
  doi = {https://doi.org/10.1016/j.celrep.2018.05.022}}
@article{nofields, journal = {Cell}, keywords = {species:human, design:trial}}
@article{bad key, author = {A, B}, year = {2020}, title = {T}, journal = {J}, keywords = {species:human, design:trial}}
@article{names2020, author = {A, B, C, D}, year = {2020}, title = {T}, journal = {J},
  keywords = {species:humn, design:trial}, url = {javascript:x}}
@article{issue2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}, issuetitle = {Of moths},
  doi = {10.1000/issue}, keywords = {species:human, design:trial}}
@article{twice2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}, doi = {10.1016/j.neuron.2021.06.008},
  keywords = {species:human, design:trial}}
@article{retracted2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}, doi = {10.1000/r},
  keywords = {species:human, design:trial}}
@article{concern2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}, doi = {10.1000/c},
  keywords = {species:human, design:trial}}
@article{corrected2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}, doi = {10.1000/d},
  keywords = {species:human, design:trial}}
@article{expired2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}, doi = {10.1000/e},
  keywords = {species:human, design:trial}, retraction-acknowledged = {2020-01-01}, retraction-reason = {Discussed}}
@article{wrong2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}, doi = {10.1000/f},
  keywords = {species:human, design:trial}, retraction-acknowledged = {soon}}
@article{latex2020, author = {A, B}, year = {2020}, title = {T}, journal = {\unheard}}
@misc{preprint2019, author = {A, B}, year = {2019}, title = {T}, doi = {10.1000/h}, x-preprint-of = {10.1000/r},
  keywords = {species:human, design:trial}}
@legislation{law2020, author = {John Smith, Bob Jones}, year = {2020}, title = {A law}, keywords = {design:regulatory}}
@article{unsorted2020, author = {A, B}, year = {2020}, title = {T}, journal = {J},
  keywords = {species:human, design:not-classified}, x-status = {confirmed}}
@article{remembered2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}, x-classified = {from memory},
  keywords = {species:human, design:cohort}, x-status = {abstract}, x-checked = {2026-11}}
@article{alone2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}}
@article{a;b, author = {A, B}, year = {2020}, title = {T}, journal = {J}, doi = {doi:10.1000/g}}
<<<<<<< HEAD
@article{open2020, author = {A, B}, year = {2020}, title = {T
"""
CITING = "Text [@retracted2020; @concern2020; @corrected2020; @expired2020; @wrong2020; @latex2020; @names2020].\n\n"
CITING += "And [@nofields; @twice2020; @issue2020], [@{a;b}], [@preprint2019], [@law2020; @unsorted2020; "
CITING += "@remembered2020].\n"
NATURES = {"r": "Retraction", "c": "Expression of concern", "d": "Correction", "e": "Retraction", "f": "Retraction"}
NOTICES = {"taken": "2026-01-01", "rows": [
    {"record": doi, "title": "T", "nature": nature, "day": "2024-01-01", "pmid": "", "notice_doi": "",
     "doi": f"10.1000/{doi}", "reason": ""} for doi, nature in NATURES.items()]}
STYLE = (ROOT / "references.csl").read_text(encoding="utf-8")
GLOSSARY_PAGE = "---\ntitle: Words\ndescription: What words mean.\ntemplate: glossary.html\n---\n\n"
ABOUT = "---\ntitle: {}\ndescription: About.\n---\n\nText.\n"
SAFETY = """\
- need: danger
  where: Here
  call: "999"
  sources: [{name: NHS, url: "https://www.nhs.uk/"}]
  taken: 2020-01-01
  how: own-page
"""
SITES: dict[str, tuple[dict[str, str | bytes], str | bytes, str]] = {  # files, bibliography, settings
    "bibliography": ({"docs/articles/one.md": article(CITING), "retractions.json": json.dumps(NOTICES)}, FAULTY_BIB,
                     ""),
    "bibliography without a work": ({}, "", ""),
    "bibliography that is no text": ({}, BIB.encode("utf-16"), ""),
    "lists": ({
        "docs/glossary/index.md": GLOSSARY_PAGE,
        "glossary.yml": "- term: dendrite\n  means: A branch.\n- term: Dendrite\n  means: A tree.\n- term: axon\n",
        "wording.yml": "too_strong: [cures]\n", "safety.yml": "- name: A line\n", "retractions.json": "{",
        "site.yml": "founding: The city.\n", "synonyms.yml": "- word: MDMA\n", "crisis.yml": "- need: x\n",
    }, BIB, ""),
    "lists with conflict marks": ({
        "docs/glossary/index.md": GLOSSARY_PAGE, "glossary.yml": "<<<<<<< HEAD\n- term: a\n=======\n>>>>>>> b\n",
        "wording.yml": "<<<<<<< HEAD\n", "safety.yml": "- {\n", "retractions.json": "<<<<<<< HEAD\n{}\n",
        "site.yml": "<<<<<<< HEAD\nmethod: A\n", "synonyms.yml": "<<<<<<< HEAD\n", "crisis.yml": "<<<<<<< HEAD\n",
    }, BIB, ""),
    "lists that are no text": ({
        "docs/glossary/index.md": GLOSSARY_PAGE, "glossary.yml": b"- term: \xff\n", "wording.yml": b"\xff",
        "safety.yml": b"\xff", "retractions.json": b"\xff", "site.yml": b"\xff",
        "synonyms.yml": b"\xff", "crisis.yml": b"\xff",
    }, BIB, ""),
    "files": ({
        "docs/notes.docx": "x", "docs/a.html": "<p>x", "docs/b.bak": "x", "docs/style.css": "p {}", "docs/data": "x",
        "docs/data.md": ABOUT.format("Data"), "docs/assets/javascripts/own.js": "x()", "docs/references.bib": "x",
        "docs/Help.md": ABOUT.format("Help"), "docs/help.md": ABOUT.format("Help again"),
        "docs/about.md": ABOUT.format("About"), "docs/about/index.md": ABOUT.format("About again"),
        "docs/about/README.md": ABOUT.format("Read me"), "docs/x.markdown": ABOUT.format("X"),
        "docs/x.md": ABOUT.format("X again"), "docs/decisions/secret.docx": "x", "docs/.hidden/a.docx": "x",
        "docs/con.md": ABOUT.format("Con"), "docs/.begun.md": "Words", "docs/templates/letter.md": "Words",
        "docs/._con.md": "x",  # of macOS
        "docs/a\tb.md": ABOUT.format("Tab"), "docs/latin.md": ABOUT.format("Caf\xe9").encode("latin-1"),
        "docs/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>',
        "docs/bom.md": b"\xef\xbb\xbf" + ABOUT.format("Mark").encode(), "docs/old.md": "Text\r\rmore\x07.\n",
        "docs/deep.md": ABOUT.format("Deep") + "> " * 300 + "x\n",
        "docs/large.md": ABOUT.format("Large") + "x " * 260_000,
    }, BIB, ""),
    "libraries": ({
        "docs/articles/one.md": article("One [@ly2018; @gone2020; @only2020].\n"),
        "refs/a.bib": BIB.replace("10.1016/j.celrep.2018.05.022", "10.1000/other") + "@article{bad key, title = {T}}\n",
        "refs/sub/b.bib": "@article{only2020, title = {T}}\n@article{gone2020, title = {T}", "zotero.bib": "",
        "evidence.yml": "only2020:\n  species: humn\nly2018:\n  design: rct\nnone:\n  n: 3\n",
    }, BIB, "extra: {libraries: [zotero.bib, ../nowhere.bib]}\n"
        "plugins: {bibtex: {bib_file: bibliography.bib, bib_dir: refs, csl_file: references.csl}}\n"),
    "citation style that is none": ({"references.csl": "no style", "docs/a.md": ABOUT.format("A")}, BIB, ""),
    "citation style without pages": ({
        "references.csl": STYLE.replace('variable="locator"', 'variable="note"'),
        "docs/articles/one.md": article("One [@ly2018, p. 3].\n"),
    }, BIB, ""),
    "harms": ({
        "docs/safety/index.md": ABOUT.format("Safety"), "harms.yml": "- id: fits\n  keys: [nobody1999]\n",
        "docs/articles/one.md": article("Half of 20 people got better [@bare2020].\n"),
        "docs/articles/ar.md": article("[@bare2020].\n", "Half").replace("topics:", "lang: ar\ntopics:"),
    }, BIB + "@article{bare2020, author = {A, B}, year = {2020}, title = {T}, journal = {J}, doi = {10.1000/h},\n"
        "  keywords = {species:human, design:rct}}\n", ""),
    "reviews": ({
        "docs/articles/one.md": article("One.\n"), "docs/articles/one.review.yml": "- kind: comment\n  line: 10\n",
        "docs/articles/two.md": article("Two.\n", "Two").replace("topics:", "reviewed-by: [{name: Ann, role: doctor, "
            "date: 2026-11-20, scope: all, version: 0000-0000-0000}]\ntopics:"),
        "docs/articles/two.review.yml": "- kind: praise\n",
        "docs/articles/three.review.json": "{}", "docs/articles/gone.review.yml": "- kind: note\n",
    }, BIB, ""),
    "drafts": ({
        "docs/articles/one.md": article("One, [a draft](draft.md).\n"),
        "docs/articles/draft.md": article("[@nobody1999]").replace("topics:", "status: draft\ntopics:"),
        "docs/articles/later.md": article("[@nobody1999]", "Later").replace(
            "published: 2026-11-20", "publish-on: 2999-01-01"),
        **{f"docs/articles/part{n}.md": article("Part.\n", f"Part {n}").replace(
            "topics:", "series: {name: Sleep, part: 1}\ntopics:") for n in (1, 2)},
        "docs/plain.md": "---\ntitle: Plain\ndescription: Plain.\nstatus: drafft\n---\n\nText.\n",
    }, BIB, ""),
    "translations": ({
        "docs/articles/one.md": article("One [@ly2018].\n"),
        **{f"docs/articles/{name}.md": article(f"{name} [@shao2021].\n", name).replace("topics:", f"{facts}\ntopics:")
           for name, facts in {
            "eins": "lang: de\ntranslation-of: articles/one.md", "uno": "lang: es\ntranslation-of: articles/eins.md",
            "erste": "lang: de\ntranslation-of: articles/one.md", "first": "translation-of: articles/one.md",
            "un": "lang: fr\ntranslation-of: articles/un.md", "premier": "lang: fr\ntranslation-of: articles/on.md",
            "primero": "lang: spanish", "later": "lang: fr\ntranslation-of: articles/draft.md",
            "draft": "status: draft", "uno-it": "lang: it"}.items()},
        "locale/it.po": 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
                        'msgid "Articles"\nmsgstr "Articoli"\n',
    }, BIB, ""),
    "words of another language": ({
        "docs/articles/one.md": article("One [@ly2018].\n"),
        "locale/it.po": 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
                        'msgid "Articles"\nmsgstr "Articoli"\n'
                        'msgid "about %(part)s in %(all)s"\nmsgstr "circa %(parte)s su %(all)s"\n',
    }, BIB, "theme: {language: it}\n"),
    "lists that are old": ({"safety.yml": SAFETY}, BIB, ""),
    "settings": (
        {"docs/articles/one.md": article("One [@ly2018; @shao2021].\n"), "docs/about/us.md": ABOUT.format("Us"),
         "docs/about/them.md": ABOUT.format("Them"), "docs/about/you.md": ABOUT.format("You"),
         "docs/about/both.md": ABOUT.format("Both"), "docs/about/draft.md": "No facts [@nobody1999].\n"}, BIB,
        "nav: [{Home: index.md}, {Gone: abuot/us.md}, {Part: [/about/us.md, decisions/0001.md, references.bib]},\n"
        "  {There: 'https://example.org/'}, {More: [about/you.md, about/them.md, about/both.md, {Home: index.md}]},\n"
        "  about/both.md]\n"
        "not_in_nav: ''\ndraft_docs: draft.md\nunknown: 1\n"
        "theme: {features: [navigation.tabs]}\n"
        "markdown_extensions: [{pymdownx.superfences: {custom_fences: [{name: mermaid, class: mermaid}]}}]\n"
        "plugins:\n  bibtex: {bib_file: bibliography.bib, csl_file: references.csl}\n"
        "  redirects:\n    redirect_maps:\n      articles/one.md: articles/two.md\n      old.html: index.md\n"),
}


Reported = tuple[list[str], list[str]]  # by the build, by the desk


def page_of(source: str, title: str) -> str:
    """The whole page of a fixture, which may leave the facts at its top to the test."""
    return source if source.startswith("---") or source == "Just text.\n" else article(source, title)


def reported(text: str, without: dict[str, str]) -> list[str]:
    """The problems among lines of output, reminders too."""
    lines = [line.split(" -  ", 1)[-1] for line in text.splitlines()]
    found = [line for line in lines if len(line.split(": ")) > 2 and line.split(": ")[0].count(":") == 2]
    return sorted(line for line in found if line.split(": ")[1] not in without)


def both(site: Site) -> tuple[list[str], list[str], Built]:
    """What the build and the desk report of a site."""
    built = site.build()
    desk = run(["check"], site.root, site.root, {"SOURCE_DATE_EPOCH": EPOCH}, program="proofdesk.desk")
    assert desk.code in (0, 1), desk.output
    return reported(built.output, ONLY_BUILD), reported(desk.output, ONLY_DESK), built


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    files: dict[str, str | bytes] = {
        f"docs/articles/{name}.md": page_of(case.source, f"Page {name}") for name, case in CASES.items()}
    folder = tmp_path_factory.mktemp("same") / "site"
    site = make_site(folder, {**files, "docs/decisions/0001.md": "# Not published\n"}, BIB + RUMOUR)
    build, desk, built = both(site)
    assert built.code == 0, built.output
    return build, desk


def test_broken_pages_have_the_same_problems(pages: Reported) -> None:
    build, desk = pages
    assert build == desk
    assert len(CASES) >= 60


@pytest.mark.parametrize("name", CASES)
def test_page_is_reported_at_its_place(name: str, pages: Reported) -> None:
    """The fixture has line and column as counted from its own first line."""
    case = CASES[name]
    above = page_of(case.source, "").count("\n") - case.source.count("\n")
    found = [line.split(": ") for line in pages[1] if line.startswith(f"docs/articles/{name}.md:")]
    places = [f"{int(place.split(':')[1]) - above}:{place.split(':')[2]}: {rule}" for place, rule, *_ in found]
    assert sorted(places) == sorted(case.lines("places"))


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reported]:
    found = {}
    for number, (name, (files, bib, settings)) in enumerate(SITES.items()):
        site = make_site(tmp_path_factory.mktemp(f"site{number}") / "site", {}, bib)
        for each in files:
            (site.root / each).unlink(missing_ok=True)  # the project's own lists are linked
        site.write(files)
        if name == "files":
            (site.root / "docs" / "outside.md").symlink_to("/etc/hostname")
            os.mkfifo(site.root / "docs" / "pipe.md")
        if settings:
            site.write({"mkdocs.yml": f"INHERIT: {ROOT / 'mkdocs.yml'}\n{settings}"})
        found[name] = both(site)[:2]
    return found


@pytest.mark.parametrize("name", SITES)
def test_broken_lists_have_the_same_problems(name: str, sites: dict[str, Reported]) -> None:
    build, desk = sites[name]
    assert build == desk
    assert build


def test_every_rule_of_both_was_compared(
    pages: Reported, sites: dict[str, Reported]
) -> None:
    seen = {line.split(": ")[1] for build, _ in (pages, *sites.values()) for line in build}
    rules = {rule.name for rule in RULES.values() if rule.severity != ADVICE}
    assert rules - seen - {*ONLY_BUILD, *ONLY_DESK, *ONLY_OTHER_COMMANDS, *UNREACHED} == set()


def test_page_that_is_overlooked_is_told(sites: dict[str, Reported]) -> None:
    assert [line for line in sites["files"][1] if ": overlooked-page: " in line] == [
        "docs/.begun.md:1:1: overlooked-page: the name of this page begins with a dot, so MkDocs does not publish it "
        "(rename it; if it is not to be published, name it under `exclude_docs` in mkdocs.yml)",
        "docs/templates/letter.md:1:1: overlooked-page: MkDocs publishes nothing of a folder “templates” beside the "
        "first page (rename the folder; if it is not to be published, name it under `exclude_docs` in mkdocs.yml)"]


def test_impossible_translations_are_told(sites: dict[str, Reported]) -> None:
    found = [line for line in sites["translations"][0] if ": bad-translation: " in line]
    assert [line.removeprefix("docs/articles/") for line in found] == [
        "erste.md:7:1: bad-translation: docs/articles/eins.md is a translation of “articles/one.md” into “de” too "
        "(keep one translation into each language)",
        "first.md:6:1: bad-translation: the article is in the language of its original, “en” (state the language of "
        "the translation, as `lang: de`, or take the line out)",
        "premier.md:7:1: bad-translation: there is no article “articles/on.md” (did you mean “articles/one.md” or "
        "“articles/un.md” or “articles/uno.md”?)",
        "un.md:7:1: bad-translation: the article is said to translate itself (name the file of the original, or take "
        "the line out)",
        "uno.md:7:1: bad-translation: “articles/eins.md” is a translation itself (name its original: `translation-of: "
        "articles/one.md`)",
    ]


def test_page_that_nothing_leads_to_is_told(sites: dict[str, Reported]) -> None:
    found = [line for line in sites["settings"][1] if ": unreached-page: " in line]
    assert found == [
        "mkdocs.yml:3:58: unreached-page: nothing leads readers to “about/them.md”: the header leads to the first page "
        "of “More” alone (link to it from that page, or give it an entry of its own)"]
