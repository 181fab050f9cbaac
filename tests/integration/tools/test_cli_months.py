"""A member's months at the command line: the same figures that pages read, and counted anew."""

from collections.abc import Callable
from typing import Any

import pytest

from commissions.application.queries import member_month
from tests.support import tamper
from tests.support.command import commissions, told
from tests.support.pipeline_driver import TEA_ORDER, a_company, project, run, shopify
from tests.support.tamper import BALANCES

Published = Callable[[], list[dict[str, Any]]]
pytestmark = pytest.mark.usefixtures("reachable")


@pytest.fixture(autouse=True)
def _sold(published: Published) -> None:
    a_company()
    shopify("orders_paid")
    run(published)
    project(TEA_ORDER)


def month_of_cara() -> str:
    [month] = member_month.months_of("cara")
    return month


def caras_item() -> dict[str, Any]:
    return tamper.item_of(BALANCES, distributor_id="cara")


@pytest.mark.parametrize("who", ["cara", "bob"])
def test_a_statement_says_the_figures_that_pages_read(who: str) -> None:
    month = month_of_cara()
    found = member_month.read(who, month)
    [money] = found.money

    [shown] = told("statement", who, "--month", month)["months"]
    assert {name: shown[name] for name in ("month", "orders", "lines", "refunds")} == {
        "month": month,
        "orders": found.orders,
        "lines": found.lines,
        "refunds": found.refunds,
    }
    [of_money] = shown["money"]
    figures = ("earned", "taken_back", "net", "own", "team", "unpaid", "payable", "paid")
    assert {name: of_money[name] for name in figures} == {
        name: getattr(money, name) for name in figures
    }
    assert [day["own"] for day in of_money["days"]] == [day.own for day in money.days]


def test_lines_of_a_month_add_up_to_what_the_month_says() -> None:
    answer = told("statement", "cara", "--month", month_of_cara())
    lines = [each for each in answer["lines"] if each["kind"] == "commission"]
    [month] = answer["months"]

    assert sum(each["amount"] for each in lines) == month["money"][0]["net"] == 1800
    assert (len(lines), len({each["order_id"] for each in lines})) == (
        month["lines"],
        month["orders"],
    )


def test_months_stand_below_the_statement_and_another_months_are_left_out() -> None:
    assert "18.00 USD" in commissions("statement", "cara").stdout.split("Months")[1]
    assert "Months" not in commissions("statement", "cara", "--month", "2020-01").stdout


def test_a_members_months_are_counted_anew() -> None:
    right, item = member_month.read("cara", month_of_cara()).money, caras_item()
    tamper.change(BALANCES, item, earned=1)

    said = commissions("rebuild", "--member", "cara").stdout
    assert f"{item['scope']} said otherwise, and are right now." in " ".join(said.split())
    assert member_month.read("cara", month_of_cara()).money == right
    assert told("rebuild", "--member", "cara") == {"months": 1, "changed": []}


def test_months_that_are_not_counted_yet_are_said_to_be_none() -> None:
    tamper.put(BALANCES, {"distributor_id": "cara", "scope": "total USD", "payable": 0})

    assert (
        "Months are not counted yet: commissions rebuild" in commissions("statement", "cara").stdout
    )
    assert told("statement", "cara")["months"] is None
    refused = commissions("rebuild", "--member", "cara")
    assert refused.exit_code == 1
    assert "run `commissions rebuild` once" in " ".join(refused.stderr.split())
    told("rebuild")
    assert told("statement", "cara")["months"] is not None


def test_an_order_and_a_member_are_not_rebuilt_at_once() -> None:
    refused = commissions("rebuild", "--member", "cara", "--order", TEA_ORDER)

    assert refused.exit_code == 2
