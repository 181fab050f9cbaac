"""A past order as a facts document has it: what its lines were worth, and what of them came back.

By the ledger's own rules, from its own facts: the rate, the values and the people are those that
were locked, so that the plan by which it was sold gives to the cent what the ledger has.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

from commissions.domain.catalogue.sku_keys import id_of
from commissions.domain.catalogue.sku_values import POINT, UNITS
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.line_volumes import LineVolume, line_volumes
from commissions.domain.ledger.months import as_of, business_times
from commissions.domain.ledger.refunds import NOTHING, WHOLE
from commissions.domain.ledger.settlement import Slot, due_sums
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.ledger.target import PlanOf, Target, fold
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.upline import Ancestor
from commissions.domain.plans import Plan
from commissions.domain.plans.sections import (
    CUSTOMER_ORDERS,
    OWN_ORDERS,
    PARTICIPANT_ORDERS,
    Volume,
)
from commissions.domain.sales.attribution import PlanRef
from commissions.domain.sales.referral_match import SaleCredit

Words = dict[str, Any]
Shares = Mapping[tuple[str, str], Fraction]
"""By line and unit, the share of it that came back."""
LineAsOf = Callable[[str, datetime], Sequence[Ancestor]]
"""The line of a member as of a moment, by the registers as they are now."""

_EVERYTHING = Volume(frozenset({OWN_ORDERS, PARTICIPANT_ORDERS, CUSTOMER_ORDERS}), frozenset())


class NotSold(Exception):
    """An order that earns nothing, whatever the plan; says why."""


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """An order of the ledger, in the words of a facts document."""

    order: Words
    refunds: tuple[Words, ...]
    """By time."""
    at: datetime
    order_key: str
    credit: SaleCredit
    plan: PlanRef
    due: Mapping[Slot, int]
    """By award and currency what should stand of it, by the plan that it was sold by."""
    snapshot: OrderPlaced
    """Of the store's tellings the one that counts."""
    lines: tuple[LineVolume, ...]
    """Those that have a value, as the document has them."""
    returned: tuple[tuple[datetime, Shares], ...]
    """By time, what had come back as of each moment at which more of it did."""

    def came_back_within(self, begin: datetime, end: datetime) -> bool:
        return any(stamp(begin) <= each["at"] < stamp(end) for each in self.refunds)


@dataclass(frozen=True, slots=True)
class _Worth:
    """What an order stands with as of some moment."""

    lines: tuple[LineVolume, ...]
    order: OrderPlaced
    credit: SaleCredit
    plan: PlanRef
    target: Target
    is_reversed: bool

    @property
    def gone(self) -> dict[tuple[str, str], Fraction]:
        return {
            (line.line_id, unit): WHOLE if self.is_reversed else line.returned(unit)
            for line in self.lines
            for unit in UNITS
        }


def sold_order(facts: Sequence[Fact], plan_of: PlanOf, line_as_of: LineAsOf) -> SoldOrder:
    """What all facts of an order say of it, each return as of when it happened.

    What the store changed of the order itself counts from its sale on. Raises NotSold; whatever
    facts raise that cannot be folded.
    """
    worth = _worth(facts, plan_of)
    credit, order, at = worth.credit, worth.order, worth.order.order_ts
    words: Words = {
        "id": order.order_key,
        "at": stamp(at),
        "seller": credit.seller,
        "buyer": credit.buyer,
        "buyer_class": credit.buyer_class,
        **({"customer": worth.order.customer} if worth.order.customer else {}),
        "lines": [_line(each) for each in worth.lines] or [{"volumes": "0"}],
    }
    if credit.line != tuple(line_as_of(credit.seller, at)):
        words["sponsor_line"] = [
            {"member": each.member, "status": each.status, "rank": each.rank}
            for each in credit.line
        ]
    moments = list(_moments(worth, _returned(facts, plan_of, worth)))
    return SoldOrder(
        order=words,
        refunds=tuple(_refund(worth, each) for each in moments),
        at=at,
        order_key=order.order_key,
        credit=credit,
        plan=worth.plan,
        due=due_sums(worth.target).awards,
        snapshot=order,
        lines=worth.lines,
        returned=tuple((each.at, each.now) for each in moments),
    )


