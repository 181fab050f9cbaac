"""`health`: whether anything is stuck, lost or late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from commissions.domain.stores.refusals import RECIPIENT
from tools.cli import api_version_view, formats, output
from tools.cli.errors import REFUSED
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.former_secrets import SecretsHealth
    from commissions.application.queries.health import (
        ActionsHealth,
        AlarmHealth,
        Health,
        ParkedHealth,
        PendingHealth,
        QueueHealth,
        StoreHealth,
    )
    from commissions.application.queries.refused_messages import RefusedHealth


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCheck:
    """One thing that was looked at, in words; `well` where nobody has to do anything."""

    what: str
    well: bool
    says: str
    advice: str = ""


def health(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """Pending, parked, queues, dead letters and alarms; exit code 1 where something is wrong."""
    selected = select_stack(stack)
    from commissions.application.queries import health

    found = health.check(selected.resources, now=datetime.now(UTC))
    lines = checks(found)
    output.respond(as_json, {"well": found.is_well, "findings": lines}, screen(lines))
    if not found.is_well:
        raise typer.Exit(REFUSED)


def checks(found: "Health") -> list[HealthCheck]:
    return [
        *(check for each in found.stores for check in _store(each)),
        _pending(found.pending),
        *_parked(found.parked),
        _actions(found.actions),
        *map(_queue, found.queues),
        _alarms(found.alarms),
        *_secrets(found.secrets),
        *map(_refused, found.refused),
    ]


def _store(found: "StoreHealth") -> Iterable[HealthCheck]:
    if not found.answers:
        yield HealthCheck(
            what=f"API of {found.store_id}",
            well=False,
            says="gives no answer; it is left alone for a while, and what is to be asked waits",
            advice="See whether the store is up and its access holds: `commissions store check`",
        )
    if found.polled_until_age is not None:
        yield HealthCheck(
            what=f"polling {found.store_id}",
            well=found.is_polled,
            says=f"all changes are known as of {formats.age(found.polled_until_age)} ago",
            advice="See the log of Poll; the schedule asks every 15 minutes",
        )
    if found.api_version:
        yield HealthCheck(
            what=f"API version of {found.store_id}",
            well=found.api_version_holds,
            says=api_version_view.sentence(found.api_version),
            advice="Deploy a release that asks by a newer one; `commissions store check --schema`",
        )
    heard = found.last_heard_age
    yield HealthCheck(
        what=f"store {found.store_id}",
        well=found.is_heard,
        says="not heard of yet" if heard is None else f"last heard of {formats.age(heard)} ago",
        advice="See in the store whether its webhooks still point here",
    )


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
    store, often = found.store, formats.count(found.count, "message")
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
    since = "the store's own were accepted since" if found.accepted_since else "none accepted since"
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


def screen(found: Iterable[HealthCheck]) -> RenderableType:
    grid = output.table("", "what", "says")
    advice: list[Any] = []
    for each in found:
        mark = Text("✓", "green") if each.well else Text("✗", "bold red")
        grid.add_row(mark, each.what, each.says)
        if not each.well and each.advice:
            advice.append(Text(f"{each.what}: {each.advice}", "cyan"))
    return Group(grid, *advice)
