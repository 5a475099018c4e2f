"""Draw edits of a Word file as reviewers make them, tracked or not, and read what it says once all are accepted."""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree
from word_review import Reviewer, make, tag

_NOT_EDITED = ("DeskVersion", "Bibliography", "ImageCaption")
_MARKS = ("ins", "del", "moveFrom", "moveTo")
Line = list[tuple[str, str]]  # words of a paragraph, each with how it looks


def edit(file: Path, out: Path, seed: int, count: int) -> list[str]:
    """Write a file with ``count`` edits by chance, and return what they are."""
    chance = random.Random(seed)
    reviewer = Reviewer(file)
    done: list[str] = []
    for number in range(count):
        tracked = chance.random() < 0.5
        kind = chance.choice((_insert, _insert, _delete, _replace, _set, _set, _split, _join, _new, _drop))
        paragraph = chance.choice(_paragraphs(reviewer.body))
        said = kind(reviewer, paragraph, chance, tracked, f"zq{number}")
        done += [f"{kind.__name__[1:]} {'tracked' if tracked else 'untracked'}: {said}"] if said else []
    reviewer.save(out)
    return done


def _paragraphs(body: Any) -> list[Any]:
    return [each for each in body.iter(tag("p")) if _style(each) not in _NOT_EDITED and _runs(each)
            and not any(_style(other) == "Bibliography" for other in each.itersiblings(preceding=True))]


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{tag('pPr')}/{tag('pStyle')}")
    return style.get(tag("val")) if style is not None else ""


def _runs(paragraph: Any) -> list[Any]:
    """The runs of words that stand in the paragraph itself, outside fields."""
    depth, found = 0, []
    for run in paragraph.iter(tag("r")):
        signs = [each.get(tag("fldCharType")) for each in run.iter(tag("fldChar"))]
        depth += signs.count("begin")
        if not depth and run.getparent() is paragraph and len((run.findtext(tag("t")) or "").split()) > 1:
            found.append(run)
        depth -= signs.count("end")
    return found


def _cut(run: Any, start: int, end: int) -> Any:
    """A part of a run's words as a run of its own."""
    text, parts = run.findtext(tag("t")), []
    for words in (text[:start], text[start:end], text[end:]):
        part = copy.deepcopy(run)
        part.find(tag("t")).text = words
        part.find(tag("t")).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if words or len(parts) == 1:
            run.addprevious(part)
        parts.append(part)
    run.getparent().remove(run)
    return parts[1]


def _some(paragraph: Any, chance: random.Random, most: int = 3) -> Any:
    """Some words of a paragraph, as a run of their own."""
    run = chance.choice(_runs(paragraph))
    words = [*re.finditer(r"\w+", run.findtext(tag("t")))]
    if not words:
        return None
    first = chance.randrange(len(words))
    last = min(first + chance.randrange(most), len(words) - 1)
    return _cut(run, words[first].start(), words[last].end())


def _boxed(reviewer: Reviewer, run: Any, sort: str) -> None:
    box = make(sort, **reviewer._facts())
    run.addprevious(box)
    box.append(run)
    for text in run.iter(tag("t")):
        text.tag = tag("delText") if sort == "del" else text.tag


def _typed(run: Any, words: str, look: str) -> Any:
    """New words in the looks of those beside them, and ``look``."""
    new = copy.deepcopy(run)
    new.find(tag("t")).text = words
    return _look(new, look)


def _look(run: Any, look: str) -> Any:
    properties = run.find(tag("rPr"))
    if properties is None:
        run.insert(0, properties := make("rPr"))
    if look and properties.find(tag(look)) is None:
        properties.append(make(look))
    return run


def _insert(reviewer: Reviewer, paragraph: Any, chance: random.Random, tracked: bool, word: str) -> str:
    run = _some(paragraph, chance)
    if run is None:
        return ""
    for part, look in ((f" {word}a", ""), (f" {word}b", chance.choice(("", "", "b", "i")))):
        new = _typed(run, part, look)
        run.addnext(new)
        if tracked:
            _boxed(reviewer, new, "ins")
        run = new if not tracked else new.getparent()
        if tracked and look == "":
            run = new.getparent()
        if part.endswith("a") and chance.random() < 0.5:
            break
        if tracked:
            holder = run
            run = copy.deepcopy(new)
            holder.addnext(run)
            run.find(tag("t")).text = ""
    return word


def _delete(reviewer: Reviewer, paragraph: Any, chance: random.Random, tracked: bool, _word: str) -> str:
    run = _some(paragraph, chance)
    if run is None:
        return ""
    said = run.findtext(tag("t"))
    if tracked:
        _boxed(reviewer, run, "del")
    else:
        run.getparent().remove(run)
    return said


def _replace(reviewer: Reviewer, paragraph: Any, chance: random.Random, tracked: bool, word: str) -> str:
    run = _some(paragraph, chance)
    if run is None:
        return ""
    said, new = run.findtext(tag("t")), _typed(run, word, chance.choice(("", "", "b")))
    run.addnext(new)
    if tracked:
        _boxed(reviewer, run, "del")
        _boxed(reviewer, new, "ins")
    else:
        run.getparent().remove(run)
    return f"{said} > {word}"


