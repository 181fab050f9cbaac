"""Commands that keep the promise that nothing is lost: what waits, letting it go on, running it
again."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import Misused, Refused
from tools.cli.names import order_name
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.tables.inbox import InboxItem
    from commissions.tables.parked import ParkedEntry

AMOUNTS, GONE = "amounts", "gone"


def parked(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """What waits: why, since when, and what to do about it."""
    select_stack(stack)
    from commissions.tables import parked as table

    entries = sorted(table.everything(), key=lambda entry: entry.since)
    output.respond(as_json, {"parked": entries}, screen(entries, datetime.now(UTC)))


def release(  # noqa: PLR0913, PLR0917 - an option is a parameter
    order: Annotated[str, typer.Argument(help="The order that waits, or the key of its record.")],
    accept: Annotated[
        str,
        typer.Option(
            help="`amounts`: the store's figures stand although they do not add up. "
            "`gone`: an order that the store has no more counts as cancelled."
        ),
    ] = "",
    dismiss: Annotated[bool, typer.Option("--dismiss", help="Let it wait no longer.")] = False,
    reason: Annotated[str, typer.Option(help="Why it is dismissed; kept with it.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Lets a parked order go on, or dismisses it."""
    if accept not in ("", AMOUNTS, GONE):
        raise Misused(f"Only {AMOUNTS} or {GONE} can be accepted, not {accept!r}.")
    if dismiss and not reason.strip():
        raise Misused("Say why it is dismissed: --dismiss --reason TEXT.")
    select_stack(stack)
    from commissions.runtime import releasing

    entries = _waiting(order)
    for entry in entries:
        if dismiss:
            releasing.dismiss(entry, reason)
        else:
            releasing.release(entry, accepted=(accept,) if accept else ())
    done = "dismissed" if dismiss else "released"
    keys = [entry.record_key for entry in entries]
    more = "" if dismiss else f" See `commissions order {entries[0].order_key}` in a moment."
    output.respond(
        as_json, {done: keys}, *(Text(f"{done}: {key}") for key in keys), Text(more.strip())
    )


def replay(
    inbox_id: Annotated[
        str, typer.Argument(help="An inbox id, as `order --json` lists them.")
    ] = "",
    order: Annotated[str, typer.Option(help="All webhooks of an order.")] = "",
    pending: Annotated[
        bool, typer.Option("--pending", help="All that has not reached the ledger yet.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Puts kept webhooks on the bus again; what is in the ledger already stays as it is."""
    if sum(map(bool, (inbox_id, order, pending))) != 1:
        raise Misused("Say what to replay: an inbox id, --order ORDER, or --pending.")
    select_stack(stack)
    from commissions.runtime import releasing

    items = [item for item in _kept(inbox_id, order) if item.records]
    for item in items:
        releasing.replay(item)
    ids = [item.id for item in items]
    output.respond(
        as_json,
        {"replayed": ids},
        Text(f"{formats.count(len(ids), 'webhook')} put on the bus again."),
    )


def _kept(inbox_id: str, order: str) -> Sequence["InboxItem"]:
    """The kept webhook, those of an order, or else all that are pending."""
    from commissions.tables import inbox, pending
    from tools.cli import reads

    if inbox_id:
        if found := inbox.find(inbox_id):
            return [found]
        raise Refused(f"Nothing in the inbox is called {inbox_id}: see `order ID --json`.")
    if order:
        return reads.order_of(order).webhooks
    return pending.since(datetime.now(UTC))


def _waiting(text: str) -> list["ParkedEntry"]:
    from commissions.tables import parked as table

    every = list(table.everything())
    found = [entry for entry in every if text in (entry.record_key, entry.waits_for)]
    if not found:
        pairs = [tuple(entry.order_key.split("/")[:2]) for entry in every]
        keys = order_name(text).keys((platform, store) for platform, store in pairs)
        found = [entry for entry in every if entry.order_key in keys]
    if not found:
        raise Refused(f"Nothing of {text} is parked. `commissions parked` lists what is.")
    return found


def screen(entries: list["ParkedEntry"], now: datetime) -> RenderableType:
    if not entries:
        return Text("Nothing is parked.", "green")
    parts: list[Any] = []
    for entry in entries:
        parts += [entry_view(entry, now), Text()]
    return Group(*parts, Text(f"{len(entries)} parked", "dim"))


def entry_view(entry: "ParkedEntry", now: datetime) -> RenderableType:
    """Why it waits, since when, and what to do."""
    since = formats.age((now - entry.since).total_seconds())
    return Group(
        Text.assemble(
            (entry.order_key, "bold cyan"),
            (f"  {entry.reason.replace('_', ' ')}", "yellow"),
            (f"  waits {since}, {_tries(entry.tries)}", "dim"),
        ),
        output.indented(Text(entry.detail)),
        output.indented(Text(entry.advice, "cyan")),
    )


def _tries(count: int) -> str:
    return "1 try" if count == 1 else f"{count} tries"
