"""Write the review file beside an article: what is there stays as it is, and nothing is stated twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from proofdesk.common.errors import UserError
from proofdesk.common.files import MAX_LIST_BYTES
from proofdesk.common.problems import FaultyFile
from proofdesk.common.transaction import Transaction
from proofdesk.common.yaml_files.reading import read_yaml
from proofdesk.content.review.items import (
    ENDING,
    Answer,
    ItemKind,
    Reply,
    ReviewItem,
    is_review_file,
    load_review,
    review_file,
)
from proofdesk.desk.root import CONFIG

__all__ = ["Answer", "ItemKind", "Reply", "ReviewItem", "is_review_file", "items_text", "put_review", "read_review",
           "replace_items", "review_file", "write_review"]

# Characters that YAML or a terminal does not take as they are: control characters, turned text, lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ufffe\uffff\ud800-\udfff]")


def read_review(path: Path, name: str = "") -> list[ReviewItem]:
    """Return the items of a review file in their order, none if there is no file.

    Raises UserError, with the line, if an item cannot be read.
    """
    return [item for item, _ in _read(path, name)]


def write_review(path: Path, items: Iterable[ReviewItem]) -> int:
    """Add items to a review file, and return how many of them are new. See ``put_review``."""
    folders = path.absolute().parents
    with Transaction(next((each for each in folders if (each / CONFIG).exists()), folders[0])) as transaction:
        return put_review(transaction, path, items)


def put_review(transaction: Transaction, path: Path, items: Iterable[ReviewItem]) -> int:
    """Add items to a review file within a transaction, and return how many of them are new.

    An item that is there already, by ``ReviewItem.identity``, is not added again. It gets the replies that it lacks and
    keeps the editors' answer, unless the given one has an answer and that there is still open. The lines of all other
    items stay as they are, the editors' own comments among them.
    """
    before = transaction.read(path)
    known = _read(path)
    texts = _texts(before, [line for _, line in known])
    merged, new = [item for item, _ in known], 0
    places: dict[tuple[str, ...], int] = {}
    for number, item in enumerate(merged):
        places.setdefault(item.identity, number)
    for item in map(_printable, items):
        if (index := places.get(item.identity, -1)) < 0:
            places[item.identity] = len(merged)
            merged.append(item)
            texts.append(_as_yaml(item))
            new += 1
        elif (both := _merge(merged[index], item)) != merged[index]:
            merged[index] = both
            texts[index + 1] = _as_yaml(both) + _comments(texts[index + 1])
    _replace(transaction, path, before, texts)
    return new


def items_text(items: Iterable[ReviewItem]) -> str:
    """Return items as the review file has them."""
    return "".join(_as_yaml(_printable(item)) for item in items)


def replace_items(transaction: Transaction, path: Path, changed: dict[int, ReviewItem]) -> None:
    """Replace items of a review file by their places in it, from 0; all others stay as they are."""
    before = transaction.read(path)
    texts = _texts(before, [line for _, line in _read(path)])
    for index, item in changed.items():
        texts[index + 1] = _as_yaml(_printable(item)) + _comments(texts[index + 1])
    _replace(transaction, path, before, texts)


def _read(path: Path, name: str = "") -> list[tuple[ReviewItem, int]]:
    items, problems = load_review(path, name or path.name)
    if problems:
        raise FaultyFile(problems[0])
    return items


def _texts(content: bytes | None, lines: Sequence[int]) -> list[str]:
    """Return a file's text, parted before the line of each item; what is above the first item comes first."""
    text = (content or b"").decode("utf-8-sig").replace("\r\n", "\n")
    rows = text.splitlines(keepends=True)
    starts = [*(line - 1 for line in lines), len(rows)]
    texts = ["".join(rows[: starts[0]]), *(
        "".join(rows[start:end]) for start, end in pairwise(starts))]
    return [part + "\n" if part and not part.endswith("\n") else part for part in texts]


def _comments(text: str) -> str:
    """Return the comments of an item's lines that stand on lines of their own, which an editor wrote."""
    return "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))


def _replace(transaction: Transaction, path: Path, before: bytes | None, texts: list[str]) -> None:
    after = "".join(texts).encode("utf-8")
    if not after:
        return
    if not before:
        page = path.name.removesuffix(ENDING) + ".md"
        after = (f"# What reviewers said of {page}, which is never published. `desk review {page}` lists it, and takes "
                 "your\n# answers.\n").encode() + after
    if len(after) > MAX_LIST_BYTES:
        raise UserError(f"“{path.name}” would be larger than {MAX_LIST_BYTES // 1_000_000} MB, so nothing was changed "
                        "(delete the items in it that are answered)")
    transaction.replace(path, before, after, _verify)


def _verify(content: bytes) -> None:
    """Raise ValueError unless every item of the new content can be read."""
    for value in read_yaml(content.decode("utf-8"))[1]:
        ReviewItem.model_validate(value)


def _merge(known: ReviewItem, given: ReviewItem) -> ReviewItem:
    """Return an item as it is in the file, with what only the given one has."""
    said = {(reply.by, " ".join(reply.says.split())) for reply in known.replies}
    replies = [*known.replies, *(reply for reply in given.replies
                                 if (reply.by, " ".join(reply.says.split())) not in said)]
    changes: dict[str, Any] = {"replies": replies}
    if known.is_open and not given.is_open:
        changes |= {"answer": given.answer, "words": known.words or given.words}
    if given.line and not known.line:
        changes["line"] = given.line
    return known.model_copy(update=changes)


def _printable(item: ReviewItem) -> ReviewItem:
    """Return an item without characters that a file of text cannot hold; line ends are plain ones."""
    def clean(text: str) -> str:
        return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))

    values = {name: clean(value) if type(value) is str else value for name, value in item}
    replies = [Reply(by=clean(each.by), date=each.date, says=clean(each.says) or "…") for each in item.replies]
    return ReviewItem.model_validate({**values, "replies": replies})


class _Dumper(yaml.SafeDumper):
    """A writer of YAML for people: lists are indented, and texts of several lines stand as they are read."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and not re.search(r"[ \t]\n|\A\s", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _as_yaml(item: ReviewItem) -> str:
    """Return an item as lines of YAML; what it does not state is left out, and its answer never is."""
    values = item.model_dump(mode="json", exclude_defaults=True)
    values = {"kind": str(item.kind), **values, "answer": str(item.answer)}
    if item.words:
        values["words"] = values.pop("words")
    if item.replies:
        values["replies"] = [reply.model_dump(exclude_defaults=True) for reply in item.replies]
    order = [*ReviewItem.model_fields]
    stated = {name: values[name] for name in sorted(values, key=order.index)}
    return str(yaml.dump([stated], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110))
