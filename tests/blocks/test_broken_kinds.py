"""A kind of block that a site has written with a fault is named by its file, and nobody is asked to report it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from proofdesk.blocks.kind import BlockKind
from proofdesk.common.errors import UserError
from proofdesk.content.record.loading import template_fault

RECORD = 'from proofdesk.blocks import Record\n\n\nclass Tip(Record):\n    """A tip."""\n'
TEMPLATE = '<p data-block="tip" id="{{ id }}">{{ title }} <span data-slot=""></span></p>\n'


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
])
def test_python_that_fails_is_named(record: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        kind(tmp_path, record)
    assert str(error.value).startswith(f"hooks/blocks/tip/{told}")
    assert ("install the version of Proofdesk" in str(error.value)) == ("ImportError" in told)


@pytest.mark.parametrize(("template", "told"), [
    (TEMPLATE.replace("</span>", ""), "the template of this kind is not well-formed: mismatched tag"),
    (TEMPLATE.replace(' data-slot=""', ""), "the template has no element with the attribute `data-slot` ("),
])
def test_template_that_draws_no_block_is_named(template: str, told: str, tmp_path: Path) -> None:
    tip = kind(tmp_path, template=template)
    with pytest.raises(UserError) as error:
        tip.element(tip.record(title="Dig"), "tip-dig")
    assert str(error.value).startswith(f"hooks/blocks/tip/tip.html: {told}")


def test_line_that_is_no_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateSyntaxError) as error:
        tip = kind(tmp_path, template=TEMPLATE.replace("{{ title }}", "{{ title }"))
        tip.element(tip.record(title="Dig"), "tip-dig")
    assert template_fault(error.value, tmp_path) == (
        "hooks/blocks/tip/tip.html:1: this line is no template: unexpected '}' (correct it)")
