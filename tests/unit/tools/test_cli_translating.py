import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.support.samples import EVENTS
from tools.cli.main import app
from tools.cli.payloads import unwrapped

SHOPIFY = EVENTS / "webhooks/shopify"


def translate(*words: object, topic: str = "orders/paid", platform: str = "shopify") -> Result:
    given = ["translate", *map(str, words), "--platform", platform, "--topic", topic]
    return CliRunner().invoke(app, given)


def records(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(result.stdout)["records"]
    return found


def test_an_order_reads_in_our_words() -> None:
    [order] = records(translate(SHOPIFY / "orders_paid.json", "--store", "tea-us", "--json"))

    assert order["type"] == "order.placed"
    assert order["platform"] == "shopify"
    assert order["platform_order_id"] == "5501000001001"
    assert (order["status"], order["currency"], order["total"]) == ("paid", "USD", 8855)
    assert (order["distributor_ref"], order["difference"], order["exponent"]) == ("CARA-7", 0, 2)
    assert [(item["platform_sku"], item["qty"]) for item in order["items"]] == [
        ("TEA-GREEN-100", "2"),
        ("TEA-CUPS-2", "1"),
    ]


def test_a_cancelled_order_is_its_refund_with_the_shipping_beside_and_its_cancellation() -> None:
    file = SHOPIFY / "orders_cancelled.json"

    found = records(translate(file, "--json", topic="orders/cancelled"))

    assert [each["type"] for each in found] == [
        "order.placed",
        "order.refunded",
        "order.refunded",
        "order.cancelled",
    ]


def test_what_rest_wraps_is_unwrapped(tmp_path: Path) -> None:
    body = json.loads((SHOPIFY / "orders_paid.json").read_text())
    wrapped = tmp_path / "rest.json"
    wrapped.write_text(json.dumps({"orders": [body, body]}))

    assert len(records(translate(wrapped, "--json"))) == 2


@pytest.mark.parametrize(
    "payload", [{"id": 1}, {"id": 1, "order": 2}, [1], {"id": 1, "a": 2, "orders": []}]
)
def test_a_webhook_is_taken_as_it_is(payload: Any) -> None:
    assert unwrapped("shopify", "orders/paid", payload) == [payload]


def test_a_test_notification_is_ignored_with_its_reason() -> None:
    result = translate(SHOPIFY / "test_notification.json", "--json")

    assert result.exit_code == 0
    assert records(result) == []
    assert json.loads(result.stdout)["ignored"][0]["reason"] == "a test notification"


@pytest.mark.parametrize("body", ["{", '{"total": 7}'])
def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path, body: str) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(body)

    result = translate(broken, SHOPIFY / "orders_paid.json", "--json")

    assert result.exit_code == 1
    assert len(records(result)) == 1
    assert json.loads(result.stdout)["unreadable"][0]["file"] == str(broken)


def test_the_order_api_is_translated_without_a_topic() -> None:
    file = EVENTS / "webhooks/orders/order_refunded.json"

    found = records(translate(file, "--json", platform="orders", topic=""))

    assert [each["type"] for each in found] == ["order.placed", "order.refunded", "order.refunded"]


def test_wrong_fields_of_the_order_api_are_named(tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text("{}")

    result = translate(file, "--json", platform="orders", topic="")

    assert "currency is required" in json.loads(result.stdout)["unreadable"][0]["reason"]


@pytest.mark.parametrize(
    ("platform", "topic", "says"),
    [("ebay", "orders/paid", "no platform 'ebay'"), ("shopify", "", "Say which --topic")],
)
def test_a_misused_command_says_what_is_missing(platform: str, topic: str, says: str) -> None:
    result = translate(SHOPIFY / "orders_paid.json", platform=platform, topic=topic)

    assert (result.exit_code, says in result.stderr) == (2, True)


def test_people_see_the_lines_and_whether_they_add_up() -> None:
    seen = translate(SHOPIFY / "orders_paid.json").stdout

    assert "TEA-GREEN-100   product     2    24.00 USD   4.80 USD   3.46 USD   43.20 USD" in seen
    assert "reconciles: difference 0" in seen
    assert max(map(len, seen.splitlines())) <= 100


def test_an_order_that_does_not_add_up_says_by_how_much(tmp_path: Path) -> None:
    body = json.loads((SHOPIFY / "orders_paid.json").read_text())
    body["total_price_set"]["shop_money"]["amount"] = "90.00"
    file = tmp_path / "off.json"
    file.write_text(json.dumps(body))

    assert "does not reconcile: -1.45 USD off" in translate(file).stdout


def test_an_order_made_of_another_one_says_which() -> None:
    file = EVENTS / "webhooks/magento/mageos_sales_order_recreated.json"

    said = translate(file, topic="sales.order.created", platform="magento")
    [order] = records(translate(file, "--json", topic="sales.order.created", platform="magento"))

    assert "recreated of magento/store/41" in said.stdout
    assert order["continues"] == {
        "order": "magento/store/41", "as_": "recreated", "number": "000000041",
    }  # fmt: skip
