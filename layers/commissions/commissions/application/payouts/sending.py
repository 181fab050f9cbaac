"""Sends what is reserved, by a provider; begun again after any crash it pays nothing twice.

That a payout may have left is written before the provider hears of it. Whoever finds it so asks the
provider what it knows first, and tells it again, under the same id, only what it does not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.application.payouts.reserving import reserve, withheld
from commissions.application.payouts.settling import Settled, finish, settle
from commissions.application.payouts.stepping import PayoutStep, running_from, take
from commissions.domain.payouts.batch import APPROVED_BATCH, SENT_BATCH, SETTLED_BATCH, Batch
from commissions.domain.payouts.payout import APPROVED, ENDED, FAILED, PLANNED, SENT, Payout
from commissions.payments.provider import PaymentBatch, PaymentOrder, PaymentProvider
from commissions.tables import payouts
from commissions.tables.versioned import retry_on_conflict

NAMED_MAX = 3


class NotToBeSent(ValueError):
    """A batch that cannot be sent, or not by what is at hand; nothing of it was sent now."""


@dataclass(frozen=True, slots=True)
class SentBatch:
    batch: Batch
    where: str
    """What the provider says of where it went; empty where there was nothing to tell it."""
    settled: Settled
    """What the provider knew already."""


def send(batch_id: str, provider: PaymentProvider, now: datetime) -> SentBatch:
    """Raises UnknownBatch, NotToBeSent, or what the provider raises: then send it again."""
    record = sendable(payouts.batch(batch_id), provider)
    clock = running_from(now)
    found = [each for each in reserve(record, now) if _may_be_sent(each)]
    check_complete(found, provider)
    record = _marked_sent(batch_id, provider, now)
    step = PayoutStep(state=SENT, at=now, sent_at=record.sent_at, only_from=APPROVED)
    taken = [take(each.batch, each.payee, step, clock()) for each in found]
    found = [each for each in taken if _may_be_sent(each)]
    known = _known(record, found, provider, clock())
    untold = _untold(found, provider, known)
    where = provider.send(_order(record, untold)) if untold else ""
    finish(batch_id, clock())
    return SentBatch(payouts.batch(batch_id), where, known)


def to_be_sent(batch_id: str, now: datetime) -> list[Payout]:
    """What `send` would tell a provider of, without doing anything. Raises UnknownBatch."""
    found = payouts.of_batch(batch_id)
    stopped = withheld([each for each in found if each.state in {PLANNED, APPROVED}], now)
    return [each for each in found if each.payee not in stopped and _may_be_sent(each)]


def _may_be_sent(payout: Payout) -> bool:
    """Not what was given back before any provider heard of it: also by somebody who looked at the
    batch meanwhile, when its payee was held already."""
    return payout.reserved and not (payout.state == FAILED and payout.sent_at is None)


@retry_on_conflict
def _marked_sent(batch_id: str, provider: PaymentProvider, now: datetime) -> Batch:
    """With the moment of the first time. Raises NotToBeSent."""
    record = sendable(payouts.batch(batch_id), provider)
    if record.state == SENT_BATCH:
        return record
    return payouts.put_batch(replace(record.becomes(SENT_BATCH), sent_at=now))


def _untold(found: Sequence[Payout], provider: PaymentProvider, known: Settled) -> Sequence[Payout]:
    """A file has all of a batch, however often it is written until anything came of it; whoever
    answers is told what they do not know."""
    if not provider.answers:
        return () if any(each.state in ENDED and each.sent_at for each in found) else found
    return [each for each in found if each.state == SENT and each.payout_id not in known.payouts]


def sendable(record: Batch, provider: PaymentProvider) -> Batch:
    """Raises NotToBeSent."""
    if record.state not in {APPROVED_BATCH, SENT_BATCH}:
        after = "it is done" if record.state == SETTLED_BATCH else "two people have to agree first"
        raise NotToBeSent(f"{record.batch_id} is {record.state}: {after}")
    if record.provider != provider.name:
        raise NotToBeSent(
            f"{record.batch_id} was agreed to be paid by {record.provider}, not {provider.name}"
        )
    return record


def check_complete(found: Sequence[Payout], provider: PaymentProvider) -> None:
    """That the provider could pay all of them. Raises NotToBeSent."""
    if missing := provider.missing([order(each) for each in found]):
        more = f", and {len(missing) - NAMED_MAX} more" if len(missing) > NAMED_MAX else ""
        raise NotToBeSent(f"nothing was sent: {'; '.join(missing[:NAMED_MAX])}{more}")


def poll(batch_id: str, provider: PaymentProvider, now: datetime) -> Settled:
    """Asks a provider what became of a batch, and goes by it."""
    found = [each for each in payouts.of_batch(batch_id) if each.reserved]
    asked = [each.payout_id for each in found if each.state != APPROVED]
    return settle(batch_id, provider.status(asked), now)


def order(payout: Payout) -> PaymentOrder:
    return PaymentOrder(
        payout_id=payout.payout_id,
        payee=payout.payee,
        reference=payout.reference,
        currency=payout.paid_in,
        amount=payout.paid,
    )


def _known(
    record: Batch, found: Sequence[Payout], provider: PaymentProvider, now: datetime
) -> Settled:
    if not provider.answers:
        return Settled()
    return settle(record.batch_id, provider.status([each.payout_id for each in found]), now)


def _order(record: Batch, found: Sequence[Payout]) -> PaymentBatch:
    return PaymentBatch(
        batch_id=record.batch_id,
        created_at=record.sent_at or record.as_of,
        orders=tuple(map(order, found)),
    )
