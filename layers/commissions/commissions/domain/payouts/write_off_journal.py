"""The one journal of a write-off: a debt is the company's loss from then on."""

from datetime import datetime

from commissions.domain.ledger.books import WRITE_OFF, payout_book
from commissions.domain.ledger.journal import FIRST, Context, Journal, JournalLine, Leg, sealed
from commissions.domain.payouts.payout_journals import PAYABLE, WRITTEN_OFF_DEBT
from commissions.domain.payouts.standing import WRITTEN_OFF, PayoutMove
from commissions.domain.payouts.terms import PayoutTerms

CAUSE = "debt written off"


def write_off_batch(currency: str, day: datetime) -> str:
    """What stands for the batch in its book: no two of a person on one day."""
    return f"{currency}-{day:%Y%m%d}-written-off"


def write_off_journal(
    member: str, amount: int, terms: PayoutTerms, *, at: datetime, recorded_at: datetime
) -> Journal:
    """`amount`: minor units that are collected no more. `at`: when it was agreed to."""
    return sealed(
        Journal(
            order_key=payout_book(write_off_batch(terms.currency, at), member),
            number=1,
            effective_at=at,
            recorded_at=recorded_at,
            facts=(),
            legs=(
                Leg(f"{PAYABLE}:{member}", terms.currency, amount),
                Leg(WRITTEN_OFF_DEBT, terms.currency, -amount),
            ),
            lines=(_line(member, amount, terms),),
            context=_context(terms, at),
            previous_hash=FIRST,
        )
    )


def _line(member: str, amount: int, terms: PayoutTerms) -> JournalLine:
    return JournalLine(
        line=0,
        bonus=WRITE_OFF,
        kind=WRITE_OFF,
        level=0,
        paid_level=0,
        earner=member,
        status="",
        rank="",
        basis="debt",
        base=amount,
        rate="",
        earned=amount,
        reversed=0,
        refunded="0",
        amount=amount,
        currency=terms.currency,
        reason=f"owed for {terms.write_off_months} months or longer",
    )


def _context(terms: PayoutTerms, at: datetime) -> Context:
    return Context(
        cause=CAUSE,
        plan=terms.plan,
        plan_version=terms.plan_version,
        plan_digest=terms.plan_digest,
        seller="",
        buyer_class="",
        carrier="",
        upline_as_of=at,
        order_currency=terms.currency,
        order_net=0,
        rate="1",
        rate_day="",
        maps=(),
    )


def write_off_move(journal: Journal, amount: int) -> PayoutMove:
    return PayoutMove(
        kind=WRITTEN_OFF, at=journal.effective_at, amount=amount, book=journal.order_key
    )
