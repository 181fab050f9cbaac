"""Who of a batch is paid elsewhere than before: what somebody who approves has to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissions.domain.ledger.books import batch_of
from commissions.domain.payouts.payout import Payout
from commissions.domain.payouts.standing import RESERVED
from commissions.tables import payees, payouts


@dataclass(frozen=True, slots=True)
class Redirected:
    elsewhere: Sequence[str]
    """Whose latest payout of the same currency went to another reference."""
    first: int
    """How many people were never paid before."""


def redirected(found: Sequence[Payout], currency: str) -> Redirected:
    """Two round trips per 100 payouts."""
    accounts = payees.accounts([each.payee for each in found], currency)
    latest = {
        each.payee: batch_of(taken[-1].book)
        for each in found
        if (
            taken := [
                move
                for move in accounts[each.payee].moves
                if move.kind == RESERVED and batch_of(move.book) != each.batch
            ]
        )
    }
    before = {
        each.payee: each.reference
        for each in payouts.some((batch, payee) for payee, batch in latest.items())
    }
    return Redirected(
        elsewhere=sorted(
            each.payee for each in found if before.get(each.payee, each.reference) != each.reference
        ),
        first=sum(each.payee not in latest for each in found),
    )
