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
    stand: Stand,
    goodwill: Fraction,
    exchanged: Mapping[str, Fraction],
    copies: Mapping[str, Fraction],
) -> list[LineShares]:
    """By line, in the order's order. `goodwill`: what of it is taken from commissions; `exchanged`:
    worth of goods that came back and count as kept; `copies`: the part of each line that came back
    by copies of the order."""
    moment = stand.moment
    unpaid = _Unpaid(moment, stand.unpaid)
    for addition in reversed(stand.additions):
        unpaid.lay_on_addition(addition)
    unpaid.lay_on_everything()
    kept = _kept(moment, exchanged)
    more = {name: _beyond(kept[name], copies.get(name, NONE)) for name in kept}
    by_copies = sum((moment.gross[name] * part for name, part in more.items()), NONE)
    # Money of the order's own that names nothing is that of what came back by copies first; what
    # banks took was no vendor's to give.
    goodwill -= min(by_copies, max(NONE, goodwill - moment.disputed))
    paid = sum((unpaid.paid(name) for name in moment.kept), NONE) - by_copies
    lost = min(ONE, goodwill / paid) if paid > 0 else NONE
    return [
        _of_line(unpaid, name, kept.get(name, NONE) - more.get(name, NONE), ONE - lost)
        for name in (item.line_id for item in moment.order.items)
    ]


def _kept(moment: Moment, exchanged: Mapping[str, Fraction]) -> Amounts:
    """The part of each line that is there, by the order's own records."""
    return {
        name: ONE - moment.balances[name].gone + exchanged.get(name, NONE) / worth
        for name, worth in moment.gross.items()
        if worth > 0
    }


def _beyond(kept: Fraction, back: Fraction) -> Fraction:
    """What came back by copies besides."""
    return max(NONE, kept - (ONE - back)) if back else NONE


def _of_line(unpaid: _Unpaid, name: str, kept: Fraction, stays: Fraction) -> LineShares:
    gross = unpaid.moment.gross[name]
    if gross <= 0:
        share = EarningShare(ONE, unpaid.moment.balances[name].gone)
        return LineShares(share, share)
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
