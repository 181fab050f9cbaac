"""What is sent to the order API, run through `commissions preview`, step after step."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.previews import previewed, shown
from tests.support.samples import EVENTS

STORE = """  desk:
    platform: orders
    mode: replicated_site
    owner: cara
    currency: USD
    plan: plain
"""
SKU = "desk,TEA,tea,Tea,tea,standard,100%,100%,100%,100%,2026-01-01,\n"
RATES = (
    "day,currency,base,rate,source\n2026-11-20,JPY,USD,0.0066,ecb\n2026-11-20,EUR,USD,1.10,ecb\n"
)
Order = dict[str, Any]


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The sequences' company, with a desk that tells its orders itself."""
    folder = tmp_path / "company"
    shutil.copytree(EVENTS / "sequences/company", folder)
    for file, more in (("stores.yaml", STORE), ("skus.csv", SKU), ("rates.csv", RATES)):
        with (folder / file).open("a") as written:
            written.write(more)
    return folder


def a_line(line_id: str, price: str, **more: Any) -> Order:
    return {"line_id": line_id, "platform_sku": "TEA", "qty": 1, "unit_price": price} | more


def an_order(*lines: Order, total: str, **more: Any) -> Order:
    return {
        "platform_order_id": "W-1",
        "order_ts": "2026-11-20T15:30:00Z",
        "status": "paid",
        "currency": "USD",
        "distributor_ref": "",
        "items": list(lines),
        "total": total,
    } | more


def on_day(day: int, order: Order, **more: Any) -> Order:
    return order | {"updated_at": f"2026-11-{day}T12:00:00Z"} | more


def back(**more: Any) -> Order:
    return {"refund_id": "R-1", "refunded_at": "2026-11-22T10:00:00Z"} | more


def ends(company: Path, *bodies: Order) -> Order:
    file = company.parent / "sequence.json"
    steps = [{"topic": "order", "body": body} for body in bodies]
    file.write_text(json.dumps({"store": "desk", "steps": steps}))
    [found] = previewed(file, company=company)
    assert found["unreadable"] == []
    [order] = found["orders"]
    return dict(order)


def stands(company: Path, *bodies: Order) -> str:
    order = ends(company, *bodies)
    assert not any(each["holds"] for each in order["parked"])
    return shown(order["stands"])


TWO = an_order(a_line("1", "200.00"), total="200.00")
ONE = an_order(a_line("1", "100.00"), total="100.00")


def test_without_a_time_the_step_that_came_last_stands(company: Path) -> None:
    assert stands(company, TWO, ONE) == "30.00/5.00"
    assert stands(company, TWO, ONE, TWO) == "60.00/10.00"
    assert stands(company, on_day(23, TWO), ONE) == "30.00/5.00"


BOTH = an_order(a_line("1", "40.00"), a_line("2", "60.00"), total="100.00")
FORTY = an_order(a_line("1", "40.00"), total="40.00")
GOODS = [back(items=[{"line_id": "2", "qty": 1}])]


def test_a_line_that_was_edited_out_after_its_refund_stays_tellable(company: Path) -> None:
    refunded = on_day(23, BOTH, status="partially_refunded", refunds=GOODS)
    edited = on_day(24, FORTY, status="partially_refunded", refunds=GOODS)

    assert stands(company, on_day(21, BOTH), refunded) == "12.00/2.00"
    assert stands(company, on_day(21, BOTH), refunded, edited) == "12.00/2.00"
    assert stands(company, on_day(21, BOTH), edited) == "12.00/2.00"


def test_a_line_that_the_order_never_had_is_listed(company: Path) -> None:
    order = ends(company, on_day(24, FORTY, refunds=GOODS))

    assert [each["reason"] for each in order["parked"]] == ["unknown_line"]
    assert shown(order["stands"]) == "12.00/2.00"


@pytest.mark.parametrize("money", ["amount_only", "gross_amount"])
def test_the_money_of_a_dropped_line_may_come_without_its_name(company: Path, money: str) -> None:
    paid_back = [back(**{money: "60.00"})]
    dropped = on_day(21, FORTY, updated_at="2026-11-21T18:00:00Z")
    later, at_once = (
        on_day(day, FORTY, status="partially_refunded", refunds=paid_back) for day in (23, 24)
    )

    assert stands(company, on_day(21, BOTH), dropped, later) == "12.00/2.00"
    assert stands(company, on_day(21, BOTH), at_once) == "12.00/2.00"
    before = on_day(22, BOTH, status="partially_refunded", refunds=paid_back)
    assert stands(company, on_day(21, BOTH), before, at_once) == "12.00/2.00"


def test_a_weighed_line_earns_on_what_it_comes_to(company: Path) -> None:
    weighed = a_line("1", "24.99", qty="0.333", net="8.32")

    assert ends(company, an_order(weighed, total="8.32"))["net"] == "8.32"


def test_an_order_is_paid_at_the_rate_of_its_currency_of_now(company: Path) -> None:
    yen = on_day(23, an_order(a_line("1", "15000"), total="15000", currency="JPY"))

    assert stands(company, yen) == stands(company, on_day(21, ONE), yen) == "29.70/4.95"


@pytest.mark.parametrize(
    "money", [{"items": [{"line_id": "1", "qty": 1}]}, {"amount_only": "100.00"}]
)
def test_what_was_refunded_in_full_stays_so_in_another_currency(
    company: Path, money: Order
) -> None:
    refunded = on_day(23, ONE, status="refunded", refunds=[back(**money)])
    euros = on_day(24, an_order(a_line("1", "90.00"), total="90.00", currency="EUR"))

    assert stands(company, on_day(21, ONE), refunded, euros) == "0.00/0.00"


def test_an_order_that_is_not_paid_in_its_currency_of_now_waits_for_a_person(
    company: Path,
) -> None:
    pending = on_day(23, ONE, currency="EUR", status="pending")

    order = ends(company, on_day(21, ONE), pending)

    assert [(each["reason"], each["holds"]) for each in order["parked"]] == [
        ("currency_changed", True)
    ]


def test_a_discount_under_other_leaves_nothing_to_earn_on(company: Path) -> None:
    free = an_order(a_line("1", "100.00"), total="0.00", other="-100.00")

    assert stands(company, free) == "0.00/0.00"
