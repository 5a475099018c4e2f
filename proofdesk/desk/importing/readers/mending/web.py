"""Mend a web page before Pandoc reads it: what Word and Google Docs say by styles, tables without heads, footnotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import lxml.etree as etree
import lxml.html
from lxml.html import HtmlElement

from proofdesk.content.markup import HEADINGS
from proofdesk.desk.importing.readers.remarks.marked_text import Remark
from proofdesk.desk.importing.readers.remarks.web import take_remarks
from proofdesk.desk.importing.readers.web.linked_notes import drop_empty_lists, linked_notes

_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")
# What a style says, and the element that says the same.
_STYLES = (
    (re.compile(r"font-weight:\s*(?:bold|[6-9]00)\b"), "strong"), (re.compile(r"font-style:\s*italic"), "em"),
    (re.compile(r"vertical-align:\s*super"), "sup"), (re.compile(r"vertical-align:\s*sub\b"), "sub"),
    (re.compile(r"text-decoration:[^;]*line-through"), "del"),
)
_LEVEL = re.compile(r"\blst-kix_\S+-(\d)\b")  # of a list in Google Docs, whose lists are all side by side
_BODY = re.compile(r"<body[\s>]", re.IGNORECASE)
_PAGE = re.compile(r"<!doctype[^>]*>|</?(?:html|head)(?:\s[^>]*)?>", re.IGNORECASE)
MAX_DEPTH = 200  # of elements within others; deeper pages are left to Pandoc


@dataclass
class WebPage:
    """A page as Pandoc is to read it, and what was taken out of it."""

    html: str
    remarks: list[Remark] = field(default_factory=list)


def mend(text: str) -> WebPage:
    """Return a web page mended; the page itself if it cannot be parsed."""
    try:
        page = parse_page(text)
        if _is_deep(page):
            return WebPage(text)
    except (etree.LxmlError, ValueError):
        return WebPage(text)
    remarks = take_remarks(page)
    for note in linked_notes(page):
        note.as_footnote()
    drop_empty_lists(page)
    _free_abstract(page)
    _write_out_styles(page)
    for sheet in [*page.iter("style")]:  # which Pandoc takes for text where the text stands
        if next(sheet.iterancestors("svg"), None) is None:
            sheet.drop_tree()
    _nest_lists(page)
    _mark_heads(page)
    _find_title(page)
    return WebPage(lxml.html.tostring(page, encoding="unicode"), remarks)


def parse_page(text: str) -> HtmlElement:
    """Return a web page parsed. Raises ValueError or lxml's errors for what is none."""
    if _BODY.search(text):
        return lxml.html.document_fromstring(text)
    # The parser would put newer elements such as “main” into the head of a page that does not say where its body is.
    page = lxml.html.document_fromstring(f"<html><head></head><body>{_PAGE.sub('', text)}</body></html>")
    page.find("head").extend([each for each in page.iter("title", "meta", "link", "style", "base")
                              if next(each.iterancestors("svg"), None) is None])
    return page


def _free_abstract(page: HtmlElement) -> None:
    """Put the abstract in the head of a page of Quarto's to the text, as Pandoc leaves that head out."""
    text = next(page.iter("main"), None)
    for head in page.iter("header"):
        if head.get("id") == "title-block-header":
            for abstract in reversed(head.find_class("abstract")):
                if text is None or text in head.iterancestors():
                    head.addnext(abstract)
                else:
                    text.insert(0, abstract)


def _is_deep(page: HtmlElement) -> bool:
    level = [page]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
    return bool(level)


def _write_out_styles(page: HtmlElement) -> None:
    """Write bold, italic, raised, lowered and struck-out words as elements, which styles alone say them to be."""
    classes: dict[str, str] = {}
    for sheet in page.iter("style"):
        for name, rules in _RULE.findall(sheet.text_content()):
            classes[name] = classes.get(name, "") + ";" + rules
    for wrapper in [*page.iter("b", "strong")]:  # Google Docs puts all that is copied from it into one
        if re.search(r"font-weight:\s*(?:normal|400)", wrapper.get("style", "")):
            wrapper.drop_tag()
    for span in [*page.iter("span")]:
        rules = ";".join([*(classes.get(name, "") for name in span.get("class", "").split()), span.get("style", "")])
        tags = [tag for pattern, tag in _STYLES if pattern.search(rules)]
        if tags and span.text_content().strip() and not _says_already(span, tags):
            span.tag, *inner = tags
            span.attrib.clear()
            for tag in inner:
                _wrap_content(span, tag)


