import time

from tests.journey.books import owed, posted
from tests.journey.stores import happens


def test_try(stores, books, company, commissions, workers, listener):
    print(company)
    t = time.time()
    for topic, s in (
        ("orders/create", "shopify/orders_create"),
        ("orders/paid", "shopify/orders_paid"),
        ("refunds/create", "shopify/refunds_create"),
        ("orders/updated", "shopify/orders_updated"),
        ("refunds/create", "shopify/refunds_create_amount_only"),
        ("orders/cancelled", "shopify/orders_cancelled"),
        ("orders/create", "shopify/test_notification"),
        ("orders/paid", "shopify/orders_paid_tip_gift_card"),
    ):
        print(topic, s, stores.tell("tea-us", topic, s))
    print(stores.tell("tea-eu", "orders/paid", "shopify/orders_paid_tax_included"))
    print(stores.order("orders/order", idempotency_key="one"))
    print(stores.order("orders/order", idempotency_key="one"))
    print(stores.order("orders/order_cancelled", idempotency_key="one"))
    print(stores.order("orders/order_refunded"))
    print(happens(lambda: not books.pending(), within=30), time.time() - t)
    for k, c in books.all_journals().items():
        print(k, [j.context.cause for j in c])
        [print("   ", p) for p in posted(c)]
    print(books.parked(), books.waiting_messages("DeadLetters"))
    time.sleep(1)
    print(
        owed(books.all_journals().values()) == books.stated() == books.balances(), books.functions()
    )
    print(len(listener.heard()), [h["detail-type"] for h in listener.heard()])
    t = time.time()
    print(commissions("order", "5501000001001").text, time.time() - t)
