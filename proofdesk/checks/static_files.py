"""Check the files beside the pages: only kinds that are meant for readers are published, and drawings run nothing.

Pictures, PDF and data may be anywhere below the folder of pages; styles, scripts, fonts and plain texts only in its
``assets/``, so that nobody's notes are published by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from proofdesk.common.problems import Problem
from proofdesk.content.safe_html.svg_file import find_svg_faults

PUBLISHED = frozenset([
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".pdf", ".csv", ".tsv", ".json", ".bib", ".ris"])
IN_ASSETS = frozenset([".css", ".js", ".mjs", ".txt", ".woff", ".woff2", ".webmanifest"])
# Which hosts and other programs read at the site's root.
AT_ROOT = frozenset(["CNAME", "robots.txt", "humans.txt", "ads.txt", "_redirects", "site.webmanifest"])
_MANUSCRIPTS = frozenset([".docx", ".doc", ".odt", ".rtf", ".tex", ".pages"])
_NOTES = ".review.json"  # what `desk preview` gives a reviewer to send back
_BACKUPS = (".bak", ".swp", ".swo", ".tmp", ".orig", ".rej", ".old", ".save", "~", "#")
_PAGES = frozenset([".md", ".markdown", ".mdown", ".mkdn", ".mkd"])  # as MkDocs knows them
_WEB_PAGES = frozenset([".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".xml", ".xsl", ".php"])


def check_static_file(file: Path, uri: str, name: str) -> Iterator[Problem]:
    """Yield what is wrong with a file that is no page.

    ``uri`` is its path within the folder of pages, ``name`` its path as problems print it.
    """
    path = PurePosixPath(uri)
    ending = path.suffix.lower()
    at_home = len(path.parts) == 1 and path.name in AT_ROOT
    notes = path.name.lower().endswith(_NOTES)
    if notes or not (ending in PUBLISHED or (ending in IN_ASSETS and path.parts[0] == "assets") or at_home):
        yield Problem(name, 1, 1, "unknown-file", *_refusal(path, ending))
    elif ending == ".svg":
        try:
            content = file.read_bytes()
        except OSError:
            return  # the build says why
        for line, message in find_svg_faults(content):
            yield Problem(name, line, 1, "unsafe-drawing", message,
                          "export it again as a plain SVG, or as a PNG")


def _refusal(path: PurePosixPath, ending: str) -> tuple[str, str]:
    """Return what is wrong with a file of this name, and the remedy."""
    if path.name.lower().endswith(_NOTES):
        return f"“{path.name}” holds a reviewer's notes, which are not for readers", \
            f"move it out of the folder of pages; `desk review {path.name}` takes what it says"
    if path.name.lower().endswith(_BACKUPS):
        return f"“{path.name}” looks like a copy that an editor left", "delete it"
    if ending in _MANUSCRIPTS:
        return f"“{path.name}” is a manuscript, and would be published as it is", \
            "move it out of the folder of pages; desk import makes an article of it"
    if ending in _WEB_PAGES:
        return f"“{path.name}” is a web page of its own, which no check reads", "write it as a page in Markdown"
    if ending in IN_ASSETS:
        return f"a file such as “{path.name}” is published from docs/assets/ only", \
            "move it there if readers need it, or out of the folder of pages"
    if ending in _PAGES:
        return f"“{path.name}” would be a page if its name ended in small letters", \
            f"rename it to “{path.stem}{ending}”"
    what = f"files of the kind “{ending}” are" if ending else f"“{path.name}” has no ending that tells its kind, and is"
    return f"{what} not published", \
        "move it out of the folder of pages, or turn it into a picture, a PDF or a table (.csv)"
