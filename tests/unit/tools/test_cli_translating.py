import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from commissions.domain.stores.store import RETAIL_CHANNEL, Store
from tests.support.samples import EVENTS
from tools.cli.main import app
from tools.cli.payloads import unwrapped
from tools.cli.topics import READ, check_topic

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


@pytest.mark.parametrize(
    ("platform", "topic", "listed"),
    [
        ("shopify", "orders/payed", "orders/paid, "),
        ("shopify", "order/paid", "orders/paid, "),
        ("shopify", "refunds/created", "refunds/create, "),
        ("woocommerce", "order.update", "order.created, order.restored, order.updated, "),
        ("woocommerce", "orders.updated", "order.created, "),
        ("magento", "sales.order.payed", "sales.order.paid, "),
        ("magento", "orders", "sales.order.paid, "),
        ("bigcommerce", "store/order/update", "store/order/updated, "),
        ("bigcommerce", "orders", "store/order/updated, "),
        ("orders", "order.placed", "order, product"),
    ],
)
def test_a_topic_that_nobody_reads_is_refused_with_those_that_are(
    platform: str, topic: str, listed: str
) -> None:
    result = translate(SHOPIFY / "orders_paid.json", platform=platform, topic=topic)
    said = " ".join(result.stderr.split())

    assert result.exit_code == 2
    assert f"'{topic}' is no topic of {platform}'s that is read" in said
    assert "order, product" in said
    assert listed in said


def test_a_body_that_names_itself_needs_no_topic() -> None:
    file = EVENTS / "webhooks/bigcommerce/order_created.json"

    [hint] = records(translate(file, "--json", platform="bigcommerce", topic="whatever"))

    assert hint["type"] == "change.hinted"


def test_of_adobe_the_topics_are_its_events() -> None:
    said = translate(
        SHOPIFY / "orders_paid.json",
        "--channel",
        "adobe",
        platform="magento",
        topic="observer.sales_order_saved",
    )

    assert (said.exit_code, "observer.sales_order_save_commit_after" in said.stderr) == (2, True)


@pytest.mark.parametrize(
    ("platform", "topic"),
    [
        ("shopify", "customers/update"),
        ("shopify", "app/uninstalled"),
        ("shopify", "returns/approve"),
        ("shopify", "disputes/update"),
        ("woocommerce", "coupon.created"),
        ("woocommerce", "action.woocommerce_thankyou"),
        ("magento", "customer.updated"),
        ("magento", "sales.shipment.created"),
        ("bigcommerce", "store/channel/1/order/updated"),
        ("bigcommerce", "store/order/message/created"),
        ("bigcommerce", "store/customer/updated"),
        ("orders", ""),
        ("orders", "order"),
    ],
)
def test_a_topic_of_the_platforms_that_earns_nothing_is_none_that_is_misspelt(
    platform: str, topic: str
) -> None:
    check_topic(a_store_of(platform), topic)


@pytest.mark.parametrize("way", READ)
def test_every_topic_that_is_listed_is_one(way: str) -> None:
    platform = "magento" if way in ("mageos", "adobe", "template") else way
    store = replace(a_store_of(platform), channel=way)

    for topic in READ[way]:
        check_topic(store, topic.replace("*", "created"))
        check_topic(store, f"com.adobe.commerce.{topic}" if way == "adobe" else topic)


def a_store_of(platform: str) -> Store:
    channel = "mageos" if platform == "magento" else ""
    return Store("tea", platform, RETAIL_CHANNEL, "USD", "", channel=channel)


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
