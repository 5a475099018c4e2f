"""Name the kinds of place in a work that a citation may point to, as CSL calls them, with the words for each."""

from __future__ import annotations

from typing import NamedTuple


class Locator(NamedTuple):
    """How a kind of place is abbreviated, for one and for several, and the words by which it is told in a page."""

    one: str
    several: str
    words: tuple[str, ...] = ()


LOCATORS = {
    "appendix": Locator("app.", "apps.", ("appendix", "app")),
    "book": Locator("bk.", "bks.", ("books", "book", "bks", "bk")),
    "chapter": Locator("chap.", "chaps.", ("chapters", "chapter", "chaps", "chap", "ch")),
    "column": Locator("col.", "cols.", ("columns", "column", "cols", "col")),
    "figure": Locator("fig.", "figs.", ("figures", "figure", "figs", "fig")),
    "folio": Locator("fol.", "fols.", ("folios", "folio", "fols", "fol")),
    "issue": Locator("no.", "nos.", ("issues", "issue")),
    "line": Locator("l.", "ll.", ("lines", "line")),
    "note": Locator("n.", "nn.", ("notes", "note", "nn", "n")),
    "number": Locator("no.", "nos."),
    "opus": Locator("op.", "opp.", ("opus",)),
    "other": Locator("", ""),
    "page": Locator("p.", "pp.", ("pages", "page", "pp", "p")),
    "paragraph": Locator("para.", "paras.", ("paragraphs", "paragraph", "paras", "para", "¶¶", "¶")),
    "part": Locator("pt.", "pts.", ("parts", "part", "pts", "pt")),
    "section": Locator("sec.", "secs.", ("sections", "section", "secs", "sec", "§§", "§")),
    "sub verbo": Locator("s.v.", "s.vv."),
    "sub-verbo": Locator("s.v.", "s.vv."),
    "table": Locator("table", "tables", ("tables", "table")),
    "verse": Locator("v.", "vv.", ("verses", "verse")),
    "volume": Locator("vol.", "vols.", ("volumes", "volume", "vols", "vol")),
}
LABEL_OF_WORD = {word: label for label, locator in LOCATORS.items() for word in locator.words}
