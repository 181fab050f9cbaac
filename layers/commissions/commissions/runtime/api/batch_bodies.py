"""Batches of payouts: what is planned together, agreed to by two people, and sent as one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries.batches import BatchFacts, StateSum
from commissions.domain.money import Money
from commissions.domain.payouts.batch import Batch
from commissions.domain.payouts.payout import Payout
from commissions.pages.addresses import part_of
from commissions.runtime.api.messages import BASE
from commissions.runtime.api.money_bodies import PayoutBody, payout


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchBody:
    """A batch, and how far it has come."""

    batch: str
    href: str
    state: str
    currency: str
    """What was earned in."""
    plan: str
    plan_version: int
    provider: str
    as_of: datetime
    payouts: int
    taken: Money
    paid: tuple[Money, ...]
    """By currency in which it is paid."""
    digest: str
    """Of all that is paid to whom, and why."""
    why: str | None
    """Why it was rejected."""
    approved_by: tuple[str, ...]
    """Who proposed and who approved it."""
    approved_at: datetime | None
    sent_at: datetime | None
    settled_at: datetime | None
    carried: Mapping[str, int]
    """Why people are paid nothing by it, each with how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchList:
    """All batches, the latest first."""

    items: tuple[BatchBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateBody:
    """Payouts of a batch that have come equally far."""

    state: str
    people: int
    paid: tuple[Money, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchStoryBody:
    """A batch, and what of it needs a second look."""

    batch: BatchBody
    is_whole: bool
    """Whether all of it was looked at; of very many payouts what follows is empty."""
    states: tuple[StateBody, ...]
    elsewhere: tuple[str, ...]
    """Whose latest payout of the same currency went to another reference."""
    first: int
    """How many people were never paid before."""
    jumped: tuple[str, ...]
    """Of whom more than three times as much is taken as the last time."""
    withheld: Mapping[str, str]
    """Who is not to be paid as it was planned, by now, each with why."""
    open: tuple[str, ...]
    """Ids of actions on record of it that are not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPayoutBody:
    member: str
    payout: PayoutBody


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPayoutList:
    """Payouts of a batch, by payee."""

    items: tuple[BatchPayoutBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


def batches(found: Iterable[Batch], goes_on: str | None) -> BatchList:
    return BatchList(items=tuple(map(batch, found)), next=goes_on)


def story(facts: BatchFacts) -> BatchStoryBody:
    redirected = facts.redirected
    return BatchStoryBody(
        batch=batch(facts.batch),
        is_whole=facts.is_whole,
        states=tuple(_state(name, each) for name, each in sorted(facts.states.items())),
        elsewhere=tuple(redirected.elsewhere),
        first=redirected.first,
        jumped=tuple(redirected.jumped),
        withheld=dict(facts.withheld),
        open=tuple(each.action_id for each in facts.open),
    )


def payouts(found: Iterable[Payout], goes_on: str | None) -> BatchPayoutList:
    return BatchPayoutList(items=tuple(map(_payout, found)), next=goes_on)


def batch(found: Batch) -> BatchBody:
    return BatchBody(
        batch=found.batch_id,
        href=f"{BASE}/finance/batches/{part_of(found.batch_id)}",
        state=found.state,
        currency=found.currency,
        plan=found.plan,
        plan_version=found.plan_version,
        provider=found.provider,
        as_of=found.as_of,
        payouts=found.payouts,
        taken=Money(found.taken, found.currency),
        paid=_sums(found.paid),
        digest=found.digest,
        why=found.why or None,
        approved_by=tuple(found.approved_by),
        approved_at=found.approved_at,
        sent_at=found.sent_at,
        settled_at=found.settled_at,
        carried=dict(found.carried),
    )


def _state(name: str, found: StateSum) -> StateBody:
    return StateBody(state=name, people=found.people, paid=_sums(found.paid))


def _payout(found: Payout) -> BatchPayoutBody:
    base = f"{BASE}/members/{part_of(found.payee)}"
    return BatchPayoutBody(member=found.payee, payout=payout(found, base))


def _sums(amounts: Mapping[str, int]) -> tuple[Money, ...]:
    return tuple(Money(amount, currency) for currency, amount in amounts.items())
