"""Generate the parts of the editors' guide that describe the program, so that they cannot become outdated.

A comment such as ``<!-- guide: blocks -->`` on a guide page is replaced by Markdown made here: each kind of block with
its example, every rule with its meaning.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from proofdesk.bibliography.evidence import LEVELS, MAX_CERTAINTY, Blinding, Design, Randomised, Species, Vocabulary
from proofdesk.blocks.kind import BlockKind, claim_kinds, enumerate_words, in_order
from proofdesk.common.rules import ADVICE, ERROR, REMINDER, RULES, WARNING, Rule
from proofdesk.content.harms.entries import Harm, HarmKind
from proofdesk.content.site_data import SiteData
from proofdesk.content.site_data.described import described_facts
from proofdesk.site.material import DIAGRAM, EXTENSIONS, Extension

STOPS = {ERROR: "yes", WARNING: "yes, as a warning in strict builds", REMINDER: "no, it is a reminder",
         ADVICE: "no, it is advice"}
# The program's own descriptions have typewriter's apostrophes, pages have printed ones; code stays as it is.
_APOSTROPHE = re.compile(r"(`+).*?\1|(?<=\w)'(?=\w)", re.DOTALL)


def fill(
    markdown: str, kinds: Mapping[str, BlockKind], stated: SiteData | None = None, docs: Path | None = None
) -> str:
    """Return a guide page's Markdown with its comments replaced; ``stated`` is what is of this site.

    ``docs`` is the folder of pages: an example is shown as readers see it only if it has the example's picture.
    """
    site = stated or SiteData()
    parts: dict[str, Callable[[], str]] = {
        "blocks": lambda: _blocks(kinds, docs), "rules": lambda: _rules(kinds), "evidence": lambda: _evidence(site),
        "data": lambda: _data(kinds), "extensions": _extensions, "harms": lambda: _harms(site), "site": _site,
    }
    for name, part in parts.items():
        mark = f"<!-- guide: {name} -->"
        if mark in markdown:
            markdown = markdown.replace(mark, _APOSTROPHE.sub(_curled, part()))
    return markdown


def _curled(match: re.Match[str]) -> str:
    return "’" if match[0] == "'" else match[0]


def _blocks(kinds: Mapping[str, BlockKind], docs: Path | None) -> str:
    return "\n\n".join(describe_kind(kind, shown=_has_pictures(kind, docs)) for kind in kinds.values())


def describe_kind(kind: BlockKind, *, shown: bool) -> str:
    """Return what an author has to know of a kind of block, with its example, ``shown`` once more as readers see it."""
    example = ["Readers see:", "", kind.example.rstrip(), ""] if shown else []
    lines = [f"## `{kind.name}`", "", inspect.cleandoc(kind.record.__doc__ or ""), "", "You write:", "",
             "````markdown", kind.example.rstrip(), "````", "", *example,
             "| Option | Must it be there? | What it is |", "| --- | --- | --- |"]
    for name, option in kind.options.items():
        words = "; ".join(f"`{word}` ({word.label})" for word in option["words"])
        lines.append(f"| `{name}` | {'yes' if option['required'] else 'no'} | {option['description']} {words} |")
    if kind.record.columns:
        lines += ["", "| Column | Must it be there? | What to write |", "| --- | --- | --- |"]
        lines += [f"| {column.head} | {'yes' if column.required else 'no'} | {column.description} |"
                  for column in kind.record.columns]
    return "\n".join(lines)


def _has_pictures(kind: BlockKind, docs: Path | None) -> bool:
    """Return whether the site has the pictures that a kind's example names, from a page in a folder of ``docs``."""
    named = re.findall(rf"^ {{4}}(?:{'|'.join(kind.picture_options) or '(?!)'}): \.\./(.+)$", kind.example, re.M)
    return docs is None or all((docs / name).is_file() for name in named)


def _evidence(site: SiteData) -> str:
    words = site.words_of_evidence
    lines = ["| You write | Readers see |", "| --- | --- |"]
    lines += [f"| `{words.keyword}:{word}` | {word.label} |" for word in words.species.values()
              if word is not Species.NOT_CLASSIFIED]
    lines += [f"| `design:{word}` | {word.label[0].upper()}{word.label[1:]} |" for word in words.designs.values()
              if word is not Design.NOT_CLASSIFIED]
    lines += [f"| `randomised:{word}` | {word.label[0].upper()}{word.label[1:]} |" for word in Randomised]
    lines += [f"| `blinded:{word}` | {word.label[0].upper()}{word.label[1:]} |" for word in Blinding]
    if words.is_own:
        return "\n".join([*lines, *_own_evidence(words)])
    lines += ["| `n:59` | 59 participants |", "| `population:patients with cancer` | Patients with cancer |",
              "| `measured:after 3 weeks` | Measured after 3 weeks |",
              "| `sponsor:Example Pharma (its maker)` | Sponsor: Example Pharma (its maker) |",
              "| `reviewed:4 human`, `reviewed:16 preclinical` | of 20 studies (4 in people, 16 in animals or cells) |",
              "| `reviewed:6 rct` | of 6 randomised trials |", "",
              "| Level | The strongest cited work is | Certainty may be at most |",
              "| --- | --- | --- |"]
    for level, designs in LEVELS.items():
        lines.append(f"| {level} | {designs} | `{MAX_CERTAINTY[level]}` |")
    return "\n".join(lines)


