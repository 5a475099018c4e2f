"""English to measure with: words as frequent as in a real text, each page with its own, always drawn alike."""

from __future__ import annotations

import itertools
import random
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The most frequent words first; then those of this field, of which notices, the glossary and search take note. None
# says who took part or how a study was made: a check would compare it with the works that a sentence happens to cite.
KNOWN = """the of and in to is that for with was not or are it as by from on this at be were than after have had
which one there can more no who but if when you their they an what has may about some between other before most its
psilocybin depression weeks ketamine brain dose evidence therapy study effects treatment doctor drug symptoms harm
measured health risk safety medicine session anxiety neuroplasticity dendritic spines receptor serotonin antidepressants
psychosis bladder heart blood pressure nausea headache shrooms side lsd mdma ayahuasca bipolar pregnancy law legal sleep
exercise learning habits window adolescence review sponsor follow outcome relapse suicidal cortex hippocampus neurons
synapses"""
SIZE = 80_000  # different words, as in 5,000 articles of real English
AGAIN = 0.55  # so many words of a page are some that it has already: of 1,500 some 450 differ
SENTENCE = 14  # words


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Return words from the most frequent on, and the sums of their frequencies: known ones, then made-up ones.

    The frequency of a word falls with its rank as in English: Zipf's law with Mandelbrot's correction.
    """
    words = dict.fromkeys(KNOWN.split())
    draw = random.Random("vocabulary")
    parts = sorted({word[at : at + 3] for word in words for at in range(len(word) - 2)})
    while len(words) < SIZE:
        words["".join(draw.choice(parts) for _ in range(draw.choice((2, 3, 3, 4))))] = None
    return [*words], [*itertools.accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(SIZE))]


class Draw:
    """The words of a page: some new, some that it has already, as in a text about one thing."""

    def __init__(self, name: str) -> None:
        self.random = random.Random(name)
        self._said: dict[str, None] = {}  # in order

    def integer(self, first: int, last: int) -> int:
        return self.random.randint(first, last)

    def words(self, count: int) -> list[str]:
        known, sums = vocabulary()
        new = self.random.choices(known, cum_weights=sums, k=count)
        said = [*self._said] or new
        drawn = [self.random.choice(said) if self.random.random() < AGAIN else word for word in new]
        self._said.update(dict.fromkeys(drawn))
        return drawn

    def text(self, words: int) -> str:
        """Return sentences of so many words in all."""
        drawn = self.words(words)
        return " ".join(" ".join(drawn[at : at + SENTENCE]).capitalize() + "." for at in range(0, words, SENTENCE))
