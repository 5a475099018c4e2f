"""The words of the pages: every one is in the catalogues, and none stands in a template or a program past them."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from proofdesk.common.language.catalogue import LOCALE, TEMPLATE, parse
from proofdesk.common.language.extract import as_text, collect, sources

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(file.stem for file in LOCALE.glob("*.po"))
FILES = dict(sources(ROOT / "hooks" / "blocks"))
TEMPLATES = {name: file for name, file in FILES.items() if file.suffix == ".html"}
# What is no word of a language, and names: of a format, of a licence, of a key.
_NO_WORDS = re.compile(r"DOI|https?://\S*|&\w+;")
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_ATTRIBUTES = re.compile(r'\b(?:aria-label|title|alt|placeholder|content)="([^"{]*[^\W\d_]{2,}[^"{]*)"')
# Values of `content` and `title` that programs read.
_FOR_PROGRAMS = ("width=device-width", "webpage", "summary_large_image", "image/png", "noindex", "light dark")
_PLACE = re.compile(r"%\((\w+)\)s|%%")
_TAG = re.compile(r"</?[a-z]+(?: [^>]*)?>")


def forms(words: Any) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, (tuple, list)) else (words,)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_template_has_no_words_of_its_own(name: str) -> None:
    text = _JINJA.sub("\x00", TEMPLATES[name].read_text(encoding="utf-8"))
    named = [words for words in _ATTRIBUTES.findall(text.replace("\x00", "{")) if not words.startswith(_FOR_PROGRAMS)]
    text = re.sub(r"<(?:style|script|title)\b[^>]*>\s*</\w+>|<[^>]*>", " ", text)
    shown = [words for words in _NO_WORDS.sub("", text).split("\x00") if re.search(r"[^\W\d_]{2}", words)]
    assert [*named, *map(str.strip, shown)] == []


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".css")))
def test_style_sheet_has_no_words_of_its_own(name: str) -> None:
    unmarked = re.sub(r'"[^"\n]*" /\* words[^*]*\*/', "", FILES[name].read_text(encoding="utf-8"))
    assert re.findall(r'content:[^;"]*"[^";]*[^\W\d_]{2}[^";]*"', unmarked) == []


def test_every_message_is_in_the_list_of_all() -> None:
    assert as_text(collect(FILES.items())) == TEMPLATE.read_text(encoding="utf-8"), "run make messages"


@pytest.mark.parametrize("code", LANGUAGES)
def test_catalogue_is_whole_and_sound(code: str) -> None:
    wanted = {(message.context, forms(message.id)[0]) for message in parse(TEMPLATE) if message.id}
    catalogue = parse(LOCALE / f"{code}.po")
    messages = [message for message in catalogue if message.id]
    numbers = [*map(gettext.c2py(catalogue.plural_expr), range(100))]
    assert {(message.context, forms(message.id)[0]) for message in messages} == wanted, "run make messages"
    for message in messages:
        english, said = forms(message.id), forms(message.string)
        assert len(said) == (1 if len(english) == 1 else catalogue.num_plurals) and all(said), (code, message.id)
        for number, words in enumerate(said):
            alike = english[min(number, len(english) - 1)]
            # One thing may be named without its number: “the only article”; in Arabic two things too.
            optional = {"num"} if len(english) > 1 and numbers.count(number) <= 2 else set()
            assert set(_PLACE.findall(words)) | optional == set(_PLACE.findall(alike)) | optional, (code, words)
            assert sorted(_TAG.findall(words)) == sorted(_TAG.findall(alike)), (code, words)
            etree.fromstring(f"<p>{_PLACE.sub('x', words).replace('&', '&amp;')}</p>")  # kinds' templates are XML


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".html")))
def test_no_template_has_a_colon_or_comma_of_its_own(name: str) -> None:
    """French has a space before the colon, and the comma of Arabic is another: `colon()`, `comma()`, `| commas`."""
    text = FILES[name].read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}|<script.*?</script>|<svg.*?</svg>", "", text, flags=re.S)
    found = re.findall(r'>[,:] \{\{|\}\}(?:</\w+>)*[:,] *(?:<\w[^<>]*>)*\{\{|join\("[,:] "\)|\{\{-? *"[,:] "',
                       text)
    assert found == []
