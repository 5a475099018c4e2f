"""Every kind of block, found by its folder: a new room is tested by existing."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import KINDS, ROOT, Convert, tree, words
from lxml.html import HtmlElement, tostring

from proofdesk.bibliography.samples import WORKS
from proofdesk.blocks.kind import BlockKind
from proofdesk.content.block_text import read_block

KINDS_FOLDER = ROOT / "hooks" / "blocks"
KIND_LIST = list(KINDS.values())
each_kind = pytest.mark.parametrize("kind", KIND_LIST, ids=lambda kind: kind.name)

INSIDE = {
    "emphasis": ("Some *slanted* and **heavy** words.", "//em[text()='slanted']"),
    "a link": ("See [the place](https://example.org/).", "//a[@href='https://example.org/']"),
    "a list": ("Text:\n\n- One\n- Two\n", "//ul/li[2]"),
    "a table": ("| A | B |\n| - | - |\n| 1 | 2 |\n", "//table//td[2]"),
    "inline code": ("Use `/// code | x` here.", "//code[contains(., '/// code')]"),
    "fenced code": ("```\n/// code | x\n```", "//pre[contains(., '/// code')]"),
    "a footnote": ("Text.[^note]", "//sup/a[@href='#fn:note']"),
    "a citation": ("Text. [@vole2021]", "//a[@class='citation'][@href='#ref-vole2021']"),
    "a heading": ("#### Part", "//*[text()='Part']"),
    "a quotation": ("> Said.", "//blockquote/p[text()='Said.']"),
    "raw HTML": ("<abbr title='x'>LSD</abbr> acts.", "//abbr"),
    "another block": ("/// faq | Inner?\nYes.\n///", "//*[@data-block]//*[@data-block='faq'][@id='faq-inner']"),
}


def as_html(element: HtmlElement) -> str:
    """An element as HTML, without what follows it."""
    return str(tostring(element, encoding="unicode", with_tail=False))


def open_example(example: str) -> tuple[str, str]:
    """A room's example without its closing line, its fence long enough to hold other blocks; and the fence."""
    header, rest = example.strip().split("\n", 1)
    return f"//{header}\n{rest.rsplit(chr(10), 1)[0]}", "/////"


def with_title(kind: BlockKind, title: str) -> str:
    """A room's example under another title."""
    header, rest = kind.example.split("\n", 1)
    return f"{header.split('|')[0]}| {title}\n{rest}"


def test_every_folder_of_blocks_is_a_kind() -> None:
    """Nothing has to be registered anywhere."""
    folders = {f.name for f in KINDS_FOLDER.iterdir() if f.is_dir() and not f.name.startswith("__")}
    assert folders == set(KINDS)
    assert {"faq", "myth", "intervention", "points"} <= folders


@each_kind
def test_door_to_a_list_fits_a_sentence(kind: BlockKind) -> None:
    """Other pages list the doors between commas; the name of a list may be a title with one."""
    if kind.listing:
        assert str(kind.listing.door("x/")) == f'{kind.listing.determiner}<a href="x/">{kind.listing.plural}</a>'


@each_kind
def test_kind_has_record_template_style_and_example(kind: BlockKind) -> None:
    """A record with words about itself, a template, a style and an example, none of them empty."""
    assert (kind.record.__doc__ or "").strip()
    for ending in ("html", "css", "md"):
        assert kind.file(ending).read_text(encoding="utf-8").strip(), f"{kind.name}.{ending} is empty"
    assert f".{kind.name}" in kind.style, "the style names the block"
    assert kind.example.startswith(f"/// {kind.name} | ")


@each_kind
def test_every_option_is_documented(kind: BlockKind) -> None:
    """The guide prints these: what an option is, and what each of its words means to readers."""
    for name, option in kind.options.items():
        assert len(option["description"]) > 10, f"{kind.name}: {name}"
        assert all(word.label for word in option["words"]), f"{kind.name}: {name}"


