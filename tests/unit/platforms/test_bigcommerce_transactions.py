from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from commissions.platforms import bigcommerce
from tests.unit.platforms.bigcommerce_builders import (
    KEY,
    STORE,
    a_line,
    a_transaction,
    an_order,
    placed,
)


def came_in(*transactions: dict[str, Any], **order: Any) -> int | None:
    return placed(an_order(**order), transactions=list(transactions)).received


def test_what_came_in_is_told_where_it_is_another_sum_than_the_total() -> None:
    assert came_in(a_transaction(1, "30.00")) == 3000
    assert came_in(a_transaction(1, 30), a_transaction(2, Decimal("20.5"))) == 5050
    assert came_in(a_transaction(1, 45)) is None


def test_of_an_order_that_was_changed_later_the_word_is_not_enough() -> None:
    later = "Sun, 22 Nov 2026 10:00:00 +0000"

    assert came_in(a_transaction(1, 45), date_modified=later) == 4500


def test_a_plain_order_is_the_same_whether_or_not_its_payments_were_asked_for() -> None:
    assert placed(transactions=[a_transaction(1, 45)]).digest == placed().digest


def test_each_purchase_counts_once_though_its_settlement_is_told_too() -> None:
    purchase = a_transaction(1, 30, event="purchase")
    settled = a_transaction(2, 30, event="settled", reference_transaction_id=1)
    captured = a_transaction(3, 30, event="capture", reference_transaction_id="1")

    assert came_in(settled, purchase, captured, purchase) == 3000


def test_several_captures_of_one_authorization_all_count() -> None:
    authorized = a_transaction(1, 40, event="authorization")
    captures = [a_transaction(n, 20, reference_transaction_id=1) for n in (2, 3)]
    settled = a_transaction(4, 40, event="settled", reference_transaction_id=1)

    assert came_in(authorized, *captures, settled) == 4000


def test_a_certificate_and_store_credit_are_money_that_came_in() -> None:
    assert (
        came_in(
            a_transaction(1, 10, event="purchase", method="gift_certificate"),
            a_transaction(2, 5, event="purchase", method="store_credit"),
        )
        == 1500
    )


def test_what_failed_or_went_back_is_not_what_came_in() -> None:
    failed = a_transaction(1, 15, status="error")
    back = a_transaction(2, 5, event="refund")

    assert came_in(failed, back, a_transaction(3, 30)) == 3000


def test_payments_beside_the_platform_leave_the_payments_word() -> None:
    order = placed(transactions=[])

    assert (order.received, order.status, order.flags) == (None, "paid", ())


@pytest.mark.parametrize("transactions", [None, [a_transaction(1, 30, currency="EUR")]])
def test_payments_that_were_needed_and_say_nothing_are_flagged(transactions: Any) -> None:
    order = placed(transactions=transactions)

    assert (order.received, order.flags) == (None, ("payments_unknown",))


def test_an_order_that_is_paid_by_the_stores_own_rule_is_believed() -> None:
    assert came_in(a_transaction(1, 30), payment_status="authorized") is None


LATER = "Sun, 22 Nov 2026 10:00:00 +0000"


def leaves_out(order: dict[str, Any], **parts: Any) -> bool:
    payload = {"order": order, "products": [a_line()], "refunds": [], **parts}
    return bigcommerce.parse_order(payload, STORE, KEY).payments_left_out


def test_an_order_whose_payments_were_not_asked_for_says_so() -> None:
    assert leaves_out(an_order())
    assert not leaves_out(an_order(), transactions=[])
    assert not leaves_out(an_order(payment_status="pending"))


def test_a_rule_of_the_stores_vouches_for_an_order_that_may_have_been_edited() -> None:
    store = replace(STORE, paid_when=("*/authorized",))
    by_rule = placed(an_order(payment_status="authorized", date_modified=LATER), store=store)

    assert (by_rule.status, by_rule.word, by_rule.has_word_of_payment) == ("paid", "order", False)
    assert placed(an_order(date_modified=LATER)).word == ""
    assert placed(an_order(payment_status="authorized"), store=store).word == ""
