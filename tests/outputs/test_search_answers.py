"""What search answers, asked in Node of a small site's own index by the program of the reader's browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from search_index import addresses, ask, read
from sites import ROOT, Built, article, make_site, sample_site

from proofdesk.outputs.search.words import language

__all__ = ["sample_site"]

BIB = """\
@article{carhart2021,
  author = {Carhart-Harris, Robin and Müller, Jürgen and Aa, A and Bb, B and Cc, C and Dd, D and Ee, E and Zabel, Z},
  title = {Trial of psilocybin versus escitalopram for melancholy},
  journal = {Journal of Trials}, year = {2021}, doi = {10.1056/x},
  keywords = {species:human, design:rct, n:59}
}
"""
ONE = """\
What psilocybin is like in a follow-up after months [@carhart2021].

## Sleep

Most dreams return. An overview of sleep is useful. People asked about depression.

/// faq | Does psilocybin ease depression?
It eased depression in a trial [@carhart2021]. Nobody knows for how long.
///

/// myth | Mushrooms reset the brain for good
    verdict: wrong
The gain can fade after weeks [@carhart2021]. A reset was not seen.
///

/// faq | What are adverse events?
Headache and nausea were common [@carhart2021].
///

/// faq | Is a café in Zürich a good place?
A place is no treatment; Øresund neither.
///
"""
TWO = """\
Ketamine is a medicine. Depression, sleep and pain come up here [@carhart2021].

## Bladder

Ketamine can harm the bladder. A cross-over was done. The dose was 25 mg, in one trial 40mg.

## لغة

النوم مهم جدا. 東京大学の研究。 हिन्दी में नींद।

## Signs

Less than 5 < 6 & “quoted” <b>bold</b>, constructor and __proto__ are words.

/// faq | How long does it last?
A day.
///
"""
SYNONYMS = """\
- word: psilocybin
  also: [shrooms, magic mushrooms]
- word: adverse events
  also: [side effects]
- word: psilocybin depression
  also: [unconscientious]
- word: café
  also: [near me]
- word: bladder
  also: [doctors near me]
"""
CRISIS = """\
- need: crisis
  words: [kill myself, want to die, suicidal, self-harm]
- need: danger
  words: [not breathing, unconscious]
- need: abuse
  words: [raped, dead therapist]
