"""Give a Jinja environment the words of the language that is spoken: ``_()``, ``ngettext()``, ``{% trans %}``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from proofdesk.common.language.speaking import colon, comma, listed_plainly, spoken


def give_words(env: Any) -> Any:
    """Return the environment with gettext's functions, which put values in by name and escape them."""
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(
        lambda message: spoken().gettext(message),
        lambda one, several, number: spoken().ngettext(one, several, number),
        newstyle=True,
        pgettext=lambda context, message: spoken().pgettext(context, message),
        npgettext=lambda context, one, several, number: spoken().npgettext(context, one, several, number),
    )
    # Four hundred times a page, of which Jinja’s own takes three steps, and fills words without values too.
    env.globals["_"], env.globals["pgettext"] = _worded, _worded_in
    env.globals["spoken"] = spoken
    env.filters["number"] = lambda number: spoken().number(number)
    env.globals |= {"colon": colon, "comma": comma}
    env.filters["commas"] = _plainly
    env.filters["listed"] = _listed
    env.filters["translated"] = lambda text: spoken().gettext(text)  # of a default, where the site states nothing
    env.filters["in_sentence"] = lambda label: spoken().in_sentence(label)
    return env


@pass_eval_context
def _worded(context: EvalContext, message: str, /, **values: Any) -> str:
    """Return a message in the language that is spoken, with values put in by name and escaped."""
    return _filled(context, spoken().gettext(message), values)


@pass_eval_context
def _worded_in(context: EvalContext, place: str, message: str, /, **values: Any) -> str:
    """Return a message whose English text has another meaning elsewhere."""
    return _filled(context, spoken().pgettext(place, message), values)


def _filled(context: EvalContext, text: str, values: dict[str, Any]) -> str:
    if context.autoescape:
        values = {name: value if isinstance(value, int | float) else escape(value) for name, value in values.items()}
    text = text % values if values else text
    return Markup(text) if context.autoescape else text


def _plainly(words: Iterable[Any]) -> Markup:
    return Markup(listed_plainly(str(escape(word)) for word in words))


def _listed(words: Iterable[Any], last: str = "and") -> Markup:
    return Markup(spoken().listed([str(escape(word)) for word in words], last))
