from typing import Any

import pytest

from commissions.domain.catalogue.listing import ProductListed
from commissions.domain.orders.hint import ChangeHinted
from commissions.platforms import NO_TIME, InvalidPayload, magento
from tests.unit.platforms.magento_builders import (
    KEY,
    Payload,
    a_memo,
    a_product,
    a_store,
    an_order,
    enveloped,
    read,
    told,
)

CHALLENGE = "8ec8d794-e0ab-42df-9017-e3dada8e84f7"


def greeted(body: bytes = b"", **asked: str) -> str | None:
    return magento.handshake(body, {f"?{name}": value for name, value in asked.items()})


def test_adobes_challenge_is_repeated() -> None:
    assert greeted(challenge=CHALLENGE) == CHALLENGE


@pytest.mark.parametrize(
    "challenge",
    [
        "",
        "<script>alert(1)</script>",
        "a b",
        "a\r\nX: y",
        "é",
        "a" * 129,
        "%0d",
        "{}",
        "a/b",
        "a\n",
    ],
)
def test_what_could_be_more_than_a_challenge_is_not_repeated(challenge: str) -> None:
    assert greeted(challenge=challenge) is None


def test_a_challenge_with_a_body_greets_nobody() -> None:
    assert greeted(b"{}", challenge=CHALLENGE) is None
    assert greeted() is None


def test_the_address_of_a_validation_is_acknowledged_and_never_visited() -> None:
    assert greeted(b'{"validationUrl": "http://169.254.169.254/"}') == (
        "not visited: repeat the challenge"
    )


@pytest.mark.parametrize(
    "body",
    [
        b'{"validationUrl": "x", "data": {}}', b'["validationUrl"]', b"validationUrl", b"{",
        b'{"validationUrl": "' + b"x" * 4096 + b'"}', b'{"validationUrl": 1, "validationUrl": 2}',
    ],
)  # fmt: skip
def test_anything_more_than_a_validation_is_no_greeting(body: bytes) -> None:
    assert greeted(body) is None


@pytest.mark.parametrize("what", ["created", "updated", "paid", "shipped", "holded", "cancelled"])
def test_every_event_of_an_order_tells_the_order(what: str) -> None:
    assert told(an_order(), f"sales.order.{what}") == told(an_order())


@pytest.mark.parametrize("name", ["sales.invoice.created", "sales.invoice.paid"])
def test_an_invoice_hints_at_its_order(name: str) -> None:
    invoice = {"entity_id": 13, "order_id": "41", "state": 2, "created_at": "2026-11-20 15:31:00"}

    [hint] = told(invoice, name)

    assert isinstance(hint, ChangeHinted)
    assert (hint.subject, hint.subject_id, hint.reason) == ("order", "41", name)
    assert hint.hinted_at.isoformat() == "2026-11-20T15:31:00+00:00"


@pytest.mark.parametrize(
    "name", ["customer.created", "customer.login", "cms.page.updated", "sales.shipment.created"]
)
def test_other_events_earn_nothing(name: str) -> None:
    reading = read(enveloped(name, {"id": 7, "email": "canary@mail.example"}))

    assert (reading.records, reading.ignored) == ((), f"{name} earns nothing")


@pytest.mark.parametrize("topic", ["", "sales", "Sales.Order", "sales.order.paid/..", "a b.c"])
def test_a_body_of_version_three_needs_an_address_that_names_the_event(topic: str) -> None:
    with pytest.raises(InvalidPayload, match=r"\?event="):
        read({"data": an_order()}, magento.topic({"?event": topic}))


def test_the_signed_name_counts_before_the_addresss() -> None:
    reading = read(enveloped("sales.order.paid", an_order()), "sales.creditmemo.created")

    assert reading.topic == "sales.order.paid"


@pytest.mark.parametrize("payload", [None, [], 7, "x", {}, {"data": None}, {"specversion": "1.0"}])
def test_what_is_no_event_is_not_read(payload: Any) -> None:
    with pytest.raises(InvalidPayload):
        read(payload, "sales.order.paid")


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("sales.order.paid", a_memo({11: "1"})),
        ("sales.creditmemo.created", an_order()),
        ("catalog.product.updated", an_order()),
    ],
)
def test_a_thing_of_another_kind_is_not_read(name: str, thing: Payload) -> None:
    with pytest.raises(InvalidPayload):
        told(thing, name)


