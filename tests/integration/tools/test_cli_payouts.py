"""`commissions payout`: from plan to settlement as people type it, and what is said no to."""

import csv
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from commissions.aws.clients import client
from commissions.domain.people.member import Member
from commissions.payments import bucket
from commissions.tables import audit_log, members, payouts
from tests.support.command import commissions, told
from tests.support.paid_company import a_paying_plan, accounts, days_ago, earn, enrol

pytestmark = pytest.mark.usefixtures("reachable")
ACCOUNTS = (
    "payee,name,iban,bic\n,Tea Co.,AT611904300234573201,\n"
    "ann,Ann Lee,DE89370400440532013000,\nbob,Bob Ray,GB82WEST12345698765432,\n"
)


@pytest.fixture
def company(reachable: None) -> None:
    by = a_paying_plan(fees={"USD": "1.50"})
    enrol("ann", "bob")
    earn(by, "ann", 8_000, "1", days_ago(60))
    earn(by, "bob", 3_000, "2", days_ago(40))
    earn(by, "eve", 5_000, "3", days_ago(40))


def planned(provider: str = "csv") -> str:
    return str(told("payout", "plan", "usd", "--provider", provider, "--apply")["batch"])


def agreed(provider: str = "csv") -> str:
    batch = planned(provider)
    said = told("payout", "propose", batch, "--why", "November", "--as", "kim", "--apply")
    told("payout", "approve", batch, "--seen", said["seen"], "--as", "lou", "--apply")
    return batch


def settlement(path: Path, batch: str, *, bob: str = "settled") -> Path:
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(("payout_id", "state", "on", "reference", "why"))
    for each in payouts.of_batch(batch):
        state = bob if each.payee == "bob" else "settled"
        rows.writerow(
            (
                each.payout_id,
                state,
                f"{datetime.now(UTC):%Y-%m-%d}",
                f"pmt-{each.payee}",
                "account closed",
            )
        )
    path.write_text(out.getvalue())
    return path


@pytest.mark.usefixtures("company")
def test_a_plan_shows_money_and_people_and_keeps_nothing_by_itself() -> None:
    result = commissions("payout", "plan", "USD")

    assert result.exit_code == 0, result.stderr
    first = result.stdout.splitlines()[0]
    assert "107.00 USD to 2 payees: batch USD-" in first
    assert "no payee details" in result.stdout
    assert "Nothing was kept" in result.stdout
    assert told("payout", "list")["batches"] == []


@pytest.mark.usefixtures("company")
def test_from_plan_to_settlement(tmp_path: Path) -> None:
    batch = agreed()

    sent = told("payout", "send", batch, "--apply")
    file = settlement(tmp_path / "settled.csv", batch, bob="returned")
    shown = told("payout", "settle", str(file))
    done = told("payout", "settle", str(file), "--apply")
    again = told("payout", "settle", str(file), "--apply")

    assert sent["where"].endswith(f"{batch}/{batch}.csv")
    assert [each["state"] for each in done["changed"]] == ["settled", "returned"]
    assert shown["changed"] == done["changed"]
    assert again["changed"] == again["contradictions"] == []
    assert told("payout", "show", batch)["state"] == "settled"
    assert accounts()["cash:csv", "USD"] == 7_850
    [total] = told("payout", "year", f"{datetime.now(UTC):%Y}")["totals"]
    assert (total["payee"], total["gross"], total["paid"]) == ("ann", 8_000, 7_850)


@pytest.mark.usefixtures("company")
def test_a_banks_file_lies_in_the_bucket_and_no_account_is_kept(tmp_path: Path) -> None:
    batch = agreed("iso20022")
    file = tmp_path / "accounts.csv"
    file.write_text(ACCOUNTS)

    without = commissions("payout", "send", batch, "--apply")
    sent = told("payout", "send", batch, "--accounts", str(file), "--apply")

    assert without.exit_code == 1
    assert "a bank's file needs names and accounts" in without.stderr
    key = sent["where"].removeprefix(f"s3://{bucket.BUCKET}/")
    body = client("s3").get_object(Bucket=bucket.BUCKET, Key=key)["Body"].read()
    assert b"DE89370400440532013000" in body
    for table in ("PayoutsTable", "JournalTable", audit_log.TABLE, "ActionsTable"):
        kept = str(client("dynamodb").scan(TableName=table)["Items"])
        assert "DE89370400440532013000" not in kept
        assert "Ann Lee" not in kept


@pytest.mark.usefixtures("company")
def test_who_proposed_does_not_approve() -> None:
    batch = planned()
    said = told("payout", "propose", batch, "--why", "November", "--as", "kim", "--apply")

    own = commissions("payout", "approve", batch, "--seen", said["seen"], "--as", "kim", "--apply")

    assert own.exit_code == 1
    assert told("payout", "show", batch)["state"] == "proposed"


