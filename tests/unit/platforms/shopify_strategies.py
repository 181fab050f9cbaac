"""Orders as Shopify could tell them."""

from decimal import Decimal

from hypothesis import strategies as st

from tests.unit.platforms.shopify_builders import Payload, a_line, a_refund, an_order, freight, pair


def decimal(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


@st.composite
def lines(draw: st.DrawFn, line_id: int, qty_max: int = 20) -> Payload:
    """A line with discounts and taxes that leave something of it."""
    price, qty = draw(st.integers(0, 100_000)), draw(st.integers(1, qty_max))
    discount = draw(st.integers(0, price * qty))
    taxes = draw(st.lists(st.integers(0, (price * qty - discount) // 3), max_size=2))
    across = draw(st.integers(0, discount))
    return a_line(
        line_id,
        price=decimal(price),
        qty=qty,
        discounts=[decimal(across), decimal(discount - across)],
        taxes=[decimal(tax) for tax in taxes],
    )


@st.composite
def orders(draw: st.DrawFn) -> Payload:
    count = draw(st.integers(1, 5))
    return an_order(
        *(draw(lines(line_id)) for line_id in range(1, count + 1)),
        shipping=[draw(lines(9, qty_max=1)) for _ in range(draw(st.integers(0, 2)))],
        tax_included=draw(st.booleans()),
    )


@st.composite
def refunded_orders(draw: st.DrawFn) -> Payload:
    """An order some of which came back, and some of which an edit took off."""
    order = draw(orders())
    refunds = []
    left = {line["id"]: line["quantity"] for line in order["line_items"]}
    for number in range(draw(st.integers(0, 3))):
        units = {line_id: draw(st.integers(0, qty)) for line_id, qty in left.items()}
        left = {line_id: qty - units[line_id] for line_id, qty in left.items()}
        freely = draw(st.integers(0, 5_000))
        adjustments = [("refund_discrepancy", f"-{decimal(freely)}")] if freely else []
        refunds.append(a_refund(units, adjustments=adjustments, id=number + 1))
    for line in order["line_items"]:
        line["current_quantity"] = left[line["id"]] - draw(st.integers(0, left[line["id"]]))
    return order | {"refunds": refunds}


STATUSES = [
    None,
    "pending",
    "authorized",
    "partially_paid",
    "paid",
    "refunded",
    "voided",
    "expired",
]
REFUND_STATUSES = ["success", "success", "pending", "failure"]
KINDS = [
    {},
    {"gift_card": True},
    {"sku": None, "variant_id": None, "product_id": None},
    {"sku": ""},
    {"variant_id": None},
]


@st.composite
def rich_orders(draw: st.DrawFn) -> Payload:
    """A refunded order with all that else may stand in one."""
    order = draw(refunded_orders())
    for line in order["line_items"]:
        line |= draw(st.sampled_from(KINDS))
    for refund in order["refunds"]:
        refund |= draw(_more_of_a_refund(refund))
    codes = draw(st.lists(st.sampled_from(["CARA-7", "ANN", "not a code"]), max_size=2))
    cancelled = draw(st.booleans())
    rounding = draw(st.sampled_from([None, 2, 1]))
    total = order["total_price"]
    if rounding and draw(st.booleans()):
        total = f"{Decimal(total) + Decimal(rounding) / 100}"
    tip, duties = decimal(draw(st.integers(0, 900))), decimal(draw(st.integers(0, 900)))
    return order | {
        "financial_status": draw(st.sampled_from(STATUSES)),
        "test": draw(st.booleans()),
        "processed_at": draw(st.sampled_from([None, "2025-01-02T03:04:05Z"])),
        "cancelled_at": "2026-11-25T08:00:00-06:00" if cancelled else None,
        "customer": draw(st.sampled_from([None, {"id": 7700000000001}])),
        "discount_codes": [{"code": code, "amount": "1.00"} for code in codes],
        "note_attributes": draw(
            st.lists(
                st.sampled_from([{"name": "_ref", "value": "BOB"}, {"name": "x", "value": ""}])
            )
        ),
        "landing_site": draw(st.sampled_from([None, "/products/tea?ref=DORA&x=%20", "/"])),
        "total_outstanding": draw(st.sampled_from(["0.00", "0.01", "7.00", "-7.00", total])),
        "total_tip_received": draw(st.sampled_from(["0.00", tip])),
        "original_total_duties_set": draw(st.sampled_from([None, None, pair(duties)])),
        "duties_included": draw(st.booleans()),
        "total_price": total,
        "total_cash_rounding_payment_adjustment_set": pair(decimal(rounding)) if rounding else None,
        "shipping_lines": [*order["shipping_lines"], freight("9.00") | {"is_removed": True}],
    }


@st.composite
def _more_of_a_refund(draw: st.DrawFn, refund: Payload) -> Payload:
    """Payments, refunded shipping, duties: of what a refund may also hold."""
    shipping, paid = draw(st.integers(0, 900)), draw(st.integers(0, 900))
    freight_back = {
        "kind": "shipping_refund",
        "amount": f"-{decimal(shipping)}",
        "tax_amount": "-0.10",
    }
    status = draw(st.sampled_from(REFUND_STATUSES))
    payment = {"kind": "refund", "status": status, "amount": decimal(paid), "currency": "USD"}
    payment["currency"] = draw(st.sampled_from(["USD", "USD", "EUR"]))
    duties = draw(st.sampled_from([[], [], [{"amount_set": pair("1.25")}]]))
    if draw(st.booleans()):
        of_money = {"refund_line_items": [], "order_adjustments": [], "transactions": [payment]}
        return of_money | {"duties": duties}
    return {
        "order_adjustments": [*refund["order_adjustments"], *([freight_back] if shipping else [])],
        "transactions": [payment] if draw(st.booleans()) else [],
        "duties": duties,
    }
