"""What the register of payouts says, for the check of their books."""

from commissions.audit.payout_check import KnownAccount, KnownBatch, KnownPayout, PayoutCheck
from commissions.domain.ledger.books import payout_book
from commissions.domain.payouts.batch import Batch
from commissions.domain.payouts.payout import Payout
from commissions.tables import payees, payouts


def payout_check() -> PayoutCheck:
    """Read before the journals are: what is written meanwhile is young."""
    batches = {each.batch_id: _batch(each) for each in payouts.every_batch()}
    return PayoutCheck(
        payouts={each.book: each for each in map(_payout, payouts.every())},
        batches=batches,
        accounts=[
            KnownAccount(each.member, each.currency, sum(move.change for move in each.moves))
            for each in payees.every_account()
        ],
        references={
            (provider, reference): payout_id
            for provider, reference, payout_id in payouts.references()
        },
    )


def _payout(payout: Payout) -> KnownPayout:
    return KnownPayout(
        book=payout_book(payout.batch, payout.payee),
        payout_id=payout.payout_id,
        state=payout.state,
        reserved=payout.reserved,
        taken=payout.taken,
        currency=payout.currency,
        paid=payout.paid,
        paid_in=payout.paid_in,
        provider=payout.provider,
        reference=payout.provider_reference,
    )


def _batch(batch: Batch) -> KnownBatch:
    return KnownBatch(
        batch=batch.batch_id,
        state=batch.state,
        payouts=batch.payouts,
        taken=batch.taken,
        currency=batch.currency,
        by=batch.approved_by,
    )
