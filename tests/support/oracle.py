"""What an order's ledger should say, worked out in another way than the product does.

Whole numbers and plain loops. It knows one plan, that of `tests.support.company`, and not the plan
engine.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from math import lcm
from typing import Any
from zoneinfo import ZoneInfo

from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import Item, OrderCancelled, OrderPlaced, OrderRefunded
from commissions.domain.sales.attribution import Lock

DECIMALS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3, "CLF": 4}
UNITS = ("pv", "bv", "cv")
NOT_COUNTED = {"pv": {"kit"}, "bv": set(), "cv": {"kit", "sample"}}
CUSTOMER, LEVELS = 200, {1: 100, 2: 45, 3: 33}  # of a thousand
STATUSES = ["pending", "authorized", "partially_paid", "paid"]
STATUSES += ["partially_refunded", "refunded", "voided"]
ZONE = ZoneInfo("America/New_York")
THIN = 10**6  # the finest part of a unit of quantity


@dataclass
class Due:
    """What stands on the accounts, and per award what was earned and what taken back."""

    accounts: dict[tuple[str, str], int] = field(default_factory=dict)
    awards: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, account: str, unit: str, amount: int) -> None:
        if amount:
            slot = (account, unit)
            self.accounts[slot] = self.accounts.get(slot, 0) + amount
            if not self.accounts[slot]:
                del self.accounts[slot]


@dataclass
class Diary:
    """Everything told, each thing once, under what it sorts by."""

    orders: dict[Any, OrderPlaced] = field(default_factory=dict)
    refunds: dict[Any, OrderRefunded] = field(default_factory=dict)
    locks: dict[str, Lock] = field(default_factory=dict)
    cancelled_at: datetime = datetime(1, 1, 1, tzinfo=UTC)

    def write(self, content: Content) -> None:
        match content:
            case OrderPlaced():
                self.orders[_age(content)] = content
            case OrderRefunded():
                self.refunds[content.refunded_at, content.refund_id] = content
            case Lock():
                self.locks[content.order_version] = content
            case OrderCancelled():
                self.cancelled_at = max(self.cancelled_at, content.updated_at)


@dataclass
class Row:
    """A line of the order: of `pieces` in all, how many are gone, by units, money, and goodwill."""

    qty: int
    net: int
    back: int = 0
    money: int = 0
    goodwill: int = 0

    @property
    def pieces(self) -> int:
        return self.qty * self.net

    @property
    def asked(self) -> int:
        return self.back + self.qty * (self.money + self.goodwill)

    @property
    def gone(self) -> int:
        return min(self.pieces, self.asked)

    @property
    def left(self) -> int:
        """In whole minor units."""
        return max(0, (self.pieces - self.asked) // self.qty) if self.qty else 0

    def lose(self, pieces: int) -> None:
        self.back = min(self.pieces, self.back + max(0, pieces))

    def too_much(self) -> int:
        found = 0
        while self.goodwill and self.asked - self.pieces >= self.qty:
            step = max(1, min(self.goodwill, (self.asked - self.pieces) // self.qty))
            self.goodwill -= step
            found += step
        return found


def due(told: Iterable[Content]) -> Due:
    diary = Diary()
    for content in told:
        diary.write(content)
    if not diary.orders or not diary.locks:
        return Due()
    order, locks = diary.orders[max(diary.orders)], sorted(diary.locks.values(), key=_first_of)
    policies = locks[0].policies
    if order.status not in policies.paid or order.test:
        return Due()
    over = order.cancelled_at is not None or diary.cancelled_at >= order.updated_at
    rows = {item.line_id: _row(item) for item in order.items}
    for row in rows.values():
        row.lose(row.pieces if over and policies.cancellation == "reverse_all" else 0)
    for _, refund in sorted(diary.refunds.items()):
        if refund.currency == order.currency:
            _take(rows, refund, spread=policies.amount_only_refund == "spread")
    return _pay(order, rows, locks)


def _first_of(lock: Lock) -> Any:
    when, *name = lock.order_version.split("~")
    return (when, not lock.seller, name)


def _age(order: OrderPlaced) -> Any:
    cancelled = 0 if order.cancelled_at is None else 1
    return (order.updated_at, cancelled, STATUSES.index(order.status), order.digest)


def _row(item: Item) -> Row:
    row = Row(int(item.qty * THIN), max(0, item.net))
    row.lose(int(item.removed * THIN) * row.net)
    return row


def _take(rows: dict[str, Row], refund: OrderRefunded, *, spread: bool) -> None:
    for back in refund.items:
        if back.line_id in rows:
            row = rows[back.line_id]
            row.lose(int(back.qty * THIN) * row.net)
            row.money += max(0, back.amount)
    if spread:
        moved = sum(row.too_much() for row in rows.values())
        _hand_out(list(rows.values()), moved + max(0, refund.amount_only))


def _hand_out(rows: list[Row], amount: int) -> None:
    left = [row.left for row in rows]
    total = sum(left)
    if amount and amount >= total:
        for row in rows:
            row.lose(row.pieces)
    if not amount or amount >= total:
        return
    parts = [amount * each // total for each in left]
    owed = [amount * left[i] - parts[i] * total for i in range(len(rows))]
    while sum(parts) < amount:
        i = owed.index(max(owed))
        parts[i] += 1
        owed[i] = -1
    for row, part in zip(rows, parts, strict=True):
        row.goodwill += part


def _pay(order: OrderPlaced, rows: dict[str, Row], diary: list[Lock]) -> Due:
    lock, result = diary[0], Due()
    base, whole, gone = {}, {}, {}
    common = lcm(*(row.pieces or 1 for row in rows.values()))
    for unit in UNITS:
        points = {item.line_id: _points(item, unit, order, diary) for item in order.items}
        base[unit] = sum(points.values())
        gone[unit] = sum(
            points[line] * row.gone * common // (row.pieces or 1) for line, row in rows.items()
        )
        whole[unit] = common * (base[unit] or 1)
        if lock.seller:
            month = f"{lock.order_ts.astimezone(ZONE):%Y-%m}"
            stands = base[unit] - base[unit] * gone[unit] // whole[unit]
            result.add(f"volume:{lock.seller}:{month}", unit, stands)
            result.add(f"volume_issued:{order.store_id}", unit, -stands)
    for level, member in enumerate(lock.line):
        rate, bonus = (LEVELS.get(level, 0), "levels") if level else (CUSTOMER, "customer")
        own = not level and lock.buyer == lock.seller
        if member.status != "active" or own or not rate:
            continue
        currency = lock.plan.base_currency
        earned = _half_even(base["cv"] * rate * 10 ** DECIMALS[currency], 100 * 1000)
        back = earned * gone["cv"] // whole["cv"]
        if earned:
            result.awards[f"{bonus}/{level}/{member.member}"] = (earned, back)
        result.add(f"commission_payable:{member.member}", currency, earned - back)
        result.add(f"commission_expense:{order.store_id}", currency, back - earned)
    return result


def _points(item: Item, unit: str, order: OrderPlaced, diary: list[Lock]) -> int:
    """The line's volume in hundredths, by the first lock that has a value for it."""
    nameless = item.kind == "custom" and not (item.platform_sku or item.variant_id)
    if item.kind in ("gift_card", "tip") or nameless or item.net <= 0 or item.qty <= 0:
        return 0
    for lock in diary:
        by_name = {value.platform_sku: value for value in lock.values}
        value = by_name.get(item.variant_id) or by_name.get(item.platform_sku)
        if value:
            break
    else:
        return 0
    if value.commission_class in NOT_COUNTED[unit]:
        return 0
    volume = str(getattr(value, unit))
    if not volume.endswith("%"):
        exact = Fraction(volume) * 100 * Fraction(item.qty)
    else:
        rate = Fraction(diary[0].rate.rate)
        exact = Fraction(volume[:-1]) * item.net * rate / 10 ** DECIMALS[order.currency]
    return _half_even(exact.numerator, exact.denominator)


def _half_even(numerator: int, denominator: int) -> int:
    whole, rest = divmod(numerator, denominator)
    return whole + (rest * 2 + whole % 2 > denominator)
