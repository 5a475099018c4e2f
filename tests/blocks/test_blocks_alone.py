"""Blocks in plain Python-Markdown, beside those of other extensions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, tree, words
from markdown import Markdown

from proofdesk.blocks.alone.__main__ import main
from proofdesk.common.errors import UserError

FOLDER = str(ROOT / "hooks" / "blocks")
PAGE = """\
/// faq | Do worms dig?
Yes.
///

///// note | By another extension
    attrs: {class: own}

It may hold one of ours.

//// faq | Inside?
Yes.
////
/////

/// intervention | Watering
Water.
///
"""


def converter(*extensions: str, **options: Any) -> Markdown:
    """Python-Markdown with blocks by name."""
    return Markdown(extensions=[*extensions, "proofdesk.blocks"], extension_configs={"proofdesk.blocks": options})


def problems(md: Markdown) -> list[str]:
    """What a program finds after a conversion."""
    return [str(problem) for problem in md.problems]  # type: ignore[attr-defined]


def test_chosen_kinds_beside_other_blocks() -> None:
    """Those of another extension stay its own, with their options; a kind that was not chosen is unknown."""
    md = converter("pymdownx.blocks.admonition", folder=FOLDER, kinds=["faq"])
    root = tree(md.convert(PAGE))
    assert root.xpath("//@data-block") == ["faq", "faq"]
    (note,) = root.find_class("admonition")
    assert (note.get("class"), len(note.xpath(".//*[@data-block='faq']"))) == ("admonition note own", 1)
    assert problems(md) == ["<text>:15:1: unknown-block: there is no kind of block “intervention” (known are: faq)"]


def test_kinds_come_with_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page needs no folder of its own for them, and a converter may convert several pages."""
    monkeypatch.chdir(tmp_path)
    md = converter()
    for title in ("Do worms dig?", "Do moles?"):
        assert title in words(md.convert(f"/// faq | {title}\nYes.\n///\n"))
        assert problems(md) == []


def test_an_option_states_the_language_of_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "/// myth | Worms drain\n    verdict: wrong\nNo.\n///\n"
    assert "Irrtum" in words(converter(lang="de").convert(text)) and "Myth:" in words(converter().convert(text))


def test_options_of_blocks_that_fit_nothing() -> None:
    """Each with what to do."""
    at = "<options>:1:1: bad-settings: proofdesk.blocks:"
    md = converter(folder=["nowhere", FOLDER], kinds=["fqa", "faq"])
    md.convert("Text.")
    assert problems(md) == [
        f"{at} folder: there is no kind of block in “nowhere” (name a folder that holds one for each kind, as in "
        "`tip/tip.py`)",
        f"{at} kinds: there is no kind of block “fqa” (did you mean “faq”?)",
    ]
    with pytest.raises(UserError, match="there is no option “folders”"):
        converter(folders=FOLDER)
    md = converter("pymdownx.blocks.admonition", folder=FOLDER)
    md.convert("Text.")
    assert problems(md) == [
        f"{at} kinds: “note” is a block of another extension too, which is the one that is used (rename the folder of "
        "the kind and its files, or take that extension out)"]


def test_style_of_blocks_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It needs no theme: each name that it uses has a value in it."""
    assert main([FOLDER, str(tmp_path)]) == 0
    css = (tmp_path / "blocks.css").read_text(encoding="utf-8")
    assert ":is(.md-typeset, html) .myth__fact" in css
    used = {part.partition(")")[0].partition(",")[0] for part in css.split("var(")[1:]}
    assert {name for name in used if not name.startswith("--md-")} <= {
        line.partition(":")[0].strip() for line in css.splitlines() if line.strip().startswith("--")}
    assert (main([]), main(["-h"]), main(["nowhere", str(tmp_path)])) == (2, 0, 2)
    assert "there is no kind of block in “nowhere”" in capsys.readouterr().err
