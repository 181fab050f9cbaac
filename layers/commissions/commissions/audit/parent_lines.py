"""What a parent has for other orders to be copies of, from its own facts or as another heard it,
and whose each line of such an order is."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from commissions.audit.order_history import OrderHistory
from commissions.audit.same_sales import Sale, sales_of
from commissions.domain.orders.carried_lines import ComparedLine, LinesState
from commissions.domain.orders.order import Item, OrderPlaced

AN_HOUR = timedelta(minutes=60)
UNSOLD = ("gift_card", "tip")
OWN, COPY, UNSURE = "own", "copy", "unsure"
IN_PLACE_OF_AN_ID = "sku:"


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line by what tells it from others."""

    line_id: str
    variant: str
    sku: str
    units: Decimal
    net: int
    list_price: int

    @classmethod
    def of(cls, item: Item) -> "SoldLine":
        price = item.net + item.discount
        names = item.line_id, item.variant_id, item.platform_sku
        return cls(*names, item.qty, item.net, price)

    @classmethod
    def told(cls, line: ComparedLine) -> "SoldLine":
        _, is_sku, sku = line.product.rpartition(IN_PLACE_OF_AN_ID)
        names = ("", sku) if is_sku else (line.product, line.sku)
        return cls(line.line_id, *names, line.qty, line.net, line.price)

    @property
    def product(self) -> str:
        return self.variant or (IN_PLACE_OF_AN_ID + self.sku if self.sku else "")

    def is_of(self, other: "SoldLine") -> bool:
        """Whether both are surely of one product."""
        if self.variant and other.variant:
            return self.variant == other.variant
        return self.sku == other.sku if self.sku else self.product == other.product

    def may_be_of(self, other: "SoldLine") -> bool:
        """Whether nothing says that they are of two: one of them is called nothing any more, or
        they share a name."""
        names = [{("id", line.variant), ("sku", line.sku)} for line in (self, other)]
        one, two = ({name for name in each if name[1]} for each in names)
        return not one or not two or bool(one & two)

    def costs_as(self, other: "SoldLine", rounded_to: int) -> bool:
        if self.units != other.units:
            return False
        return self.list_price == other.list_price or self.off(other) <= rounded_to

    def is_like(self, other: "SoldLine", rounded_to: int) -> bool:
        return self.is_of(other) and self.costs_as(other, rounded_to)

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
    gone: Collection[str] = ()
    """By their ids, the lines of which all came back."""

    @classmethod
    def told(cls, state: LinesState) -> "ParentLines":
        """As another order heard it."""
        lines = [SoldLine.told(each) for each in state.lines]
        lost = [LostUnits(each.product, each.qty, each.at) for each in state.taken_off]
        gone = {each.line_id for each in state.lines if each.back == "1"}
        return cls(state.stands, lines, lost, state.unit, gone)

    @classmethod
    def of(cls, history: OrderHistory, gone: Collection[str] = ()) -> "ParentLines":
        """By its own facts, as they are now."""
        order = history.order
        if order is None or not _counts(history, order):
            return cls(stands=False)
        lost = [*_lost(_as_first_called(history))]
        return cls(True, sold_lines(history), lost, order.rounds_to, gone)

    def says(self, heard: "ParentLines") -> bool:
        """Whether it is what another order heard, whatever ids its lines have by now."""
        if not (self.stands and heard.stands):
            return self.stands == heard.stands
        own, theirs = (each.without_ids() for each in (self, heard))
        lost = [{(one.product, one.units) for one in each.lost} for each in (self, heard)]
        return own == theirs and lost[0] == lost[1]

    def without_ids(self) -> Counter[tuple[SoldLine, bool]]:
        """The lines, with whether all of each came back."""
        return Counter(
            (replace(line, line_id=""), line.line_id in self.gone) for line in self.lines
        )

    def whose(
        self, lines: Iterable[SoldLine], placed_at: datetime, rounded_to: int
    ) -> dict[str, str]:
        """Of each line of an order below it, by its id: OWN, COPY, or UNSURE."""
        lost = {each.product: each.units for each in self.lost if placed_at - each.at <= AN_HOUR}
        there, unit = [*self.lines], max(rounded_to, self.rounded_to)
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
                doubt = any(self._is_in_doubt(line, each, unit) for each in self.lines)
                found[line.line_id] = UNSURE if doubt else OWN
        return found

    def _is_in_doubt(self, line: SoldLine, each: SoldLine, unit: int) -> bool:
        if line.is_of(each) or not (line.product and each.product):
            return True
        return line.sku == each.sku != "" and line.costs_as(each, unit)

    def twice(
        self, lines: Sequence[SoldLine], placed_at: datetime, rounded_to: int
    ) -> dict[str, str]:
        """Of an order that has taken over lines: UNSURE of those that this one has still, or may
        have under another name, and that cost as much."""
        has = [each for each in self.lines if each.line_id not in self.gone]
        whose = replace(self, lines=has).whose(lines, placed_at, rounded_to)
        unit = max(rounded_to, self.rounded_to)
        doubtful = {
            line.line_id
            for line in lines
            for each in has
            if whose[line.line_id] == UNSURE and line.may_be_of(each) and each.costs_as(line, unit)
        }
        doubtful |= {name for name, how in whose.items() if how == COPY}
        return {name: UNSURE if name in doubtful else OWN for name in whose}


def sold_lines(history: OrderHistory) -> list[SoldLine]:
    """Of the snapshot that counts, under the names that they had first; without what is no goods of
    a name."""
    orders = _as_first_called(history)
    goods = [item for item in orders[-1].items if item.kind not in UNSOLD]
    named = [item for item in goods if item.kind != "custom" or item.variant_id + item.platform_sku]
    return [SoldLine.of(item) for item in named]


def _as_first_called(history: OrderHistory) -> list[OrderPlaced]:
    """All snapshots, each line of them called as the sale was when it was first called anything."""
    orders = history.snapshots_by_time
    sales = sales_of(orders)
    called: dict[Sale, Item] = {}
    for order, own in zip(orders, sales, strict=True):
        named = [item for item in order.items if item.variant_id + item.platform_sku]
        called = {own[item.line_id]: item for item in named} | called
    return [
        replace(order, items=tuple(_called(called.get(own[i.line_id], i), i) for i in order.items))
        for order, own in zip(orders, sales, strict=True)
    ]


def _called(first: Item, item: Item) -> Item:
    variant, sku, kind = first.variant_id, first.platform_sku, first.kind
    return replace(item, variant_id=variant, platform_sku=sku, kind=kind)


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
