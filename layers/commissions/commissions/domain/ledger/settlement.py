"""Settling an order: what its ledger should say, less what has been posted, is the next journal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from commissions.domain.ledger.causes import cause_of
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.journal import FIRST, Context, Journal, JournalLine, Leg, sealed
from commissions.domain.ledger.target import Standing, Target
from commissions.domain.orders.order import sum_of

Slot = tuple[str, str]
SHOWN_MAX = 10**9
"""A share is written down exactly up to this denominator; beyond it, to so many parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What a journal is written down with, beside what it changes."""

    order_key: str
    cause: str
    effective_at: datetime
    recorded_at: datetime
    facts: tuple[str, ...]
    """The ids of the facts that led to it."""


@dataclass(frozen=True, slots=True)
class LedgerSums:
    """What stands of an order's awards and volumes."""

    awards: Counter[Slot]
    """Minor units, by the award's key and its currency."""
    volumes: Counter[Slot]
    """Hundredths of a point, by account and unit."""

    def __add__(self, other: "LedgerSums") -> "LedgerSums":
        return LedgerSums(_added(self.awards, other.awards), _added(self.volumes, other.volumes))


def next_journal(
    order_key: str,
    target: Target,
    posted: Sequence[Journal],
    facts: Sequence[Fact],
    *,
    recorded_at: datetime,
) -> Journal | None:
    """The journal that takes the ledger from what is posted to the target; None if it is there.

    Of an order of one month, or of the last month of one that spans several.
    """
    told, at = cause_of(facts[0].content, is_first=not posted)
    ids = tuple(fact.fact_id for fact in facts)
    booking = Booking(
        order_key=order_key, cause=told, effective_at=at, recorded_at=recorded_at, facts=ids
    )
    return journal_to(target, posted_sums(posted), posted, booking)


def journal_to(
    target: Target,
    stands: LedgerSums,
    posted: Sequence[Journal],
    booking: Booking,
    *,
    restates: bool = True,
) -> Journal | None:
    """The journal that takes the ledger from what stands to the target; None if it is there.

    `stands`: what counts as posted of it. `restates`: whether an award whose amount stays as it is
    gets a line where something else of it changes.
    """
    lines = _lines(target, stands, posted, restates=restates)
    moved = _difference(target.volumes, stands.volumes)
    if not lines and not moved:
        return None
    store = booking.order_key.split("/")[1]
    return sealed(
        Journal(
            order_key=booking.order_key,
            number=len(posted) + 1,
            effective_at=booking.effective_at,
            recorded_at=booking.recorded_at,
            facts=booking.facts,
            legs=(*_money_legs(lines, store), *_volume_legs(moved, store)),
            lines=lines,
            context=_context(booking.cause, target, posted),
            previous_hash=posted[-1].hash if posted else FIRST,
        )
    )


def posted_sums(posted: Iterable[Journal]) -> LedgerSums:
    """What journals add up to."""
    sums = LedgerSums(Counter(), Counter())
    for journal in posted:
        for line in journal.lines:
            sums.awards[line.key, line.currency] += line.amount
        for leg in journal.legs:
            if leg.account.startswith("volume:"):
                sums.volumes[leg.account, leg.unit] += leg.amount
    return sums


def due_sums(target: Target) -> LedgerSums:
    """What a target says should stand."""
    awards = Counter(
        {(key, each.award.currency): each.net for key, each in target.standings.items()}
    )
    return LedgerSums(awards, Counter(target.volumes))


def _added(one: Mapping[Slot, int], other: Mapping[Slot, int]) -> Counter[Slot]:
    """Of both, also what comes to less than nothing."""
    return Counter({slot: one.get(slot, 0) + other.get(slot, 0) for slot in {**one, **other}})


def _difference(due: Mapping[Slot, int], stands: Mapping[Slot, int]) -> dict[Slot, int]:
    slots = {**due, **stands}
    changes = {slot: due.get(slot, 0) - stands.get(slot, 0) for slot in slots}
    return {slot: amount for slot, amount in changes.items() if amount}


