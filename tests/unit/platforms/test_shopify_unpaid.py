import pytest

from tests.unit.platforms.shopify_builders import an_order, placed


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
