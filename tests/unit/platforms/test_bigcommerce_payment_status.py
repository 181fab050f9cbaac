from dataclasses import replace

import pytest

from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.platforms.bigcommerce.payment_status import check_rules
from tests.unit.platforms.bigcommerce_builders import (
    STORE,
    a_refund,
    an_item,
    an_order,
    placed,
    told,
)


def order_of(status_id: int, payment: str, *paid_when: str, refunded: int = 0) -> OrderPlaced:
    refunds = [a_refund(an_item(quantity=refunded), total_amount=45)] if refunded else []
    order = an_order(status_id=status_id, payment_status=payment)
    return placed(order, refunds=refunds, store=replace(STORE, paid_when=paid_when))


def status(status_id: int, payment: str, *paid_when: str, refunded: int = 0) -> str:
    return order_of(status_id, payment, *paid_when, refunded=refunded).status


@pytest.mark.parametrize(
    ("status_id", "payment", "expected"),
    [
        (11, "captured", "paid"),
        (11, "paid", "paid"),
        (2, "captured", "paid"),
        (12, "captured", "paid"),
        (13, "captured", "paid"),
        (11, "authorized", "authorized"),
        (9, "capture pending", "authorized"),
        (11, "held for review", "pending"),
        (7, "pending", "pending"),
        (1, "", "pending"),
        (10, "pending", "pending"),
        (11, "declined", "voided"),
        (11, "void", "voided"),
        (11, "void pending", "voided"),
        (0, "captured", "pending"),
        (6, "captured", "voided"),
        (5, "captured", "paid"),
        (5, "pending", "voided"),
        (5, "refunded", "refunded"),
    ],
)
def test_what_the_two_statuses_say(status_id: int, payment: str, expected: str) -> None:
    assert status(status_id, payment) == expected


def test_a_completed_order_whose_money_nobody_saw_is_paid_only_by_the_stores_own_rule() -> None:
    assert status(10, "pending") == "pending"
    assert status(10, "pending", "10/pending") == "paid"
    assert status(2, "pending", "10/pending") == "pending"


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("*/pending", "paid"), ("10/*", "paid"), ("*/*", "paid"), ("1/*", "pending"), ("11/", "paid")],
)
def test_a_rule_may_leave_either_status_open(rule: str, expected: str) -> None:
    payment = "" if rule == "11/" else "pending"
    status_id = 11 if rule == "11/" else 10

    assert status(status_id, payment, rule) == expected


@pytest.mark.parametrize(("status_id", "payment"), [(0, "captured"), (6, "pending"), (11, "void")])
def test_no_rule_makes_an_unfinished_declined_or_voided_order_paid(
    status_id: int, payment: str
) -> None:
    assert status(status_id, payment, "*/*") != "paid"


def test_rules_that_are_none_are_found() -> None:
    good = ["10/pending", "*/authorized", "11/", "11/*", "*/*", "2/Capture Pending"]

    assert check_rules([*good, "15/paid", "10", "x/paid", "10/sure"]) == [
        "15/paid", "10", "x/paid", "10/sure",
    ]  # fmt: skip


def test_an_order_of_which_no_payment_is_known_is_flagged_not_guessed() -> None:
    assert order_of(11, "").flags == ("payment_unknown",)
    assert order_of(1, "").flags == order_of(7, "").flags == ()
    assert order_of(11, "", "11/").flags == ()


def test_unfinished_and_disputed_orders_are_flagged() -> None:
    assert order_of(0, "").flags == ("incomplete",)
    assert order_of(13, "captured").flags == ("disputed",)


@pytest.mark.parametrize(
    ("status_id", "payment", "expected"),
    [
        (4, "refunded", "refunded"),
        (4, "captured", "refunded"),
        (14, "partially refunded", "partially_refunded"),
        (14, "pending", "partially_refunded"),
        (11, "captured", "partially_refunded"),
    ],
)
def test_an_order_with_refunds_has_been_paid(status_id: int, payment: str, expected: str) -> None:
    assert status(status_id, payment, refunded=1) == expected


@pytest.mark.parametrize(("status_id", "payment"), [(4, "captured"), (4, ""), (11, "refunded")])
def test_refunded_by_hand_is_off_as_a_whole_while_no_refund_is_there(
    status_id: int, payment: str
) -> None:
    order = order_of(status_id, payment)

    assert (order.status, order.cancelled_at) == ("refunded", order.updated_at)
    assert order.flags == ("refunded_without_refund",)
    assert order_of(status_id, payment, refunded=2).cancelled_at is None


def test_of_an_order_that_is_refunded_by_hand_all_units_are_gone() -> None:
    assert all(item.removed == item.qty for item in order_of(4, "captured").items)
    assert all(item.removed == 0 for item in order_of(4, "captured", refunded=2).items)


def test_refunded_by_hand_is_no_fact_that_a_later_refund_could_not_take_back() -> None:
    records = told(an_order(status_id=4))

    assert not any(isinstance(each, OrderCancelled) for each in records)


def test_of_a_part_refunded_by_hand_nobody_guesses_how_much() -> None:
    order = order_of(14, "captured")

    assert (order.status, order.cancelled_at) == ("paid", None)
    assert order.flags == ("refunded_without_refund",)
