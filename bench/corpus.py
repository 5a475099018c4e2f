"""A site of any size to measure with: ``python bench/corpus.py FOLDER ARTICLES [--entries N]``.

Articles of about 1,400 words with 15 citations each, 3 questions, 3 myths and 3 interventions; a bibliography of 2,000
works. Words are as frequent as in English (``vocabulary.py``), so that search and compression cost what they cost with
a real text, and always drawn alike, so that two runs measure the same. Four dialects of the same text: ``ours``,
``material`` (blocks as admonitions, no citations), ``bibtex`` (admonitions and citations) and ``hugo`` (as
``material``, blocks as quotations). It says nothing about the world.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from vocabulary import ROOT, Draw

TOPICS = ("neuroplasticity", "psilocybin", "ketamine", "depression", "therapy", "safety", "law", "everyday-habits")
TRIAL = "species:human, design:rct, n:59"
SPECIES = (TRIAL, "species:mouse, design:animal-experiment",
           "species:cell, design:cell-experiment", "species:human, design:systematic-review, reviewed:6 rct")
HARMS = ",\n  x-harms = {not stated: the work is made up}"
VERDICTS = ("wrong", "overstated", "unsupported", "outdated", "disputed")
CITATIONS, BLOCKS, WORDS_OF_TEXT = 15, 3, 1400


def bibliography(entries: int) -> str:
    draw = Draw("bibliography")
    return "\n".join(
        f"@article{{work{n},\n  author = {{Fa{n}mily, A. B. and Other, C. and Third, D.}},\n"
        f"  title = {{{_sentence(draw, 12).rstrip('.')} {n}}},\n"
        f"  journal = {{Journal of {_word(draw).title()}}},\n"
        f"  year = {{{draw.integer(1990, 2025)}}},\n  volume = {{{draw.integer(1, 90)}}},\n"
        f"  pages = {{{draw.integer(1, 400)}--{draw.integer(401, 900)}}},\n  doi = {{10.9999/bench.{n}}},\n"
        f"  keywords = {{{SPECIES[n % len(SPECIES)]}}},\n  x-status = {{record}}, x-checked = {{2026-11-22}}"
        f"{HARMS if SPECIES[n % len(SPECIES)] == TRIAL else ''}\n}}\n"
        for n in range(entries)
    )


def article(number: int, entries: int, dialect: str) -> str:
    """One article's Markdown. The words are the same in every dialect."""
    draw = Draw(f"article {number}")
    keys = iter([f"work{draw.integer(0, entries - 1)}" for _ in range(CITATIONS)])

    def cite() -> str:
        return "" if dialect in ("material", "hugo") else f" [@{next(keys)}]"

    facts = (
        f"---\ntitle: Article {number} on {_word(draw)} and {_word(draw)}\n"
        f"description: {_sentence(draw, 12)}\npublished: 2026-01-{number % 28 + 1:02}\nreviewed: 2026-02-01\n"
        f"topics: [{draw.random.choice(TOPICS)}]\nsource: {{title: A source}}\n---\n\n"
    )
    parts: list[str] = []
    share = (WORDS_OF_TEXT - 9 * 45) // 6
    for section in range(6):
        parts.append(f"## {_word(draw).title()} and {_word(draw)} {section}\n")
        text = _text(draw, share)
        parts.append(text[:-1] + cite() + ".\n")
    for n in range(BLOCKS):
        parts += [_question(draw, number, n, cite, dialect), _myth(draw, number, n, cite, dialect),
                  _intervention(draw, number, n, cite, dialect)]
    return facts + "\n".join(parts)


def _question(draw: Draw, number: int, n: int, cite: Callable[[], str], dialect: str) -> str:
    title = f"Is the {_word(draw)} of {number} the {_word(draw)} {n}?"
    return _block(dialect, "faq", title, _topics(number, n), _text(draw, 45)[:-1] + cite() + ".")


def _myth(draw: Draw, number: int, n: int, cite: Callable[[], str], dialect: str) -> str:
    options = f"    verdict: {draw.random.choice(VERDICTS)}\n{_topics(number, n)}"
    title = f"The {_word(draw)} of {number} is a {_word(draw)} {n}"
    return _block(dialect, "myth", title, options, _text(draw, 45)[:-1] + cite() + ".")


def _intervention(draw: Draw, number: int, n: int, cite: Callable[[], str], dialect: str) -> str:
    concept, example = _sentence(draw, 14)[:-1] + cite() + ".", _sentence(draw, 14)
    steps = "\n".join(f"{'    ' if i else ':   '}{i + 1}. {_sentence(draw, 6)}" for i in range(3))
    body = f"Concept\n:   {concept}\n\nExample\n:   {example}\n\nSteps\n{steps}"
    title = f"{_word(draw).title()} for {number} and {n}"
    return _block(dialect, "intervention", title, _topics(number, n), body)


def _topics(number: int, n: int) -> str:
    """What a block is about: one topic or two, for the pages of each topic."""
    first, second = TOPICS[(number + n) % len(TOPICS)], TOPICS[number * 3 % len(TOPICS)]
    return f"    topics: {first}, {second}\n"


