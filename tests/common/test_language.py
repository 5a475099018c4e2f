"""How each language writes dates, numbers, lists and what it sorts by, and the words of a site's own catalogue."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment
from sites import article, make_site, run

from proofdesk.common.language import (
    ENGLISH,
    UnknownLanguageError,
    _,
    colon,
    listed_plainly,
    load_language,
    ngettext,
    speaking,
    spoken,
)
from proofdesk.common.language.catalogue import LOCALE, CatalogueError, fault_of, parse, stated_twice
from proofdesk.common.language.extract import python_messages
from proofdesk.common.language.gaps import check_words
from proofdesk.common.language.scripts import script_words
from proofdesk.common.language.sorting import sorting_key
from proofdesk.common.language.styles import in_words
from proofdesk.common.language.templates import give_words
from proofdesk.common.source_text import Position
from proofdesk.content.record import Cell

DAY = date(2026, 11, 1)
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
FORMS = '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"\n\n'


def own(root: Path, code: str, text: str) -> Path:
    (root / "locale").mkdir(exist_ok=True)
    (root / "locale" / f"{code}.po").write_text(HEAD + text, encoding="utf-8")
    return root


@pytest.mark.parametrize(("code", "day", "month", "number", "listed"), [
    ("en", "1 November 2026", "November 2026", "1,234.5", "a, b and c"),
    ("de", "1. November 2026", "November 2026", "1.234,5", "a, b und c"),
    ("fr", "1er novembre 2026", "novembre 2026", "1\u202f234,5", "a, b et c"),
    ("es", "1 de noviembre de 2026", "noviembre de 2026", "1.234,5", "a, b y c"),
])
def test_language_writes_as_its_speakers_do(code: str, day: str, month: str, number: str, listed: str) -> None:
    language = load_language(code)
    assert (language.date(DAY), language.month(DAY), language.number(1234.5)) == (day, month, number)
    assert language.listed(["a", "b", "c"]) == listed and language.listed(["a"]) == "a"
    assert language.direction == "ltr"


@pytest.mark.parametrize(("base", "words"), [
    ("de", ["Apfel", "Ärger", "Öl", "Ost", "Zeit"]), ("es", ["nube", "ñandú", "ojo"]),
    ("sv", ["zon", "åker", "ägg", "öl"]), ("fr", ["cote", "coté", "côte", "cou"]),
])
def test_words_are_sorted_as_the_language_does(base: str, words: list[str]) -> None:
    assert sorted(reversed(words), key=lambda word: sorting_key(word, base)) == words


def test_words_are_those_of_the_language_spoken() -> None:
    with speaking(load_language("de")):
        assert _("Related articles") == "Verwandte Artikel"
        assert ngettext("%(num)s work", "%(num)s works", 1) == "1 Werk"
        assert _("a text that no catalogue has: %(x)s", x=1) == "a text that no catalogue has: 1"
    assert spoken() is ENGLISH and _("Related articles") == "Related articles"


def test_style_sheets_speak_the_language() -> None:
    css = 'content: counter(page) " " "of" /* words: page 1 of 3 */; quotes: "x"'
    assert in_words(css) == 'content: counter(page) " " "of"; quotes: "x"'
    with speaking(load_language("fr")):
        assert in_words(css) == 'content: counter(page) " " "sur"; quotes: "x"'


def test_own_catalogue_adds_a_language_with_its_plurals(tmp_path: Path) -> None:
    words = {"work": ("praca", "prace", "prac"), "result": ("wynik", "wyniki", "wyników")}
    text = ""
    for one, forms in words.items():
        text += f'msgid "%(num)s {one}"\nmsgid_plural "%(num)s {one}s"\n'
        text += "".join(f'msgstr[{number}] "%(num)s {form}"\n' for number, form in enumerate(forms)) + "\n"
    polish = load_language("pl", own(tmp_path, "pl", FORMS + text))
    with speaking(polish):
        assert [ngettext("%(num)s work", "%(num)s works", n) for n in (1, 3, 5)] == ["1 praca", "3 prace", "5 prac"]
    assert json.loads(script_words(polish)) == {"%(num)s result": {
        "many": "%(num)s wyników", "few": "%(num)s wyniki", "one": "%(num)s wynik"}}
    assert len(polish.gaps) > 500


@pytest.mark.parametrize(("code", "shown"), [
    ("en", "Myth: a, b"), ("de", "Myth: a, b"), ("fr", "Myth\u00a0: a, b"), ("ar", "Myth: a، b"),
])
def test_labels_and_lists_have_the_signs_of_the_language(code: str, shown: str) -> None:
    with speaking(load_language(code)):
        assert f"Myth{colon()}{listed_plainly(['a', 'b'])}" == shown


@pytest.mark.parametrize(("written", "german"), [
    ("-12.5", "−12,5"), ("5.0", "5,0"), ("1,234", "1.234"), ("1,234.5", "1,234.5"), ("2024", "2024"), ("53", "53"),
    ("-26.9 to -20.4", "−26,9 bis −20,4"), ("20.5%", "20,5%"), ("not stated", "nicht angegeben"), ("A or B", "A or B"),
    ("+3.5 [@ly2018]", "+3,5"), ("", ""), ("**4.5**", "**4.5**"),
])
def test_cell_shows_a_number_as_the_page_writes_it(written: str, german: str) -> None:
    """Editors write numbers as in English, and a folded table shows them as the drawing above it does."""
    with speaking(load_language("de")):
        assert Cell(written, Position(1, 1)).shown == german


def test_own_catalogue_rewords_ours(tmp_path: Path) -> None:
    german = load_language("de", own(tmp_path, "de", '\nmsgid "Related articles"\nmsgstr "Mehr dazu"\n'))
    english = load_language("en", own(tmp_path, "en", '\nmsgid "Close"\nmsgstr "Shut"\n'))
    assert german.gettext("Related articles") == "Mehr dazu" and german.gettext("Menu") == "Menü"
    assert english.gettext("Close") == "Shut" and english.date(DAY) == "1 November 2026" and english.gaps == []
    assert json.loads(script_words(english)) == {"Close": "Shut"} and script_words(ENGLISH) == ""


def test_words_without_values_may_have_a_percent_sign(tmp_path: Path) -> None:
    """In a template as in a program: nothing is put into them."""
    words = 'msgid "Close"\nmsgstr "100% zu"\n\nmsgctxt "evidence"\nmsgid "Any"\nmsgstr "5 %"\n'
    page = give_words(Environment(autoescape=True)).from_string('{{ _("Close") }}, {{ pgettext("evidence", "Any") }}')
    with speaking(load_language("de", own(tmp_path, "de", "\n" + words))):
        assert page.render() == "100% zu, 5 %" and _("Close") == "100% zu"


@pytest.mark.parametrize("file", sorted(LOCALE.glob("*.po")), ids=lambda file: file.stem)
def test_words_have_the_places_and_tags_of_messages(file: Path) -> None:
    assert {message.id: fault for message in parse(file) if message.id and (fault := fault_of(message))} == {}
    assert [*stated_twice(file)] == []


@pytest.mark.parametrize(("words", "told"), [
    ('msgid "Last checked %(day)s"\nmsgstr "Geprüft"', "de.po:5:1: wrong-words: the words for “Last checked %(day)s” "
     "cannot stand for it: “%(day)s” is missing (write each %(name)s and each tag of the message once, as it is "
     "there)"),
    ('msgid "Last checked %(day)s"\nmsgstr "Geprüft %(dya)s %(day)s"', "“%(dya)s” is not in the message"),
    ('msgid "Last checked %(day)s"\nmsgstr "100 % am %(day)s"', "“%” stands alone"),
    ('msgid "Articles"\nmsgstr "Artikel %(num)s"', "“%(num)s” is not in the message"),
    ('msgid "Articles"\nmsgstr "Artikel</a><i>"', "its tags are not those of the message"),
    ('msgid "Articles"\nmsgstr "{{ config }}"', "its tags are not those of the message"),
    ('msgid "%(num)s work"\nmsgid_plural "%(num)s works"\nmsgstr[0] "ein Werk"\nmsgstr[1] "Werke"',
     "“%(num)s” is missing"),
])
def test_words_that_cannot_stand_for_a_message_are_told(words: str, told: str, tmp_path: Path) -> None:
    """Pages have ours in their place."""
    german = load_language("de", own(tmp_path, "de", f"\n{words}\n"))
    (problem,) = check_words(german, lambda file: file.name)
    assert told in str(problem)
    assert german.gettext("Last checked %(day)s") != "Geprüft" and german.gettext("Articles") == "Artikel"


def test_message_that_stands_twice_is_told(tmp_path: Path) -> None:
    """Of one in another context, and of one that is commented out, nothing is said."""
    words = ('\nmsgid "Articles"\nmsgstr "Aufsätze"\n\nmsgctxt "head"\nmsgid "Articles"\nmsgstr "A"\n'
             '\n#~ msgid "Articles"\n#~ msgstr "C"\n\nmsgid ""\n"Arti"\n"cles"\nmsgstr "B"\n')
    problems = check_words(load_language("de", own(tmp_path, "de", words)), lambda file: file.name)
    assert [str(problem) for problem in problems] == [
        "de.po:15:1: wrong-words: “Articles” has words twice in this file, and only one of the two has an effect (keep "
        "one of the two)"]


@pytest.mark.parametrize("code", ["x" * 5000, "../de", "d e", "", "de/../fr", "-"])
def test_what_is_no_code_is_no_language(code: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownLanguageError, match="is the code of no language"):
        load_language(code, tmp_path)


def test_text_without_its_last_quotation_mark_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"de\.po:\d+: the text has no quotation mark at its end"):
        load_language("de", own(tmp_path, "de", '\nmsgid "Articles"\nmsgstr "Artikel\n'))


def test_messages_of_a_kind_of_block_are_found() -> None:
    found = list(python_messages(
        'class Mood(LabelledEnum):\n    GOOD = "good", "Good mood", "All is well."\n\n\n'
        'class Tip(Record):\n    noun = "tip"\n    listing = Listing(summary=N_("tried"))\n\n'
        '    def text(self):\n        return npgettext("of tips", "one", "many", 2) + _(self.noun)\n', "tip"))
    assert {(context, forms) for _line, context, forms in found} == {
        ("Mood", ("Good mood",)), ("Mood", ("All is well.",)), ("what a list has", ("tip", "tips")),
        ("name of a list", ("Tips",)), ("", ("tried",)), ("of tips", ("one", "many"))}


@pytest.mark.build
def test_site_speaks_the_language_of_its_theme(tmp_path: Path) -> None:
    """Pages, drawings, what programs say, and files beside the pages; a page is made again if the words change."""
    answer = "/// answer\nWas wir wissen\n:   Viel [@shao2021].\n\nWas wir nicht wissen\n:   Manches.\n\n" \
             "Was es für Sie bedeutet\n:   Wenig.\n///\n\nText [@shao2021].\n"
    site = make_site(tmp_path, {"docs/articles/eins.md": article(answer, "Eins")},
                     settings="theme: {language: de}\nsite_url: https://example.org/\n")
    built = site.build()
    page = built.page("articles/eins")
    text = " ".join(page.text_content().split())
    assert page.get("lang") == "de" and page.xpath("string(//meta[@property='og:locale']/@content)") == "de"
    assert "Zuletzt geprüft am" in text and "Die kurze Antwort" in text and "Quellen" in text
    assert "Mäuse · Tierversuch" in text and "Beruht auf" not in text and "Nur Studien an Tieren" not in text
    assert json.loads(page.xpath("string(//script[@data-words])"))["Link copied."] == "Link kopiert."
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    assert {node["inLanguage"] for node in graph if "inLanguage" in node} == {"de"}
    assert "Zuletzt geprüft am" in (built.folder / "articles/eins/cite.ris").read_text(encoding="utf-8")
    own(site.root, "de", '\nmsgid "Related articles"\nmsgstr "x"\n\nmsgid "Who wrote this"\nmsgstr "Von wem"\n')
    assert "Von wem" in site.build().html("articles/eins/")


@pytest.mark.build
def test_desk_begins_a_catalogue_and_keeps_its_words(tmp_path: Path) -> None:
    site = make_site(tmp_path, {})
    file = site.root / "locale" / "it.po"
    first = run(["words", "it"], site.root, site.root, program="proofdesk.desk")
    assert first.code == 0 and "of them without words" in first.output, first.output
    file.write_text(file.read_text(encoding="utf-8").replace(
        'msgid "Glossary"\nmsgstr ""', 'msgid "Glossary"\nmsgstr "Glossario"'), encoding="utf-8")
    assert run(["words", "it"], site.root, site.root, program="proofdesk.desk").code == 0
    assert load_language("it", site.root).gettext("Glossary") == "Glossario"
    for code, sentence in (("de", "there are words for “de” already"), ("qq", "the code of no language")):
        refused = run(["words", code], site.root, site.root, program="proofdesk.desk")
        assert refused.code == 2 and sentence in refused.output
