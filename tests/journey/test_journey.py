"""The way of an order on the deployed stack: signed webhooks in, the ledger out, to the cent.

The samples are of 20 November 2026: Cara's order of 68 points. Above her stand Dan, who is
inactive, Bob and Ann. 20% are Cara's as the seller and 5% as level 1; Bob and Ann move up to
levels 2 and 3.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journey import baskets
from tests.journey.baskets import after, basket, key, one_tea_back
from tests.journey.deployed import Commissions
from tests.journey.ledger_reads import Books, owed, posted
from tests.journey.stores import Stores, happens
from tests.support.samples import webhook_sample
from tools.demo.payloads import Line, order

SALE = "shopify/tea-us/5501000001001"
EUROS = "shopify/tea-eu/5502000001001"
DESK = "orders/b2b/W-20261120-0042"
CANCELLED, EARLY_REFUND, UNMAPPED, LARGE = 1_001, 1_002, 1_003, 1_004
LINES = 1_200
NEW_SKU = (
    "store_id,platform_sku,sku_id,name,category,commission_class,pv,bv,cv,qv,effective_from,bundle\n"
    "tea-us,TEA-NEW,tea-new,New tea,tea,standard,10.00,10.00,10.00,10.00,2026-01-01,\n"
)


def wait_for(books: Books, order_key: str, journals: int) -> list[list[str]]:
    assert happens(lambda: len(books.journals(order_key)) >= journals), books.on_the_way()
    return posted(books.journals(order_key))


def told(stores: Stores, *webhooks: tuple[str, Any]) -> list[int]:
    return [stores.tell("tea-us", topic, payload).status for topic, payload in webhooks]


def test_an_order_pays_its_line_once_however_often_it_is_told(stores: Stores, books: Books) -> None:
    paid = [("orders/paid", "shopify/orders_paid")] * 6
    statuses = told(stores, ("orders/create", "shopify/orders_create"), *paid)

    assert wait_for(books, SALE, 1) == [
        [
            "cara 13.60 USD",
            "cara 3.40 USD",
            "dan 0.00 USD",
            "bob 2.72 USD",
            "ann 2.04 USD",
            " 0.00 USD",
        ]
    ]
    assert set(statuses) == {200}
    assert [line.reason for line in books.journals(SALE)[0].lines if not line.amount] == [
        "inactive as of the sale",
        "nobody is left for levels 4 to 5",
    ]


def test_a_refund_that_two_webhooks_tell_of_takes_its_share_back_once(
    stores: Stores, books: Books
) -> None:
    told(stores, ("refunds/create", "shopify/refunds_create"))
    wait_for(books, SALE, 2)
    told(stores, ("orders/updated", "shopify/orders_updated"))
    assert happens(books.is_quiet), books.on_the_way()
    told(stores, ("refunds/create", "shopify/refunds_create_amount_only"))

    assert wait_for(books, SALE, 3)[1:] == [
        ["cara -4.00 USD", "cara -1.00 USD", "bob -0.80 USD", "ann -0.60 USD"],
        ["cara -1.47 USD", "cara -0.36 USD", "bob -0.29 USD", "ann -0.22 USD"],
    ]


def test_a_cancelled_order_gives_all_of_it_back(stores: Stores, books: Books) -> None:
    bought, at = basket(CANCELLED), after(90)
    told(stores, ("orders/paid", order(bought)))
    wait_for(books, key(CANCELLED), 1)
    called_off = order(bought, updated_at=at, cancelled_at=at.isoformat())
    told(stores, ("orders/cancelled", called_off))

    assert wait_for(books, key(CANCELLED), 2)[1] == [
        "cara -13.60 USD",
        "cara -3.40 USD",
        "bob -2.72 USD",
        "ann -2.04 USD",
    ]
    assert owed([books.journals(key(CANCELLED))]) == {}


def test_a_refund_before_its_order_waits_for_it(stores: Stores, books: Books) -> None:
    bought = basket(EARLY_REFUND)
    told(stores, ("refunds/create", one_tea_back(bought)))
    assert happens(lambda: books.parked().get(key(EARLY_REFUND)) == "no_order")
    told(stores, ("orders/paid", order(bought)))

    wait_for(books, key(EARLY_REFUND), 1)
    assert happens(lambda: key(EARLY_REFUND) not in books.parked()), books.parked()
    assert owed([books.journals(key(EARLY_REFUND))]) == {
        ("cara", "USD"): 1700 - 500,
        ("bob", "USD"): 272 - 80,
        ("ann", "USD"): 204 - 60,
    }


def test_an_unmapped_sku_parks_the_order_until_somebody_loads_it(
    stores: Stores, books: Books, commissions: Commissions, tmp_path: Path
) -> None:
    told(stores, ("orders/paid", order(basket(UNMAPPED, Line("TEA-NEW", 2, 1900)))))
    assert happens(lambda: books.parked().get(key(UNMAPPED)) == "unmapped_sku")
    assert happens(lambda: not books.pending()), "what is parked is not pending"
    (tmp_path / "skus.csv").write_text(NEW_SKU)

    assert commissions("load", tmp_path, "--json").code == 0
    assert wait_for(books, key(UNMAPPED), 1)[0][:2] == ["cara 4.00 USD", "cara 1.00 USD"]
    assert happens(lambda: key(UNMAPPED) not in books.parked()), books.parked()


def test_an_order_in_euros_pays_dollars_at_the_rate_of_its_day(
    stores: Stores, books: Books
) -> None:
    """63.00 EUR net of tax and discount; 80% of it at 1.0730 are 30.90 + 23.18 points."""
    stores.tell("tea-eu", "orders/paid", "shopify/orders_paid_tax_included")

    paid = wait_for(books, EUROS, 1)[0]
    context = books.journals(EUROS)[0].context
    assert (context.rate, context.rate_day, context.order_net) == ("1.073", "2026-11-20", 6300)
    assert paid[:2] == [
        "cara 10.82 USD",
        "cara 2.70 USD",
    ]


def test_an_order_posted_to_the_api_is_answered_the_same_again(
    stores: Stores, books: Books
) -> None:
    one, again = (stores.order("orders/order", idempotency_key="desk-42") for _ in range(2))
    other = stores.order("orders/order_cancelled", idempotency_key="desk-42")
    wait_for(books, DESK, 1)
    stores.order("orders/order_refunded")

    assert (one.status, again.text, other.status) == (202, one.text, 422)
    assert happens(
        lambda: (
            owed([books.journals(DESK)])
            == {
                ("cara", "USD"): 1080 + 270 - 460 - 115,
                ("bob", "USD"): 216 - 92,
                ("ann", "USD"): 162 - 69,
            }
        )
    ), posted(books.journals(DESK))


def test_an_order_of_a_thousand_lines_goes_through_whole(stores: Stores, books: Books) -> None:
    """Too large for the bus: it travels as a claim."""
    lines = [Line(baskets.GREEN, 1, 2400) for _ in range(LINES)]
    canary = json.loads(webhook_sample("shopify/orders_paid"))
    personal = {name: canary[name] for name in ("customer", "billing_address", "shipping_address")}
    told(stores, ("orders/paid", order(basket(LARGE, *lines)) | personal))

    assert wait_for(books, key(LARGE), 1)[0][:2] == ["cara 4800.00 USD", "cara 1200.00 USD"]


def test_what_is_not_the_stores_own_is_refused_and_nothing_of_it_is_kept(
    stores: Stores, books: Books
) -> None:
    kept = len(list(books.items("InboxTable")))
    body = order(basket(9_999))

    assert stores.tell("tea-us", "orders/paid", body, secret="somebody-elses-secret").status == 401
    assert stores.tell("tea-us", "orders/paid", b"x" * (1024 * 1024 + 1)).status == 413
    assert len(list(books.items("InboxTable"))) == kept


def test_a_test_notification_is_answered_well_and_never_earns(stores: Stores, books: Books) -> None:
    assert told(stores, ("orders/create", "shopify/test_notification")) == [200]
    assert happens(books.is_quiet), books.on_the_way()
    assert books.journals("shopify/tea-us/820982911946154508") == []


def test_a_signed_body_that_cannot_be_read_is_put_apart(stores: Stores, books: Books) -> None:
    assert told(stores, ("orders/paid", b'{"id": "no order"}')) == [200]

    s3, bucket = books.stack.client("s3"), books.stack.resources["QuarantineBucket"]
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 1


def test_what_the_bus_lost_is_told_again_by_the_sweeper(
    stores: Stores, books: Books, workers: Any
) -> None:
    order_key = workers.do("orders.lost_by_the_bus", number=1_005, minutes_ago=10)
    books.stack.client("lambda").invoke(FunctionName=books.stack.resources["Sweep"], Payload=b"{}")

    assert wait_for(books, order_key, 1)[0][:2] == ["cara 13.60 USD", "cara 3.40 USD"]


@pytest.fixture(autouse=True, scope="module")
def _quiet_in_the_end(books: Books) -> Any:
    yield
    assert happens(books.is_quiet), books.on_the_way()
