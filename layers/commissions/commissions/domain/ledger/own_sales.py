"""By whom somebody's own sales were bought: the net of an order in the money that its plan pays in.

It counts as far as the order's volume stands: what came back of that takes its share of the net.
An order that gives nobody volume counts nothing.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from commissions.domain.currencies import exponent
from commissions.domain.ledger.journal import Context, Journal
from commissions.domain.ledger.member_month import OWN_USE, PARTICIPANT, RETAIL
from commissions.domain.money import rounded
from commissions.domain.people import upline
from commissions.domain.sales.referral_match import LINKED_ACCOUNT

UNITS = ("pv", "bv", "cv", "qv")
"""In the order in which a journal's map has them."""
COUNTED = ("cv", "qv", "bv", "pv")
"""By the first of which an order has any."""
Account = tuple[str, str]
"""Whose volume, and of which month."""


@dataclass(slots=True)
class OwnSales:
    """An order's volume by whose it is, as its journals are taken in one after the other."""

    left: dict[Account, Counter[str]] = field(default_factory=dict)
    stands: dict[Account, Counter[str]] = field(default_factory=dict)
    """The net of it that was counted, by who bought."""

    def take(self, journal: Journal, currency: str) -> Iterator[tuple[str, str, dict[str, int]]]:
        """Member, month of the sale, and what is added to whose sales, of those whose volume a
        journal moves, or who are in it."""
        moved = self._moved(journal)
        named = {line.earner for line in journal.lines}
        for account, left in self.left.items():
            member, month = account
            if account in moved or member in named:
                stands = self.stands.get(account, Counter())
                becomes = _net_by_class(journal.context, left, currency)
                self.stands[account] = becomes
                yield member, month, _difference(becomes, stands)

    def _moved(self, journal: Journal) -> set[Account]:
        moved = set()
        for leg in journal.legs:
            kind, _, owner = leg.account.partition(":")
            if kind == "volume":
                member, _, month = owner.rpartition(":")
                moved.add((member, month))
                self.left.setdefault((member, month), Counter())[leg.unit] += leg.amount
        return moved


def _net_by_class(context: Context, left: Counter[str], currency: str) -> Counter[str]:
    sold = _volumes(context)
    unit = next((each for each in COUNTED if sold[each] > 0), "")
    if not unit or not currency:
        return Counter()
    share = min(Fraction(1), max(Fraction(0), Fraction(left[unit], sold[unit])))
    scale = Fraction(10) ** (exponent(currency) - exponent(context.order_currency))
    net = rounded(context.order_net * Fraction(context.rate) * scale * share, "half_even")
    return Counter({_class_of(context): net})


def _volumes(context: Context) -> Counter[str]:
    """What its lines came to, before anything of them came back."""
    sold: Counter[str] = Counter()
    for text in context.maps:
        points = text.rpartition(": ")[2].split("/")
        sold.update({unit: int(each) for unit, each in zip(UNITS, points, strict=True)})
    return sold


def _class_of(context: Context) -> str:
    if context.carrier == LINKED_ACCOUNT:
        return OWN_USE
    return PARTICIPANT if context.buyer_class == upline.PARTICIPANT else RETAIL


def _difference(becomes: Counter[str], stands: Counter[str]) -> dict[str, int]:
    return {name: becomes[name] - stands[name] for name in {**becomes, **stands}}
