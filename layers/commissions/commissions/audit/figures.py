"""How much there is on either side of a comparison, in values that add up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Side:
    """How much there is, on one side of a comparison."""

    count: int = 0
    amounts: Mapping[str, int] = field(default_factory=Counter)
    """Minor units, per currency."""

    def __add__(self, other: "Side") -> "Side":
        amounts = Counter(self.amounts)
        amounts.update(other.amounts)  # unlike `+`, which forgets a currency that makes nothing
        return Side(self.count + other.count, amounts)

    @property
    def worth(self) -> dict[str, int]:
        """Its amounts: nothing of a currency is as good as none."""
        return {unit: value for unit, value in sorted(self.amounts.items()) if value}


@dataclass(frozen=True, slots=True)
class Pair:
    """What there should be, and what there is."""

    expected: Side = field(default_factory=Side)
    found: Side = field(default_factory=Side)

    def __add__(self, other: "Pair") -> "Pair":
        return Pair(self.expected + other.expected, self.found + other.found)

    @property
    def agrees(self) -> bool:
        expected, found = self.expected, self.found
        return expected.count == found.count and expected.worth == found.worth


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one order adds to the report of its store, or all of them together."""

    looked_at: int = 0
    """Orders: those of the day, and others to which something happened on it."""
    compared: int = 0
    """Of these, those of which nothing was left out."""
    unasked: int = 0
    """Of these, those whose store was not asked: held against the ledger alone."""
    facts: int = 0
    journals: int = 0
    earlier: int = 0
    """Orders of the store from before it was ours: not expected here."""
    orders: Pair = field(default_factory=Pair)
    """Of the day: in the store, and as facts."""
    refunds: Pair = field(default_factory=Pair)
    commissions: Pair = field(default_factory=Pair)
    """Of all orders looked at: on how many anything is owed, and how much."""

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            looked_at=self.looked_at + other.looked_at,
            compared=self.compared + other.compared,
            unasked=self.unasked + other.unasked,
            facts=self.facts + other.facts,
            journals=self.journals + other.journals,
            earlier=self.earlier + other.earlier,
            orders=self.orders + other.orders,
            refunds=self.refunds + other.refunds,
            commissions=self.commissions + other.commissions,
        )
