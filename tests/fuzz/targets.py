"""What is fuzzed: each parser with what must hold for any text at all. None raises; none loses a word or lets one run.

Used by the tests (hypothesis, and every text of ``corpus/``) and by ``fuzz.py`` (atheris), so that both ask the same.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import lxml.html
from markdown import Markdown

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.citation_syntax import parse_group
from proofdesk.bibliography.evidence import evidence_summary
from proofdesk.bibliography.parser import read_bibliography
from proofdesk.bibliography.references import References
from proofdesk.blocks.extension import BlocksExtension
from proofdesk.blocks.fence_parser import read_fences
from proofdesk.blocks.installed import block_kinds
from proofdesk.citations.extension import CitationsExtension
from proofdesk.common.source_text import SourceText
from proofdesk.content.document import ConversionContext
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.html import parse, read_html
from proofdesk.content.safe_html.sanitize import canonical, sanitize
from proofdesk.desk.importing.readers.file_types.plain_text import read_text
from proofdesk.desk.importing.result import import_manuscript
from proofdesk.site.pipeline import parse_page

BIB = ("@article{ly2018, author = {Ly, A}, title = {T}, year = {2018}, "
       "keywords = {species:cell, design:cell-experiment}}")


def _references() -> References:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "b.bib")
        file.write_text(BIB, encoding="utf-8")
        return References(read_bibliography(file, "b.bib"), None)


REFERENCES = _references()
KINDS = block_kinds(Path(__file__).resolve().parents[2] / "hooks" / "blocks")


def fences(text: str) -> None:
    """Each fence ends after it begins, within the file, and none crosses another."""
    source = SourceText("a.md", text)
    found = read_fences(source, lambda place, *_: _is_in(source, place))
    for fence in found:
        assert fence.position.line <= fence.end <= source.text.count("\n") + 1.5
        for other in found:
            if fence.position.line < other.position.line <= fence.end:
                assert other.end <= fence.end, "a fence crosses another"


def _is_in(source: SourceText, place: tuple[int, int]) -> None:
    lines = source.text.split("\n")
    assert 1 <= place[0] <= len(lines) and 1 <= place[1] <= len(lines[place[0] - 1]) + 1, place


def group(text: str) -> None:
    """A group's keys stand in its text, in order."""
    position = 0
    for item in parse_group(text) or []:
        position = text.index(item.key, position)


def page(text: str) -> None:
    """A page is converted; every problem lies in the file; what looks like a citation is one or is reported."""
    current = ConversionContext()
    document, _ = parse_page("docs/articles/a.md", "articles/a.md", text.encode("utf-8", "surrogatepass"))
    extensions = [BlocksExtension(KINDS, current), CitationsExtension(REFERENCES, current), "tables",
                  "footnotes", "attr_list", "def_list", "abbr"]
    markdown = Markdown(extensions=extensions)
    html = current.convert(document, lambda: markdown.convert(document.source.body))
    safe = sanitize(html).html
    assert canonical(safe) is not None and sanitize(safe).removed == []
    read_html(parse(safe))
    for problem in document.problems:
        _is_in(document.source, (problem.line, problem.column))
    for block in document.blocks:
        evidence_summary(REFERENCES.evidence.of(block.keys))
        assert block.html == "" or lxml.html.fragment_fromstring(block.html).get("id") == block.id
    citations = [(citation.key, citation.occurrence) for citation in document.citations]
    assert len(citations) == len(set(citations)), "two mentions have one address"


def bibliography(text: str) -> None:
    """Every entry has a key and a place in the file, and all problems lie in it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "b.bib")
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        found = read_bibliography(file, "b.bib")
    lines = len(re.split(r"\r\n|\r|\n", text))
    assert all(1 <= problem.line <= lines for problem in found.problems)
    assert all(1 <= entry.line <= lines and key for key, entry in found.entries.items())
    References(found, None)


def front_matter(text: str) -> None:
    """Facts are read or reported; an article's are whole."""
    document, facts = parse_page("docs/articles/a.md", "articles/a.md", text.encode("utf-8", "surrogatepass"))
    assert (facts is None) == bool([p for p in document.problems if p.rule != "not-utf8"])
    assert facts is None or isinstance(facts, ArticleFrontMatter)
    for problem in document.problems:
        _is_in(document.source, (problem.line, problem.column))


def manuscript(text: str) -> None:
    """No word of a manuscript is lost. Numbers may be a list's marks, and a mark may part what was glued together."""
    made = import_manuscript(read_text(text), "a.txt", Bibliography("b.bib"), KINDS, "", "")
    lost = _words(text) - _words(" ".join([made.text, *made.entries.values(), made.report]))
    assert not lost, lost


def _words(text: str) -> set[str]:
    """Return the words of three letters and more. To ``re``, a raised digit is a letter."""
    letters = "".join(letter if letter.isalpha() else " " for letter in text.casefold())
    return {word for word in letters.split() if len(word) >= 3}


TARGETS = {"fences": fences, "group": group, "page": page, "bibliography": bibliography, "front_matter": front_matter,
           "manuscript": manuscript}
