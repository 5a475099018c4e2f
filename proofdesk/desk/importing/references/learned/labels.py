"""Label the tokens of an entry: a chain in which the model weighs each token's features and each step between labels.

The model is a conditional random field. What is sought is the most probable chain of labels, and how probable the label
of each token is in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from math import exp
from operator import mul
from pathlib import Path
from typing import NamedTuple

# Labels that are one in effect: of words that are no field’s (what only says what stands beside it, months and days),
# and of authors and editors, whom their place in the entry tells apart.
_ALIKE = ({"O", "DA"}, {"AF", "EF"}, {"AG", "EG"})
_PACKED, _FIRST_LABEL = re.compile(r"([A-Z])(-?\d+)"), ord("A")
FILE = Path(__file__).parent / "weights.json"


class Model(NamedTuple):
    """Labels, the weight of the step from each label to each, the labels and weights of features, and given names."""

    labels: list[str]
    steps: list[list[float]]
    weights: dict[str, list[tuple[int, float]]]
    given: frozenset[str]


@cache
def model() -> Model:
    """Load the model, once and only if an entry needs it."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    return Model(stored["labels"], stored["steps"], {
        feature: unpacked(packed) for feature, packed in stored["weights"].items()},
        frozenset(stored["given"].split()))


def packed(weights: Iterable[tuple[int, float]]) -> str:
    """Return numbers of labels and weights in short: “A35C-12” are 0.35 for the first and -0.12 for the third."""
    return "".join(f"{chr(_FIRST_LABEL + number)}{round(weight * 100)}" for number, weight in weights)


def unpacked(packed: str) -> list[tuple[int, float]]:
    """Return the numbers of labels and weights that were packed."""
    return [(ord(letter) - _FIRST_LABEL, int(weight) / 100) for letter, weight in _PACKED.findall(packed)]


def label(rows: Iterable[Iterable[str]]) -> list[tuple[str, float]]:
    """Return the label of each token, and how probable it, or another of the same effect, is."""
    known = model()
    scores = [_scores(row, known) for row in rows]
    best = _best_chain(scores, known)
    return [(known.labels[number], chance) for number, chance in zip(best, _chances(scores, best, known), strict=True)]


def _scores(row: Iterable[str], known: Model) -> list[float]:
    scores = [0.0] * len(known.labels)
    for feature in row:
        for number, weight in known.weights.get(feature, ()):
            scores[number] += weight
    return scores


def _best_chain(scores: Sequence[list[float]], known: Model) -> list[int]:
    """Return the chain of labels with the highest sum of weights (Viterbi)."""
    into = list(zip(*known.steps, strict=True))
    numbers = range(len(known.labels))
    best, origins = scores[0], []
    for here in scores[1:]:
        reached = []
        for steps in into:
            sums = [before + step for before, step in zip(best, steps, strict=True)]
            top = max(sums)
            reached.append((top, sums.index(top)))
        best = [top + score for (top, _), score in zip(reached, here, strict=True)]
        origins.append([origin for _, origin in reached])
    chain = [max(numbers, key=best.__getitem__)]
    for origin in reversed(origins):
        chain.append(origin[chain[-1]])
    return chain[::-1]


def _chances(scores: Sequence[list[float]], chain: Sequence[int], known: Model) -> list[float]:
    """Return how probable each label of a chain is (forwards and backwards, each step scaled to a sum of 1)."""
    factors = [[exp(weight) for weight in steps] for steps in known.steps]
    into = list(zip(*factors, strict=True))
    local = [[exp(score - max(here)) for score in here] for here in scores]
    forwards = [_scaled(local[0])]
    for here in local[1:]:
        before = forwards[-1]
        forwards.append(_scaled([own * sum(map(mul, before, steps)) for own, steps in zip(here, into, strict=True)]))
    alike = [[n for n, each in enumerate(known.labels) if each == name or any({each, name} <= one for one in _ALIKE)]
             for name in known.labels]
    chances = []
    behind = [1.0] * len(known.labels)
    for here, reached, number in zip(reversed(local), reversed(forwards), reversed(chain), strict=True):
        chances.append(sum(reached[n] * behind[n] for n in alike[number]) / sum(map(mul, reached, behind)))
        own = list(map(mul, here, behind))
        behind = _scaled([sum(map(mul, own, steps)) for steps in factors])
    return chances[::-1]


def _scaled(values: list[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values]
