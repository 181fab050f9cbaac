import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions import events
from commissions.domain.order import (
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    Referral,
    Told,
    difference,
)
from commissions.domain.store import Store
from commissions.platforms import orders_api
from commissions.platforms.orders_api import Invalid
from commissions.platforms.orders_api.schema import OrderIn
from tests.unit.platforms.payloads import ROOT, SAMPLES, samples

STORE = Store("kiosk", "orders", "retail_channel", "USD", "harbour")
KEY = b"the store's customer key"


def an_item(**more: Any) -> dict[str, Any]:
    return {"platform_sku": "TEA", "qty": 1, "unit_price": "10.00"} | more


def an_order(**more: Any) -> dict[str, Any]:
    return {
        "platform_order_id": "W-42",
        "order_ts": "2026-11-20T15:30:00Z",
        "status": "paid",
        "currency": "USD",
        "distributor_ref": "CARA-7",
        "items": [an_item()],
        "total": "10.00",
    } | more


def told(order: Any) -> tuple[Told, ...]:
    return orders_api.read(json.dumps(order).encode(), STORE, KEY).records


def placed(order: Any) -> OrderPlaced:
    first = told(order)[0]
    assert isinstance(first, OrderPlaced)
    return first


def refused(order: Any) -> dict[str, str]:
    """The message of each field that is refused."""
    with pytest.raises(Invalid) as invalid:
        told(order)
    return {error["field"]: error["message"] for error in invalid.value.errors}


def test_an_order_is_kept_as_it_was_told() -> None:
    order = placed(an_order())

    assert order.order_key == "orders/kiosk/W-42"
    assert order.order_ts == order.updated_at == datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert (order.status, order.currency, order.total, order.test) == ("paid", "USD", 1000, False)
    assert order.referrals == (Referral("distributor_ref", "CARA-7", forgeable=False),)
    assert difference(order) == 0


def test_a_line_earns_on_its_price_less_its_discount() -> None:
    [item] = placed(an_order(items=[an_item(qty=3, unit_price="24.00", discount="7.50")])).items

    assert (item.line_id, item.unit_price, item.discount, item.net) == ("1", 2400, 750, 6450)


def test_tax_comes_on_top_and_is_summed_where_the_order_does_not_say() -> None:
    items = [an_item(tax="0.80"), an_item(tax="0.20")]

    assert placed(an_order(items=items, total="21.00")).tax == 100
    assert placed(an_order(items=items, tax="1.50", total="21.50")).tax == 150


def test_shipping_and_other_are_part_of_the_total() -> None:
    order = placed(an_order(shipping="4.00", other="-0.02", total="13.98"))

    assert (order.shipping, order.other, difference(order)) == (400, -2, 0)


def test_units_may_be_parts() -> None:
    [item] = placed(an_order(items=[an_item(qty="1.5")], total="15.00")).items

    assert (item.qty, item.net) == (Decimal("1.5"), 1500)


@pytest.mark.parametrize(
    ("currency", "amount", "minor"), [("JPY", "1200", 1200), ("KWD", "1.250", 1250)]
)
def test_an_amount_has_the_decimals_of_its_currency(currency: str, amount: str, minor: int) -> None:
    order = an_order(currency=currency, items=[an_item(unit_price=amount)], total=amount)

    assert placed(order).total == minor


def test_an_order_that_is_off_is_taken_as_it_is() -> None:
    assert difference(placed(an_order(total="9.99"))) == 1


def test_an_order_nobody_referred_has_no_referral() -> None:
    order = placed(an_order(distributor_ref=""))

    assert (order.distributor_ref, order.referrals) == ("", ())


def test_a_customer_is_a_hash() -> None:
    assert len(placed(an_order(customer_id="4711")).customer) == 32
    assert placed(an_order()).customer == ""


def test_a_test_order_is_marked() -> None:
    assert placed(an_order(test=True)).test


def test_a_refund_and_a_cancellation_are_facts_of_their_own() -> None:
    order, refund, cancelled = told(
        an_order(
            updated_at="2026-11-24T20:05:12Z",
            cancelled_at="2026-11-24T20:05:10Z",
            items=[an_item(line_id="a", qty=3), an_item(line_id="b", kind="gift_card")],
            total="40.00",
            refunds=[
                {
                    "refund_id": "R-1",
                    "refunded_at": "2026-11-24T20:05:11+01:00",
                    "items": [
                        {"line_id": "b", "qty": 1},
                        {"line_id": "a", "qty": 1},
                        {"line_id": "a", "qty": 1},
                    ],
                    "amount_only": "2.50",
                    "shipping": "1.00",
                    "tax": "0.50",
                }
            ],
        )
    )

    assert isinstance(refund, OrderRefunded)
    assert [(item.line_id, int(item.qty)) for item in refund.items] == [("a", 2), ("b", 1)]
    assert (refund.amount_only, refund.shipping, refund.tax) == (250, 100, 50)
    assert refund.refunded_at == datetime(2026, 11, 24, 19, 5, 11, tzinfo=UTC)
    assert isinstance(cancelled, OrderCancelled)
    assert cancelled.updated_at == datetime(2026, 11, 24, 20, 5, 12, tzinfo=UTC)
    assert refund.order_key == cancelled.order_key == order.order_key


