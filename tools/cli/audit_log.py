"""`log`: who did what to what, when, why and with which outcome."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.actions.audit_entry import BEGUN, AuditEntry
from tools.cli import formats, output
from tools.cli.errors import REFUSED, Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.audited import AuditLog

DAYS = timedelta(days=30)


def log(
    since: Annotated[
        str, typer.Option(help="From this day (UTC) on, like 2026-11-20; if empty, 30 days.")
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
    grid = output.table("when (UTC)", "who", "what", "to what", "came of it", "why")
    output.rows(grid, _lines(found.entries), _cells)
    return Group(grid, Text(), _wholeness(found))


def _wholeness(found: "AuditLog") -> Text:
    if found.broken:
        told = ", ".join(found.broken)
        return Text(f"The log is not whole: entries changed or missing at {told}.", "red")
    count = formats.count(found.looked_at, "line")
    return Text(f"The log is whole: {count}, each fits the one before.", "green")


def _lines(entries: Sequence[AuditEntry]) -> list[AuditEntry]:
    """Without the beginnings of what has its outcome below."""
    ended = {each.run for each in entries if each.outcome != BEGUN}
    return [each for each in entries if each.outcome != BEGUN or each.run not in ended]


def _cells(entry: AuditEntry) -> list[str]:
    outcome = "begun, and no end told" if entry.outcome == BEGUN else entry.outcome
    said = f"{outcome}: {entry.said}" if entry.said else outcome
    return [
        formats.moment(entry.at),
        entry.who,
        entry.what,
        entry.target or formats.NOTHING,
        said,
        entry.why or formats.NOTHING,
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Misused(f"{text!r} is no day: write it like 2026-11-20.") from None
