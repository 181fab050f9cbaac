"""What a report says in all, and what machines get of it."""

import json

import pytest

from commissions.audit.findings import CHECKS, KINDS, LEDGER, deltas
from commissions.audit.report_json import as_json
from commissions.audit.wording import account, amount, count
from tests.unit.audit.reports import a_finding, a_report


def test_machines_get_every_finding_with_its_figures() -> None:
    answer = json.loads(as_json(a_report(*[a_finding()] * 1000)))

    assert answer["format"] == "commissions.reconciliation/1"
    assert (answer["verdict"], answer["delta"]) == ("findings", {"USD": 1000})
    assert len(answer["findings"]) == 1000
    assert answer["stores"][0]["checks"][LEDGER] == {"findings": 1000, "delta": {"USD": 1000}}
    assert {name: answer["findings"][0][name] for name in ("kind", "difference", "title")} == {
        "kind": "journal_differs",
        "difference": 1,
        "title": "journals differ from what is due",
    }


def test_a_store_that_could_not_be_asked_makes_the_day_incomplete() -> None:
    assert a_report(not_asked="no access").verdict == "incomplete"
    assert a_report(not_asked="no API", has_api=False).verdict == "clean"


def test_a_finding_without_an_amount_is_a_finding_all_the_same() -> None:
    report = a_report(a_finding(unit="", expected=None, found=None))

    assert (report.headline, report.delta_total) == ("1 finding, no amount at stake", 0)


def test_what_is_at_stake_is_added_up_by_currency_and_never_cancels_out() -> None:
    found = [a_finding(found=990), a_finding(), a_finding(unit="cv", found=0)]

    assert deltas(found) == {"USD": 11, "cv": 1000}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_name_and_tells_what_to_do(kind: str) -> None:
    title, advice = KINDS[kind]

    assert title[:1].islower()
    assert advice.endswith(".")
    assert all(CHECKS.values())


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (125_000, "USD", "1,250.00 USD"),
        (-5, "USD", "-0.05 USD"),
        (1250, "JPY", "1,250 JPY"),
        (1250, "KWD", "1.250 KWD"),
        (8000, "cv", "80.00 CV"),
    ],
)
def test_amounts_are_shown_in_the_units_of_their_currency(value: int, unit: str, text: str) -> None:
    assert amount(value, unit) == text


def test_accounts_and_counts_read_like_words() -> None:
    assert account("commission_payable:bob") == "the commission of bob"
    assert account("volume:cat:2026-11") == "the volume of cat in 2026-11"
    assert account("cash:bank") == "the account cash:bank"
    assert (count(1, "order"), count(1200, "order")) == ("1 order", "1,200 orders")
