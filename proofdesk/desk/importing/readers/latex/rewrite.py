"""Rewrite LaTeX of which Pandoc drops words: apacite's citations, its own, labels of items, cells of several lines."""

from __future__ import annotations

import re

# “\cite<see>[p. 3]{key}”, as apacite has what stands before a work.
_APACITE = re.compile(r"(\\[cC]ite[A-Za-z]*\*?)\s*<([^<>{}\\]{1,200})>\s*(?:\[([^\[\]]*)\])?\s*(?=\{)")
# “\citeproc{ref-key}{Calla, 2020, p. 3}”, as Pandoc writes what a style made of a citation.
_CITED = re.compile(r"\\citeproc\s*\{(ref-[^{}]*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_GROUP = re.compile(rf"\(((?:[^()\\]|(?!\\citeproc)\\.|{_CITED.pattern}){{1,400}}?)\)", re.DOTALL)
_BEHIND_YEAR = re.compile(r"(?:\b\d{4}[a-z]?|\bn\.d\.)\s*,\s*(.+)", re.DOTALL)
_ITEM = re.compile(r"\\(?P<way>begin|end)\s*\{(?P<list>enumerate|itemize|description|[a-z]*list)\*?\}"
                   r"|\\item\s*\[(?P<label>(?:[^\[\]{}]|\{[^{}]*\})*)\]")
_COMMAND = re.compile(r"\\[A-Za-z]+|\$[^$]*\$")
# Lines of one cell of a table, which Pandoc takes for the ends of its rows.
_CELL = re.compile(r"\\(?:makecell|thead|rothead|shortstack|multirowcell\s*\{[^{}]*\})\*?\s*(?:\[[^\[\]]*\]\s*)*"
                   r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_LINE_END = re.compile(r"\\\\\*?(?:\[[^\[\]]*\])?")
_LABELLED = ("enumerate", "itemize")  # in which Pandoc leaves out what an item has in the place of its number


def with_all_words(text: str) -> str:
    """Return the text with these as what Pandoc reads whole."""
    text = _APACITE.sub(lambda cited: f"{cited[1]}[{cited[2].strip(' ,')}][{cited[3] or ''}]", text)
    if "\\citeproc" in text:
        text = _CITED.sub(lambda cited: _of_works([("", cited[1], cited[2])]), _GROUP.sub(_group, text))
    text = _CELL.sub(lambda cell: "{" + _LINE_END.sub(r" \\newline ", cell[1]) + "}", text)
    opened: list[str] = []

    def item(found: re.Match[str]) -> str:
        if found["way"] == "begin":
            opened.append(found["list"])
        elif found["way"]:
            del opened[-1:]
        elif opened[-1:] and opened[-1] in _LABELLED and re.search(r"\w", _COMMAND.sub("", found["label"])):
            return f"\\item {found['label']} "
        return found[0]

    return _ITEM.sub(item, text) if "\\item" in text else text


def _group(found: re.Match[str]) -> str:
    """Return brackets with nothing but citations, and a few words before each, as one citation."""
    works: list[tuple[str, str, str]] = []
    end = 0
    for cited in _CITED.finditer(found[1]):
        works.append((found[1][end : cited.start()].strip(" \n;,") if works else found[1][: cited.start()].strip(),
                      cited[1], cited[2]))
        end = cited.end()
    return _of_works(works) if works and not found[1][end:].strip() else found[0]


def _of_works(works: list[tuple[str, str, str]]) -> str:
    return "\\parencites" + "".join(
        f"[{before}][{behind[1].strip() if (behind := _BEHIND_YEAR.search(shown)) else ''}]{{{key}}}"
        for before, key, shown in works)
