"""The block that opens an article is told from the rest, so that the head's small print can follow it."""

import pytest

from proofdesk.content.html import split_opening

OPENING = '<section class="answer" data-block="answer" data-opening="" id="a"><section>In it.</section></section>'


@pytest.mark.parametrize(("html", "expected"), [
    (f"{OPENING}\n<p>Text.</p>", (OPENING, "\n<p>Text.</p>")),
    (f"<p>Text.</p>{OPENING}", ("", f"<p>Text.</p>{OPENING}")),
    ("<section><p>data-opening</p></section>", ("", "<section><p>data-opening</p></section>")),
    ("", ("", "")),
])
def test_opening_is_the_first_block_alone(html: str, expected: tuple[str, str]) -> None:
    assert split_opening(html) == expected


def test_opening_that_never_ends_is_left_in_the_text() -> None:
    assert split_opening(OPENING.removesuffix("</section>")) == ("", OPENING.removesuffix("</section>"))
