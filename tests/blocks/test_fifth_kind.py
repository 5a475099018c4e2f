"""A kind of block is a folder and nothing else: another kind, added to a copy of the site, is found everywhere."""

from __future__ import annotations

import ast
import functools
import json
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest
from conftest import KINDS
from search_index import index_of
from sites import ROOT, SAMPLE, Built, Site, article, make_site, run

from proofdesk.desk.convert import read_pages
from proofdesk.desk.fixing.fixes import fixes
from proofdesk.desk.project import Project

pytestmark = pytest.mark.build

NAME = "tip"
KIND_NAMES = "faq, myth, intervention, chance, scores"
NOUNS = "question, myth, intervention, comparison of chances, comparison of scores"
FOLDER = {
    "tip.py": '''"""A small thing to do."""

from typing import Any

from proofdesk.blocks import BlockText, LabelledText, MarkdownForm, Record


class Tip(Record):
    """A tip: one small thing to do, and what it rests on."""

    markdown_form = MarkdownForm(labels=("tip__label",), title_prefix="Tip: ")
    manuscript_forms = (LabelledText(("tip",)),)

    def node(self, title: str, text: BlockText) -> dict[str, Any]:
        return {"@type": "HowToTip", "name": title, "text": text.text}
''',
    "tip.html": '''<section class="tip" data-block="tip" id="{{ id }}">
  <h3 class="tip__name" id="{{ id }}-title">{{ title }}</h3>
  <p class="tip__label">Try this:</p>
  {{ labels }}
  <div class="tip__text" data-slot=""></div>
</section>
''',
    "tip.css": ".tip {\n  margin: 1rem 0;\n}\n\n@media print {\n  .tip__label {\n    break-after: avoid;\n  }\n}\n",
    "tip.md": "/// tip | Write an example\nIt shows how a tip is written. [@shao2021]\n///\n",
    "listing.html": '<p class="tips-head">A tip is worth trying once.</p>\n',
}
TIP = "/// tip | Keep a diary of sleep\nNights that are written down are remembered better. [@ly2018]\n///\n"
PAGES = {
    "docs/index.md": "---\ntitle: Home\ndescription: A site.\ntemplate: home.html\n---\n\n# Home\n\n[@shao2021].\n",
    "docs/articles/sleep.md": article(f"Words [@shao2021].\n\n{TIP}", "Sleep and learning"),
    "docs/references/index.md": "---\ntitle: References\ndescription: All works.\ntemplate: references.html\n---\n",
    "docs/contributing/blocks.md": "---\ntitle: Blocks\ndescription: The guide.\n---\n\n<!-- guide: blocks -->\n\n"
                                   "## Data\n\n<!-- guide: data -->\n\n## Rules\n\n<!-- guide: rules -->\n",
    # The listing is content: its address and its title are the page's own.
    "docs/tips/index.md": "---\ntitle: Tips to try\ndescription: Every tip.\ntemplate: listing.html\nblock: tip\n---\n",
}


class Published(NamedTuple):
    """The copy of the site, and what came of its build."""

    site: Site
    built: Built

    def text(self, name: str) -> str:
        return (self.built.folder / name).read_text(encoding="utf-8")