def _block(dialect: str, kind: str, title: str, options: str, body: str) -> str:
    if dialect == "ours":
        return f"/// {kind} | {title}\n{options}{body}\n///\n"
    if dialect == "hugo":
        return "\n".join(f"> {line}".rstrip() for line in [f"**{title}**", "", *body.split("\n")]) + "\n"
    inner = "\n".join(f"    {line}" if line else "" for line in body.split("\n"))
    return f'!!! note "{title}"\n{inner}\n'


def _text(draw: Draw, words: int) -> str:
    sentences = []
    while words > 0:
        length = min(words, draw.integer(8, 18))
        sentences.append(_sentence(draw, max(length, 3)))
        words -= length
    return " ".join(sentences)


def _sentence(draw: Draw, words: int) -> str:
    return " ".join(draw.words(words)).capitalize() + "."


def _word(draw: Draw) -> str:
    return draw.words(1)[0]


def write_site(folder: Path, articles: int, entries: int = 2000, dialect: str = "ours") -> Path:
    """A whole site in ``folder``, which is emptied first. Returns the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs" / "articles").mkdir(parents=True)
    for path, text in _files(articles, entries, dialect):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    if dialect == "ours":
        for name in ("hooks", "overrides", "references.csl", "wording.yml", "safety.yml", "glossary.yml",
                     "harms.yml", "synonyms.yml", "crisis.yml", "site.yml"):
            (folder / name).symlink_to(ROOT / name)
        # Every page of the real site but its articles: listings, references, glossary, about.
        shutil.copytree(ROOT / "docs", folder / "docs", dirs_exist_ok=True,
                        ignore=lambda at, names: [n for n in names if at.endswith("articles") and n.endswith(".md")
                                                  and n != "index.md"])
        # Pages that lead to one of the real site's articles lead to the list of articles here.
        for page in (folder / "docs" / "safety").glob("*.md"):
            text = page.read_text(encoding="utf-8")
            page.write_text(re.sub(r"articles/[\w-]+\.md(#[\w-]+)?\)", "articles/index.md)", text), encoding="utf-8")
    elif dialect == "bibtex":
        (folder / "references.csl").symlink_to(ROOT / "references.csl")
    return folder


def _files(articles: int, entries: int, dialect: str) -> Iterator[tuple[str, str]]:
    if dialect == "hugo":
        yield from HUGO.items()
    else:
        yield "mkdocs.yml", SETTINGS[dialect]
    if dialect in ("ours", "bibtex"):
        real = (ROOT / "bibliography.bib").read_text(encoding="utf-8") if dialect == "ours" else ""
        yield "bibliography.bib", f"{bibliography(entries)}\n{real}"  # the guide cites works of the real one
    if dialect != "ours":
        yield "docs/_index.md" if dialect == "hugo" else "docs/index.md", "# Home\n\nText.\n"
    else:
        yield "retractions.json", (ROOT / "retractions.json").read_text(encoding="utf-8")
    for number in range(articles):
        yield f"docs/{place(number, dialect)}.md", article(number, entries, dialect)


def place(number: int, dialect: str) -> str:
    """Where an article stands, from the folder of pages and without its ending.

    Stock tools list every article in the navigation, and pruning leaves the whole folder that a page stands in: with
    1,000 articles in one, each page would have 300 KB of it. So theirs stand in folders of a hundred.
    """
    return f"articles/article-{number}" if dialect == "ours" else f"articles/part-{number // 100}/article-{number}"


_MATERIAL = """\
site_name: Bench
site_url: https://example.org/
theme: {name: material, font: false, features: [navigation.prune]}
markdown_extensions:
  [abbr, attr_list, def_list, footnotes, tables, admonition, pymdownx.highlight, pymdownx.superfences]
"""
SETTINGS = {
    "ours": f"INHERIT: {ROOT / 'mkdocs.yml'}\nsite_url: https://example.org/\nnot_in_nav: '*'\n"
            "nav: [{Home: index.md}, {Articles: articles/index.md}]\n",
    "material": _MATERIAL + "plugins: [search]\n",
    "bibtex": _MATERIAL + "plugins: [search, {bibtex: {bib_file: bibliography.bib, csl_file: references.csl}}]\n",
}


_HUGO_PAGE = "<!doctype html><html lang=en><title>{{ .Title }}</title><body><h1>{{ .Title }}</h1>%s</body></html>\n"
HUGO = {
    "hugo.toml": "baseURL = 'https://example.org/'\ntitle = 'Bench'\ncontentDir = 'docs'\n"
                 "disableKinds = ['taxonomy', 'term', 'RSS']\n",
    "layouts/_default/single.html": _HUGO_PAGE % "{{ .TableOfContents }}{{ .Content }}",
    "layouts/_default/list.html":
        _HUGO_PAGE % "{{ range .Pages }}<a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}",
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("articles", type=int)
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--dialect", choices=[*SETTINGS, "hugo"], default="ours")
    given = parser.parse_args()
    write_site(given.folder, given.articles, given.entries, given.dialect)
