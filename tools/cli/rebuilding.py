"""The command that brings statements and members' months up to the ledger again."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import REFUSED, Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.care.rebuild_statements import Rebuilt


def rebuild(
    order: Annotated[str, typer.Option(help="Only this order's journals, by its key.")] = "",
    member: Annotated[
        str, typer.Option(help="Count this member's months anew, by the lines of the statement.")
    ] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Brings statements and months up to the ledger: journals they lack are added, no other."""
    if order and member:
        raise Misused("Either an order is rebuilt, or a member's months: not --order and --member.")
    select_stack(stack)
    _recount(member, as_json=as_json) if member else _rebuild(order, as_json=as_json)


def _rebuild(order: str, *, as_json: bool) -> None:
    from commissions.application.care import rebuild_statements

    rebuilt = rebuild_statements.rebuild(order)
    journals = formats.count(rebuilt.journals, "journal")
    counted = f" {rebuilt.counted} are counted by month from now on." if rebuilt.counted else ""
    output.respond(
        as_json,
        {
            "journals": rebuilt.journals,
            "added": rebuilt.added,
            "counted": rebuilt.counted,
            "contended": list(rebuilt.contended),
        },
        Text(f"{journals} looked at, {rebuilt.added} were lacking.{counted}{_contended(rebuilt)}"),
    )
    if rebuilt.contended:
        raise typer.Exit(REFUSED)


def _contended(rebuilt: "Rebuilt") -> str:
    if not rebuilt.contended:
        return ""
    return (
        f" The months of {', '.join(rebuilt.contended)} change all the time and are not counted "
        "anew: run it again at a quieter moment."
    )


def _recount(member: str, *, as_json: bool) -> None:
    from commissions.application.care import recount_months

    found = recount_months.recount(member)
    changed = ", ".join(found.changed)
    said = f"{changed} said otherwise, and are right now." if changed else "All said just that."
    output.respond(
        as_json,
        {"months": found.months, "changed": list(found.changed)},
        Text(f"{formats.count(found.months, 'month')} of {member} counted. {said}"),
    )
