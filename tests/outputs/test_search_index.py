"""The search index: what stands in it, what never does, and that no site is published whose index is wrong."""

from __future__ import annotations

import gzip
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cbor2
import lxml.html
import pytest
from conftest import KINDS
from search_index import by_page, index_of
from sites import EPOCH, MKDOCS, ROOT, Built, Site, article, environment, make_site, pages_of, real_site, snapshot

from proofdesk.outputs.search import indexer
from proofdesk.outputs.search.indexer import SearchError, write_index
from proofdesk.outputs.search.passages import passages

__all__ = ["real_site"]

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
def index(real_site: Built) -> dict[str, dict[str, Any]]:
    assert real_site.code == 0, real_site.output
    return index_of(real_site.folder)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = make_site(tmp_path_factory.mktemp("search"), {PAGE: article(BODY)}).build("--strict")
    assert built.code == 0, built.output
    return built


@pytest.mark.build
def test_every_article_block_is_indexed_at_its_address(
    index: dict[str, dict[str, Any]], real_site: Built
) -> None:
    blocks = {
        f"{path.removesuffix('index.html')}#{block.get('id')}"
        for path, page in pages_of(real_site.folder).items()
        for block in page.xpath("//*[@data-block]")
        if path.startswith("articles/") and KINDS[block.get("data-block")].record.own_search_record
    }
    assert len(blocks) >= 32
    assert blocks <= index.keys()


@pytest.mark.build
def test_every_record_address_resolves(index: dict[str, dict[str, Any]], real_site: Built) -> None:
    ids = {
        path.removesuffix("index.html"): set(page.xpath("//@id")) for path, page in pages_of(real_site.folder).items()
    }
    for url in index:
        page, _, anchor = url.partition("#")
        assert not anchor or anchor in ids[page], url