@pytest.mark.usefixtures("company")
def test_what_was_rejected_is_planned_again_under_another_number() -> None:
    batch = agreed()

    result = commissions("payout", "reject", batch, "--why", "wrong", "--as", "lou", "--apply")
    later = planned()

    assert result.exit_code == 0, result.stderr
    assert (later[:-1], later[-1]) == (batch[:-1], "2")
    assert told("payout", "show", later)["taken"] == 11_000


@pytest.mark.usefixtures("company")
def test_a_proposal_that_is_rejected_waits_for_nobody() -> None:
    batch = planned()
    told("payout", "propose", batch, "--why", "November", "--as", "kim", "--apply")

    told("payout", "reject", batch, "--why", "not yet", "--as", "lou", "--apply")

    assert told("actions", "list")["actions"] == []
    gone = commissions("payout", "approve", batch)
    assert "waits for nobody" in gone.stderr


@pytest.mark.usefixtures("company")
def test_one_payout_is_shown_as_the_sum_that_it_is() -> None:
    result = commissions("payout", "show", planned(), "--payee", "ann")

    assert result.exit_code == 0, result.stderr
    assert [line.split() for line in result.stdout.splitlines() if "=" in line] == [
        ["=", "unpaid", "80.00", "USD"],
        ["=", "taken", "80.00", "USD"],
        ["=", "net", "78.50", "USD"],
    ]


@pytest.mark.usefixtures("company")
def test_who_owes_nothing_for_long_enough_is_written_nothing_off() -> None:
    found = told("payout", "write-off", "ann")
    asked = commissions("payout", "write-off", "ann", "--propose", "--why", "old", "--as", "kim")

    assert (found["amount"], found["proposed"]) == (0, False)
    assert asked.exit_code == 1
    assert "nothing, or less, is as old as the plan says" in asked.stderr


@pytest.mark.usefixtures("company")
def test_a_payees_reference_is_kept_and_seen_with_what_is_payable() -> None:
    words = ("--reference", "acct-eve", "--currency", "usd", "--country", "us")

    shown = commissions("payout", "register", "eve", *words)
    members.register(Member(member_id="eve", kind="participant", created_at=days_ago(90)))
    told("payout", "register", "eve", *words, "--apply")
    eve = told("payout", "payee", "eve")

    assert "there is no member eve" in shown.stderr.lower()
    assert (eve["payee"]["reference"], eve["paid"]) == ("acct-eve", 4_850)


@pytest.mark.usefixtures("company")
def test_whom_a_person_holds_is_in_no_batch_until_they_let_go() -> None:
    words = ("payout", "hold", "ann", "--why", "disputed", "--as", "kim")

    told(*words, "--apply")
    held = told("payout", "plan", "USD")
    told(*words, "--release", "--apply")

    why = {each["payee"]: each["why"] for each in held["carried"]}
    assert why["ann"] == "held by kim: disputed"
    assert told("payout", "payee", "ann")["paid"] == 7_850


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("DE89370400440532013000", "EUR", "DE"), "is an IBAN"),
        (("acct 1", "EUR", "DE"), "has to be of letters"),
        (("acct-1", "XXX", "DE"), "is none that is paid in"),
        (("acct-1", "EUR", "Germany"), "two letters"),
    ],
)
def test_what_cannot_be_a_payee_is_refused(options: tuple[str, str, str], says: str) -> None:
    reference, currency, country = options
    words = ("--reference", reference, "--currency", currency, "--country", country)

    result = commissions("payout", "register", "ann", *words, "--apply")

    assert result.exit_code == 1
    assert says in result.stderr


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("plan", "EUR"), "No plan in force pays EUR"),
        (("plan", "USD", "--provider", "paypal"), "There is no provider 'paypal'"),
        (("show", "USD-20261129-9"), "No batch USD-20261129-9 here"),
        (("reject", "USD-20261129-9"), "--why TEXT"),
        (("approve", "USD-20261129-9", "--apply"), "--seen"),
        (("write-off", "ann", "--currency", "EUR"), "No plan in force pays EUR"),
    ],
)
def test_what_cannot_be_done_is_told_with_what_to_do(words: tuple[str, ...], says: str) -> None:
    result = commissions("payout", *words)

    assert result.exit_code in {1, 2}
    assert says in result.stderr


@pytest.mark.usefixtures("company")
def test_a_settlement_that_names_what_is_no_payout_is_told(tmp_path: Path) -> None:
    file = tmp_path / "strange.csv"
    file.write_text(
        "payout_id,state,on\nUSD-20261129-7-abc,settled,2026-12-01\nx,settled,2026-12-01\n"
    )

    found: Any = told("payout", "settle", str(file), "--apply")

    assert len(found["contradictions"]) == 2
    assert found["changed"] == []


def test_a_line_of_a_payout_is_explained_by_its_batch() -> None:
    found = commissions("explain", "payouts/USD-20261129-1/ann/1/0")

    assert found.exit_code == 1
    assert "commissions payout show USD-20261129-1" in found.stderr
