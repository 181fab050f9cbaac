from datetime import UTC, datetime
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

    assert refused(order) == {
        "items[0].qty": (
            "times unit_price is no whole amount: send what the line comes to, rounded, as net"
        )
    }


WEIGHED: dict[str, Any] = {"qty": "0.333", "unit_price": "24.99"}


@pytest.mark.parametrize("net", ["8.32", "8.33"])
def test_what_a_weighed_line_comes_to_may_be_rounded(net: str) -> None:
    assert told(an_order(items=[an_item(**WEIGHED, net=net)], total=net))


@pytest.mark.parametrize("net", ["8.31", "8.34", "0.00"])
def test_what_a_line_comes_to_is_what_its_units_cost(net: str) -> None:
    assert refused(an_order(items=[an_item(**WEIGHED, net=net)], total=net)) == {
        "items[0].net": ("is more than 0.01 from unit_price x qty - discount, which is 8.32167")
    }


def test_a_net_is_held_against_the_discount_too() -> None:
    assert told(an_order(items=[an_item(discount="1.00", net="9.00")], total="9.00"))
    assert list(refused(an_order(items=[an_item(discount="1.00", net="10.00")]))) == [
        "items[0].net"
    ]


@pytest.mark.parametrize("net", [8.32, "8.325", "-8.32", "eight"])
def test_a_net_is_a_text_in_whole_minor_units(net: object) -> None:
    assert list(refused(an_order(items=[an_item(**WEIGHED, net=net)]))) == ["items[0].net"]


NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"updated_at": "2036-11-24T20:00:00Z"}, "updated_at"),
        ({"updated_at": "2026-11-24T20:05:01Z"}, "updated_at"),
        ({"order_ts": "2026-11-25T15:30:00Z"}, "order_ts"),
        ({"cancelled_at": "2026-11-25T15:30:00Z"}, "cancelled_at"),
        (
            {
                "refunds": [
                    {"refund_id": "R-1", "refunded_at": "2026-11-25T20:05:11Z", "tax": "1.00"}
                ]
            },
            "refunds[0].refunded_at",
        ),
    ],
)
def test_what_is_told_as_of_a_time_to_come_is_refused(fields: dict[str, Any], field: str) -> None:
    assert refused(an_order(**fields), now=NOW) == {
        field: (
            "is more than 5 minutes ahead of the server's time, which is 2026-11-24T20:00:00Z: "
            "send when it happened"
        )
    }


def test_a_clock_may_be_some_minutes_ahead_and_a_time_in_another_zone_is_none_to_come() -> None:
    assert told(an_order(updated_at="2026-11-24T20:05:00Z"), now=NOW)
    assert told(an_order(updated_at="2026-11-25T05:00:00+09:00"), now=NOW)


SILENT = {"refund_id": "R-1", "refunded_at": "2026-11-24T20:05:11Z"}
REFUND = SILENT | {"shipping": "1.00"}


@pytest.mark.parametrize(
    ("refunds", "field"),
    [
        ([REFUND | {"items": [{"line_id": "1", "qty": 2}]}], "refunds[0].items[0].qty"),
        ([REFUND, REFUND], "refunds[1].refund_id"),
        ([REFUND | {"amount_only": "-1.00"}], "refunds[0].amount_only"),
        ([REFUND | {"amount": "1.00"}], "refunds[0].amount"),
        ([REFUND | {"refund_id": "R-1-beside"}], "refunds[0].refund_id"),
    ],
    ids=["more than ordered", "told twice", "below zero", "unknown field", "ours"],
)
def test_a_refund_must_fit_its_order(refunds: list[Any], field: str) -> None:
    assert list(refused(an_order(refunds=refunds))) == [field]


@pytest.mark.parametrize("status", ["refunded", "partially_refunded"])
def test_an_order_of_which_something_went_back_says_what(status: str) -> None:
    message = {"refunds": "must say what went back of an order of this status"}
    nothings = [SILENT, SILENT | {"refund_id": "R-2", "items": [], "gross_amount": "0.00"}]

    assert refused(an_order(status=status)) == message
    assert refused(an_order(status=status, refunds=nothings[:1])) == message
    assert refused(an_order(status=status, refunds=nothings)) == message


@pytest.mark.parametrize("status", ["paid", "refunded", "partially_refunded"])
def test_a_refund_that_tells_nothing_is_refused_beside_others(status: str) -> None:
    goods = SILENT | {"refund_id": "R-2", "items": [{"line_id": "1", "qty": 1}]}

    assert refused(an_order(status=status, refunds=[goods, SILENT])) == {
        "refunds[1]": "must say what went back: items, an amount, shipping or tax"
    }


@pytest.mark.parametrize("beside", [{"shipping": "1.00"}, {"tax": "1.00"}])
def test_an_order_is_not_refunded_by_what_is_no_goods(beside: dict[str, str]) -> None:
    order = an_order(refunds=[SILENT | beside], shipping="1.00", total="11.00")
    message = "must say what went back of the items, where the status is refunded"

    assert refused(order | {"status": "refunded"}) == {"refunds": message}
    assert told(order | {"status": "partially_refunded"})
    assert told(order | {"status": "refunded", "items": [an_item(unit_price="0.00")]})


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
