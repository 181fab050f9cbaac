"""The book of a payout: each step a journal that sums to zero, and what comes back undoes all."""

from collections import Counter
from dataclasses import replace

import pytest

from commissions.domain.ledger.books import batch_of, is_order_book, is_payout_book, payee_of
from commissions.domain.ledger.journal import Journal, broken_link
from commissions.domain.payouts.payout import Payout
from commissions.domain.payouts.payout_journals import move_of, payout_journal, state_in
from commissions.domain.payouts.standing import PayoutMove
from tests.support.payout_cases import (
    a_payee,
    a_payout,
    day,
    deduction,
    rate,
    recipient,
    terms,
)
from tests.support.said import updates

BY = terms(fees={"USD": 150}, deductions=(deduction("tds", "0.05"),))
IN_EUR = recipient(a_payee(currency="EUR"), rate("EUR", "1.25"))


def book(payout: Payout, *states: str) -> list[Journal]:
    posted: list[Journal] = []
    for number, state in enumerate(states):
        payout = replace(payout, state=state, reserved=True)
        at = day(60 + number)
        posted.append(payout_journal(payout, posted, at=at, recorded_at=at))
    return posted


def sums(journals: list[Journal]) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for journal in journals:
        for leg in journal.legs:
            found[leg.account, leg.unit] += leg.amount
    return {slot: amount for slot, amount in found.items() if amount}


def test_reserving_moves_what_is_taken_into_clearing_fee_and_deductions_apart() -> None:
    assert sums(book(a_payout(by=BY), "approved")) == {
        ("commission_payable:M1", "USD"): -10_000,
        ("payout_clearing", "USD"): 9_350,
        ("payout_fees", "USD"): 150,
        ("payout_deductions:tds", "USD"): 500,
    }


def test_sending_moves_nothing_and_is_in_the_book() -> None:
    posted = book(a_payout(), "approved", "sent")

    assert posted[1].legs == ()
    assert updates(posted[1]) == []
    assert state_in(posted) == "sent"


def test_settling_takes_it_from_clearing_to_the_providers_cash() -> None:
    assert sums(book(a_payout(by=BY), "approved", "sent", "settled")) == {
        ("commission_payable:M1", "USD"): -10_000,
        ("payout_fees", "USD"): 150,
        ("payout_deductions:tds", "USD"): 500,
        ("cash:fake", "USD"): 9_350,
    }


def test_in_another_currency_each_sums_to_zero_by_itself() -> None:
    posted = book(a_payout(to=IN_EUR), "approved", "sent", "settled")

    assert sums(posted) == {
        ("commission_payable:M1", "USD"): -10_000,
        ("payout_exchange:USD/EUR", "USD"): 10_000,
        ("payout_exchange:USD/EUR", "EUR"): -8_000,
        ("cash:fake", "EUR"): 8_000,
    }
    assert (posted[0].context.rate, posted[0].context.rate_day) == ("1.25", "2026-11-28")


@pytest.mark.parametrize(
    "states",
    [
        ("approved", "failed"),
        ("approved", "sent", "failed"),
        ("approved", "sent", "returned"),
        ("approved", "sent", "settled", "returned"),
    ],
)
def test_what_fails_or_comes_back_leaves_nothing_moved(states: tuple[str, ...]) -> None:
    assert sums(book(a_payout(by=BY, to=IN_EUR), *states)) == {}


def test_the_chain_of_a_book_is_whole_and_says_how_far_it_has_come() -> None:
    posted = book(a_payout(), "approved", "sent", "settled", "returned")

    assert broken_link(posted) == ""
    assert [state_in(posted[:each]) for each in range(5)] == [
        "",
        "approved",
        "sent",
        "settled",
        "returned",
    ]


def test_a_statement_has_a_line_each_for_what_is_paid_the_fee_and_the_deductions() -> None:
    [reserved, *_, returned] = book(a_payout(by=BY), "approved", "sent", "returned")
    [out], [back] = updates(reserved), updates(returned)

    assert [(each.kind, each.amount) for each in out.lines] == [
        ("payout", -9_350),
        ("payout", -150),
        ("payout", -500),
    ]
    assert out.months == {"2026-11 USD": {"payable": -10_000, "version": 1}}
    assert sum(each.amount for each in back.lines) == 10_000
    assert back.months == {"2026-12 USD": {"payable": 10_000, "version": 1}}


def test_a_line_of_a_statement_says_what_the_payee_gets_and_by_which_rate() -> None:
    [line, *_] = book(a_payout(to=IN_EUR), "approved")[0].lines

    assert line.reason == "80.00 EUR at 1.25 of 2026-11-28"
    assert (line.base, line.amount) == (10_000, -10_000)


def test_the_payees_account_moves_with_the_money_and_only_then() -> None:
    payout = replace(a_payout(), offset=30, state="approved")
    failed = replace(payout, state="failed", reserved=True)

    assert move_of(payout, day(70)) == PayoutMove(
        kind="reserved",
        at=payout.as_of,
        amount=10_000,
        offset=30,
        book=f"payouts/{payout.batch}/M1",
    )
    assert move_of(failed, day(70)) == PayoutMove(
        kind="came back", at=day(70), amount=10_000, book=f"payouts/{payout.batch}/M1"
    )
    assert move_of(replace(failed, reserved=False), day(70)) is None
    assert move_of(replace(payout, state="settled"), day(70)) is None


def test_a_payouts_book_is_no_orders() -> None:
    [journal] = book(a_payout(), "approved")

    assert is_payout_book(journal.order_key)
    assert not is_order_book(journal.order_key)
    assert (batch_of(journal.order_key), payee_of(journal.order_key)) == ("USD-20261129-1", "M1")
