"""An evidence matrix: each finding, what was seen of it in whom, and how sure we are of it in people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from proofdesk.blocks import (
    BlockTable,
    BlockText,
    Cell,
    Certainty,
    Column,
    Drawn,
    EvidenceKind,
    LabelledEnum,
    Record,
    Said,
    Species,
    Vocabulary,
    _,
    colon,
    did_you_mean,
    listed_plainly,
)


class Result(LabelledEnum):
    """What was seen. The meaning is the path of its mark, 12 units wide and high."""

    RISES = "rises", "Rises", "M6 1 11.5 11H.5z"
    FALLS = "falls", "Falls", "M6 11 .5 1h11z"
    NO_CHANGE = "no change", "No change", "M1 3h10v2H1zM1 7h10v2H1z"
    MIXED = "mixed", "Mixed", "M3 1 5.7 11H.3zM9 11 6.3 1h5.4z"
    NOT_SHOWN = "not shown", "Not shown", "M6 1a5 5 0 1 0 .01 0zm0 1.4a3.6 3.6 0 1 1-.01 0z"
    NOT_STUDIED = "not studied", "Not studied", "M6 1a5 5 0 1 0 .01 0zm0 1.4a3.6 3.6 0 1 1-.01 0z"
    NO_MATTER = "-", "Does not apply", "M3 5.3h6v1.4H3z"


_WITHOUT_FINDING = (Result.NOT_SHOWN, Result.NOT_STUDIED, Result.NO_MATTER)


# In whom, by the columns' names: its head, and the words by which a sentence names it.
_KINDS = (EvidenceKind.CELLS, EvidenceKind.ANIMALS, EvidenceKind.PEOPLE)
_SPECIES = (Species.FLY, Species.ZEBRAFISH, Species.MOUSE, Species.RAT, Species.RODENT, Species.PIG, Species.PRIMATE)
_WHOM: dict[str, Any] = {str(each): each for each in (*_KINDS, *_SPECIES)}
_CELL = re.compile(r"(?P<result>[^,:]+?)\s*(?:,\s*(?P<certainty>[^:]+?)\s*)?(?::\s*(?P<note>.+))?")
_LONGEST_NOTE = 90  # letters, so that a cell stays a glance


def _where(whom: Any) -> str:
    """Return the words by which a sentence names in whom something was seen, as in “in mice”."""
    return _("in a dish") if whom is EvidenceKind.CELLS else str(whom.where)


def _columns(whom: dict[str, Any]) -> tuple[Column, ...]:
    return (
        Column("finding", "Finding", "name what was looked at, as in `Links between nerve cells`"),
        *(Column(name, each.english, f"write what was seen {_where(each)}, or `not studied`", required=False,
                 context=type(each).__name__) for name, each in whom.items()),
    )


@dataclass(frozen=True)
class Square:
    """A cell as it is drawn: its result, certainty and note, its link and citations in Markdown, and in whom."""

    result: Result
    certainty: Certainty | None
    note: str
    address: str
    citations: str
    whom: str

    @property
    def words(self) -> str:
        """Return the result as Markdown, which leads to where the page says it."""
        return f"[{self.result.label}]({self.address})" if self.address else self.result.label


class Matrix(Record):
    """What was seen of each finding in cells, animals and people, one row a finding.

    A cell is a result, in people followed by a comma and the certainty, then, if need be, a colon and a few words:
    `rises`, `no change, low: a day after frost`. The results are rises, falls, no change and mixed. Not shown says
    that no study known to you shows it, not studied that none has looked, and a hyphen that it does not apply. Each
    result leads to where the page says it, as in `[rises](#what-has-been-seen)`, or cites its works, or both. Leave out
    the columns that you do not need, or name an animal: Mice, Rats, Rodents, Pigs, Monkeys, Zebrafish, Flies.
    """

    makes_claim = False
    noun = "evidence matrix"
    plural = "evidence matrices"
    listing = None
    in_new_page = ()
    skeleton = ("| Finding | Cells | Animals | People |\n| --- | --- | --- | --- |\n"
                "| … | rises [@…] | rises [@…] | no change, low [@…] |")
    folds_table = False
    whom: ClassVar[dict[str, Any]] = _WHOM  # in what, by the columns' names
    columns = _columns(_WHOM)

    @classmethod
    def take_evidence_words(cls, words: Vocabulary) -> None:
        """Have the columns that the site's own words ask for: what stands for its subject first, as cells do."""
        if words.is_own:
            cls.whom = {str(each): each for each in reversed(words.kinds)}
            cls.columns = _columns(cls.whom)
            heads = [each.label for each in cls.whom.values()]
            cells = ["no change, low [@…]" if each.is_direct else "rises [@…]" for each in cls.whom.values()]
            cls.skeleton = "\n".join(f"| {' | '.join(row)} |" for row in (
                ["Finding", *heads], ["---"] * (len(heads) + 1), ["…", *cells]))

    def draw(self, table: BlockTable) -> Drawn:
        columns = [column.name for column in table.columns if column.name != "finding"]
        if not columns:
            table.fault(table.rows[0]["finding"].position, "the matrix does not say in whom anything was seen",
                        "add a column: Cells, Animals, People or an animal's name" if self.whom is _WHOM else
                        "add a column: " + ", ".join(each.label for each in self.whom.values()), "bad-table")
        table.check_once("finding")
        rows, said = [], []
        for row in table.rows:
            squares = [_square(table, row[name], self.whom[name]) for name in columns]
            rows.append((row["finding"].markdown, squares))
            for square, name in zip(squares, columns, strict=True):
                if square and square.result not in _WITHOUT_FINDING:
                    result = listed_plainly(filter(None, (str(square.result), square.note)))
                    text = f"{row['finding'].words} {_where(self.whom[name])}{colon()}{result}."
                    said.append(Said(text, row[name].keys, *row[name].position, str(square.certainty or ""),
                                     square.address))
        return Drawn({"heads": [self.whom[name].label for name in columns], "rows": rows}, said)

    def node(self, title: str, text: BlockText) -> dict[str, Any]:
        return {"@type": "Table", "name": title}