def _lines(
    target: Target, stands: LedgerSums, posted: Sequence[Journal], *, restates: bool
) -> tuple[JournalLine, ...]:
    """A line per award that does not stand as it should, and per award that should not stand."""
    last = {(line.key, line.currency): line for journal in posted for line in journal.lines}
    lines: list[JournalLine] = []
    due = {(key, each.award.currency): each for key, each in target.standings.items()}
    for slot, standing in due.items():
        line = _line(len(lines), standing, standing.net - stands.awards[slot])
        restated = restates and slot in last and _as_it_stands(line) != _as_it_stands(last[slot])
        if line.amount or slot not in last or restated:
            lines.append(line)
    for slot, line in last.items():
        if slot not in due and (amount := stands.awards[slot]):
            lines.append(_withdrawn(len(lines), line, -amount, _why_not(target, posted)))
    return tuple(lines)


def _as_it_stands(line: JournalLine) -> JournalLine:
    """Where the award stands, without how it got there."""
    return replace(line, line=0, amount=0)


def _line(number: int, standing: Standing, change: int) -> JournalLine:
    award = standing.award
    return JournalLine(
        line=number,
        bonus=award.bonus,
        kind=award.kind,
        level=award.level,
        paid_level=award.paid_level,
        earner=award.earner,
        status=award.status,
        rank=award.rank,
        basis=award.basis,
        base=award.base,
        rate=award.rate,
        earned=award.amount,
        reversed=standing.reversed,
        refunded=_shown(standing.refunded),
        amount=change,
        currency=award.currency,
        reason=standing.reason,
    )


def _shown(share: Fraction) -> str:
    """An amount spread over a thousand lines makes fractions of thousands of digits."""
    return str(share.limit_denominator(SHOWN_MAX))


def _withdrawn(number: int, line: JournalLine, change: int, reason: str) -> JournalLine:
    """A line for an award that is no longer due at all."""
    return replace(
        line,
        line=number,
        base=0,
        earned=0,
        reversed=0,
        refunded="0",
        amount=change,
        reason=reason,
    )


def _why_not(target: Target, posted: Sequence[Journal]) -> str:
    if target.void or target.credit is None:
        return target.void
    same_seller = target.credit.seller == posted[-1].context.seller
    return "the order was changed" if same_seller else "the sale is another's"


def _money_legs(lines: Sequence[JournalLine], store: str) -> list[Leg]:
    due: Counter[tuple[str, str]] = Counter()
    for line in lines:
        due[f"commission_payable:{line.earner}", line.currency] += line.amount
    return _balanced(due, f"commission_expense:{store}")


def _volume_legs(moved: Mapping[tuple[str, str], int], store: str) -> list[Leg]:
    return _balanced(moved, f"volume_issued:{store}")


def _balanced(amounts: Mapping[tuple[str, str], int], against: str) -> list[Leg]:
    """A leg per account and unit, and per unit the one that stands against them."""
    legs = [Leg(account, unit, amount) for (account, unit), amount in amounts.items() if amount]
    sums: Counter[str] = Counter()
    for leg in legs:
        sums[leg.unit] += leg.amount
    return legs + [Leg(against, unit, -amount) for unit, amount in sums.items() if amount]


def _context(cause: str, target: Target, posted: Sequence[Journal]) -> Context:
    lock, order, credit = target.lock, target.order, target.credit
    if lock is None or order is None or credit is None:
        return replace(posted[-1].context, cause=cause)
    return Context(
        cause=cause,
        plan=lock.plan.plan_id,
        plan_version=lock.plan.version,
        plan_digest=lock.plan.digest,
        seller=credit.seller,
        buyer_class=credit.buyer_class,
        carrier=credit.carrier,
        upline_as_of=lock.order_ts,
        order_currency=order.currency,
        order_net=sum_of(order.items),
        rate=f"{lock.rate.rate.normalize():f}",
        rate_day=lock.rate.day,
        maps=target.maps,
        code=credit.code,
        registered_at=credit.registered_at,
        override=credit.override,
        source=credit.source,
        source_ts=credit.source_ts,
        source_carrier=credit.source_carrier,
        merged_at=credit.merged_at,
        overruled=credit.overruled,
        outranked=credit.outranked,
        continues=credit.continues,
    )
