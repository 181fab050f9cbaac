"""What the store says of disputes now, against what was told of them before."""

from datetime import timedelta

import pytest

from commissions.audit.order_record import OrderRecord
from commissions.audit.store_check import compare_with_store
from commissions.audit.store_order import store_orders
from commissions.domain.ledger.facts import Content, fact
from commissions.domain.orders.dispute import OrderDisputed
from tests.support.orders import NOON, a_dispute, an_order, sold

ORDER = an_order()
OPEN, LOST = a_dispute("needs_response"), a_dispute("lost")
UNTOLD = a_dispute("lost", None, finalized_on=None)


def found(here: list[OrderDisputed], there: list[OrderDisputed]) -> list[tuple[str, str]]:
    key = ORDER.order_key
    told: list[Content] = [*sold(ORDER), *here]
    record = OrderRecord(order_key=key, facts=tuple(map(fact, told)))
    findings = compare_with_store(record, store_orders([ORDER, *there])[key])
    return [(each.kind, each.about) for each in findings]


@pytest.mark.parametrize(
    ("here", "there", "kinds"),
    [
        ([], [], []),
        ([OPEN, LOST], [LOST], []),
        ([OPEN, LOST], [UNTOLD], []),
        ([OPEN], [OPEN], []),
        ([OPEN, LOST], [], []),
        ([], [LOST], ["dispute_missing"]),
        ([OPEN], [LOST], ["dispute_differs"]),
        ([OPEN], [UNTOLD], ["dispute_differs"]),
        ([LOST], [a_dispute("won", minutes=90)], ["dispute_differs"]),
        ([LOST], [a_dispute("lost", 30_00)], ["dispute_differs"]),
    ],
)
def test_whether_a_dispute_took_money_is_compared(
    here: list[OrderDisputed], there: list[OrderDisputed], kinds: list[str]
) -> None:
    assert found(here, there) == [(kind, "77") for kind in kinds]


def test_a_store_that_knows_the_day_alone_says_the_same() -> None:
    day = a_dispute("lost", finalized_on=NOON - timedelta(hours=12))

    assert found([LOST], [day]) == []
