"""What `health` says of a store: what is on record, and how it answered just now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.cli import api_version_view, formats

if TYPE_CHECKING:
    from commissions.application.queries.store_health import StoreHealth
    from commissions.application.sync.store_look import StoreLook
    from commissions.application.sync.subscriptions import Subscriptions

ASKED = "asked just now"
TOPICS_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCheck:
    """One thing that was looked at, in words; `well` where nobody has to do anything."""

    what: str
    well: bool
    says: str
    advice: str = ""
    notice: bool = False
    """Whether somebody should know of it, though it may be meant so."""


def store_checks(found: "StoreHealth", look: "StoreLook | None") -> Iterator[HealthCheck]:
    """`look`: None where the store was not to be asked."""
    if look and look.is_of_access:
        yield _access(found, look)
    if look and look.was_asked and not look.is_of_access:
        yield _api(found, look)
    elif not found.answers:
        yield _given_up(found)
    elif look and not look.is_of_access:
        connect = f"`commissions store connect {found.store_id}`, if it is to be asked"
        is_wrong = look.is_used and look.is_of_settings
        yield HealthCheck(
            what=f"API of {found.store_id}",
            well=not is_wrong,
            notice=not is_wrong,
            says=look.problem,
            advice="" if look.is_used else connect,
        )
    yield from _webhooks(found, look)
    if look and look.missing_scopes:
        yield HealthCheck(
            what=f"rights in {found.store_id}",
            well=False,
            says=f"may not read {', '.join(look.missing_scopes)} ({ASKED})",
            advice="grant it in the store, and set the new key with `commissions store access "
            f"{found.store_id}`",
        )
    if found.api_version:
        yield HealthCheck(
            what=f"API version of {found.store_id}",
            well=found.api_version_holds,
            says=api_version_view.sentence(found.api_version),
            advice="Deploy a release that asks by a newer one; `commissions store check --schema`",
        )
    yield from _heard(found)


def _access(found: "StoreHealth", look: "StoreLook") -> HealthCheck:
    """A store that nobody ever had asked may be meant to go without."""
    set_it = f"`commissions store access {found.store_id}`"
    return HealthCheck(
        what=f"access to {found.store_id}",
        well=not look.is_used,
        notice=not look.is_used,
        says=f"{look.problem} ({ASKED})" if look.was_asked else look.problem,
        advice=f"{set_it}, then `commissions store check {found.store_id}`"
        if look.is_used
        else f"{set_it}, if it is to be asked",
    )


def _given_up(found: "StoreHealth") -> HealthCheck:
    until = found.left_alone_until
    when = f"until {until:%H:%M:%S} UTC" if until else "for a while"
    return HealthCheck(
        what=f"API of {found.store_id}",
        well=False,
        says=f"gives no answer; it is left alone {when}, and what is to be asked waits",
        advice="See whether the store is up and its access holds: `commissions store check "
        f"{found.store_id}`",
    )


def _api(found: "StoreHealth", look: "StoreLook") -> HealthCheck:
    says = f"answers ({ASKED})" if look.answered else f"{look.problem} ({ASKED})"
    advice = f"`commissions store check {found.store_id}` asks it again"
    if look.answered and not found.answers:
        advice = "It is asked again by itself then; what waits goes on"
    return HealthCheck(
        what=f"API of {found.store_id}",
        well=look.answered and found.answers,
        says=f"{says}{_left_alone(found)}",
        advice=advice,
    )


def _left_alone(found: "StoreHealth") -> str:
    if found.answers:
        return ""
    until = found.left_alone_until
    when = f" until {until:%H:%M:%S} UTC" if until else " for a while"
    return (
        f"; it failed {found.failures} times in a row and is left alone{when}: "
        "what is to be asked waits"
    )


def _webhooks(found: "StoreHealth", look: "StoreLook | None") -> Iterator[HealthCheck]:
    """As they are now, else as the hourly check found them."""
    what = f"webhooks of {found.store_id}"
    repair = f"`commissions store check {found.store_id} --repair`"
    if look and look.webhooks:
        wrong = look.webhooks.wrong
        yield HealthCheck(
            what=what,
            well=not wrong,
            says=f"{_as_they_are(look.webhooks)} ({ASKED})",
            advice=repair,
        )
    elif found.webhooks_checked_age is not None and not (look and look.answered):
        wrong = found.webhooks_wrong
        state = f"{wrong} not as they should be" if wrong else "as they should be"
        yield HealthCheck(
            what=what,
            well=not wrong,
            says=f"{state} at the hourly check {formats.age(found.webhooks_checked_age)} ago",
            advice=repair,
        )


def _as_they_are(found: "Subscriptions") -> str:
    kinds = {
        "missing": found.missing,
        "disabled": [each.topic for each in found.disabled],
        "go elsewhere": [each.topic for each in found.misdirected],
        "twice": [each.topic for each in found.duplicates],
    }
    wrong = [f"{len(topics)} {kind} ({_some(topics)})" for kind, topics in kinds.items() if topics]
    return ", ".join(wrong) or f"{len(found.fine)} as they should be"


def _some(topics: Iterable[str]) -> str:
    named = sorted(set(topics))
    more = f", and {len(named) - TOPICS_SHOWN} more" if len(named) > TOPICS_SHOWN else ""
    return ", ".join(named[:TOPICS_SHOWN]) + more


def _heard(found: "StoreHealth") -> Iterator[HealthCheck]:
    if found.polled_until_age is not None:
        yield HealthCheck(
            what=f"polling {found.store_id}",
            well=found.is_polled,
            says=f"all changes are known as of {formats.age(found.polled_until_age)} ago",
            advice="See the log of Poll; the schedule asks every 15 minutes",
        )
    heard = found.last_heard_age
    yield HealthCheck(
        what=f"store {found.store_id}",
        well=found.is_heard,
        says="not heard of yet" if heard is None else f"last heard of {formats.age(heard)} ago",
        advice=f"See whether its webhooks still point here: `commissions store check "
        f"{found.store_id}`",
    )