"""
ADDRESS = "articles/one/#"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = make_site(tmp_path_factory.mktemp("answers") / "site", {
        "docs/index.md": "---\ntitle: Home\ndescription: Home.\n---\n\n# Home\n\nNothing.\n",
        "docs/articles/one.md": article(ONE, "One"), "docs/articles/two.md": article(TWO, "Two"),
        "docs/references/index.md": "---\ntitle: References\ndescription: Works.\ntemplate: references.html\n---\n",
        "synonyms.yml": SYNONYMS, "crisis.yml": CRISIS,
    }, BIB).build()
    assert built.code == 0, built.output
    return built.folder


QUESTION, MYTH = f"{ADDRESS}faq-does-psilocybin-ease-depression", f"{ADDRESS}myth-mushrooms-reset-the-brain-for-good"
EVENTS, CAFE = f"{ADDRESS}faq-what-are-adverse-events", f"{ADDRESS}faq-is-a-cafe-in-zurich-a-good-place"
BLADDER, LANGUAGE, SIGNS = "articles/two/#bladder", "articles/two/#لغة", "articles/two/#signs"
FIRST = {
    "psilocybin depression": QUESTION,
    "does psilocybin cure depression": QUESTION,  # most of the words
    "depressed": QUESTION,  # another ending
    "DEPRESSION": QUESTION,
    "reset the brain": MYTH,  # a myth by what it claims
    "bladders": BLADDER,
    "bladd": BLADDER,  # not yet typed to its end
    "side effects": EVENTS,  # what readers call it
    "shrooms for depression": QUESTION,
    "magic mushrooms for depression": QUESTION,
    "psylocibin for depresion": QUESTION,  # two letters and one letter wrong
    "ketmine bladder": BLADDER,
    "followup": "articles/one/",  # with and without its hyphen
    "follow-up": "articles/one/",
    "follow up": "articles/one/",
    "cafe zurich": CAFE,  # without accents
    "CAFÉ": CAFE,
    "oresund": CAFE,
    "Carhart-Harris": "references/#ref-carhart2021",  # authors and titles of works
    "muller": "references/#ref-carhart2021",
    "zabel": "references/#ref-carhart2021",  # whom the list of references leaves out
    "escitalopram for melancholy": "references/#ref-carhart2021",
    "how long does it last": "articles/two/#faq-how-long-does-it-last",
    "how": "articles/two/#faq-how-long-does-it-last",  # small words alone
    "النوم": LANGUAGE, "大学": LANGUAGE, "東": LANGUAGE, "नींद": LANGUAGE,
    "25mg": BLADDER, "25 mg": BLADDER, "40mg": BLADDER, "40 mg": BLADDER,  # with and without a blank
    "constructor": SIGNS, "__proto__": SIGNS, "<b>bold</b>": SIGNS,
}


@pytest.mark.build
def test_words_lead_to_the_passage_about_them(site: Path) -> None:
    found = {words: addresses(answer)[:1] for words, answer in zip(FIRST, ask(site, *FIRST), strict=True)}
    assert found == {words: [address] for words, address in FIRST.items()}


NOT_THERE = (
    "ADHD", "overdose", "crossover cannabis", "breaststroke", "toString", "hasOwnProperty", "🍄", "..", "zzxqv", "5a",
    "x" * 5000, "\\u0000", "%", "../../etc", "nightingale sonata")


@pytest.mark.build
def test_what_is_not_there_is_not_found(site: Path) -> None:
    """No shorter word inside a word is found, as “over” in “overdose”, and none that is only a little alike."""
    found = {words: addresses(answer) for words, answer in zip(NOT_THERE, ask(site, *NOT_THERE), strict=True)}
    assert {words: where for words, where in found.items() if where} == {"crossover cannabis": [BLADDER]}


@pytest.mark.build
def test_answers_do_not_depend_on_earlier_ones(site: Path) -> None:
    words = [*FIRST, "ADHD", "overdose"]
    fresh = ask(site, *({"words": each, "fresh": True} for each in words))
    after = ask(site, *reversed(words))
    for one, other in zip(fresh, reversed(after), strict=True):
        assert {**one, "files": 0} == {**other, "files": 0}


@pytest.mark.build
def test_results_with_all_words_come_first(site: Path) -> None:
    (answer,) = ask(site, {"words": "depression sleep pain", "most": 9})
    assert addresses(answer)[0] == "articles/two/"
    assert {f"{ADDRESS}sleep", QUESTION} & {*addresses(answer)} == {f"{ADDRESS}sleep"}, "with fewer than half is none"


@pytest.mark.build
def test_a_myth_is_told_by_what_is_so(site: Path) -> None:
    (answer,) = ask(site, "mushrooms reset")
    myth = answer["results"][0]
    assert (myth["url"], myth["title"]) == (MYTH, "The gain can fade after weeks.")
    assert (myth["claim"], myth["verdict"]) == ("Myth: “Mushrooms reset the brain for good”", "Wrong")
    assert (myth["answerLabel"], myth["place"]) == ("Reality", "One")
    assert myth["text"].startswith(("The gain", "… A reset")) and "reset" in [hit.lower() for hit in myth["hits"]]


@pytest.mark.build
def test_answer_names_what_else_was_looked_for(site: Path) -> None:
    """Who asks for “shrooms” is told under which word the pages have them; nobody is told his own words."""
    names = ("shrooms", "side effects", "shrooms and psilocybin", "psilocybin", "shroms", "nightingale")
    assert [answer["also"] for answer in ask(site, *names)] == [
        ["psilocybin"], ["adverse events"], [], [], ["psilocybin"], []]


@pytest.mark.build
def test_mistyped_words_say_what_is_looked_for_instead(site: Path) -> None:
    wrong, right, exact, none = ask(
        site, "psylocibin", "psilocybin", {"words": "psylocibin", "exact": True}, "melanxoly qqqq wwww")
    assert wrong["instead"] == "psilocybin" and wrong["count"] == right["count"] > 1 and right["instead"] is None
    assert (exact["count"], exact["instead"]) == (0, None) and "psilocybin" in exact["nearest"]
    assert none["count"] == 0 and none["instead"] is None and "melancholy" in none["nearest"]


def test_a_letter_too_many_at_the_end_is_mistyped(site: Path) -> None:
    one, two = ask(site, "psilocybink", "psilocybinkk")
    assert one["instead"] == "psilocybin" and one["count"] > 1
    assert (two["count"], two["instead"]) == (0, None)


def test_first_letter_of_a_name_may_be_mistyped(site: Path) -> None:
    """Not that of any word: a short one, or one that no editor named, may be another's."""
    answers = ask(site, "silocybin", "bsilocybin", "lcy", "elancholy")
    assert [answer["instead"] for answer in answers] == ["psilocybin", "psilocybin", None, None]


