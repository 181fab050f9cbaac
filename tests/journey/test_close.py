"""A month of the club closes on the local engine, by its state machines under their own rights."""

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from commissions.domain.ledger.books import payout_book, period_book
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


@pytest.fixture(scope="module")
def batch(sold: None, commissions: Commissions) -> str:
    """Agreed to by two people, for three of those whom the month gave most."""
    people = [str(who) for who, _ in said(commissions, "period", "review", PERIOD)["most"][:3]]
    for who in people:
        known = ("--reference", f"acct-{who}", "--currency", "USD", "--country", "US")
        said(commissions, "payout", "register", who, *known, "--apply")
    plan = ("payout", "plan", "USD", "--provider", "csv", "--plan", club.PLAN)

    def are_planned() -> bool:
        return {each["payee"] for each in said(commissions, *plan)["of"]} >= set(people)

    assert happens(are_planned)
    return str(said(commissions, *plan, "--apply")["batch"])


def test_a_payout_is_agreed_to_by_another_and_reserved_once_by_two_at_once(
    batch: str, commissions: Commissions, books: Books
) -> None:
    proposed = said(commissions, "--as", "mara", "payout", "propose", batch, *WHY, "--apply")
    agree = ("payout", "approve", batch, "--seen", proposed["seen"], "--apply")
    assert commissions("--as", "mara", *agree).code == 1
    with ThreadPoolExecutor(2) as together:
        list(together.map(lambda who: commissions("--as", who, *agree), ("ines", "noor")))

    story = said(commissions, "payout", "show", batch)
    assert story["state"] == "approved"
    assert {each["state"] for each in story["of"]} == {"approved"}
    for each in story["of"]:
        assert len(books.journals(payout_book(batch, each["payee"]))) == 1


def test_its_file_has_each_payout_once_however_often_it_is_sent(
    batch: str, commissions: Commissions, stack: Stack
) -> None:
    first = said(commissions, "payout", "send", batch, "--apply")
    again = said(commissions, "payout", "send", batch, "--apply")

    assert first["where"] == again["where"]
    bucket, _, key = first["where"].partition("s3://")[2].split()[0].partition("/")
    body = stack.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    rows = list(csv.DictReader(StringIO(body)))
    assert {row["payout_id"]: Decimal(row["amount"]) for row in rows} == {
        each["payout_id"]: Decimal(each["paid"]) / 100 for each in first["of"]
    }
    assert len(rows) == len(first["of"])


def test_what_the_bank_says_is_gone_by_once_and_the_books_are_whole(
    batch: str, commissions: Commissions, books: Books, tmp_path: Path
) -> None:
    told = tmp_path / "bank.csv"
    of = said(commissions, "payout", "show", batch)["of"]
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    rows = [f"{each['payout_id']},settled,{today},bank-{each['payee']}" for each in of]
    told.write_text("\n".join(["payout_id,state,on,reference", *rows]))

    shown = said(commissions, "payout", "settle", told)
    settled = said(commissions, "payout", "settle", told, "--apply")
    again = said(commissions, "payout", "settle", told, "--apply")

    assert len(shown["changed"]) == len(settled["changed"]) == len(of)
    assert again["changed"] == []
    assert said(commissions, "payout", "show", batch)["state"] == "settled"
    for each in of:
        chain = books.journals(payout_book(batch, each["payee"]))
        legs = [leg for journal in chain for leg in journal.legs if leg.unit == "USD"]
        cash = sum(leg.amount for leg in legs if leg.account.startswith("cash:"))
        assert (abs(cash), sum(leg.amount for leg in legs)) == (each["paid"], 0)


def said(commissions: Commissions, *words: object) -> dict[str, Any]:
    answered = commissions(*words, "--json")
    assert answered.code == 0, answered.text
    return dict(answered.json)
