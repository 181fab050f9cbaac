from typing import Any

import pytest

from commissions.platforms import orders_api
from commissions.platforms.orders_api import InvalidOrder
from tests.unit.platforms.orders_builders import KEY, STORE, an_item, an_order, refused, told


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
    "crumbs of a unit": (
        {"items": [an_item(qty="0.0000001", unit_price="10000000.00")]},
        "items[0].qty",
    ),
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
        ([REFUND | {"refund_id": "R-1-beside"}], "refunds[0].refund_id"),
    ],
    ids=["unknown line", "more than ordered", "told twice", "below zero", "unknown field", "ours"],
)
def test_a_refund_must_fit_its_order(refunds: list[Any], field: str) -> None:
    assert list(refused(an_order(refunds=refunds))) == [field]


@pytest.mark.parametrize("status", ["refunded", "partially_refunded"])
def test_an_order_of_which_something_went_back_says_what(status: str) -> None:
    assert list(refused(an_order(status=status))) == ["refunds"]


def test_two_refunds_cannot_give_back_more_than_was_ordered() -> None:
    half = {"items": [{"line_id": "1", "qty": "0.6"}]}
    refunds = [REFUND | half, REFUND | half | {"refund_id": "R-2"}]

    assert list(refused(an_order(refunds=refunds))) == ["refunds[1].items[0].qty"]


def test_a_field_that_is_not_documented_is_refused_and_not_repeated() -> None:
    with pytest.raises(InvalidOrder) as invalid:
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
    with pytest.raises(InvalidOrder) as invalid:
        told(an_order(items=[{}] * 500))

    assert len(invalid.value.errors) == 50


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"null", b'{"total": "1", "total": "2"}'])
def test_a_body_that_is_no_order_is_refused_as_a_whole(body: bytes) -> None:
    with pytest.raises(InvalidOrder) as invalid:
        orders_api.parse_order(body, STORE, KEY)

    assert [error["field"] for error in invalid.value.errors] == [""]
