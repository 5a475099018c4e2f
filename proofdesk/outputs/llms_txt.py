"""Write `llms.txt`, the site's contents for programs that read text (llmstxt.org)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from proofdesk.bibliography.exports import EXPORT_FORMATS
from proofdesk.blocks.kind import BlockKind, claim_kinds
from proofdesk.common.language import _, npgettext, spoken
from proofdesk.outputs.markdown_export import NAME
from proofdesk.site.article import Article, Page


def llms_txt(
    name: str, description: str, articles: Iterable[Article], kinds: Mapping[str, BlockKind], root: str,
    harms: Page | None = None, advice: str | None = None,
) -> str:
    """Return the site's contents as Markdown.

    ``root`` is the address of the site, ``harms`` the page of all harms,
    ``advice`` the site's own sentence for programs.
    """
    about = _("Each article states what every claim rests on, with numbered references.")
    lines = [f"# {name}", "", f"> {_line(description)}", "", f"{about} {advice or ''}".rstrip(), "",
             f"## {_('Articles')}", ""]
    lines += [f"- [{_label(a.facts.title)}]({root}{a.url}{NAME}): {_line(a.facts.description)}" for a in articles]
    if harms and harms.facts:  # none are left of a page whose facts are wrong
        lines += ["", f"## {_('Harms and interactions')}", "",
                  f"- [{_label(harms.title)}]({root}{harms.url}{NAME}): {_line(harms.facts.description)}"]
    lines += ["", f"## {_('Data')}", ""]
    lines += [f"- [{title}]({root}{url}): {about}" for url, title, about in _data(kinds)]
    return "\n".join(lines) + "\n"


def _data(kinds: Mapping[str, BlockKind]) -> tuple[tuple[str, str, str], ...]:
    """Return what else a program can read, from the site's root: address, title and meaning."""
    claims = spoken().listed([npgettext("what a list has", kind.noun, kind.plural, 1)
                              for kind in claim_kinds(kinds.values())] or ["block"])
    *others, last = [f".{each.extension}" for each in EXPORT_FORMATS if each.extension != "json"]
    return (
        ("data/claims.json", _("Claims"),
         _("every %(claim)s with what it rests on, and every known harm", claim=claims)),
        ("references.json", _("All references"),
         _("every cited work as CSL-JSON; the same as %(files)s",
           files=f"references{spoken().listed([*others, last])}")),
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _label(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", _line(text))