@each_kind
def test_example_is_valid_and_cites_sample_works(kind: BlockKind, convert: Convert) -> None:
    """What an author copies must not begin with a fault."""
    html, problems, document = convert(kind.example, WORKS.read_text(encoding="utf-8"))
    assert problems == []
    (block,) = document.blocks
    element = tree(html).xpath("//*[@data-block]")[0]
    assert (element.get("data-block"), element.get("id")) == (kind.name, block.id)
    assert block.id.startswith(f"{kind.name}-")
    anchors = element.xpath(f".//a[@class='headerlink'][@href='#{block.id}']")
    assert len(anchors) == 1, "one permalink, to the block itself"
    assert block.text == kind.example.split("\n")[0].split("| ")[1], "the record's title, as a reader sees it"
    assert block.keys, "the example shows a citation"


@each_kind
def test_block_html_is_well_formed(kind: BlockKind, convert: Convert) -> None:
    """Its HTML can be read as XML, and no id is there twice."""
    _, _, document = convert(kind.example.replace("[@", "[@ly2018; @"))
    html = document.blocks[0].html.replace("&nbsp;", " ")
    root = ElementTree.fromstring(html)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        for name in ("aria-labelledby", "aria-describedby"):
            assert all(target in ids for target in (element.get(name) or "").split())


@each_kind
@pytest.mark.parametrize(("markdown", "path"), INSIDE.values(), ids=INSIDE)
def test_block_accepts_any_markdown_inside(kind: BlockKind, markdown: str, path: str, convert: Convert) -> None:
    """Nothing is lost, and nothing leaves the block."""
    body, fence = open_example(kind.example)
    bib = WORKS.read_text(encoding="utf-8")
    page = f"{body}\n\n{markdown}\n\n{fence}\n\nAfter.\n\n[^note]: A note.\n"
    html, problems, document = convert(page, bib)
    assert problems == []
    block = tree(html).get_element_by_id(document.blocks[0].id)
    inside = block.xpath(path.replace("//", ".//", 1) if "data-block" not in path else path)
    assert inside and block in [*inside[0].iterancestors()]
    assert "After." not in block.text_content()
    assert "///" not in words(html).replace("/// code", "")
    assert words(document.blocks[0].html) == words(as_html(block)), "the listing shows the same block"


@each_kind
def test_title_is_shown_as_plain_text(kind: BlockKind, convert: Convert) -> None:
    """Marks that mean something to HTML or to a template stand as they were written."""
    title = 'Is 5 < 6 & "so" {{ on }} — ⟨Größe⟩ 100% {% if %}?'
    html, problems, document = convert(with_title(kind, title))
    assert not [p for p in problems if "unknown-citation" not in p]
    assert title in words(html)
    assert document.blocks[0].text == title


@each_kind
def test_title_accepts_emphasis_code_and_citations(kind: BlockKind, convert: Convert) -> None:
    """They are Markdown like the rest; the record's own words and address are without the number."""
    html, _, document = convert(with_title(kind, "What *is* `5-HT2A`? [@ly2018]"))
    block = document.blocks[0]
    assert block.text == "What is 5-HT2A?"
    assert block.id == f"{kind.name}-what-is-5-ht2a"
    root = tree(html)
    assert root.xpath(f"//*[@id='{block.id}']//em[text()='is']") and root.xpath("//code[text()='5-HT2A']")
    assert root.xpath(f"//*[@id='{block.id}']//a[@data-key='ly2018']")


@each_kind
def test_missing_title_problem_uses_the_kinds_word(kind: BlockKind, convert: Convert) -> None:
    """A block without its title says what is missing in the room's own terms, unless its kind has words for it."""
    header, *rest = kind.example.splitlines()
    text = "\n".join(line for line in rest if not re.match(r"    \w+: ", line))
    html, problems, document = convert(f"{header.split(' |')[0]}\n{text}\n", WORKS.read_text(encoding="utf-8"))
    words_for_it = kind.record.default_title({})
    if words_for_it:
        assert problems == [] and document.blocks[0].text == words_for_it
        assert words(html).startswith(words_for_it) and words(html).count(words_for_it) == 1
        return
    assert any(f"the {kind.name} block has no {kind.record.title_words} (" in problem for problem in problems)


