import pytest

from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.orders.order import OrderPlaced
from commissions.platforms import shopify
from tests.unit.platforms.shopify_builders import (
    KEY,
    STORE,
    Payload,
    a_refund,
    an_order,
    placed,
    read,
)


@pytest.mark.parametrize(
    ("status", "outstanding", "unpaid"),
    [
        ("partially_paid", "3.00", 300),
        ("partially_refunded", "3.00", 300),
        ("paid", "0.00", 0),
        ("paid", "-3.00", 0),
        ("paid", "10.00", 0),
        ("pending", "10.00", 0),
        ("authorized", "3.00", 0),
    ],
)
def test_what_is_outstanding_of_a_payment_in_part_is_unpaid(
    status: str, outstanding: str, unpaid: int
) -> None:
    order = placed(an_order(financial_status=status, total_outstanding=outstanding))

    assert order.unpaid == unpaid


PARTLY: Payload = {"financial_status": "partially_paid", "total_outstanding": "3.00"}
COURTESY = a_refund(paid_back=[("success", "2.00")])
API: Payload = {"total_received_set": {"shop_money": {"amount": "9.00", "currency_code": "USD"}}}


def asked(payload: Payload) -> OrderPlaced:
    [order, *_] = shopify.parse_order(payload, STORE, KEY).records
    assert isinstance(order, OrderPlaced)
    return order


def test_the_store_is_asked_what_came_in_where_money_that_names_nothing_went_back() -> None:
    def hinted(payload: Payload) -> list[str]:
        records = read(payload).records
        return [each.subject_id for each in records if isinstance(each, ChangeHinted)]

    assert hinted(an_order(refunds=[COURTESY], **PARTLY)) == ["5501000001001"]
    assert hinted(an_order(refunds=[COURTESY])) == hinted(an_order(**PARTLY)) == []


def test_what_came_in_is_told_only_where_a_webhook_does_not_say_enough() -> None:
    assert asked(an_order(refunds=[COURTESY], **PARTLY) | API).received == 9_00
    assert asked(an_order(refunds=[COURTESY], **PARTLY)).received is None
    assert asked(an_order(**PARTLY) | API) == placed(an_order(**PARTLY))
    assert asked(an_order() | API) == placed(an_order())
