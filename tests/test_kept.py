"""What is kept from one build to the next: never wrong, never needed, and a build with it is the build without it."""

from __future__ import annotations

import json
import os
import resource
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sites import BIB, ROOT, Site, article, make_site, snapshot

from proofdesk.common.cache import MAX_AGE, Cache, fingerprint
from proofdesk.common.files import write_file

# --- The store


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept", "1")


def text(kept: Cache, key: object) -> str | None:
    hit = kept.load(key)
    return hit and hit.text


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "kept").iterdir())


def test_what_is_kept_comes_back_and_nothing_else(kept: Cache, tmp_path: Path) -> None:
    kept.store(("a", 1), "Größe \U0001f339")
    assert text(kept, ("a", 1)) == "Größe \U0001f339"
    assert [text(kept, other) for other in (("a", 2), ("a", "1"), "a")] == [None] * 3
    assert text(Cache(tmp_path / "kept", "2"), ("a", 1)) is None, "another version"


@pytest.mark.parametrize("damage", [
    lambda content: content[:-1], lambda content: b"", lambda content: content[:40],
    lambda content: content[:-1] + bytes([content[-1] ^ 1]), lambda content: b"0" * 64 + content[64:],
    lambda content: content + b"x",
])
def test_a_damaged_file_is_as_none(kept: Cache, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    kept.store("a", "text")
    (file,) = files(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    assert text(kept, "a") is None
    assert kept.json("b", lambda: [1]) == [1]
    kept.store("a", "text")
    assert text(kept, "a") == "text"


def test_one_that_was_killed_in_the_middle_leaves_nothing_to_trip_over(kept: Cache, tmp_path: Path) -> None:
    kept.store("a", "text")
    (file,) = files(tmp_path)
    file.with_name(file.name + ".123").write_bytes(b"half")
    file.unlink()
    assert text(kept, "a") is None
    kept.store("a", "text")
    assert text(kept, "a") == "text"


def test_where_nothing_can_be_kept_all_is_made(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "kept").write_text("no folder")
    kept = Cache(tmp_path / "kept")
    assert [kept.json("a", lambda: {"x": 1}) for _ in range(2)] == [{"x": 1}] * 2
    kept.prune()
    kept.store("b", b"1")
    assert kept.load("b") is None
    assert (tmp_path / "kept").read_text() == "no folder"


def test_what_is_not_worth_keeping_is_made_again(kept: Cache) -> None:
    made = iter([[], [1], [2]])
    assert [kept.json("a", lambda: next(made), bool) for _ in range(3)] == [[], [1], [1]]


def test_what_nobody_asked_for_in_a_month_goes(kept: Cache, tmp_path: Path) -> None:
    kept.store("old", "1")
    kept.store("used", "2")
    for file in files(tmp_path):
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime - MAX_AGE - 10))
    assert text(kept, "used") == "2"
    kept.prune()
    assert (text(kept, "old"), text(kept, "used")) == (None, "2")


def test_several_parts_come_back_in_order(kept: Cache, tmp_path: Path) -> None:
    given = ["größe", b"1\0", b"", b"\n3"]
    stored = kept.store("a", *given)
    hit = kept.load("a")
    assert hit and [bytes(part) for part in hit.parts] == ["größe".encode(), *given[1:]]
    assert hit.digest == stored
    assert kept.load("b") is None
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    for damaged in (b"", whole[:70], whole[:-1], whole + b"x", whole[:80] + b"y" + whole[81:]):
        file.write_bytes(damaged)
        assert kept.load("a") is None


def test_what_a_link_leads_to_was_not_kept_here(kept: Cache, tmp_path: Path) -> None:
    kept.store("a", "text")
    (file,) = files(tmp_path)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert text(kept, "a") is None
    kept.store("a", "text")
    assert text(kept, "a") == "text" and not file.is_symlink()


