"""One step of one payout: its item, its journal and its payee's account, in one transaction.

Done again it changes nothing: what stands is read first, and whoever comes second finds it done.
Whatever crashes, the three agree.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any

from commissions.domain.backoff import full_jitter
from commissions.domain.ledger.books import batch_of, payout_book
from commissions.domain.ledger.journal import Journal
from commissions.domain.payouts.payout import APPROVED, FAILED, RETURNED, SENT, SETTLED, Payout
from commissions.domain.payouts.payout_journals import move_of, payout_journal
from commissions.tables import ledger, payees, payouts, versioned

TRIES_MAX = 8
PAUSE_SECONDS = (0.02, 0.4)


class PayoutContended(RuntimeError):
    """Others kept writing to the same payout; it has to come again."""


class TakenMeanwhile(ValueError):
    """What is payable to a payee was moved since the batch was planned: nothing is reserved."""

    def __init__(self, payout: Payout, book: str) -> None:
        by = batch_of(book) or "somebody"
        super().__init__(f"{by} moved what is payable to {payout.payee} since it was planned")


class ReferenceTaken(ValueError):
    """A provider's reference that another payout has already: one payment settles one payout."""

    def __init__(self, payout: Payout, other: str) -> None:
        super().__init__(
            f"{payout.provider} names the payment of {payout.payout_id} as that of {other}: "
            f"{payout.provider_reference}"
        )


class NoSuchPayout(LookupError):
    """An id that no payout has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutStep:
    """To which state, and what is told with it."""

    state: str
    at: datetime
    """When it happened: of the journal."""
    why: str = ""
    sent_at: datetime | None = None
    on: date | None = None
    """By the provider, of SETTLED and RETURNED."""
    reference: str = ""
    only_from: str = ""
    """The one state from which it is taken; what has gone on stays as it is."""


def running_from(now: datetime) -> Callable[[], datetime]:
    """A clock that goes on from a moment: the last of many payouts is recorded when it is written,
    and not when the first one was begun, or the warehouse would be past it by then."""
    began = monotonic()
    return lambda: now + timedelta(seconds=monotonic() - began)


def take(batch: str, payee: str, step: PayoutStep, now: datetime) -> Payout:
    """The payout once it has taken the step. Raises NotTheNextState, TakenMeanwhile,
    ReferenceTaken, NoSuchPayout, PayoutContended."""
    for failed in range(TRIES_MAX):
        payout = payouts.find(batch, payee)
        if payout is None:
            raise NoSuchPayout(f"Batch {batch} pays nothing to {payee}")
        if payout.state == step.state or step.only_from not in {"", payout.state}:
            return payout
        becomes = _becoming(payout, step)
        if _written(payout, becomes, step, now):
            return replace(becomes, version=payout.version + 1)
        _check_reference(becomes)
        _pause(failed)
    raise PayoutContended(payout_book(batch, payee))


def _becoming(payout: Payout, step: PayoutStep) -> Payout:
    becomes = payout.becomes(step.state)
    match step.state:
        case _ if step.state == APPROVED:
            return replace(becomes, reserved=True)
        case _ if step.state == SENT:
            return replace(becomes, sent_at=step.sent_at)
        case _ if step.state == SETTLED:
            return replace(becomes, settled_on=step.on, provider_reference=step.reference)
        case _ if step.state == RETURNED:
            reference = payout.provider_reference or step.reference
            return replace(becomes, returned_on=step.on, why=step.why, provider_reference=reference)
    return replace(becomes, why=step.why)


def _written(was: Payout, becomes: Payout, step: PayoutStep, now: datetime) -> bool:
    """False where something else was written meanwhile."""
    if becomes.state == FAILED and not was.reserved:
        return _tried(lambda: versioned.write_all_or_none([payouts.stepped(becomes)]))
    stored = ledger.read(payout_book(was.batch, was.payee))
    journal = payout_journal(becomes, stored.journals, at=step.at, recorded_at=now)
    beside = [payouts.stepped(becomes), *_account(becomes, journal)]
    if becomes.provider_reference and not was.provider_reference:
        beside.append(payouts.named(becomes))
    return ledger.write(stored, [], [journal], waiting=False, order=None, beside=beside)


def _account(payout: Payout, journal: Journal) -> list[Any]:
    """The move of the payee's account, where money is moved. Raises TakenMeanwhile."""
    move = move_of(payout, journal.effective_at)
    if move is None:
        return []
    account = payees.account(payout.payee, payout.currency)
    if payout.state == APPROVED and account.version != payout.account_version:
        if any(each.book == move.book for each in account.moves):
            return []  # by this very step, at once: its item has moved, and nothing is written
        raise TakenMeanwhile(payout, account.moves[-1].book if account.moves else "")
    return [payees.moved(account, move)]


def _check_reference(payout: Payout) -> None:
    if not payout.provider_reference:
        return
    other = payouts.named_by(payout.provider, payout.provider_reference)
    if other not in {"", payout.payout_id}:
        raise ReferenceTaken(payout, other)


def _tried(write: Callable[[], None]) -> bool:
    try:
        write()
    except versioned.VersionConflict:
        return False
    return True


def _pause(failed: int) -> None:
    first, longest = PAUSE_SECONDS
    time.sleep(full_jitter(failed, first=first, longest=longest, dice=random.uniform))
