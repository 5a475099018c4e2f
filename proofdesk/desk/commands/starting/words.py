"""``desk words``: begin the catalogue of a language that Proofdesk has no words for, or bring it up to date."""

from __future__ import annotations

import click

from proofdesk.blocks.kind import KINDS_FOLDER
from proofdesk.common.errors import UserError
from proofdesk.common.language.catalogue import LOCALE, OWN_FOLDER, TEMPLATE, CatalogueError, parse
from proofdesk.common.language.extract import as_text, collect, messages_of, updated
from proofdesk.common.transaction import Transaction
from proofdesk.desk.project import find_project


@click.command()
@click.argument("code")
def words(code: str) -> None:
    """Write every text of the pages into locale/CODE.po, each with the words that you wrote for it so far.

    CODE is that of a language, such as it or pt-BR. Write the words with an editor for such files, as Poedit, or in any
    text editor, then set `language` under `theme` in mkdocs.yml. Texts that are new stand there without words.

    \b
    Example:
      desk words it
    """
    from babel.core import Locale, UnknownLocaleError

    project = find_project()
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        raise UserError(f"“{code}” is the code of no language; write one such as it or pt-BR") from None
    if (LOCALE / f"{code}.po").is_file():
        raise UserError(f"there are words for “{code}” already; into {OWN_FOLDER}/{code}.po write only those that your "
                        "pages are to say otherwise")
    name = f"{OWN_FOLDER}/{code}.po"
    file = project.root / name
    try:
        template = parse(TEMPLATE)
        kinds = [(each.as_posix(), each) for each in sorted((project.root / KINDS_FOLDER).rglob("*.*"))]
        for message in collect((place, each) for place, each in kinds if list(messages_of(each))):
            if message.id:
                template.add(message.id, context=message.context, flags=message.flags)
        catalogue = updated(template, file, code)
    except CatalogueError as error:
        raise UserError(str(error)) from None
    with Transaction(project.root) as transaction:
        file.parent.mkdir(exist_ok=True)
        transaction.replace(file, transaction.read(file), as_text(catalogue).encode("utf-8"))
    empty = sum(1 for message in catalogue if message.id and not (
        all(message.string) if isinstance(message.string, (tuple, list)) else message.string))
    click.echo(f"{name} has {len(catalogue)} texts, {empty} of them without words.")
