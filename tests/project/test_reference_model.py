"""The program that trains the model of references labels entries by what their works are known to state."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

from sites import environment

from proofdesk.desk.importing.references.learned.labels import FILE, packed

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from reference_model.__main__ import labelled_examples  # noqa: E402
from reference_model.align import align  # noqa: E402
from reference_model.examples import example, hide_words  # noqa: E402
from reference_model.house import House  # noqa: E402
from reference_model.invented import LANGUAGES, Inventor  # noqa: E402
from reference_model.labelled import load_labelled, split_names  # noqa: E402
from reference_model.noise import spoil  # noqa: E402
from reference_model.records import Stock, given_names  # noqa: E402
from reference_model.weights import average, load_weights, write_weights  # noqa: E402

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


def inventor(seed: int) -> Inventor:
    return Inventor(Stock(["Straw at night", "Hay by day: a view"], [[{"family": "Fern", "given": "Tilda"}]],
                          ["Roses"], ["On beds"], ["Garden Press"], ["Leeds"]), Random(seed))


def test_works_and_faults_are_the_same_each_time() -> None:
    def invented() -> list[str]:
        one = inventor(7)
        return [spoil(json.dumps(one.invent("de")), True, one.random) for _ in range(40)]

    assert invented() == invented()


def test_house_styles_print_what_their_works_state() -> None:
    one = inventor(7)
    houses = [House(one.random, language) for language in LANGUAGES for _ in range(12)]
    printed = [(record, text) for house in houses for record, text, _ in house.entries([one.invent("en"), WORK])]
    assert all("Straw at night" in text for record, text in printed if record["title"] == "Straw at night")
    assert not [text for _, text in printed if set("{}") & set(text.replace("{}", ""))]
    learned = [example(record, text, (), one.random, ()) for record, text in printed]
    assert len([each for each in learned if each]) > 0.9 * len(printed)


def test_hidden_words_leave_their_neighbours_too() -> None:
    rows = [["w=fern", "1w=moss", "s=Xx"], ["w=moss", "-1w=fern", "s=Xx"]]
    hidden = [hide_words(rows, ["AF", "O"], Random(seed)) for seed in range(40)]
    assert [["1w=moss", "s=Xx"], ["w=moss", "s=Xx"]] in hidden
    assert rows in hidden


def test_mean_of_weights_counts_each_training(tmp_path: Path) -> None:
    both = []
    for name, labels, weight in (("one", ["TI", "O"], 1.0), ("two", ["O", "TI"], 0.5)):
        file = tmp_path / name
        file.write_text(json.dumps({"trained_on": {"seed": name}, "labels": labels, "steps": [[weight, 0], [0, 0]],
                                    "given": "Ada",
                                    "weights": {"w=fern": packed([(labels.index("TI"), weight)]), name: "A3"}}))
        both.append(load_weights(file))
    write_weights(tmp_path / "mean", average(both))
    mean = load_weights(tmp_path / "mean")
    assert mean.features == {"w=fern": {"TI": 0.75}}
    assert mean.steps["TI", "TI"] == 0.5
    assert [each["seed"] for each in mean.trained_on] == ["one", "two"]
    assert mean.given == {"Ada"}


def test_names_that_two_authors_have_are_known() -> None:
    people = [[{"family": "Fern", "given": "Ada B."}, {"family": "Moss", "given": "Ada"}], [{"literal": "Hay Group"}],
              [{"family": "Leaf", "given": "Carl"}, {"family": "Hay", "given": "J."}]]
    assert given_names(Stock(authors=people)) == {"Ada", "Carl"}
    assert given_names(Stock(authors=people), least=2) == {"Ada"}


def test_lists_of_names_are_parted() -> None:
    def families(words: str) -> list[str]:
        return [each.get("family") or each["literal"] for each in split_names(words, {"Ada", "Carl"})]

    assert families("Fern, A. B., & Moss, C.") == families("A. B. Fern and C. Moss") == ["Fern", "Moss"]
    assert families("Fern AB, Gu FX, et al.") == ["Fern", "Gu"]
    assert families("Fern, Ada and Carl Moss") == families("Fern, Ada; Moss, Carl") == ["Fern", "Moss"]
    assert families("Hay Research Institute") == ["Hay Research Institute"]
    assert families("Straw Hay, Tilda Leaf") == []  # who can tell?


LABELLED = """<x><sequence><author>Fern, A.,</author><date>(2020).</date><title>Straw at night.</title>
<journal>Roses and Hay,</journal><volume>12(3),</volume><pages>145–67.</pages></sequence>
<bibl><author>C. Moss</author>. <title level="a">Hay by day</title>, <title level="m">Beds</title>
(<publisher>Garden Press</publisher>, <date>2019</date>).</bibl>
<bibl><author>C. Moss</author>. <title level="a">Hay</title>, <title level="a">Straw</title></bibl></x>"""


def test_labelled_entries_become_works(tmp_path: Path) -> None:
    (tmp_path / "one.xml").write_text(LABELLED, encoding="utf-8")
    [(article, text, _), (chapter, _, _)] = load_labelled([tmp_path], ())
    assert text == "Fern, A., (2020). Straw at night. Roses and Hay, 12(3), 145–67."
    assert {**article, "x-outside": [], "x-dates": []} == {
        "x-kind": "article", "x-outside": [], "x-dates": [], "title": "Straw at night", "volume": "12", "issue": "3",
        "page": "145-67", "issued": {"date-parts": [[2020]]}, "author": [{"family": "Fern", "given": "A."}],
        "container-title": "Roses and Hay"}
    assert (chapter["x-kind"], chapter["title"], chapter["container-title"]) == ("chapter", "Hay by day", "Beds")
    examples = [*labelled_examples([tmp_path], 2, (), (), Random(1))]
    assert len(examples) == 4 and "JO" in examples[0][1] and "BO" in examples[1][1]


def test_records_without_books_are_refused(tmp_path: Path) -> None:
    (tmp_path / "works.bib").write_text(
        "@article{moss2020, author = {Moss, Carl}, title = {Straw at night and by day}, journal = {Roses and Hay}, "
        "year = {2020}}", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "reference_model", tmp_path, tmp_path], cwd=ROOT / "tools", text=True,
                          capture_output=True, env=environment({"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tools'}"}))
    assert done.returncode == 2 and "the records have no books, no publishers, no places (name more" in done.stderr


def test_model_says_what_it_was_trained_on() -> None:
    trained_on = json.loads(FILE.read_text(encoding="utf-8"))["trained_on"]
    assert all(each["entries"] > 20000 for each in trained_on)
