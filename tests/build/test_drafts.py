"""Drafts, and pages whose day is still to come: no reader has a word of them, and a preview shows them with a mark."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from sites import BIB, EPOCH, Built, Site, article, make_site, picture, run

LIST = "---\ntitle: {}\ndescription: All of them.\ntemplate: {}.html\n{}---\n\n"
FAQ = "/// faq | Does {word} help?\nIt does {word} [@ly2018; @{word}2020].\n///\n"
WORK = """
@article{{{word}2020, author = {{A, B}}, title = {{The {word} work}}, journal = {{J}}, year = {{2020}},
  doi = {{10.1000/{word}}}, keywords = {{species:human, design:survey}}}}
"""
# A word that stands in each place of a page from which it could get out, and in the names of its files.
BODY = ("The {word} text [@shao2021], see [two](two.md) and [the first](one.md).\n\n"
        "![The {word}](pictures/{word}.png)\n![A shared one](pictures/shared.png)\n\n## The {word} part\n\n" + FAQ)
DRAFT = "secretdraft"
TO_COME = "secretlater"
PLAIN = "secretplain"
CHRISTMAS = "1798113600"  # noon of 24 December 2026


def hidden(word: str, stated: str) -> str:
    """An article that readers do not have, with a word in its title, facts and body."""
    text = article(BODY.format(word=word), f"The {word} title").replace("topics:", f"{stated}\ntopics:")
    return text.replace("What the page says.", f"What {word} says.").replace("A source", f"The {word} source")


def to_come(day: str) -> str:
    return hidden(TO_COME, f"publish-on: {day}").replace("published: 2026-11-20\n", "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    plain = f"---\ntitle: A {PLAIN} page\ndescription: Says {PLAIN}.\nstatus: draft\n---\n\n{FAQ.format(word=PLAIN)}"
    files: dict[str, str | bytes] = {
        "docs/articles/one.md": article("One [@ly2018].\n\n![A shared one](pictures/shared.png)\n", "One"),
        "docs/articles/two.md": article("Two [@shao2021].", "Two"),
        f"docs/articles/{DRAFT}.md": hidden(DRAFT, "status: draft"), "docs/articles/later.md": to_come("2026-12-24"),
        f"docs/safety/{PLAIN}.md": plain, "docs/articles/index.md": LIST.format("Articles", "articles", ""),
        "docs/glossary/index.md": LIST.format(f"The {PLAIN} words", "glossary", "status: draft\n"),
        "glossary.yml": f"- term: two\n  means: The {PLAIN} meaning.\n",
        "docs/questions/index.md": LIST.format("Questions", "listing", "block: faq\n"),
        "docs/references/index.md": LIST.format("References", "references", ""),
        **{f"docs/articles/pictures/{name}.png": picture("PNG") for name in (DRAFT, TO_COME, "shared")},
    }
    works = BIB + "".join(WORK.format(word=word) for word in (DRAFT, TO_COME, PLAIN))
    return make_site(tmp_path_factory.mktemp("drafts") / "site", files, works,
                     settings="site_url: https://example.org/\n")


@pytest.fixture(scope="module")
def preview(site: Site) -> Built:
    """What a reviewer gets, built before the site, so that all of it is in the cache then."""
    built = site.build(env={"PROOFDESK_DRAFTS": "1"})
    assert built.code == 0 and built.problems == [], built.output
    folder = site.root / "preview"
    built.folder.rename(folder)
    return Built(built.code, built.output, folder)


@pytest.fixture(scope="module")
def published(site: Site, preview: Built) -> Built:
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    return built


@pytest.fixture(scope="module")
def christmas(site: Site, published: Built) -> Built:
    """The site on the day of the page that was to come, from the cache of the days before."""
    folder = site.root / "before"
    published.folder.rename(folder)
    built = site.build("--strict", env={"SOURCE_DATE_EPOCH": CHRISTMAS})
    assert (built.code, built.problems) == (0, []), built.output
    later = site.root / "christmas"
    built.folder.rename(later)
    folder.rename(published.folder)
    return Built(built.code, built.output, later)


def files_with(folder: Path, word: str) -> set[str]:
    """Every file of a site that has a word in its name or its content, packed or not, in capitals or not."""
    found = set()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        content = file.read_bytes() if file.is_file() else b""
        content = gzip.decompress(content) if name.endswith(".gz") else content
        if word in name.lower() or word.encode() in content.lower():
            found.add(name)
    return found


@pytest.mark.build
@pytest.mark.parametrize("word", [DRAFT, TO_COME, PLAIN])
def test_no_published_file_has_a_word_of_it(word: str, preview: Built, published: Built) -> None:
    assert len(files_with(preview.folder, word)) > 5, "the preview has it in lists, search and data"
    assert files_with(published.folder, word) == set()


@pytest.mark.build
def test_glossary_that_is_a_draft_explains_no_word(preview: Built, published: Built) -> None:
    assert len(preview.page("articles/two").find_class("term")) == 1
    assert published.page("articles/two").find_class("term") == []


@pytest.mark.build
def test_no_number_counts_a_draft(published: Built) -> None:
    assert published.page("articles").xpath("count(//li[@class='card'])") == 2
    used = published.page("references").xpath("//li[@id='ref-ly2018']//a/text()")
    assert "One" in used and "secret" not in "".join(used)


@pytest.mark.build
def test_build_names_what_it_leaves_out(published: Built) -> None:
    told = [line.split(" -  ")[1] for line in published.output.splitlines() if "docs/" in line]
    assert told == [
        "docs/articles/later.md:5:1: not-yet-published: readers have this page from 24 December 2026 (a build on that "
        "day, or later, publishes it; to have it earlier, change `publish-on`)",
        f"docs/articles/{DRAFT}.md:6:1: draft: this page is a draft, so readers do not have it (write `status: ready` "
        f"when it is finished; `desk check docs/articles/{DRAFT}.md` says what is left to do)",
        "docs/glossary/index.md:5:1: draft: this page is a draft, so readers do not have it (write `status: ready` "
        "when it is finished; `desk check docs/glossary/index.md` says what is left to do)",
        f"docs/safety/{PLAIN}.md:4:1: draft: this page is a draft, so readers do not have it (write `status: ready` "
        f"when it is finished; `desk check docs/safety/{PLAIN}.md` says what is left to do)"]


@pytest.mark.build
def test_preview_marks_drafts_and_no_other_page(preview: Built) -> None:
    def banner(page: str) -> list[str]:
        return [" ".join(each.text_content().split()) for each in preview.page(page).find_class("draft-banner")]

    assert banner(f"articles/{DRAFT}") == [
        "Draft. This page is not published. When it is finished, write status: ready at its top."]
    assert banner("articles/later") == ["Appears on 24 December 2026. This page is not published before that day."]
    assert banner(f"safety/{PLAIN}") and banner("articles/one") == []
    def marked(page: str) -> set[str]:
        return {" ".join(each.getparent().text_content().split()) for each in preview.page(page).find_class("draft")}

    assert marked("articles") == {f"The {DRAFT} title Draft", f"The {TO_COME} title Appears on 24 December 2026"}
    assert any(f"in A {PLAIN} page Draft" in each for each in marked("questions"))


@pytest.mark.build
def test_no_page_of_a_preview_may_be_indexed(preview: Built, published: Built) -> None:
    assert preview.page("articles/one").xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert published.page("articles/one").xpath("//meta[@name='robots']") == []
    assert "secret" not in (preview.folder / "feed.xml").read_text(encoding="utf-8")


@pytest.mark.build
def test_page_appears_on_its_day(christmas: Built, site: Site) -> None:
    """Its mark is gone, it is in the lists and the feed, and it was published that day; the draft is still a draft."""
    page = christmas.page("articles/later")
    assert page.find_class("draft-banner") == []
    assert "Published 24 December 2026" in " ".join(page.find_class("facts")[0].text_content().split())
    assert page.xpath("//meta[@name='citation_publication_date']/@content") == ["2026/12/24"]
    found = files_with(christmas.folder, TO_COME)
    assert {"articles/index.html", "articles/later/index.html", "feed.xml", "llms.txt", "data/claims.json",
            f"articles/pictures/{TO_COME}.png"} <= found
    assert christmas.page("articles").find_class("draft") == []
    assert "articles/later/" in (christmas.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert files_with(christmas.folder, DRAFT) == set()


def reported(site: Site) -> tuple[list[str], list[str]]:
    """The errors and warnings that the build and the desk tell."""
    built = site.build()
    desk = run(["check"], site.root, site.root, {"SOURCE_DATE_EPOCH": EPOCH}, program="proofdesk.desk")
    lines = [line for line in desk.output.splitlines() if line.count(": ") > 1]
    quiet = ("draft", "not-yet-published", "stale-snapshot")
    return sorted(built.problems), sorted(line for line in lines if line.split(": ")[1] not in quiet)


@pytest.mark.build
def test_link_to_what_readers_do_not_have_is_named(tmp_path: Path) -> None:
    """From a page, the header and a redirect; a draft may link to a draft, a page to come to one of the same day."""
    site = make_site(tmp_path / "site", {
        "docs/articles/one.md": article("One [@ly2018; @shao2021], [a draft](draft.md#part), [soon](soon.md).", "One"),
        "docs/articles/draft.md": hidden("draft", "status: draft").replace("pictures/shared", "gone"),
        "docs/articles/second.md": article("See [that](draft.md).", "Second").replace(
            "topics", "status: draft\ntopics"),
        "docs/articles/soon.md": article("Soon, [then](then.md).", "Soon").replace(
            "published: 2026-11-20", "publish-on: 2026-12-24"),
        "docs/articles/then.md": article("Then, [soon](soon.md).", "Then").replace(
            "published: 2026-11-20", "publish-on: 2026-12-25"),
    }, settings="nav: [{Home: index.md}, {Second: articles/second.md}]\nplugins:\n"
        "  bibtex: {bib_file: bibliography.bib, csl_file: references.csl}\n"
        "  redirects:\n    redirect_maps: {articles/old.md: articles/draft.md}\n")
    build, desk = reported(site)
    assert build == desk == [
        "docs/articles/one.md:10:37: link-to-draft: “draft.md#part” leads to “docs/articles/draft.md”, which is a "
        "draft (write `status: ready` there when it is finished, or take the link away)",
        "docs/articles/one.md:10:60: link-to-draft: “soon.md” leads to “docs/articles/soon.md”, which readers have "
        "only from 24 December 2026 (take the link away until then, or give this page the same day)",
        "docs/articles/soon.md:10:14: link-to-draft: “then.md” leads to “docs/articles/then.md”, which readers have "
        "only from 25 December 2026 (take the link away until then, or give this page the same day)",
        "mkdocs.yml:3:34: link-to-draft: the header names “docs/articles/second.md”, which is a draft (write "
        "`status: ready` there when it is finished, or take the entry away)",
        "mkdocs.yml:7:38: link-to-draft: “articles/old.md” leads to “docs/articles/draft.md”, which is a draft (write "
        "`status: ready` there when it is finished, or take the redirect away)"]
    header = (site.root / "site" / "index.html").read_text(encoding="utf-8")
    assert "articles/second" not in header and ">Second<" not in header


@pytest.mark.build
def test_faults_of_a_draft_stop_nothing_and_of_a_page_to_come_do(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {
        "docs/articles/draft.md": article("[@nobody1999] and [no page](no-page.md).").replace(
            "topics:", "status: draft\ntopics:"),
        "docs/articles/later.md": to_come("2026-12-24").replace("![", "[@nobody1999] ![", 1).replace(
            "(one.md)", "(no.md)"),
        "docs/articles/slip.md": hidden("secretslip", "status: drafft"), "docs/articles/two.md": article("Two.", "Two"),
        **{f"docs/articles/pictures/{name}.png": picture("PNG") for name in (TO_COME, "secretslip", "shared")},
    }, BIB + "".join(WORK.format(word=word) for word in (TO_COME, "secretslip")))
    build, desk = reported(site)
    assert build == desk
    assert [line.split(": ")[0] + ": " + line.split(": ")[1] for line in build] == [
        "docs/articles/later.md:10:69: broken-link", "docs/articles/later.md:12:2: unknown-citation",
        "docs/articles/slip.md:11:68: broken-link", "docs/articles/slip.md:6:1: bad-front-matter"]
    assert files_with(site.root / "site", "secretslip") == set()
    one = run(["check", "docs/articles/draft.md", "--no-advice"], site.root, site.root, {"SOURCE_DATE_EPOCH": EPOCH},
              program="proofdesk.desk")
    assert one.code == 1 and ": unknown-citation: " in one.output
