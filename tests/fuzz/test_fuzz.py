"""The parsers under any text at all: mixed at random (hypothesis), and every text that a fuzzer ever stumbled over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
# What means something to one of the parsers; hypothesis mixes it with what it draws itself.
SEEDS = [
    "/// faq | Is it?\n", "//// myth | So\n", "    verdict: wrong\n", "    id: a\n", "    certainty: high\n", "///\n",
    "////\n", "/// nobody | x\n", "/// intervention | B\n", "Concept\n:   c\n\n", "Steps\n:   1. s\n", "[@ly2018]",
    "[@ly2018; @ly2018, p. 3]", "[-@ly2018]", "@ly2018", "[@{a b}]", "[see @nobody]", "@{", "[@", "]", "`", "```\n",
    "~~~\n", "<!--", "-->", "<div>", "</div>", "<script>", "</script>", "> ", "- ", "1. ", ":   ", "\n", "\n\n",
    "    ", "\t", " ", "*", "_", "**", "|", "| a | b |\n| - | - |\n", "[^1]", "[^1]: n\n", "*[T]: Term\n",
    "{: #a .b }", "\\", "&", "&amp;", "&#64;", "# H\n", "---\n", "...\n", "title: A\n", "description: B\n",
    "published: 2026-11-20\n", "reviewed: 2026-11-21\n", "topics: [therapy]\n", "source: {title: x}\n",
    "a: &a [*a]\n", "@article{a,\n", "@comment{", "@string{b = {x}}\n", "@preamble{", "title = {T},\n",
    "author = {A and B},\n", "year = 2020,\n", "{", "}", "\"", "#", "%", ",", "=", "\\'e", "$", "doi = {10.1/x},\n",
    "Q: Is it?\n", "Myth: a\n", "Reality: b\n", "References\n", "1. A B. T. J. 2020;1:2.\n", "(A et al., 2020)",
    "[1,2-3]", "\u202e", "\x00", "\r\n", "\u2028", "é", "\U0001f339", "ß",
]
PIECES = st.sampled_from(SEEDS)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)


@pytest.mark.build
@pytest.mark.parametrize("target", TARGETS)
def test_parsers_accept_random_text(target: str) -> None:
    """The same texts are drawn in every run; `make fuzz` looks further."""

    @settings(max_examples=600, deadline=None, derandomize=True, database=None,
              suppress_health_check=[HealthCheck.too_slow])
    @given(TEXTS)
    def holds(text: str) -> None:
        TARGETS[target](text)

    holds()


@pytest.mark.parametrize("file", sorted(CORPUS.rglob("*.txt")), ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_corpus_text_is_still_handled(file: Path) -> None:
    TARGETS[file.parent.name](file.read_bytes().decode("utf-8", "surrogatepass"))
