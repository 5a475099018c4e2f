"""The program that trains the model of references labels entries by what their works are known to state."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

from proofdesk.desk.importing.references.learned.labels import FILE

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from reference_model.align import align  # noqa: E402
from reference_model.invented import Inventor  # noqa: E402
from reference_model.noise import spoil  # noqa: E402
from reference_model.records import Stock  # noqa: E402

WORK = {"x-kind": "article", "title": "Straw at night", "container-title": "Roses and Hay", "volume": "12",
        "issue": "3", "page": "145-167", "issued": {"date-parts": [[2020]]},
        "author": [{"family": "Fern", "given": "Tilda Ann"}, {"family": "Moss", "given": "Carl"}]}


def test_values_are_found_in_a_printed_entry() -> None:
    text = "Fern TA, Moss C. Straw at night. Roses and Hay 2020;12(3):145–67."
    assert [(text[start:end], label) for start, end, label in align(text, WORK) or ()] == [
        ("Fern", "AF"), ("TA", "AG"), ("Moss", "AF"), ("C.", "AG"), ("Straw at night", "TI"), ("Roses and Hay", "JO"),
        ("2020", "YE"), ("12", "VO"), ("3", "IS"), ("145–67", "PA")]


def test_names_before_and_behind_family_names_are_found() -> None:
    text = "Fern, Tilda Ann, and Carl Moss. “Straw at night.” Roses and Hay 12, no. 3 (2020): 145-167."
    assert [text[start:end] for start, end, label in align(text, WORK) or () if label == "AG"] == ["Tilda Ann", "Carl"]


def test_entry_with_much_that_its_work_lacks_is_not_learned() -> None:
    assert align("Fern T. Straw at night. Wholly other words stand here besides. Roses and Hay 2020;12.", WORK) is None


def test_works_and_faults_are_the_same_each_time() -> None:
    def invented() -> list[str]:
        random = Random(7)
        inventor = Inventor(Stock(["Straw at night", "Hay by day: a view"], [[{"family": "Fern", "given": "T."}]],
                                  ["Roses"], ["On beds"], ["Garden Press"], ["Leeds"]), random)
        return [spoil(json.dumps(inventor.invent("de")), True, random) for _ in range(40)]

    assert invented() == invented()


def test_model_says_what_it_was_trained_on() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8"))["trained_on"]["entries"] > 20000
