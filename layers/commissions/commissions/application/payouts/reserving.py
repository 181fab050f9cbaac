"""What two people agreed to is reserved: payout by payout, what is payable moves into clearing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from commissions.application.payouts.payables import statuses
from commissions.application.payouts.stepping import (
    PayoutStep,
    TakenMeanwhile,
    running_from,
    take,
)
from commissions.domain.ledger.books import batch_of
from commissions.domain.payouts.batch import (
    APPROVED_BATCH,
    DRAFT,
    PROPOSED,
    REJECTED_BATCH,
    SENT_BATCH,
    Batch,
    NotTheNextStep,
    digest_of_payouts,
)
from commissions.domain.payouts.payable import TERMINATED
from commissions.domain.payouts.payee import Payee
from commissions.domain.payouts.payout import APPROVED, FAILED, PLANNED, Payout
from commissions.tables import payees, payouts
from commissions.tables.versioned import retry_on_conflict


class NotToBePaid(ValueError):
    """A batch that cannot be agreed to, or not as it was shown; says why and what to do."""


@retry_on_conflict
def propose(batch_id: str) -> Batch:
    """A draft that is whole is ready for two people. Raises UnknownBatch, NotToBePaid."""
    record = payouts.batch(batch_id)
    if record.state == PROPOSED:
        return record
    if record.state != DRAFT:
        raise NotToBePaid(f"{batch_id} is {record.state}, and only a draft is proposed")
    whole(record)
    return payouts.put_batch(record.becomes(PROPOSED))


def whole(record: Batch) -> list[Payout]:
    """The payouts of a batch, which are those that it was planned with. Raises NotToBePaid."""
    found = payouts.of_batch(record.batch_id)
    if digest_of_payouts(found) != record.digest:
        raise NotToBePaid(
            f"{record.batch_id} was not planned to its end, or changed: reject it, and plan again"
        )
    return found


def check(record: Batch, found: list[Payout], now: datetime) -> None:
    """That what was planned can be reserved as it was. Raises NotToBePaid."""
    again = f"reject {record.batch_id}, and plan again"
    if record.is_stale(now):
        raise NotToBePaid(f"{record.batch_id} was planned more than a week ago: {again}")
    accounts = payees.accounts([each.payee for each in found], record.currency)
    moved = [each for each in found if accounts[each.payee].version != each.account_version]
    if moved:
        more = f" and {len(moved) - 1} more" if len(moved) > 1 else ""
        last = accounts[moved[0].payee].moves[-1:]
        by = batch_of(last[0].book) if last else "somebody"
        raise NotToBePaid(
            f"what is payable to {moved[0].payee}{more} was moved by {by} since this was planned: "
            f"{again}"
        )
    for payee, why in withheld(found, now).items():
        raise NotToBePaid(f"{payee} {why} since this was planned: {again}")


def withheld(found: Sequence[Payout], now: datetime) -> dict[str, str]:
    """Who is not to be paid any more as it was planned, each with why: their payee is registered
    otherwise or held by now, or they are terminated."""
    members = [each.payee for each in found]
    registered, known_as = payees.known(members), statuses(members, now)
    whys = {
        each.payee: _not_as_planned(each, registered.get(each.payee), known_as[each.payee])
        for each in found
    }
    return {payee: why for payee, why in whys.items() if why}


def _not_as_planned(payout: Payout, payee: Payee | None, status: str) -> str:
    """What is said otherwise of a payee by now; empty where nothing is."""
    if payee is None or (payee.reference, payee.currency) != (payout.reference, payout.paid_in):
        return "was registered otherwise"
    if payee.hold:
        return f"is held by {payee.held_by} ({payee.hold})"
    return "was terminated" if status == TERMINATED else ""


def approve(batch_id: str, by: tuple[str, str], at: datetime, now: datetime) -> list[Payout]:
    """Notes who agreed, and reserves what is not yet. Done again it goes on. Raises UnknownBatch,
    NotToBePaid."""
    record = _marked_approved(batch_id, by, at)
    if record.state not in {APPROVED_BATCH, SENT_BATCH}:
        raise NotToBePaid(f"{batch_id} is {record.state}, and was not agreed to")
    return reserve(record, now)


@retry_on_conflict
def _marked_approved(batch_id: str, by: tuple[str, str], at: datetime) -> Batch:
    record = payouts.batch(batch_id)
    if record.state != PROPOSED:
        return record
    approved = replace(record.becomes(APPROVED_BATCH), approved_by=by, approved_at=at)
    return payouts.put_batch(approved)


def reserve(record: Batch, now: datetime) -> list[Payout]:
    """Each payout of an approved batch that is not reserved yet. One whose payee was paid by
    another batch meanwhile, or is not to be paid any more, fails, and what is left is in the next
    batch."""
    at, clock = record.approved_at or now, running_from(now)
    found = payouts.of_batch(record.batch_id)
    stopped = withheld([each for each in found if each.state in {PLANNED, APPROVED}], now)
    return [_stepped(each, at, clock(), stopped.get(each.payee, "")) for each in found]


def _stepped(payout: Payout, at: datetime, now: datetime, stopped: str) -> Payout:
    """What was reserved and must not be sent any more is payable again."""
    if payout.state not in {PLANNED, APPROVED}:
        return payout
    if stopped:
        why = f"not paid: {payout.payee} {stopped} since this was planned"
        step = PayoutStep(state=FAILED, at=now, why=why, only_from=payout.state)
        return take(payout.batch, payout.payee, step, now)
    return _reserved(payout, at, now) if payout.state == PLANNED else payout


def _reserved(payout: Payout, at: datetime, now: datetime) -> Payout:
    step = PayoutStep(state=APPROVED, at=at, only_from=PLANNED)
    try:
        return take(payout.batch, payout.payee, step, now)
    except TakenMeanwhile as error:
        why = f"not reserved: {error}"
        step = PayoutStep(state=FAILED, at=at, why=why, only_from=PLANNED)
        return take(payout.batch, payout.payee, step, now)


def reject(batch_id: str, why: str, now: datetime) -> Batch:
    """Of what is not sent yet; what it reserved is payable again. Done again it goes on. Raises
    UnknownBatch, NotToBePaid."""
    record, clock = _marked_rejected(batch_id, why), running_from(now)
    step = PayoutStep(state=FAILED, at=now, why=f"batch rejected: {record.why}")
    for each in payouts.of_batch(batch_id):
        if each.state in {PLANNED, APPROVED}:
            take(each.batch, each.payee, step, clock())
    return record


@retry_on_conflict
def _marked_rejected(batch_id: str, why: str) -> Batch:
    record = payouts.batch(batch_id)
    if record.state == REJECTED_BATCH:
        return record
    try:
        rejected = replace(record.becomes(REJECTED_BATCH), why=why)
    except NotTheNextStep as error:
        raise NotToBePaid(f"{error}: what was sent is settled, failed or returned") from error
    return payouts.put_batch(rejected)
