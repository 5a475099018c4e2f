"""The sanitiser: what it leaves is read alike by every parser, and what it takes out is named."""

from __future__ import annotations

import random

import pytest

from proofdesk.content.safe_html.sanitize import canonical, sanitize

SAFE = [
    "<p>Text &amp; <em>more</em>&#160;text&hellip;<br />a &lt;script&gt;</p>",
    '<table>\n<thead>\n<tr>\n<th class="align-right">a</th>\n</tr>\n</thead>\n</table>',
    '<ul class="task-list"><li><label><input type="checkbox" disabled checked/> a</label></li></ul>',
    '<a href="?a=1&amp;copy=2" title="&quot;a&quot; &lt; b" data-key="x" aria-label=\'a\'>x</a>',
    '<a href="?a=1&copy=2">x</a>',
    '<img src="../a.png" srcset="a.png 1x, b.png 2x" alt="" loading="lazy">',
    '<svg viewBox="0 0 9 9" role="img"><title>A &amp; b</title><g fill="url(#a)"><path d="M0 0"/></g></svg>',
    "<details open><summary>a</summary>b</details>",
]


@pytest.mark.parametrize("html", SAFE)
def test_safe_content_is_published_as_written(html: str) -> None:
    assert sanitize(html) == (html, [], [])


@pytest.mark.parametrize(
    ("html", "published"),
    [
        ('<svg width="9"><title><script>a()</script></title></svg>', '<svg width="9"><title></title></svg>'),
        ('<svg><title><meta http-equiv="refresh" content="2;url=/a"></title></svg>', "<svg><title></title></svg>"),
        ("<svg><style>*{}</style><rect fill='url(//e.org/a)'/></svg>", "<svg><rect></rect></svg>"),
        ("<math><mtext><table><mglyph><style><!--</style><img onerror=a()>", ""),
        ("<title>a</title>", "a"),
        ("a <?php b ?> c", "a  c"),
    ],
)
def test_unsafe_content_is_taken_out_and_named(html: str, published: str) -> None:
    safe = sanitize(html)
    assert safe.removed
    assert published in safe.html and sanitize(safe.html) == (safe.html, [], [])


def test_comments_of_editors_do_not_reach_readers() -> None:
    assert sanitize("<p>a</p>\n<!-- ask Jane -->\n<p>b</p>") == ("<p>a</p>\n\n<p>b</p>", [], [])


def test_unclosed_elements_are_closed_in_silence() -> None:
    assert sanitize("<p>a<p>b <b>c") == ("<p>a</p><p>b <b>c</b></p>", [], [])


@pytest.mark.parametrize("html", ["<h1><select><h1>a", "<a><table><a>b", "<p><button><p>a", "<li><form><li>"])
def test_what_was_checked_is_what_is_published(html: str) -> None:
    safe = sanitize(html)
    assert safe.html != html and sanitize(safe.html).html == safe.html


@pytest.mark.parametrize("html", ["<!-- a -->", "<p", "a < b", "<script>", "<div/>", "<svg>", "<p>\0</p>", "</br>",
                                  "<svg><p>a</p></svg>", "<svg><title><b>a</b></title></svg>", '<p a"b>', "<title>"])
def test_html_that_parsers_read_differently_is_none(html: str) -> None:
    assert canonical(html) is None


@pytest.mark.build
@pytest.mark.parametrize("html", ["<b>" * 100_000, "<" * 300_000, "<a x='" * 100_000, "<!--" * 100_000,
                                  "<a" + " a" * 200_000, "<svg>" * 20_000])
def test_long_hostile_content_takes_little_time(html: str) -> None:
    safe = sanitize(html).html
    assert canonical(safe) == safe


_TAGS = [
    "svg", "title", "desc", "math", "mtext", "mglyph", "style", "script", "table", "tr", "td", "p", "b", "a",
    "form", "select", "option", "textarea", "noscript", "xmp", "g", "path", "foreignObject", "template", "img",
    "br", "li", "ul", "caption", "h1", "input", "details", "annotation-xml", "plaintext", "text", "col",
    "button", "label"]
_ATTRIBUTES = ["", ' title="</style><img src=x onerror=a()>"', " href=javascript:a", " id=x", " onload=a()", "/",
               ' fill="url(#a)"', ' src="//e"', ' encoding="text/html"', ' xmlns="http://www.w3.org/1999/xhtml"']
_TEXTS = ["a", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "&lt;", "<", ">", "\n", "&nbsp;", "<?", "</ >", "\0"]


@pytest.mark.build
def test_random_mixes_are_published_as_they_were_checked() -> None:
    mix = random.Random(17)
    for _ in range(10_000):
        parts = [mix.choice([f"<{mix.choice(_TAGS)}{mix.choice(_ATTRIBUTES)}>", f"</{mix.choice(_TAGS)}>",
                             mix.choice(_TEXTS)]) for _ in range(mix.randint(2, 14))]
        html = "".join(parts)
        safe = sanitize(html).html
        assert canonical(safe) is not None and sanitize(safe) == (safe, [], []), html