def _worth(facts: Sequence[Fact], plan_of: PlanOf) -> _Worth:
    known, target = sorted_out(facts), fold(facts, plan_of)
    if known is None:
        raise NotSold("the order itself has not been told yet")
    lock, credit, balance = target.lock, target.credit, target.balance
    if lock is None or credit is None or balance is None:
        raise NotSold(_why_not(target))
    everything = _counting_everything(plan_of(known.locks[0].plan))
    lines = line_volumes(
        known.snapshots, known.refunds, known.locks, lock, credit, everything, balance
    )
    if elsewhere := target.stands_for:
        lines = [each for each in lines if each.line_id not in elsewhere.not_own]
        if not lines:
            raise NotSold(elsewhere.sentence)
    return _Worth(tuple(lines), known.latest, credit, lock.plan, target, known.is_reversed)


def _why_not(target: Target) -> str:
    if target.balance is not None and target.balance.waits:
        return "it was never paid in full, and earns nothing yet"
    return target.void or "nothing was looked up for it"


def _counting_everything(plan: Plan) -> Plan:
    """Which lines count is for the plan that is simulated to say."""
    return replace(plan, volumes=dict.fromkeys(UNITS, _EVERYTHING))


def _line(line: LineVolume) -> Words:
    return {
        "sku": id_of(line.value.platform_sku) or line.value.platform_sku,
        "class": line.value.commission_class,
        "volumes": {unit: points(volume) for unit, volume in line.volumes.items()},
    }


def points(hundredths: int) -> str:
    """`1250` as `12.50`."""
    whole, rest = divmod(hundredths, POINT)
    return f"{whole}.{rest:02}"


def _returned(
    facts: Sequence[Fact], plan_of: PlanOf, worth: _Worth
) -> list[tuple[datetime, Shares]]:
    """What had come back as of each moment, the first moment first: never less than before. What
    came back and was taken back again never came back."""
    last = worth.gone
    if not any(last.values()):
        return []
    times = {time for each in facts for time in business_times(each.content)}
    times = {max(each, worth.order.order_ts) for each in times}
    found: list[tuple[datetime, Shares]] = []
    for moment in sorted(times, reverse=True):
        then = _gone_as_of(moment, facts, plan_of) if found else last
        last = {slot: min(share, then.get(slot, NOTHING)) for slot, share in last.items()}
        found.append((moment, last))
    return found[::-1]


def _gone_as_of(moment: datetime, facts: Sequence[Fact], plan_of: PlanOf) -> Shares:
    try:
        return _worth(as_of(moment, facts), plan_of).gone
    except NotSold:
        return {}


@dataclass(frozen=True, slots=True)
class _Return:
    """A moment at which something came back: what had before it, and what has since."""

    at: datetime
    before: Shares
    now: Shares


def _moments(worth: _Worth, returned: Sequence[tuple[datetime, Shares]]) -> Iterator[_Return]:
    nothing: Shares = dict.fromkeys(worth.gone, NOTHING)
    for (_, before), (at, now) in pairwise([(worth.order.order_ts, nothing), *returned]):
        if now != before:
            yield _Return(at, before, now)


def _refund(worth: _Worth, back: _Return) -> Words:
    words: Words = {"order": worth.order.order_key, "at": stamp(back.at)}
    if any(share != WHOLE for share in back.now.values()):
        words["lines"] = list(_refunded_lines(worth, back.before, back.now))
    return words


def _refunded_lines(worth: _Worth, before: Shares, now: Shares) -> Iterator[Words]:
    for number, line in enumerate(worth.lines, 1):
        slots = {unit: (line.line_id, unit) for unit in UNITS}
        shares = {unit: now[slot] - before[slot] for unit, slot in slots.items()}
        if any(shares.values()):
            same = len(set(shares.values())) == 1
            told = {unit: str(share) for unit, share in shares.items()}
            yield {"line": number, "share": told[UNITS[0]] if same else told}
