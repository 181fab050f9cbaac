"""Who of a batch is paid elsewhere than before, or far more: what somebody who approves it has to
look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissions.domain.ledger.books import batch_of
from commissions.domain.payouts.batch import APPROVED_BATCH, SENT_BATCH, SETTLED_BATCH, Batch
from commissions.domain.payouts.jump import is_jump
from commissions.domain.payouts.payout import Payout
from commissions.domain.payouts.standing import RESERVED
from commissions.tables import payees, payouts


@dataclass(frozen=True, slots=True)
class Redirected:
    elsewhere: Sequence[str]
    """Whose latest payout of the same currency went to another reference."""
    first: int
    """How many people were never paid before."""
    jumped: Sequence[str]
    """Of whom more than three times as much is taken as the last time."""


def redirected(found: Sequence[Payout], currency: str) -> Redirected:
    """Two round trips per 100 payouts."""
    accounts = payees.accounts([each.payee for each in found], currency)
    last = {
        each.payee: taken[-1]
        for each in found
        if (
            taken := [
                move
                for move in accounts[each.payee].moves
                if move.kind == RESERVED and batch_of(move.book) != each.batch
            ]
        )
    }
    latest = {payee: batch_of(move.book) for payee, move in last.items()}
    before = {
        each.payee: each.reference
        for each in payouts.some((batch, payee) for payee, batch in latest.items())
    }
    return Redirected(
        elsewhere=sorted(
            each.payee for each in found if before.get(each.payee, each.reference) != each.reference
        ),
        first=sum(each.payee not in latest for each in found),
        jumped=sorted(
            each.payee
            for each in found
            if each.payee in last and is_jump(each.taken, last[each.payee].amount)
        ),
    )


def last_batch(record: Batch, every: Sequence[Batch]) -> Batch | None:
    """The one before it that paid what was earned in the same currency; None of the first."""
    paid = {APPROVED_BATCH, SENT_BATCH, SETTLED_BATCH}
    before = [
        each
        for each in every
        if each.currency == record.currency and each.as_of < record.as_of and each.state in paid
    ]
    return max(before, key=lambda each: each.as_of, default=None)


def outgrown(record: Batch, every: Sequence[Batch]) -> Batch | None:
    """The last batch, where this one takes more than three times as much."""
    last = last_batch(record, every)
    return last if last and is_jump(record.taken, last.taken) else None
