"""The cache of pages: a build with it gives the same site, byte for byte, as a build without it."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from random_edits import edits_in_random_order
from records import change_records, records
from sites import BIB, EPOCH, ROOT, Built, Site, article, empty_cache, make_site, snapshot, start

from proofdesk.common.parallel.parts import CONVERT, RENDER

PAGE = article("Text [@ly2018; @shao2021] on a dendrite, see [two](two.md) and @somebody.\n\n"
               "/// faq | Is it so?\nYes [@ly2018].\n///\n\n"
               "/// figure | A window\n    src: ../assets/window.svg\n    alt: It stands open.\n///\n")
PLAIN = ("---\ntitle: Safety\ndescription: Harms.\npublished: 2026-11-20\nreviewed: 2026-11-21\n---\n\n"
         "/// faq | Is it safe?\nNo [@ly2018].\n///\n")
SETTINGS = "site_url: https://example.org/\n"
GLOSSARY = "- term: dendrite\n  means: A branch of a nerve cell.\n"
GLOSSARY_PAGE = "---\ntitle: Words\ndescription: What words mean.\ntemplate: glossary.html\n---\n\n"
HARMS = """\
- id: fits
  substances: [psilocybin]
  harm: Fits
  kind: serious
  who: People in a trial
  of: 62 people
  often: Fits in 2%
  certainty: low
  because: One trial
  limits: the cause
  do: Call for help
  keys: [trial2022]
"""
WORKS = BIB + """
@article{trial2022, author = {A, B}, title = {A trial}, journal = {J}, year = {2022}, doi = {10.1000/trial},
  keywords = {species:human, design:rct}, x-harms = {fits in 2 of 62}}
@article{other2023, author = {C, D}, title = {Another trial}, journal = {J}, year = {2023}, doi = {10.1000/other},
  keywords = {species:human, design:rct}, x-harms = {headache in most}}
"""
SAFETY_PAGE = "---\ntitle: Safety\ndescription: Harms.\n---\n\n<!-- harms -->\n"

QUESTIONS = ("---\ntitle: Questions\ndescription: All questions.\ntemplate: listing.html\nblock: faq\n---\n\n"
             "All of them.\n")
REFERENCES = "---\ntitle: References\ndescription: All works.\ntemplate: references.html\n---\n\n"


def build_and_read(site: Site) -> dict[str, bytes]:
    """Every byte of the published site."""
    built = site.build()
    assert built.code == 0, built.output
    assert "Traceback" not in built.output
    return snapshot(built.folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, dict[str, bytes]]:
    """A site with all kinds of pages that was built once, so that all of it is kept."""
    site = make_site(tmp_path_factory.mktemp("kept") / "site", {
        "docs/articles/one.md": PAGE, "docs/articles/two.md": article("Two.", "Two"), "glossary.yml": GLOSSARY,
        "docs/articles/drug.md": article("On psilocybin [@other2023; @trial2022].", "Drug"), "harms.yml": HARMS,
        "docs/safety/index.md": SAFETY_PAGE,
        "docs/glossary/index.md": GLOSSARY_PAGE, "docs/questions/index.md": QUESTIONS,
        "docs/references/index.md": REFERENCES, "docs/plain.md": PLAIN,
    }, WORKS, settings=SETTINGS)
    for name in ("references.csl", "safety.yml", "site.yml", "retractions.json", "overrides"):
        (site.root / name).unlink(missing_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, site.root / name)
    overridden(site, "theme/partials/footer.html", "No cookies, no tracking.", "No cookies.")
    return site, build_and_read(site)


@pytest.fixture
def site(built: tuple[Site, dict[str, bytes]], tmp_path: Path) -> Site:
    """The same site in a place of its own, with all that was kept."""
    shutil.copytree(built[0].root, tmp_path / "site", symlinks=True)
    return Site(tmp_path / "site")


def replace_in_file(site: Site, name: str, old: str, new: str) -> None:
    """Change a file of the site's own."""
    text = (site.root / name).read_text(encoding="utf-8")
    assert old in text
    site.write({name: text.replace(old, new)})


def overridden(site: Site, name: str, old: str, new: str) -> None:
    """Give the site a template of its own in place of one of the package."""
    text = (ROOT / "proofdesk" / name).read_text(encoding="utf-8")
    assert old in text
    site.write({f"overrides/{name.removeprefix('theme/')}": text.replace(old, new)})


