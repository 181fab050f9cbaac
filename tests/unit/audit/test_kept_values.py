"""A line keeps what it was valued at, whatever becomes of its product: the ledger and the
reconciliation come to the same, in whatever order it is told."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import Any

from commissions.audit.oracle import due
from commissions.audit.plan_sheet import parse
from commissions.domain.catalogue.map_skus import map_skus
from commissions.domain.catalogue.sku_values import OrderMapped, SkuValue
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.locked_values import kept_values
from commissions.domain.orders.order import CUSTOM, Item, OrderPlaced
from commissions.domain.orders.sold_bundle import SoldBundle
from commissions.domain.sales.attribution import Lock, locked
from commissions.domain.stores.store import Policies
from tests.support.memory_ledger import balances, settled, volumes
from tests.support.orders import (
    NOON,
    PLAN,
    a_lock_for,
    a_match_for,
    a_rate,
    a_value,
    an_item,
    an_order,
)

Facts = tuple[Content, ...]
OLD, NEW, OTHER = a_value("OLD", "20"), a_value("NEW", "24"), a_value("POT", "7")
SOLD = an_item(variant_id="188", sku="OLD")
RENAMED = replace(SOLD, platform_sku="NEW")
DELETED = replace(SOLD, platform_sku="", variant_id="", kind=CUSTOM)
MADE_ANEW = replace(RENAMED, line_id="7")


def told(*lines: Item, by: Iterable[SkuValue] = (), minutes: int = 0, **fields: Any) -> Facts:
    """A paid snapshot of which the lines were looked up, one after the other, as `by` says; a line
    that has no more in `by` has no value."""
    order = an_order(*lines, minutes=minutes, **fields)
    found = dict(zip((item.line_id for item in lines), by, strict=False))
    return (order, _lock(order, found), a_match_for(order))


def _lock(order: OrderPlaced, found: dict[str, SkuValue]) -> Lock:
    """As they are written now: the values of lines, and no people."""
    values = {value.platform_sku: value for value in found.values()}
    nobody: dict[str, Any] = dict.fromkeys(["seller", "buyer", "buyer_class", "carrier", "line"])
    lines = {line_id: value.platform_sku for line_id, value in found.items()}
    return replace(a_lock_for(order, values=tuple(values.values())), lines=lines, **nobody)


def before(*lines: Item, by: Iterable[SkuValue], minutes: int = 0) -> Facts:
    """As it was looked up before locks said what each line was valued at."""
    order = an_order(*lines, minutes=minutes)
    return (order, a_lock_for(order, values=tuple(by)))


def points(*facts: Facts) -> str:
    """The CV that stands, whatever was told first."""
    found = {_points(each) for each in permutations(facts)}
    assert len(found) == 1
    return found.pop()


def _points(facts: Iterable[Facts]) -> str:
    deliveries = [*facts]
    ledger = settled(*deliveries)
    contents = [content for each in deliveries for content in each]
    assert due(contents, lambda ref: parse(PLAN.text)) == balances(ledger.journals)
    return f"{sum(volumes(ledger).values()) / 100:.2f}"


SALE = told(SOLD, by=[OLD])


def test_a_renamed_product_is_worth_what_it_was_sold_at() -> None:
    assert points(SALE, told(RENAMED, by=[NEW], minutes=5)) == "20.00"


def test_also_where_it_was_sold_before_locks_said_so_of_lines() -> None:
    assert points(before(SOLD, by=[OLD]), told(RENAMED, by=[NEW], minutes=5)) == "20.00"
    assert points(before(SOLD, by=[OLD]), before(RENAMED, by=[NEW], minutes=5)) == "20.00"


def test_a_deleted_product_is_worth_what_it_was_sold_at() -> None:
    assert points(SALE, told(DELETED, minutes=5)) == "20.00"
    assert points(before(SOLD, by=[OLD]), told(DELETED, minutes=5)) == "20.00"
    assert points(told(DELETED)) == "0.00"


def test_a_line_that_a_plug_in_deleted_and_made_anew_is_worth_what_it_was_sold_at() -> None:
    again = replace(MADE_ANEW, line_id="9", platform_sku="NEWER")

    assert points(SALE, told(MADE_ANEW, by=[NEW], minutes=5)) == "20.00"
    assert points(SALE, told(MADE_ANEW, minutes=5), told(again, by=[NEW], minutes=9)) == "20.00"


def test_a_line_that_was_added_is_worth_what_it_is_by_itself() -> None:
    added = an_item("2", variant_id="45", sku="OLD")
    by_id = a_value("id:45", "50")

    assert points(SALE, told(SOLD, added, by=[OLD, by_id], minutes=5)) == "70.00"
    assert points(SALE, told(SOLD, replace(MADE_ANEW), by=[OLD, NEW], minutes=5)) == "44.00"


def test_a_line_keeps_its_own_value_where_the_map_has_another_for_the_name_by_then() -> None:
    added = an_item("2", variant_id="188", sku="OLD")
    later = a_value("OLD", "99")

    assert points(SALE, told(SOLD, added, by=[later, later], minutes=5)) == "119.00"


def test_what_the_store_answers_of_a_moment_comes_after_what_it_sent_of_it() -> None:
    for minutes in range(1, 9):  # by their digests, some of these stand before it and some after
        read_at = NOON.replace(minute=minutes)
        assert points(SALE, told(RENAMED, by=[NEW], read_at=read_at)) == "20.00"


def test_a_line_is_worth_what_it_was_when_the_order_was_paid_in_part() -> None:
    in_part = told(SOLD, by=[OLD], status="partially_paid")

    assert points(in_part, told(RENAMED, by=[NEW], minutes=5)) == "20.00"


def test_a_line_is_worth_nothing_by_its_number_which_was_another_lines() -> None:
    two = told(SOLD, an_item("2", variant_id="45", sku="POT"), by=[OLD, OTHER])
    moved = an_item("1", variant_id="45", sku="POT")

    assert points(two, told(moved, by=[OTHER], minutes=5)) == "7.00"


def test_a_line_that_nobody_looked_at_is_worth_what_its_name_is() -> None:
    added = an_item("2", variant_id="45", sku="OLD")

    assert points(told(SOLD, added, by=[OLD])) == "40.00"
    assert points(SALE, (an_order(SOLD, added, minutes=5, status="refunded"),)) == "40.00"


def test_what_a_line_was_valued_at_is_found_for_a_snapshot_of_any_time() -> None:
    facts = [fact(content) for content in told(RENAMED, by=[NEW], minutes=5)]

    for minutes in (0, 9):
        assert kept_values(an_order(SOLD, minutes=minutes), facts).lines == {"1": NEW}
    assert kept_values(an_order(MADE_ANEW, minutes=9), facts).lines == {"7": NEW}
    assert kept_values(an_order(an_item("2", sku="NEW"), minutes=9), facts).lines == {}
    assert kept_values(an_order(SOLD), []).lines == {}
    assert kept_values(an_order(SOLD), [fact(an_order(SOLD))]).lines == {}


def in_kit(name: str, *lines: Item, minutes: int = 0) -> OrderPlaced:
    kit = SoldBundle("9", "", name, Decimal(1))
    parts = [replace(line, bundle_id="9") for line in lines]
    return an_order(*parts, bundles=(kit,), minutes=minutes)


def looked_up(order: OrderPlaced, *known: Content, by: SkuValue) -> Facts:
    kept = kept_values(order, [fact(content) for content in known])
    found = map_skus(order, Policies(), {by.platform_sku: by}, kept=kept)
    assert isinstance(found, OrderMapped)
    return (order, locked(found, Policies(), PLAN.ref, a_rate()), a_match_for(order))


THREE = (an_item("1", net=10_00), an_item("2", net=10_00), an_item("3", net=20_00))
KIT = a_value("KIT", "40", bundle="own")


def test_the_parts_of_a_bundle_keep_their_parts_of_what_it_was_worth() -> None:
    sale = looked_up(in_kit("KIT", *THREE), by=KIT)
    made_anew = [replace(line, line_id=f"n{line.line_id}") for line in THREE]
    renamed = in_kit("NEW", *made_anew, minutes=5)
    deleted = an_order(*(replace(line, platform_sku="", kind=CUSTOM) for line in THREE), minutes=9)

    assert points(sale, looked_up(renamed, *sale, by=a_value("NEW", "99", bundle="own"))) == "40.00"
    assert points(sale, looked_up(renamed, *sale, by=OTHER)) == "40.00"
    assert points(sale, (deleted,)) == "40.00"


def test_a_snapshot_that_is_looked_up_late_has_the_bundle_that_a_later_one_had() -> None:
    """A line that was gone by then shares it too."""
    later = looked_up(in_kit("KIT", *THREE[:2], minutes=5), by=KIT)
    sale = looked_up(in_kit("OLD", *THREE), *later, by=KIT)

    assert points(later) == "40.00"
    assert points(later, sale) == "20.00"
