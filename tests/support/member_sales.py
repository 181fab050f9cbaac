"""Orders of a small company on the tables, as its members look at them: cara sells, bob and ann
stand above her, eve below."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.ledger.facts import Content, Fact, fact
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import fold
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.people.member import Member
from commissions.domain.plans import Plan
from commissions.tables import genealogy, ledger, members, plans, statements
from commissions.tables.facts import FactRow
from tests.support.builders import a_customer_bonus, a_levels_bonus, a_lock, a_plan
from tests.support.settled_orders import TEA

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SINCE, INACTIVE_SINCE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
STORE = "tea-us"
LINE = "cara:associate < bob:silver < ann:gold"
TEAS = {"TEA": 4}
"""How many of what is in an order."""
BY_RANK = {
    "associate": {"1": "0.05", "2": "0.04"},
    "silver": {"1": "0.05", "2": "0.04", "3": "0.03"},
    "gold": {"1": "0.05", "2": "0.04", "3": "0.03"},
}


def the_plan(**sections: Any) -> Plan:
    """A fifth to the seller, and up to three levels by rank: as the demo company's."""
    bonuses = a_customer_bonus(), a_levels_bonus(by_rank=BY_RANK, compression="skip_inactive")
    return a_plan(*bonuses, **sections)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def order_key(number: str) -> str:
    return f"shopify/{STORE}/{number}"


def an_order(
    number: str, at: datetime, *, basket: Mapping[str, int] | None = None, **fields: Any
) -> OrderPlaced:
    """Four teas unless told otherwise, each of 20 CV and 25.00 USD."""
    items = tuple(
        Item(f"{line}", sku, "", Decimal(many), 2_500, 0, 0, 2_500 * many)
        for line, (sku, many) in enumerate((basket or TEAS).items(), 11)
    )
    told: dict[str, Any] = {"status": "paid", "currency": "USD", "distributor_ref": "CARA"}
    return OrderPlaced(
        platform="shopify",
        store_id=STORE,
        platform_order_id=number,
        order_ts=at,
        updated_at=at,
        items=items,
        total=sum(each.net for each in items),
        **told | fields,
    )


def a_refund(number: str, at: datetime, *, teas: int = 1, refund_id: str = "93") -> OrderRefunded:
    return OrderRefunded(
        platform="shopify",
        store_id=STORE,
        platform_order_id=number,
        refund_id=refund_id,
        refunded_at=at,
        currency="USD",
        items=(RefundItem("11", Decimal(teas)),),
    )


def tellings(  # noqa: PLR0913 - what a store may tell of an order
    number: str,
    at: datetime,
    *,
    line: str = LINE,
    basket: Mapping[str, int] | None = None,
    plan: Plan | None = None,
    refunds: Sequence[OrderRefunded] = (),
    order: OrderPlaced | None = None,
) -> list[list[Content]]:
    """The order with whose it is, and then each refund."""
    placed = order or an_order(number, at, basket=basket)
    values = tuple(value(each.platform_sku) for each in placed.items)
    lock = a_lock(line, plan=plan or the_plan(), order_version=placed.version, values=values)
    own = replace(lock, store_id=STORE, platform_order_id=number, order_ts=at)
    told: list[list[Content]] = [[placed, own]]
    return told + [[each] for each in refunds]


def value(sku: str) -> SkuValue:
    return replace(TEA, platform_sku=sku)


def journals_of(
    number: str, told: Sequence[Sequence[Content]], plan: Plan | None = None, late: float = 0
) -> list[tuple[list[Fact], Journal]]:
    """What each telling leads to. `late`: days after its time that it is written."""
    in_force = plan or the_plan()
    known: list[Fact] = []
    posted: list[Journal] = []
    found = []
    for contents in told:
        new = [fact(each) for each in contents]
        known += new
        target = fold(known, lambda _: in_force)
        at = _time_of(contents[0]) + timedelta(seconds=2, days=late)
        journal = next_journal(order_key(number), target, posted, new, recorded_at=at)
        if journal:
            posted.append(journal)
            found.append((new, journal))
    return found


def sell(number: str, at: datetime, *, late: float = 0, **told: Any) -> list[Journal]:
    """An order in the ledger and on the statements of all it pays. `told`: as `tellings` has it."""
    plan = told.get("plan") or the_plan()
    found = journals_of(number, tellings(number, at, **told), plan, late)
    for facts, journal in found:
        write(facts, journal)
    return [journal for _, journal in found]


def tell(number: str, at: datetime, refunds: Sequence[OrderRefunded], **told: Any) -> None:
    """What came back of an order that was told before."""
    plan = told.get("plan") or the_plan()
    known = journals_of(number, tellings(number, at, **told), plan)
    found = journals_of(number, tellings(number, at, refunds=refunds, **told), plan)
    for facts, journal in found[len(known) :]:
        write(facts, journal)


def write(facts: Sequence[Fact], journal: Journal) -> None:
    stored = ledger.read(journal.order_key)
    rows = [FactRow(each, "", journal.recorded_at) for each in facts]
    assert ledger.write(stored, rows, [journal], waiting=False, order=None)
    statements.project(journal)


def a_company(line: str = LINE, **sections: Any) -> None:
    """The plan, and the line as it stands since January."""
    plans.publish(the_plan(**sections).text)
    place(line)


def place(line: str) -> None:
    """A line, as far as it does not stand yet; who is inactive is so since October."""
    sponsor = ""
    for each in reversed(line.split(" < ")):
        who, _, rank = each.partition(" ")[0].partition(":")
        if members.known([who]):
            sponsor = who
            continue
        genealogy.place(who, sponsor, since=SINCE, status="active", rank=rank)
        if "(inactive)" in each:
            genealogy.change(who, since=INACTIVE_SINCE, status="inactive")
        members.register(Member(member_id=who, kind="participant", created_at=SINCE))
        sponsor = who


def _time_of(content: Content) -> datetime:
    match content:
        case OrderPlaced():
            return content.updated_at
        case OrderRefunded():
            return content.refunded_at
    raise ValueError(f"{content} has no time of its own here")