@each_kind
@pytest.mark.parametrize("above", [[], [1], [2], [2, 3], [6]], ids=str)
def test_heading_levels_fit_the_context(kind: BlockKind, above: list[int], convert: Convert) -> None:
    """No level is skipped on the way down: into the block, into the one inside it, and out again."""
    body, fence = open_example(kind.example)
    before = "".join(f"{'#' * level} Above\n\n" for level in above)
    html, _, _ = convert(f"{before}{body}\n\n##### Part\n\n/// faq | Inner?\n# Loud\n///\n\n{fence}\n")
    own = tree(html).xpath("//*[@data-block][not(ancestor::*[@data-block])]//*[self::h1 or self::h2 or self::h3 "
                           "or self::h4 or self::h5 or self::h6]")
    assert [e.text_content() for e in own][-3:] == ["Part", "Inner?", "Loud"]
    level = above[-1] if above else 1
    for element in own:
        assert 2 <= int(element.tag[1]) <= min(level + 1, 6), f"{[e.tag for e in own]} below {above}"
        level = int(element.tag[1])


def test_myth_is_announced_and_judged_wherever_it_is(convert: Convert) -> None:
    """Whoever skims headings, links or contents must not take a myth for a fact (Debunking Handbook 2020)."""
    page = (
        "[TOC]\n\n## Section\n\n//// faq | Outer?\n/// myth | Psychedelics cure depression\n    verdict: overstated\n"
        "They can ease it. [@ly2018] The rest is hope.\n///\n////\n"
    )
    html, problems, document = convert(page)
    assert problems == []
    root, announced = tree(html), "Myth: Psychedelics cure depression, overstated"
    (listed,) = root.xpath("//*[@class='toc']//a[contains(., 'cure')]")
    assert listed.text_content() == announced
    listed.getparent().drop_tree()
    (heading,) = (each for each in root.iter("h2", "h3", "h4", "h5", "h6") if "cure" in each.text_content())
    assert (heading.tag, " ".join(heading.text_content().split())) == ("h4", announced)
    assert as_html(root).count("Psychedelics cure") == 1, "it is stated once"
    (block,) = root.xpath("//*[@data-block='myth']")
    assert block.get("aria-labelledby") == heading.get("id"), "so that what is so, which stands above it, belongs to it"
    assert document.blocks[1].text == "Psychedelics cure depression"


@pytest.mark.parametrize(("text", "lead", "rest"), [
    ("It is not. [@ly2018] This is why.\n\nAnd so.", ["It is not. [1]"], ["This is why.", "And so."]),
    ("It is not, *says* one [@ly2018].", ["It is not, says one [1]."], []),
    ("They are rare, e.g. in mice. Why?\nSo.", ["They are rare, e.g. in mice."], ["Why? So."]),
    ("- It is not.\n- Nor that.", [], ["It is not.", "Nor that."]),
    ("", [], []),
], ids=("a citation behind it", "alone", "an abbreviation", "a list", "nothing"))
def test_myth_leads_with_the_first_sentence(convert: Convert, text: str, lead: list[str], rest: list[str]) -> None:
    """It stands alone, so that it can be set with the weight; programs get the whole text, in its order."""
    html, _, document = convert(f"/// myth | M\n    verdict: wrong\n{text}\n///\n")
    (block,) = tree(html).xpath("//*[@data-block='myth']")
    assert [words(as_html(each)) for each in block.find_class("myth__fact")] == lead
    assert [words(as_html(each)) for each in block.xpath(".//*[@data-slot]//p | .//*[@data-slot]//li")] == rest
    said = "\n\n".join([*lead, *rest]).replace(" [1]", "")
    assert read_block(document.blocks[0].html).text == said