def test_a_refund_told_again_is_the_same_fact() -> None:
    refund = {"refund_id": "R-1", "refunded_at": "2026-11-24T20:05:11Z", "amount_only": "1.00"}

    _, first = told(an_order(refunds=[refund]))
    _, again, other = told(
        an_order(updated_at="2026-12-01T00:00:00Z", refunds=[refund, refund | {"refund_id": "R-2"}])
    )

    assert (first.key, first.digest) == (again.key, again.digest)
    assert other.key != again.key


def test_an_empty_order_is_told_all_that_it_lacks() -> None:
    assert refused({}) == dict.fromkeys(
        [
            "platform_order_id",
            "order_ts",
            "status",
            "currency",
            "distributor_ref",
            "items",
            "total",
        ],
        "is required",
    )


MONEY = 'must be a decimal amount of USD as a text, such as "12.50"'
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an amount as a number": ({"total": 10.0}, "total"),
    "an amount with a comma": ({"total": "10,00"}, "total"),
    "an amount with an exponent": ({"total": "1e1"}, "total"),
    "an amount in other digits": ({"total": "\uff11\uff10"}, "total"),
    "an amount with a plus": ({"total": "+10"}, "total"),
    "an amount finer than a cent": ({"total": "10.001"}, "total"),
    "an amount below zero": ({"total": "-10.00"}, "total"),
    "an amount beyond all orders": ({"total": "9" * 16}, "total"),
    "no amount": ({"shipping": None}, "shipping"),
    "an unknown currency": ({"currency": "ABC"}, "currency"),
    "a currency in small letters": ({"currency": "usd"}, "currency"),
    "a time without a zone": ({"order_ts": "2026-11-20T15:30:00"}, "order_ts"),
    "a time as a number": ({"order_ts": 1763652600}, "order_ts"),
    "an unknown status": ({"status": "completed"}, "status"),
    "an order id with a slash": ({"platform_order_id": "a/b"}, "platform_order_id"),
    "an order id as a number": ({"platform_order_id": 42}, "platform_order_id"),
    "an order id of nothing": ({"platform_order_id": ""}, "platform_order_id"),
    "an order id with a line break": ({"platform_order_id": "42\n"}, "platform_order_id"),
    "a referrer's e-mail": ({"distributor_ref": "cara@example.org"}, "distributor_ref"),
    "an order of nothing": ({"items": []}, "items"),
    "lines that are no list": ({"items": {"1": an_item()}}, "items"),
    "a line without a SKU": ({"items": [an_item(platform_sku=" ")]}, "items[0].platform_sku"),
    "a long SKU": ({"items": [an_item(platform_sku="X" * 129)]}, "items[0].platform_sku"),
    "no units": ({"items": [an_item(), an_item(qty=0)]}, "items[1].qty"),
    "units as a fraction in binary": ({"items": [an_item(qty=1.5)]}, "items[0].qty"),
    "units that are true": ({"items": [an_item(qty=True)]}, "items[0].qty"),
    "too many units": ({"items": [an_item(qty=1_000_001)]}, "items[0].qty"),
    "crumbs of a unit": ({"items": [an_item(qty="0.0000001")]}, "items[0].qty"),
    "an unknown kind": ({"items": [an_item(kind="bundle")]}, "items[0].kind"),
    "more discount than price": ({"items": [an_item(discount="10.01")]}, "items[0].discount"),
    "a line id twice": (
        {"items": [an_item(line_id="a"), an_item(line_id="a")]},
        "items[1].line_id",
    ),
    "a line id that is another's number": (
        {"items": [an_item(line_id="2"), an_item()]},
        "items[1].line_id",
    ),
    "a test that is no yes or no": ({"test": "false"}, "test"),
}


