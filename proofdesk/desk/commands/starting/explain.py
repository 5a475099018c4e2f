"""``desk explain``: say what the editors' guide says of a message, a block or a file, on any site."""

from __future__ import annotations

import click

from proofdesk.common.errors import UserError
from proofdesk.common.rules import RULES
from proofdesk.common.text import did_you_mean
from proofdesk.desk.project import Project, find_project
from proofdesk.outputs.guide import STOPS, describe_kind, fill, meaning_of

# Parts of the guide that are made from the program and the site, with what each is on.
_PARTS = {
    "evidence": "what `keywords` of an entry of the bibliography may say",
    "extensions": "which Markdown is read, and what to write instead of the rest",
    "harms": "what an entry of harms.yml may say",
    "site": "every name of site.yml",
    "data": "what other programs read in data/claims.json",
}


@click.command()
@click.argument("word", default="")
def explain(word: str) -> None:
    """Say what WORD is: the rule of a message, a kind of block with an example to copy, or one of a few files.

    A message names its rule behind the place: “docs/a.md:7:1: uncited-claim: …”. Without a WORD, all are listed.

    \b
    Examples:
      desk explain
      desk explain uncited-claim
      desk explain harms
      desk explain evidence
    """
    project = find_project()
    known = [*project.kinds, *_PARTS, *sorted(RULES)]
    if not word:
        click.echo(_listed(project))
    elif word in project.kinds:
        click.echo(describe_kind(project.kinds[word], shown=False))
    elif word in _PARTS:
        click.echo(fill(f"<!-- guide: {word} -->", project.kinds, project.site))
    elif rule := RULES.get(word):
        stops = STOPS[rule.severity].capitalize()
        click.echo(f"{word}: {meaning_of(rule, project.kinds)}\nDoes it stop publishing? {stops}.")
    else:
        raise UserError(f"there is no message, block or file called “{word}” ({did_you_mean(word, known)})")


def _listed(project: Project) -> str:
    """Return every word that can be explained, with what it is in a few words."""
    return "\n".join([
        "Blocks:", *(f"  {name:<18} {kind.noun}" for name, kind in project.kinds.items()), "",
        "Files:", *(f"  {name:<18} {what}" for name, what in _PARTS.items()), "",
        "Messages:", *(f"  {rule.name:<25} {meaning_of(rule, project.kinds)}" for _, rule in sorted(RULES.items()))])
