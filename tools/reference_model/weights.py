"""Write the weights of a model, alone or averaged with those of models that were trained on other entries.

Each training learns the accidents of its own entries too. In the mean of several they cancel each other out, so that
fewer labels are in doubt and no more are wrong.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from proofdesk.desk.importing.references.learned.labels import packed, unpacked

SMALLEST = 4  # hundredths; a token has seventy features, so that many small weights count


class Weights(NamedTuple):
    """What was trained on, the labels, the weights of the steps between them, those of each feature and label.

    ``given`` are the given names that the model knows.
    """

    trained_on: list[dict[str, Any]]
    labels: list[str]
    steps: dict[tuple[str, str], float]
    features: dict[str, dict[str, float]]
    given: frozenset[str]


def load_weights(file: Path) -> Weights:
    """Return the weights in a file."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    labels = stored["labels"]
    trained_on = stored["trained_on"]
    return Weights(
        trained_on if isinstance(trained_on, list) else [trained_on], labels,
        {(a, b): weight for a, row in zip(labels, stored["steps"], strict=True)
         for b, weight in zip(labels, row, strict=True)},
        {feature: {labels[number]: weight for number, weight in unpacked(of_labels)}
         for feature, of_labels in stored["weights"].items()}, frozenset(stored["given"].split()))


def average(models: Sequence[Weights]) -> Weights:
    """Return the mean of weights. Each model counts as often as it has trainings."""
    labels = [*dict.fromkeys(label for each in models for label in each.labels)]
    steps: dict[tuple[str, str], float] = defaultdict(float)
    features: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    number = sum(len(each.trained_on) for each in models)
    for each in models:
        share = len(each.trained_on) / number
        for step, weight in each.steps.items():
            steps[step] += share * weight
        for feature, weights in each.features.items():
            for label, weight in weights.items():
                features[feature][label] += share * weight
    return Weights([one for each in models for one in each.trained_on], labels, steps, features,
                   frozenset().union(*(each.given for each in models)))


def write_weights(file: Path, weights: Weights) -> None:
    """Write weights, one feature a line, without those that change hardly a label."""
    labels = weights.labels
    lines = []
    for feature, of_labels in sorted(weights.features.items()):
        kept = packed((labels.index(label), weight) for label, weight in of_labels.items()
                      if abs(round(weight * 100)) >= SMALLEST)
        if kept:
            lines.append(f'{json.dumps(feature, ensure_ascii=False)}:"{kept}"')
    steps = [[round(weights.steps.get((a, b), 0.0), 2) for b in labels] for a in labels]
    head = ",\n".join(f'"{name}":{json.dumps(value, separators=(",", ":"))}' for name, value in (
        ("trained_on", weights.trained_on), ("labels", labels), ("steps", steps)))
    given = json.dumps(" ".join(sorted(weights.given)), ensure_ascii=False)
    written = ",\n".join(lines)
    file.write_text(f'{{{head},\n"given":{given},\n"weights":{{\n{written}\n}}}}\n', encoding="utf-8")