def test_a_simple_product_is_listed_as_its_own_only_variant() -> None:
    [listed] = told(a_product(), "catalog.product.updated")

    assert isinstance(listed, ProductListed)
    [variant] = listed.variants
    assert (listed.product_id, listed.complete) == ("81", True)
    assert (variant.variant_id, variant.sku, variant.name) == ("81", "TEA", "Green tea")
    assert magento.parse_product(a_product(), a_store()).records == (listed,)


PRICE_TYPE = {"attribute_code": "price_type"}


@pytest.mark.parametrize(
    ("kind", "attributes", "is_listed"),
    [
        ("virtual", [], True),
        ("downloadable", [], True),
        ("configurable", [], False),
        ("grouped", [], False),
        ("giftcard", [], False),
        ("bundle", [PRICE_TYPE | {"value": "0"}], False),
        ("bundle", [PRICE_TYPE | {"value": "1"}], True),
        ("bundle", [], True),
    ],
)
def test_only_what_is_bought_as_such_waits_for_a_value(
    kind: str, attributes: list[Any], is_listed: bool
) -> None:
    reading = magento.parse_product(
        a_product(type_id=kind, custom_attributes=attributes), a_store()
    )

    assert bool(reading.records) == is_listed != bool(reading.ignored)


CHANGED = "2026-11-20 15:30:04 processing 30.0000 0"
TEMPLATES: dict[str, Payload] = {
    "order": {"event": "order", "id": "41", "changed": CHANGED},
    "product": {"event": "product", "id": "81", "changed": CHANGED},
    "creditmemo": {"event": "creditmemo", "id": "9", "order_id": "41", "changed": CHANGED},
}


@pytest.mark.parametrize(
    ("name", "hint"),
    [("order", ("order", "41")), ("product", ("product", "81")), ("creditmemo", ("order", "41"))],
)
def test_the_template_hints_at_what_changed(name: str, hint: tuple[str, str]) -> None:
    reading = read(TEMPLATES[name], store=a_store("template"))
    [record] = reading.records

    assert isinstance(record, ChangeHinted)
    assert (record.subject, record.subject_id) == hint
    assert (reading.topic, record.reason) == (name, name)
    assert record.hinted_at.isoformat() == "2026-11-20T15:30:04+00:00"


def test_a_template_of_a_new_order_may_have_no_time_yet() -> None:
    reading = read(TEMPLATES["order"] | {"changed": " new  "}, store=a_store("template"))

    assert reading.occurred_at == NO_TIME


ODD: dict[str, tuple[Any, ...]] = {
    "event": ("Order", "customer", "", None, 7, ["order"]),
    "id": ("", "0", "-1", "1.0", "x", None, [], "41 OR 1=1"),
    "changed": (None, 7, "x" * 121, "<b>", "é", "a\nb"),
}


def spoilt() -> list[Any]:
    order, memo = TEMPLATES["order"], TEMPLATES["creditmemo"]
    lacking = [{k: v for k, v in memo.items() if k != name} for name in memo]
    odd = [order | {name: value} for name, values in ODD.items() for value in values]
    return [*lacking, *odd, order | {"total": "1.00"}, memo | {"x": 1}, [order], "order", None, {}]


@pytest.mark.parametrize("payload", spoilt(), ids=repr)
def test_whatever_is_not_exactly_the_template_is_not_read(payload: Any) -> None:
    with pytest.raises(InvalidPayload):
        read(payload, store=a_store("template"))


def test_a_store_without_a_channel_reads_nothing() -> None:
    with pytest.raises(InvalidPayload, match="the store has no channel"):
        read(TEMPLATES["order"], store=a_store(""))


def test_the_id_of_a_mageos_delivery_is_kept_to_be_looked_at() -> None:
    reading = magento.parse_webhook(
        enveloped("sales.order.paid", an_order()), "", {}, a_store(), KEY
    )

    assert reading.delivery == {"event_id": "0d0a4dd2-6b1c-4a65-8b0f-3f6f8f2a3f10"}
