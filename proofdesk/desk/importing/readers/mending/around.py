"""Take out of a web page what stands around its text: menus, boxes to share it, other articles, the site's foot.

The text is where most of the sentences are. A page that a word processor or Pandoc wrote has nothing around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml.html import HtmlElement

MIN_LINKS = 3
MAX_SHOWN = 60  # signs of a menu that the report has
MIN_WORDS = 12  # of a passage, for it to be a sentence and not a label
MIN_TEXT = 60  # words in sentences of a page that has a text
MIN_SHARE = 0.8  # of the words in sentences that the text has
MAX_SHARE, MAX_COMMENTS = 0.25, 0.9  # of them in a part that its name says to be none of the text
MAX_BESIDE = 1.6  # times the words of the text that the part with its heading may have
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "br", "cite", "code", "dfn", "em", "font", "i", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "var", "wbr"))
_AROUND = ("nav", "footer", "aside", "form")
_ROLES = ("navigation", "complementary", "contentinfo", "banner", "search", "dialog")
_NAMES = frozenset((
    "share", "sharing", "sharedaddy", "social", "related", "recommended", "recommendations", "newsletter", "subscribe",
    "subscription", "signup", "breadcrumb", "breadcrumbs", "sidebar", "menu", "navbar", "nav", "navigation", "footer",
    "masthead", "cookie", "cookies", "consent", "advert", "advertisement", "ads", "adsbygoogle", "promo", "sponsor",
    "comments", "respond", "disqus", "pagination", "pager", "modal", "popup", "toolbar", "skip", "widget", "widgets",
    "follow", "trending", "popular", "editsection", "navbox", "printfooter", "catlinks"))
_COMMENTS = frozenset(("comments", "respond", "disqus"))
_NAME = re.compile(r"[A-Z]?[a-z]+")
_UNSEEN = ("script", "style", "noscript", "template")
_FORMULA = re.compile(r"MathJax|katex|mjx")  # whose names are those of menus, too


def take_menus(page: HtmlElement, taken: list[str]) -> list[str]:
    """Take out each part for navigation that shows nothing but links, and return how each begins.

    ``taken`` gets all of their lines.
    """
    begins = []
    for menu in [*page.iter("nav")]:
        links = [*menu.iter("a")]
        words = _words(menu)
        heading = " ".join("".join(each.text_content() for each in menu.iter("h1", "h2", "h3")).split())
        linked = " ".join(" ".join(link.text_content() for link in links).split())
        if len(links) >= MIN_LINKS and len(linked) + len(heading) + MIN_LINKS * 2 >= len(words) and (
                next(menu.iterancestors("main", "article"), None) is None or menu.get("role") == "doc-toc"):
            begins.append(_take(menu, taken))
    return begins


def take_around(page: HtmlElement, taken: list[str]) -> list[str]:
    """Take out what stands around the text of a page, and return how each part begins.

    ``taken`` gets the lines of parts without a sentence; those of others are looked for in the article.
    """
    body = page.find("body")
    if body is None or not any(map(_says_around, _elements(body))):
        return []
    words, sentences = _counted(body, set())
    named = {each for each in _elements(body) if (names := _says_around(each)) and sentences[each] <= (
        MAX_COMMENTS if _COMMENTS.intersection(names) else MAX_SHARE) * sentences[body]}
    text = _text_of(body, _counted(body, named)[1])
    if sentences[text] < MIN_TEXT:
        return []
    heading = next((each for each in page.iter("h1") if not named.intersection((each, *each.iterancestors()))), None)
    inside = text
    if heading is not None:
        both = next(each for each in (text, *text.iterancestors()) if heading in each.iter("h1"))
        if words[both] <= words[text] * MAX_BESIDE and both is not body:
            inside = both
        elif both is not text:  # above the text alone
            text.insert(0, heading)
    called = {(link.get("href") or "")[1:] for link in text.iter("a") if (link.get("href") or "").startswith("#")}
    parts = [each for each in inside.iter() if each in named and words[each]]
    while inside is not body:
        around = inside.getparent()
        parts += [each for each in around if each is not inside and words[each] and (
            each in named or not sentences[each]) and not any(part.get("id") in called for part in each.iter())]
        inside = around
    return [_take(part, [] if sentences[part] else taken) for part in parts
            if not any(above in parts for above in part.iterancestors())]


def _elements(body: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements within a part of a page that may show words."""
    return (each for each in body.iterdescendants() if isinstance(each.tag, str) and each.tag not in _UNSEEN)


def _says_around(element: HtmlElement) -> set[str]:
    """Return by which tag, role or name an element is none of the text."""
    said = f"{element.get('class', '')} {element.get('id', '')}"
    if _FORMULA.search(said):
        return set()
    found = {element.tag}.intersection(_AROUND) | {element.get("role", "")}.intersection(_ROLES)
    return found | _NAMES.intersection(part.lower() for part in _NAME.findall(said))


def _counted(body: HtmlElement, named: set[HtmlElement]) -> tuple[Counter[HtmlElement], Counter[HtmlElement]]:
    """Return how many words each element has, and how many of them in sentences, without those in some parts."""
    blocks: Counter[HtmlElement] = Counter()
    linked: Counter[HtmlElement] = Counter()
    for element in (body, *_elements(body)):
        for said in (element.text, *(each.tail for each in element)):
            if said and (number := len(said.split())):
                line = [element, *element.iterancestors()]
                block = next((each for each in line if each.tag not in _INLINE), body)
                blocks[block] += number
                linked[block] += number if any(each.tag in ("a", "button") for each in line) else 0
    words: Counter[HtmlElement] = Counter()
    sentences: Counter[HtmlElement] = Counter()
    for block, number in blocks.items():
        above = [block, *block.iterancestors()]
        is_sentence = number >= MIN_WORDS and linked[block] * 2 < number
        for each in above if not named.intersection(above) else ():
            words[each] += number
            sentences[each] += number * is_sentence
    return words, sentences


def _text_of(body: HtmlElement, sentences: Counter[HtmlElement]) -> HtmlElement:
    """Return the innermost part that has most of the sentences."""
    text, least = body, max(sentences[body] * MIN_SHARE, 1)
    while (inner := next((each for each in text if sentences[each] >= least), None)) is not None:
        if inner.tag in ("p", "ul", "ol", "table", "blockquote", *_INLINE):
            break
        text = inner
    return text


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _take(part: HtmlElement, taken: list[str]) -> str:
    """Take a part out of its page, and return how it begins."""
    for program in [*part.iter(*_UNSEEN)]:
        program.drop_tree()
    words = _words(part)
    taken += filter(None, (" ".join(line.split()) for line in part.itertext()))
    part.drop_tree()
    return words if len(words) <= MAX_SHOWN else words[:MAX_SHOWN].rstrip() + " …"
