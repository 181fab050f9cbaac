"""What a person's word changes of a customer's other orders: money and people, order by order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from commissions.application.care.decision_effect import Change, changes
from commissions.application.care.going_on import released
from commissions.application.pipeline.say_to_customers import told_to_later_orders
from commissions.application.queries import order_story
from commissions.application.queries.seen_histories import SeenHistories
from commissions.domain.ledger.facts import Content, Fact, fact, new_facts
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.tables import ledger, periods, sale_registers

ORDERS_MAX = 25
"""What would change more of them than this, takes two people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """What would change of one order."""

    order_key: str
    before: str | None
    """Whose it is: empty of nobody's, None where nobody knows yet."""
    after: str | None
    changes: tuple[Change, ...]
    """Of everybody who earns on it, or would."""
    closed_month: str = ""
    """Its month, where that is closed."""


def later_changes(known: Sequence[Fact]) -> tuple[OrderChange, ...]:
    """What the other orders of its customer would hear and what that changes, of an order with all
    facts that it would have."""
    histories = SeenHistories()
    told: dict[str, list[CarriedAttribution]] = {}
    for each in told_to_later_orders(known, histories):
        told.setdefault(each.order_key, []).append(_with_line(each.carried))
    found = (_changed(key, heard, histories) for key, heard in sorted(told.items()))
    return tuple(each for each in found if each)


def summed(found: Iterable[OrderChange]) -> tuple[Change, ...]:
    """Of all orders together, by earner and currency."""
    before, after = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for each in (change for order in found for change in order.changes):
        before[each.earner, each.currency] += each.before
        after[each.earner, each.currency] += each.after
    return tuple(Change(*slot, before[slot], after[slot]) for slot in sorted({*before, *after}))


def why_two(found: Sequence[OrderChange]) -> str:
    """Why it takes a second person in any case; empty where one may be enough."""
    if len(found) > ORDERS_MAX:
        return f"{len(found)} other orders would change"
    for each in found:
        if each.closed_month:
            return f"the month of order {each.order_key}, {each.closed_month}, is closed"
        if each.before:
            return f"order {each.order_key} is taken from {each.before}"
    return ""


def closed_month_of(order: OrderPlaced) -> str:
    """The period of an order that is closed or being closed, like `2026-10`; else empty."""
    store = sale_registers.store(order.store_id)
    plan = sale_registers.plan_in_force(store.plan, order.order_ts)
    if plan is None:
        return ""
    found = periods.frozen_now(plan.plan_id).holding(order.order_ts, datetime.now(UTC))
    return found.label if found else ""


def _with_line(told: CarriedAttribution) -> CarriedAttribution:
    return (
        replace(told, line=sale_registers.line(told.seller, told.order_ts)) if told.seller else told
    )


def _changed(
    order_key: str, heard: Sequence[CarriedAttribution], histories: SeenHistories
) -> OrderChange | None:
    """None where nothing of it would be another."""
    facts = list(ledger.read(order_key).facts)
    contents: list[Content] = [*heard]
    orders = [each.content for each in facts if isinstance(each.content, OrderPlaced)]
    if not orders:
        story = order_story.read(order_key)
        contents += released(story, [*facts, *map(fact, heard)], histories)
        orders = [each for each in contents if isinstance(each, OrderPlaced)]
    before, after = _seller(facts), _seller([*facts, *_news(contents, facts)])
    moved = changes(facts, contents)
    if not orders or (before == after and not any(each.difference for each in moved)):
        return None
    return OrderChange(
        order_key=order_key,
        before=before,
        after=after,
        changes=moved,
        closed_month=closed_month_of(orders[-1]),
    )


def _news(contents: Iterable[Content], facts: Sequence[Fact]) -> Iterator[Fact]:
    yield from new_facts(map(fact, contents), facts)


def _seller(facts: Sequence[Fact]) -> str | None:
    known = sorted_out(facts)
    verdict = known.verdict if known else None
    return verdict.credit.seller if verdict else None