def _says_already(span: HtmlElement, tags: list[str]) -> bool:
    """Return whether words are so by what they are in: bold in a heading, raised in a raised sign."""
    around = {each.tag for each in span.iterancestors()}
    if tags == ["strong"]:
        return bool(around.intersection(("strong", "b", "th", *HEADINGS)))
    return bool(around.intersection(("sup", "sub"))) or (len(tags) == 1 and tags[0] in around)


def _wrap_content(element: HtmlElement, tag: str) -> None:
    inner = element.makeelement(tag)
    inner.text, element.text = element.text, None
    inner.extend([*element])
    element.append(inner)


def _nest_lists(page: HtmlElement) -> None:
    """Put the lists of Google Docs into each other, by the level that their class names."""
    above: dict[int, HtmlElement] = {}  # the list of each level that goes on
    for each in [*page.iter("ul", "ol")]:
        found = _LEVEL.search(each.get("class", ""))
        if not found:
            continue
        level = int(found[1])
        before = each.getprevious()
        goes_on = before is not None and not (before.tail or "").strip() and before in above.values()
        if not goes_on:
            above = {0: each} if level == 0 else {level: each}
            continue
        above = {known: one for known, one in above.items() if known <= level}
        if level in above and above[level].tag == each.tag:
            _move_items(each, above[level])
        elif parents := [known for known in above if known < level]:
            items = above[max(parents)].findall("li")
            if items:
                items[-1].append(each)
            above[level] = each
        else:
            above = {level: each}


def _move_items(source: HtmlElement, target: HtmlElement) -> None:
    target.extend([*source])
    source.drop_tree()


def _mark_heads(page: HtmlElement) -> None:
    """Mark the rows at the top of a table as its head, if all of their cells are; leave out widths of columns.

    Pandoc takes one such row, and where fewer columns have a width than there are, only these.
    """
    for element in [*page.iter("colgroup", "col")]:
        element.drop_tree()
    for table in page.iter("table"):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        heads = []
        for row in rows:
            if not len(row) or any(cell.tag != "th" for cell in row):
                break
            heads.append(row)
        if heads and len(heads) < len(rows) and table.find("thead") is None:
            head = table.makeelement("thead")
            heads[0].getparent().insert(0, head)
            if heads[0].getparent() is not table:
                heads[0].getparent().addprevious(head)
            head.extend(heads)


def _says(heading: HtmlElement, title: HtmlElement) -> bool:
    """Return whether a heading of plain words is a title, or that without the name of the site."""
    shown, whole = (" ".join(each.text_content().split()) for each in (heading, title))
    return bool(shown) and heading.find(".//img") is None and (
        whole == shown or bool(re.fullmatch(rf"{re.escape(shown)} ?[-–—|·•:»] .{{1,80}}", whole))
        or bool(re.fullmatch(rf".{{1,80}} [-–—|·•:»] {re.escape(shown)}", whole)))


def _find_title(page: HtmlElement) -> None:
    """Make the title of a text in Google Docs the page's own, and take the one heading that says the title for it.

    The title of a web page has the name of its site, too: “Straw – The beds desk”.
    """
    heads, names = [*page.iter("h1")], [each for each in page.iter("title") if each.text_content().strip()]
    if len(heads) == len(names) == 1 and _says(heads[0], names[0]):
        names[0].text = heads[0].text_content().strip()
    titles = [each for each in page.iter("p")
              if "title" in each.get("class", "").split() and each.text_content().strip()]
    if len(titles) == 1 and not any(each.text_content().strip() for each in page.iter("title")):
        titles[0].tag = "h1"
        for heading in [each for each in page.iter(*HEADINGS) if each is not titles[0]]:
            heading.tag = f"h{min(int(heading.tag[1]) + 1, 6)}"
