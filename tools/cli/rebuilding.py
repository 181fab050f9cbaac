"""The command that brings statements and balances up to the ledger again."""

from typing import Annotated

import typer
from rich.text import Text

from tools.cli import formats, output
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack


def rebuild(
    order: Annotated[str, typer.Option(help="Only this order's journals, by its key.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Brings statements and balances up to the ledger: journals they lack are added, no other."""
    select_stack(stack)
    from commissions.tables import ledger, statements

    journals = ledger.story(order).journals if order else ledger.every_journal()
    outcomes = [statements.project(journal) for journal in journals]
    output.respond(
        as_json,
        {"journals": len(outcomes), "added": sum(outcomes)},
        Text(f"{formats.count(len(outcomes), 'journal')} looked at, {sum(outcomes)} were lacking."),
    )
