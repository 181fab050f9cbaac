"""Vectors of refunds: what comes back of a period, and of an order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissions.audit.close.corrections import within
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.close.facts import LateReturn, PeriodFacts, SaleFacts
from commissions.domain.ledger.facts import Content, Fact, fact
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import fold
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.people.upline import PARTICIPANT, Ancestor
from commissions.domain.plans import Plan, read_plan
from commissions.domain.sales.attribution import Lock, Rate
from commissions.domain.stores.store import Policies
from tools.vectors import facts
from tools.vectors.closing import closed, corrections, figures
from tools.vectors.matching_vectors import EARNED
from tools.vectors.plans import customer_bonus, levels, plan, with_the_order
from tools.vectors.rank_vectors import at_least, has, ranked, wanted_rank
from tools.vectors.shown import money, paid, points, total
from tools.vectors.vector import Vector

SELLER = "subject"
STANDS = "ok"
"""The status of a refund that was made; the platforms' dialects tell no other one."""
PLACED = datetime(2026, 10, 1, tzinfo=UTC)


def refund_cutoff(vector: Vector) -> dict[str, Any]:
    """What is given back before the end of a period lowers it; later, the next run takes it."""
    ends = facts.moment(vector.parameters["end"])
    sold = facts.own_sales({SELLER: vector.parameters["amount"]})
    tree = [{"id": SELLER, "sponsor": None}]
    starts = (ends - timedelta(days=1)).replace(day=1)
    period = facts.period(tree, sold, starts=starts, ends=ends)
    document = plan(customer_bonus("1"))
    found: dict[str, list[str]] = {"january": [], "next_run": []}
    for case in vector.cases:
        back = LateReturn(
            order_id=sold[0].order_id,
            at=facts.moment(case["reversed_at"]),
            volumes=sold[0].volumes,
        )
        run = within(period, [back])
        found["january"].append(total(paid(closed(document, run), EARNED)))
        found["next_run"].append(total(corrections(document, run, [back])))
    return found


def refund_month(vector: Vector) -> dict[str, Any]:
    """Volume goes back in the month of the refund; or, by another word, in that of the sale."""
    parameters = vector.parameters
    rank = wanted_rank(at_least("gv", parameters["rank_gv"]))
    months = {word: _months(parameters, word) for word in ("current", "original_if_open")}
    document = ranked(rank)
    document["refunds"] |= {"volume_period": "current"}
    return {
        "gv": _volumes(months["current"]),
        "rank": {month: has(closed(document, each)) for month, each in months["current"].items()},
        "original_if_open_would_be": _volumes(months["original_if_open"]),
    }


def _months(parameters: Mapping[str, Any], volume_period: str) -> dict[str, PeriodFacts]:
    """The months as a plan's `refunds.volume_period` has them, while all are open."""
    sales: dict[str, list[SaleFacts]] = {
        month: facts.own_sales({SELLER: volume}) for month, volume in parameters["sales"].items()
    }
    for bought, returned, volume in parameters["refunds"]:
        month = returned if volume_period == "current" else bought
        [back] = facts.own_sales({SELLER: f"-{volume}"})
        sales[month].append(replace(back, order_id=f"back {len(sales[month])}"))
    tree = [{"id": SELLER, "sponsor": None, "judged": None}]
    return {month: facts.period(tree, sold, period=month) for month, sold in sales.items()}


def _volumes(months: Mapping[str, PeriodFacts]) -> dict[str, str]:
    return {
        month: points(figures(ranked(), each).volumes.group(SELLER, "pv"))
        for month, each in months.items()
    }


