"""Label the tokens of an entry: a chain in which the model weighs each token's features and each step between labels.

The model is a conditional random field. What is sought is the most probable chain of labels, and how probable the label
of each token is in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from heapq import heapify, heappop, heappush
from math import exp
from operator import add, mul
from pathlib import Path
from typing import Any, NamedTuple

# Labels that are one in effect: of words that are no field’s (what only says what stands beside it, months and days),
# and of authors and editors, whom their place in the entry tells apart.
_ALIKE = ({"O", "DA"}, {"AF", "EF"}, {"AG", "EG"})
_PACKED, _FIRST_LABEL = re.compile(r"([A-Z])(-?\d+)"), ord("A")
_MOST_LOST = 4.0  # chains less than a fiftieth as probable as the best are none
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
    return next(chains(rows))[1]


def chains(rows: Iterable[Iterable[str]]) -> Iterator[tuple[float, list[tuple[str, float]]]]:
    """Yield chains of labels, the most probable first, each with how probable it is in comparison with the first.

    A label stands beside how probable it, or another of the same effect, is for its token in all chains.
    """
    known = model()
    scores = [_scores(row, known) for row in rows]
    chances = _chances(scores, known)
    for share, chain in _best_chains(scores, known):
        yield share, [(known.labels[number], here[number]) for number, here in zip(chain, chances, strict=True)]


def _scores(row: Iterable[str], known: Model) -> list[float]:
    scores = [0.0] * len(known.labels)
    for feature in row:
        for number, weight in known.weights.get(feature, ()):
            scores[number] += weight
    return scores


def _best_chains(scores: Sequence[list[float]], known: Model) -> Iterator[tuple[float, list[int]]]:
    """Yield the chains of labels with the highest sums of weights, found from behind (A*, led by Viterbi's sums)."""
    into = list(zip(*known.steps, strict=True))
    reached = [scores[0]]  # the highest sum of a chain up to each token that ends with each label
    for here in scores[1:]:
        before = reached[-1]
        reached.append([max(map(add, before, steps)) + score for steps, score in zip(into, here, strict=True)])
    top = max(reached[-1])
    # What a chain loses against the best, the token and label that it has come to, what stands behind, and the labels.
    ways: list[tuple[float, int, int, float, Any]] = [
        (top - total, len(scores) - 1, number, 0.0, (number, None)) for number, total in enumerate(reached[-1])
        if top - total < _MOST_LOST]
    heapify(ways)
    while ways:
        lost, at, number, behind, labels = heappop(ways)
        if not at:
            yield exp(-lost), [*_unrolled(labels)]
            continue
        own = behind + scores[at][number]
        for origin, (total, step) in enumerate(zip(reached[at - 1], into[number], strict=True)):
            loss = top - total - step - own
            if loss < _MOST_LOST:
                heappush(ways, (max(loss, 0.0), at - 1, origin, own + step, (origin, labels)))


def _unrolled(labels: Any) -> Iterator[int]:
    while labels:
        number, labels = labels
        yield number


def _chances(scores: Sequence[list[float]], known: Model) -> list[list[float]]:
    """Return how probable each label of each token is (forwards and backwards, each step scaled to a sum of 1)."""
    factors = [[exp(weight) for weight in steps] for steps in known.steps]
    into = list(zip(*factors, strict=True))
    local = [[exp(score - max(here)) for score in here] for here in scores]
    forwards = [_scaled(local[0])]
    for here in local[1:]:
        before = forwards[-1]
        forwards.append(_scaled([own * sum(map(mul, before, steps)) for own, steps in zip(here, into, strict=True)]))
    alike = [[n for n, each in enumerate(known.labels) if each in names] for names in _ALIKE]
    chances = []
    behind = [1.0] * len(known.labels)
    for here, reached in zip(reversed(local), reversed(forwards), strict=True):
        own = _scaled([*map(mul, reached, behind)])
        for same in alike:
            together = sum(own[n] for n in same)
            for n in same:
                own[n] = together
        chances.append(own)
        behind = _scaled([sum(map(mul, map(mul, here, behind), steps)) for steps in factors])
    return chances[::-1]


def _scaled(values: list[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values]