def test_faq_answer_is_visible_without_a_click(convert: Convert) -> None:
    """Nothing that all readers need is folded away."""
    html = convert("/// faq | Why?\nBecause.\n///\n").html
    assert not tree(html).xpath("//details|//*[@hidden]|//*[@aria-hidden][not(@class='headerlink')]|//button")


def test_option_value_is_shown_as_its_label(convert: Convert) -> None:
    """The vocabulary's label, not its word."""
    shown = words(convert("/// myth | M\n    verdict: outdated\nText.\n///\n").html)
    assert "Myth: M, outdated Outdated. It was right once" in shown
    shown = words(convert((KINDS_FOLDER / "intervention" / "intervention.md").read_text(encoding="utf-8")).html)
    assert "When: In everyday life" in shown


def test_bad_option_leaves_valid_options_in_effect(convert: Convert) -> None:
    """A preview still shows the verdict where another option is wrong."""
    html, problems, _ = convert("/// myth | M\n    verdict: wrong\n    colour: red\nText.\n///\n")
    assert [problem.split(": ")[1] for problem in problems] == ["unknown-option"]
    assert "Myth: M, wrong" in words(html)


def test_nested_blocks_are_recorded_in_page_order(convert: Convert) -> None:
    """Records come in the order of the page, the outer block before the inner."""
    page = "//// faq | One\n/// faq | Two\nA.\n///\n////\n\n/// faq | Three\nB.\n///\n"
    assert [block.record.title for block in convert(page).document.blocks] == ["One", "Two", "Three"]


@pytest.mark.parametrize(("title", "ids"), [
    ("References", ["faq-references", "faq-references-2"]), ("Cite-as?", ["faq-cite-as", "faq-cite-as-2"]),
    ("Why?", ["faq-why", "faq-why-2"]),
])
def test_title_never_takes_a_reference_list_id(title: str, ids: list[str], convert: Convert) -> None:
    found = convert(f"/// faq | {title}\nSo.\n///\n\n/// faq | {title}\nSo.\n///\n").document.blocks
    assert [block.id for block in found] == ids


def test_note_in_title_is_in_no_address_or_list(convert: Convert) -> None:
    document = convert("/// faq | Does it help?[^1]\n    certainty: low\n\nYes.\n///\n\n[^1]: A note.\n").document
    assert [(block.id, block.text) for block in document.blocks] == [("faq-does-it-help", "Does it help?")]


def test_raw_html_in_title_becomes_plain_text(convert: Convert) -> None:
    """The listings and addresses take the title as plain text."""
    (block,) = convert("/// faq | What is 5-HT<sub>2A</sub>?\nA receptor.\n///\n").document.blocks
    assert block.text == "What is 5-HT2A?"


