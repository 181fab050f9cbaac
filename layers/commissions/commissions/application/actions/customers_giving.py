"""`customers.move` and `customers.import`: whose customers are given to somebody, by two people's
word; forward only, customer by customer as it was shown."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from commissions.application.actions import effect_lines
from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.actions.order_attribution import NotByOne
from commissions.application.care import override_order
from commissions.application.care.customer_effect import OrderChange, summed
from commissions.application.care.customers_given import (
    CUSTOMERS_MAX,
    CustomerGiven,
    history_of,
    rests_on,
)
from commissions.application.care.customers_imported import customers_imported
from commissions.application.care.customers_moved import HandOver, customers_moved
from commissions.application.care.drafted_overrides import NotASeller
from commissions.application.queries.statement import UnknownDistributor
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.orders.canonical import digest_of, stamp
from commissions.domain.people.upline import Ancestor
from commissions.domain.stores.store import UnknownStore


class NobodyToGive(LookupError):
    """There is no customer whom it would give to anybody."""


def move_payload(asked: HandOver, found: Sequence[CustomerGiven]) -> Payload:
    """What was asked for, and each customer who is handed over, by the order it is kept with."""
    return {
        "from": asked.from_member,
        "to": asked.to_member,
        "since": stamp(asked.since),
        "store": asked.store_id,
        "customers": [_written(each) for each in found[:CUSTOMERS_MAX]],
    }


def import_payload(since: date, store_id: str, found: Sequence[CustomerGiven]) -> Payload:
    return {
        "since": since.isoformat(),
        "store": store_id,
        "customers": [_written(each) for each in found[:CUSTOMERS_MAX]],
    }


def target_of(payload: Payload) -> str:
    since = payload["since"][:10]
    where = f" in {payload['store']}" if payload["store"] else ""
    whose = f"customers of {payload['from']}" if "from" in payload else "customers of before"
    return f"{whose}{where} since {since}"


def changes_of(found: Sequence[CustomerGiven], now: datetime) -> list[OrderChange]:
    """Of all their orders, by order."""
    changed = (change for each in found[:CUSTOMERS_MAX] for change in each.changes(now))
    return sorted(changed, key=lambda each: each.order_key)


def _moved(payload: Payload, now: datetime) -> ActionEffect:
    asked = HandOver(
        from_member=payload["from"],
        to_member=payload["to"],
        since=datetime.fromisoformat(payload["since"]),
        store_id=payload["store"],
    )
    says = [("from", asked.from_member), ("to", asked.to_member)]
    return _effect(customers_moved(asked, now), says, payload, now)


def _imported(payload: Payload, now: datetime) -> ActionEffect:
    found = customers_imported(date.fromisoformat(payload["since"]), payload["store"])
    says = [("gives", "customers to whom their first order since then named")]
    return _effect(found, says, payload, now)


def _effect(
    found: Sequence[CustomerGiven], says: list[tuple[str, str]], payload: Payload, now: datetime
) -> ActionEffect:
    if not found:
        raise NobodyToGive("There is no such customer (any more): nothing to do")
    changed = changes_of(found, now)
    closed = sorted({each.closed_month for each in changed if each.closed_month})
    return ActionEffect(
        says=(
            *says,
            ("since", payload["since"]),
            ("customers", str(len(found[:CUSTOMERS_MAX]))),
            *(("closed month", each) for each in closed),
            ("customers as shown", digest_of([_written(each) for each in found])[:16]),
            *effect_lines.of_orders(changed),
        ),
        lines=effect_lines.of_people(summed(changed)),
        orders=len(changed),
    )


def _carry_out(action: Action) -> str:
    """Customer by customer; one who is somebody else's by now is left as they are."""
    draft = action.draft
    if not action.agreed_by:
        raise NotByOne("it is about many customers")
    at = action.agreed_at or action.proposed_at
    states: Counter[str] = Counter()
    for written in draft.payload["customers"]:
        given = _read(written)
        if rests_on(given.history, given.order_key, given.at, given.since) != given.rests_on:
            states["left as they were: propose it again"] += 1
            continue
        override_order.record(given.word(draft.by, action.agreed_by, draft.why, at), now=at)
        states["given"] += 1
    return ", ".join(f"{count} {state}" for state, count in sorted(states.items()))


def _written(given: CustomerGiven) -> list[object]:
    """Without who the customer is: the order says it."""
    line = [[each.member, each.status, each.rank] for each in given.line]
    since = stamp(given.since) if given.since else ""
    named = [given.order_key, stamp(given.at), since]
    return [*named, given.seller, line, given.rests_on]


def _read(written: Sequence[object]) -> CustomerGiven:
    order_key, at, since, seller, line, on = written
    return CustomerGiven(
        order_key=str(order_key),
        history=history_of(str(order_key)),
        at=datetime.fromisoformat(str(at)),
        since=datetime.fromisoformat(str(since)) if since else None,
        seller=str(seller),
        line=tuple(Ancestor(*each) for each in line),  # type: ignore[attr-defined]
        rests_on=str(on),
    )


REFUSALS = (NobodyToGive, NotASeller, NotByOne, UnknownDistributor, UnknownStore)
CUSTOMERS_MOVE = ActionKind(
    name="customers.move", effect=_moved, carry_out=_carry_out, refusals=REFUSALS
)
CUSTOMERS_IMPORT = ActionKind(
    name="customers.import", effect=_imported, carry_out=_carry_out, refusals=REFUSALS
)
