"""What a dead letter is about is told, and nothing of what it says."""

import json
from copy import deepcopy
from typing import Any

import pytest

from commissions.domain.orders.dead_letter import (
    ASKED,
    FAILED_CALL,
    UNKNOWN,
    DeadLetter,
    dead_letter,
)
from tests.support.samples import bus_sample

TEA = "shopify/tea-us/5501000001001"


def read(body: Any, **told: str) -> DeadLetter:
    text = body if isinstance(body, str) else json.dumps(body)
    return dead_letter("m-1", text, 1_796_000_000_000, told)


@pytest.mark.parametrize(
    ("sample", "order_key"),
    [
        ("order.placed", TEA),
        ("order.mapped", TEA),
        ("sale.attributed", TEA),
        ("order.refunded", TEA),
        ("commission.earned", TEA),
        ("change.hinted", "bigcommerce/tea-uk/247"),
        ("product.listed", ""),
        ("privacy.asked", ""),
    ],
)
def test_an_event_is_known_by_its_name_and_its_order(sample: str, order_key: str) -> None:
    found = read(bus_sample(sample))

    assert (found.kind, found.order_key) == (sample, order_key)
    assert found.store_id
    assert found.was_delivered


def test_what_is_carried_to_another_order_names_an_order() -> None:
    for sample in ("attribution.carried", "attribution.broadcast", "lines.carried"):
        assert read(bus_sample(sample)).order_key.count("/") == 2, sample


def test_it_knows_the_item_of_the_inbox_that_it_came_in_with() -> None:
    event = deepcopy(bus_sample("order.placed"))

    assert read(event).inbox_id == event["detail"]["trace"]["inbox"]


def test_nothing_of_what_a_message_says_is_told() -> None:
    event = deepcopy(bus_sample("order.placed"))
    event["detail"]["record"] |= {"email": "ann@example.org", "note": "for Ann"}

    assert "nn" not in repr(read(event)).replace("unknown", "")


def test_what_never_came_to_its_function_says_so_in_awss_word() -> None:
    found = read(bus_sample("order.placed"), ERROR_CODE="SDK_CLIENT_ERROR")

    assert (found.was_delivered, found.error) == (False, "SDK_CLIENT_ERROR")


def test_a_store_to_be_asked_and_a_call_that_failed_are_told_apart() -> None:
    asked = read({"store_id": "tea", "look": "changed"})
    failed = read(
        {
            "requestContext": {"condition": "RetriesExhausted"},
            "responsePayload": {"errorType": "KeyError", "errorMessage": "'ann@example.org'"},
        }
    )

    assert (asked.kind, asked.store_id, asked.order_key) == (ASKED, "tea", "")
    assert (failed.kind, failed.error) == (FAILED_CALL, "KeyError")


@pytest.mark.parametrize(
    "body", ["", "[]", "no json", '{"detail": 7}', '{"detail": {"record": []}}']
)
def test_what_nobody_can_read_is_a_dead_letter_all_the_same(body: str) -> None:
    found = read(body)

    assert (found.kind, found.store_id, found.order_key, found.error) == (UNKNOWN, "", "", "")
