"""Do to a Word file what a reviewer does in Word: comment, change with and without tracking, move, join and split."""

from __future__ import annotations

import copy
import io
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14, W15 = "http://schemas.microsoft.com/office/word/2010/wordml", "http://schemas.microsoft.com/office/word/2012/wordml"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DATE = "2026-11-21T09:30:00Z"


def tag(name: str) -> str:
    return f"{{{W}}}{name}"


def make(name: str, text: str = "", **facts: str) -> Any:
    element = etree.Element(tag(name), {tag(key): value for key, value in facts.items()})
    element.text = text or None
    if name in ("t", "delText"):
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


class Reviewer:
    """A reviewer with a Word file open. Each method finds its place by words of one run."""

    def __init__(self, file: Path, name: str = "Ada Fern") -> None:
        self.name = name
        with zipfile.ZipFile(file) as opened:
            self.parts = {each: opened.read(each) for each in opened.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])
        self.comments = etree.fromstring(self.parts["word/comments.xml"])
        self.extended = etree.Element(f"{{{W15}}}commentsEx", nsmap={"w15": W15})
        self._number = 100

    def save(self, file: Path) -> Path:
        written = {"word/document.xml": self.body, "word/comments.xml": self.comments,
                   "word/commentsExtended.xml": self.extended}
        self.parts |= {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                       for name, root in written.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name, content in self.parts.items():
                made.writestr(name, content)
        file.write_bytes(out.getvalue())
        return file

    def _run(self, words: str) -> tuple[Any, str, str]:
        """The run whose text holds these words, with what stands before and behind them."""
        for text in self.body.iter(tag("t")):
            before, found, behind = (text.text or "").partition(words)
            if found:
                return text.getparent(), before, behind
        raise AssertionError(f"no run holds “{words}”")

    def _part(self, words: str) -> Any:
        """The words as a run of their own."""
        run, before, behind = self._run(words)
        parts = []
        for text in (before, words, behind):
            part = copy.deepcopy(run)
            for child in list(part):
                if child.tag != tag("rPr"):
                    part.remove(child)
            part.append(make("t", text))
            parts.append(part)
        for part, text in zip(parts, (before, words, behind), strict=True):
            if text:
                run.addprevious(part)
        run.getparent().remove(run)
        return parts[1]

    def _facts(self, date: str = DATE) -> dict[str, str]:
        self._number += 1
        return {"id": str(self._number), "author": self.name, "date": date}

    def delete(self, words: str, wrapper: str = "del") -> Any:
        run = self._part(words)
        box = make(wrapper, **self._facts())
        run.addprevious(box)
        box.append(run)
        for text in run.iter(tag("t")):
            text.tag = tag("delText")
        return box

    def insert(self, behind: str, words: str, wrapper: str = "ins") -> Any:
        """Put words in behind others."""
        run = self._part(behind)
        box = make(wrapper, **self._facts())
        added = copy.deepcopy(run)
        for text in list(added.iter(tag("t"))):
            text.text = words
        box.append(added)
        run.addnext(box)
        return box

    def replace(self, words: str, by: str) -> None:
        box = self.delete(words)
        run = copy.deepcopy(box[0])
        for text in run.iter(tag("delText")):
            text.tag, text.text = tag("t"), by
        added = make("ins", **self._facts())
        added.append(run)
        box.addnext(added)

    def retype(self, words: str, by: str) -> None:
        """Change words without tracking."""
        self._part(words).find(tag("t")).text = by

    def comment(self, words: str, says: str, *, done: bool = False, answers: str = "") -> str:
        run = self._part(words)
        facts = self._facts()
        id = facts["id"]
        run.addprevious(make("commentRangeStart", id=id))
        reference = make("r")
        reference.append(make("commentReference", id=id))
        run.addnext(reference)
        run.addnext(make("commentRangeEnd", id=id))
        self._write(facts, says, done, answers)
        return id

    def reply(self, to: str, says: str) -> None:
        self._write(self._facts(), says, False, to)

    def _write(self, facts: dict[str, str], says: str, done: bool, answers: str) -> None:
        comment = make("comment", **facts)
        for line in says.split("\n"):
            paragraph, run = make("p"), make("r")
            paragraph.set(f"{{{W14}}}paraId", f"0000{facts['id']}")
            run.append(make("t", line))
            paragraph.append(run)
            comment.append(paragraph)
        self.comments.append(comment)
        entry = etree.SubElement(self.extended, f"{{{W15}}}commentEx", {
            f"{{{W15}}}paraId": f"0000{facts['id']}", f"{{{W15}}}done": "1" if done else "0"})
        if answers:
            entry.set(f"{{{W15}}}paraIdParent", f"0000{answers}")

    def paragraph(self, words: str) -> Any:
        return next(self._run(words)[0].iterancestors(tag("p")))

    def new_paragraph(self, behind: str, words: str, tracked: bool = True, like: bool = False) -> None:
        """Put a paragraph in; ``like`` the one before it, it is an item of the same list."""
        old = self.paragraph(behind)
        new, run = make("p"), make("r")
        run.append(make("t", words))
        if tracked:
            properties, look, box = make("pPr"), make("rPr"), make("ins", **self._facts())
            look.append(make("ins", **self._facts()))
            properties.append(look)
            new.append(properties)
            box.append(run)
            new.append(box)
        else:
            new.append(run)
        numbering = old.find(f"{tag('pPr')}/{tag('numPr')}")
        if like and numbering is not None:
            properties = new.find(tag("pPr"))
            if properties is None:
                properties = make("pPr")
                new.insert(0, properties)
            properties.insert(0, copy.deepcopy(numbering))
        old.addnext(new)

    def split(self, before: str) -> None:
        """Press Enter before some words, tracked."""
        first, old = self._part(before), self.paragraph(before)
        new = make("p")
        for each in [first, *first.itersiblings()]:
            new.append(each)
        old.addnext(new)
        properties = old.find(tag("pPr"))
        if properties is None:
            old.insert(0, properties := make("pPr"))
        properties.append(look := make("rPr"))
        look.append(make("ins", **self._facts()))

    def take_citation_out(self, behind: str) -> None:
        """Delete the citation of the paragraph that holds some words, tracked."""
        runs = list(self.paragraph(behind).iter(tag("r")))
        signs = [number for number, run in enumerate(runs) if run.find(tag("fldChar")) is not None]
        box = make("del", **self._facts())
        runs[signs[0]].addprevious(box)
        for run in runs[signs[0] : signs[-1] + 1]:
            box.append(run)
            for text in run.iter(tag("t"), tag("instrText")):
                text.tag = tag("delText") if text.tag == tag("t") else tag("delInstrText")

    def drop_paragraph(self, words: str) -> None:
        """Delete a whole paragraph without tracking."""
        paragraph = self.paragraph(words)
        paragraph.getparent().remove(paragraph)

    def forget_origin(self) -> None:
        """Drop the parts that a program does not know."""
        for name in [each for each in self.parts if each.startswith("customXml/")]:
            del self.parts[name]
