"""The night looks at payouts: books, items, accounts and statements agree, or it is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commissions.application.payouts import sending
from commissions.application.queries import payouts as asked
from commissions.application.queries import statement
from commissions.application.reconciliation.ledger_side import LedgerTotals, book_statements
from commissions.audit.hash_check import HashCheck
from commissions.tables import payouts, versioned
from tests.support.paid_company import (
    NOW,
    a_paying_plan,
    approved,
    days_ago,
    earn,
    enrol,
    project_payouts,
)
from tools.fake_bank import FakeBank

pytestmark = pytest.mark.usefixtures("aws")


def a_paid_batch(**payout: object) -> str:
    by = a_paying_plan(**payout)
    enrol("ann", "bob")
    earn(by, "ann", 8_000, "1", days_ago(60))
    earn(by, "bob", 3_000, "3", days_ago(40))
    batch, bank = approved().batch.batch_id, FakeBank(trouble=False)
    sending.send(batch, bank, NOW)
    bank.next_day()
    sending.poll(batch, bank, NOW + timedelta(hours=20))
    project_payouts()
    return batch


def found_at_night() -> list[str]:
    now = NOW + timedelta(days=2)
    totals = LedgerTotals.read(NOW.date(), now, HashCheck(NOW))
    kinds = [each.kind for each in totals.company_report(()).findings]
    return [*kinds, *(each.kind for each in book_statements(totals.books_of_day))]


def test_books_statements_and_balances_of_payouts_agree() -> None:
    batch = a_paid_batch(fees={"USD": "1.50"})

    kinds = found_at_night()

    assert [each for each in kinds if not each.startswith("hash")] == []
    assert (
        f"payouts/{batch}/ann"
        in LedgerTotals.read(NOW.date(), NOW + timedelta(days=2), HashCheck(NOW)).books_of_day
    )


def test_a_payout_that_somebody_set_back_is_found() -> None:
    batch = a_paid_batch()
    paid = payouts.find(batch, "ann")
    assert paid is not None
    versioned.write_all_or_none([payouts.stepped(replace(paid, state="approved"))])

    assert "payout_unlike_book" in found_at_night()


def test_a_statement_has_what_was_paid_and_the_fee_and_is_no_commission() -> None:
    a_paid_batch(fees={"USD": "1.50"})

    found = statement.read("ann")

    assert [(each.kind, each.amount) for each in found.lines] == [
        ("commission", 8_000),
        ("payout", -7_850),
        ("payout", -150),
    ]
    assert [each.line.amount for each in found.commissions] == [8_000]
    assert [(each.award.bonus, each.line.amount) for each in found.payouts] == [
        ("payout", -7_850),
        ("fee", -150),
    ]
    assert found.payable == {"USD": 0}


def test_a_years_sums_are_by_the_day_of_payment() -> None:
    a_paid_batch(fees={"USD": "1.50"})

    [ann, bob] = asked.of_year(2026)

    assert (ann.payee, ann.gross, ann.fees, ann.paid) == ("ann", 8_000, 150, 7_850)
    assert asked.of_year(2026, "bob") == [bob]
    assert asked.of_year(2025) == asked.of_year(2027) == []


def test_what_was_paid_to_somebody_is_listed() -> None:
    batch = a_paid_batch()

    assert [(each.batch, each.state) for each in asked.of_member("ann")] == [(batch, "settled")]
    assert asked.batch_story(batch).next_step == ""
