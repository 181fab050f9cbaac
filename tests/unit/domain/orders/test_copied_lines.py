"""Whose each line of a vendor's order is, by the lines of the order above it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from commissions.domain.orders.carried_lines import ComparedLine, LinesState, UnitsTakenOff
from commissions.domain.orders.copied_lines import (
    Whose,
    compared,
    compared_line,
    equal_lines,
    is_late,
    taken_off,
)
from commissions.domain.orders.order import OrderPlaced
from tests.support.orders import NOON, an_item, an_order

HOUR = timedelta(hours=1)
TEA, CUPS = "188", "189"


def line(
    name: str,
    product: str = TEA,
    net: int = 60_00,
    qty: str = "1",
    price: int = 0,
    **fields: str,
) -> ComparedLine:
    return ComparedLine(name, product, Decimal(qty), net, price or net, **fields)


def parent(*lines: ComparedLine, gone: tuple[UnitsTakenOff, ...] = (), unit: int = 1) -> LinesState:
    return LinesState(NOON, lines, taken_off=gone, unit=unit)


def whose(of: LinesState, *lines: ComparedLine, unit: int = 1) -> str:
    """By their order, in the first letters: `ppu` for two of the parent's and one of nobody knows
    whose."""
    found = compared(lines, NOON, of, unit)
    return "".join(found[each.line_id][0] for each in lines)


def test_a_line_is_the_parents_that_is_of_one_product_as_many_units_and_one_price() -> None:
    of = parent(line("1"), line("2", CUPS, 40_00))

    assert whose(of, line("3")) == "p"
    assert whose(of, line("3"), line("4", CUPS, 40_00)) == "pp"
    assert whose(of, line("3", "777")) == "o"
    assert whose(of, line("3", net=55_00)) == "u"
    assert whose(of, line("3", qty="2", net=120_00)) == "u"


def test_each_line_of_the_parent_is_the_original_of_one_line() -> None:
    assert whose(parent(line("1")), line("3"), line("4")) == "pu"
    assert whose(parent(line("1"), line("2")), line("3"), line("4")) == "pp"


def test_a_total_may_be_off_by_what_either_shop_rounds_to() -> None:
    of = parent(line("1", net=3333, price=9000))

    assert whose(of, line("3", net=3334)) == "p"
    assert whose(of, line("3", net=3335)) == "u"
    assert whose(of, line("3", net=3433), unit=100) == "p"
    assert whose(replace(of, unit=100), line("3", net=3433)) == "p"


def test_a_price_before_discounts_tells_a_line_whatever_either_order_took_off() -> None:
    of = parent(line("1", net=54_00, price=60_00))

    assert whose(of, line("3", net=60_00, price=60_00)) == "p"
    assert whose(of, line("3", net=48_00, price=60_00)) == "p"
    assert whose(of, line("3", net=60_00, price=66_00)) == "u"


def test_of_two_lines_alike_the_likest_is_taken_first() -> None:
    of = parent(line("1", net=60_01), line("2", net=60_00))

    assert whose(of, line("3", net=60_00), line("4", net=60_02)) == "pp"


def test_what_an_edit_took_off_is_of_the_part_that_was_split_off() -> None:
    gone = UnitsTakenOff(TEA, Decimal(2), NOON)
    of = parent(line("1", net=30_00), gone=(gone,))

    assert whose(of, line("3", net=60_00, qty="2")) == "o"
    assert whose(of, line("3", net=30_00)) == "o"
    assert whose(of, line("3", net=30_00), line("4", net=30_00), line("5", net=30_00)) == "oop"
    long_ago = replace(gone, at=NOON - 2 * HOUR)
    assert whose(replace(of, taken_off=(long_ago,)), line("3", net=30_00)) == "p"


def test_lines_that_a_part_or_a_new_order_shares_with_one_that_stands_are_nobody_knows_whose() -> (
    None
):
    of = parent(line("1"), line("2", CUPS, 40_00))
    found = equal_lines([line("3"), line("4", CUPS, 41_00), line("5", "777")], NOON, of, 1)

    assert found == {"3": Whose.UNKNOWN, "4": Whose.OWN, "5": Whose.OWN}


def test_a_product_goes_by_its_id_and_by_its_sku_where_one_of_both_has_no_id() -> None:
    of = parent(line("1", sku="TEA"))

    assert whose(of, line("3", sku="NEW")) == "p"
    assert whose(of, line("3", "sku:TEA")) == "p"
    assert whose(of, line("3", "sku:NEW")) == "o"
    assert whose(parent(line("1", "sku:TEA")), line("3", sku="TEA")) == "p"


def test_one_sku_under_two_ids_may_be_one_product_where_it_costs_the_same() -> None:
    of = parent(line("1", sku="TEA"))

    assert whose(of, line("3", "999", sku="TEA")) == "u"
    assert whose(of, line("3", "999", sku="TEA", net=61_00)) == "o"
    assert whose(of, line("3", "999")) == "o"


def test_a_line_of_which_no_name_is_left_may_be_of_any_product() -> None:
    assert whose(parent(line("1")), line("3", "")) == "u"
    assert whose(parent(line("1", "")), line("3")) == "u"
    assert whose(parent(line("1", "")), line("3", "")) == "p"
    assert whose(parent(line("1", "")), line("3", "", net=61_00)) == "u"


def test_a_part_has_for_its_own_what_came_back_of_the_order_that_it_was_split_off() -> None:
    gone, half = line("1", back="1"), line("1", back="1/2")

    assert equal_lines([line("3")], NOON, parent(gone), 1) == {"3": Whose.OWN}
    assert equal_lines([line("3")], NOON, parent(half), 1) == {"3": Whose.UNKNOWN}
    assert whose(parent(gone), line("3")) == "p"


def test_what_is_placed_more_than_two_days_later_is_too_late_for_a_copy() -> None:
    assert not is_late(NOON + 48 * HOUR, NOON)
    assert is_late(NOON + 49 * HOUR, NOON)


def test_units_are_taken_off_by_product_and_lines_made_anew_are_none() -> None:
    def told(*items: tuple[str, str, str], minutes: int = 0) -> OrderPlaced:
        made = [an_item(name, variant_id=product, qty=qty) for name, product, qty in items]
        return an_order(*made, minutes=minutes)

    first = told(("1", TEA, "3"), ("2", CUPS, "1"))
    anew = told(("7", TEA, "2"), ("8", TEA, "1"), ("9", CUPS, "1"), minutes=5)
    less = told(("7", TEA, "1"), ("9", CUPS, "1"), minutes=9)

    assert taken_off([first]) == ()
    assert taken_off([first, anew]) == ()
    [gone] = taken_off([first, anew, less])
    assert (gone.product, gone.qty, gone.at) == (TEA, Decimal(2), NOON + timedelta(minutes=9))
    assert taken_off([first, less, anew]) == ()


def test_a_line_without_a_product_goes_by_its_sku_and_prices_are_before_discounts() -> None:
    named = compared_line(an_item("1", sku="TEA", net=54_00, discount=6_00))

    assert (named.product, named.net, named.price) == ("sku:TEA", 54_00, 60_00)
    assert compared_line(an_item("1", variant_id=TEA)).product == TEA
    assert compared_line(an_item("1", sku="")).product == ""
