"""A result without its harm is found in German, French and Spanish too, and the harm beside it in any language."""

from __future__ import annotations

import re

import pytest
from fixture_cases import Case, each_case, load_cases
from sites import BIB, Built, article, make_site, run

pytestmark = pytest.mark.build

# The first entry is in English, whatever language a page is in; the second in German.
WORKS = BIB + r"""
@article{straw2022, author={A, B}, title={Straw}, journal={J}, year={2022}, keywords={species:human, design:rct, n:53},
  x-harms = {nausea in 5 of 53 people and in 2 of 51 without straw}}
@article{open2024, author={A, B}, title={Open}, journal={J}, year={2024}, keywords={species:human, design:open-label},
  x-harms = {not stated}}
@article{stroh2023, author={A, B}, title={Stroh}, journal={J}, year={2023}, keywords={species:human, design:rct},
  x-harms = {Niesreiz bei 4 von 40 Menschen}}
"""
CASES = load_cases("checks/harms_languages")
CODES = {"german": "de", "french": "fr", "spanish": "es", "italian": "it", "japanese": "ja", "arabic": "ar"}
CATALOGUE = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "{}"\nmsgstr "{}"\n'
GERMAN = {  # pages of which one work's entry is in German
    "stroh-alone": "Die Hälfte schlief besser [@stroh2023].",
    "stroh-in-words": "Die Hälfte schlief besser [@stroh2023].\n\nManche plagte ein Niesreiz [@stroh2023].",
    "stroh-in-figures": "Die Hälfte schlief besser [@stroh2023].\n\nEs traf 4 der 40 [@stroh2023].",
}


def in_language(body: str, title: str, code: str) -> str:
    return article(body, title).replace("---\n", f"---\nlang: {code}\n", 1)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What `desk check` says of an English site with a page in its language for each case."""
    pages: dict[str, str | bytes] = {
        f"docs/articles/{case.name}.md": in_language(case.source, case.name, CODES[case.name.partition("-")[0]])
        for case in CASES}
    pages |= {f"locale/{code}.po": CATALOGUE.format("Related articles", code) for code in ("it", "ja", "ar")}
    root = make_site(tmp_path_factory.mktemp("languages") / "site", pages, WORKS).root
    return run(["check", "--all", "--advice"], root, root, program="proofdesk.desk")


def benefits(built: Built, name: str) -> list[str]:
    """The sentences of a page that are reported as a benefit without its harm; nothing else may be, but advice."""
    told = [line for line in built.output.splitlines() if line.startswith(f"docs/articles/{name}.md:")]
    assert {line.split(": ")[1] for line in told} <= {"benefit-without-harm", "unread-language", "long-sentence",
                                                      "no-denominator", "no-opening", "straight-quotes"}
    return [found[1] for line in told if (found := re.search(r": benefit-without-harm: “(.+?)” gives", line))]


@each_case("checks/harms_languages")
def test_benefit_is_told_from_plan_and_harm(checked: Built, case: Case) -> None:
    expected = [line if len(line) <= 60 else line[:59] + "…" for line in case.lines("benefits")]
    assert benefits(checked, case.name) == expected


def test_unread_language_is_told_once(checked: Built) -> None:
    told = [line for line in checked.output.splitlines() if ": unread-language: " in line]
    assert {line.split("in “")[1][:2] for line in told} == {"it", "ja", "ar"} and len(told) == 3
    assert ("docs/articles/italian-benefit-alone.md:11:35: unread-language: in “it” no check reads words for numbers, "
            "harms and designs, only figures, and trials are cited by “docs/articles/italian-benefit-alone.md” and "
            "“docs/articles/italian-harm-in-figures.md” (compare each benefit with its harm yourself, and say which "
            "trials were open or retracted)") in told


def test_entry_may_be_in_the_language_of_the_site(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The build says the same, and a message on an open trial has words that the page can use."""
    pages: dict[str, str | bytes] = {f"docs/articles/{name}.md": article(body, name) for name, body in GERMAN.items()}
    pages["docs/articles/open.md"] = article("Der Wert sank um 4 Punkte [@open2024].", "Open")
    site = make_site(tmp_path_factory.mktemp("german") / "site", pages, WORKS, "theme: {language: de}\n")
    told = [line.removeprefix("docs/articles/") for line in site.build().problems]
    assert [line for line in told if ": benefit-without-harm: " in line] == [
        "stroh-alone.md:10:1: benefit-without-harm: “Die Hälfte schlief besser.” gives a result of “stroh2023”, and "
        "this page nowhere says what harms its people had (say it in a sentence that cites the work: “Niesreiz bei 4 "
        "von 40 Menschen”)"]
    (problem,) = (line for line in told if line.startswith("open.md"))
    assert problem.endswith("or that there was no comparison group, as in “alle wussten, was sie bekamen”)")
