"""What is owed and paid, as JSON: what finance's pages and the command line say."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from commissions.application.payouts.counting import count_payables
from commissions.application.queries import payables as queries
from commissions.application.queries import payouts as payout_queries
from commissions.domain.people.accounts import AUDITOR, FINANCE, OPERATOR
from commissions.runtime.api import finance
from tests.support.api import ApiOf
from tests.support.dynamodb_calls import round_trips
from tests.support.finance_company import fill
from tests.support.finance_pages import asks, payer
from tests.support.paid_company import NOW

pytestmark = pytest.mark.usefixtures("aws")

PEOPLE = 12
PAYABLES, BATCHES = "/api/v1/finance/payables", "/api/v1/finance/batches"


def of(*roles: str) -> ApiOf:
    return ApiOf(finance.ROUTES, payer(roles=roles or (FINANCE,)), now=NOW)


def minor(money: dict[str, str]) -> int:
    return int(Decimal(money["amount"]) * 100)


def owed() -> dict[str, Any]:
    [found] = of().json(PAYABLES)["items"]
    return dict(found)


def test_before_anything_was_counted_nothing_is_owed() -> None:
    assert of().json(PAYABLES) == {"items": []}
    assert of().get(f"{PAYABLES}/USD/available").status == 404


def test_what_is_owed_adds_up_is_the_pages_and_each_list_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "PAGE", 4)
    fill(NOW, people=PEOPLE)

    said = owed()

    sums = {name: minor(said[name]) for name in ("earned", "taken_back", "paid", "written_off")}
    assert minor(said["owed"]) == (
        sums["earned"] - sums["taken_back"] - sums["paid"] + sums["written_off"]
    )
    in_lists = sum(minor(each["amount"]) for each in said["lists"])
    assert in_lists == minor(said["owed"]) + minor(said["meanwhile"])
    [told] = queries.counted()
    assert (minor(said["owed"]), said["people"]) == (told.owed, told.rows)
    page = asks("/finance/payables").text
    assert f'data-value="{said["owed"]["amount"]}"' in page
    for each in said["lists"]:
        assert f'data-value="{each["amount"]["amount"]}"' in page
        people = of().to_the_end(each["href"])
        assert len({one["member"] for one in people}) == len(people) == each["people"]
        assert sum(minor(one["amount"]) for one in people) == minor(each["amount"])

    [long, *_] = [each for each in said["lists"] if each["people"] > 4]
    with round_trips() as calls:
        cursor = of().json(long["href"])["next"]
    assert [each for each in calls if each != "Scan"] == []
    count_payables(NOW.replace(minute=NOW.minute + 1))
    answer = of().get(f"{long['href']}?cursor={cursor}")
    assert (answer.status, "counted anew" in answer.text) == (422, True)


def test_how_somebody_stands_is_the_pages_and_the_command_lines() -> None:
    fill(NOW, people=PEOPLE)
    href = of().json(owed()["lists"][0]["href"])["items"][0]["href"]
    of().get(href)

    with round_trips() as calls:
        said = of().json(href)

    story = queries.payee(said["member"], "USD", NOW)
    assert story.payable
    assert minor(said["payable"]["earned"]) == story.payable.found.standing.earned
    assert minor(said["payable"]["taken"]) == story.payable.found.taken
    assert [each["batch"] for each in said["payouts"]] == [each.batch for each in story.payouts]
    page = asks(f"/finance/payees/{said['member']}?currency=USD").text
    assert f'data-value="{said["payable"]["unpaid"]["amount"]}"' in page
    assert len([each for each in calls if each != "Scan"]) <= 9, calls

    payees = "/api/v1/finance/payees"
    statuses = [
        of().get(path).status
        for path in (
            f"{payees}/nobody",
            f"{payees}/m-0001?currency=usd",
            f"{PAYABLES}/EUR/available",
            f"{PAYABLES}/USD/no-such-list",
        )
    ]
    assert statuses == [404, 422, 404, 404]


def test_batches_and_payouts_read_to_their_ends_are_the_command_lines() -> None:
    fill(NOW, people=PEOPLE)

    every = of().to_the_end(f"{BATCHES}?limit=1")

    told = payout_queries.every_batch()
    assert [each["batch"] for each in every] == [each.batch_id for each in told]
    assert [minor(each["taken"]) for each in every] == [each.taken for each in told]
    assert {each["state"] for each in every} == {"draft", "sent", "settled"}
    for each in every:
        story = of().json(each["href"])
        paid = of().to_the_end(f"{each['href']}/payouts?limit=5")
        assert story["batch"] == each
        assert len(paid) == each["payouts"] == sum(part["people"] for part in story["states"])
        assert sum(minor(one["payout"]["taken"]) for one in paid) == minor(each["taken"])
        assert sum(minor(one["payout"]["paid"]) for one in paid) == minor(each["paid"][0])
    for path in ("", "/payouts"):
        assert of().get(f"{BATCHES}/USD-20200101-1{path}").status == 404


def test_who_watches_reads_and_operators_do_not_and_no_account_is_told() -> None:
    """By what a provider knows somebody is theirs and the provider's: pages do not show it."""
    fill(NOW, people=6)
    machine = ApiOf(finance.ROUTES, now=NOW)
    without = replace(machine, machine=replace(machine.machine, scopes=frozenset({"console.read"})))
    batch = of().json(BATCHES)["items"][0]["href"]

    assert of(AUDITOR).json(PAYABLES) == of().json(PAYABLES) == machine.json(PAYABLES)
    assert [each.get(PAYABLES).status for each in (of(OPERATOR), without)] == [403, 403]
    for path in (PAYABLES, batch, f"{batch}/payouts", "/api/v1/finance/payees/m-0001"):
        assert "acct-" not in of().get(path).text
