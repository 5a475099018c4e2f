"""A kind of block that a site has written with a fault is named by its file, and nobody is asked to report it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from proofdesk.blocks.installed import block_kinds
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.errors import UserError
from proofdesk.content.record.loading import own_fault, place_of, template_fault

RECORD = 'from proofdesk.blocks import Record\n\n\nclass Tip(Record):\n    """A tip."""\n'
TEMPLATE = ('<div data-block="tip" id="{{ id }}"><b id="{{ id }}-title">{{ title }}</b> <span data-slot=""></span>'
            '{{ labels }}</div>\n')


def kind(root: Path, record: str = RECORD, template: str = TEMPLATE) -> BlockKind:
    folder = root / "hooks" / "blocks" / "tip"
    folder.mkdir(parents=True)
    (folder / "tip.py").write_text(record, encoding="utf-8")
    (folder / "tip.html").write_text(template, encoding="utf-8")
    return BlockKind(folder)


@pytest.mark.parametrize(("record", "told"), [
    (f"{RECORD}\nx(\n", "tip.py:7: this kind of block cannot be loaded: SyntaxError: '(' was never closed (correct "
     "it, or take the folder away)"),
    (RECORD.replace("import Record", "import Recrod"), "tip.py:1: this kind of block cannot be loaded: ImportError: "),
    (f"{RECORD}\n\nprint(1 / 0)\n", "tip.py:8: this kind of block cannot be loaded: ZeroDivisionError: division by "
     "zero ("),
    ("", "tip.py: this file has 0 subclasses of Record (write one, which is the kind of block)"),
    (f"{RECORD}\n\nclass Hint(Record):\n    pass\n", "tip.py: this file has 2 subclasses of Record (write one, "),
    (f"{RECORD}    parts = ('what')\n", "tip.py: “parts” cannot be `'what'` (write it as `()` is written, which is of "
     "the type tuple)"),
    (f"{RECORD}    order = 'last'\n", "tip.py: “order” cannot be `'last'` (write it as `100` is written"),
])
def test_python_that_fails_is_named(record: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        kind(tmp_path, record)
    assert str(error.value).startswith(f"hooks/blocks/tip/{told}")
    assert ("install the version of Proofdesk" in str(error.value)) == ("ImportError" in told)


@pytest.mark.parametrize(("template", "told"), [
    (TEMPLATE.replace("</span>", ""), "the template of this kind is not well-formed: mismatched tag in what it wrote, "
     "near “</div></div>” (it is one element, closes each that it opens, as `<br/>` does, "),
    (TEMPLATE.replace('data-slot=""', "data-slot"), "the template of this kind is not well-formed: not well-formed "),
    (TEMPLATE.replace("{{ title }}", "a&nbsp;b"), "the template of this kind is not well-formed: undefined entity in "),
    (TEMPLATE.replace(' id="{{ id }}"', ""), "the outer element of the template does not say which block it is (write "
     "`<div data-block=\"tip\" id=\"{{ id }}\">`)"),
    (TEMPLATE.replace('data-block="tip"', 'data-block="faq"'), "the outer element of the template does not say which "),
    (TEMPLATE.replace("-title", ""), "no element of the template is the block's title (write "
     "`id=\"{{ id }}-title\"` on it)"),
    (TEMPLATE.replace("{{ title }}", "Tip"), "readers would not see the title of such a block (write `{{ title }}` "
     'into the element with `id="{{ id }}-title"`)'),
    (TEMPLATE.replace("{{ labels }}", ""), "readers would see neither the certainty of such a block nor its evidence "
     "(write `{{ labels }}` beside the element with `data-slot`)"),
    (TEMPLATE.replace(' data-slot=""', ""), "the template has no element with the attribute `data-slot` ("),
])
def test_template_that_draws_no_block_is_named(template: str, told: str, tmp_path: Path) -> None:
    tip = kind(tmp_path, template=template)
    with pytest.raises(UserError) as error:
        tip.element(tip.record(title="Dig"), "tip-dig")
    assert str(error.value).startswith(f"hooks/blocks/tip/tip.html: {told}")


@pytest.mark.parametrize(("record", "template", "told"), [
    (RECORD, TEMPLATE.replace("{{ title }}", "\n{{ titel }}"), "tip.html:2: this line fails: UndefinedError: 'titel' "
     "is undefined (correct it; .cache/crash.txt has the whole report)"),
    (f"{RECORD}\n    def template_values(self):\n        return {{'x': 1 / 0}}\n", TEMPLATE, "tip.py:8: this line "
     "fails: ZeroDivisionError: division by zero (correct it; .cache/crash.txt has the whole report)"),
    (RECORD, TEMPLATE.replace("{{ title }}", '{% include "hint.html" %}'), "tip.html:1: there is no template “hint"),
    (RECORD, TEMPLATE.replace("{{ title }}", '{% include "tip.html" %}'), "tip.html:1: this line leads back to itself"),
])
def test_line_that_fails_is_named(record: str, template: str, told: str, tmp_path: Path) -> None:
    tip = kind(tmp_path, record, template)
    try:
        tip.element(tip.record(title="Dig"), "tip-dig")
    except Exception as error:
        assert (own_fault(error, tmp_path) or "").startswith(f"hooks/blocks/tip/{told}")
    else:
        pytest.fail("the fault was not noticed")


def test_fault_of_the_program_is_not_the_kinds(tmp_path: Path) -> None:
    with pytest.raises(AttributeError) as error:
        place_of(None)  # type: ignore[arg-type]
    assert own_fault(error.value, tmp_path) is None


def test_kind_without_a_template_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "hooks" / "blocks" / "tip"
    folder.mkdir(parents=True)
    (folder / "tip.py").write_text(RECORD, encoding="utf-8")
    with pytest.raises(UserError, match=r"^hooks/blocks/tip/tip.html: there is no such file \(write the template"):
        BlockKind(folder)


def test_kind_whose_files_have_another_name_is_named(tmp_path: Path) -> None:
    kind(tmp_path).folder.rename(tmp_path / "hooks" / "blocks" / "tips")
    with pytest.raises(UserError, match=r"^hooks/blocks/tips/tips.py: there is no such file \(a kind's files have "):
        block_kinds(tmp_path / "hooks" / "blocks")


@pytest.mark.parametrize(("style", "told"), [
    (None, "there is no such file (write it; it may be empty)"),
    (".tip {\n  color: red;\n", "a `{` is not closed, and no style behind it would hold (close it)"),
    (".tip {} /* left open", "a `/*` is not closed, and no style behind it would hold (close it)"),
    ("/* caf\udce9 */", "this file is not saved as UTF-8 text (save it as UTF-8)"),
])
def test_style_that_swallows_others_is_named(style: str | None, told: str, tmp_path: Path) -> None:
    tip = kind(tmp_path)
    if style is not None:
        tip.file("css").write_text(style, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(UserError) as error:
        assert tip.style
    assert str(error.value) == f"hooks/blocks/tip/tip.css: {told}"


def test_braces_in_texts_and_comments_are_none(tmp_path: Path) -> None:
    tip = kind(tmp_path)
    tip.file("css").write_text('.tip::before { content: "{ \\" /*"; } /* { */\n', encoding="utf-8")
    assert tip.style.startswith(".tip::before")


@pytest.mark.parametrize(("type", "value", "remedy"), [
    ("int", "five", "write a whole number"), ("float", "much", "write a number"),
    ("bool", "maybe", "write true or false"), ("dict", "5", "write another value"),
])
def test_option_without_a_description_is_told(type: str, value: str, remedy: str, tmp_path: Path) -> None:
    told = list[tuple[object, ...]]()
    tip = kind(tmp_path, f"{RECORD}    minutes: {type} | None = None\n")
    tip.read("Dig", {"minutes": value}, lambda *fault: told.append(fault))
    assert told == [("minutes", "bad-value", f"“{value}” is not a value of the option “minutes”", remedy)]


def test_line_that_is_no_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateSyntaxError) as error:
        tip = kind(tmp_path, template=TEMPLATE.replace("{{ title }}", "{{ title }"))
        tip.element(tip.record(title="Dig"), "tip-dig")
    assert template_fault(error.value, tmp_path) == (
        "hooks/blocks/tip/tip.html:1: this line is no template: unexpected '}' (correct it)")


def test_a_kind_saved_twice_in_a_second_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python tells what it keeps of a module by its size and the second, and would keep the first one for ever."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kind(tmp_path, f"{RECORD}    order = 11\n")
    folder = tmp_path / "hooks" / "blocks"
    orders, now = [], time.time_ns()
    for n in (12, 13):
        (folder / "tip" / "tip.py").write_text(f"{RECORD}    order = {n}\n", encoding="utf-8")
        os.utime(folder / "tip" / "tip.py", ns=(now, now + n))
        orders.append(block_kinds(folder)["tip"].record.order)
    assert orders == [12, 13]
