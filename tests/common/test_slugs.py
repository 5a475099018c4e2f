"""Ends of addresses: stable, readable, in any script."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from markdown.extensions.toc import slugify
from sites import article, make_site

from proofdesk.common.text import file_name, is_file_name, slug

ASCII = ["What is it?", "  Two  words ", "A--b", "- dash", "snake_case: x", "100% of 5-HT2A", "???", "", "a\tb", "_",
         "It's"]
LATIN = ["Žlutý kůň", "El Niño – “quoted”", "Café… №½ ﬁ", "naïve coöperation", "a\u00a0b", "x\u0304"]
ANY = {
    "Größe und Maß": "grosse-und-mass",
    "Smørrebrød på Øya, Æsir, Łódź": "smorrebrod-pa-oya-aesir-lodz",
    "Что такое почва?": "что-такое-почва",
    "Ёлка й": "ёлка-й",
    "Τι είναι ο ύπνος;": "τι-είναι-ο-ύπνος",
    "ما هو النوم؟": "ما-هو-النوم",
    "土は死んでいる。": "土は死んでいる",
    "नींद क्या है": "नींद-क्या-है",
    "ADHD и сон": "adhd-и-сон",
    "🧠": "brain",
    "🧠 💤!": "brain-sleeping-symbol",
    "🧠 and sleep": "and-sleep",
}


@pytest.mark.parametrize("title", ASCII + LATIN)
def test_latin_titles_keep_their_ids(title: str) -> None:
    assert slug(title) == slugify(title, "-")


@pytest.mark.parametrize(("title", "expected"), ANY.items())
def test_titles_of_any_script_have_readable_ids(title: str, expected: str) -> None:
    assert slug(title) == expected
    assert slug(unicodedata.normalize("NFD", title)) == expected
    assert slug(expected) == expected and is_file_name(file_name(title))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_german_file_name_spells_letters_out(form: str) -> None:
    title = unicodedata.normalize(form, "Über größere Böden")
    assert file_name(title, "de") == "ueber-groessere-boeden" and file_name(title, "sv") == "uber-grossere-boden"


def test_file_name_fits_a_disk() -> None:
    assert len(file_name("土" * 150).encode("utf-8")) <= 200
    assert file_name("a" * 79 + " b") == "a" * 79
    assert not is_file_name("../up") and not is_file_name("Caps") and not is_file_name("a b") and not is_file_name("-a")


@pytest.mark.build
def test_blocks_and_headings_of_any_script_are_reached(tmp_path: Path) -> None:
    titles = ["Größe?", "Τι είναι;", "Почва мертва", "Почва вечна", "ما هو النوم؟", "土は死んでいる", "🧠", "???",
              "Почва мертва"]
    body = "Text [@ly2018; @shao2021].\n\n"
    for title in titles:
        body += f"## {title}\n\nText.\n\n/// myth | {title}\n    verdict: wrong\nNo [@ly2018].\n///\n\n"
    body += "[a](#почва-мертва) [b](#myth-τι-είναι) "
    body += f"[c](#{quote('почва-вечна')})\n"
    body += "\n/// faq | Id?\n    id: своё-имя\nYes [@ly2018].\n///\n"
    listing = "---\ntitle: Myths\ndescription: All.\ntemplate: listing.html\nblock: myth\n---\n\n# Myths\n"
    built = make_site(tmp_path, {"docs/articles/a.md": article(body), "docs/myths/index.md": listing}).build("--strict")
    assert built.code == 0, built.output
    page, myths = built.page("articles/a"), built.page("myths")
    blocks = page.xpath("//*[@data-block='myth']/@id")
    assert blocks == ["myth-grosse", "myth-τι-είναι", "myth-почва-мертва", "myth-почва-вечна", "myth-ما-هو-النوم",
                      "myth-土は死んでいる", "myth-brain", "myth-untitled", "myth-почва-мертва-2"]
    assert page.xpath("//*[@data-block='faq']/@id") == ["своё-имя"]
    assert page.xpath("//h2[not(ancestor::aside)]/@id")[:7] == [
        "grosse", "τι-είναι", "почва-мертва", "почва-вечна", "ما-هو-النوم", "土は死んでいる", "brain"]
    ids = page.xpath("//@id")
    assert len(ids) == len({*ids})
    assert [unquote(link.partition("#")[2]) for link in myths.xpath("//*[@class='entry__place']/a/@href")] == blocks
