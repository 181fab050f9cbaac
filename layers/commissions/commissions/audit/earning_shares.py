"""What of each line earns: where the money that never came lies, and where that which went back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from commissions.audit.money_moment import NONE, Moment
from commissions.audit.money_walk import Addition, Stand

ONE = Fraction(1)
Amounts = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class EarningShare:
    """Of a line: the part that was ever paid for, and of that the part that came back."""

    sold: Fraction
    back: Fraction

    def all_back(self) -> "EarningShare":
        return EarningShare(self.sold, ONE)


NOTHING = EarningShare(NONE, ONE)


@dataclass(frozen=True, slots=True)
class LineShares:
    """By its amount, and by its units where it is worth points."""

    amount: EarningShare
    units: EarningShare

    def all_back(self) -> "LineShares":
        return LineShares(self.amount.all_back(), self.units.all_back())


@dataclass(slots=True)
class _Unpaid:
    """Lays what never came in on the components."""

    moment: Moment
    left: Fraction
    amounts: Amounts = field(default_factory=dict)
    parts: Amounts = field(default_factory=dict)
    """Of each line's units, those that are not paid."""

    def lay_on_addition(self, addition: Addition) -> None:
        """In proportion to what each rose, as far as it is still kept."""
        room = {name: min(rise, self.paid(name)) for name, (rise, _) in addition.items()}
        room = {name: most for name, most in room.items() if most > 0}
        for name, amount in _in_proportion(min(self.left, sum(room.values(), NONE)), room).items():
            rise, units = addition[name]
            self._lay(name, amount, units * amount / rise / (self.moment.qty.get(name) or ONE))

    def lay_on_everything(self) -> None:
        for name, amount in _in_proportion(self.left, self._all()).items():
            self._lay(name, amount, amount / (self.moment.gross.get(name) or ONE))

    def paid(self, name: str) -> Fraction:
        return self.moment.kept.get(name, NONE) - self.amounts.get(name, NONE)

    def _all(self) -> Amounts:
        return {name: self.paid(name) for name in self.moment.kept}

    def _lay(self, name: str, amount: Fraction, part: Fraction) -> None:
        self.left -= amount
        self.amounts[name] = self.amounts.get(name, NONE) + amount
        self.parts[name] = self.parts.get(name, NONE) + part


def line_shares(
    stand: Stand, goodwill: Fraction, exchanged: Mapping[str, Fraction]
) -> list[LineShares]:
    """By line, in the order's order. `goodwill`: what of it is taken from commissions; `exchanged`:
    worth of goods that came back and count as kept."""
    moment = stand.moment
    unpaid = _Unpaid(moment, stand.unpaid)
    for addition in reversed(stand.additions):
        unpaid.lay_on_addition(addition)
    unpaid.lay_on_everything()
    paid = sum((unpaid.paid(name) for name in moment.kept), NONE)
    lost = min(ONE, goodwill / paid) if paid > 0 else NONE
    return [
        _of_line(unpaid, item.line_id, exchanged.get(item.line_id, NONE), ONE - lost)
        for item in moment.order.items
    ]


def _of_line(unpaid: _Unpaid, name: str, exchanged: Fraction, stays: Fraction) -> LineShares:
    gross = unpaid.moment.gross[name]
    gone = unpaid.moment.balances[name].gone
    if gross <= 0:
        share = EarningShare(ONE, gone)
        return LineShares(share, share)
    kept = ONE - gone + exchanged / gross
    return LineShares(
        _share(kept, unpaid.amounts.get(name, NONE) / gross, stays),
        _share(kept, unpaid.parts.get(name, NONE), stays),
    )


def _share(kept: Fraction, unpaid: Fraction, stays: Fraction) -> EarningShare:
    sold = ONE - min(ONE, unpaid)
    earns = max(NONE, kept - unpaid) * stays
    return EarningShare(sold, ONE - earns / sold) if sold else NOTHING


def _in_proportion(amount: Fraction, to: Amounts) -> Amounts:
    """Divides an amount; nothing where there is nothing to divide it by."""
    whole = sum(to.values(), NONE)
    if amount <= 0 or whole <= 0:
        return {}
    return {name: amount * each / whole for name, each in to.items()}
