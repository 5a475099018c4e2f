"""Footnotes: each way back says where it leads, in the direction of the page's language."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
from conftest import Converted

from proofdesk.common.language import load_language, speaking

Convert = Callable[..., Converted]

PAGE = "Twice[^a] and again[^a], and once.[^b]\n\n[^a]: One.\n[^b]: Two.\n"


def _ways_back(html: str) -> list[tuple[str, str, str]]:
    """Return the address, the name and the sign of each way back."""
    return [(link.get("href"), link.get("aria-label"), link.text_content())
            for link in lxml.html.fromstring(html).find_class("footnote-backref")]


def test_each_call_of_a_note_has_a_name(convert: Convert) -> None:
    calls = lxml.html.fromstring(convert(PAGE).html).find_class("footnote-ref")
    assert [(call.get("aria-label"), call.text_content()) for call in calls] == [
        ("Note 1", "1"), ("Note 1", "1"), ("Note 2", "2")]


def test_each_way_back_has_a_name_of_its_own(convert: Convert) -> None:
    html = convert(PAGE).html
    assert _ways_back(html) == [
        ("#fnref:a", "Back to the text: mention 1 of note 1", "↩\u20091"),
        ("#fnref2:a", "Back to the text: mention 2 of note 1", "2"),
        ("#fnref:b", "Back to the text from note 2", "↩"),
    ]
    shown = lxml.html.fromstring(html).find_class("footnote-backref")[0]
    assert [sign.get("aria-hidden") for sign in shown] == ["true"]


def test_way_back_points_to_the_text_in_arabic(convert: Convert) -> None:
    with speaking(load_language("ar")):
        assert [sign for _, _, sign in _ways_back(convert(PAGE).html)] == ["↪\u20091", "2", "↪"]
