"""What a preview would have to ask a store for: shown with the call's name, and never asked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.deposits import a_balance
from tests.support.previews import previewed
from tests.support.samples import EVENTS
from tests.unit.platforms.woocommerce_builders import an_order

SEQUENCES = EVENTS / "sequences"
COMPANY = SEQUENCES / "company"
Write = Callable[[Any], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writing(content: Any) -> Path:
        file = tmp_path / "recorded.json"
        file.write_text(json.dumps(content))
        return file

    return writing


def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SEQUENCES / f"{name}.json").read_text())
    return found


def test_what_would_need_another_call_is_listed_with_it(write: Write) -> None:
    hook = {
        "topic": "hook",
        "body": {
            "scope": "store/order/updated",
            "producer": "stores/bcsite",
            "created_at": 1795000000,
            "data": {"type": "order", "id": 2043},
        },
    }

    [found] = previewed(write({"store": "bc", "steps": [hook]}), company=COMPANY)

    [order] = found["orders"]
    [parked] = order["parked"]
    assert (order["order"], order["stands"]) == ("bigcommerce/bc/2043", {})
    assert (parked["reason"], parked["holds"]) == ("not_asked", True)
    assert "GET v2/orders/2043" in parked["detail"]


def test_an_answer_among_the_later_steps_is_the_calls(write: Write) -> None:
    sequence = recorded("bigcommerce-part-of-gross-back")
    hook = {
        "topic": "hook",
        "body": {
            "scope": "store/order/updated",
            "producer": "stores/bcsite",
            "created_at": 1794000000,
            "data": {"type": "order", "id": 2043},
        },
    }
    sequence["steps"] = [hook, sequence["steps"][0]]

    [found] = previewed(write(sequence), company=COMPANY)

    assert found["orders"][0]["parked"] == []
    assert found["orders"][0]["stands"] == {"cara": "30.00", "bob": "5.00"}


def test_a_balance_order_without_its_deposit_is_listed_with_the_call_for_it(write: Write) -> None:
    balance = json.loads(json.dumps(a_balance(), default=str))
    sequence = {"store": "woo", "steps": [{"topic": "order.updated", "body": balance}]}

    [found] = previewed(write(sequence), company=COMPANY)

    [order] = found["orders"]
    waiting = {each["reason"]: (each["detail"], each["holds"]) for each in order["parked"]}
    assert waiting["instalment"] == (
        "it pays a part of what order woocommerce/woo/9701 sold, which is not known yet",
        True,
    )
    assert "GET orders/9701" in waiting["not_asked"][0]


def test_payments_that_an_order_needs_are_listed_with_the_call_for_them(write: Write) -> None:
    sequence = recorded("bigcommerce-part-of-gross-back")
    [first, *_] = sequence["steps"]
    dearer = json.loads(json.dumps(first))
    dearer["body"] |= {
        "date_modified": "Thu, 12 Nov 2026 10:00:00 +0000",
        "total_inc_tax": "120.0000",
        "shipping_cost_ex_tax": "10.0000",
        "shipping_cost_inc_tax": "10.0000",
    }
    del dearer["with"]["transactions"]
    sequence["steps"] = [first, dearer]

    [found] = previewed(write(sequence), company=COMPANY)

    [order] = found["orders"]
    waiting = {each["reason"]: (each["detail"], each["holds"]) for each in order["parked"]}
    assert waiting["payments_unknown"][1]
    assert waiting["not_asked"][1]
    assert "GET v3/orders/2043/transactions" in waiting["not_asked"][0]


def test_a_renewals_subscription_is_listed_as_asked_for_and_may_stand_beside_the_order(
    write: Write,
) -> None:
    said = [{"id": 1, "key": "_subscription_renewal", "value": "9801"}]
    renewal = json.loads(json.dumps(an_order(meta_data=said), default=str))
    sent = {"store": "woo", "steps": [{"topic": "order.updated", "body": renewal}]}
    beside = {"topic": "order", "body": renewal, "with": {"subscription_began_with": 7001}}

    [hinted] = previewed(write(sent), company=COMPANY)
    [answered] = previewed(write(sent | {"steps": [beside]}), company=COMPANY)

    [waiting] = hinted["orders"][0]["parked"]
    assert "of a renewal its subscription would be asked (renewal)" in waiting["detail"]
    [order] = answered["orders"]
    assert order["continues"] == {"order": "woocommerce/woo/7001", "as_": "renewal"}
    assert (order["contract"], order["parked"]) == ("9801", [])


def test_of_a_webhook_that_the_store_would_be_asked_about_it_is_shown_what_it_says_itself(
    write: Write,
) -> None:
    said = [{"id": 1, "key": "_subscription_renewal", "value": "9801"}]
    named = [{"id": 2, "key": "distributor_ref", "value": "CARA-7"}]
    renewal = json.loads(json.dumps(an_order(meta_data=said + named), default=str))
    hook = {"topic": "order.updated", "body": renewal}
    answer = {"topic": "order", "body": renewal, "with": {"subscription_began_with": 7001}}

    [alone] = previewed(write({"store": "woo", "steps": [hook]}), company=COMPANY)
    [both] = previewed(write({"store": "woo", "steps": [hook, answer]}), company=COMPANY)

    [order], [told] = alone["orders"], both["orders"]
    assert [each["reason"] for each in order["parked"]] == ["not_asked"]
    assert order["continues"] == {"order": "", "as_": "renewal"}
    assert order["stands"] == told["stands"] != {}
    assert told["parked"] == []


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"date_created": "soon"}, "date_created"),
        ({"date_created": {"date": 5}}, "date_created"),
        ({"date_modified": "later"}, "date_modified"),
        ({"date_modified": 5}, "date_modified"),
        ({"status_id": "ten"}, "status_id"),
        ({"status_id": ["10"]}, "status_id"),
    ],
)
def test_a_field_of_a_bigcommerce_order_that_cannot_be_read_is_named_before_its_payments_are_asked(
    write: Write, fields: dict[str, Any], named: str
) -> None:
    sequence = recorded("bigcommerce-part-of-gross-back")
    [first, *_] = sequence["steps"]
    first["body"] |= fields
    del first["with"]["transactions"]

    [found] = previewed(write(sequence | {"steps": [first]}), company=COMPANY)

    [unreadable] = found["unreadable"]
    assert named in json.dumps(unreadable)
    assert "unexpected" not in json.dumps(unreadable)
