"""What the ledger must say of an order, worked out from its facts and the plan's document alone.

It shares no rule with the fold, the plans and the refunds that the ledger is written by: another
road to the same figures, in whole numbers. Where both agree, neither made a slip of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from commissions.audit.copied_orders import lines_elsewhere
from commissions.audit.earning_shares import LineShares
from commissions.audit.first_days import starts
from commissions.audit.line_values import LineValues
from commissions.audit.money_moment import discount
from commissions.audit.order_credit import is_said_whose, order_credit
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_money import is_paid, shares_by_line
from commissions.audit.plan_sheet import FAST_START, MILLION, BonusRow, PlanSheet
from commissions.domain.currencies import exponent
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.people.upline import Ancestor
from commissions.domain.sales.attribution import Lock, PlanRef

UNITS = ("pv", "bv", "cv", "qv")
SheetOf = Callable[[PlanRef], PlanSheet]
Accounts = dict[tuple[str, str], int]
"""By account and unit, where it is not nothing."""


def due(contents: Iterable[Content], sheet_of: SheetOf) -> Accounts:
    """Raises NotUnderstood, or what `sheet_of` raises."""
    history = OrderHistory.of(contents)
    order, locks = history.order, history.locks_by_time
    if order is None or not is_paid(history) or not is_said_whose(history):
        return {}
    sheet = sheet_of(locks[0].plan)
    rate = _rate(locks, order.currency, locks[0].plan.base_currency)
    if rate is None:  # nobody said what its money is worth
        return {}
    return _Reckoning(history, order, rate, sheet, shares_by_line(history)).accounts()


def _rate(locks: Sequence[Lock], currency: str, base: str) -> Fraction | None:
    """What was first said of the currency that the order is in."""
    for lock in locks:
        if lock.rate.currency == currency and lock.rate.base_currency == base:
            return Fraction(lock.rate.rate)
    return None


class _Reckoning:
    """The sums of one paid order."""

    def __init__(
        self,
        history: OrderHistory,
        order: OrderPlaced,
        rate: Fraction,
        sheet: PlanSheet,
        lines: Sequence[LineShares],
    ) -> None:
        self.order, self.rate, self.sheet = order, rate, sheet
        self.locks = history.locks_by_time
        self.lock = self.locks[0]
        self.values = LineValues(history)
        self.credit = order_credit(history)
        self.elsewhere = lines_elsewhere(history)
        self.starts = starts(sheet.bonuses, self.credit)
        self.volume = dict.fromkeys(UNITS, 0)
        self.back = dict.fromkeys(UNITS, Fraction(0))
        """The part of each unit's volume that came back."""
        for unit in UNITS:
            self._add_up(unit, lines)

    def accounts(self) -> Accounts:
        sums: Counter[tuple[str, str]] = Counter()
        if self.credit.seller:
            account = f"volume:{self.credit.seller}:{self.sheet.month(self.lock.order_ts)}"
            for unit in UNITS:
                stands = self._kept(self.volume[unit], unit)
                sums[account, unit] += stands
                sums[f"volume_issued:{self.order.store_id}", unit] -= stands
        for bonus in self.sheet.bonuses:
            for member, level in self._receivers(bonus):
                amount = self._kept(self._money(bonus, member, level), bonus.basis)
                sums[f"commission_payable:{member.member}", self.sheet.currency] += amount
                sums[f"commission_expense:{self.order.store_id}", self.sheet.currency] -= amount
        return {slot: amount for slot, amount in sums.items() if amount}

    def _kept(self, amount: int, unit: str) -> int:
        """What is left of an amount: of what is taken back, parts of a minor unit stay."""
        gone, whole = self.back[unit].as_integer_ratio()
        return amount - amount * gone // whole

    def _add_up(self, unit: str, lines: Sequence[LineShares]) -> None:
        volumes = [
            self._points(item, unit, shares)
            for item, shares in zip(self.order.items, lines, strict=True)
        ]
        base = sum(points for points, _ in volumes)
        self.volume[unit] = base
        if base:
            self.back[unit] = sum((points * back for points, back in volumes), Fraction(0)) / base

    def _points(self, item: Item, unit: str, shares: LineShares) -> tuple[int, Fraction]:
        """A line's volume in hundredths of a point, and the part of it that came back."""
        value, net = self.values.worth(item), item.net * discount(self.order)
        counts = bool(value) and self._counts(unit, value["class"])
        if net <= 0 or item.qty <= 0 or not counts or item.line_id in self.elsewhere:
            return 0, Fraction(0)
        said = value[unit]
        if said.endswith("%"):
            points = net * Fraction(said[:-1]) * self.rate
            share = shares.amount
            points /= 10 ** exponent(self.order.currency)
        else:
            points, share = Fraction(said) * 100, shares.units
            if part := self.values.part(item):
                return part.points(points, share.sold), share.back
            points *= Fraction(item.qty)
        return _half_even(*(points * share.sold).as_integer_ratio()), share.back

    def _counts(self, unit: str, commission_class: str) -> bool:
        counted = self.sheet.counted.get(unit)
        if counted is None or commission_class in counted["exclude"]:
            return False
        wanted, member = counted["include"], self.credit.buyer_class == "participant"
        if self._own and "own_orders" in wanted:
            return True
        if member and "participant_orders" in wanted:
            return True
        return not self._own and not member and "customer_orders" in wanted

    @property
    def _own(self) -> bool:
        return self.credit.is_own

    def _receivers(self, bonus: BonusRow) -> list[tuple[Ancestor, int]]:
        """Who is paid which level, before any rounding."""
        upline = self.credit.line
        if not upline or self.volume[bonus.basis] <= 0:
            return []
        own = self._own
        if any(bonus.name in each.replaces for each in self.starts):
            return []
        if bonus.kind == FAST_START:
            return self._of_first_days(bonus) if bonus in self.starts else []
        if bonus.kind == "customer":
            paid = not own and self._fits(bonus, upline[0]) and bonus.rate(upline[0].rank, 0)
            return [(upline[0], 0)] if paid else []
        if own and not bonus.own_unqualified_pays and not self._fits(bonus, upline[0]):
            return []
        first = bonus.levels[0]
        away = 1 if bonus.from_buyer and not own else 0
        queue = [
            (member, own and away + place == 0)
            for place, member in enumerate(upline)
            if away + place >= first
        ]
        return self._climb(bonus, queue)

    def _of_first_days(self, bonus: BonusRow) -> list[tuple[Ancestor, int]]:
        """Level 1 is whoever stands above the buyer; nobody moves up for one who is not paid."""
        return [
            (member, level)
            for level, member in enumerate(self.credit.line)
            if level and bonus.rate(member.rank, level) is not None and self._fits(bonus, member)
        ]

    def _climb(
        self, bonus: BonusRow, queue: Sequence[tuple[Ancestor, bool]]
    ) -> list[tuple[Ancestor, int]]:
        """Every level looks upward from where the one below it came to rest."""
        paid, above = [], iter(queue)
        for level in bonus.levels:
            for member, bought_it in above:
                if bought_it:
                    break
                fits = self._fits(bonus, member)
                if fits and bonus.rate(member.rank, level) is not None:
                    paid.append((member, level))
                    break
                if bonus.passing_over == "none" or (bonus.passing_over == "skip_inactive" and fits):
                    break
        return paid

    def _fits(self, bonus: BonusRow, member: Ancestor) -> bool:
        return all(self.sheet.meets(condition, member) for condition in bonus.conditions)

    def _money(self, bonus: BonusRow, member: Ancestor, level: int) -> int:
        rate = bonus.rate(member.rank, level) or 0
        minor = 10 ** exponent(self.sheet.currency)
        parts = self.volume[bonus.basis] * rate * bonus.factor * minor
        whole = 100 * MILLION * MILLION * MILLION
        return _half_even(parts, whole) if self.sheet.half_even else parts // whole


def money(accounts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """What people are owed, by currency."""
    sums: Counter[str] = Counter()
    for (account, unit), amount in accounts.items():
        if account.startswith("commission_payable:"):
            sums[unit] += amount
    return dict(sums)


def _half_even(parts: int, whole: int) -> int:
    found, rest = divmod(parts, whole)
    return found + (2 * rest + found % 2 > whole)