def build_uncached(site: Site, but: Iterable[str] = ()) -> dict[str, bytes]:
    """The same build with nothing kept, but what some caches hold."""
    kept = [(site.root / ".cache" / name).rename(site.root / f"kept-{name}") for name in but]
    empty_cache(site.root)
    for folder in kept:
        folder.rename(site.root / ".cache" / folder.name.removeprefix("kept-"))
    return build_and_read(site)


STYLE = (ROOT / "references.csl").read_text(encoding="utf-8")
EDITS: dict[str, Callable[[Site], object]] = {
    "nothing": lambda site: None,
    "a page": lambda site: site.write({"docs/articles/one.md": PAGE.replace("Yes", "No")}),
    "a work": lambda site: site.write({"bibliography.bib": WORKS.replace("Cell Reports", "Cell Notes")}),
    "a new work": lambda site: site.write({"bibliography.bib": BIB + WORKS.replace("ly2018", "a2000").replace(
        "shao2021", "b2000").replace("10.1016", "10.1017")}),
    "a handle that becomes a key": lambda site: site.write({"bibliography.bib": BIB + WORKS.replace(
        "ly2018", "somebody").replace("shao2021", "b2000").replace("10.1016", "10.1017")}),
    "a work's evidence": lambda site: site.write({"bibliography.bib": WORKS.replace("species:mouse", "species:rat")}),
    "evidence beside it": lambda site: site.write({
        "evidence.yml": "ly2018:\n  x-correction: The number of cells was corrected.\n"}),
    "a library": lambda site: site.write({"mkdocs.yml": (site.root / "mkdocs.yml").read_text(
        encoding="utf-8") + "extra: {libraries: [zotero.bib]}\n", "zotero.bib": BIB.replace(
            "ly2018", "somebody").replace("shao2021", "b2000").replace("10.1016", "10.1017")}),
    "a term": lambda site: site.write({"glossary.yml": GLOSSARY.replace(
        "term: dendrite", "term: branch\n  also: [text]")}),
    "a harm": lambda site: site.write({"harms.yml": HARMS.replace("Fits in 2%", "Fits in 3%")}),
    "a harm of another drug": lambda site: site.write({"harms.yml": HARMS.replace("[psilocybin]", "[mdma]")}),
    "no harms": lambda site: (site.root / "harms.yml").unlink(),
    "what a trial says of harms": lambda site: site.write({
        "bibliography.bib": WORKS.replace("headache in most", "nausea in most")}),
    "a work that only the harms cite": lambda site: site.write({
        "bibliography.bib": WORKS.replace("A trial", "The trial")}),
    "an extension": lambda site: site.write({"mkdocs.yml": (site.root / "mkdocs.yml").read_text(
        encoding="utf-8") + "markdown_extensions: [smarty, toc: {permalink: '#', permalink_title: Here}]\n"}),
    "another article": lambda site: site.write({"docs/articles/three.md": article("Three [@ly2018].", "Three")}),
    "an article less": lambda site: (site.root / "docs" / "articles" / "two.md").unlink(),
    "an article that becomes a draft": lambda site: replace_in_file(
        site, "docs/articles/two.md", "topics:", "status: draft\ntopics:"),
    "a translation of it": lambda site: replace_in_file(
        site, "docs/articles/two.md", "topics:", "lang: de\ntranslation-of: articles/one.md\ntopics:"),
    "the language of an article": lambda site: replace_in_file(
        site, "docs/articles/one.md", "topics:", "lang: de\ntopics:"),
    "a part of its series": lambda site: (
        replace_in_file(site, "docs/articles/two.md", "topics:", "series: {name: Sleep, part: 2}\ntopics:"),
        replace_in_file(site, "docs/articles/one.md", "topics:", "series: Sleep\ntopics:")),
    "the style": lambda site: site.write({"references.csl": STYLE.replace(
        'et-al-min="7" et-al-use-first="6"', 'et-al-min="2" et-al-use-first="1"')}),
    "the facts": lambda site: site.write({"docs/articles/one.md": PAGE.replace("2026-11-21", "2026-11-22")}),
    "the address": lambda site: site.write({"mkdocs.yml": (site.root / "mkdocs.yml").read_text(
        encoding="utf-8").replace("example.org", "example.com")}),
    "the mark": lambda site: replace_in_file(site, "docs/assets/window.svg", "M0 0h1v1z", "M0 0h1v1H0z"),
    "a template": lambda site: overridden(site, "site/related.html", "Related articles", "Read next"),
    "a template of the site's own": lambda site: replace_in_file(
        site, "overrides/partials/footer.html", "No cookies.", "No cookies at all."),
    "a notice of the site": lambda site: replace_in_file(site, "site.yml", "illegal", "not legal"),
    "the words of a topic": lambda site: replace_in_file(site, "site.yml", "label: Therapy", "label: Treatment"),
    "the name of a drug": lambda site: replace_in_file(site, "site.yml", "label: Psilocybin", "label: Psilocin"),
    "a listing's template": lambda site: overridden(
        site, "theme/partials/listed-work.html", "Cited in", "Named in"),
    "who wrote the site": lambda site: replace_in_file(site, "site.yml", "AI language model", "typewriter"),
    "a help line": lambda site: replace_in_file(site, "safety.yml", "116 123", "116 124"),
    "a correction's notice": lambda site: site.write({"retractions.json": json.dumps({
        "taken": "2026-11-20", "rows": [{
            "record": "1", "title": "T", "nature": "Correction", "day": "2024-01-01", "pmid": "", "notice_doi": "",
            "doi": "10.1016/j.neuron.2021.06.008", "reason": ""}]})}),
    "the publisher": lambda site: replace_in_file(site, "site.yml", "Plasticity Window editors", "editors of it"),
    "the navigation": lambda site: replace_in_file(site, "mkdocs.yml", "nav: [{Home: index.md}]",
                                          "nav: [{Home: index.md}, {Asked: questions/index.md}]"),
    "a related article's title": lambda site: site.write({"docs/articles/two.md": article("Two [@ly2018].", "Second")}),
    "a question": lambda site: replace_in_file(site, "docs/articles/one.md", "Is it so?", "Is it?"),
    "a question's topics": lambda site: replace_in_file(
        site, "docs/articles/one.md", "/// faq | Is it so?\n", "/// faq | Is it so?\n    topics: law\n"),
    "a second page of a list": lambda site: site.write({"docs/articles/many.md": article("".join(
        f"/// faq | Is it {n}?\nYes [@shao2021].\n///\n\n" for n in range(60)), "Many")}),
    "the template of an entry": lambda site: overridden(
        site, "theme/partials/listed-block.html", "in %(article)s", "from %(article)s"),
    "a question on a plain page": lambda site: site.write({"docs/plain.md": PLAIN.replace("Is it safe?", "Safe?")}),
    "the days of a plain page": lambda site: site.write({"docs/plain.md": PLAIN.replace("2026-11-21", "2026-11-22")}),
    "a line above a question": lambda site: replace_in_file(site, "docs/articles/one.md", "Text [", "New.\n\nText ["),
    "a listing's own text": lambda site: replace_in_file(
        site, "docs/questions/index.md", "All of them.", "Each of them."),
    "another listing": lambda site: site.write({
        "docs/tried/index.md": QUESTIONS.replace("Questions", "What helps").replace("faq", "intervention")}),
    "a kind's words": lambda site: (shutil.copytree((site.root / "hooks").resolve(), site.root / "copy"),
                                    (site.root / "hooks").unlink(), (site.root / "copy").rename(site.root / "hooks"),
                                    replace_in_file(site, "hooks/blocks/faq/faq.py", '"Question: "', '"Asked: "')),
    "a picture's size": lambda site: replace_in_file(site, "docs/assets/window.svg", "0 0 1 1", "0 0 8 5"),
    "damage": lambda site: [file.write_bytes(b"damaged") for file in (site.root / ".cache").rglob("*")
                            if file.is_file()],
}


