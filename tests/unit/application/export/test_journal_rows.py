"""A journal as rows: of an order, and of a member's period."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from commissions.application.export.books import BookName, book_name
from commissions.application.export.journal_rows import is_exported, journal_rows
from commissions.warehouse.schema import FACT_COMMISSION, FACT_LEDGER_LEG
from tests.support.settled_orders import KEY, a_refund, sold

PERIOD = "periods/hyb/month/2026-10/ann"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (KEY, BookName(platform="shopify", store="tea")),
        ("orders/b2b/A/7", BookName(platform="orders", store="b2b")),
        (PERIOD, BookName(period="hyb/month/2026-10", member="ann")),
    ],
)
def test_the_key_of_a_book_says_whose_it_is(key: str, name: BookName) -> None:
    assert book_name(key) == name


def test_a_line_says_what_it_pays_to_whom_and_by_which_plan() -> None:
    [journal] = sold()
    [row, *_] = [row for table, row in journal_rows(journal) if table is FACT_COMMISSION]
    line = journal.lines[0]

    assert (row["journal_hash"], row["line"], row["earner"]) == (journal.hash, 0, line.earner)
    assert (row["amount_minor"], row["amount"]) == (line.amount, Decimal(line.amount) / 100)
    assert (row["store"], row["period"], row["cause"]) == ("tea", "", "sale")
    assert row["event_day"] == date(2026, 11, 20)


def test_a_reversal_is_rows_of_its_own_and_legs_come_to_nothing() -> None:
    journals = sold("cat < bob < ann", a_refund())
    rows = [each for journal in journals for each in journal_rows(journal)]
    lines = [row["amount_minor"] for table, row in rows if table is FACT_COMMISSION]
    legs = [row for table, row in rows if table is FACT_LEDGER_LEG]

    assert min(lines) < 0 < max(lines)
    for unit in {each["unit"] for each in legs}:
        assert sum(each["amount"] for each in legs if each["unit"] == unit) == 0
    assert {each["account_class"] for each in legs} == {
        "commission_payable",
        "commission_expense",
        "volume",
        "volume_issued",
    }


def test_what_a_period_pays_is_of_its_period_and_of_no_store() -> None:
    [journal] = sold()
    rows = [row for _, row in journal_rows(replace(journal, order_key=PERIOD))]

    assert {(row["period"], row["store"], row["platform"]) for row in rows} == {
        ("hyb/month/2026-10", "", "")
    }


@pytest.mark.parametrize(
    "key", ["shopify/cert-tea/1", "periods/hyb/month/2026-10/cert-ann"], ids=["store", "member"]
)
def test_what_only_proves_that_it_works_is_not_exported(key: str) -> None:
    [journal] = sold()

    assert is_exported(journal)
    assert not is_exported(replace(journal, order_key=key))
    assert not is_exported(replace(journal, context=replace(journal.context, seller="cert-bob")))
