"""An order as rows: its lines, what came back of them, and who stood above, as all of its facts
say that were recorded before a moment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from commissions.application.export.books import BookName, book_name
from commissions.application.export.returned_lines import returned_rows
from commissions.application.export.row_words import Rows, Words, amount, of_day
from commissions.application.simulation.past_order import NotSold, SoldOrder, sold_order
from commissions.domain.catalogue.sku_keys import id_of
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.line_volumes import LineVolume
from commissions.domain.ledger.months import business_times
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.ledger.target import PlanOf
from commissions.domain.money import rounded
from commissions.domain.orders.order import Item
from commissions.domain.stores.certification import is_certified
from commissions.tables.facts import FactRow
from commissions.warehouse.schema import (
    BRIDGE_UPLINE,
    FACT_ORDER_LINE,
    FACT_REFUND_LINE,
)

CustomerKey = Callable[[str, str], str]
"""What a store's customer is called in the warehouse: by the store, and the customer's hash."""
SOLD, NOT_SOLD = "sold", "not_sold"
NO_VOLUME = "it has no value, or earns in another order"
NOBODY = dict.fromkeys(
    ("plan_digest", "base_currency", "seller", "buyer", "buyer_class", "customer_sk", "carrier"), ""
) | {"plan_id": "", "plan_version": 0}
NO_GOODS: Words = {
    "sku_id": "",
    "platform_sku": "",
    "commission_class": "",
    "qty": 0,
    "units": Decimal(0),
    "gross_minor": 0,
    "discount_minor": 0,
    "net_minor": 0,
    "net": Decimal(0),
}


@dataclass(frozen=True, slots=True)
class _OrderAsKnown:
    """The order's key and how much was known of it."""

    order_key: str
    book: BookName
    revision: int
    recorded_at: datetime

    @property
    def words(self) -> Words:
        return {
            "order_key": self.order_key,
            "revision": self.revision,
            "recorded_at": self.recorded_at,
        }

    @property
    def placed_words(self) -> Words:
        return self.words | {"platform": self.book.platform, "store": self.book.store}


def order_rows(
    order_key: str, known: Sequence[FactRow], plan_of: PlanOf, customer_key: CustomerKey
) -> Rows:
    """`known`: the facts that were recorded before a moment, at least one. Raises whatever facts
    raise that cannot be folded."""
    recorded_at = max(each.recorded_at for each in known)
    order = _OrderAsKnown(order_key, book_name(order_key), len(known), recorded_at)
    facts = [each.fact for each in known]
    try:
        sold = sold_order(facts, plan_of, lambda _member, _at: ())
    except NotSold as reason:
        return [(FACT_ORDER_LINE, _not_sold(order, known, str(reason)))]
    if is_certified(sold.credit.seller):
        return []
    lines = _counted(sold, plan_of)
    found: Rows = [
        (FACT_ORDER_LINE, each) for each in _sold_lines(order, sold, lines, customer_key)
    ]
    numbers = {item.line_id: n for n, item in enumerate(sold.snapshot.items, 1)}
    for row in returned_rows(sold, lines, numbers):
        found.append((FACT_REFUND_LINE, order.placed_words | row))
    return found + [(BRIDGE_UPLINE, each) for each in _upline(order, sold)]


def _counted(sold: SoldOrder, plan_of: PlanOf) -> dict[str, Mapping[str, int]]:
    """By line what the plan of the sale counts of it, in every unit."""
    plan = plan_of(sold.plan)
    return {
        line.line_id: {
            unit: line.volumes.get(unit, 0)
            if plan.counts(unit, line.value.commission_class, sold.credit)
            else 0
            for unit in UNITS
        }
        for line in sold.lines
    }


def _not_sold(order: _OrderAsKnown, known: Sequence[FactRow], reason: str) -> Words:
    told = sorted_out([each.fact for each in known])
    times = [time for each in known for time in business_times(each.fact.content)]
    at = told.latest.order_ts if told else min(times, default=order.recorded_at)
    return {
        **order.placed_words,
        **of_day(at),
        **NOBODY,
        **NO_GOODS,
        **dict.fromkeys(UNITS, 0),
        "line": 0,
        "currency": told.latest.currency if told else "",
        "status": NOT_SOLD,
        "reason": reason,
    }


def _sold_lines(
    order: _OrderAsKnown,
    sold: SoldOrder,
    lines: Mapping[str, Mapping[str, int]],
    customer_key: CustomerKey,
) -> Iterator[Words]:
    credit, plan, snapshot = sold.credit, sold.plan, sold.snapshot
    customer = snapshot.customer
    common: Words = {
        **order.placed_words,
        **of_day(sold.at),
        "plan_id": plan.plan_id,
        "plan_version": plan.version,
        "plan_digest": plan.digest,
        "currency": snapshot.currency,
        "base_currency": plan.base_currency,
        "seller": credit.seller,
        "buyer": credit.buyer,
        "buyer_class": credit.buyer_class,
        "customer_sk": customer_key(order.book.store, customer) if customer else "",
        "carrier": credit.carrier,
        "status": SOLD,
    }
    values = {each.line_id: each for each in sold.lines}
    nothing: Mapping[str, int] = dict.fromkeys(UNITS, 0)
    for number, item in enumerate(snapshot.items, 1):
        value = values.get(item.line_id)
        goods = _goods(item, value, snapshot.currency)
        reason = "" if value else NO_VOLUME
        volumes = lines.get(item.line_id, nothing)
        yield {**common, **goods, **volumes, "line": number, "reason": reason}
    if not snapshot.items:
        yield {**common, **NO_GOODS, **nothing, "line": 0, "reason": ""}


def _goods(item: Item, line: LineVolume | None, currency: str) -> Words:
    key = line.value.platform_sku if line else item.platform_sku or item.variant_id
    return {
        "sku_id": line.value.sku_id if line else "",
        "platform_sku": id_of(key) or key,
        "commission_class": line.value.commission_class if line else "",
        "qty": int(item.qty),
        "units": round(item.qty, 6),
        "gross_minor": rounded(Fraction(item.qty) * item.unit_price, "half_even"),
        "discount_minor": item.discount,
        "net_minor": item.net,
        "net": amount(item.net, currency),
    }


def _upline(order: _OrderAsKnown, sold: SoldOrder) -> Iterator[Words]:
    for depth, each in enumerate(sold.credit.line):
        if not is_certified(each.member):
            yield order.words | {
                "ancestor": each.member,
                "depth": depth,
                "status": each.status,
                "rank": each.rank,
            }