FAR = "It is said again and again by very many people in very many places, and it is so"
JUST = f"{FAR[:74]}s"  # 75 characters
RATED = {"@type": "Rating", "bestRating": 5, "worstRating": 1}
JSON_LD_CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "a question": (
        "/// faq | *Is* it so? [@ly2018]\nYes [@ly2018].\n\n- One\n- Two\n///\n",
        {"@type": "Question", "name": "Is it so?",
         "acceptedAnswer": {"@type": "Answer", "text": "Yes.\n\nOne\n\nTwo"}}),
    "a myth": (
        "/// myth | It is so\n    verdict: overstated\nNo, *it* is not [@ly2018].\n///\n",
        {"@type": "HealthTopicContent", "hasHealthAspect": "https://schema.org/MisconceptionsHealthAspect",
         "name": "It is so", "text": "No, it is not.",
         "abstract": "Overstated. There is something in it, but it says more than the evidence can carry."}),
    "a long myth that somebody states": (
        f"/// myth | {FAR}\n    verdict: outdated\n    appearance: https://example.org/a?b=1\n"
        "    claimant: Somebody\nIt was so.\n///\n",
        {"@type": "ClaimReview", "reviewBody": "It was so.",
         "claimReviewed": "It is said again and again by very many people in very many places, and it",
         "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Somebody"},
                          "appearance": {"@type": "CreativeWork", "url": "https://example.org/a?b=1"}},
         "reviewRating": {**RATED, "ratingValue": 2, "alternateName": "Outdated"}}),
    "a myth as long as may be, of an organisation": (
        f"/// myth | {JUST}\n    verdict: wrong\n    appearance: https://example.org/\n"
        "    claimant: An Institute\n    claimant_is: organisation\nIt was not.\n///\n",
        {"@type": "ClaimReview", "reviewBody": "It was not.", "claimReviewed": JUST,
         "itemReviewed": {"@type": "Claim", "author": {"@type": "Organization", "name": "An Institute"},
                          "appearance": {"@type": "CreativeWork", "url": "https://example.org/"}},
         "reviewRating": {**RATED, "ratingValue": 1, "alternateName": "Wrong"}}),
    "an intervention": (
        "/// intervention | Breathe\nConcept\n:   It calms [@ly2018].\n\nExample\n:   So.\n\n"
        "Steps\n:   1. In\n    2. Out\n///\n",
        {"@type": "HowTo", "name": "Breathe", "description": "It calms.",
         "step": [{"@type": "HowToStep", "position": 1, "text": "In"},
                  {"@type": "HowToStep", "position": 2, "text": "Out"}]}),
    "an intervention without parts": (
        "/// intervention | Breathe\nIn and out.\n///\n",
        {"@type": "HowTo", "name": "Breathe", "description": "", "step": []}),
    "key points": ("/// points | P\n- One\n///\n", {}),
    "a note": ("/// note | N\nOne.\n///\n", {}),
}


@pytest.mark.parametrize(("markdown", "node"), JSON_LD_CASES.values(), ids=JSON_LD_CASES)
def test_block_gives_its_json_ld_node(markdown: str, node: dict[str, Any], convert: Convert) -> None:
    """Every word of it stands on the page; nothing is added."""
    (block,) = convert(markdown).document.blocks
    assert block.record.node(block.text, read_block(block.html)) == node


def test_headings_in_a_block_keep_their_hierarchy(convert: Convert) -> None:
    """Below the block's own heading; where it has none, below what the block stands under."""
    def levels(markdown: str) -> list[tuple[str, str]]:
        root = tree(convert(markdown).html)
        return [(e.tag, e.text_content()) for e in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]

    parts = "### Part\n\n#### Sub\n\n### Again\n\nText.\n///\n"
    below = [("h3", "Part"), ("h4", "Sub"), ("h3", "Again")]
    assert levels(f"/// faq | Q\n{parts}") == [("h2", "Q"), *below]
    assert levels(f"## Section\n\n/// note | N\n{parts}") == [("h2", "Section"), *below]


def test_block_records_the_works_it_cites(convert: Convert) -> None:
    """In their order, each once; and that it cites something, where no work is known."""
    page = ("/// faq | Q [@ly2018]\nA [@shao2021; @ly2018] and [a link](b.md).\n///\n\n/// faq | R\nB [a link](b.md).\n"
            "///\n\n/// faq | S\nC [@nope2020].\n///\n")
    blocks = convert(page).document.blocks
    assert [(block.keys, block.cites) for block in blocks] == [
        (["ly2018", "shao2021"], True), ([], False), ([], True)]
    for block in blocks:
        assert tree(block.html).xpath("//a[@class='headerlink']/@href") == [f"#{block.id}"]


def test_claimant_without_address_gives_no_review(convert: Convert) -> None:
    """Nor under `mkdocs serve`, where a faulty block is shown."""
    (block,) = convert("/// myth | M\n    verdict: wrong\n    claimant: Them\nNo.\n///\n").document.blocks
    assert block.record.node("M", read_block(block.html))["@type"] == "HealthTopicContent"
