"""What is measured is a site like ours: the generator's corpus builds with every feature on, and is always the same."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from sites import EPOCH, ROOT, pages_of, run

sys.path.insert(0, str(ROOT / "bench"))

from cores import shared
from corpus import article, write_site
from results import keep


@pytest.mark.build
@pytest.mark.content
def test_corpus_builds_cleanly_with_stated_content(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", 3, entries=40)
    built = run(["build"], folder, folder / "site", {"SOURCE_DATE_EPOCH": EPOCH})
    assert built.code == 0
    assert [p for p in built.problems if "uncited-entry" not in p and "uncited-claim" not in p] == []
    page = pages_of(built.folder)["articles/article-1/index.html"]
    assert len(page.xpath("//*[@data-block]")) == 9
    assert len(page.xpath('//a[@class="citation"][not(ancestor::*[@class="harm__source"])]')) == 15
    around = "//*[@id='content']//*[self::header or self::footer or self::nav or contains(@class, 'page-menu')]"
    for element in page.xpath(around)[::-1]:  # what the page says around the article
        element.drop_tree()
    assert 1100 < len(" ".join(page.get_element_by_id("content").text_content().split()).split()) < 2700


def test_corpus_is_stable_and_same_in_each_dialect() -> None:
    assert article(7, 100, "ours") == article(7, 100, "ours") != article(8, 100, "ours")
    assert "[@" not in article(7, 100, "material") and article(7, 100, "bibtex").count("[@") == 15
    assert article(7, 100, "hugo").count("> **") == 9


def test_corpus_compresses_as_real_text_does() -> None:
    for number in range(4):
        text = article(number, 2000, "material").encode()
        assert 2 < len(text) / len(gzip.compress(text)) < 2.8  # articles of English: 2.3 to 2.5


def test_results_of_other_benches_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    file.write_text("# Measured\n\n<!-- one -->\nold\n<!-- /one -->\n\nWords.\n", encoding="utf-8")
    keep("one", "new", file)
    keep("two", "second", file)
    assert file.read_text(encoding="utf-8") == (
        "# Measured\n\n<!-- one -->\nnew\n<!-- /one -->\n\nWords.\n\n<!-- two -->\nsecond\n<!-- /two -->\n")


def test_tasks_go_to_the_core_that_is_free_first() -> None:
    assert shared([3, 1, 1, 1], 1) == 6
    assert shared([3, 1, 1, 1], 2) == 3  # the three short ones beside the long one
    assert shared([1, 1, 1, 3], 2) == 4  # a long one that comes last is waited for
    assert shared([3, 1], 8) == 3
