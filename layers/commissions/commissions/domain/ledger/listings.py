"""What somebody has to see of an order while it goes on: read from its facts alone, with the time
from which on it is to be seen. Whoever has a clock compares.

The rule is in docs/money.md: goods that came back while their money stayed, an order that waits for
the rest of its money, more that went back than came.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from commissions.domain.catalogue.sku_values import PARTIALLY_PAID
from commissions.domain.ledger.components import REST, Components
from commissions.domain.ledger.money_timeline import MoneyMoment, moments_of
from commissions.domain.ledger.money_walk import Rules
from commissions.domain.ledger.order_balance import OrderBalance
from commissions.domain.ledger.refunds import NOTHING
from commissions.domain.ledger.snapshots import NEVER
from commissions.domain.money import shown
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded

RETURN_WITHOUT_MONEY = "return_without_money"
PARTIAL_PAYMENT = "partial_payment"
MORE_BACK = "more_back_than_came"
GOODWILL_ASKED = "amount_only_refund"
AT_ONCE = NEVER
REST_IS_LATE = timedelta(days=14)
"""How long an order waits for the rest of its money before somebody sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    reason: str
    detail: str
    """With both figures: of the same order and reason, the same detail is the same state."""
    due: datetime
    """From when on somebody should see it."""

    @property
    def subject(self) -> str:
        """What a person has seen of it who wants to see it no more."""
        return subject_of(self.reason, self.detail)


def subject_of(reason: str, detail: str) -> str:
    return f"{reason}: {detail}"


def listings_of(  # noqa: PLR0913 - what an order's money follows, and two answers
    snapshots: Sequence[OrderPlaced],
    refunds: Sequence[OrderRefunded],
    rules: Rules,
    balance: OrderBalance,
    *,
    answered_at: datetime | None,
    days: int,
) -> Iterator[Listing]:
    """`snapshots` and `refunds`: as balance_of takes them. `answered_at`: when a person said of
    goods that had come back what became of their money. `days`: the store's policy."""
    came_in_part = balance.received > 0 or snapshots[-1].status == PARTIALLY_PAID
    rest_is_awaited = balance.waits and came_in_part
    more_back = balance.given_back > balance.received
    if not (rest_is_awaited or more_back or balance.credit):
        return
    moments, currency = moments_of(snapshots, refunds, rules), snapshots[-1].currency
    if rest_is_awaited:
        yield _rest_of(snapshots, moments, currency)
    if balance.given_back - balance.received > moments[-1].rounding:
        yield _more_back(balance, currency)
    stayed = _stayed(moments, answered_at)
    if stayed and min(stayed.amount, balance.credit) > moments[-1].rounding:
        due = stayed.since.at + timedelta(days=days)
        detail = _worth_and_money(stayed, moments[-1], currency)
        yield Listing(reason=RETURN_WITHOUT_MONEY, detail=detail, due=due)


def undecided_goodwill(balance: OrderBalance, currency: str) -> Listing:
    """Where a store has a person asked about goodwill: how much of the order's there is."""
    detail = f"{_shown(balance.unspread, currency)} went back though the goods were kept"
    return Listing(reason=GOODWILL_ASKED, detail=detail, due=AT_ONCE)


def _rest_of(
    snapshots: Sequence[OrderPlaced], moments: Sequence[MoneyMoment], currency: str
) -> Listing:
    """From so long after the last money came; where only a status says that some did, after it was
    first said."""
    now = moments[-1]
    if not now.received:
        said = (each.updated_at for each in snapshots if each.status == PARTIALLY_PAID)
        whole = _shown(now.parts.owed, currency)
        detail = f"waiting for the rest: nothing says how much of {whole} came"
        return Listing(reason=PARTIAL_PAYMENT, detail=detail, due=next(said, now.at) + REST_IS_LATE)
    last_came = next(each for each in moments if each.received == now.received)
    detail = f"waiting for the rest: {_of_the_whole(now, currency)}"
    return Listing(reason=PARTIAL_PAYMENT, detail=detail, due=last_came.at + REST_IS_LATE)


def _of_the_whole(now: MoneyMoment, currency: str) -> str:
    """What is there of what the order costs now; where some of it went back, what became of it."""
    came, owed = _figure(now.received, currency), _shown(now.parts.owed, currency)
    if round(now.given_back) <= 0:
        return f"{came} of {owed} came"
    left = _figure(max(NOTHING, now.received - now.given_back), currency)
    went = _figure(now.given_back, currency)
    return f"{left} of {owed} is there, as {came} came and {went} went back"


def _more_back(balance: OrderBalance, currency: str) -> Listing:
    went, came = _shown(balance.given_back, currency), _shown(balance.received, currency)
    detail = f"more went back than came: {went} of {came}"
    return Listing(reason=MORE_BACK, detail=detail, due=AT_ONCE)


@dataclass(frozen=True, slots=True)
class _Stayed:
    """Money of goods that are gone which is with the shop still."""

    amount: Fraction
    before: MoneyMoment
    """The last one at which there was none."""
    since: MoneyMoment


def _stayed(moments: Sequence[MoneyMoment], answered_at: datetime | None) -> _Stayed | None:
    """A credit counts as far as it rose because what is kept fell: money that came in beyond what
    the order cost is no return's."""
    answered = [
        number for number, each in enumerate(moments) if answered_at and each.at <= answered_at
    ]
    amount, begun = NOTHING, None
    for before, now in pairwise(moments[max(answered, default=0) :]):
        rise, fall = now.credit - before.credit, before.parts.owed - now.parts.owed
        amount = max(NOTHING, amount + (min(rise, max(NOTHING, fall)) if rise > 0 else rise))
        if amount <= now.rounding:
            begun = None
        elif begun is None:
            begun = before, now
    return _Stayed(amount, *begun) if begun else None


def _worth_and_money(stayed: _Stayed, now: MoneyMoment, currency: str) -> str:
    """What came back and when, what was added in its place, and what of the money went."""
    was, kept = stayed.before.parts, now.parts
    day = f"{stayed.since.at.astimezone(UTC):%Y-%m-%d}"
    if not _units_are_gone(was, kept):
        less = was.owed - kept.owed
        went = _shown(max(NOTHING, less - stayed.amount), currency)
        return f"the order costs {_shown(less, currency)} less since {day}, {went} went"
    names = (was.kept.keys() | kept.kept.keys()) - {REST}
    changes = [kept.kept.get(name, NOTHING) - was.kept.get(name, NOTHING) for name in names]
    gone = -sum((each for each in changes if each < 0), NOTHING)
    added = sum((each for each in changes if each > 0), NOTHING)
    instead = f", others worth {_shown(added, currency)} were added" if added else ""
    went = _shown(max(NOTHING, gone - added - stayed.amount), currency)
    return f"goods worth {_shown(gone, currency)} came back on {day}{instead}, {went} went"


def _units_are_gone(was: Components, kept: Components) -> bool:
    left = {name: line.qty for name, line in kept.lines.items()}
    return any(left.get(name, NOTHING) < line.qty for name, line in was.lines.items())


def _figure(amount: Fraction, currency: str) -> str:
    return _shown(amount, currency).split()[0]


def _shown(amount: Fraction, currency: str) -> str:
    return shown(round(amount), currency)