@pytest.mark.build
def test_index_count_matches_its_records(index: dict[str, dict[str, Any]], real_site: Built) -> None:
    entry = json.loads((real_site.folder / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8"))
    assert entry["languages"]["en"]["page_count"] == len(index)


@pytest.mark.build
def test_listings_and_guide_pages_are_not_indexed(index: dict[str, dict[str, Any]]) -> None:
    pages = {url.split("#")[0] for url in index}
    assert not pages & {"", "articles/", "questions/", "myths/", "interventions/", "references/"}
    assert not [page for page in pages if page.startswith("contributing/")]
    assert "about/help/" in pages


@pytest.mark.build
def test_records_hold_no_citation_or_reference_text(index: dict[str, dict[str, Any]]) -> None:
    for url, entry in index.items():
        for leftover in ("¶", "Rests on:", "Back to reference", "doi:", " .", " ,", "[1"):
            assert leftover not in entry["content"], url


@pytest.mark.build
def test_myth_records_always_carry_their_label(index: dict[str, dict[str, Any]], real_site: Built) -> None:
    """Not in a text and not in a title: what answers it is the title (Debunking Handbook 2020)."""
    stated = 0
    for path, page in pages_of(real_site.folder).items():
        for block in page.xpath("//*[@data-block='myth']") if path.startswith("articles/") else ():
            entry = index[f"{path.removesuffix('index.html')}#{block.get('id')}"]
            claim = " ".join(block.find(".//blockquote").text_content().split())
            assert entry["content"].startswith(f"Myth: “{claim}” Reality: ")
            assert int(entry["meta"]["lead"]) == len(f"Myth: {claim}".split())
            assert claim not in entry["meta"]["title"]
            assert entry["meta"]["title"].removesuffix("…") in entry["content"].split("Reality: ")[1]
            stated += 1
    assert stated >= 9


@pytest.mark.build
def test_sections_and_blocks_are_separate_records(small: Built) -> None:
    texts = {url: entry["content"] for url, entry in index_of(small.folder).items()}
    assert texts == {
        "": "Home Both works are cited here.",
        "articles/page/": "A page What the page says.",
        "articles/page/#a-section": "A section Text of the section. After the blocks.",
        "articles/page/#faq-is-it-so": "Is it so? Yes, in cells.",
        "articles/page/#myth-everything-is-known":
            "Myth: “Everything is known” Reality: Little is known (in cells). The rest is not.",
        "articles/page/#a-part-of-it": "A part of it Deep down.",
    }


@pytest.mark.build
def test_record_has_metadata_and_filters(small: Built, index: dict[str, dict[str, Any]]) -> None:
    entries = index_of(small.folder)
    assert entries["articles/page/#a-section"]["filters"] == {
        "Kind": ["A page"], "Evidence": ["From animals", "From cells"],
    }
    assert entries["articles/page/"]["filters"]["Topic"] == ["Therapy"], "of the whole page, not of each part"
    assert entries["articles/page/#myth-everything-is-known"]["filters"]["Evidence"] == ["From cells"]
    assert entries["articles/page/#myth-everything-is-known"]["meta"] == {
        "title": "Little is known (in cells).", "kind": "A page", "lead": "4", "page": "A page",
        "claim": "Myth", "answer_label": "Reality", "verdict": "Wrong",
    }
    assert "Evidence" not in entries["articles/page/#a-part-of-it"]["filters"]
    # Where the site has a page that lists such blocks, they are called what it is called.
    kinds = {entry["filters"]["Kind"][0] for entry in index.values()}
    assert {"Articles", "Questions", "Myths", "Things to try, and how sure we are", "About this site"} <= kinds


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


@pytest.mark.build
def test_every_index_file_is_complete(real_site: Built) -> None:
    """Pagefind's own writing answers before its files are whole: one build in some had an empty one."""
    folder = real_site.folder / "pagefind"
    packed = [*folder.rglob("*.pf_*")]
    assert packed
    for file in packed:
        assert gzip.decompress(file.read_bytes()), file
    assert all(file.stat().st_size for file in folder.rglob("*") if file.is_file())


@pytest.mark.build
def test_word_files_are_small_and_split_by_prefix(real_site: Built) -> None:
    """A search asks for one file for each word. Who has typed three letters is shown every word that begins so."""
    folder = real_site.folder / "pagefind"

    def read(file: Path) -> Any:
        return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))

    stated = read(next(folder.glob("*.pf_meta")))[2]
    held = [[word for word, *_ in read(folder / "index" / f"{name}.pf_index")[0]] for _, _, name in stated]
    assert len(stated) == len(list((folder / "index").iterdir())) > 10
    assert [(words[0], words[-1]) for words in held] == [(first, last) for first, last, _ in stated]
    every = [word for words in held for word in words]
    assert every == sorted(every), "in order, as the reader's program looks them up"
    beginnings = [{word[:3] for word in words} for words in held]
    assert sum(map(len, beginnings)) == len(set.union(*beginnings)) > 300
    sizes = sorted(file.stat().st_size for file in (folder / "index").iterdir())
    assert sizes[len(sizes) // 2] < 4000 and sizes[-1] < 10_000


@pytest.mark.build
def test_edit_rebuilds_only_its_part_of_a_large_index(
    tmp_path: Path, index: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexer, "ENTRIES_A_PART", len(index) // 3)
    pages = by_page(index)
    names = indexer.write_index(tmp_path / "site", pages, "en", tmp_path / "kept")
    assert names == ["part-1", "part-2"]
    folders = [tmp_path / "site" / "pagefind" / name for name in ("", *names)]
    parts = [index_of(folder, "") for folder in folders]
    assert {url: entry for part in parts for url, entry in part.items()} == index
    held = [{url.partition("#")[0] for url in part} for part in parts]
    assert all(held) and sum(map(len, held)) == len(set.union(*held)), "no page stands in two parts"
    assert [(folder / "pagefind.js").exists() for folder in folders] == [True, False, False]

    kept = snapshot(tmp_path / "kept")
    next(iter(index.values()))["content"] += " More."
    pages = by_page(index)
    indexer.write_index(tmp_path / "again", pages, "en", tmp_path / "kept")
    assert len(snapshot(tmp_path / "kept").keys() - kept.keys()) == 1
    indexer.write_index(tmp_path / "without", pages, "en")
    assert snapshot(tmp_path / "again") == snapshot(tmp_path / "without")


@pytest.mark.build
def test_theme_search_index_is_not_published(real_site: Built) -> None:
    assert not (real_site.folder / "search").exists()
    assert not [name for name in snapshot(real_site.folder / "pagefind") if "-ui." in name]


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


INDEXER = """\
#!{python}
import base64, json, sys
count, message = 0, b""
while byte := sys.stdin.buffer.read(1):
    if byte != b",":
        message += byte
        continue
    payload, message = json.loads(base64.b64decode(message))["payload"], b""
    answer = {answers}[payload["type"]]
    count += payload["type"] == "AddRecord"
    if payload["type"] == "GetFiles":
        entry = json.dumps(dict(languages=dict(en=dict(page_count=count - 1)))).encode()
        answer["files"] = [dict(path="pagefind-entry.json", content=base64.b64encode(entry).decode())]
    reply = base64.b64encode(json.dumps(dict(message_id=1, payload=answer)).encode()) + b","
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()
"""
SOUND = {"NewIndex": {"type": "NewIndex", "index_id": 0}, "AddRecord": {"type": "IndexedFile"},
         "GetFiles": {"type": "GetFiles"}}


@pytest.mark.build
@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (SOUND, "the pages have 6 passages to find and the index has 5"),
        ({**SOUND, "AddRecord": {"type": "Error", "message": "no room"}}, "Pagefind: no room"),
        ({}, "Pagefind's program ended before the index was written"),
        (None, "Pagefind's program could not be started"),
    ],
    ids=["loses-an-entry", "refuses", "ends", "cannot-start"],
)
def test_incomplete_index_stops_publishing(
    tmp_path: Path, answers: dict[str, Any] | None, message: str
) -> None:
    site, before = published_site(tmp_path)
    program = tmp_path / "indexer"
    if answers is not None:
        program.write_text(INDEXER.format(python=sys.executable, answers=answers), encoding="utf-8")
        program.chmod(0o755)
    built = site.build(env={"PAGEFIND_BINARY_PATH": str(program)})
    assert f"search: {message}" in built.output
    assert built.code != 0
    assert snapshot(site.root / "site") == before