def test_a_file_that_the_disk_takes_in_part_is_a_refusal(tmp_path: Path) -> None:
    """The system writes what still fits and says so in a number alone. A limit on files stands in for a full disk."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, usual[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_file(str(tmp_path / "large"), b"x" * 50_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_version_is_of_every_part(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text("1")
    first = fingerprint("a", file)
    file.write_text("2")
    assert len({first, fingerprint("a", file), fingerprint("b", file), fingerprint(file, "a")}) == 4


# --- Whole builds

PAGE = article("Text [@ly2018; @shao2021] on a dendrite, see [two](two.md) and @somebody.\n\n"
               "/// faq | Is it so?\nYes [@ly2018].\n///\n")
SETTINGS = "site_url: https://example.org/\n"
GLOSSARY = "- term: dendrite\n  means: A branch of a nerve cell.\n"
GLOSSARY_PAGE = "---\ntitle: Words\ndescription: What words mean.\ntemplate: glossary.html\n---\n\n"


QUESTIONS = ("---\ntitle: Questions\ndescription: All questions.\ntemplate: listing.html\nblock: faq\n---\n\n"
             "All of them.\n")
REFERENCES = "---\ntitle: References\ndescription: All works.\ntemplate: references.html\n---\n\n"


def published(site: Site) -> dict[str, bytes]:
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
        "docs/glossary/index.md": GLOSSARY_PAGE, "docs/questions/index.md": QUESTIONS,
        "docs/references/index.md": REFERENCES,
    }, settings=SETTINGS)
    for name in ("references.csl", "safety.yml", "retractions.json", "overrides"):
        (site.root / name).unlink()
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, site.root / name)
    return site, published(site)


@pytest.fixture
def site(built: tuple[Site, dict[str, bytes]], tmp_path: Path) -> Site:
    """The same site in a place of its own, with all that was kept."""
    shutil.copytree(built[0].root, tmp_path / "site", symlinks=True)
    return Site(tmp_path / "site")


def edited(site: Site, name: str, old: str, new: str) -> None:
    """Change a file of the site's own."""
    text = (site.root / name).read_text(encoding="utf-8")
    assert old in text
    site.write({name: text.replace(old, new)})


def overridden(site: Site, name: str, old: str, new: str) -> None:
    """Give the site a template of its own in place of one of the package."""
    text = (ROOT / "proofdesk" / name).read_text(encoding="utf-8")
    assert old in text
    site.write({f"overrides/{name.removeprefix('theme/')}": text.replace(old, new)})


def without(site: Site) -> dict[str, bytes]:
    """The same build with nothing kept."""
    shutil.rmtree(site.root / ".cache", ignore_errors=True)
    return published(site)