# The edits after which no reference and no icon can be another. (A card is found by all that is drawn on it.)
OF_PAGES = {
    "nothing", "a page", "a term", "a harm", "a harm of another drug", "no harms", "an extension", "another article",
    "an article less", "an article that becomes a draft", "a part of its series", "the facts", "the address",
    "a template", "a template of the site's own", "a listing's template", "who wrote the site", "a help line",
    "the publisher", "the navigation", "a related article's title", "a question", "a question's topics",
    "a second page of a list", "the template of an entry", "a question on a plain page", "the days of a plain page",
    "a line above a question", "a listing's own text", "another listing", "a kind's words",
    "the language of an article",
}
# Those after which an icon can be another.
OF_ICONS = {"the mark", "a picture's size", "damage"}
assert EDITS.keys() >= OF_PAGES | OF_ICONS and not OF_PAGES & OF_ICONS


def cached_names(site: Site) -> set[bytes]:
    """The results that are kept, and not what the last build left for the next."""
    folders = (each for each in (site.root / ".cache").iterdir() if each.name != "builds")
    return {name for folder in folders for name in records(folder)}


@pytest.mark.build
@pytest.mark.parametrize("edit", EDITS)
def test_cached_build_matches_uncached_build(
    built: tuple[Site, dict[str, bytes]], site: Site, edit: str
) -> None:
    names = cached_names(site)
    EDITS[edit](site)
    with_kept = build_and_read(site)
    if edit == "nothing":
        assert cached_names(site) == names, "nothing was made again"
    # References, icons and cards take a third of the time. An edit that none of them is made of can leave them.
    kept = ("references", "icons", "cards") if edit in OF_PAGES else () if edit in OF_ICONS else ("icons",)
    assert with_kept == build_uncached(site, kept)
    assert (with_kept == built[1]) == (edit in ("nothing", "damage", "a new work"))  # no page cites it


