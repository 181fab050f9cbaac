"""Settling an order: what its ledger should say, less what has been posted, is the next journal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from commissions.domain.ledger.disputes import ended
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.journal import FIRST, Context, Journal, JournalLine, Leg, sealed
from commissions.domain.ledger.target import Standing, Target
from commissions.domain.orders.decision import DISPUTE, RULE, OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled, OrderPlaced, OrderRefunded, sum_of
from commissions.domain.sales.attribution import Lock

SHOWN_MAX = 10**9
"""A share is written down exactly up to this denominator; beyond it, to so many parts."""


def next_journal(
    order_key: str,
    target: Target,
    posted: Sequence[Journal],
    facts: Sequence[Fact],
    *,
    recorded_at: datetime,
) -> Journal | None:
    """The journal that takes the ledger from what is posted to the target; None if it is there."""
    lines = _lines(target, posted)
    moved = _moved_volumes(target, posted)
    if not lines and not moved:
        return None
    cause, effective_at = _cause(facts, posted)
    store = order_key.split("/")[1]
    return sealed(
        Journal(
            order_key=order_key,
            number=len(posted) + 1,
            effective_at=effective_at,
            recorded_at=recorded_at,
            facts=tuple(fact.fact_id for fact in facts),
            legs=(*_money_legs(lines, store), *_volume_legs(moved, store)),
            lines=lines,
            context=_context(cause, target, posted),
            previous_hash=posted[-1].hash if posted else FIRST,
        )
    )


def _lines(target: Target, posted: Sequence[Journal]) -> tuple[JournalLine, ...]:
    """A line per award that does not stand as it should, and per award that should not stand."""
    sums: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], JournalLine] = {}
    for journal in posted:
        for line in journal.lines:
            sums[line.key, line.currency] += line.amount
            last[line.key, line.currency] = line
    lines: list[JournalLine] = []
    due = {(key, each.award.currency): each for key, each in target.standings.items()}
    for slot, standing in due.items():
        line = _line(len(lines), standing, standing.net - sums[slot])
        if line.amount or slot not in last or _without_change(line) != _without_change(last[slot]):
            lines.append(line)
    for slot, line in last.items():
        if slot not in due and sums[slot]:
            lines.append(_withdrawn(len(lines), line, -sums[slot], _why_not(target, posted)))
    return tuple(lines)


def _without_change(line: JournalLine) -> JournalLine:
    """Where the award stands, without how it got there."""
    return replace(line, line=0, amount=0)


def _line(number: int, standing: Standing, change: int) -> JournalLine:
    award = standing.award
    return JournalLine(
        line=number,
        bonus=award.bonus,
        kind=award.kind,
        level=award.level,
        paid_level=award.paid_level,
        earner=award.earner,
        status=award.status,
        rank=award.rank,
        basis=award.basis,
        base=award.base,
        rate=award.rate,
        earned=award.amount,
        reversed=standing.reversed,
        refunded=_shown(standing.refunded),
        amount=change,
        currency=award.currency,
        reason=standing.reason,
    )


def _shown(share: Fraction) -> str:
    """An amount spread over a thousand lines makes fractions of thousands of digits."""
    return str(share.limit_denominator(SHOWN_MAX))


def _withdrawn(number: int, line: JournalLine, change: int, reason: str) -> JournalLine:
    """A line for an award that is no longer due at all."""
    return replace(
        line,
        line=number,
        base=0,
        earned=0,
        reversed=0,
        refunded="0",
        amount=change,
        reason=reason,
    )


def _why_not(target: Target, posted: Sequence[Journal]) -> str:
    if target.void or target.lock is None:
        return target.void
    same_seller = target.lock.seller == posted[-1].context.seller
    return "the order was changed" if same_seller else "the sale is another's"


def _moved_volumes(target: Target, posted: Sequence[Journal]) -> dict[tuple[str, str], int]:
    moved = Counter(dict(target.volumes))
    for journal in posted:
        for leg in journal.legs:
            if leg.account.startswith("volume:"):
                moved[leg.account, leg.unit] -= leg.amount
    return {key: amount for key, amount in moved.items() if amount}


def _money_legs(lines: Sequence[JournalLine], store: str) -> list[Leg]:
    due: Counter[tuple[str, str]] = Counter()
    for line in lines:
        due[f"commission_payable:{line.earner}", line.currency] += line.amount
    return _balanced(due, f"commission_expense:{store}")


def _volume_legs(moved: Mapping[tuple[str, str], int], store: str) -> list[Leg]:
    return _balanced(moved, f"volume_issued:{store}")


def _balanced(amounts: Mapping[tuple[str, str], int], against: str) -> list[Leg]:
    """A leg per account and unit, and per unit the one that stands against them."""
    legs = [Leg(account, unit, amount) for (account, unit), amount in amounts.items() if amount]
    sums: Counter[str] = Counter()
    for leg in legs:
        sums[leg.unit] += leg.amount
    return legs + [Leg(against, unit, -amount) for unit, amount in sums.items() if amount]


def _cause(  # noqa: PLR0911 - one return a fact reads best
    facts: Sequence[Fact], posted: Sequence[Journal]
) -> tuple[str, datetime]:
    """In words what the journal comes of, and its business time: of the first fact told."""
    content = facts[0].content
    match content:
        case OrderPlaced() if not posted:
            return "sale", content.order_ts
        case OrderPlaced():
            cause = "cancelled" if content.cancelled_at else "order changed"
            return cause, content.updated_at
        case OrderRefunded():
            return f"refund {content.refund_id}", content.refunded_at
        case OrderCancelled():
            return "cancelled", content.cancelled_at
        case OrderDisputed():
            return ended(content), content.at
        case OrderDecided():
            return _decided(content), content.at
        case Lock():
            return "sale", content.order_ts


def _decided(decision: OrderDecided) -> str:
    if decision.about == RULE:
        return "rule changed"
    dispute = f" {decision.subject}" if decision.about == DISPUTE else ""
    return f"decided: {decision.about}{dispute} {decision.answer}".rstrip()


def _context(cause: str, target: Target, posted: Sequence[Journal]) -> Context:
    if target.lock is None or target.order is None:
        return replace(posted[-1].context, cause=cause)
    lock, order = target.lock, target.order
    return Context(
        cause=cause,
        plan=lock.plan.plan_id,
        plan_version=lock.plan.version,
        plan_digest=lock.plan.digest,
        seller=lock.seller,
        buyer_class=lock.buyer_class,
        carrier=lock.carrier,
        upline_as_of=lock.order_ts,
        order_currency=order.currency,
        order_net=sum_of(order.items),
        rate=f"{lock.rate.rate.normalize():f}",
        rate_day=lock.rate.day,
        maps=target.maps,
    )
