from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions import events
from commissions.domain.catalogue.listing import ProductRemoved
from commissions.domain.orders.hint import ChangeHinted
from commissions.platforms import InvalidPayload, WrongRecipient, bigcommerce
from tests.unit.platforms.bigcommerce_builders import KEY, STORE, a_hook, read
from tests.unit.platforms.payloads import sample, samples

AT = datetime(2026, 11, 20, 10, 0, 12, tzinfo=UTC)


def hinted(payload: Any) -> tuple[str, str]:
    [record] = read(payload).records
    assert isinstance(record, ChangeHinted)
    return record.subject, record.subject_id


@pytest.mark.parametrize("name", samples("bigcommerce"))
def test_a_sample_gives_a_record_or_says_why_not(name: str) -> None:
    reading = read(sample(f"bigcommerce/{name}"))

    assert bool(reading.records) != bool(reading.ignored)
    for record in reading.records:
        assert events.decode(type(record), events.encode(record)) == record


@pytest.mark.parametrize(
    "name",
    [
        "order_created",
        "order_updated",
        "order_status_updated",
        "order_archived",
        "order_refund_created",
        "order_transaction_updated",
        "order_metafield_created",
        "channel_order_updated",
    ],
)
def test_whatever_happens_to_an_order_the_store_is_asked_for_it(name: str) -> None:
    assert hinted(sample(f"bigcommerce/{name}")) == ("order", "1043")


def test_a_hint_says_when_and_why() -> None:
    reading = read(a_hook())

    assert reading.topic == "store/order/updated"
    assert reading.occurred_at == AT
    [hint] = reading.records
    assert isinstance(hint, ChangeHinted)
    assert (hint.hinted_at, hint.reason) == (AT, "store/order/updated")


@pytest.mark.parametrize("name", ["product_created", "product_updated", "sku_created"])
def test_of_a_product_with_its_skus_the_store_is_asked(name: str) -> None:
    assert hinted(sample(f"bigcommerce/{name}")) == ("product", "311")


@pytest.mark.parametrize(("name", "variant"), [("product_deleted", ""), ("sku_deleted", "447")])
def test_what_is_deleted_is_removed_without_asking(name: str, variant: str) -> None:
    [record] = read(sample(f"bigcommerce/{name}")).records

    assert isinstance(record, ProductRemoved)
    assert (record.product_id, record.variant_id) == ("311", variant)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("order_message_created", "a message about an order"),
        ("product_inventory_updated", "only the stock changed"),
        ("customer_created", "store/customer/created earns nothing"),
        ("app_uninstalled", "the app was uninstalled"),
        ("hook_delivery_exception", "switched off"),
    ],
)
def test_the_rest_is_ignored_for_a_reason(name: str, why: str) -> None:
    assert why in read(sample(f"bigcommerce/{name}")).ignored


def test_the_values_that_we_publish_do_not_come_back_as_hints() -> None:
    data = {"metafield_id": 12, "resource_id": "111"}

    assert "publish" in read(a_hook("store/product/metafield/updated", data=data)).ignored
    assert "publish" in read(a_hook("store/product/variant/metafield/created", data=data)).ignored


def test_a_scope_that_the_data_contradicts_is_not_believed() -> None:
    product = a_hook("store/order/updated", data={"type": "product", "id": 9})
    customer = a_hook("store/order/created", data={"type": "customer", "id": 9})

    assert hinted(product) == ("product", "9")
    assert read(customer).ignored


@pytest.mark.parametrize("producer", ["stores/another1", "harbour1", "", "stores/harbour1/x"])
def test_a_hook_of_another_store_of_the_account_is_refused(producer: str) -> None:
    with pytest.raises(WrongRecipient):
        read(a_hook(producer=producer))


def test_a_store_without_a_hash_takes_no_hooks() -> None:
    with pytest.raises(WrongRecipient):
        read(a_hook(producer="stores/"), replace(STORE, domain=""))


def test_a_hook_without_a_time_happened_when_it_was_sent() -> None:
    payload = a_hook()
    del payload["created_at"]
    sent = {"webhook-timestamp": "1795168812"}

    reading = bigcommerce.parse_webhook(payload, "hook", sent, STORE, KEY)

    assert reading.occurred_at == AT
    with pytest.raises(InvalidPayload, match="webhook-timestamp"):
        read(payload)


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": "store/order"} | {"data": {"type": "order"}},
        {"scope": "order.created"},
        {"scope": 7},
        {"data": None},
        {"data": {"type": "order", "id": "1043; drop"}},
        {"data": {"type": "sku", "id": 9}, "scope": "store/sku/deleted"},
        {"created_at": 10**18},
        {"created_at": "soon"},
    ],
)
def test_a_hook_that_does_not_say_what_it_promises_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidPayload):
        read(a_hook(**changes))


@pytest.mark.parametrize("payload", [None, [], "order", 5, {}])
def test_what_is_no_hook_at_all_is_unreadable(payload: Any) -> None:
    with pytest.raises(InvalidPayload):
        read(payload)


def test_the_ids_of_the_delivery_are_kept_to_be_looked_at() -> None:
    headers = {"webhook-id": "msg_1", "webhook-timestamp": "1795168812", "x-commissions-token": "t"}

    reading = bigcommerce.parse_webhook(a_hook(), "hook", headers, STORE, KEY)

    assert reading.delivery == {"webhook_id": "msg_1", "sent_at": "1795168812"}


def test_no_header_names_topic_or_store_and_nobody_is_greeted() -> None:
    assert bigcommerce.topic({}) == "hook"
    assert bigcommerce.is_for_store({}, STORE)
    assert bigcommerce.handshake(b"", {}) is None