def _set(reviewer: Reviewer, paragraph: Any, chance: random.Random, tracked: bool, _word: str) -> str:
    run = _some(paragraph, chance)
    if run is None:
        return ""
    was = copy.deepcopy(run.find(tag("rPr")))
    _look(run, chance.choice("bi"))
    if tracked:
        change = make("rPrChange", **reviewer._facts())
        change.append(was if was is not None else make("rPr"))
        run.find(tag("rPr")).append(change)
    return run.findtext(tag("t"))


def _mark(reviewer: Reviewer, paragraph: Any, sort: str) -> None:
    properties = paragraph.find(tag("pPr"))
    if properties is None:
        paragraph.insert(0, properties := make("pPr"))
    look = properties.find(tag("rPr"))
    if look is None:
        properties.append(look := make("rPr"))
    if look.find(tag(sort)) is None:
        look.append(make(sort, **reviewer._facts()))


def _split(reviewer: Reviewer, paragraph: Any, chance: random.Random, tracked: bool, _word: str) -> str:
    run = _some(paragraph, chance)
    if run is None or _marked(paragraph):
        return ""
    new = make("p")
    properties = paragraph.find(tag("pPr"))
    if properties is not None:
        new.append(copy.deepcopy(properties))
    for each in [run, *run.itersiblings()]:
        new.append(each)
    paragraph.addnext(new)
    if tracked:
        _mark(reviewer, paragraph, "ins")
    return run.findtext(tag("t"))


def _marked(paragraph: Any) -> bool:
    return any(paragraph.find(f"{tag('pPr')}/{tag('rPr')}/{tag(sort)}") is not None for sort in _MARKS)


def _join(reviewer: Reviewer, paragraph: Any, _chance: random.Random, tracked: bool, _word: str) -> str:
    behind = paragraph.getnext()
    if behind is None or behind.tag != tag("p") or _marked(paragraph) or _marked(behind):
        return ""
    if tracked:
        _mark(reviewer, paragraph, "del")
    else:
        _append(paragraph, behind)
    return "".join(each.text or "" for each in paragraph.iter(tag("t")))[-20:]


def _append(paragraph: Any, behind: Any) -> None:
    """Make one paragraph of two, with a space between their words."""
    ends = ["".join(each.text or "" for each in part.iter(tag("t"))) for part in (paragraph, behind)]
    if ends[0][-1:].strip() and ends[1][:1].strip():
        space = make("r")
        space.append(make("t", " "))
        paragraph.append(space)
    for each in list(behind):
        if each.tag != tag("pPr"):
            paragraph.append(each)
    behind.getparent().remove(behind)


def _new(reviewer: Reviewer, paragraph: Any, chance: random.Random, tracked: bool, word: str) -> str:
    if _marked(paragraph):
        return ""
    new, run = make("p"), make("r")
    paragraph.addnext(new)
    run.append(make("t", f"New {word} here."))
    new.append(_look(run, chance.choice(("", "b"))))
    if tracked:
        _mark(reviewer, new, "ins")
        _boxed(reviewer, run, "ins")
    return word


def _drop(reviewer: Reviewer, paragraph: Any, _chance: random.Random, tracked: bool, _word: str) -> str:
    if _marked(paragraph) or paragraph.getparent().tag == tag("tc") or any(
            each.tag in (tag("ins"), tag("del")) for each in paragraph):
        return ""
    said = "".join(each.text or "" for each in paragraph.iter(tag("t")))
    if tracked:
        _mark(reviewer, paragraph, "del")
        for run in list(paragraph.iter(tag("r"))):
            _boxed(reviewer, run, "del")
            for code in run.iter(tag("instrText")):
                code.tag = tag("delInstrText")
    else:
        paragraph.getparent().remove(paragraph)
    return said


def accepted(file: Path) -> list[Line]:
    """The paragraphs of a file once all of its tracked changes are accepted, as Word would, without references."""
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as opened:
        body = etree.fromstring(opened.read("word/document.xml"))
        notes = etree.fromstring(opened.read("word/footnotes.xml"))
    for sort in ("del", "moveFrom"):
        for each in [each for each in body.iter(tag(sort)) if each.getparent().tag != tag("rPr")]:
            each.getparent().remove(each)
    for paragraph in reversed([*body.iter(tag("p"))]):
        if paragraph.find(f"{tag('pPr')}/{tag('rPr')}/{tag('del')}") is not None:
            behind = paragraph.getnext()
            if not "".join(each.text or "" for each in paragraph.iter(tag("t"))).strip():
                paragraph.getparent().remove(paragraph)
            elif behind is not None and behind.tag == tag("p"):
                _append(paragraph, behind)
    paragraphs = [*body.iter(tag("p")), *notes.iter(tag("p"))]
    lines = [_line(each) for each in paragraphs if _style(each) not in ("DeskVersion", "Bibliography")]
    return [line for line in lines if line]


def _line(paragraph: Any) -> Line:
    signs: Line = []
    for run in paragraph.iter(tag("r")):
        looks = "".join(name for name in "bi" if run.find(f"{tag('rPr')}/{tag(name)}") is not None)
        signs += [(sign, looks) for text in run.iter(tag("t")) for sign in text.text or ""]
    words: Line = []
    for found in re.finditer(r"\S+", "".join(sign for sign, _ in signs)):
        looks = [look for _, look in signs[found.start() : found.end()]]
        words.append((found[0], "|".join(dict.fromkeys(looks))))
    return words
