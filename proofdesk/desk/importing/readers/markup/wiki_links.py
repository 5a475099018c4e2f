"""Write what Obsidian, Logseq, Roam and wikis add to Markdown: links between notes, embedded files, tags, comments."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from proofdesk.blocks.pictures import SUFFIXES
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.readers.markup.draft import Draft, Piece, figure

# In a table the bars have a backslash.
_EMBED = re.compile(r"!\[\[([^\[\]\n|#\\]+)(#[^\[\]\n|\\]*)?((?:\\?\|[^\[\]\n|\\]*)*)\]\]")
_LINK = re.compile(r"(?<![\w\]])\[\[(?=[^\[\]\n]*[^\W\d_])([^\[\]\n|\\]*)(?:\\?\|([^\[\]\n]*))?\]\](?!\()")
_CITATION = re.compile(r"\[\[@([\w:.#$%&+?<>~/-]+?)(?:\|([^\[\]\n]*))?\]\]")
_COMMENT = re.compile(r"%%(?!%)(.{0,5000}?)%%", re.DOTALL)
_BLOCK_ID = re.compile(r"(?:(?<=[ \t])|^)\^(?=[\w-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]*[ \t]*$", re.MULTILINE)
_CITED_ID = re.compile(r"\(\([0-9a-f]{8}-[0-9a-f-]{27,}\)\)")
_TAG = re.compile(r"(?:(?<=[\s,;])|^)#(?P<tag>(?=[\w/-]*[^\W\d])[\w/-]+)", re.MULTILINE)
_TAG_LINE = re.compile(r"^[ \t]*(?:#(?=[\w/-]*[^\W\d])[\w/-]+[ \t]*,?[ \t]*)+$", re.MULTILINE)
_LAST_TAGS = re.compile(r"(?<=[.!?)\"”’*~])((?:[ \t]+#(?=[\w/-]*[^\W\d])[\w/-]+)+)[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"(?:\[|\()([\w][\w -]{0,40})::[ \t]*([^\[\]()\n]*)(?:\]|\))")
_ICON = re.compile(r"(?<![\w:]):(?:material|octicons|fontawesome|simple|twemoji|fa|bi|mdi|lucide|iconify)-[\w-]+:"
                   r"(?:\{[^{}\n]*\})?")
_LINE_FIELD = re.compile(r"^([ \t]*(?:[-*+] )?)([A-Za-z][\w -]{0,40})::[ \t]*(.*)$", re.MULTILINE)
_TOC = re.compile(
    r"^[ \t]*(?:\[\[_?toc_?\]\]|\[toc\]|@\[toc\].*|\$\{toc\}|(?:[-*+1.]+[ \t]+.*\n)?\{:toc[^}]*\})[ \t]*$",
    re.IGNORECASE | re.MULTILINE)


def write_wiki_links(draft: Draft) -> list[str]:
    """Write Obsidian's markup as Markdown, and return the tags in the text."""
    tags: list[str] = []
    draft.take_comments(_COMMENT)
    draft.take_out(_TOC, "tables of contents, which the site makes itself")
    draft.take_out(_ICON, "icons, which say nothing to who does not see them")
    draft.rewrite(_EMBED, lambda piece: _embed(piece, draft))
    draft.rewrite(_CITATION, lambda piece: f"[@{piece[1]}]")
    draft.rewrite(_LINK, lambda piece: _link(piece, draft))
    draft.take_out(_BLOCK_ID, "names of paragraphs, to which nothing leads here")
    draft.take_out(_CITED_ID, "paragraphs of other notes that are shown by their name")
    draft.rewrite(_FIELD, lambda piece: f"{piece[1]}: {piece[2]}")
    draft.rewrite(_LINE_FIELD, lambda piece: f"{piece[1]}{piece[2]}: {piece[3]}")
    for pattern in (_TAG_LINE, _LAST_TAGS):
        draft.rewrite(pattern, lambda piece: _tags(piece, tags))
    draft.rewrite(_TAG, lambda piece: _tag(piece, draft, tags))
    return tags


def _embed(piece: Piece, draft: Draft) -> str:
    file, rest = piece[1].strip(), [each.strip() for each in piece[3].replace("\\", "").split("|") if each.strip()]
    words = " ".join(each for each in rest if not re.fullmatch(r"\d+(?:x\d+)?|left|right|center|\w*-small", each))
    if PurePosixPath(file).suffix.lower() in (*SUFFIXES, ".bmp", ".tif", ".tiff"):
        return figure(file, "", words)
    draft.named.add("other notes and files that the text shows, marked in the article", piece[0])
    return f"{REVIEW_OPEN}here the text shows {' '.join(filter(None, (file + piece[2], *rest)))}{REVIEW_CLOSE}"


def _link(piece: Piece, draft: Draft) -> str:
    page, _, part = piece[1].partition("#")
    words = piece[2].strip() or " ".join(filter(None, (PurePosixPath(page.strip()).name.removesuffix(".md"),
                                                       f"({part.strip().lstrip('^')})" if page and part else part)))
    draft.named.add("links between notes, whose words stay", piece[0])
    return words.strip()


def _tags(piece: Piece, tags: list[str]) -> str:
    tags += re.findall(r"#([\w/-]+)", piece[0])
    return ""


def _tag(piece: Piece, draft: Draft, tags: list[str]) -> str:
    tags.append(piece["tag"])
    draft.named.add("tags within a sentence, whose words stay", piece[0])
    return piece["tag"].replace("-", " ").rpartition("/")[2]
