"""What a parent has for other orders to be copies of, from its own facts or as another heard it,
and whose each line of such an order is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from commissions.audit.order_history import OrderHistory
from commissions.domain.orders.carried_lines import ComparedLine, LinesState
from commissions.domain.orders.order import Item, OrderPlaced

AN_HOUR = timedelta(minutes=60)
UNSOLD = ("gift_card", "tip")
OWN, COPY, UNSURE = "own", "copy", "unsure"


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line by what tells it from others."""

    line_id: str
    product: str
    units: Decimal
    net: int
    list_price: int

    @classmethod
    def of(cls, item: Item) -> "SoldLine":
        sku = f"sku:{item.platform_sku}" if item.platform_sku else ""
        product = item.variant_id if item.variant_id else sku
        return cls(item.line_id, product, item.qty, item.net, item.net + item.discount)

    @classmethod
    def told(cls, line: ComparedLine) -> "SoldLine":
        return cls(line.line_id, line.product, line.qty, line.net, line.price)

    def is_like(self, other: "SoldLine", rounded_to: int) -> bool:
        if self.product != other.product or self.units != other.units:
            return False
        return self.list_price == other.list_price or self.off(other) <= rounded_to

    def off(self, other: "SoldLine") -> int:
        return abs(self.net - other.net)


@dataclass(frozen=True, slots=True)
class LostUnits:
    """Units of a product that edits took off."""

    product: str
    units: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class ParentLines:
    stands: bool
    """Whether it was paid, and is not called off."""
    lines: Sequence[SoldLine] = ()
    lost: Sequence[LostUnits] = ()
    rounded_to: int = 1

    @classmethod
    def told(cls, state: LinesState) -> "ParentLines":
        """As another order heard it."""
        lines = [SoldLine.told(each) for each in state.lines]
        lost = [LostUnits(each.product, each.qty, each.at) for each in state.taken_off]
        return cls(state.stands, lines, lost, state.unit)

    @classmethod
    def of(cls, history: OrderHistory) -> "ParentLines":
        """By its own facts, as they are now."""
        order = history.order
        if order is None or not _counts(history, order):
            return cls(stands=False)
        lost = [*_lost(history.snapshots_by_time)]
        return cls(True, sold_lines(order.items), lost, order.rounds_to)

    def says(self, heard: "ParentLines") -> bool:
        """Whether it is what another order heard, whatever ids its lines have by now."""
        if not (self.stands and heard.stands):
            return self.stands == heard.stands
        own, theirs = ([replace(line, line_id="") for line in each.lines] for each in (self, heard))
        lost = [{(one.product, one.units) for one in each.lost} for each in (self, heard)]
        return Counter(own) == Counter(theirs) and lost[0] == lost[1]

    def whose(
        self, lines: Iterable[SoldLine], placed_at: datetime, rounded_to: int
    ) -> dict[str, str]:
        """Of each line of an order below it, by its id: OWN, COPY, or UNSURE."""
        lost = {each.product: each.units for each in self.lost if placed_at - each.at <= AN_HOUR}
        there, known = [*self.lines], {line.product for line in self.lines}
        unit = max(rounded_to, self.rounded_to)
        found = {}
        for line in lines:
            like = [each for each in there if each.is_like(line, unit)]
            if lost.get(line.product, Decimal(0)) >= line.units:
                lost[line.product] -= line.units
                found[line.line_id] = OWN
            elif like:
                there.remove(min(like, key=line.off))
                found[line.line_id] = COPY
            else:
                found[line.line_id] = UNSURE if line.product in known else OWN
        return found


def sold_lines(items: Iterable[Item]) -> list[SoldLine]:
    """Without what is no goods of a name."""
    goods = [item for item in items if item.kind not in UNSOLD]
    named = [item for item in goods if item.kind != "custom" or item.variant_id + item.platform_sku]
    return [SoldLine.of(item) for item in named]


def _counts(history: OrderHistory, order: OrderPlaced) -> bool:
    looked_up = [*history.locks_by_time, *history.looked_up]
    if not looked_up or order.test or order.status == "voided":
        return False
    return not history.is_cancelled or looked_up[0].policies.cancellation != "reverse_all"


def _lost(told: Sequence[OrderPlaced]) -> Iterator[LostUnits]:
    """By product, what the order last had more of than it has now, and when it was told without."""
    now = _units(told[-1])
    later, left = told[-1], dict[str, Decimal]()
    for order in reversed(told[:-1]):
        for product, units in _units(order).items():
            more = units - now.get(product, Decimal(0))
            if more > 0 and product not in left:
                left[product] = more
                yield LostUnits(product, more, later.updated_at)
        later = order


def _units(order: OrderPlaced) -> dict[str, Decimal]:
    names = [(SoldLine.of(item).product, item.qty) for item in order.items]
    return {name: sum((qty for own, qty in names if own == name), Decimal(0)) for name, _ in names}