STYLE = (ROOT / "references.csl").read_text(encoding="utf-8")
EDITS: dict[str, Callable[[Site], object]] = {
    "nothing": lambda site: None,
    "a page": lambda site: site.write({"docs/articles/one.md": PAGE.replace("Yes", "No")}),
    "a work": lambda site: site.write({"bibliography.bib": BIB.replace("Cell Reports", "Cell Notes")}),
    "a new work": lambda site: site.write({"bibliography.bib": BIB + BIB.replace("ly2018", "a2000").replace(
        "shao2021", "b2000").replace("10.1016", "10.1017")}),
    "a handle that becomes a key": lambda site: site.write({"bibliography.bib": BIB + BIB.replace(
        "ly2018", "somebody").replace("shao2021", "b2000").replace("10.1016", "10.1017")}),
    "a work's evidence": lambda site: site.write({"bibliography.bib": BIB.replace("species:mouse", "species:rat")}),
    "a term": lambda site: site.write({"glossary.yml": GLOSSARY.replace(
        "term: dendrite", "term: branch\n  also: [text]")}),
    "an extension": lambda site: site.write({"mkdocs.yml": (site.root / "mkdocs.yml").read_text(
        encoding="utf-8") + "markdown_extensions: [smarty, toc: {permalink: '#'}]\n"}),
    "another article": lambda site: site.write({"docs/articles/three.md": article("Three [@ly2018].", "Three")}),
    "an article less": lambda site: (site.root / "docs" / "articles" / "two.md").unlink(),
    "the style": lambda site: site.write({"references.csl": STYLE.replace(
        'et-al-min="7" et-al-use-first="6"', 'et-al-min="2" et-al-use-first="1"')}),
    "the facts": lambda site: site.write({"docs/articles/one.md": PAGE.replace("2026-11-21", "2026-11-22")}),
    "the address": lambda site: site.write({"mkdocs.yml": (site.root / "mkdocs.yml").read_text(
        encoding="utf-8").replace("example.org", "example.com")}),
    "a template": lambda site: overridden(site, "site/related.html", "Related articles", "Read next"),
    "a template of the site's own": lambda site: edited(site, "overrides/partials/law.html", "illegal", "not legal"),
    "a listing's template": lambda site: overridden(site, "theme/references.html", "Cited in", "Named in"),
    "a help line": lambda site: edited(site, "safety.yml", "116 123", "116 124"),
    "a correction's notice": lambda site: site.write({"retractions.json": json.dumps({
        "taken": "2026-11-20", "rows": [{
            "record": "1", "title": "T", "nature": "Correction", "day": "2024-01-01", "pmid": "", "notice_doi": "",
            "doi": "10.1016/j.neuron.2021.06.008", "reason": ""}]})}),
    "the publisher": lambda site: site.write({"mkdocs.yml": (site.root / "mkdocs.yml").read_text(
        encoding="utf-8") + "extra: {publisher: {name: Somebody else}}\n"}),
    "the navigation": lambda site: edited(site, "mkdocs.yml", "nav: [{Home: index.md}]",
                                          "nav: [{Home: index.md}, {Asked: questions/index.md}]"),
    "a related article's title": lambda site: site.write({"docs/articles/two.md": article("Two [@ly2018].", "Second")}),
    "a question": lambda site: edited(site, "docs/articles/one.md", "Is it so?", "Is it?"),
    "a line above a question": lambda site: edited(site, "docs/articles/one.md", "Text [", "New.\n\nText ["),
    "a listing's own text": lambda site: edited(site, "docs/questions/index.md", "All of them.", "Each of them."),
    "another listing": lambda site: site.write({
        "docs/tried/index.md": QUESTIONS.replace("Questions", "What helps").replace("faq", "intervention")}),
    "a kind's words": lambda site: (shutil.copytree((site.root / "hooks").resolve(), site.root / "copy"),
                                    (site.root / "hooks").unlink(), (site.root / "copy").rename(site.root / "hooks"),
                                    edited(site, "hooks/blocks/faq/faq.py", '"Question: "', '"Asked: "')),
    "damage": lambda site: [file.write_bytes(b"damaged") for file in (site.root / ".cache").rglob("*")
                            if file.is_file()],
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_build_with_it_is_byte_for_byte_the_build_without_it(
    built: tuple[Site, dict[str, bytes]], site: Site, edit: str
) -> None:
    names = {file.name for file in (site.root / ".cache").rglob("*")}
    EDITS[edit](site)
    with_kept = published(site)
    if edit == "nothing":
        assert {file.name for file in (site.root / ".cache").rglob("*")} == names, "nothing was made again"
    assert with_kept == without(site)
    assert (with_kept == built[1]) == (edit in ("nothing", "damage"))


def test_what_is_wrong_with_a_page_is_said_at_every_build(site: Site) -> None:
    site.write({"docs/articles/one.md": PAGE + "\nSee [@nobody1999] and [there](gone.md).\n"})
    first, second = site.build(), site.build()
    assert {p.split(": ")[1] for p in first.of("docs/articles/one.md")} == {"unknown-citation", "broken-link"}
    assert second.problems == first.problems
    (site.root / "docs" / "articles" / "two.md").unlink()
    gone = site.build().of("docs/articles/one.md")
    assert any("“two.md” leads to no page" in problem for problem in gone), "a page that it links to is gone"


def test_a_page_that_is_kept_is_not_converted_again(site: Site) -> None:
    """What is kept is what comes out: here it says something else than the page, with its checksum made right."""
    assert site.build().code == 0
    before = site.build().html("articles/one")
    for file in (site.root / ".cache" / "pages").iterdir():
        body = file.read_bytes()[64:].replace(b"Is it so", b"So it is")
        file.write_bytes(sha256(body).hexdigest().encode() + body)
    assert "So it is?" not in before
    assert "So it is?" in site.build().html("articles/one")


def test_where_an_extension_may_read_what_nobody_knows_every_page_is_converted(site: Site) -> None:
    """`pymdownx.snippets` puts other files into a page; of those the program knows nothing."""
    settings = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    site.write({"mkdocs.yml": settings + "markdown_extensions: [pymdownx.snippets: {base_path: [.]}]\n",
                "part.md": "The first part.\n", "docs/articles/one.md": PAGE + "\n--8<-- \"part.md\"\n"})
    assert "The first part." in site.build().html("articles/one")
    site.write({"part.md": "The second part.\n"})
    assert "The second part." in site.build().html("articles/one")


def test_a_page_that_is_finished_goes_through_no_template_again(
    built: tuple[Site, dict[str, bytes]], site: Site
) -> None:
    """As above: what is kept says something else. Damaged, it is made again from its template."""
    folder = site.root / ".cache" / "finished"
    for file in folder.iterdir():
        body = file.read_bytes()[64:].replace(b"About this page", b"About that page")
        file.write_bytes(sha256(body).hexdigest().encode() + body)
    assert "About that page" in site.build().html("articles/one")
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes()[:-1])
    assert published(site) == built[1]