def with_tips(root: Path) -> Site:
    """A small site with the real kinds of block, and a folder beside them."""
    bib = (SAMPLE / "bibliography.bib").read_text(encoding="utf-8")
    site = make_site(root, {}, bib)
    (root / "hooks").unlink()
    shutil.copytree(ROOT / "hooks", root / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    kind = {f"hooks/blocks/{NAME}/{name}": text for name, text in FOLDER.items()}
    return site.write({**PAGES, **kind})


@pytest.fixture(scope="module")
def tips(tmp_path_factory: pytest.TempPathFactory) -> Published:
    site = with_tips(tmp_path_factory.mktemp("fifth") / "site")
    built = site.build()
    others = [p for p in built.problems if "uncited-entry" not in p]  # the small site cites few of the works
    assert (built.code, others) == (0, []), built.output
    return Published(site, built)


def hook_files(root: Path) -> dict[str, bytes]:
    """Every file of a site's hooks, by its path."""
    return {f.relative_to(root).as_posix(): f.read_bytes() for f in (root / "hooks").rglob("*")
            if f.is_file() and f.suffix != ".pyc"}


def test_only_its_folder_was_added(tips: Published) -> None:
    own, here = hook_files(ROOT), hook_files(tips.site.root)
    assert {path.rpartition("/")[0] for path in here.keys() - own.keys()} == {"hooks/blocks/tip"}
    assert {path: here[path] for path in own} == own


def test_an_option_of_it_that_is_not_indented(tmp_path: Path) -> None:
    """It is an error as with every kind, and can be fixed."""
    own = FOLDER["tip.py"].replace("    manuscript_forms", "    cost: str | None = None\n    manuscript_forms")
    page = "docs/articles/sleep.md"
    site = with_tips(tmp_path / "site").write({
        "hooks/blocks/tip/tip.py": own,
        page: article(TIP.replace("sleep\n", "sleep\n  cost: none\n") + "\nAlso [@shao2021].\n", "Sleep")})
    project = Project(site.root)
    (checked,) = [each for each in project.pages() if each.path == page]
    problems = [each for each in read_pages(project, [checked]).problems if each.path == page]
    assert [str(each).split(", but")[0] for each in problems] == [
        f"{page}:11:3: bad-options: “cost” is an option of the block"]
    (fix,) = fixes(project, [checked], problems, with_bibliography=False)
    assert fix.after == fix.before.replace("  cost: none", "    cost: none")


def test_page(tips: Published) -> None:
    (block,) = tips.built.page("articles/sleep").xpath("//*[@data-block='tip']")
    assert block.get("id") == "tip-keep-a-diary-of-sleep"
    assert "Nights that are written down" in block.text_content()
    assert "Animal and cell studies only" in block.find_class("evidence")[0].text_content()


def test_listing(tips: Published) -> None:
    page = tips.built.page("tips")
    content = page.get_element_by_id("content").text_content()
    assert "Tips to try" in content and "A tip is worth trying once." in content
    assert "Nights that are written down" in content
    (link,) = page.xpath("//p[@class='entry__place']/a")
    assert link.get("href").endswith("articles/sleep/#tip-keep-a-diary-of-sleep")
    assert link.get("aria-label") == "See it in context: Keep a diary of sleep"
    assert page.find_class("tally")[0].text_content() == "1 tip."


def test_other_pages_lead_to_the_listing(tips: Published) -> None:
    (door,) = tips.built.page("").find_class("door")
    assert " ".join(door.text_content().split()) == "Tips 1 tip" and door.xpath(".//a/@href") == ["tips/"]
    (doors,) = tips.built.page("articles/sleep").find_class("search__doors")
    words = " ".join(doors.text_content().split())
    assert words == "Or look through the articles, the tips or the references."


def test_search(tips: Published) -> None:
    entry = index_of(tips.built.folder)["articles/sleep/#tip-keep-a-diary-of-sleep"]
    assert entry["title"] == "Keep a diary of sleep" and entry["kind"] == "Tips to try"
    assert entry["filters"]["Kind"] == ["Tips to try"]
    assert "Tips to try" in json.loads(tips.text("search/index.json"))["choices"]["Kind"]


def test_bibliography(tips: Published) -> None:
    assert "{ly2018," in tips.text("articles/sleep/references.bib") and "{ly2018," in tips.text("references.bib")
    work = tips.built.page("references").get_element_by_id("ref-ly2018")
    uses = " ".join(work.find_class("reference__uses")[0].text_content().split())
    assert uses == "Sleep and learning: Keep a diary of sleep"


def test_claims(tips: Published) -> None:
    data, schema = json.loads(tips.text("data/claims.json")), json.loads(tips.text("data/claims-1.schema.json"))
    jsonschema.Draft202012Validator(schema).validate(data)
    (claim,) = data["claims"]
    assert (claim["kind"], claim["title"]) == ("tip", "Keep a diary of sleep")
    assert [work["key"] for work in claim["references"]] == ["ly2018"]
    assert claim["rests_on"] and claim["verdict"] is None
    properties = schema["$defs"]["Claim"]["properties"]
    assert properties["kind"]["description"] == f"The kind of block: {KIND_NAMES} or tip."
    assert "or the tip's title." in properties["title"]["description"]
    assert "or the whole tip, as plain text." in properties["text"]["description"]
    assert schema["description"].startswith(f"Every {NOUNS} and tip of a site")
    assert f"every {NOUNS} and tip with" in tips.text("llms.txt")


def test_markdown(tips: Published) -> None:
    text = tips.text("articles/sleep/index.md")
    assert re.search(r"^#+ Tip: Keep a diary of sleep$", text, re.M)
    assert re.search(r"^\*\*Try this:\*\*$", text, re.M)


def test_json_ld(tips: Published) -> None:
    (script,) = tips.built.page("articles/sleep").xpath("//script[@type='application/ld+json']")
    (node,) = [each for each in json.loads(script.text_content())["@graph"] if each["@type"] == "HowToTip"]
    assert node["name"] == "Keep a diary of sleep" and node["@id"].endswith("#tip-keep-a-diary-of-sleep")
    assert node["isPartOf"] and len(node["citation"]) == 1


def test_print(tips: Published) -> None:
    style = tips.text("assets/blocks.css")
    assert "@media print {\n  .tip__label {\n    break-after: avoid;" in style
    assert tips.built.page("articles/sleep").xpath("//link[contains(@href, 'assets/blocks.css')]")


def test_guide(tips: Published) -> None:
    page = tips.built.page("contributing/blocks")
    assert FOLDER["tip.md"].strip() in [code.text_content().strip() for code in page.xpath("//pre")]
    text = " ".join(page.get_element_by_id("content").text_content().split())
    assert "one small thing to do, and what it rests on" in text
    assert f"The kind of block: {KIND_NAMES} or tip." in text
    assert f"A {NOUNS} or tip cites nothing." in text


def desk(site: Site, *arguments: str) -> str:
    done = run([*arguments], site.root, site.root, program="proofdesk.desk")
    assert done.code == 0, done.output
    return done.output


def test_desk_new_and_editor(tips: Published) -> None:
    desk(tips.site, "new", "A new page")
    page = (tips.site.root / "docs/articles/a-new-page.md").read_text(encoding="utf-8")
    assert "/// tip | … title …\n… [@…]\n///" in page
    desk(tips.site, "editor")
    snippets = json.loads((tips.site.root / ".vscode/blocks.code-snippets").read_text(encoding="utf-8"))
    assert snippets["Block: tip"]["prefix"] == ["tip", "/// tip"]


def test_desk_import(tips: Published) -> None:
    manuscript = tips.site.root / "notes.txt"
    manuscript.write_text(
        "What sleep does\n\nSome text that stands before it.\n\n"
        "Tip: Go to bed at the same time. A steady hour helps many people.\n\nMore text.\n", encoding="utf-8")
    output = desk(tips.site, "import", str(manuscript), "--dry-run")
    assert "/// tip | Go to bed at the same time.\nA steady hour helps many people.\n///" in output
    assert "1 tip" in re.search(r"^Found: (.*)\.$", output, re.M)[1]  # type: ignore[index]


# --- Nothing outside a kind's folder names it

# The kinds whose names are no everyday words, so that they stand nowhere at all.
_ANYWHERE = ("faq", "myth", "intervention")
# A kind's name as a program writes it: in code, a class or a block's fence. “Points” is a common English word.
_AS_A_NAME = r"""["'`.#]{name}["'`]|\.{name}\b|\b{name}__|\b{name}--|/// {name}\b|data-block="{name}"|--{name}\b"""
# Words that works, help lines, reviews and publishing have as fields, HTML as an element, and citations as a locator.
_EVERYDAY = ("note", "answer", "changes", "figure")
# The forms of an everyday word that only a kind has, in a text of any language.
_OF_A_KIND = r"""\b{name}__|[\w(]--{name}\b|--{name}:|\b{name}--|/// {name}\b|data-block=\\?["']?{name}\b"""
_SELECTOR = r"(?<![\w-])[\w#*:>+~ ]*\.{name}(?![\w-])"
_BLOCKS = re.compile(r"kind|block|record", re.I)


@functools.cache
def sources() -> dict[str, str]:
    """Every text of the program and of the site's theme, by its path."""
    folders = [ROOT / "proofdesk", ROOT / "overrides", ROOT / "docs" / "assets"]
    return {
        file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8")
        for folder in folders for file in sorted(folder.rglob("*")) if file.suffix in (".py", ".html", ".css", ".js")
    }


def naming_lines(path: str, text: str, name: str) -> list[int]:
    """The lines of a file that name a kind of block."""
    if name not in text.lower():
        return []
    if name not in _EVERYDAY:
        return _matching("(?i){name}" if name in _ANYWHERE else _AS_A_NAME, text, name)
    found = {*_matching(_OF_A_KIND, text, name)}
    if path.endswith(".py"):
        found |= _naming_in_python(text, name)
    elif path.endswith(".css"):
        # Without comments; the element “figure” is no class.
        rules = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
        found |= {*_matching(_SELECTOR, rules, name)}
    elif path.endswith(".html"):
        found |= {*_matching(r"""class="[^"]*(?<![\w-]){name}(?![\w-])|(?:==|!=|\bin) \(?["']{name}["']""", text, name)}
    else:
        # A selector stands in quotes, a field does not.
        found |= {*_matching(rf"""(["'`])(?:(?!\1).)*{_SELECTOR}(?:(?!\1).)*\1|[=!]== ?["']{{name}}["']""", text, name)}
    return sorted(found)


def _matching(form: str, text: str, name: str) -> list[int]:
    pattern = re.compile(form.replace("{name}", name))
    return [number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def _naming_in_python(text: str, name: str) -> set[int]:
    """The lines in which a word is compared with anything, or asked of kinds or blocks, or stands among kinds."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                is_kind = any(_is(side, name) for side in sides) or (
                    any(_BLOCKS.search(ast.unparse(side)) for side in sides)
                    and any(_is(inner, name) for side in sides for inner in ast.walk(side)))
            case ast.Subscript():
                is_kind = _is(node.slice, name) and bool(_BLOCKS.search(ast.unparse(node.value)))
            case ast.Call():
                is_kind = any(_is(argument, name) for argument in node.args) and bool(
                    _BLOCKS.search(ast.unparse(node.func)))
            case ast.keyword():
                is_kind = _is(node.value, name) and node.arg in ("kind", "block")
            case ast.MatchValue():
                is_kind = _is(node.value, name)
            case ast.Tuple() | ast.List() | ast.Set() | ast.Dict():
                held = node.keys if isinstance(node, ast.Dict) else node.elts
                is_kind = any(_is(each, name) for each in held) and any(
                    _is(each, other) for each in held for other in KINDS if other not in _EVERYDAY)
            case _:
                continue
        if is_kind:
            found.add(node.lineno if hasattr(node, "lineno") else 0)
    return found


def _is(node: ast.AST | None, name: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == name


@pytest.mark.parametrize("name", KINDS)
def test_nothing_else_names_a_kind(name: str) -> None:
    assert [f"{path}:{line}" for path, text in sources().items() for line in naming_lines(path, text, name)] == []


NAMING = {
    "compared.py": 'x = kind == "{name}"', "compared last.py": 'x = "{name}" != each.tag',
    "one of.py": 'x = block.kind in ("other", "{name}")', "looked up.py": 'kinds["{name}"]',
    "asked for.py": 'KINDS.get("{name}", None)', "argument.py": 'make(kind="{name}")', "made.py": 'block("{name}")',
    "matched.py": 'match word:\n    case "{name}":\n        pass', "among kinds.py": 'WORDS = ("faq", "{name}")',
    "table.py": 'WORDS = {"faq": 1, "{name}": 2}', "fence.py": 'TEXT = "/// {name} | x"',
    "path.py": 'page.xpath("//*[@data-block=\'{name}\']")', "part.py": 'page.find_class("{name}__label")',
    "class.css": ".{name} {", "list of classes.css": "section.{name}, .other {", "nested.css": "  & > .{name}:hover {",
    "style.html": '<p class="lead {name}">', "attribute.html": '<p data-block="{name}">',
    "compared.html": '{% if kind == "{name}" %}', "one of.html": '{% if kind in ("{name}", "other") %}',
    "asked.js": 'page.querySelector("section.{name} > p")', "compared.js": 'if (block.dataset.block === "{name}")',
}


@pytest.mark.parametrize("name", _EVERYDAY)
@pytest.mark.parametrize("place", NAMING)
def test_an_everyday_word_that_names_a_kind_is_found(place: str, name: str) -> None:
    assert naming_lines(place, "\n" + NAMING[place].replace("{name}", name), name) != []


@pytest.mark.parametrize(("place", "text"), [
    ("a.py", 'item["note"] = entry.value("note")'), ("a.py", 'FACTS = ("date", "note")'),
    ("a.py", "for change in proposal.changes: pass"), ("a.py", 'update={"answer": answer}'),
    ("a.css", "figure > img {"), ("a.css", ".source__note {"), ("a.html", '<p class="source__note">{{ source.note }}'),
    ("a.js", 'one.note.classList.toggle("near")'),
])
def test_an_everyday_word_that_names_none_is_let_be(place: str, text: str) -> None:
    assert [name for name in _EVERYDAY if naming_lines(place, text, name)] == []
