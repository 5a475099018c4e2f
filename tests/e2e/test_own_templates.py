"""A site's own templates and functions: they may extend what they replace, and a fault is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import Built, article, make_site

pytestmark = pytest.mark.build
OWN = """\
def on_page_content(html, page, **_):
    return html if page.is_homepage else html + {"a": "b"}["c"]
"""
MAIN = """\
{% extends "main.html" %}
{% block content %}
<p class="own-line">Written by hand.</p>
{{ super() }}
{% endblock %}
"""


def build(root: Path, files: dict[str, str | bytes], settings: str = "") -> Built:
    home = "---\ntitle: Home\ndescription: A home page.\ntemplate: home.html\n---\n\n# Home\n\nWords.\n"
    site = make_site(root, {"docs/index.md": home, "docs/articles/worms.md": article("Words [@shao2021].")},
                     settings=settings)
    (root / "overrides").unlink()  # a link to those of the real site
    return site.write(files).build("--strict")


def test_template_extends_the_one_it_takes_the_place_of(tmp_path: Path) -> None:
    built = build(tmp_path, {"overrides/main.html": MAIN, "overrides/home.html": MAIN.replace("main.", "home."),
                             "overrides/partials/footer.html": '<b id="own">x</b>{% include "partials/footer.html" %}'})
    assert built.code == 0, built.output
    page = (built.folder / "articles" / "worms" / "index.html").read_text(encoding="utf-8")
    assert "Written by hand." in page and "Words" in page and 'id="own"' in page
    home = (built.folder / "index.html").read_text(encoding="utf-8")
    assert home.count("Written by hand.") == 1 and "hero__text" in home


def test_escaping_is_that_of_the_place(tmp_path: Path) -> None:
    built = build(tmp_path, {"overrides/main.html": MAIN.replace("Written", "{{ '<i>' }}")})
    page = (built.folder / "articles" / "worms" / "index.html").read_text(encoding="utf-8")
    assert "&lt;i&gt; by hand." in page and "<h1" in page


@pytest.mark.parametrize(("file", "text", "told"), [
    ("overrides/main.html", MAIN.replace("Written", "\n{{ page.titel.words }}"), "overrides/main.html:4: this line f"),
    ("overrides/main.html", MAIN.replace("Written", "{{ 3 | bold }}"), "overrides/main.html:3: this line is no"),
    ("overrides/home.html", MAIN.replace("Written", '{% include "gone.html" %}'), "overrides/home.html:3: there is no "
     "template “gone.html” (write it in overrides/, or correct the name). The published site is unchanged."),
    ("overrides/home.html", MAIN.replace("main.html", "home2.html"), "overrides/home.html:1: there is no template"),
    ("overrides/main.html", "caf\udce9", "overrides/main.html: this file is not saved as UTF-8 text (save it"),
])
def test_fault_of_a_template_has_its_line(file: str, text: str, told: str, tmp_path: Path) -> None:
    built = build(tmp_path, {file: text.encode("utf-8", "surrogateescape")})
    assert built.code == 1 and told in built.output, built.output
    assert "Please report" not in built.output


def test_template_without_the_place_of_the_text_is_told(tmp_path: Path) -> None:
    """As Material's own manual begins one."""
    built = build(tmp_path, {"overrides/main.html": '{% extends "base.html" %}\n'})
    assert built.code == 1 and "Please report" not in built.output, built.output
    assert 'begin the template in overrides/ with `{% extends "main.html" %}`, not "base.html"' in built.output


def test_templates_that_include_each_other_are_named(tmp_path: Path) -> None:
    built = build(tmp_path, {"overrides/main.html": MAIN.replace("Written", '{% include "one.html" %}'),
                             "overrides/one.html": '{% include "two.html" %}',
                             "overrides/two.html": '{% include "one.html" %}'})
    assert built.code == 1 and ": this line leads back to itself without end (see what it includes" in built.output


def test_fault_of_a_function_of_ones_own_has_its_line(tmp_path: Path) -> None:
    built = build(tmp_path, {"overrides/own.txt": "", "own.py": OWN}, "hooks: [hooks/events.py, own.py]\n")
    assert built.code == 1
    assert "own.py:2: this line fails: KeyError: 'c' (correct it; .cache/crash.txt has the whole" in built.output
