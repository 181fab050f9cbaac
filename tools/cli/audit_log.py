"""`log`: who did what to what, when, why and with which outcome."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.actions.audit_entry import BEGUN, AuditEntry, without_beginnings
from tools.cli import formats, output
from tools.cli.errors import REFUSED, Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.audited import AuditLog

DAYS = timedelta(days=7)


def log(
    since: Annotated[
        str, typer.Option(help="From this day (UTC) on, like 2026-11-20; if empty, 7 days.")
    ] = "",
    actor: Annotated[str, typer.Option(help="Only what this person did.")] = "",
    target: Annotated[
        str, typer.Option(help="Only what was done to this: an order, a store, an action's id.")
    ] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Who did what to what, when and why; whether the log is whole.

    Exit code 1 where an entry was changed, or some are missing.
    """
    today = datetime.now(UTC).date()
    first = _day(since) or today - DAYS
    select_stack(stack)
    from commissions.application.queries.audited import audit_log_since

    found = audit_log_since(first, today, actor=actor, target=target)
    answer = {
        "since": first,
        "entries": [output.jsonable(each) for each in found.entries],
        "broken": list(found.broken),
    }
    output.respond(as_json, answer, screen(found))
    if found.broken:
        raise typer.Exit(REFUSED)


def screen(found: "AuditLog") -> RenderableType:
    if not found.entries:
        return Group(Text("Nothing of that kind is in the log."), _wholeness(found))
    return Group(*map(_line, without_beginnings(found.entries)), Text(), _wholeness(found))


def _wholeness(found: "AuditLog") -> Text:
    if found.broken:
        told = ", ".join(found.broken)
        return Text(f"The log is not whole: entries changed or missing at {told}.", "red")
    count = formats.count(found.looked_at, "line")
    return Text(f"The log is whole: {count}, each fits the one before.", "green")


def _line(entry: AuditEntry) -> RenderableType:
    outcome = "begun, and no end told" if entry.outcome == BEGUN else entry.outcome
    head = Text.assemble(
        (formats.moment(entry.at), "dim"),
        f"  {entry.who}  ",
        (entry.what, "bold"),
        f" {entry.target}  " if entry.target else "  ",
        (outcome, "yellow"),
    )
    more = [f"why: {entry.why}" if entry.why else "", entry.said]
    return Group(head, *(output.indented(Text(each)) for each in more if each))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Misused(f"{text!r} is no day: write it like 2026-11-20.") from None
