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
    from commissions.application.care import rebuild_statements

    rebuilt = rebuild_statements.rebuild(order)
    journals = formats.count(rebuilt.journals, "journal")
    output.respond(
        as_json,
        {"journals": rebuilt.journals, "added": rebuilt.added},
        Text(f"{journals} looked at, {rebuilt.added} were lacking."),
    )
