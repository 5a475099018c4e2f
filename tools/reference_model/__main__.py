"""Train the model that reads references, and write its weights.

Usage: make reference-model MODEL="STYLES RECORDS... [--styles N] [--each N] [--rounds N] [--seed N]
[--without WORD...] [-o FILE]". STYLES is a folder of CSL styles, RECORDS are folders of .bib or CSL-JSON files.
Needs python-crfsuite (requirements/model.txt), which nothing else does.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from proofdesk.desk.importing.references.learned.features import Features
from proofdesk.desk.importing.references.learned.labels import FILE
from proofdesk.desk.importing.references.learned.tokens import Token, split_tokens
from proofdesk.desk.importing.references.parser import normalized
from proofdesk.desk.importing.references.parts.identifiers import split_identifiers
from reference_model.align import Run, align
from reference_model.invented import LANGUAGES, Inventor, locale
from reference_model.noise import spoil
from reference_model.records import Record, load_stock
from reference_model.styles import has_bibliography, own_language, print_entries, vary

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
          "gost-r-7-0-5-2008", "gost-r-7-0-5-2008-numeric",
          "association-for-computing-machinery", "american-geophysical-union", "unified-style-sheet-for-linguistics",
          "society-of-biblical-literature-fullnote-bibliography", "american-mathematical-society-numeric", "bibtex")
_FAMILIES = ("chicago", "modern-language", "harvard", "iso690", "associacao", "american-m", "apa", "ieee", "elsevier",
             "springer", "vancouver", "din", "turabian", "nature", "acs", "deutsch", "universi", "zeitschrift", "revue",
             "revista", "nlm", "national-library")
_FROM_FAMILIES = 110
_VARIED = 0.4  # of the styles
_LANGUAGES = (70, 8, 5, 6, 6, 3, 3)  # of a hundred styles that are made for none
MAX_TOKENS, MIN_LENGTH = 140, 15
SMALLEST = 0.08  # weights that are nearer to nothing change hardly a label

Example = tuple[list[list[str]], list[str]]


def main() -> None:
    """Train on what the command line names."""
    parser = argparse.ArgumentParser(prog="reference_model", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("styles", type=Path)
    parser.add_argument("records", type=Path, nargs="+")
    parser.add_argument("--styles", type=int, default=600, dest="number")
    parser.add_argument("--each", type=int, default=46)
    parser.add_argument("--rounds", type=int, default=75)
    parser.add_argument("--seed", type=int, default=41)
    parser.add_argument("--without", nargs="*", default=[], help="words that the file must not have")
    parser.add_argument("-o", "--output", type=Path, default=FILE)
    options = parser.parse_args()
    random = Random(options.seed)
    chosen = choose_styles(options.styles, options.number, random)
    examples = print_examples(chosen, Inventor(load_stock(options.records), random), options.each)
    number, labels, steps, weights = train(examples, options.rounds)
    trained_on = {"styles": len(chosen), "records": [folder.name for folder in options.records], "entries": number,
                  "rounds": options.rounds, "seed": options.seed}
    weights = {feature: pairs for feature, pairs in weights.items() if feature.partition("=")[2] not in options.without}
    write_weights(options.output, trained_on, labels, steps, weights)
    print(json.dumps(trained_on))


def choose_styles(folder: Path, number: int, random: Random) -> list[Path]:
    """Return the usual styles, some that resemble them, and others up to this number."""
    files = [file for file in sorted(folder.glob("*.csl")) if has_bibliography(file)]
    usual = [file for file in files if file.stem in _USUAL]
    alike = [file for file in files if file.stem.startswith(_FAMILIES) and file not in usual]
    alike = random.sample(alike, min(_FROM_FAMILIES, len(alike)))
    others = [file for file in files if file not in usual and file not in alike]
    return [*usual, *alike, *random.sample(others, max(0, min(len(others), number - len(usual) - len(alike))))]


def print_examples(styles: Sequence[Path], inventor: Inventor, each: int) -> Iterator[Example]:
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
            example = _example(record, text, italics if keeps_italics and random.random() < 0.85 else [], random)
            if example:
                yield example


def _example(record: Record, text: str, italics: Sequence[str], random: Random) -> Example | None:
    rest, found = split_identifiers(normalized(spoil(text, "URL" in record, random)))
    runs = align(rest, record) if len(rest) >= MIN_LENGTH else None
    tokens = split_tokens(rest)
    if runs is None or len(tokens) > MAX_TOKENS:
        return None
    rows = Features(rest, tokens, [*map(normalized, italics)], [*found]).rows()
    return list(rows), [_label_of(token, runs) for token in tokens]


def _label_of(token: Token, runs: Sequence[Run]) -> str:
    return next((label for start, end, label in runs if start <= token.start < end), "O")


def train(
    examples: Iterable[Example], rounds: int
) -> tuple[int, list[str], list[list[float]], dict[str, list[float]]]:
    """Return the number of examples, the labels, the weights of the steps between them, and those of the features.

    Of each feature labels and weights follow in turn.
    """
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
    weights: dict[str, list[float]] = {}
    for (feature, name), weight in info.state_features.items():
        if abs(weight) >= SMALLEST:
            weights.setdefault(feature, []).extend((names.index(name), round(weight, 2)))
    return number, names, [[round(info.transitions.get((a, b), 0.0), 2) for b in names] for a in names], weights


def write_weights(
    file: Path, trained_on: dict[str, object], labels: list[str], steps: list[list[float]],
    weights: dict[str, list[float]],
) -> None:
    """Write the model, one feature a line."""
    lines = ",\n".join(f"{json.dumps(feature, ensure_ascii=False)}:{json.dumps(pairs, separators=(',', ':'))}"
                       for feature, pairs in sorted(weights.items()))
    head = ",\n".join(f'"{name}":{json.dumps(value, separators=(",", ":"))}' for name, value in (
        ("trained_on", trained_on), ("labels", labels), ("steps", steps)))
    file.write_text(f'{{{head},\n"weights":{{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
