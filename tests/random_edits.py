"""Random edits of a small site: of everything that an editor or a maintainer may change between two builds.

Each may undo or repeat an earlier one. A site needs ``docs/articles/``, ``glossary.yml``, ``safety.yml``,
``mkdocs.yml`` and ``overrides/`` of its own.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from sites import BIB, ROOT, Site, article

WORDS = ("dendrite", "Text", "branch", "[@ly2018]", "[@shao2021]", "[two](two.md)", "**bold**", "`code`", "&amp;", "ü",
         "[part](#a-part)", "cures", "[^1]")
BLOCKS = (
    "/// faq | Is it {n}?\nYes [@ly2018].\n///",
    "/// faq | Is it {n}?\n    certainty: very-low\n    because: One study\nIt may be [@shao2021].\n///",
    "/// myth | It is {n}\n    verdict: wrong\nIt is not [@ly2018].\n///",
    "/// points | Part {n}\n- One [@shao2021].\n- Two.\n///",
)
GLOSSARIES = ("- term: dendrite\n  means: A branch of a nerve cell.\n",
              "- term: dendrite\n  means: A branch of a nerve cell.\n- term: branch\n  means: A part of a tree.\n",
              "- term: neuron\n  also: [dendrite, text]\n  means: A nerve cell.\n")
TEMPLATES = {  # name: a text in it and another one
    "site/related.html": ("Related articles", "Read next"),
    "theme/partials/listed-work.html": ("Cited in", "Named in"),
    "theme/partials/article-head.html": ("<header", "<header data-walk"),
    "theme/listing.html": ("{% extends", "{# changed #}{% extends"),
}
SETTINGS = (
    "", "markdown_extensions: [smarty]\n", "markdown_extensions: [{toc: {permalink: '#'}}]\n",
    "plugins: [bibtex: {bib_file: bibliography.bib, csl_file: references.csl}]\n",
    "plugins: [bibtex: {bib_file: bibliography.bib, csl_file: references.csl}, "
    "redirects: {redirect_maps: {'articles/old.md': 'articles/two.md'}}]\n",
    "extra: {publisher: {name: Somebody else, contact: a@example.org}}\n",
    "copyright: Nobody\n", "site_description: Another description\n",
)
NOTICE = {"record": "1", "title": "T", "day": "2024-01-01", "pmid": "", "notice_doi": "",
          "doi": "10.1016/j.neuron.2021.06.008", "reason": ""}


def _own(site: Site, name: str) -> Path:
    """Give the site a copy of what is a link to the project's file or folder."""
    path = site.root / name
    if path.is_symlink():
        target = path.resolve()
        path.unlink()
        if target.is_dir():
            shutil.copytree(target, path, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(target, path)
    return path


def _replace(file: Path, *pairs: tuple[str, str]) -> None:
    """Replace the first text of the pairs that the file has, or by chance the other way round."""
    text = file.read_bytes().decode("utf-8")
    for old, new in pairs:
        if new in text:
            file.write_bytes(text.replace(new, old).encode("utf-8"))
            return
        if old in text:
            file.write_bytes(text.replace(old, new).encode("utf-8"))
            return


def _articles(site: Site) -> list[Path]:
    return sorted((site.root / "docs" / "articles").glob("*.md"))


def _page(site: Site, chance: random.Random) -> Path:
    return chance.choice(_articles(site))


def _append(file: Path, text: str) -> None:
    file.write_bytes(file.read_bytes().rstrip() + f"\n\n{text}\n".encode())


def text(site: Site, chance: random.Random) -> None:
    _append(_page(site, chance), " ".join(chance.choices(WORDS, k=5)) + ".")


def heading(site: Site, chance: random.Random) -> None:
    _append(_page(site, chance), chance.choice(("## A part", "### A part", "## Another *part*", "[^1]: A note.")))


def block(site: Site, chance: random.Random) -> None:
    _append(_page(site, chance), chance.choice(BLOCKS).format(n=chance.randrange(3)))


def block_changed(site: Site, chance: random.Random) -> None:
    for page in _articles(site):
        _replace(page, ("verdict: wrong", "verdict: unproven"), ("Is it 1?", "Was it 1?"), ("certainty: very-low\n",
                                                                                          "certainty: low\n"))


def block_removed(site: Site, chance: random.Random) -> None:
    page = _page(site, chance)
    page.write_bytes(re.sub(rb"\n///[ ]\w.*?\n///\n", b"\n", page.read_bytes(), count=1, flags=re.S))


def new_page(site: Site, chance: random.Random) -> None:
    number = chance.randrange(5)
    site.write({f"docs/articles/page-{number}.md": article("New [@ly2018], see [one](one.md).\n", f"Page {number}")})


def page_removed(site: Site, chance: random.Random) -> None:
    if len(_articles(site)) > 2:
        _page(site, chance).unlink()


def page_renamed(site: Site, chance: random.Random) -> None:
    page = _page(site, chance)
    page.rename(page.with_name(chance.choice(("one.md", "two.md", "three.md", "über uns.md", "page-1.md"))))


def page_elsewhere(site: Site, chance: random.Random) -> None:
    about = site.root / "docs" / "about"
    if about.exists() and chance.random() < 0.5:
        shutil.rmtree(about)
    else:
        site.write({"docs/about/us.md": "---\ntitle: Us\ndescription: Who we are.\n---\n\nWe [@ly2018].\n"})


def title(site: Site, chance: random.Random) -> None:
    page = _page(site, chance)
    page.write_bytes(re.sub(rb"^title: .*?(?=\r?$)", f"title: Title {chance.randrange(3)}".encode(), page.read_bytes(),
                            count=1, flags=re.M))


def date(site: Site, chance: random.Random) -> None:
    _replace(_page(site, chance), ("reviewed: 2026-11-21", "reviewed: 2026-11-22"))


def status(site: Site, chance: random.Random) -> None:
    """Make a page a draft, a page to come, or publish it again."""
    page = _page(site, chance)
    stated = chance.choice((b"", b"status: draft\n", b"publish-on: 2026-11-20\n", b"status: ready\n"))
    text = re.sub(rb"^(status|publish-on): [^\r\n]*\r?\n", b"", page.read_bytes(), flags=re.M)
    page.write_bytes(re.sub(rb"^(?=topics:)", stated, text, count=1, flags=re.M))


def source(site: Site, chance: random.Random) -> None:
    _replace(_page(site, chance), ("{title: A source}", "{title: A source, doi: 10.1016/j.celrep.2018.05.022}"))


def work(site: Site, chance: random.Random) -> None:
    site.write({"bibliography.bib": BIB.replace(*chance.choice((
        ("Cell Reports", "Cell Notes"), ("Neuron}", "Nerve}"), ("2018}", "2019}"), ("Ly, Calvin", "Lü, Calvin"))))})


def evidence(site: Site, chance: random.Random) -> None:
    site.write({"bibliography.bib": BIB.replace("species:mouse", chance.choice(("species:rat", "species:human")))})


def new_work(site: Site, chance: random.Random) -> None:
    more = BIB.replace("ly2018", "a2000").replace("shao2021", "b2000").replace("10.1016", "10.1017")
    site.write({"bibliography.bib": BIB + chance.choice(("", more))})


def glossary(site: Site, chance: random.Random) -> None:
    site.write({"glossary.yml": chance.choice(GLOSSARIES)})


def glossary_removed(site: Site, chance: random.Random) -> None:
    (site.root / "glossary.yml").unlink(missing_ok=True)


def help_line(site: Site, chance: random.Random) -> None:
    _replace(_own(site, "safety.yml"), ("116 123", "116 124"))


def wording(site: Site, chance: random.Random) -> None:
    _replace(_own(site, "wording.yml"), ("cure, cures", "bold, cures"))


def retraction(site: Site, chance: random.Random) -> None:
    rows = [{**NOTICE, "nature": nature} for nature in chance.choice(((), ("Correction",), ("Expression of concern",)))]
    site.write({"retractions.json": json.dumps({"taken": "2026-11-20", "rows": rows})})


def style(site: Site, chance: random.Random) -> None:
    _replace(_own(site, "references.csl"), ('et-al-min="7" et-al-use-first="6"', 'et-al-min="2" et-al-use-first="1"'))


def address(site: Site, chance: random.Random) -> None:
    _replace(site.root / "mkdocs.yml", ("https://example.org/", "https://example.com/a/"))


def settings(site: Site, chance: random.Random) -> None:
    mark = "# walk\n"
    before = (site.root / "mkdocs.yml").read_text(encoding="utf-8").partition(mark)[0]
    site.write({"mkdocs.yml": f"{before}{mark}{chance.choice(SETTINGS)}"})


def navigation(site: Site, chance: random.Random) -> None:
    _replace(site.root / "mkdocs.yml", ("{Home: index.md}]", "{Home: index.md}, {Asked: questions/index.md}]"))


def template(site: Site, chance: random.Random) -> None:
    name, (old, new) = chance.choice(sorted(TEMPLATES.items()))
    own = f"overrides/{name.removeprefix('theme/')}"
    if (site.root / own).exists():
        (site.root / own).unlink()
    else:
        text = (ROOT / "proofdesk" / name).read_text(encoding="utf-8")
        assert old in text
        site.write({own: text.replace(old, new, 1)})


def own_template(site: Site, chance: random.Random) -> None:
    _replace(_own(site, "overrides") / "home.html", ("Start with safety", "Begin with safety"))


def style_sheet(site: Site, chance: random.Random) -> None:
    own = "docs/assets/print.css"
    if (site.root / own).exists():
        (site.root / own).unlink()
    else:
        site.write({own: "p { color: black }\n"})


def kind(site: Site, chance: random.Random) -> None:
    folder = _own(site, "hooks") / "blocks"
    which = chance.randrange(3)
    if which == 0:
        _replace(folder / "faq" / "faq.py", ('"Question: "', '"Asked: "'))
    elif which == 1:
        _replace(folder / "faq" / "faq.html", ('<div class="faq__answer"', '<p>Answer:</p><div class="faq__answer"'))
    else:
        _replace(folder / "myth" / "myth.css", (".myth", "/* changed */ .myth"))


def kind_removed(site: Site, chance: random.Random) -> None:
    folder = _own(site, "hooks") / "blocks" / "points"
    if folder.exists():
        shutil.rmtree(folder)
    else:
        shutil.copytree(ROOT / "hooks" / "blocks" / "points", folder, ignore=shutil.ignore_patterns("__pycache__"))


def picture(site: Site, chance: random.Random) -> None:
    if chance.random() < 0.3:
        (site.root / "docs" / "figures" / "a.svg").unlink(missing_ok=True)
    else:
        site.write({"docs/figures/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'})
        _append(_page(site, chance), "![A picture](../figures/a.svg)")


def damage(site: Site, chance: random.Random) -> None:
    files = sorted(file for file in (site.root / ".cache").rglob("*") if file.is_file())
    for file in chance.sample(files, min(10, len(files))):
        file.write_bytes(file.read_bytes()[:-3])


def cache_removed(site: Site, chance: random.Random) -> None:
    folders = sorted(folder for folder in (site.root / ".cache").iterdir() if folder.is_dir())
    if folders:
        shutil.rmtree(chance.choice(folders))


def line_ends(site: Site, chance: random.Random) -> None:
    page = _page(site, chance)
    page.write_bytes(page.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


Edit = Callable[[Site, random.Random], None]
EDITS: tuple[Edit, ...] = (
    text, heading, block, block_changed, block_removed, new_page, page_removed, page_renamed, page_elsewhere, title,
    date, status, source, work, evidence, new_work, glossary, glossary_removed, help_line, wording, retraction, style,
    address, settings, navigation, template, own_template, style_sheet, kind, kind_removed, picture, damage,
    cache_removed, line_ends,
)


def edits_in_random_order(chance: random.Random, number: int) -> Iterator[Edit]:
    """Yield this number of edits, none for the next time before all others came."""
    deck: list[Edit] = []
    for _ in range(number):
        if not deck:
            deck = list(EDITS)
            chance.shuffle(deck)
        yield deck.pop()
