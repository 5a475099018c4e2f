"""What search answers in doubt: words written apart or in one, never together, unknown, or only a little alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from search_index import addresses, ask
from sites import article, make_site

PAGE = """\
Plants in the cold [@ly2018].

## Greenhouse

A greenhouse is warm. The therapist of the plants has 16 beds, and none is beat by frost.

## Frost

A cold night kills tulips. Mulch may help.

## Slugs

Slugs eat lettuce. The bend of a stem is a market of slugs.

/// faq | What harms do slow slugs do?
They eat leaves.
///

/// faq | Can I end it all at once, and want to dig?
Dig once.
///

/// faq | Is a compost heap warm?
It is warm.
///
"""
SYNONYMS = """\
- word: compost heap
  also: [muck pile]
- word: compost
  also: [want to end it all]
"""
HERE = "articles/plants/#"
HEAP = f"{HERE}faq-is-a-compost-heap-warm"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = make_site(tmp_path_factory.mktemp("doubts") / "site", {
        "docs/articles/plants.md": article(PAGE, "Plants"), "synonyms.yml": SYNONYMS,
        "crisis.yml": "- need: abuse\n  words: [raped]\n",
    }).build()
    assert built.code == 0, built.output
    return built.folder


@pytest.mark.build
def test_words_apart_are_found_as_one(site: Path) -> None:
    """Nobody writes “green house” in a page; but small words join no other, so that “the rapist” is no therapist."""
    apart, exact, rapist = ask(site, "green house", {"words": "green house", "exact": True}, "the rapist")
    assert (addresses(apart)[0], apart["instead"]) == (f"{HERE}greenhouse", "greenhouse")
    assert exact["count"] == rapist["count"] == 0


@pytest.mark.build
def test_names_in_one_word_are_found(site: Path) -> None:
    for words in ("compostheap", "muckpile"):
        (answer,) = ask(site, words)
        assert addresses(answer)[0] == HEAP, words


@pytest.mark.build
def test_known_words_never_together_find_each(site: Path) -> None:
    """A reader whose words are all known learns what there is of any; not so if one is unknown."""
    known, unknown = ask(site, "therapist tulips lettuce mulch stem", "therapist tulips lettuce mulch stem zzxqv qwxz")
    assert {f"{HERE}frost", f"{HERE}slugs"} <= {*addresses(known)}
    assert known["instead"] is None and unknown["count"] <= known["count"]
    (never,) = ask(site, {"words": "therapist tulips lettuce", "most": 9})
    assert {f"{HERE}greenhouse", f"{HERE}frost", f"{HERE}slugs"} <= {*addresses(never)}
    (part,) = ask(site, "therapist tulips lettuce zzxqv")
    assert part["count"] == 0 and part["nearest"] == ["therapist", "tulips", "lettuce"]


@pytest.mark.build
@pytest.mark.parametrize("words", ["best laptop", "16 zzxqv", "bent marker", "bent", "slogs zzxqv"])
def test_a_short_guess_or_a_figure_is_no_answer(site: Path, words: str) -> None:
    """“Best laptop” is not about “beat”. By itself, and beside a word that is known, a guess is one."""
    (answer,) = ask(site, words)
    assert (answer["count"], answer["instead"], answer["nearest"]) == (0, None, [])


@pytest.mark.build
@pytest.mark.parametrize("words", ["greemhoude", "grenhosue", "greenhiuze"])
def test_two_letters_of_a_long_word_may_be_wrong(site: Path, words: str) -> None:
    (answer,) = ask(site, words)
    assert answer["instead"] == "greenhouse" and addresses(answer) == [f"{HERE}greenhouse"]


@pytest.mark.build
def test_guesses_and_figures_stand_beside_known_words(site: Path) -> None:
    alone, beside, long, figure = ask(site, "slugz", "slugz tulips", "grenhouse zzxqv", "16")
    assert (alone["instead"], beside["instead"], long["instead"]) == ("slugs", "slugs tulips", "greenhouse zzxqv")
    assert addresses(figure) == [f"{HERE}greenhouse"]


@pytest.mark.build
def test_only_words_that_are_alike_are_offered(site: Path) -> None:
    """Two letters of six are another word, unless it sounds the same."""
    other, same = ask(site, "letters", "luttice")
    assert (other["count"], other["nearest"]) == (0, [])
    assert (same["count"], same["nearest"]) == (0, ["lettuce"])


@pytest.mark.build
def test_small_words_of_a_name_count_only_in_it(site: Path) -> None:
    """“Want to end it all” is one name: no title is nearer to it by its “want”, its “to” or its “all”."""
    (answer,) = ask(site, "want to end it all")
    assert addresses(answer)[0] == HEAP
