"""The words that search knows of each language: forms of one word are one term, in the index and in the browser."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from search_index import ask, node
from sites import ROOT, article, make_site

from proofdesk.common.language.catalogue import LOCALE, read_catalogue
from proofdesk.outputs.search.words import compounds, language

ENGINE = ROOT / "proofdesk/outputs/search/search_engine.js"
FORMS = {
    "de": ["Studie Studien", "Traum Träume Träumen", "Kind Kinder Kindern Kindes", "Straße Strasse Straßen",
           "Körper Körpers Körpern", "Wirkung Wirkungen", "Leben Lebens", "Medikament Medikamente Medikamenten",
           "Auge Augen", "Pilz Pilze Pilzen", "Arzt Ärzte Ärztin Ärztinnen", "Mutter Mütter Müttern", "Woche Wochen"],
    "fr": ["étude études l’étude d'études L’ÉTUDE", "journal journaux", "anxieux anxieuse anxieuses", "œil yeux",
           "étudié étudiée étudiés étudiées", "eau eaux", "sommeil sommeils", "aujourd’hui aujourd'hui"],
    "es": ["estudio estudios", "sueño sueños", "vez veces", "depresión depresiones", "flor flores", "mes meses",
           "noche noches", "planta plantas", "luz luces"],
    "ar": ["مراجعة مراجعات المراجعات والمراجعة", "دراسة الدراسات دراستان دراستين", "باحث باحثون الباحثين",
           "عملية عمليات", "دواء أدوية الأدوية", "تجربة التجارب", "للأطفال الأطفال طفل"],
}
APART = {"ar": "مدة مدن بيت بنت ألم دين بات", "de": "Mut Mutter Wasser Besserung Was", "fr": "étude étui mal mer",
         "es": "mes mesa casa caso cosa"}
# What the browser makes of each compound, by the table of its language.
DRIVER = """
const { readFileSync } = await import("node:fs"), { engine, asked } = JSON.parse(readFileSync(0));
const { words } = await import(`data:text/javascript,${encodeURIComponent(engine)}`);
const made = asked.map(([table, all]) => {
  const { stem, terms } = words(table);
  return all.map((compound) => terms(compound).filter((term) => term.length <= 40).map(stem));
});
console.log(JSON.stringify(made));
"""


@pytest.mark.parametrize(("code", "forms"), [(code, forms) for code, all_of in FORMS.items() for forms in all_of])
def test_forms_of_a_word_are_one_term(code: str, forms: str) -> None:
    assert len({term for form in forms.split() for term, _ in language(code).terms(form)}) == 1


@pytest.mark.parametrize("code", APART)
def test_other_words_stay_apart(code: str) -> None:
    words = APART[code].split()
    assert len({term for term, _ in language(code).terms(APART[code])}) == len(words)


def test_the_browser_makes_the_same_terms() -> None:
    """Of each word in our own catalogues, and of the forms above."""
    asked = {code: sorted({word.lower() for text in texts(code) for word in compounds(text)} - {""}) for code in FORMS}
    assert all(len(words) > 500 for words in asked.values())
    given = {"engine": f"{ENGINE.read_text(encoding='utf-8')}\nexport {{ words }};",
             "asked": [(language(code).table, words) for code, words in asked.items()]}
    done = subprocess.run([node(), "--input-type=module", "-e", DRIVER], input=json.dumps(given), capture_output=True,
                          text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    for (code, words), made in zip(asked.items(), json.loads(done.stdout), strict=True):
        ours = [[term for term, _ in language(code).of_compound(word)] for word in words]
        assert [each for each in zip(words, ours, made, strict=True) if each[1] != each[2]] == []


def texts(code: str) -> list[str]:
    catalogue = read_catalogue([LOCALE / f"{code}.po"])
    return [*FORMS[code], *(form for forms in catalogue.words.values() for form in forms)]


@pytest.mark.build
def test_a_german_question_finds_its_page(tmp_path: Path) -> None:
    text = article("Studien über Träume von Kindern auf der Straße [@ly2018].\n", "Träume")
    built = make_site(tmp_path, {"docs/articles/a.md": text}, settings="theme: {language: de}\n").build()
    asked = ("Gibt es eine Studie über den Traum eines Kindes?", "strasse", "Fahrrad")
    assert [answer["count"] > 0 for answer in ask(built.folder, *asked)] == [True, True, False], built.output
