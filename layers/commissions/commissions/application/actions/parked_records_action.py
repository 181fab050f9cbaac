"""What is done to parked records at once: those that were shown, each for itself."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from commissions.application.actions.kind import ActionKind, DoneInParts, Payload
from commissions.application.actions.order_attribution import NotByOne
from commissions.application.care.decisions import NotAcceptable, ReasonMissing
from commissions.application.care.drafted_overrides import OrderNotTold, SameSeller
from commissions.application.care.lost_records import RecordsLost
from commissions.application.care.retell import NobodysWord
from commissions.application.pipeline.release import InboxItemGone
from commissions.application.queries.order_reference import NotAnOrder
from commissions.application.queries.order_story import AmbiguousOrder, UnknownOrder
from commissions.application.queries.parked_orders import (
    AT_ONCE_MAX,
    ChosenRecords,
    chosen,
    fitting_entries,
)
from commissions.application.queries.parked_records import NothingParked, parked_records
from commissions.domain import money
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.orders.parked_filter import ParkedFilter
from commissions.domain.stores.store import UnknownStore
from commissions.tables.parked import ParkedEntry

type CarryOut = Callable[[Action, ParkedEntry], None]
NOT_DONE = (
    AmbiguousOrder,
    InboxItemGone,
    NobodysWord,
    NotAcceptable,
    NotAnOrder,
    NotByOne,
    OrderNotTold,
    RecordsLost,
    SameSeller,
    UnknownOrder,
    UnknownStore,
)
"""What means that a record stays where it is, and holds up no other."""


WAITS_OTHERWISE = "It does not wait any more as it was shown: look at it again"


class ParkedChanged(ValueError):
    """What waits is not what was shown any more."""

    def __init__(self) -> None:
        super().__init__("What waits has changed since it was shown: look at it again")


def payload_of(found: ChosenRecords) -> Payload:
    return {
        "records": {each.record_key: each.inbox for each in found.entries},
        "shown": found.digest,
    }


def target_of(wanted: ParkedFilter, found: ChosenRecords) -> str:
    """`shopify/tea-us/1001`, or `6 parked: reason=unmapped_sku`."""
    orders = {each.order_key for each in found.entries}
    if len(orders) == 1:
        return next(iter(orders))
    said = ", ".join(f"{name}={word}" for name, word in wanted.words.items())
    return f"{len(found.entries)} parked" + (f": {said}" if said else "")


def parked_kind(
    name: str,
    carry_out: CarryOut,
    done: str,
    *,
    more_refusals: tuple[type[Exception], ...] = (),
    check: Callable[[Sequence[ParkedEntry]], None] = lambda _: None,
) -> ActionKind:
    """`done`: what became of each, in a word. `check`: raises one of `more_refusals` where it is
    not to be done to such records."""

    def effect(payload: Payload, now: datetime) -> ActionEffect:
        found = _shown(payload, now)
        check(found.entries)
        return ActionEffect(says=tuple(_said(found)), orders=len(_orders(found)))

    def carry_out_all(action: Action) -> DoneInParts:
        return _each(action, carry_out, done)

    refusals = (ParkedChanged, NothingParked, ReasonMissing, *more_refusals)
    return ActionKind(name=name, effect=effect, carry_out=carry_out_all, refusals=refusals)


def _shown(payload: Payload, now: datetime) -> ChosenRecords:
    """The records as they wait now. Raises NothingParked where none does any more, ParkedChanged
    where they are not what was shown."""
    keys = payload["records"]
    waiting = [each for each in parked_records() if each.record_key in keys]
    if not waiting:
        raise NothingParked(", ".join([*keys][:3]))
    found = chosen(fitting_entries(waiting, ParkedFilter(), now))
    if len(keys) > AT_ONCE_MAX or found.digest != payload["shown"]:
        raise ParkedChanged
    return found


def _said(found: ChosenRecords) -> list[tuple[str, str]]:
    """Which they are, with a digest of why they wait: what differs is another effect."""
    stake = [money.shown(amount, each) for each, amount in found.at_stake.amounts.items()]
    return [
        ("records", str(len(found.entries))),
        *(("at stake", each) for each in stake),
        *(shown_as(each) for each in found.entries),
    ]


def shown_as(entry: ParkedEntry) -> tuple[str, str]:
    """As an effect names a record: by this it is known whether it still waits as it did then."""
    return "of", f"{entry.record_key}: {entry.reason}, {entry.detail}"


def _orders(found: ChosenRecords) -> set[str]:
    return {each.order_key for each in found.entries}


def _each(action: Action, carry_out: CarryOut, done: str) -> DoneInParts:
    """What went on by itself meanwhile does not wait any more: nothing is done to it. Nor to what
    waits otherwise than it was shown, or came again with something else."""
    keys = action.draft.payload["records"]
    failed: dict[str, str] = {}
    waiting = [each for each in parked_records() if each.record_key in keys]
    inboxes = Counter(each.record_key for each in waiting)
    for entry in waiting:
        came_again = inboxes[entry.record_key] == 1 and entry.inbox != keys[entry.record_key]
        if came_again or shown_as(entry) not in action.draft.effect.says:
            failed[entry.record_key] = WAITS_OTHERWISE
            continue
        try:
            carry_out(action, entry)
        except NOT_DONE as error:
            failed[entry.record_key] = str(error)
    gone = len(keys) - len({each.record_key for each in waiting})
    parts = [f"{len(waiting) - len(failed)} {done}"]
    parts += [f"{gone} waited no more"] if gone else []
    parts += [f"{len(failed)} left as they were"] if failed else []
    return DoneInParts(", ".join(parts), failed)
