"""Goes by what a provider, or a person with a bank's answer, says became of payouts.

What comes twice changes nothing. What cannot follow on what is known is told to a person, and
nothing is posted by it: whether money moved is then for them to find out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from commissions.application.payouts.stepping import (
    PayoutStep,
    ReferenceTaken,
    running_from,
    take,
)
from commissions.domain.payouts.batch import SENT_BATCH, SETTLED_BATCH
from commissions.domain.payouts.ids import NotABatch, parsed_batch
from commissions.domain.payouts.payout import (
    ENDED,
    FAILED,
    RETURNED,
    SENT,
    SETTLED,
    NotTheNextState,
    Payout,
)
from commissions.payments.provider import CAME_BACK, PAID, REFUSED, PaymentStatus
from commissions.payments.settlement_file import read_settlement
from commissions.tables import payouts
from commissions.tables.versioned import retry_on_conflict

A_DAY = timedelta(days=1)
STATES: Mapping[str, str] = {PAID: SETTLED, REFUSED: FAILED, CAME_BACK: RETURNED}


@dataclass(slots=True)
class Settled:
    """What came of it, by payout id."""

    payouts: set[str] = field(default_factory=set)
    """All that were told of, whatever was."""
    changed: list[Payout] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    """What cannot be, a sentence each: nothing was posted by it."""


def told_in(text: str) -> list[PaymentStatus]:
    """What a person's file says. Raises SettlementRefused."""
    return read_settlement(text)


def settle_all(told: Sequence[PaymentStatus], now: datetime) -> Settled:
    """Of several batches: an id of a payout begins with its batch."""
    found, clock = Settled(), running_from(now)
    for batch in sorted({_batch_of(each) for each in told}):
        own = [each for each in told if _batch_of(each) == batch]
        try:
            part = settle(parsed_batch(batch), own, clock())
        except (NotABatch, payouts.UnknownBatch):
            part = _strangers(own)
        found.payouts |= part.payouts
        found.changed += part.changed
        found.contradictions += part.contradictions
    return found


def preview(told: Sequence[PaymentStatus], now: datetime) -> Settled:
    """What would come of it; nothing is written."""
    found = Settled()
    for batch in sorted({_batch_of(each) for each in told}):
        known = {each.payout_id: each for each in payouts.of_batch(batch)}
        for status in told:
            if _batch_of(status) == batch:
                found.payouts.add(status.payout_id)
                _previewed(known.get(status.payout_id), status, now, found)
    return found


def _previewed(payout: Payout | None, status: PaymentStatus, now: datetime, found: Settled) -> None:
    if payout is None:
        found.contradictions += _strangers([status]).contradictions
        return
    if wrong := _wrong_day(payout, status, now):
        found.contradictions.append(wrong)
        return
    try:
        _check(payout, status)
        if payout.state != STATES[status.state]:
            found.changed.append(payout.becomes(STATES[status.state]))
    except NotTheNextState as error:
        if not _is_stale(payout, status):
            found.contradictions.append(str(error))


def _wrong_day(payout: Payout, status: PaymentStatus, now: datetime) -> str:
    """By a day of another year the payment would be of another tax year. Whose day it is by a clock
    elsewhere may be one more or less."""
    if payout.sent_at is None:
        return ""
    said = f"{status.payout_id} is said to be {status.state} on {status.on}"
    if status.on > now.date() + A_DAY:
        return f"{said}, which is still to come"
    return f"{said}, before it was sent" if status.on < payout.sent_at.date() - A_DAY else ""


def _strangers(told: Sequence[PaymentStatus]) -> Settled:
    wrong = [f"There is no payout {each.payout_id}" for each in told]
    return Settled({each.payout_id for each in told}, [], wrong)


def _batch_of(status: PaymentStatus) -> str:
    return status.payout_id.rpartition("-")[0]


def settle(batch_id: str, told: Iterable[PaymentStatus], now: datetime) -> Settled:
    """Raises UnknownBatch, PayoutContended."""
    known = {each.payout_id: each for each in payouts.of_batch(batch_id)}
    found, clock = Settled(), running_from(now)
    for status in told:
        found.payouts.add(status.payout_id)
        payout = known.get(status.payout_id)
        if payout is None:
            found.contradictions.append(f"{batch_id} has no payout {status.payout_id}")
        elif wrong := _wrong_day(payout, status, now):
            found.contradictions.append(wrong)
        elif status.state in STATES:
            known[status.payout_id] = _settled(payout, status, clock(), found)
    finish(batch_id, now)
    return found


def _settled(payout: Payout, status: PaymentStatus, now: datetime, found: Settled) -> Payout:
    step = PayoutStep(
        state=STATES[status.state],
        at=now,
        on=status.on,
        reference=status.reference,
        why=status.why,
    )
    try:
        _check(payout, status)
        becomes = take(payout.batch, payout.payee, step, now)
    except (NotTheNextState, ReferenceTaken) as error:
        stands = payouts.find(payout.batch, payout.payee) or payout
        if not _is_stale(stands, status):
            found.contradictions.append(f"{error}, as {payout.provider} says ({status.on})")
        return stands
    if becomes.state != payout.state:
        found.changed.append(becomes)
    return becomes


def _check(payout: Payout, status: PaymentStatus) -> None:
    """What was never sent, or failed before it was, nobody can have paid. And what is settled under
    one reference was not paid under another. Raises NotTheNextState."""
    state = STATES[status.state]
    never = not payout.reserved or payout.state not in {SENT, *ENDED} or payout.sent_at is None
    names_it = status.reference not in {"", payout.provider_reference}
    other = payout.state == state == SETTLED and names_it
    if never or other:
        raise NotTheNextState(payout, state)


def _is_stale(payout: Payout, status: PaymentStatus) -> bool:
    """Whether it only tells of a payment once more that came back since."""
    was_paid = payout.state == RETURNED and payout.settled_on is not None
    return was_paid and status.state == PAID and status.reference == payout.provider_reference


@retry_on_conflict
def finish(batch_id: str, now: datetime) -> None:
    """A batch is settled once it waits for none of its payouts."""
    record = payouts.batch(batch_id)
    if record.state == SENT_BATCH and all(
        each.state in ENDED for each in payouts.of_batch(batch_id)
    ):
        payouts.put_batch(replace(record.becomes(SETTLED_BATCH), settled_at=now))
