"""Which month a fact belongs to, and an order's facts as they were at its end or at a moment.

A month is the plan's: by its clock, like `2026-11`. Arrival plays no part.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from commissions.domain.ledger.facts import Content, Fact, Heard, LookedUp
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import ReferralMatch

MONTHS_A_YEAR = 12

HasCome = Callable[[datetime], bool]
"""Whether a moment is of the time that is looked at, or before."""


def month_of(moment: datetime, timezone: str) -> str:
    """The month of a moment by a clock: `2026-11`."""
    return day_of(moment, timezone)[0]


def day_of(moment: datetime, timezone: str) -> tuple[str, int]:
    """The month of a moment by a clock, and its day in it: `2026-11` and 30."""
    try:
        local = moment.astimezone(ZoneInfo(timezone))
    except OverflowError:  # a date that a store leaves at the first or last there is
        local = moment
    return f"{local.year:04}-{local.month:02}", local.day


def span_of_month(month: str, timezone: str) -> tuple[datetime, datetime]:
    """The first moment of a month by a clock, and of the one after it."""
    year, number = int(month[:4]), int(month[5:])
    following = (year + 1, 1) if number == MONTHS_A_YEAR else (year, number + 1)
    zone = ZoneInfo(timezone)
    return datetime(year, number, 1, tzinfo=zone), datetime(*following, 1, tzinfo=zone)


def months_of(facts: Iterable[Fact], timezone: str) -> list[str]:
    """Every month in which something of an order happened, the oldest first."""
    times = {time for fact in facts for time in business_times(fact.content)}
    if not times:
        return []
    first, last = month_of(min(times), timezone), month_of(max(times), timezone)
    if first == last:
        return [first]
    return sorted({month_of(time, timezone) for time in times})


def business_times(content: Content) -> tuple[datetime, ...]:  # noqa: C901, PLR0911
    """When what a fact tells happened; a snapshot is of a sale, and of its own moment. What was
    looked up for a snapshot happened with it, and what earlier orders said was so from the sale."""
    match content:
        case OrderPlaced() if content.cancelled_at:
            return content.order_ts, content.updated_at, content.cancelled_at
        case OrderPlaced():
            return content.order_ts, content.updated_at
        case OrderRefunded():
            return (content.refunded_at,)
        case OrderCancelled():
            return (content.cancelled_at,)
        case OrderDecided() | OrderDisputed():
            return (content.at,)
        case AttributionOverride():
            return (content.effective_at,)
        case CarriedLines():
            return content.times
        case Lock() | ReferralMatch() | CarriedAttribution():
            return ()


def by_end_of(month: str, facts: Sequence[Fact], timezone: str) -> list[Fact]:
    """The facts as they were at the end of a month."""
    return _known(facts, lambda time: month_of(time, timezone) <= month)


def as_of(moment: datetime, facts: Sequence[Fact]) -> list[Fact]:
    """The facts as they were at a moment, what happened at it among them."""
    return _known(facts, lambda time: time <= moment)


def _known(facts: Sequence[Fact], has_come: HasCome) -> list[Fact]:
    snapshots = _known_snapshots(facts, has_come)
    last = max((stamp(order.updated_at) for _, order in snapshots), default="")
    rest = [
        each
        for each in facts
        if (
            each.content.order_version.partition("~")[0] <= last
            if isinstance(each.content, LookedUp)
            else isinstance(each.content, Heard)
            or (
                not isinstance(each.content, OrderPlaced)
                and has_come(max(business_times(each.content)))
            )
        )
    ]
    return [*(each for each, _ in snapshots), *(_as_then(each, has_come) for each in rest)]


def _as_then(each: Fact, has_come: HasCome) -> Fact:
    """Of what another order said of its lines, how they were then."""
    if not isinstance(each.content, CarriedLines):
        return each
    told = each.content
    known = zip(told.states[1:], told.times[1:], strict=True)
    then = [state for state, since in known if has_come(since)]
    return replace(each, content=replace(told, states=(told.states[0], *then)))


def _known_snapshots(facts: Iterable[Fact], has_come: HasCome) -> list[tuple[Fact, OrderPlaced]]:
    """Those of the time and before. Where the first that is known is of a later time than the
    order, it says best what the order was from its placing on; only what it says of a later
    cancellation is of its own time."""
    snapshots = [(each, each.content) for each in facts if isinstance(each.content, OrderPlaced)]
    known = [each for each in snapshots if has_come(each[1].updated_at)]
    if known or not snapshots:
        return known
    earliest = min(order.updated_at for _, order in snapshots)
    return [
        _before_cancelled(each, order, has_come)
        for each, order in snapshots
        if order.updated_at == earliest and has_come(order.order_ts)
    ]


def _before_cancelled(
    snapshot: Fact, order: OrderPlaced, has_come: HasCome
) -> tuple[Fact, OrderPlaced]:
    if order.cancelled_at is None or has_come(order.cancelled_at):
        return snapshot, order
    not_yet = replace(order, cancelled_at=None)
    return replace(snapshot, content=not_yet), not_yet
