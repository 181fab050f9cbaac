"""Commands that keep the promise that nothing is lost: what waits, letting it go on, running it
again."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.application.queries.order_reference import parse_order
from tools.cli import action_view, formats, output
from tools.cli.errors import Misused
from tools.cli.operator import By, actor, operator
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.domain.actions.action import Actor
    from commissions.tables.parked import ParkedEntry


def parked(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """What waits, and what is listed while its order goes on: why, since when, what to do."""
    select_stack(stack)
    from commissions.application.queries.parked_records import parked_records

    entries = parked_records()
    output.respond(
        as_json,
        {"parked": [entry_answer(each) for each in entries]},
        screen(entries, datetime.now(UTC)),
    )


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
    reason: Annotated[
        str, typer.Option(help="Why it is dismissed, or accepted; kept with it.")
    ] = "",
    by: By = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Lets a parked order go on, or dismisses it."""
    from commissions.application.care.decisions import Dismissal, Release

    decision = Dismissal(reason) if dismiss else Release(accept, reason=reason)
    if stack == LOCAL:
        operator(by)
    select_stack(stack)
    me = actor(stack, by)
    if accept and not dismiss:
        _accept(order, accept, reason, me, as_json)
        return
    from commissions.application.care.parked_decisions import decide

    entries = decide(order, replace(decision, by=me.who))
    done = "dismissed" if dismiss else "released"
    keys = [entry.record_key for entry in entries]
    more = "" if dismiss else f"See `commissions order {entries[0].order_key}` in a moment."
    output.respond(as_json, {done: keys}, *(Text(f"{done}: {key}") for key in keys), Text(more))


def _accept(order: str, accept: str, reason: str, me: "Actor", as_json: bool) -> None:
    """What is accepted of a record is for good: on record, by two people where it takes two."""
    from commissions.application.actions import accepted_release
    from commissions.application.actions.proposing import ActionRequest, submit
    from commissions.application.queries.parked_records import find

    entries = find(order)
    request = ActionRequest(
        kind=accepted_release.ACCEPTED_RELEASE.name,
        target=accepted_release.target_of(entries),
        payload=accepted_release.payload_of(accept, entries),
        why=reason,
    )
    action = submit(request, me, datetime.now(UTC))
    keys = [entry.record_key for entry in entries] if action_view.is_applied(action) else []
    waiting = action_view.what_waits(action)
    more = [] if waiting else [Text(f"See `commissions order {entries[0].order_key}` in a moment.")]
    answer = {"released": keys} | action_view.reference(action)
    output.respond(as_json, answer, *(Text(f"released: {key}") for key in keys), *more, *waiting)


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
    ids = _replay(inbox_id, order)
    webhooks = formats.count(len(ids), "webhook")
    output.respond(as_json, {"replayed": ids}, Text(f"{webhooks} put on the bus again."))


def _replay(inbox_id: str, order: str) -> list[str]:
    """The one item, those of an order, or else all that are pending; their ids."""
    from commissions.application.care import replay

    if inbox_id:
        return replay.replay_item(inbox_id)
    if order:
        return replay.replay_order(parse_order(order))
    return replay.replay_pending(datetime.now(UTC))


def screen(entries: list["ParkedEntry"], now: datetime) -> RenderableType:
    if not entries:
        return Text("Nothing is parked.", "green")
    parts: list[Any] = []
    for entry in entries:
        parts += [entry_view(entry, now), Text()]
    return Group(*parts, Text(f"{len(entries)} parked", "dim"))


def entry_answer(entry: "ParkedEntry") -> dict[str, Any]:
    """An entry for machines, with whether anything waits for it."""
    return {**output.jsonable(entry), "holds": entry.holds}


def entry_view(entry: "ParkedEntry", now: datetime) -> RenderableType:
    """Why it waits, since when, and what to do."""
    since = formats.age((now - entry.since).total_seconds())
    return Group(
        Text.assemble(
            (entry.order_key, "bold cyan"),
            (f"  {entry.reason.replace('_', ' ')}", "yellow"),
            (f"  {_how(entry, since)}", "dim"),
        ),
        output.indented(Text(entry.detail)),
        output.indented(Text(entry.advice, "cyan")),
    )


def _how(entry: "ParkedEntry", since: str) -> str:
    if not entry.holds:
        return f"listed for {since}, the order goes on"
    return f"waits {since}" if entry.is_of_order else f"waits {since}, {_tries(entry.tries)}"


def _tries(count: int) -> str:
    return "1 try" if count == 1 else f"{count} tries"
