"""Finance's pages and the command line say the same of what is owed and of what is paid."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from commissions.application.payouts.counting import count_payables
from tests.support.command import told
from tests.support.finance_pages import asks, payer
from tests.support.paid_company import a_paying_plan, days_ago, earn, enrol

pytestmark = pytest.mark.usefixtures("reachable")
VALUE = re.compile(r'data-value="(-?[\d.]+)"')


@pytest.fixture
def company(reachable: None) -> None:
    by = a_paying_plan(fees={"USD": "1.50"})
    enrol("ann", "bob", "cid")
    earn(by, "ann", 8_000, "1", days_ago(60))
    earn(by, "ann", 1_100, "2", days_ago(3))
    earn(by, "bob", 3_000, "3", days_ago(40))
    earn(by, "cid", 900, "4", days_ago(40))
    earn(by, "eve", 5_000, "5", days_ago(40))


def shown(path: str, now: datetime) -> tuple[str, set[str]]:
    page = asks(path, payer(now=now), now=now)
    assert page.status == 200
    return page.text, set(VALUE.findall(page.text))


def in_units(minor: int) -> str:
    return f"{Decimal(minor) / 100:.2f}"


@pytest.mark.usefixtures("company")
def test_what_is_counted_is_what_the_command_line_plans() -> None:
    now = datetime.now(UTC)
    [counted] = count_payables(now)

    said = told("payout", "plan", "USD")

    lists = counted.lists
    assert (counted.taken, lists["available"].people) == (said["taken"], said["payouts"])
    free = sum(each.amount for name, each in lists.items() if name not in {"on-hold", "negative"})
    carried = sum(each["unpaid"] for each in said["carried"])
    assert free == carried + sum(each["unpaid"] for each in said["of"])
    assert lists["below-minimum"].amount == 900
    assert lists["no-method"].amount == 5_000
    _, values = shown("/finance/payables", now)
    assert {in_units(each) for each in (counted.owed, counted.taken, 900, 5_000)} <= values


@pytest.mark.usefixtures("company")
def test_a_batch_on_its_page_is_the_command_lines() -> None:
    batch = told("payout", "plan", "USD", "--apply")["batch"]
    now = datetime.now(UTC)

    said = told("payout", "show", batch)
    text, values = shown(f"/finance/batches/{batch}", now)

    assert re.findall(r'id="payout-(\w+)"', text) == [each["payee"] for each in said["of"]]
    paid = [in_units(amount) for amount in said["paid"].values()]
    assert {*paid, in_units(said["taken"])} <= values
    assert str(sum(said["paid_nothing"].values())) in values
    for each in said["of"]:
        _, values = shown(f"/finance/batches/{batch}/payouts/{each['payee']}", now)
        sums = ("earned", "held", "unpaid", "taken", "net", "paid")
        assert {in_units(each[name]) for name in sums} <= values


@pytest.mark.usefixtures("company")
def test_somebody_stands_on_their_page_as_the_command_line_says() -> None:
    now = datetime.now(UTC)

    for who in ("ann", "cid", "eve"):
        said = told("payout", "payee", who)
        _, values = shown(f"/finance/payees/{who}?currency=USD", now)
        sums = ("earned", "held", "unpaid", "taken", "net")
        assert {in_units(said[name]) for name in sums} <= values


@pytest.mark.usefixtures("company")
def test_what_is_proposed_at_the_command_line_waits_on_the_page() -> None:
    batch = told("payout", "plan", "USD", "--apply")["batch"]
    said = told("payout", "propose", batch, "--why", "November", "--as", "kim", "--apply")
    now = datetime.now(UTC)

    text, _ = shown(f"/finance/batches/{batch}", now)
    listed, _ = shown("/finance/batches", now)

    for page in (text, listed):
        assert f"/finance/actions/{said['action']}" in page
