"""Every order's ledger against what its facts make under today's rule: listed, and by the word of
two people posted.

Order by order, so that of any number of them one at a time is in memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from commissions.application.care.approval import Approval
from commissions.application.care.listing import look_again
from commissions.application.care.spoken_words import keep
from commissions.application.pipeline import settle
from commissions.application.pipeline.settle import Contended, settled
from commissions.aws import bus
from commissions.domain.ledger import refold
from commissions.domain.ledger.facts import Fact, fact
from commissions.domain.ledger.journal import broken_link
from commissions.domain.ledger.month_settlement import OrderToSettle, next_journals
from commissions.domain.ledger.refold import Move
from commissions.domain.ledger.target import Target, fold
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.decision import REFOLDED, RULE, OrderDecided
from commissions.tables import inbox, ledger, orders_by_day, plans
from commissions.tables.audit_reads import UNREADABLE
from commissions.tables.ledger import StoredOrder

TOPIC = "refold"
TELLS = settle.SAYS
NO_SENSE = (*UNREADABLE, LookupError, ArithmeticError)
"""What facts, journals and plans say that cannot be read or make no sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefold:
    """One order that was looked at; without moves where its ledger says what it should."""

    order_key: str
    moves: tuple[Move, ...] = ()
    """What was posted; or what would be."""
    why: str = ""
    posted: bool = False
    trouble: str = ""
    """Why the order is left as it is; empty where nothing hinders."""
    to_be_listed: bool = False
    """Whether somebody has to see something of it, now or later."""


def refolds(since: date | None, approval: Approval | None = None) -> Iterator[OrderRefold]:
    """Each order placed on the day (UTC) or later, as it is looked at; with an approval, what an
    order lacks is posted before it is told."""
    for order_key in orders_by_day.every_order(since):
        yield _looked_at(order_key, approval, datetime.now(UTC))


def lacking(order_key: str, now: datetime) -> OrderRefold:
    """What one order lacks; nothing is posted."""
    return _looked_at(order_key, None, now)


def post(order_key: str, approval: Approval, now: datetime) -> OrderRefold:
    """Posts what one order lacks: nothing more where that was posted before."""
    return _looked_at(order_key, approval, now)


def _looked_at(order_key: str, approval: Approval | None, now: datetime) -> OrderRefold:
    decision = _decision(order_key, approval, now)
    try:
        found = _difference(ledger.read(order_key), fact(decision), now)
    except NO_SENSE as error:
        return OrderRefold(order_key=order_key, trouble=f"it cannot be worked out: {error}")
    if approval is None or found.trouble:
        return found
    try:
        if found.to_be_listed:
            look_again(order_key, now)
        return found if not found.moves else _post(found, decision, now)
    except Contended:
        return replace(found, trouble="others kept writing to it: run it again")


def _difference(stored: StoredOrder, cause: Fact, now: datetime) -> OrderRefold:
    target = _target(stored.facts)
    order = OrderToSettle(
        order_key=stored.order_key,
        known=stored.facts,
        told=[cause],
        new=[cause],
        posted=stored.journals,
        recorded_at=now,
        is_restated=True,
    )
    lacking = next_journals(order, target, _target)
    moves = refold.moves(stored.journals, lacking, target.timezone)
    if not moves:
        return OrderRefold(order_key=stored.order_key, to_be_listed=bool(target.listings))
    broken = broken_link(stored.journals)
    return OrderRefold(
        order_key=stored.order_key,
        moves=moves,
        why=refold.why(target),
        trouble=f"its journal {broken} was changed: see the reconciliation" if broken else "",
        to_be_listed=bool(target.listings),
    )


def _target(facts: Iterable[Fact]) -> Target:
    return fold(facts, plans.get)


def _post(found: OrderRefold, decision: OrderDecided, now: datetime) -> OrderRefold:
    """Kept first, then settled and told as every record is: what stops in between, the sweeper
    brings to its end. Of an order that others wrote to meanwhile, what then was posted is told."""
    item, _ = keep(TOPIC, decision, at=decision.at, now=now)
    [event] = item.events()
    told = [event.with_record(each) for each in settled(event, [decision])]
    with bus.kept_anyway():
        bus.publish(told, TELLS)
        inbox.mark_done(event.trace)
    stored = ledger.read(decision.order_key)
    journals, fact_id = stored.journals, fact(decision).fact_id
    own = [each for each in journals if fact_id in each.facts]
    before = [each for each in journals if own and each.number < own[0].number]
    moves = refold.moves(before, own, _target(stored.facts).timezone)
    return replace(found, moves=moves, posted=bool(own))


def _decision(order_key: str, approval: Approval | None, now: datetime) -> OrderDecided:
    """That the order follows today's rule; without an approval, as it would be."""
    platform, store_id, order_id = order_key.split("/", 2)
    return OrderDecided(
        platform=platform,
        store_id=store_id,
        platform_order_id=order_id,
        decision_id=f"{TOPIC}-{stamp(now)}",
        about=RULE,
        answer=REFOLDED,
        by=approval.by.strip() if approval else "",
        approved_by=approval.approved_by.strip() if approval else "",
        at=now,
        why=approval.why.strip() if approval else "",
    )
