"""`health`: whether anything is stuck, lost or late."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.stores.refusals import RECIPIENT
from tools.cli import formats, output
from tools.cli.errors import REFUSED
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack
from tools.cli.store_checks import HealthCheck as HealthCheck
from tools.cli.store_checks import store_checks

if TYPE_CHECKING:
    from commissions.application.queries.event_keys import SigningHealth
    from commissions.application.queries.former_secrets import SecretsHealth
    from commissions.application.queries.health import (
        ActionsHealth,
        AlarmHealth,
        Health,
        ParkedHealth,
        PendingHealth,
        QueueHealth,
    )
    from commissions.application.queries.refused_messages import RefusedHealth
    from commissions.application.sync.store_look import StoreLook


def health(
    recorded: Annotated[
        bool, typer.Option("--recorded", help="Ask no store: only what is on record.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Stores (asked at once, for ten seconds at most), pending, parked, queues, dead letters and
    alarms; exit code 1 where something is wrong."""
    selected = select_stack(stack)
    from commissions.application.queries import health
    from commissions.application.sync import store_look

    found = health.check(selected.resources, now=datetime.now(UTC))
    lines = checks(found, [] if recorded else store_look.look_at_all())
    well = found.is_well and all(each.well for each in lines)
    output.respond(as_json, {"well": well, "findings": lines}, screen(lines))
    if not well:
        raise typer.Exit(REFUSED)


def checks(found: "Health", looks: Iterable["StoreLook"] = ()) -> list[HealthCheck]:
    """`looks`: how the stores that were asked answered just now."""
    answered = {each.store_id: each for each in looks}
    stores = [(each, answered.get(each.store_id)) for each in found.stores]
    return [
        *(check for each, look in stores for check in store_checks(each, look)),
        _pending(found.pending),
        *_parked(found.parked),
        _actions(found.actions),
        *map(_queue, found.queues),
        _alarms(found.alarms),
        *_secrets(found.secrets),
        *_signing(found.signing),
        *map(_refused, found.refused),
    ]


def _pending(found: "PendingHealth") -> HealthCheck:
    oldest = found.oldest_age
    since = "" if oldest is None else f", the oldest for {formats.age(oldest)}"
    return HealthCheck(
        what="inbox",
        well=found.is_well,
        says=f"{found.count} pending{since}",
        advice="The sweeper tells them again every minute; at once: commissions replay --pending",
    )


def _parked(found: Sequence["ParkedHealth"]) -> Iterable[HealthCheck]:
    if not found:
        yield HealthCheck(what="parked", well=True, says="0 parked")
    for each in found:
        how = "parked" if each.holds else "listed (their orders go on)"
        yield HealthCheck(
            what=f"{how.split()[0]}: {each.reason.replace('_', ' ')}",
            well=each.is_well,
            says=f"{each.count} {how}, the oldest for {formats.age(each.oldest_age)}",
            advice="commissions parked says what to do",
        )


def _actions(found: "ActionsHealth") -> HealthCheck:
    oldest = found.oldest_age
    since = "" if oldest is None else f", the oldest for {formats.age(oldest)}"
    return HealthCheck(
        what="actions",
        well=found.is_well,
        says=f"{found.count} approved and not done{since}",
        advice="They were cut off: `commissions actions list` says how each is brought to its end",
    )


def _queue(found: "QueueHealth") -> HealthCheck:
    if found.is_of_dead_letters:
        return HealthCheck(
            what=f"dead letters of {found.name}",
            well=found.is_well,
            says=f"{found.waiting + found.in_flight} messages",
            advice="Read the function's log, repair, then commissions replay --pending",
        )
    return HealthCheck(
        what=f"queue of {found.name}",
        well=found.is_well,
        says=f"{found.waiting} waiting, {found.in_flight} in work",
    )


def _alarms(found: "AlarmHealth") -> HealthCheck:
    ringing = "; ".join(f"{name}: {why}" for name, why in found.ringing)
    return HealthCheck(what="alarms", well=found.is_well, says=ringing or f"{found.quiet} quiet")


def _refused(found: "RefusedHealth") -> HealthCheck:
    store, often = found.store, f"at least {formats.count(found.count, 'message')}"
    last = f"the last {formats.age(found.last_age)} ago"
    if found.reason == RECIPIENT:
        here = f"domain {store.domain}" if store.domain else f"channel {store.channel}"
        return HealthCheck(
            what=f"messages to {store.store_id}",
            well=found.is_well,
            says=(
                f"{often} refused as of another shop, {last}: signed rightly, "
                f"they name {found.named or 'none'}, and here it is {here}"
            ),
            advice=(
                "If it is the store, write what they name into stores.yaml and load it; if it is a "
                "copy of the store, delete its webhooks"
            ),
        )
    since = (
        "the store's own were accepted since"
        if found.accepted_since
        else "of none accepted since is known"
    )
    return HealthCheck(
        what=f"messages to {store.store_id}",
        well=found.is_well,
        says=f"{often} refused for a wrong signature, {last}; {since}",
        advice=(
            f"commissions store check {store.store_id} says which secret its webhooks were given; "
            f"commissions store secret {store.store_id} sets another, in the store too"
        ),
    )


def _secrets(found: "SecretsHealth") -> Iterable[HealthCheck]:
    if not found.is_well:
        yield HealthCheck(
            what="secrets",
            well=False,
            says=f"of {', '.join(found.unmoved)} lie under their names of before",
            advice="The next release does not look there: commissions secrets migrate",
        )


def _signing(found: "SigningHealth") -> Iterable[HealthCheck]:
    if not found.is_well:
        yield HealthCheck(
            what="events",
            well=False,
            says=f"SignedEvents is {found.mode}: whoever reaches the bus or a queue can move money",
            advice="docs/security.md says how a stack moves to require",
        )


def screen(found: Iterable[HealthCheck]) -> RenderableType:
    grid = output.table("", "what", "says")
    advice: list[Any] = []
    for each in found:
        mark = Text("✓", "green") if each.well else Text("✗", "bold red")
        grid.add_row(Text("!", "yellow") if each.notice else mark, each.what, each.says)
        if (each.notice or not each.well) and each.advice:
            advice.append(Text(f"{each.what}: {each.advice}", "cyan"))
    return Group(grid, *advice)
