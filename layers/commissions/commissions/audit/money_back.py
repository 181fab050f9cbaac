"""What came back of an order, in the currency that it is in now: units, what is named, the rest.

Amounts are whole grains. A minor unit is one grain, or so many that money of an earlier currency,
which counts as its share of what the order came to then, is a whole number of them too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import lcm

from commissions.audit.order_disputes import taken
from commissions.audit.order_history import OrderHistory, lists, refund_of
from commissions.domain.orders.decision import DISPUTE
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem

BESIDE = "-beside"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemBack:
    """What came back of a line: units, and net amounts as `RefundItem` has them."""

    line_id: str
    qty: Decimal
    amount: int
    worth: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBack:
    """One record of a refund, or a dispute that was lost."""

    name: str
    at: datetime
    items: tuple[ItemBack, ...] = ()
    spread_net: int = 0
    """Net, of no line, as it was told before amounts were gross: spread when it was told."""
    difference: int = 0
    """Gross: money beyond what is named; below 0 where less went."""
    beside: int = 0
    """Gross: shipping, fees and the like, by name."""
    tax_alone: int = 0
    tax_of_all: int = 0
    """Of its units and its shipping, in one sum."""
    money: int | None = None
    """Gross: all that went for what the refund names, where nobody says what that is worth."""
    is_dispute: bool = False

    def is_known_by(self, order: OrderPlaced) -> bool:
        return self.at <= order.updated_at or lists(order, self.name)


@dataclass(frozen=True, slots=True)
class AllBack:
    """Everything that came back, by time; `grain`: grains in a minor unit."""

    records: tuple[MoneyBack, ...]
    grain: int

    @classmethod
    def of(cls, history: OrderHistory) -> "AllBack":
        refunds = history.standing_refunds()
        rates = [_exchange(history.snapshots_by_time, refund) for refund in refunds]
        grain = lcm(*(rate.denominator for rate in rates))
        beside = {refund_of(each.refund_id) for each in refunds if _is_beside(each)}
        records = [
            _record(refund, int(rate * grain), beside)
            for refund, rate in zip(refunds, rates, strict=True)
        ]
        return cls((*records, *_disputes(history, grain)), grain)


def _exchange(snapshots: Sequence[OrderPlaced], refund: OrderRefunded) -> Fraction:
    """How much of the order's currency one minor unit of the refund's is: as the order came to the
    one sum then, and to the other when it was first told so. Nothing, where that is not known."""
    if refund.currency == snapshots[-1].currency:
        return Fraction(1)
    theirs = [each for each in snapshots if each.currency == refund.currency]
    then = [each for each in theirs if each.updated_at <= refund.refunded_at] or theirs[:1]
    ours = next(each for each in snapshots if each.currency == snapshots[-1].currency)
    if not then or _worth(then[-1]) <= 0 or _worth(ours) <= 0:
        return Fraction(0)
    return Fraction(_worth(ours), _worth(then[-1]))


def _worth(order: OrderPlaced) -> int:
    return order.total + order.tender or sum(item.net + item.tax for item in order.items)


def _record(refund: OrderRefunded, grains: int, beside: Iterable[str]) -> MoneyBack:
    """`grains`: in a minor unit of the refund's currency."""
    is_told_beside = not _is_beside(refund) and refund_of(refund.refund_id) in beside
    things, tax_alone = (0, 0) if is_told_beside else _no_lines(refund)
    return MoneyBack(
        name=refund.refund_id,
        at=refund.refunded_at,
        items=tuple(_item(back, grains) for back in refund.items),
        spread_net=0 if refund.gross else max(0, refund.amount_only) * grains,
        difference=refund.amount_only * grains if refund.gross else 0,
        beside=things * grains,
        tax_alone=tax_alone * grains,
        tax_of_all=max(0, refund.tax) * grains if refund.taxes_all else 0,
        money=None if refund.money is None else refund.money * grains,
    )


def _item(back: RefundItem, grains: int) -> ItemBack:
    """Money that nobody can compare decides nothing: then the units do."""
    is_compared = back.worth is not None and grains
    return ItemBack(
        line_id=back.line_id,
        qty=back.qty,
        amount=back.amount * grains,
        worth=(back.worth or 0) * grains if is_compared else None,
    )


def _no_lines(refund: OrderRefunded) -> tuple[int, int]:
    """What a record gives back of things that are no lines, and of tax where it names nothing else.
    Beside lines and amounts a tax is theirs; a record of things beside the goods has its own."""
    tax, things = max(0, refund.tax), [refund.shipping, refund.other]
    if not any(things) and not refund.items and not refund.amount_only:
        return 0, tax
    own_tax = tax if _is_beside(refund) else 0
    return sum(each for each in things if each > 0) + own_tax, 0


def _is_beside(refund: OrderRefunded) -> bool:
    return refund.refund_id.endswith(BESIDE)


def _disputes(history: OrderHistory, grain: int) -> list[MoneyBack]:
    """By a person's word; of those that nobody decided, by the store's."""
    said = {name: each for name, each in history.decided(DISPUTE).items() if each.answer}
    lost = {
        name: (each.at, max(0, each.amount)) for name, each in said.items() if each.answer == "lost"
    }
    currency = history.order.currency if history.order else ""
    lost |= taken(history.disputes, said, currency)
    return [
        MoneyBack(name=f"dispute {name}", at=at, difference=amount * grain, is_dispute=True)
        for name, (at, amount) in lost.items()
    ]
