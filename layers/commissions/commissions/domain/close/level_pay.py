"""What a parcel brings to whoever has it: by a rate, a fixed amount an order, or line by line."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from commissions.domain.close.award_columns import NO_RATE, Reason
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Mask, Places, Whole, plus, product
from commissions.domain.close.parcels import Parcels
from commissions.domain.close.primitives import pushed
from commissions.domain.close.terms import LevelTable, Part, factor_of, hundredths, whole


@dataclass(frozen=True, slots=True)
class Paid:
    """`money`: over the table's denominator, and of a rate over the units of the base too."""

    base: Whole
    rate: Whole
    money: Whole
    mixed: Mask
    """Whether it is of several rates."""
    reason: Places


@dataclass(frozen=True)
class LevelPay:
    bonus: Part
    close: ClosingPeriod
    table: LevelTable

    @property
    def by_order(self) -> bool:
        """Whether an order pays otherwise than its volume added to others would."""
        words = ("amounts", "lower_of", "rates_by_sku")
        return any(self.bonus.get(word) for word in words)

    def most(self, rank: Places, base: Whole) -> Whole:
        """What of the base a rank is paid on."""
        words = self.bonus.get("lower_of")
        if not words:
            return base
        ranks = self.close.terms.rank_ids
        limits = whole([hundredths(words["volumes"].get(each, "0")) for each in ranks])
        return np.minimum(base, limits[rank])

    def of(self, parcels: Parcels, rank: Places, level: int, reason: Places) -> Paid:
        base = self.most(rank, parcels.base)
        rate = self.table.numerators[rank, level]
        if self.bonus.get("amounts"):
            return self._fixed(base, rate, reason)
        if self.bonus.get("rates_by_sku"):
            return self._by_sku(parcels.sale, base, rate, reason)
        return Paid(base, rate, product(base, rate), np.zeros(base.size, dtype=bool), reason)

    def _fixed(self, base: Whole, amount: Whole, reason: Places) -> Paid:
        small = base < hundredths(self.bonus.get("minimum") or "0")
        reason = np.where((reason == Reason.PAID) & small, int(Reason.TOO_SMALL_ORDER), reason)
        none = np.full(base.size, NO_RATE)
        return Paid(base, none, amount, np.zeros(base.size, dtype=bool), reason)

    def _by_sku(self, sale: Places, base: Whole, rate: Whole, reason: Places) -> Paid:
        lines, paid = self._lines, reason == Reason.PAID
        volume, count = lines.volume[sale], lines.count[sale]
        own, own_count = lines.own_money[sale], lines.own_count[sale]
        money = plus(product(volume - lines.own_volume[sale], rate), own)
        low, high = lines.lowest[sale], lines.highest[sale]
        plain = count > own_count
        mixed = ((own_count > 0) & (low != high)) | ((own_count > 0) & plain & (low != rate))
        shown = np.where(plain, rate, low)
        return Paid(
            base=np.where(paid, volume, base),
            rate=np.where(paid, shown, rate),
            money=money,
            mixed=paid & mixed,
            reason=np.where(paid & (count == 0), NOTHING, reason),
        )

    @cached_property
    def _lines(self) -> "_SkuLines":
        return _sku_lines(self.bonus, self.close, self.table)


NOTHING = -1
"""No line of the order has volume: it brings nothing, and tells nothing."""


@dataclass(frozen=True, slots=True)
class _SkuLines:
    """By order: of its lines with volume, and of those whose SKU has a rate of its own."""

    count: Places
    volume: Whole
    own_count: Places
    own_volume: Whole
    own_money: Whole
    lowest: Whole
    """Of the SKUs' own rates."""
    highest: Whole


def _sku_lines(bonus: Part, close: ClosingPeriod, table: LevelTable) -> _SkuLines:
    lines, orders = close.period.sales.lines, close.period.sales.at.size
    empty = np.zeros(lines.sale.size, dtype=np.int64)
    volume = lines.volumes.get(bonus["basis"], empty)
    rates = [_own_rate(bonus, sku, table) for sku in lines.sku.words]
    rate = whole([-1 if each is None else each for each in rates])[lines.sku.codes]
    has, own = volume != 0, (volume != 0) & (rate >= 0)
    sale, of_own = lines.sale, np.where(own, volume, 0)
    low = np.full(orders, max((each for each in rates if each is not None), default=0))
    high = np.zeros(orders, dtype=np.int64)
    np.minimum.at(low, sale[own], rate[own])
    np.maximum.at(high, sale[own], rate[own])
    return _SkuLines(
        count=pushed(has.astype(np.int64), sale, orders),
        volume=pushed(volume, sale, orders),
        own_count=pushed(own.astype(np.int64), sale, orders),
        own_volume=pushed(of_own, sale, orders),
        own_money=pushed(product(of_own, np.maximum(rate, 0)), sale, orders),
        lowest=low,
        highest=high,
    )


def _own_rate(bonus: Part, sku: str, table: LevelTable) -> int | None:
    """Over the table's denominator, which has the SKUs' rates in it."""
    rate = bonus["rates_by_sku"].get(sku)
    return None if rate is None else int(Fraction(rate) * factor_of(bonus) * table.denominator)