# Steps of the random walk. All of it: WALK=100 make test TESTS=tests/build/test_page_cache.py
WALK = int(os.environ.get("WALK", "4"))


# Lets a small site have the workers of a large one.
WORKERS = """\
from proofdesk.build import conversion
from proofdesk.common.parallel import workers
workers.MIN_TASKS = conversion.MISSES_BEFORE_PARALLEL = 1
"""


def build_with_workers(site: Site) -> Built:
    return Built(*start(["build"], site.root, {"SOURCE_DATE_EPOCH": EPOCH}, before=WORKERS).wait(), site.root / "site")


@pytest.mark.parametrize(("parts", "workers"), [(0, False), (0, True), (2, False)], ids=["whole", "workers", "parts"])
@pytest.mark.build
def test_random_walk_with_cache_matches_without(site: Site, tmp_path: Path, parts: int, workers: bool) -> None:
    """One cache lives through all edits; after each, the site and its problems are those of a build without one.

    So they are if several processes fill the cache, or if it is filled in parts first.
    """
    chance, edits = random.Random(17 + parts + workers), list[str]()
    for edit in edits_in_random_order(chance, WALK // 2 if parts or workers else WALK):
        edit(site, chance)
        edits.append(edit.__name__)
        for stage in (CONVERT, RENDER):
            for number in range(parts):
                assert site.build(env={stage: f"{number + 1}/{parts}"}, spared=True).code == 0, edits
        cached = build_with_workers(site) if workers else site.build(spared=True)
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        shutil.copytree(site.root, tmp_path / "clean", symlinks=True, ignore=shutil.ignore_patterns(".cache", "site"))
        empty_cache(tmp_path / "clean")
        clean = Site(tmp_path / "clean").build()
        assert (cached.code, clean.code) == (0, 0), (edits, cached.output, clean.output)
        assert cached.problems == clean.problems, edits
        assert snapshot(cached.folder) == snapshot(clean.folder), edits


@pytest.mark.build
def test_feeds_are_gone_with_their_plugin(site: Site) -> None:
    """Also where the build begins with the site before the published one, which has the same feeds."""
    for number in range(2):
        site.write({"docs/plain.md": PLAIN + f"\nText {number}.\n"})
        assert {"feed.xml", "feed-updated.json"} <= snapshot(site.build(spared=True).folder).keys()
    site.write({"mkdocs.yml": (site.root / "mkdocs.yml").read_text(encoding="utf-8")
                + "plugins: [bibtex: {bib_file: bibliography.bib, csl_file: references.csl}]\n"})
    assert [name for name in snapshot(site.build(spared=True).folder) if name.startswith("feed")] == []


@pytest.mark.build
def test_problems_are_reported_by_every_build(site: Site) -> None:
    site.write({"docs/articles/one.md": PAGE + "\nSee [@nobody1999] and [there](gone.md).\n"})
    first, second = site.build(), site.build()
    assert {p.split(": ")[1] for p in first.of("docs/articles/one.md")} == {"unknown-citation", "broken-link"}
    assert second.problems == first.problems
    (site.root / "docs" / "articles" / "two.md").unlink()
    gone = site.build().of("docs/articles/one.md")
    assert any("“two.md” leads to no page" in problem for problem in gone), "a page that it links to is gone"


@pytest.mark.build
def test_picture_that_is_gone_is_reported_on_its_page(site: Site) -> None:
    """Although nothing of the page itself changed; so is one that no browser can show any more."""
    picture = site.root / "docs/assets/open.svg"  # not the site's mark, without which nothing is built
    picture.write_bytes((site.root / "docs/assets/window.svg").read_bytes())
    replace_in_file(site, "docs/articles/one.md", "window.svg", "open.svg")
    assert site.build().of("docs/articles/one.md") == []
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>\n', encoding="utf-8")
    assert [problem.split(": ")[1] for problem in site.build().of("docs/articles/one.md")] == ["bad-value"]
    picture.unlink()
    assert [problem.split(": ")[1] for problem in site.build().of("docs/articles/one.md")] == ["broken-link"]


@pytest.mark.build
def test_words_and_days_reach_pages_that_are_kept(site: Site) -> None:
    """What is wrong with a claim depends on the list of words and on the day too."""
    site.write({"docs/articles/one.md": article(
        "/// faq | Does it help?\n    certainty: low\n    because: One trial.\n\nIt mends [@trial2022].\n///\n\n"
        "/// timeline | A step\n| Date | Where | What |\n| --- | --- | --- |\n"
        "| 31 December 2027 | The county | A plan is due [@ly2018]. |\n\nThey decide.\n///\n")})

    def rules(**env: str) -> list[str]:
        return [each.split(": ")[1] for each in site.build(env=env).of("docs/articles/one.md")]

    later = "1850000000"  # in 2028
    assert [rules(SOURCE_DATE_EPOCH=later) for _ in range(2)] == [[], []]
    assert rules() == ["future-date"]
    site.write({"wording.yml": "too_strong: [{words: [mends], needs: high, write: {low: may ease}}]\n"})
    assert rules(SOURCE_DATE_EPOCH=later) == ["strong-wording"]


@pytest.mark.build
def test_cached_page_is_not_converted_again(site: Site) -> None:
    """What is kept is what comes out: here it says something else than the page."""
    assert site.build().code == 0
    before = site.build().html("articles/one")
    change_records(site.root / ".cache" / "converted", lambda kept: kept.replace(b"Is it so", b"So it is"))
    assert "So it is?" not in before
    assert "So it is?" in site.build().html("articles/one")


@pytest.mark.build
@pytest.mark.parametrize("loss", ["each.unlink()", "each.write_bytes(b'')"])
def test_copy_that_is_lost_in_use_is_told(site: Site, loss: str) -> None:
    """Something that empties disks runs beside a build, which still has what is deleted. Emptied, it names the page,
    and the site that readers have stays."""
    before = build_and_read(site)
    settings = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write({"mkdocs.yml": f"{settings}hooks: [hooks/events.py, empty.py]\n", "empty.py": (
        "from pathlib import Path\n\ndef on_env(env, **_):\n"
        f"    for each in (Path(__file__).parent / '.cache' / 'converted').iterdir():\n        {loss}\n")})
    built = site.build()
    if "unlink" in loss:
        assert (built.code, snapshot(built.folder)) == (0, before)
        return
    assert built.code == 1
    assert built.output.splitlines()[-1] == (
        "docs/index.md: the copy of this page in .cache/ was deleted or damaged while it was in use (do it "
        "again; the published site is unchanged)")
    assert snapshot(built.folder) == before


@pytest.mark.build
def test_uncacheable_extension_disables_page_cache(site: Site) -> None:
    """`pymdownx.snippets` puts other files into a page; of those the program knows nothing."""
    settings = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write({"mkdocs.yml": settings + "markdown_extensions: [pymdownx.snippets: {base_path: [.]}]\n",
                "part.md": "The first part.\n", "docs/articles/one.md": PAGE + "\n--8<-- \"part.md\"\n"})
    assert "The first part." in site.build().html("articles/one")
    site.write({"part.md": "The second part.\n"})
    assert "The second part." in site.build().html("articles/one")


@pytest.mark.build
def test_cached_page_is_not_rendered_again(
    built: tuple[Site, dict[str, bytes]], site: Site
) -> None:
    """As above: what is kept says something else. Damaged, it is made again from its template."""
    folder = site.root / ".cache" / "rendered"
    change_records(folder, lambda kept: kept.replace(b"Who wrote this", b"Who wrote that"))
    assert "Who wrote that" in site.build().html("articles/one")
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes().replace(b"Who wrote that", b"Who wrote more"))
    assert build_and_read(site) == built[1]
