from typing import Any

import pytest

from commissions.domain.catalogue.listing import ProductRemoved
from commissions.domain.orders.hint import ChangeHinted
from commissions.platforms import NO_TIME, InvalidPayload, ParsedWebhook, WrongRecipient, magento
from tests.unit.platforms.magento_builders import (
    CLIENT_ID,
    KEY,
    Payload,
    a_store,
    an_event,
    an_item,
    an_order,
)
from tests.unit.platforms.magento_builders import read as read_of

ORDER, INVOICE, MEMO = (
    f"{each}_save_commit_after"
    for each in ("sales_order", "sales_order_invoice", "sales_order_creditmemo")
)
PRODUCT, GONE = "catalog_product_save_commit_after", "catalog_product_delete_commit_after"


def read(payload: Any, topic: str = "", **store: Any) -> ParsedWebhook:
    return read_of(payload, topic, a_store("adobe", **store))


def hints(payload: Any, topic: str = "") -> list[tuple[str, str]]:
    records = read(payload, topic).records
    return [(each.subject, each.subject_id) for each in records if isinstance(each, ChangeHinted)]


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        (ORDER, {"entity_id": "41"}, ("order", "41")),
        ("sales_order_save_after", {"entity_id": 41}, ("order", "41")),
        (INVOICE, {"entity_id": "7", "order_id": "41"}, ("order", "41")),
        ("sales_order_invoice_save_after", {"order_id": 41}, ("order", "41")),
        (MEMO, {"entity_id": 9, "order_id": 41}, ("order", "41")),
        (PRODUCT, {"entity_id": "81", "sku": "TEA"}, ("product", "81")),
        (PRODUCT, {"sku": "TEA"}, ("product", "sku:TEA")),
        (PRODUCT, {"entity_id": 0, "sku": "24-WG/080"}, ("product", "sku:24-WG/080")),
    ],
)
def test_an_event_only_hints_at_what_changed(
    kind: str, value: Payload, hint: tuple[str, str]
) -> None:
    assert hints(an_event(kind, value)) == [hint]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ORDER, {"increment_id": "000000041", "items": [{"order_id": "41"}, {"order_id": 41}]}),
        (ORDER, {"entity_id": None, "items": [{"order_id": "41"}, {"sku": "TEA"}, None]}),
        (ORDER, {"entity_id": "", "items": {"0": {"order_id": "41"}}}),
        (INVOICE, {"entity_id": "7", "items": [{"order_id": "41"}]}),
    ],
)
def test_an_event_without_the_orders_id_is_of_the_order_that_its_items_name(
    kind: str, value: Payload
) -> None:
    assert hints(an_event(kind, value)) == [("order", "41")]


@pytest.mark.parametrize("items", [[], None, [{"order_id": "41"}, {"order_id": "42"}], "x"])
def test_an_event_whose_items_name_no_one_order_names_none(items: object) -> None:
    with pytest.raises(InvalidPayload, match=r"entity_id is"):
        read(an_event(ORDER, {"items": items}))


def test_a_hint_has_the_events_time_and_reason() -> None:
    reading = read(an_event(INVOICE, {"order_id": "41"}))
    [hint] = reading.records

    assert isinstance(hint, ChangeHinted)
    assert hint.hinted_at.isoformat() == "2026-11-20T15:30:05.436000+00:00"
    assert hint.reason == "sales_order_invoice save"
    assert reading.occurred_at == hint.hinted_at
    assert reading.topic == f"com.adobe.commerce.observer.{INVOICE}"


def test_a_whole_order_in_an_event_is_still_only_a_hint() -> None:
    assert hints(an_event(ORDER, an_order(an_item(price="9999")))) == [("order", "41")]


def test_a_deleted_product_is_gone() -> None:
    [gone] = read(an_event(GONE, {"entity_id": "81", "sku": "TEA"})).records

    assert isinstance(gone, ProductRemoved)
    assert (gone.product_id, gone.variant_id) == ("81", "")


def test_a_deleted_product_without_an_id_is_left_to_the_catalogues_own_reading() -> None:
    assert "names no entity_id" in read(an_event(GONE, {"sku": "TEA"})).ignored


@pytest.mark.parametrize(
    "kind",
    [
        "customer_save_commit_after", "customer_delete_commit_after", "sales_shipment_save_after",
        "sales_order_item_save_after", "sales_order_place_after", "catalog_category_save_after",
        "cataloginventory_stock_item_save_after", "x",
    ],
)  # fmt: skip
def test_other_events_earn_nothing(kind: str) -> None:
    reading = read(an_event(kind, {"entity_id": 1}))

    assert (reading.records, reading.ignored) == (
        (), f"com.adobe.commerce.observer.{kind} earns nothing"
    )  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "com.adobe.commerce.observer.sales_order_save_commit_after",
        "com.adobe.commerce.my_instance.observer.sales_order_save_commit_after",
        "observer.sales_order_save_commit_after",
        "com.adobe.commerce.observer.sales_order_save_commit_after.paid_only",
    ],
)
def test_an_event_is_known_by_its_code_with_an_instance_or_an_alias_too(code: str) -> None:
    assert hints(an_event(ORDER, {"entity_id": 41}, type=code)) == [("order", "41")]


