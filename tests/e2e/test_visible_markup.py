"""No markup reaches a reader as text: each piece is reported at its place, and nothing else is."""

from __future__ import annotations

import re

import pytest
from sites import Built, article, make_site

RAW = """\
!!! note "Remember"

Words:
- a list without a free line

Text ==marked== and {{ a.template }}.

Costs ** much ** and [words] (index.md).

/// faq | Does it help?
  certainty: very-low
It may [@shao2021].
///

It was seen [shao2021] here, and [@ly2018; shao2021] there.

![](cell.svg)

&lt;img src="x"> and H~2~O.
"""
SOUND = """\
Fine \\*\\*not bold\\*\\*, `**x**` and `{{ x }}`; it costs $5 to $10, 5 > 3, a_b_c; 5-HT2A [@ly2018; @shao2021].

- a
- b

| a | b |
| - | - |
| 1 | 2 |

![Cells](cell.svg)

    {{ code }} **x**
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    files: dict[str, str | bytes] = {
        "docs/articles/raw.md": article(RAW, "Raw"), "docs/articles/sound.md": article(SOUND, "Sound"),
        "docs/articles/cell.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }
    return make_site(tmp_path_factory.mktemp("raw"), files).build("--strict")


def test_each_piece_of_markup_is_reported_in_place(built: Built) -> None:
    problems = (problem.removeprefix("docs/articles/raw.md:") for problem in built.of("docs/articles/raw.md"))
    found = [re.split(r" and would|, | \(say", problem)[0] for problem in problems]
    assert built.code == 1
    assert found == [
        "10:1: raw-syntax: “!!! note \"Remember\"” looks like a note of Material",
        "13:1: raw-syntax: “-” looks like a list",
        "15:6: raw-syntax: “==marked==” looks like marked text",
        "15:21: raw-syntax: “{{ a.template }}.” looks like a template",
        "17:7: raw-syntax: “** much **” looks like bold text",
        "17:22: raw-syntax: “[words] (index.md)” looks like a link",
        "20:3: bad-options: “certainty” is an option of the block",
        "24:14: uncited-key: “shao2021” is a key of the bibliography",
        "24:34: raw-syntax: “[@ly2018” looks like a citation",
        "24:44: uncited-key: “shao2021” is a key of the bibliography",
        "26:1: missing-alt: the picture “cell.svg” has no alternative text",
        "28:1: raw-syntax: “<img src=\"x\">” looks like HTML",
        "28:23: raw-syntax: “~2~” looks like a subscript or superscript",
    ]


def test_a_sound_page_has_no_problem(built: Built) -> None:
    assert built.of("docs/articles/sound.md") == []
