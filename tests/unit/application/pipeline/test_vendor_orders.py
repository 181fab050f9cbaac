"""Vendors' sub-orders, split orders and their refunds, as marketplaces really tell them: what was
bought once is earned once, and what came back once is taken back once."""

from itertools import permutations
from typing import Any

import pytest

from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.stores.store import Policies
from tests.support.vendor_orders import (
    CUPS,
    PARENT,
    TEA,
    Marketplace,
    cups,
    given_back,
    of_cups,
    of_tea,
    refunded,
    sub_order,
    tea,
    the_order,
    told,
)
from tests.unit.platforms.woocommerce_builders import Payload

ONCE = ("30.00", "5.00")


@pytest.mark.parametrize("order", [*permutations((the_order(), of_tea(), of_cups()))])
def test_a_checkout_of_two_vendors_pays_once_in_whatever_order_it_is_told(
    order: tuple[Payload, ...],
) -> None:
    shop = told(*order)

    assert shop.earned() == ONCE
    assert shop.why(TEA) == {"part of order 9101, which earned"}
    assert shop.listed() == []


REFUNDS: dict[str, tuple[list[Payload], tuple[str, str]]] = {
    "on the sub-order alone (Dokan)": ([of_tea(**refunded(3, "60.00"))], ("12.00", "2.00")),
    "on the parent alone (MultiVendorX)": ([the_order(**refunded(1, "60.00"))], ("12.00", "2.00")),
    "mirrored by line (YITH)": (
        [of_tea(**refunded(3, "60.00")), the_order(**refunded(1, "60.00"))],
        ("12.00", "2.00"),
    ),
    "of two vendors": (
        [of_tea(**refunded(3, "60.00")), of_cups(**refunded(4, "40.00"))],
        ("0.00", "0.00"),
    ),
    "a part of it, without a line": ([of_tea(**given_back("30.00"))], ("21.00", "3.50")),
    "without a line, mirrored without one": (
        [of_tea(**given_back("30.00")), the_order(**given_back("30.00"))],
        ("21.00", "3.50"),
    ),
    "by line, mirrored without one": (
        [of_tea(**refunded(3, "60.00")), the_order(**given_back("60.00"))],
        ("12.00", "2.00"),
    ),
    "without a line, mirrored by line": (
        [of_tea(**given_back("60.00")), the_order(**refunded(1, "60.00"))],
        ("12.00", "2.00"),
    ),
    "more by the parent": (
        [of_tea(**given_back("10.00")), the_order(**given_back("30.00"))],
        ("21.00", "3.50"),
    ),
    "of one line by the one, of the other by the other": (
        [of_tea(**refunded(3, "60.00")), the_order(**refunded(2, "40.00"))],
        ("0.00", "0.00"),
    ),
}


@pytest.mark.parametrize("name", REFUNDS)
def test_what_came_back_once_is_taken_back_once(name: str) -> None:
    later, expected = REFUNDS[name]
    first = [the_order(), of_tea(), of_cups()]
    for each in permutations(later):
        assert told(*first, *each).earned() == expected
        assert told(*each, *first).earned() == expected
        assert told(*each, *reversed(first), *first).earned() == expected


def test_refunds_of_which_each_side_tells_another_sum_are_seen_and_the_greater_counts() -> None:
    shop = told(the_order(**refunded(1, "30.00", qty=0)), of_cups(), of_tea(**refunded(3, "60.00")))

    assert shop.earned() == ("12.00", "2.00")
    assert shop.listed() == [
        (
            PARENT,
            "copy_refunds_differ",
            "30.00 USD came back by its own refunds, 60.00 USD by order 9102",
        )
    ]


def test_a_refund_that_a_shop_takes_back_counts_no_more_for_the_parent() -> None:
    taken_back = of_tea(hours=300)
    shop = told(the_order(), of_cups(), of_tea(**refunded(3, "60.00")), taken_back)

    assert shop.earned() == ONCE