def partial_refund(vector: Vector) -> dict[str, Any]:
    """Units that come back one by one, through the ledger of an order that paid its levels."""
    [order] = vector.orders
    words = {"rates": vector.parameters["rates"], "qualification": "as_of_order"}
    ledger = _Ledger(read_plan(with_the_order(levels(vector.parameters, **words))), [])
    refunds = [each for each in vector.content["refunds"] if each["status"] == STANDS]
    stands = [ledger.tell(*_sold(vector, order, ledger.plan))]
    first = order["lines"][0]["sku"]
    stands.extend(ledger.tell(_refund({"sku": first} | each)) for each in refunds)
    lines = [line for journal in ledger.journals for line in journal.lines]
    return {
        "original": stands[0],
        "after_r1": stands[1],
        "after_all": stands[-1],
        "reversal_lines": sum(line.amount < 0 for line in lines),
    }


class _Ledger:
    """An order's journals, as the product writes them."""

    def __init__(self, in_force: Plan, journals: list[Journal]) -> None:
        self.plan, self.journals = in_force, journals
        self.facts: list[Fact] = []

    def tell(self, *contents: Content) -> dict[str, str]:
        """Takes in what a store told; what everybody has of the order then."""
        told = [fact(content) for content in contents]
        known = {each.fact_id for each in self.facts}
        self.facts += [each for each in told if each.fact_id not in known]
        target = fold(self.facts, lambda _: self.plan)
        key = "shopify/vector/1"
        journal = next_journal(key, target, self.journals, told, recorded_at=PLACED)
        self.journals += [journal] if journal else []
        sums: dict[str, int] = {}
        for line in (line for each in self.journals for line in each.lines):
            sums[line.earner] = sums.get(line.earner, 0) + line.amount
        return {member: money(amount) for member, amount in sums.items() if member}


def _sold(vector: Vector, order: Mapping[str, Any], in_force: Plan) -> tuple[OrderPlaced, Lock]:
    """The order, paid, with what was locked for it: a point costs a dollar."""
    placed = OrderPlaced(
        platform="shopify",
        store_id="vector",
        platform_order_id="1",
        order_ts=PLACED,
        updated_at=PLACED,
        status="paid",
        currency="USD",
        distributor_ref="",
        items=tuple(_item(line) for line in order["lines"]),
        total=sum(_item(line).net for line in order["lines"]),
    )
    currency = in_force.ref.base_currency
    lock = Lock(
        platform=placed.platform,
        store_id=placed.store_id,
        platform_order_id=placed.platform_order_id,
        order_version=placed.version,
        order_ts=placed.order_ts,
        plan=in_force.ref,
        policies=Policies(),
        rate=Rate(currency, currency, Decimal(1), "2026-10-01", "table"),
        values=tuple(_value(line) for line in order["lines"]),
        seller=order["buyer"],
        buyer=order["buyer"],
        buyer_class=PARTICIPANT,
        carrier="",
        line=tuple(Ancestor(member, "active", "") for member in _line(vector, order["buyer"])),
    )
    return placed, lock


def _item(line: Mapping[str, Any]) -> Item:
    unit = int(Fraction(line["cv_each"]) * 100)
    qty = Decimal(line["qty"])
    return Item(line["sku"], line["sku"], "", qty, unit, 0, 0, unit * int(qty))


def _value(line: Mapping[str, Any]) -> SkuValue:
    each = str(line["cv_each"])
    return SkuValue(
        platform_sku=line["sku"],
        sku_id=line["sku"],
        effective_from=PLACED,
        commission_class="standard",
        pv=each,
        bv=each,
        cv=each,
        qv=each,
    )


def _line(vector: Vector, buyer: str) -> Sequence[str]:
    """The buyer and everybody above."""
    sponsors = {node["id"]: node["sponsor"] for node in vector.tree}
    found = [buyer]
    while above := sponsors.get(found[-1]):
        found.append(above)
    return found


def _refund(refund: Mapping[str, Any]) -> OrderRefunded:
    return OrderRefunded(
        platform="shopify",
        store_id="vector",
        platform_order_id="1",
        refund_id=refund["id"],
        refunded_at=PLACED + timedelta(days=1),
        currency="USD",
        items=(RefundItem(refund["sku"], Decimal(refund["qty"])),),
    )