HELP = {
    "I want to die": "help-crisis", "i just wanna kill  MYSELF": "help-crisis", "Suicidal?": "help-crisis",
    "want to really die": "help-crisis", "he is not breathing": "help-danger", "kill pain myself": "help-crisis",
    # Mistyped, in one word and in two, in a long story; but not what pages or editors have words for.
    "suicdal": "help-crisis", "sucidal thoughts": "help-crisis", "kill mysefl": "help-crisis",
    "unconcious": "help-danger", "kill my self": "help-crisis", "killmyself": "help-crisis", "selfharm": "help-crisis",
    "selfharming": "help-crisis",
    f"{'so then it was ' * 30} I want to die": "help-crisis", "unconscientious": None, "two brains": None,
    "can you die": None, "want sleep, die hard": None, "": None,
}


@pytest.mark.build
def test_words_of_crisis_name_their_help_lines(site: Path) -> None:
    answers = dict(zip(HELP, ask(site, *HELP), strict=True))
    assert {words: answer["help"] for words, answer in answers.items()} == HELP
    assert all(answer["crisis"] == (answer["help"] is not None) for answer in answers.values())


@pytest.mark.build
def test_words_of_crisis_are_not_corrected(site: Path) -> None:
    """Whoever was raped or speaks of the dead is not shown what is said of “rates” or “deads”."""
    raped, dead = ask(site, "raped", "dead therapist")
    assert [(each["count"], each["instead"], each["nearest"]) for each in (raped, dead)] == [(0, None, [])] * 2


STORY = ("Hi, so I have been on sertraline for about six years because of my mother and I was wondering whether I "
         "could ever stop, as my doctor says, since ketamine did harm my bladder and I have pain and do not sleep")


@pytest.mark.build
def test_a_long_story_is_answered_by_its_words(site: Path) -> None:
    (answer,) = ask(site, STORY)
    assert BLADDER in addresses(answer)[:2]


@pytest.mark.build
def test_filters_narrow_and_list_without_words(site: Path) -> None:
    every, cells, none = ask(site, {"words": "", "most": 99}, {"words": "", "filters": {"Evidence": "From people"}},
                             {"words": "depression", "filters": {"Evidence": "From people", "Kind": "No such kind"}})
    assert every["count"] == read(site, "index.json")["passages"] == len({*addresses(every)})
    assert 0 < cells["count"] < every["count"] and none["count"] == 0


@pytest.mark.build
def test_only_files_of_the_words_are_loaded(site: Path) -> None:
    first, again = ask(site, {"words": "bladder", "fresh": True}, "bladder")
    assert not [file for file in first["files"] if "spelling" in file or "filters" in file]
    assert [file for file in first["files"] if file.startswith("search/words/")] and again["files"] == []


@pytest.mark.build
def test_small_words_of_most_titles_are_not_asked_for(tmp_path: Path) -> None:
    """Their files are the largest, and tell nothing; by themselves they are looked for all the same."""
    body = "".join(f"## The bed {number}\n\nHere grows tulip{number}x [@carhart2021].\n\n" for number in range(20))
    built = make_site(tmp_path / "site", {"docs/articles/beds.md": article(body, "Beds")}, BIB).build()
    assert built.code == 0, built.output
    assert read(built.folder, "index.json")["usual"] == ["the"]
    with_it, without, alone = ask(built.folder, "the tulip7x", "tulip7x", "the")
    assert (addresses(with_it), with_it["count"]) == (addresses(without), 1) and alone["count"] == 20


@pytest.mark.build
def test_an_empty_site_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    (tmp_path / "assets").mkdir()
    engine = ROOT / "proofdesk" / "outputs" / "search" / "search_engine.js"
    (tmp_path / "assets" / "search-engine.js").write_bytes(engine.read_bytes())
    index: dict[str, Any] = {"version": "0", "passages": 0, "sizes": "", "words": [], "choices": {}, "synonyms": [],
                             "names": [], "crisis": [], "usual": [], "spelling": [], "language": language("ar").table}
    (tmp_path / "search" / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert [answer["count"] for answer in ask(tmp_path, "sleep", "", "النوم")] == [0, 0, 0]


@pytest.mark.build
def test_browser_and_index_agree_on_every_word(sample_site: Built) -> None:
    """The browser's stems are those of the index: each word of the site is found by itself, as it stands there."""
    assert sample_site.code == 0, sample_site.output
    english = language("en")
    words = {word for number in range(len(read(sample_site.folder, "index.json")["words"]))
             for term, entry in read(sample_site.folder, f"words/{number}.json").items()
             for word in (entry[1].split(" ") if entry[1:] else [term]) if word not in english.stop}
    assert len(words) > 2000
    answers = ask(sample_site.folder, *({"words": word, "exact": True, "most": 0} for word in sorted(words)))
    lost = [word for word, answer in zip(sorted(words), answers, strict=True) if not answer["count"]]
    assert lost == []


@pytest.mark.build
def test_a_longer_name_stands_for_those_within_it(site: Path) -> None:
    assert [answer["also"] for answer in ask(site, "near me", "doctors near me")] == [["café"], ["bladder"]]