@pytest.mark.parametrize(("fields", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_as_documented_is_refused_by_its_field(
    fields: dict[str, Any], field: str
) -> None:
    assert list(refused(an_order(**fields))) == [field]


def test_a_refusal_says_what_would_be_right() -> None:
    assert refused(an_order(total=10, currency="USD")) == {"total": MONEY}
    assert refused(an_order(currency="XYZ")) == {
        "currency": "must be an ISO 4217 code, such as USD"
    }


def test_an_amount_that_is_no_whole_number_of_cents_is_refused() -> None:
    order = an_order(items=[an_item(qty="0.333", unit_price="0.10")], total="0.03")

    assert refused(order) == {"items[0].qty": "times unit_price is no whole amount"}


REFUND = {"refund_id": "R-1", "refunded_at": "2026-11-24T20:05:11Z"}


@pytest.mark.parametrize(
    ("refunds", "field"),
    [
        ([REFUND | {"items": [{"line_id": "9", "qty": 1}]}], "refunds[0].items[0].line_id"),
        ([REFUND | {"items": [{"line_id": "1", "qty": 2}]}], "refunds[0].items[0].qty"),
        ([REFUND, REFUND], "refunds[1].refund_id"),
        ([REFUND | {"amount_only": "-1.00"}], "refunds[0].amount_only"),
        ([REFUND | {"amount": "1.00"}], "refunds[0].amount"),
    ],
    ids=["unknown line", "more than ordered", "told twice", "below zero", "unknown field"],
)
def test_a_refund_must_fit_its_order(refunds: list[Any], field: str) -> None:
    assert list(refused(an_order(refunds=refunds))) == [field]


def test_two_refunds_cannot_give_back_more_than_was_ordered() -> None:
    half = {"items": [{"line_id": "1", "qty": "0.6"}]}
    refunds = [REFUND | half, REFUND | half | {"refund_id": "R-2"}]

    assert list(refused(an_order(refunds=refunds))) == ["refunds[1].items[0].qty"]


def test_a_field_that_is_not_documented_is_refused_and_not_repeated() -> None:
    with pytest.raises(Invalid) as invalid:
        told(an_order(email="nora@example.org", **{"nora@example.org": 1, "x" * 99: 1}))

    assert {"field": "email", "message": "is not a field of this API"} in invalid.value.errors
    assert "nora" not in str(invalid.value.errors)
    assert "nora" not in str(invalid.value)
    assert invalid.value.__context__ is None


def test_a_refused_value_is_not_repeated() -> None:
    canary = "nora@example.org"
    fields = ("platform_order_id", "order_ts", "status", "currency", "distributor_ref", "total")

    problems = refused(dict.fromkeys(fields, canary) | {"items": [canary], "customer_id": [canary]})

    assert len(problems) == 8
    assert canary not in str(problems)


def test_many_mistakes_are_cut() -> None:
    with pytest.raises(Invalid) as invalid:
        told(an_order(items=[{}] * 500))

    assert len(invalid.value.errors) == 50


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"null", b'{"total": "1", "total": "2"}'])
def test_a_body_that_is_no_order_is_refused_as_a_whole(body: bytes) -> None:
    with pytest.raises(Invalid) as invalid:
        orders_api.read(body, STORE, KEY)

    assert [error["field"] for error in invalid.value.errors] == [""]


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 50), st.integers(0, 100)), min_size=1),
    st.integers(0, 10**5),
)
def test_an_order_that_adds_up_reconciles_to_the_cent(
    lines: list[tuple[int, int, int]], shipping: int
) -> None:
    items, total = [], shipping
    for price, qty, percent in lines:
        discount = price * qty * percent // 100
        tax = (price * qty - discount) // 12
        total += price * qty - discount + tax
        items.append(
            an_item(qty=qty, unit_price=cents(price), discount=cents(discount), tax=cents(tax))
        )

    order = placed(an_order(items=items, shipping=cents(shipping), total=cents(total)))

    assert difference(order) == 0


def cents(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


@pytest.mark.parametrize("name", samples("orders"))
def test_a_sample_is_read_and_reconciles(name: str) -> None:
    reading = orders_api.read((SAMPLES / "orders" / f"{name}.json").read_bytes(), STORE, KEY)

    order, *others = reading.records
    assert isinstance(order, OrderPlaced)
    assert difference(order) == 0
    assert bool(others) == (name != "order")
    assert (reading.topic, reading.told_at) == ("orders", order.updated_at)
    assert all(events.decode(type(each), events.encode(each)) == each for each in reading.records)


DOCUMENT = (ROOT / "docs" / "orders-api.md").read_text()


def test_the_documents_example_is_an_order() -> None:
    example = DOCUMENT.split("```json\n")[1].split("```")[0]

    order, refund = orders_api.read(example.encode(), STORE, KEY).records

    assert isinstance(order, OrderPlaced)
    assert difference(order) == 0
    assert isinstance(refund, OrderRefunded)


def test_the_document_names_every_field_and_no_other() -> None:
    schema = OrderIn.model_json_schema()
    refund, item = schema["$defs"]["RefundIn"], schema["$defs"]["ItemIn"]
    fields = {
        *schema["properties"],
        *(f"items[].{name}" for name in item["properties"]),
        *(f"refunds[].{name}" for name in refund["properties"]),
    }

    rows = [line for line in DOCUMENT.splitlines() if line.startswith("| `")]
    named = {word.strip("` ") for row in rows for word in row.split("|")[1].split(",")}

    assert named - {"X-Api-Key", "Idempotency-Key", "Content-Type"} == fields
    required = {row.split("`")[1] for row in rows if "| required |" in row}
    assert required == {
        *schema["required"],
        *(f"items[].{name}" for name in item["required"]),
        *(f"refunds[].{name}" for name in refund["required"]),
    }
