"""What a report says in all, and what machines get of it."""

import json
from collections import Counter
from typing import Any

import pytest

from commissions.audit.figures import Pair, Side
from commissions.audit.findings import CHECKS, KINDS, LEDGER, deltas
from commissions.audit.order_case import Deferred
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

    assert report.headline.startswith("1 finding, no amount at stake; ")
    assert report.delta_total == 0


ORDER = Deferred(order="shopify/tea/1", reason="on its way")
HUNDRED = Side(1, Counter({"USD": 100_00}))
HEADLINES: dict[str, tuple[dict[str, Any], str, str]] = {
    "all compared": (
        {"looked_at": 38, "compared": 38},
        "clean",
        "Delta 0: everything agrees; 38 orders compared",
    ),
    "all on their way": (
        {"looked_at": 38, "in_flight": (ORDER,) * 38},
        "incomplete",
        "Nothing could be compared; 0 of 38 orders compared, 38 in flight",
    ),
    "some on their way": (
        {"looked_at": 38, "compared": 30, "in_flight": (ORDER,) * 8},
        "incomplete",
        "Delta 0: what was compared agrees; 30 of 38 orders compared, 8 in flight",
    ),
    "one that waits explains what differs": (
        {"looked_at": 38, "compared": 37},
        "incomplete",
        "Delta 0: what was compared agrees; 37 of 38 orders compared, 1 waiting",
    ),
    "one accepted as gone": (
        {"looked_at": 316, "compared": 315, "accepted": (ORDER,)},
        "clean",
        "Delta 0: everything agrees; 315 of 316 orders compared, 1 accepted as gone",
    ),
    "one from before the store was ours": (
        {"looked_at": 2, "compared": 1, "earlier": 1},
        "clean",
        "Delta 0: everything agrees; 1 of 2 orders compared, 1 from before the store was ours",
    ),
    "a store that could not be asked": (
        {"looked_at": 12, "unasked": 12, "not_asked": "no access"},
        "incomplete",
        "Nothing could be compared; 0 of 12 orders compared, 12 not asked (tea)",
    ),
    "a store that cannot be asked": (
        {"looked_at": 12, "unasked": 12, "not_asked": "no API", "has_api": False},
        "clean",
        "Delta 0: what was compared agrees; 0 of 12 orders compared, 12 not asked (tea)",
    ),
    "nothing happened": ({}, "clean", "Delta 0: everything agrees; no orders"),
    "figures that differ without a finding": (
        {"looked_at": 1, "compared": 1, "orders": Pair(Side(), HUNDRED)},
        "incomplete",
        "Delta 0: what was compared agrees, but the figures of tea differ; 1 order compared",
    ),
}


@pytest.mark.parametrize("case", HEADLINES)
def test_the_headline_says_of_how_many_orders_it_speaks(case: str) -> None:
    store, verdict, headline = HEADLINES[case]
    report = a_report(**store)

    answer = json.loads(as_json(report))

    assert (report.verdict, report.headline) == (verdict, headline)
    assert (answer["verdict"], answer["headline"]) == (verdict, headline)


def test_what_was_found_is_of_so_many_orders_too() -> None:
    report = a_report(a_finding(), looked_at=38, compared=30, in_flight=(ORDER,) * 8)

    assert report.headline == (
        "1 finding, 0.01 USD at stake; 30 of 38 orders compared, 8 in flight"
    )


def test_machines_get_what_was_not_compared() -> None:
    report = a_report(looked_at=3, compared=1, unasked=1, accepted=(ORDER,))
    [store] = json.loads(as_json(report))["stores"]

    assert (store["looked_at"], store["compared"], store["unasked"]) == (3, 1, 1)
    assert [each["order"] for each in store["accepted"]] == ["shopify/tea/1"]


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
