"""Write a work as the entry that Pandoc reads: the same work, without anything that Pandoc loses or misreads.

Every value is written from what the parser read: macros and inherited fields are resolved, names are parted, HTML is
LaTeX. So each entry can be read without the others, whatever stands around it in the file, and under any key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.identifiers import clean_value
from proofdesk.bibliography.latex import escape, expand_journal, latex_to_text, prepare_for_pandoc, tidy
from proofdesk.bibliography.names import read_names

_NAMES = ("author", "editor", "translator", "bookauthor", "editora", "editorb", "editorc", "director", "holder",
          "annotator", "commentator", "introduction", "foreword", "afterword")
_LEFT_OUT = {"file", "crossref", "xdata", "xref", "ids", "options", "langid", "useprefix", "doi", "url", "bdsk-url-1"}
_VERBATIM = ("eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass", "pmid", "pmcid", "isbn", "issn")
_READABLE = re.compile(r"[a-z][a-z0-9_+-]*")  # names of fields that Pandoc can read; no style prints others
# What a date may look like in a file that is no date of ISO 8601-2: “~2019”, “ca. 2019”, “2019?”.
_ABOUT = re.compile(r"\s*(?:~|ca?\.?\s+|circa\s+)\s*(\d{4})\s*", re.IGNORECASE)
def pandoc_entry(entry: Entry, id: str, *, plain: bool = False) -> str:
    """Return the entry under the key ``id``, as BibLaTeX; ``plain`` has each text without any LaTeX but escapes.

    By default Pandoc forces English titles into sentence case (“H. pylori” becomes “h. Pylori”), so the language is set
    to undetermined. “de Vos CMH” stays in order with its prefix.
    """
    values = [("langid", "und"), ("options", "useprefix=true"), *_values(entry, plain)]
    lines = [f"{name} = {{{value}}}" for name, value in values]
    return f"@{entry.type}{{{id},\n  " + ",\n  ".join(lines) + "\n}\n"


def _values(entry: Entry, plain: bool) -> Iterator[tuple[str, str]]:
    for name, value in {**entry.inherited, **entry.fields}.items():
        if name in _LEFT_OUT or name.startswith(("x-", "bdsk-")) or not value or not _READABLE.fullmatch(name):
            continue
        if name in _NAMES:
            yield name, prepare_for_pandoc(" and ".join(each.latex for each in read_names(value)))
        elif name in _VERBATIM:
            yield name, clean_value(value).replace("\\", "")
        elif name in ("date", "year") and (about := _ABOUT.fullmatch(value)):
            yield "date", f"{about[1]}~"
        elif plain:
            yield name, escape(latex_to_text(expand_journal(value) if name.startswith("journal") else value))
        else:
            yield name, prepare_for_pandoc(tidy(expand_journal(value) if name.startswith("journal") else value))
    if entry.doi:
        yield "doi", entry.doi
    if entry.url:
        yield "url", entry.url.replace("{", "%7B").replace("}", "%7D")
