"""The search index: what stands in it, what never does, and that no site is published whose index is wrong."""

from __future__ import annotations

import json
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from conftest import KINDS
from preloaded import Running
from records import records
from search_index import addresses, ask, index_of, read
from sites import EPOCH, ROOT, Built, Site, article, free_port, make_site, pages_of, sample_site, snapshot, start

from proofdesk.common.cache import Cache
from proofdesk.outputs.search import groups, shards
from proofdesk.outputs.search import words as search_words
from proofdesk.outputs.search.groups import PageWords
from proofdesk.outputs.search.passages import passages
from proofdesk.outputs.search.postings import PASSAGES_A_PART, Words
from proofdesk.outputs.search.shards import merge

__all__ = ["sample_site"]

PAGE = "docs/articles/page.md"
BODY = """\
## A section

Text of the section [@ly2018].

/// faq | Is it so?
Yes, in cells [@ly2018].
///

/// myth | Everything is known
    verdict: wrong
Little is known (in cells) [@ly2018]. The rest is not.
///

After the blocks [@shao2021].

### A part of it

Deep down.
"""
PATIENCE = 60.0


@pytest.fixture
def index(sample_site: Built) -> dict[str, dict[str, Any]]:
    assert sample_site.code == 0, sample_site.output
    return index_of(sample_site.folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = make_site(tmp_path_factory.mktemp("search"), {PAGE: article(BODY)}).build("--strict")
    assert built.code == 0, built.output
    return built


PAGES = [[(f"w0 page{number}", f"a b{number}", f"w0 page{number}")] for number in range(7)]
PAGES[2], PAGES[5] = [("page1", "c", "page1")] * 2, [("page3 r9", "d e", "page3 r9:r9s")]


def merged(pages: list[list[Words]], cache: Cache | None = None, asked: list[int] | None = None) -> dict[str, str]:
    """How each term of pages is written, in its order; the numbers of those that were asked for their words are put
    into ``asked``.
    """
    english = search_words.language("en")

    def load(number: int) -> list[Words]:
        if asked is not None:
            asked.append(number)
        return pages[number]

    given = [PageWords(str(number), str(words), partial(load, number), english) for number, words in enumerate(pages)]
    return {term: written.decode() for shard in merge(given, cache)
            for term, written in zip(shard.terms, shard.written, strict=True)}


def test_terms_do_not_depend_on_the_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """A term's distances begin where the group before ended, whatever parts it is not in."""
    whole = merged(PAGES)
    assert len({written.partition(":")[2] for written in whole.values()}) > 5
    for often in (1, 2, 3):
        monkeypatch.setattr(groups, "_OFTEN", often)
        assert merged(PAGES) == whole


def test_an_edit_merges_its_group_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group is as it was wherever it stands, and whatever the groups before it hold."""
    monkeypatch.setattr(groups, "_OFTEN", 1)
    merged(PAGES, Cache(tmp_path))
    edited, asked = [[("new", "z", "new")], *PAGES[:3], [("page4", "f", "page4")], *PAGES[5:]], list[int]()
    assert merged(edited, Cache(tmp_path), asked) == merged(edited)
    assert asked == [0, 4]


def test_an_edit_merges_the_shards_of_its_terms_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages begin at the same parts, so that terms which the edited page does not have stay as they are."""
    monkeypatch.setattr(groups, "_OFTEN", 1)
    merged(PAGES, Cache(tmp_path))
    edited = [*PAGES[:4], [("w0 zebra", "a f", "w0 zebra")], *PAGES[5:]]
    made, merge_shard = list[str](), shards._merge

    def noted(pieces: list[tuple[int, bytes]]) -> shards.Shard:
        made.extend((shard := merge_shard(pieces)).terms)
        return shard

    monkeypatch.setattr(shards, "_merge", noted)
    merged(edited, Cache(tmp_path))
    assert "zebra" in made  # beside the pages' numbers, one of which went
    assert {"w0", "r9"}.isdisjoint(made)


def test_words_are_the_same_where_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk, and however few shards are merged at once."""
    whole = merged(PAGES)
    monkeypatch.setattr(shards, "_AT_ONCE", 1)
    assert merged(PAGES, Cache(tmp_path / "kept")) == whole
    monkeypatch.setattr(Cache, "store", lambda *_: "")
    assert merged(PAGES, Cache(tmp_path / "full")) == whole


def test_an_edit_moves_no_page_to_another_group() -> None:
    def divided(version: int) -> list[int]:
        pages = [PageWords(f"page-{number}/", f"{number} {version}", list, search_words.language("en"))
                 for number in range(200)]
        return [len(group) for group in groups.groups_of(pages)]

    assert len(divided(1)) > 3
    assert divided(1) == divided(2)


def test_terms_come_in_the_order_of_javascript() -> None:
    """A browser compares the halves of a sign beyond the first 65,536, so that 😀 comes before ﬀ."""
    terms = ["b", "a", "aé", "ab", "é", "我们", "我", "他", "😀", "ﬀ", "чай", "مخ", "abc"]
    expected = sorted(terms, key=lambda term: term.encode("utf-16-be"))
    assert expected.index("😀") < expected.index("ﬀ")
    found = merged([[(" ".join(terms), " ".join("a" * len(terms)), " ".join(terms))]])
    assert [*found] == expected


@pytest.mark.build
def test_every_article_block_is_indexed_at_its_address(
    index: dict[str, dict[str, Any]], sample_site: Built
) -> None:
    blocks = {
        f"{path.removesuffix('index.html')}#{block.get('id')}"
        for path, page in pages_of(sample_site.folder).items()
        for block in page.xpath("//*[@data-block]")
        if path.startswith("articles/") and KINDS[block.get("data-block")].record.own_search_record
    }
    assert len(blocks) >= 20
    assert blocks <= index.keys()


@pytest.mark.build
def test_every_record_address_resolves(index: dict[str, dict[str, Any]], sample_site: Built) -> None:
    ids = {
        path.removesuffix("index.html"): set(page.xpath("//@id")) for path, page in pages_of(sample_site.folder).items()
    }
    for url in index:
        page, _, anchor = url.partition("#")
        assert not anchor or anchor in ids[page], url


@pytest.mark.build
def test_index_count_matches_its_records(index: dict[str, dict[str, Any]], sample_site: Built) -> None:
    assert read(sample_site.folder, "index.json")["passages"] == len(index)


@pytest.mark.build
def test_listings_and_guide_pages_are_not_indexed(index: dict[str, dict[str, Any]]) -> None:
    pages = {url.split("#")[0] for url in index}
    assert not pages & {"", "articles/", "questions/", "myths/", "interventions/"}
    assert not [page for page in pages if page.startswith("contributing/")]
    assert "about/help/" in pages


@pytest.mark.build
def test_records_hold_no_citation_or_reference_text(index: dict[str, dict[str, Any]]) -> None:
    for url, entry in index.items():
        for leftover in ("¶", "Rests on:", "Back to the text", "doi:", " .", " ,", "[1", "Also asked"):
            assert leftover not in entry["title"] + entry["text"], url


@pytest.mark.build
def test_myth_records_always_carry_their_label(index: dict[str, dict[str, Any]], sample_site: Built) -> None:
    """Not in a text and not in a title: what answers it is the title (Debunking Handbook 2020)."""
    stated = 0
    for path, page in pages_of(sample_site.folder).items():
        for block in page.xpath("//*[@data-block='myth']") if path.startswith("articles/") else ():
            entry = index[f"{path.removesuffix('index.html')}#{block.get('id')}"]
            claim = " ".join(block.find_class("myth__claim")[0].text_content().split())
            assert (entry["claim"], entry["label"], entry["answer_label"]) == (claim, "Myth", "Reality")
            assert claim not in entry["title"] + entry["text"]
            assert entry["text"].startswith(entry["title"].removesuffix("…"))
            stated += 1
    assert stated >= 5


@pytest.mark.build
def test_sections_and_blocks_are_separate_records(small: Built) -> None:
    texts = {url: (entry["title"], entry["text"]) for url, entry in index_of(small.folder).items()}
    assert texts == {
        "": ("Home", "Both works are cited here."),
        "articles/page/": ("A page", "What the page says."),
        "articles/page/#a-section": ("A section", "Text of the section. After the blocks."),
        "articles/page/#faq-is-it-so": ("Is it so?", "Yes, in cells."),
        "articles/page/#myth-everything-is-known":
            ("Little is known (in cells).", "Little is known (in cells). The rest is not."),
        "articles/page/#a-part-of-it": ("A part of it", "Deep down."),
    }


@pytest.mark.build
def test_record_has_metadata_and_filters(small: Built, index: dict[str, dict[str, Any]]) -> None:
    entries = index_of(small.folder)
    section, myth = entries["articles/page/#a-section"], entries["articles/page/#myth-everything-is-known"]
    assert section["filters"]["Kind"] == ["A page"]
    assert section["filters"]["Evidence"] == ["From animals", "From cells"]
    assert myth["filters"]["Evidence"] == ["From cells"]
    assert (myth["kind"], myth["page"], myth["claim"], myth["verdict"]) == (
        "A page", "A page", "Everything is known", "Wrong")
    assert "Evidence" not in entries["articles/page/#a-part-of-it"]["filters"]
    # Where the site has a page that lists such blocks, they are called what it is called.
    kinds = {entry["kind"] for entry in index.values()}
    assert {"Articles", "Questions", "Myths", "Things to try", "About this site",
            "References"} <= kinds


def test_definition_list_is_indexed_term_by_term() -> None:
    page = lxml.html.document_fromstring(
        '<html><body><main id="content"><h1>Glossary</h1><p>Words.</p><dl><dt id="synapse">Synapse</dt>'
        "<dd>Where nerve cells meet.</dd><div id='dendrite'><dt>Dendrite</dt><dd>A branch.</dd></div></dl></main>"
        "</body></html>"
    )
    found = passages(page.get_element_by_id("content"))
    assert [(each.anchor, each.title, each.text) for each in found] == [
        ("", "Glossary", "Words."),
        ("synapse", "Synapse", "Where nerve cells meet."),
        ("dendrite", "Dendrite", "A branch."),
    ]


def utf16(word: str) -> bytes:
    """The key of JavaScript's order of strings."""
    return word.encode("utf-16-be")


@pytest.mark.build
def test_files_of_words_are_small_and_in_order(sample_site: Built) -> None:
    """A search asks for one file for each word, and for the one before the first word that begins so."""
    starts = read(sample_site.folder, "index.json")["words"]
    held = [list(read(sample_site.folder, f"words/{number}.json")) for number in range(len(starts))]
    assert len(starts) > 3 and all(words[0].startswith(start) for words, start in zip(held, starts, strict=True))
    assert not (sample_site.folder / "search" / "words" / f"{len(starts)}.json").exists()
    every = [word for words in held for word in words]
    assert every == sorted(every, key=utf16) and len(every) == len(set(every))
    for words, first in zip(held, starts[1:], strict=False):  # as few letters as tell the files apart
        assert utf16(words[-1]) < utf16(first) and utf16(words[-1]) >= utf16(first[:-1])
    sizes = [file.stat().st_size for file in (sample_site.folder / "search" / "words").iterdir()]
    assert max(sizes) < 40_000


@pytest.mark.build
def test_works_are_found_where_the_site_lists_them(index: dict[str, dict[str, Any]], sample_site: Built) -> None:
    listed = {f"{path.removesuffix('index.html')}#{work}" for path, page in pages_of(sample_site.folder).items()
              if path == "references/index.html" for work in page.xpath("//li/@id") if work.startswith("ref-")}
    assert len(listed) > 50
    assert {url for url in index if url.startswith("references/")} == listed


@pytest.mark.build
def test_edit_changes_the_words_of_its_page_only(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"docs/articles/a.md": article("Roses [@ly2018].", "A"),
                                     "docs/articles/b.md": article("Lilies [@shao2021].", "B")}
    site = make_site(tmp_path / "site", files)
    assert site.build().code == 0
    before, kept = snapshot(site.root / "site" / "search"), records(site.root / ".cache" / "outputs")
    site.write({"docs/articles/b.md": article("Tulips [@shao2021].", "B")})
    built = site.build()
    assert built.code == 0
    assert len(records(site.root / ".cache" / "outputs").keys() - kept.keys()) == 2  # what it is, and what it holds
    after = snapshot(built.folder / "search")
    changed = {name for name in after if after[name] != before[name]}
    assert {"words/0.json", "index.json", "spelling/0.json"} < changed and len(changed) == 4, changed
    shutil.rmtree(site.root / ".cache")
    assert snapshot(site.build().folder / "search") == after
    roses, lilies, tulips = ask(built.folder, "roses", "lilies", "tulips")
    assert (roses["count"], lilies["count"], tulips["count"]) == (1, 0, 1)


@pytest.mark.build
def test_page_of_many_passages_is_several_parts(tmp_path: Path) -> None:
    count = 2 * PASSAGES_A_PART + 3
    body = "".join(f"## Bed {number}\n\nHere grows tulip{number}x.\n\n" for number in range(count))
    built = make_site(tmp_path / "site", {PAGE: article(body + "End [@ly2018].\n")}).build()
    assert built.code == 0, built.output
    last, first, every = ask(built.folder, f"tulip{count - 1}x", "tulip0x", {"words": "bed", "most": 500})
    assert addresses(last) == [f"articles/page/#bed-{count - 1}"] and addresses(first) == ["articles/page/#bed-0"]
    assert every["count"] == len({*addresses(every)}) == count


# A build that goes wrong


def published_site(tmp_path: Path) -> tuple[Site, dict[str, bytes]]:
    """A site that stands published, and its files."""
    site = make_site(tmp_path / "site", {PAGE: article(BODY)})
    site.write({"site/index.html": "the last good site"})
    return site, snapshot(site.root / "site")


@pytest.mark.build
def test_block_missing_from_its_page_stops_the_build(tmp_path: Path) -> None:
    site, before = published_site(tmp_path)
    site.write({
        "lose.py": "def on_post_page(output, page, config):\n    return output.replace('data-block=\"faq\"', '')\n",
        "mkdocs.yml": (site.root / "mkdocs.yml").read_text(encoding="utf-8") + "hooks: [hooks/events.py, lose.py]\n",
    })
    built = site.build("--strict")
    assert built.problems == [
        f"{PAGE}:14:1: unsearchable-block: the faq “Is it so?” is not on the finished page, so search cannot find it "
        "(see whether the page's template or the block's `id` takes it away)"
    ]
    assert built.code != 0
    assert snapshot(site.root / "site") == before


@pytest.mark.build
def test_page_with_foreign_template_is_not_indexed(tmp_path: Path) -> None:
    """A template of a maintainer's own, without the place where ours have a page's content."""
    page = "---\ntitle: Bare\ndescription: Of another making.\ntemplate: bare.html\n---\n\nOrchids.\n"
    site = make_site(tmp_path / "site", {PAGE: article("Roses."), "docs/bare.md": page})
    (site.root / "overrides").unlink()
    shutil.copytree(ROOT / "overrides", site.root / "overrides")
    site.write({"overrides/bare.html": '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bare</title>'
                                       "</head><body>{{ page.content }}</body></html>"})
    built = site.build()
    assert built.code == 0, built.output
    assert "Orchids." in built.html("bare/") and "bare/" not in index_of(built.folder)


@pytest.mark.build
def test_edit_under_serve_updates_the_index(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {PAGE: article("Before.")})
    port = free_port()
    process = start(["serve", "--dev-addr", f"127.0.0.1:{port}"], site.root, {"SOURCE_DATE_EPOCH": EPOCH})
    try:
        before = _until(process, lambda: _entry(port))
        site.write({PAGE: article("Before.\n\n/// faq | A new one?\nYes [@ly2018].\n///\n")})
        after = _until(process, lambda: entry if (entry := _entry(port)) != before else None)
        assert after["passages"] == before["passages"] + 1
    finally:
        process.end()


def _entry(port: int) -> dict[str, Any] | None:
    """What the index says of itself now; None while there is none."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/search/index.json", timeout=5) as answer:
            return dict(json.load(answer))
    except (urllib.error.URLError, OSError, ValueError):
        return None


def _until(process: Running, look: Callable[[], dict[str, Any] | None]) -> dict[str, Any]:
    """What ``look`` sees as soon as it sees something. Asks again and again, up to a deadline."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        seen = look()
        if seen is not None:
            return seen
        time.sleep(0.05)
    pytest.fail(f"it never came; the log says:\n{process.printed}")
