"""Train the model that reads references, and write its weights.

Usage: make reference-model MODEL="STYLES RECORDS... --labelled FOLDER... [--times N] [--styles N] [--each N]
[--houses N] [--rounds N] [--seed N] [--trainings N] [--without WORD...] [--averaged-with WEIGHTS...] [-o FILE]".
STYLES is a folder of CSL styles, RECORDS are folders of .bib or CSL-JSON files, FOLDER has real entries whose parts
people have labelled, each of which counts so many times. The mean of so many trainings on other entries is written,
and WEIGHTS are files of further ones. The same files and options give the same weights, byte by byte. Needs
python-crfsuite (requirements/model.txt), which nothing else does.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from random import Random

from proofdesk.desk.importing.references.learned.labels import FILE
from reference_model.examples import Example, example
from reference_model.house import House
from reference_model.invented import LANGUAGES, Inventor, locale
from reference_model.labelled import load_labelled
from reference_model.records import Stock, given_names, load_stock
from reference_model.styles import has_bibliography, own_language, print_entries, vary
from reference_model.weights import Weights, average, load_weights, write_weights

# Styles that manuscripts often have are taken first, and twice as many works are printed in each.
_USUAL = ("apa", "apa-6th-edition", "nature", "science", "ieee", "modern-language-association", "chicago-author-date",
          "chicago-notes-bibliography", "american-medical-association", "cell", "elsevier-harvard",
          "elsevier-vancouver", "elsevier-with-titles", "springer-basic-author-date",
          "springer-lecture-notes-in-computer-science", "springer-vancouver", "harvard-cite-them-right",
          "associacao-brasileira-de-normas-tecnicas", "din-1505-2", "iso690-author-date-en", "iso690-author-date-fr",
          "iso690-numeric-en", "deutsche-gesellschaft-fur-psychologie", "american-chemical-society",
          "american-sociological-association", "frontiers", "plos", "bmj", "the-lancet",
          "multidisciplinary-digital-publishing-institute", "nlm-citation-sequence", "copernicus-publications",
          "acm-sig-proceedings", "american-political-science-association", "ecology", "infoclio-de", "pnas",
          "springer-mathphys-author-date", "iica-catie", "taylor-and-francis-chicago-author-date",
          "gost-r-7-0-5-2008", "gost-r-7-0-5-2008-numeric", "china-national-standard-gb-t-7714-2015-numeric",
          "association-for-computing-machinery", "american-geophysical-union", "unified-style-sheet-for-linguistics",
          "society-of-biblical-literature-fullnote-bibliography", "american-mathematical-society-numeric", "bibtex")
_FAMILIES = ("chicago", "modern-language", "harvard", "iso690", "associacao", "american-m", "apa", "ieee", "elsevier",
             "springer", "vancouver", "din", "turabian", "nature", "acs", "deutsch", "universi", "zeitschrift", "revue",
             "revista", "nlm", "national-library")
_FROM_FAMILIES = 110
_VARIED = 0.4  # of the styles
_LANGUAGES = (70, 8, 5, 6, 6, 3, 3)  # of a hundred styles that are made for none
_LANGUAGES_OF_HOUSES, _EACH_OF_A_HOUSE = (40, 13, 11, 9, 9, 9, 9), 11


def main() -> None:
    """Train on what the command line names."""
    parser = argparse.ArgumentParser(prog="reference_model", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("styles", type=Path)
    parser.add_argument("records", type=Path, nargs="+")
    parser.add_argument("--labelled", type=Path, nargs="*", default=[], help="folders of labelled entries")
    parser.add_argument("--times", type=int, default=1, help="how often each labelled entry counts")
    parser.add_argument("--styles", type=int, default=600, dest="number")
    parser.add_argument("--each", type=int, default=32)
    parser.add_argument("--houses", type=int, default=1400)
    parser.add_argument("--rounds", type=int, default=75)
    parser.add_argument("--seed", type=int, default=41)
    parser.add_argument("--trainings", type=int, default=2, help="each on other entries; the mean is written")
    parser.add_argument("--without", nargs="*", default=[], help="words that the file must not have")
    parser.add_argument("--averaged-with", nargs="*", type=Path, default=[], help="weights of earlier trainings")
    parser.add_argument("-o", "--output", type=Path, default=FILE)
    options = parser.parse_args()
    stock = load_stock(options.records)
    if missing := [name for name, values in vars(stock).items() if not values]:
        parser.error(f"the records have no {', no '.join(missing)} (name more folders, with articles and books)")
    known = frozenset(name for name in given_names(stock, least=2) if name.casefold() not in options.without)
    trained = [train_once(options, stock, known, options.seed + number) for number in range(options.trainings)]
    weights = average([*trained, *map(load_weights, options.averaged_with)])
    for feature in [*weights.features]:
        if feature.partition("=")[2] in options.without:
            del weights.features[feature]
    write_weights(options.output, weights)
    print(json.dumps(weights.trained_on))


def train_once(options: argparse.Namespace, stock: Stock, known: Collection[str], seed: int) -> Weights:
    """Return the weights that entries drawn by a seed teach. ``known`` are the given names that the model will know."""
    random = Random(seed)
    chosen = choose_styles(options.styles, options.number, random)
    inventor = Inventor(stock, random)
    examples = chain(print_examples(chosen, inventor, options.each, known),
                     print_house_examples(inventor, options.houses, known),
                     labelled_examples(options.labelled, options.times, given_names(stock), known, random))
    number, weights = train(examples, options.rounds)
    trained_on = {"styles": len(chosen), "houses": options.houses, "entries": number, "rounds": options.rounds,
                  "seed": seed, "records": [folder.name for folder in options.records],
                  "labelled": [folder.name for folder in options.labelled], "times": options.times}
    return weights._replace(trained_on=[trained_on], given=frozenset(known))


def choose_styles(folder: Path, number: int, random: Random) -> list[Path]:
    """Return the usual styles, some that resemble them, and others up to this number."""
    files = [file for file in sorted(folder.glob("*.csl")) if has_bibliography(file)]
    usual = [file for file in files if file.stem in _USUAL]
    alike = [file for file in files if file.stem.startswith(_FAMILIES) and file not in usual]
    alike = random.sample(alike, min(_FROM_FAMILIES, len(alike)))
    others = [file for file in files if file not in usual and file not in alike]
    return [*usual, *alike, *random.sample(others, max(0, min(len(others), number - len(usual) - len(alike))))]


def print_examples(
    styles: Sequence[Path], inventor: Inventor, each: int, given: Collection[str]
) -> Iterator[Example]:
    """Yield the features and labels of the tokens of entries in these styles."""
    random = inventor.random
    for style in styles:
        own = own_language(style)
        language = own if own in LANGUAGES else random.choices(LANGUAGES, _LANGUAGES)[0]
        spoken = language if language != "en" or random.random() < 0.8 else random.choice(LANGUAGES[1:])
        works = [inventor.invent(spoken) for _ in range(each * (1 + (style.stem in _USUAL)))]
        keeps_italics = random.random() < 0.65
        written = style.read_text(encoding="utf-8")
        written = vary(written, random) if random.random() < _VARIED else written
        for record, text, italics in print_entries(written, works, locale(language)):
            made = example(record, text, italics if keeps_italics and random.random() < 0.85 else [], random, given)
            if made:
                yield made


def print_house_examples(inventor: Inventor, houses: int, given: Collection[str]) -> Iterator[Example]:
    """Yield the features and labels of the tokens of entries in so many styles that are drawn at random."""
    for _ in range(houses):
        [language] = inventor.random.choices(LANGUAGES, _LANGUAGES_OF_HOUSES)
        house = House(inventor.random, language)
        for record, text, italics in house.entries([inventor.invent(language) for _ in range(_EACH_OF_A_HOUSE)]):
            made = example(record, text, italics, inventor.random, given)
            if made:
                yield made


def labelled_examples(
    folders: Sequence[Path], times: int, names: Collection[str], given: Collection[str], random: Random
) -> Iterator[Example]:
    """Yield the features and labels of the tokens of labelled entries, each so many times, spoiled in other ways.

    ``names`` part the lists of authors, ``given`` are those that the model will know.
    """
    for _ in range(times):
        for record, text, italics in load_labelled(folders, names):
            made = example(record, text, italics, random, given)
            if made:
                yield made


def train(examples: Iterable[Example], rounds: int) -> tuple[int, Weights]:
    """Return the number of examples, and the weights that they teach."""
    import pycrfsuite  # type: ignore[import-not-found, import-untyped, unused-ignore]

    trainer = pycrfsuite.Trainer(verbose=False)
    number = 0
    for number, (rows, labels) in enumerate(examples, 1):  # noqa: B007
        trainer.append(rows, labels)
    trainer.select("lbfgs")
    trainer.set_params({"c1": 0.5, "c2": 0.02, "max_iterations": rounds, "feature.minfreq": 4})
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/model")
        tagger = pycrfsuite.Tagger()
        tagger.open(f"{folder}/model")
        names, info = tagger.labels(), tagger.info()
    features: dict[str, dict[str, float]] = {}
    for (feature, name), weight in info.state_features.items():
        features.setdefault(feature, {})[name] = weight
    return number, Weights([], names, dict(info.transitions), features, frozenset())


if __name__ == "__main__":
    main()
