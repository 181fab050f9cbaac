"""`commissions simulate --stack`: what a plan would have paid for the orders that a stack has."""

import json
from pathlib import Path

import pytest

from tests.support.builders import a_customer_bonus, a_levels_bonus, a_plan
from tests.support.command import commissions, told
from tests.support.orders import a_refund
from tests.support.past_sales import a_selling_company, bought, tell
from tools.cli.stack_facts import NOTHING_BROUGHT

NOVEMBER = ("--period", "2026-11", "--stack", "local")


@pytest.fixture(autouse=True)
def _sold(reachable: None) -> None:
    """100.00 and 200.00 of cara's, of 80 and 160 CV; of the second half comes back."""
    a_selling_company()
    tell(bought("1"), bought("2"), a_refund(platform_order_id="2", units={"1": "1"}))
    tell(bought("3", status="pending"))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.yaml"
    file.write_text(a_plan().text)
    return file


def test_the_plan_they_were_sold_by_gives_what_the_ledger_has(plan: Path) -> None:
    answer = told("simulate", "--plan", str(plan), *NOVEMBER)

    assert answer["paid"] == "28.00"
    assert answer["stack"] == {
        "orders": 2,
        "refunds": 1,
        "members": 3,
        "sold_by": [{"id": "demo", "version": 1, "orders": 2}],
        "ledger": {"stands": "28.00", "compared": 2, "differ": []},
        "limits": [],
        "left_out": [{"order": "shopify/tea/3", "why": "the order is not paid"}],
    }


def test_the_screen_says_so_and_names_what_is_not_in_it(plan: Path) -> None:
    result = commissions("simulate", "--plan", str(plan), *NOVEMBER)

    assert result.exit_code == 0
    assert "2 orders sold by just this plan: the same to the cent." in result.stdout
    assert "shopify/tea/3: the order is not paid" in result.stdout


def test_another_plan_is_compared_member_by_member(plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    document = a_plan(a_customer_bonus("0.25"), a_levels_bonus("0.10", "0.05")).document
    other.write_text(json.dumps(document | {"plan": document["plan"] | {"version": 2}}))

    answer = told("simulate", "--plan", str(plan), "--against", str(other), *NOVEMBER)

    changes = {each["member"]: each["change"] for each in answer["difference"]["members"]}
    assert changes == {"cara": "4.00", "bob": "0.00", "ann": "0.00"}


def test_what_was_saved_gives_the_same_again_without_the_stack(plan: Path, tmp_path: Path) -> None:
    saved = tmp_path / "november.json"
    first = told("simulate", "--plan", str(plan), *NOVEMBER, "--save-facts", str(saved))

    again = told("simulate", "--plan", str(plan), "--facts", str(saved), "--period", "2026-11")

    assert again == {name: each for name, each in first.items() if name != "stack"}
    assert json.loads(saved.read_text())["about"] == "The orders of 2026-11 of stack local."


def test_what_closes_pay_is_said_to_begin_with_these_facts(plan: Path) -> None:
    document = a_plan().document
    monthly = a_levels_bonus("0.02", id="monthly", when="close:month", award="level")
    del monthly["qualification"]
    document["bonuses"] += [monthly]
    document["caps"]["company"]["after_close"] = "keep_factor"
    document["refunds"]["late_orders"] = "current"
    plan.write_text(json.dumps(document))

    answer = told("simulate", "--plan", str(plan), *NOVEMBER)

    assert answer["stack"]["limits"] == [NOTHING_BROUGHT]


def test_a_month_without_orders_is_said(plan: Path) -> None:
    result = commissions("simulate", "--plan", str(plan), "--stack", "local", "--period", "2026-01")

    assert result.exit_code == 1
    assert "local has no orders of 2026-01." in result.stderr