def _own_evidence(words: Vocabulary) -> list[str]:
    """Return the rest of the table, and the levels, for a site that lists its own words."""
    first, design = next(iter(words.own_species)), next(iter(words.own_designs))
    rows = [f"| `n:59` | {'59 ' + words.counted[1] if words.counted[1] else 'n = 59'} |",
            "| `measured:after 3 years` | Measured after 3 years |",
            "| `sponsor:Example Seeds (its maker)` | Sponsor: Example Seeds (its maker) |",
            f"| `reviewed:4 {first}` | of 4 studies {first.where} |",
            f"| `reviewed:6 {design}` | of 6 {design.meaning} |", "",
            f"| Level | The strongest cited work, done {words.direct_where}, is | Certainty may be at most |",
            "| --- | --- | --- |"]
    for level, most in MAX_CERTAINTY.items():
        named = [each.label for each in words.own_designs if each.traits.level == level and not (
            each.traits.systematic or each.traits.document)]
        if level == 1:
            named = [f"{each.label} of studies of level 2 alone" for each in words.own_designs
                     if each.traits.systematic] + named
        rows.append(f"| {level} | {', '.join(named) or '–'} | `{most}` |")
    return rows


def _harms(site: SiteData) -> str:
    """Return the fields of a harm, and the words that three of them allow."""
    lines = ["| Name | Must it be there? | What it is |", "| --- | --- | --- |"]
    lines += [f"| `{name}` | {'yes' if field.is_required() else 'no'} | {field.description} |"
              for name, field in Harm.model_fields.items()]
    if listed := site.harmful.by_name.values():
        lines += ["", "| `substances` | What readers see | Its everyday names |", "| --- | --- | --- |"]
        lines += [f"| `{each}` | {each.label} | {each.meaning} |" for each in listed]
    lines += ["", "| `kind` | What readers see |", "| --- | --- |"]
    lines += [f"| `{kind}` | {kind.label} |" for kind in HarmKind]
    return "\n".join(lines)


def _site() -> str:
    """Return every name of ``site.yml``, what it is, and what holds without it."""
    lines = ["| Name | What it is | Without it |", "| --- | --- | --- |"]
    lines += [f"| `{fact.name}` | {fact.description} | {fact.default} |" for fact in described_facts()]
    return "\n".join(lines)


def _extensions() -> str:
    """Return the extensions as two tables. Signs of tables stand in code, where they part no cells."""
    def rows(extensions: Iterable[Extension]) -> Iterator[str]:
        for each in extensions:
            names = ", ".join(f"`{name}`" for name in each.names) or "–"
            more = each.instead[:1].upper() + each.instead[1:]
            yield f"| {each.syntax} | {names} | {more}{'.' if more and not more.endswith('.') else ''} |"

    every = (*EXTENSIONS, DIAGRAM)
    return "\n".join([
        "### On", "", "| You write | Extension | What it does |", "| --- | --- | --- |",
        *rows(each for each in every if each.is_on),
        "", "### Refused", "", "| You would write | Extension | Instead |", "| --- | --- | --- |",
        *rows(each for each in every if not each.is_on)])


def _data(kinds: Mapping[str, BlockKind]) -> str:
    lines = ["| Of | Property | What it is |", "| --- | --- | --- |"]
    from proofdesk.outputs.claims_json import fields_of_schema  # only this part of the guide needs it

    lines += [f"| {where} | `{name}` | {meaning} |" for where, name, meaning in fields_of_schema(kinds)]
    return "\n".join(lines)


def _rules(kinds: Mapping[str, BlockKind]) -> str:
    lines = ["| Rule | What it means | Stops publishing? |", "| --- | --- | --- |"]
    for rule in sorted(RULES.values(), key=lambda r: r.name):
        lines.append(f"| `{rule.name}` | {meaning_of(rule, kinds)} | {STOPS[rule.severity]} |")
    return "\n".join(lines)


def meaning_of(rule: Rule, kinds: Mapping[str, BlockKind]) -> str:
    """Return a rule's meaning on a site with these kinds of block."""
    claim = enumerate_words([kind.noun for kind in claim_kinds(kinds.values())], "or")
    lacking = next((kind.record.lacking for kind in in_order(kinds.values()) if kind.record.lacking), "")
    return (rule.meaning.replace("{claim}", claim)
            .replace("{such as}", f", such as {lacking}" if lacking else ""))
