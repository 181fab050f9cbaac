"""What an order's ledger should say, worked out in another way than the product does.

What of each line earns is the reconciliation's word; what is paid for it, plain loops and sums. It
knows one plan, that of `tests.support.company`, and not the plan engine.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from zoneinfo import ZoneInfo

from commissions.audit.earning_shares import LineShares
from commissions.audit.order_credit import OrderCredit, order_credit
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_money import is_paid, shares_by_line
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.sales.attribution import Lock

DECIMALS = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3, "CLF": 4}
UNITS = ("pv", "bv", "cv")
NOT_COUNTED = {"pv": {"kit"}, "bv": set(), "cv": {"kit", "sample"}}
CUSTOMER, LEVELS = 200, {1: 100, 2: 45, 3: 33}  # of a thousand
ZONE = ZoneInfo("America/New_York")


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


def due(told: Iterable[Content]) -> Due:
    history = OrderHistory.of(told)
    order, locks = history.order, history.locks_by_time
    if order is None or not is_paid(history):
        return Due()
    places = {each.version: (each, place) for place, each in enumerate(history.snapshots_by_time)}
    diary = [(lock, *places.get(lock.order_version, (order, 0))) for lock in locks]
    return _pay(order, shares_by_line(history), diary, order_credit(history))


Diary = list[tuple[Lock, OrderPlaced, int]]
"""What was looked up, for which snapshot, and which one that is, from the oldest on."""


def _pay(order: OrderPlaced, shares: list[LineShares], diary: Diary, credit: OrderCredit) -> Due:
    lock, result = diary[0][0], Due()
    base: dict[str, int] = {}
    gone: dict[str, Fraction] = {}
    for unit in UNITS:
        lines = [
            _points(item, unit, order, diary, share)
            for item, share in zip(order.items, shares, strict=True)
        ]
        base[unit] = sum(points for points, _ in lines)
        came_back = sum((points * part for points, part in lines), Fraction(0))
        gone[unit] = came_back / (base[unit] or 1)
        if credit.seller:
            month = f"{lock.order_ts.astimezone(ZONE):%Y-%m}"
            stands = base[unit] - _part(base[unit], gone[unit])
            result.add(f"volume:{credit.seller}:{month}", unit, stands)
            result.add(f"volume_issued:{order.store_id}", unit, -stands)
    for level, member in enumerate(credit.line):
        rate, bonus = (LEVELS.get(level, 0), "levels") if level else (CUSTOMER, "customer")
        own = not level and credit.buyer == credit.seller
        if member.status != "active" or own or not rate:
            continue
        currency = lock.plan.base_currency
        earned = _half_even(base["cv"] * rate * 10 ** DECIMALS[currency], 100 * 1000)
        back = _part(earned, gone["cv"])
        if earned:
            result.awards[f"{bonus}/{level}/{member.member}"] = (earned, back)
        result.add(f"commission_payable:{member.member}", currency, earned - back)
        result.add(f"commission_expense:{order.store_id}", currency, back - earned)
    return result


def _part(amount: int, gone: Fraction) -> int:
    return amount * gone.numerator // gone.denominator


def _points(
    item: Item, unit: str, order: OrderPlaced, diary: Diary, shares: LineShares
) -> tuple[int, Fraction]:
    """The line's volume in hundredths as far as it was paid for, and the part of it that came
    back."""
    none = 0, Fraction(0)
    nameless = item.kind == "custom" and not (item.platform_sku or item.variant_id)
    if item.kind in ("gift_card", "tip") or nameless or item.net <= 0 or item.qty <= 0:
        return none
    value = _value(item, diary)
    if value is None:
        return none
    if value.commission_class in NOT_COUNTED[unit]:
        return none
    volume = str(getattr(value, unit))
    if not volume.endswith("%"):
        exact, share = Fraction(volume) * 100 * Fraction(item.qty), shares.units
    else:
        rate = Fraction(diary[0][0].rate.rate)
        exact = Fraction(volume[:-1]) * item.net * rate / 10 ** DECIMALS[order.currency]
        share = shares.amount
    exact *= share.sold
    return _half_even(exact.numerator, exact.denominator), share.back


def _value(item: Item, diary: Diary) -> SkuValue | None:
    """What the line was worth when it was first looked up. Before looks said so of each line, it
    was what was known first under the name that it had then, its variant if anybody had a value for
    it; and so of a line that was never looked up."""
    for lock, order, _ in sorted(diary, key=lambda look: look[2]):
        known = {value.platform_sku: value for value in lock.values}
        if lock.lines is not None:
            if item.line_id in lock.lines:
                return known[lock.lines[item.line_id]]
            continue
        for each in order.items:
            if each.line_id == item.line_id:
                for name in (each.variant_id, each.platform_sku):
                    if name in known:
                        return _under(name, diary)
    return _under(_name(item, diary), diary)


def _under(name: str, diary: Diary) -> SkuValue | None:
    values = (value for lock, *_ in diary for value in lock.values if value.platform_sku == name)
    return next(values, None)


def _name(item: Item, diary: Diary) -> str:
    """What such a line was known as; else its variant, if anybody ever had a value for it."""
    for lock, order, _ in diary:
        known = {value.platform_sku for value in lock.values} if lock.lines is None else set()
        for each in order.items:
            if (each.variant_id, each.platform_sku) == (item.variant_id, item.platform_sku):
                if item.variant_id in known:
                    return item.variant_id
                if item.platform_sku in known:
                    return item.platform_sku
    anywhere = {value.platform_sku for lock, *_ in diary for value in lock.values}
    return item.variant_id if item.variant_id in anywhere else item.platform_sku


def _half_even(numerator: int, denominator: int) -> int:
    whole, rest = divmod(numerator, denominator)
    return whole + (rest * 2 + whole % 2 > denominator)