def test_money_that_nobody_named_stays_by_a_stores_policy() -> None:
    keeps = Policies(amount_only_refund="keep")

    assert told(the_order(), of_tea(**given_back("30.00")), policies=keeps).earned() == ONCE


def test_the_vendors_own_shipping_earns_nobody_anything() -> None:
    shop = told(the_order(shipping="11.00"), of_tea(shipping="5.00"), of_cups(shipping="6.00"))
    with_refund = of_tea(shipping="5.00", **given_back("32.50"))

    assert shop.earned() == ONCE
    # Half of what the vendor took: half of the tea.
    assert told(the_order(shipping="11.00"), with_refund).earned() == ("21.00", "3.50")


CHANGED: dict[str, tuple[list[Payload], tuple[str, str]]] = {
    "the parent is called off": ([the_order(status="cancelled", hours=2)], ONCE),
    "the parent is called off, and so is one copy": (
        [the_order(status="cancelled", hours=2), of_cups(status="cancelled", hours=2)],
        ("18.00", "3.00"),
    ),
    "one copy is called off": ([of_cups(status="cancelled", hours=2)], ONCE),
    "the parent lost a line": ([the_order(tea(), hours=2)], ONCE),
    "the parent lost a line and gained another": (
        [the_order(tea(), cups(5, "10.00", product_id=777), hours=2)],
        ("33.00", "5.50"),
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_what_the_parent_has_no_more_is_earned_by_whoever_has_it(name: str) -> None:
    later, expected = CHANGED[name]
    first = [the_order(), of_tea(), of_cups()]

    assert told(*first, *later).earned() == expected
    assert told(*later, *reversed(first)).earned() == expected


@pytest.mark.parametrize("unpaid", [{"date_paid_gmt": None}, {"status": "failed"}])
def test_copies_of_an_order_that_nobody_paid_count(unpaid: dict[str, Any]) -> None:
    shop = told(the_order(**unpaid), of_tea(), of_cups())

    assert shop.earned() == ONCE
    assert shop.earned_by(PARENT) == "0.00"


def test_a_copy_of_an_order_that_nobody_knows_earns_nothing_and_a_person_is_asked() -> None:
    shop = told(of_tea())

    assert shop.earned() == ("0.00", "0.00")
    detail = "it may be a copy of order 9101, which is not known"
    assert shop.listed() == [(TEA, "copy_unknown", detail)]
    assert shop.say(TEA, "yes").earned() == ("0.00", "0.00")
    assert shop.listed() == []
    assert shop.say(TEA, "no", minutes=90).earned() == ("18.00", "3.00")
    assert shop.say(TEA, "", minutes=120).earned() == ("0.00", "0.00")
    shop.tell(the_order())
    assert shop.earned() == ONCE
    assert shop.listed() == []


SPLIT: dict[str, list[Payload]] = {
    "a line": [the_order(), the_order(tea(), hours=5), of_cups(hours=5)],
    "a line, and the edit is told last": [
        the_order(),
        of_cups(hours=5),
        the_order(tea(), hours=5),
    ],
    "units of a line": [
        the_order(tea(qty=3, total="90.00"), cups(total="10.00")),
        the_order(tea(qty=1, total="30.00"), cups(total="10.00"), hours=5),
        of_tea(tea(3, qty=2, total="60.00"), hours=5),
    ],
    "half of the units": [
        the_order(tea(qty=2, total="60.00"), cups()),
        the_order(tea(qty=1, total="30.00"), cups(), hours=5),
        of_tea(tea(3, qty=1, total="30.00"), hours=5),
    ],
    "into three": [
        the_order(tea(qty=3, total="90.00"), cups(total="10.00")),
        the_order(tea(qty=1, total="30.00"), cups(total="10.00"), hours=5),
        of_tea(tea(3, qty=1, total="30.00"), hours=5),
        of_cups(tea(4, qty=1, total="30.00"), hours=5),
    ],
}


@pytest.mark.parametrize("name", SPLIT)
def test_what_was_split_off_an_order_is_earned_by_the_part(name: str) -> None:
    for each in permutations(_placed_then(SPLIT[name])):
        shop = told(*each)

        assert shop.earned() == ONCE
        assert {shop.seller(each) for each in (PARENT, TEA, CUPS)} <= {"cara", ""}
        # What left the parent without money is seen after 14 days, as of any edit.
        assert {reason for _, reason, _ in shop.listed()} == {"return_without_money"}


def _placed_then(payloads: list[Payload]) -> list[Payload]:
    """Split orders are placed when they are split."""
    return [
        each | {"date_created_gmt": each["date_modified_gmt"]} if each["parent_id"] else each
        for each in payloads
    ]


def test_a_line_that_was_only_made_anew_under_another_id_is_still_the_parents() -> None:
    shop = told(the_order(), of_tea(), of_cups(), the_order(tea(71), cups(72), hours=1))

    assert shop.earned() == ONCE


ALIKE: dict[str, tuple[Payload, Payload]] = {
    "a cent less": (tea(total="33.33"), tea(3, total="33.34")),
    "a coupon that only the parent has": (
        tea(total="54.00", subtotal="60.00"),
        tea(3, total="60.00", subtotal="60.00"),
    ),
    "a coupon that the plug-in spread anew": (
        tea(total="53.20", subtotal="60.00"),
        tea(3, total="54.00", subtotal="60.00"),
    ),
    "without its variation's SKU": (tea(variation_id=7, sku="TEA"), tea(3, variation_id=7)),
}


@pytest.mark.parametrize("name", ALIKE)
def test_a_copy_may_be_rounded_or_discounted_otherwise(name: str) -> None:
    line, copy = ALIKE[name]
    alone = told(the_order(line, cups())).earned()

    assert told(the_order(line, cups()), of_tea(copy), of_cups()).earned() == alone
    assert told(of_tea(copy), the_order(line, cups()), of_cups()).listed() == []


DOUBT: dict[str, Payload] = {
    "another price": tea(3, total="55.00"),
    "other units": tea(3, total="120.00", qty=2),
}


@pytest.mark.parametrize("name", DOUBT)
def test_the_parents_product_in_other_units_or_at_another_price_is_for_a_person(name: str) -> None:
    shop = told(the_order(), of_tea(DOUBT[name]), of_cups())

    assert shop.earned() == ONCE
    detail = "it may be a copy of order 9101: of line 3 that one has the product, and otherwise"
    assert shop.listed() == [(TEA, "copy_unknown", detail)]
    assert shop.say(TEA, "yes").earned() == ONCE
    assert shop.say(TEA, "no", minutes=90).earned() > ONCE


def test_a_sub_order_of_other_goods_counts_for_itself_and_is_whose_its_parent_is() -> None:
    other = sub_order(TEA, tea(3, "20.00", product_id=999), coupon_lines=[])
    shop = told(the_order(), other)

    assert shop.earned() == ("36.00", "6.00")
    assert shop.seller(TEA) == "cara"


def test_of_a_sub_order_with_more_goods_only_those_earn_that_the_parent_does_not_have() -> None:
    more = tea(5, "20.00", product_id=999)
    shop = told(the_order(), of_tea(tea(3), more))

    assert shop.earned() == ("36.00", "6.00")
    assert told(the_order(), of_tea(tea(3), more, **refunded(5, "20.00"))).earned() == ONCE
    both = of_tea(tea(3), more, **refunded(3, "60.00"))
    assert told(the_order(), both).earned() == ("18.00", "3.00")


def test_an_order_without_a_parent_is_an_order_whatever_plug_in_made_it() -> None:
    shop = told(of_tea(parent_id=0))

    assert shop.earned() == ("18.00", "3.00")


def test_a_copy_that_is_not_paid_yet_waits_for_nothing() -> None:
    shop = told(of_tea(date_paid_gmt=None))

    assert shop.earned() == ("0.00", "0.00")
    assert shop.listed() == []


def test_a_sub_order_of_before_keeps_what_it_has() -> None:
    """Its first lock was written when no lines were compared: told again, it is as it was."""
    shop = Marketplace()
    shop.tell(the_order(), of_tea(parent_id=0), of_tea(hours=3), of_tea(**refunded(3, "60.00")))

    assert shop.earned_by(PARENT) == "30.00"
    assert shop.earned_by(TEA) == "0.00"
    assert told(the_order(), of_tea(parent_id=0), of_tea(hours=3)).earned() == ("48.00", "8.00")


def test_a_person_may_take_back_what_a_sub_order_of_before_earned() -> None:
    shop = told(the_order(), of_tea(parent_id=0), of_tea(hours=3), of_cups())
    assert shop.earned() == ("48.00", "8.00")

    assert shop.say(TEA, "yes").earned() == ONCE
    assert shop.why(TEA) == {"part of order 9101, which earned"}
    assert shop.say(TEA, "", minutes=90).earned() == ("48.00", "8.00")


def test_a_sub_order_of_before_stays_whose_it_was_and_binds_whoever_it_bound() -> None:
    nobodys = of_tea(parent_id=0, coupon_lines=[], customer_id=5)
    shop = told(the_order(), nobodys)
    assert shop.seller(TEA) == ""

    shop.tell(of_tea(coupon_lines=[], customer_id=5, hours=3))
    assert (shop.seller(TEA), shop.earned_by(TEA)) == ("", "0.00")
    facts = told(of_tea(parent_id=0, customer_id=5), of_tea(hours=3, customer_id=5)).world.orders
    [known] = [sorted_out(each.facts) for each in facts.values()]
    assert known
    assert known.named_by(0)
    assert (known.goes_on, known.remembered.is_machine_made) == (None, False)


def test_of_two_sub_orders_that_are_copies_of_one_line_neither_earns() -> None:
    shop = told(the_order(), of_tea(), sub_order(CUPS, tea(4)))

    assert shop.earned() == ONCE


DAYS_LATER: dict[str, Any] = {"date_created_gmt": "2026-12-20T15:30:04", "hours": 720}


def test_the_same_lines_placed_weeks_later_may_be_a_renewal_and_are_for_a_person() -> None:
    next_month = sub_order(TEA, tea(3), **DAYS_LATER, created_via="some_plugin")
    for each in permutations((the_order(), next_month)):
        shop = told(*each)

        assert shop.earned() == ONCE
        detail = "it may be a copy of order 9101, placed 30 days before: of line 3 that one has"
        assert shop.listed() == [(TEA, "copy_unknown", f"{detail} the like")]
        assert shop.say(TEA, "no").earned() == ("48.00", "8.00")
        assert shop.say(TEA, "yes", minutes=90).earned() == ONCE


def test_what_comes_back_of_such_an_order_is_not_the_parents_before_somebody_has_said_so() -> None:
    placed: Payload = {"date_created_gmt": "2026-11-25T15:30:04", "created_via": ""}
    back = of_tea(**placed | refunded(3, "60.00"))
    shop = told(the_order(), back)

    assert shop.earned() == ONCE
    shop.say(TEA, "yes").tell(back)
    assert shop.earned() == ("12.00", "2.00")


def test_a_subscriptions_renewal_below_its_first_order_is_a_sale_of_its_own() -> None:
    renewal = sub_order(TEA, tea(3), **DAYS_LATER, created_via="subscription", coupon_lines=[])
    for each in permutations((the_order(), renewal)):
        shop = told(*each)

        assert shop.earned() == ("48.00", "8.00")
        assert shop.listed() == []


def test_a_renewals_sub_order_is_paid_once_however_much_of_it_the_plug_in_copied() -> None:
    renewed = [{"id": 1, "key": "_subscription_renewal", "value": "9150"}]
    renewal = sub_order(TEA, tea(3), **DAYS_LATER, parent_id=0, created_via="subscription")
    copy = sub_order(CUPS, tea(4), **DAYS_LATER, parent_id=TEA, meta_data=renewed)
    for each in permutations((the_order(), renewal, copy)):
        assert told(*each).earned() == ("48.00", "8.00")