def test_the_older_form_has_its_code_in_a_header() -> None:
    older = {"event_id": "b0f2", "recipient_client_id": CLIENT_ID, "event": {"data": {}}}
    older["event"] = {"data": {"value": {"order_id": "8", "updated_at": "2023-04-06 18:36:18"}}}
    topic = magento.topic({"x-adobe-event-code": f"com.adobe.commerce.observer.{INVOICE}"})

    reading = read(older, topic)

    assert hints(older, topic) == [("order", "8")]
    assert reading.occurred_at.isoformat() == "2023-04-06T18:36:18+00:00"


def test_the_signed_code_counts_before_the_headers() -> None:
    assert hints(an_event(ORDER, {"entity_id": 41}), GONE) == [("order", "41")]


@pytest.mark.parametrize(
    "stranger", ["", None, 7, "ca7b36f23be94dcb9d2ebb97f0276e3f", CLIENT_ID[:-1]]
)
@pytest.mark.parametrize("field", ["recipientclientid", "recipient_client_id"])
def test_what_adobe_signed_for_somebody_else_is_not_ours(field: str, stranger: Any) -> None:
    event = an_event(ORDER, {"entity_id": 41})
    del event["recipientclientid"]

    with pytest.raises(WrongRecipient):
        read(event | {field: stranger})


def test_the_newer_name_of_the_receiver_counts_where_both_stand() -> None:
    foreign = {"recipientclientid": "another", "recipient_client_id": CLIENT_ID}

    with pytest.raises(WrongRecipient):
        read(an_event(ORDER, {"entity_id": 41}, **foreign))


def test_a_store_that_names_no_receiver_takes_nothing() -> None:
    bare = a_store("mageos")
    nobody = type(bare)("tea", "magento", "retail_channel", "USD", "harbour", channel="adobe")

    with pytest.raises(WrongRecipient):
        read_of(an_event(ORDER, {"entity_id": 41}), "", nobody)


def test_a_batch_hints_at_each_thing_once() -> None:
    batch = [
        an_event(ORDER, {"entity_id": "41"}),
        an_event(INVOICE, {"order_id": "41"}, time="2026-11-20T15:31:00Z"),
        an_event(ORDER, {"entity_id": "42"}),
        an_event(PRODUCT, {"entity_id": "41"}),
        an_event("customer_save_commit_after", {"entity_id": 1}),
    ]

    reading = read(batch)

    assert hints(batch) == [("order", "41"), ("order", "42"), ("product", "41")]
    assert reading.occurred_at.isoformat() == "2026-11-20T15:31:00+00:00"
    assert "customer_save_commit_after earns nothing" in reading.ignored


def test_one_stranger_in_a_batch_makes_it_none_of_ours() -> None:
    batch = [an_event(ORDER, {"entity_id": n}) for n in (1, 2)]
    batch[1]["recipientclientid"] = "somebody-else"

    with pytest.raises(WrongRecipient):
        read(batch)


def test_an_event_that_cannot_be_read_takes_none_of_its_batch_with_it() -> None:
    batch = [an_event(ORDER, {"increment_id": "1"}), an_event(ORDER, {"entity_id": "42"})]

    assert hints(batch) == [("order", "42")]
    assert read(batch).ignored == "[0].data.value.entity_id is missing"


@pytest.mark.parametrize("size", [0, 21])
def test_a_batch_has_one_to_twenty_events(size: int) -> None:
    with pytest.raises(InvalidPayload, match="no event, or more than 20"):
        read([an_event(ORDER, {"entity_id": 1})] * size)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ORDER, {}), (ORDER, {"entity_id": "x"}), (ORDER, None), (INVOICE, {"entity_id": 7}),
        (PRODUCT, {}), (PRODUCT, {"sku": ""}), (MEMO, []),
    ],
)  # fmt: skip
def test_an_event_that_does_not_say_what_its_code_promises_is_not_read(
    kind: str, value: Any
) -> None:
    with pytest.raises(InvalidPayload):
        read(an_event(kind, value))


@pytest.mark.parametrize("payload", [None, 7, "x", [[]], [None]])
def test_what_is_no_event_is_nobodys_or_not_read(payload: Any) -> None:
    with pytest.raises((InvalidPayload, WrongRecipient)):
        read(payload)


def test_an_event_without_any_time_is_of_no_time() -> None:
    event = an_event(ORDER, {"entity_id": 41}, time=None)

    assert read(event).occurred_at == NO_TIME


def test_the_ids_of_a_delivery_are_kept_to_be_looked_at() -> None:
    headers = {
        "x-adobe-event-id": "b0f2b088",
        "x-adobe-delivery-id": "d1",
        "x-adobe-retry-count": "0",
    }
    event = an_event(ORDER, {"entity_id": 41})

    reading = magento.parse_webhook(event, "", headers, a_store("adobe"), KEY)

    assert reading.delivery == {"event_id": "b0f2b088", "delivery_id": "d1", "retry_count": "0"}