ENTRY = {"url": "/a/", "content": "Roses and straw", "meta": {"title": "A"}, "filters": {}}
ONE_PAGE = by_page({"/a/": ENTRY})


def test_index_is_written_without_a_cache(tmp_path: Path) -> None:
    write_index(tmp_path, ONE_PAGE, "en")
    assert list((tmp_path / "pagefind").glob("fragment/*"))


@pytest.mark.parametrize(("reply", "message"), [
    (b"!,", "Pagefind's program gave no answer that can be read"),
    (None, r"Pagefind's program is not installed for this machine; `pip install 'pagefind\[bin\]'`"),
])
def test_unusable_indexer_raises_search_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reply: bytes | None, message: str
) -> None:
    program = tmp_path / "indexer"
    program.write_bytes(b"#!/bin/sh\nprintf '" + (reply or b"") + b"'\ncat >/dev/null\n")
    program.chmod(0o755)
    monkeypatch.setattr(
        "proofdesk.outputs.search.indexer.get_executable", lambda: None if reply is None else str(program))
    with pytest.raises(SearchError, match=message):
        write_index(tmp_path, ONE_PAGE, "en")


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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"], cwd=site.root, stdout=out, stderr=out,
            env=environment({"SOURCE_DATE_EPOCH": EPOCH}),
        )
    try:
        before = _until(process, log, lambda: _entry(port))
        site.write({PAGE: article("Before.\n\n/// faq | A new one?\nYes [@ly2018].\n///\n")})
        after = _until(process, log, lambda: entry if (entry := _entry(port)) != before else None)
        assert after["languages"]["en"]["page_count"] == before["languages"]["en"]["page_count"] + 1
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _entry(port: int) -> dict[str, Any] | None:
    """What the index says of itself now; None while there is none."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/pagefind/pagefind-entry.json", timeout=5) as answer:
            return dict(json.load(answer))
    except (urllib.error.URLError, OSError, ValueError):
        return None


def _until(
    process: subprocess.Popen[bytes], log: Path, look: Callable[[], dict[str, Any] | None]
) -> dict[str, Any]:
    """What ``look`` sees as soon as it sees something. Asks again and again, up to a deadline."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        seen = look()
        if seen is not None:
            return seen
        time.sleep(0.05)
    pytest.fail(f"it never came; the log says:\n{log.read_text(encoding='utf-8')}")