def _square(table: BlockTable, cell: Cell, whom: Any) -> Square | None:
    """Return a cell as it is drawn; None for one with a fault, which is reported."""
    is_direct = not isinstance(whom, Species) and whom.is_direct
    found = _CELL.fullmatch(cell.words)
    if found is None:
        table.fault(cell.position, f"the cell under “{whom.english}” is empty",
                    f"write what was seen {_where(whom)}, or `not studied`")
        return None
    result = next((each for each in Result if each == found["result"].lower()), None)
    certainty = next((each for each in Certainty
                      if each == (found["certainty"] or "").lower().removesuffix(" certainty").replace(" ", "-")), None)
    if result is None:
        table.fault(cell.position, f"“{found['result']}” is not a result", _allowed(found["result"], list(Result)))
        return None
    sound = table.sound
    if found["certainty"] and certainty is None:
        table.fault(cell.position, f"“{found['certainty']}” is not a certainty",
                    _allowed(found["certainty"], list(Certainty)))
    elif result in _WITHOUT_FINDING and certainty:
        table.fault(cell.position, f"“{result}” has no certainty", "take the certainty out")
    elif not is_direct and certainty:
        of = "people" if isinstance(whom, EvidenceKind | Species) else "what the site is about"
        table.fault(cell.position, f"a certainty says how sure we are of {of}, and this column is of others",
                    "take the certainty out")
    elif is_direct and result not in _WITHOUT_FINDING and not found["certainty"]:
        table.fault(cell.position, f"“{cell.words}” does not say how sure we are",
                    f"write the certainty behind a comma, as in `{result}, low`")
    if result not in _WITHOUT_FINDING and not cell.keys and not cell.address:
        table.fault(cell.position, f"“{cell.words}” neither cites a work nor leads to where the page says it",
                    "cite what saw it, `[@key]`, or link the word: `[rises](#place)`", "unsupported-cell")
    if len(found["note"] or "") > _LONGEST_NOTE:
        table.fault(cell.position, f"the note has {len(found['note'])} letters, and a cell may have {_LONGEST_NOTE}",
                    "say it in the text, and link to it")
    if sound and not table.sound:
        return None
    return Square(result, certainty, found["note"] or "", cell.address, cell.citations, _where(whom))


def _allowed(word: str, words: list[Any]) -> str:
    near = did_you_mean(word, map(str, words))
    return "allowed are: " + ", ".join(map(str, words)) + (f"; {near}" if near.startswith("did you mean") else "")
