"""A month of the club closes on the local engine, by its state machines under their own rights."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from commissions.domain.ledger.books import period_book
from tests.journey.deployed import Commissions
from tests.journey.ledger_reads import Books
from tests.journey.stores import happens
from tools.cli.requests import Sender
from tools.demo import club
from tools.stack import ROOT, Stack

CLUB = ROOT / "company/club"
KEY = yaml.safe_load((CLUB / "secrets.demo.yaml").read_text())["club"]["api_key"]
PERIOD = club.last_month()
WHY = ("--why", "the month is right")
SETTLED = timedelta(seconds=6)
"""Of what is recorded here all is there by then."""


@pytest.fixture(scope="module")
def sold(stack: Stack, commissions: Commissions, books: Books) -> None:
    """All that members and customers bought in the month."""
    loaded = commissions("load", CLUB, "--secrets", CLUB / "secrets.demo.yaml", "--json")
    assert loaded.code == 0, loaded.text
    with Sender(stack.api_url) as sender:
        orders = club.orders(PERIOD)
        for payload in orders:
            assert sender.post(club.request(payload, KEY)).is_accepted
    keys = [club.order_key(payload) for payload in orders]
    assert happens(lambda: all(len(books.journals(key)) == 1 for key in keys))


def status(commissions: Commissions) -> dict[str, Any]:
    answered = commissions("period", "status", PERIOD, "--json")
    assert answered.code == 0, answered.text
    return dict(answered.json)


def reaches(commissions: Commissions, state: str) -> bool:
    return happens(lambda: status(commissions)["state"] == state, within=120)


def test_a_month_closes_whoever_begins_it_and_how_often(
    sold: None, commissions: Commissions, stack: Stack
) -> None:
    shown = commissions("period", "close", PERIOD, "--json")
    assert (shown.code, shown.json["applied"]) == (0, False)

    begun = commissions("period", "close", PERIOD, "--apply", "--json")
    machine, states = stack.resources["PeriodClose"], stack.client("stepfunctions")
    told = json.dumps({"period": str(PERIOD), "again": False, "accept_waiting": ""})
    with ThreadPoolExecutor(2) as together:
        list(
            together.map(
                lambda name: states.start_execution(stateMachineArn=machine, name=name, input=told),
                ("beside-1", "beside-2"),
            )
        )

    assert begun.code == 0, begun.text
    assert reaches(commissions, "computed"), status(commissions)
    assert status(commissions)["attempt"] == 1


def test_what_is_told_between_the_freeze_and_the_posting_is_of_the_next_month(
    sold: None, stack: Stack, books: Books
) -> None:
    [late] = [each for each in club.orders(PERIOD) if each["customer_id"] == "of-ROSA"]
    at = datetime.now(UTC) - timedelta(seconds=2)
    with Sender(stack.api_url) as sender:
        assert sender.post(club.request(club.given_back(late, at), KEY)).is_accepted
    key = club.order_key(late)

    assert happens(lambda: len(books.journals(key)) == 2)
    journal = books.journals(key)[-1]
    assert journal.counts_at is None  # it happened in this month, which is open
    assert journal.effective_at >= at - timedelta(seconds=1)


def test_two_people_post_it_and_each_book_is_written_once(
    sold: None, commissions: Commissions, stack: Stack, books: Books
) -> None:
    review = commissions("period", "review", PERIOD, "--json").json
    proposed = commissions(
        "--as", "mara", "period", "post", PERIOD, "--propose", *WHY, "--json"
    ).json
    alone = commissions(
        "--as",
        "mara",
        "actions",
        "approve",
        proposed["action"],
        "--seen",
        proposed["seen"],
        "--apply",
    )
    assert alone.code == 1
    approved = commissions(
        "--as",
        "ines",
        "actions",
        "approve",
        proposed["action"],
        "--seen",
        proposed["seen"],
        "--apply",
    )
    assert approved.code == 0, approved.text
    again = stack.client("stepfunctions").start_execution(
        stateMachineArn=stack.resources["PeriodPosting"],
        name="posted-beside",
        input=json.dumps({"period": str(PERIOD)}),
    )
    assert again["executionArn"]

    assert reaches(commissions, "closed"), status(commissions)
    found = {
        str(who): books.journals(period_book(str(PERIOD), str(who))) for who, _ in review["most"]
    }
    assert {who: len(chain) for who, chain in found.items()} == dict.fromkeys(found, 1)
    paid = sum(line.amount for chain in found.values() for each in chain for line in each.lines)
    assert paid == review["paid"] > 0


def test_its_lines_stand_in_statements_and_explain_themselves(
    sold: None, commissions: Commissions
) -> None:
    who = commissions("period", "review", PERIOD, "--json").json["most"][0][0]

    def stands() -> bool:
        said = commissions("statement", who, "--json")
        return said.code == 0 and "periods/" in said.text

    assert happens(stands)
    assert commissions("statement", who).code == 0
    for line in range(2):
        why = commissions("explain", f"periods/{PERIOD}/{who}/1/{line}", "--json")
        assert why.code == 0, why.text
        assert why.json["holds"]


def test_the_night_finds_nothing_wrong_with_it(sold: None, commissions: Commissions) -> None:
    report = commissions("reconcile", "--day", f"{datetime.now(UTC):%Y-%m-%d}", "--json")
    kinds = {each["kind"] for each in report.json["findings"]}

    assert not kinds & {
        "period_not_agreed",
        "period_unlike_run",
        "journal_dated_otherwise",
        "journal_unlike_lines",
        "chain_broken",
    }


def test_what_came_back_since_is_what_the_next_close_would_correct(
    sold: None, commissions: Commissions
) -> None:
    settled = datetime.now(UTC)
    assert happens(lambda: datetime.now(UTC) > settled + SETTLED)
    ran = commissions("warehouse", "run", "--until", settled.isoformat(), "--json")
    assert ran.code == 0, ran.text
    assert commissions("warehouse", "run", "--json").json["done"]

    answer = commissions("period", "reopen-preview", PERIOD, "--json")

    assert answer.code == 0, answer.text
    assert answer.json["orders"] == [f"orders/club/{PERIOD.label}-ROSA"]
    assert answer.json["amount"] < 0
