"""The check of payouts sees what is not as two people agreed, and is silent where all is well."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from commissions.audit.findings import KINDS
from commissions.audit.payout_check import KnownAccount, KnownBatch, KnownPayout, PayoutCheck
from commissions.domain.ledger.journal import Journal, Leg
from commissions.domain.payouts.payout import Payout
from commissions.domain.payouts.payout_journals import payout_journal
from commissions.domain.payouts.write_off_journal import write_off_journal
from tests.support.payout_cases import BATCH, a_payout, day, deduction, terms

BY = terms(fees={"USD": 150}, deductions=(deduction("tds", "0.05"),))
BOOK = f"payouts/{BATCH}/M1"
WHOLE = KnownBatch(
    batch=BATCH, state="sent", payouts=1, taken=10_000, currency="USD", by=("kim", "lou")
)


def a_book(*states: str, of: Payout | None = None) -> list[Journal]:
    posted: list[Journal] = []
    for number, state in enumerate(states):
        payout = replace(of or a_payout(by=BY), state=state, reserved=True)
        at = day(60 + number)
        posted.append(payout_journal(payout, posted, at=at, recorded_at=at))
    return posted


def known(state: str, reference: str = "", book: str = BOOK) -> KnownPayout:
    return KnownPayout(
        book=book,
        payout_id=f"id of {book}",
        state=state,
        reserved=True,
        taken=10_000,
        currency="USD",
        paid=9_350,
        paid_in="USD",
        provider="fake",
        reference=reference,
    )


def kinds(
    journals: Sequence[Journal],
    payout: KnownPayout | None,
    batch: KnownBatch = WHOLE,
    moved: int | None = None,
) -> list[str]:
    stands = moved if moved is not None else -10_000
    check = PayoutCheck(
        payouts={payout.book: payout} if payout else {},
        batches={batch.batch: batch},
        accounts=[KnownAccount("M1", "USD", stands)],
        references={("fake", payout.reference): payout.payout_id} if payout else {},
    )
    for journal in journals:
        check.see(journal, young=False)
    found = check.findings()
    assert {each.kind for each in found} <= KINDS.keys()
    return [each.kind for each in found]


@pytest.mark.parametrize(
    ("states", "moved"),
    [
        (("approved",), -10_000),
        (("approved", "sent"), -10_000),
        (("approved", "sent", "settled"), -10_000),
        (("approved", "sent", "failed"), 0),
        (("approved", "sent", "settled", "returned"), 0),
    ],
)
def test_where_all_is_well_nothing_is_found(states: tuple[str, ...], moved: int) -> None:
    assert kinds(a_book(*states), known(states[-1], "pmt-1"), moved=moved) == []


def test_a_payout_that_went_on_without_its_book_is_found() -> None:
    assert kinds(a_book("approved", "sent"), known("settled")) == ["payout_unlike_book"]
    assert kinds([], known("approved"), moved=0) == ["payout_unlike_book"]


def test_a_book_that_no_payout_has_is_found() -> None:
    empty = replace(WHOLE, payouts=0, taken=0)

    assert kinds(a_book("approved"), None, empty) == ["payout_unlike_book"]


@pytest.mark.parametrize("batch", [{"by": ("kim",)}, {"by": ("kim", "kim")}, {"state": "proposed"}])
def test_money_that_two_people_did_not_agree_to_is_found(batch: dict[str, object]) -> None:
    other = replace(WHOLE, **batch)  # type: ignore[arg-type]

    assert kinds(a_book("approved"), known("approved"), other) == ["payout_not_agreed"]


def test_a_book_that_moves_more_than_was_agreed_to_is_found() -> None:
    posted = a_book("approved", of=replace(a_payout(20_000, by=BY)))

    assert kinds(posted, known("approved"), moved=-20_000) == ["payout_sums_differ"]


def test_payouts_that_are_others_than_were_shown_are_found() -> None:
    other = replace(WHOLE, taken=9_000)

    assert kinds(a_book("approved"), known("approved"), other) == ["batch_unlike_payouts"]


def test_an_account_that_does_not_know_of_a_payout_is_found() -> None:
    """The next batch would pay it again."""
    assert kinds(a_book("approved"), known("approved"), moved=0) == ["payee_account_differs"]


def test_one_payment_for_two_payouts_is_found() -> None:
    one, two = known("settled", "pmt-1"), known("settled", "pmt-1", f"payouts/{BATCH}/M2")
    other = a_book("approved", "sent", "settled", of=replace(a_payout(by=BY), payee="M2"))
    check = PayoutCheck(
        payouts={one.book: one, two.book: two},
        batches={BATCH: replace(WHOLE, payouts=2, taken=20_000)},
        accounts=[KnownAccount("M1", "USD", -10_000), KnownAccount("M2", "USD", -10_000)],
        references={("fake", "pmt-1"): one.payout_id},
    )
    for journal in [*a_book("approved", "sent", "settled"), *other]:
        check.see(journal, young=False)

    assert [each.kind for each in check.findings()] == ["payment_doubled"]


def test_a_journal_that_was_changed_breaks_its_chain() -> None:
    [first, second] = a_book("approved", "sent")
    forged = replace(first, legs=(*first.legs, Leg("payout_fees", "EUR", 0)))

    assert "chain_broken" in kinds([forged, second], known("sent"))


def test_a_leg_that_no_line_explains_is_found() -> None:
    [first] = a_book("approved")
    lines = (replace(first.lines[0], amount=-1), *first.lines[1:])

    assert "journal_unlike_lines" in kinds([replace(first, lines=lines)], known("approved"))


def test_what_was_written_after_the_register_was_read_is_not_looked_at() -> None:
    check = PayoutCheck(payouts={}, batches={}, accounts=[], references={})
    check.see(a_book("approved")[0], young=True)

    assert check.findings() == []


def test_a_write_off_is_no_payout_and_is_of_the_account() -> None:
    at = day(80)
    gone = write_off_journal("M1", 30, terms(), at=at, recorded_at=at)
    check = PayoutCheck(
        payouts={}, batches={}, accounts=[KnownAccount("M1", "USD", 30)], references={}
    )
    check.see(gone, young=False)

    assert check.findings() == []
