"""A person's word on whose sale an order is, drafted as a fact of the order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.application.queries.order_story import OrderStory
from commissions.application.queries.statement import UnknownDistributor
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import (
    HOUSE,
    MEMBER,
    OVERRIDE,
    TAKEN_BACK,
    AttributionOverride,
    identified_override,
)
from commissions.domain.people.genealogy import NoLine
from commissions.domain.people.upline import PARTICIPANT, RETAIL, Ancestor
from commissions.domain.plans import Plan
from commissions.domain.sales.referral_match import SaleCredit
from commissions.domain.sales.referrers import Buyer, buyer_of
from commissions.tables import closed_months, members, sale_registers

TO_NOBODY = "HOUSE"
TERMINATED = "terminated"
_TICK = timedelta(microseconds=1)


class OrderNotTold(LookupError):
    """Something of an order came, and the order itself did not."""

    def __init__(self, order_key: str) -> None:
        super().__init__(f"Order {order_key} itself has not been told yet")


class NotASeller(ValueError):
    """Somebody whose sale an order of that time cannot be."""


class SameSeller(ValueError):
    """The order is whose it is to be already."""

    def __init__(self, order_key: str, seller: str) -> None:
        whose = f"{seller}'s" if seller else "nobody's by a person's word"
        super().__init__(f"Order {order_key} is {whose} already: nothing to do")


class NoOverrideToUndo(LookupError):
    """What shall be taken back is not what counts."""

    def __init__(self, order_key: str, undo: str, counts: str) -> None:
        what = f"it is {counts} that counts" if counts else "no override counts for it"
        super().__init__(f"{undo} cannot be taken back of order {order_key}: {what}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRequest:
    """What a person says of an order, and why."""

    to: str = ""
    """A member's id, or HOUSE; empty where an override is taken back."""
    undo: str = ""
    """The id of that override."""
    by: str
    why: str


def drafted_override(
    story: OrderStory, request: OverrideRequest, now: datetime
) -> AttributionOverride:
    """Raises OrderNotTold, UnknownDistributor, NotASeller, SameSeller, or NoOverrideToUndo."""
    order = story.order
    if order is None:
        raise OrderNotTold(story.order_key)
    _check(story, request)
    is_members = bool(request.to) and request.to != TO_NOBODY
    buyer = _who_bought(story)
    return identified_override(
        AttributionOverride(
            platform=order.platform,
            store_id=order.store_id,
            platform_order_id=order.platform_order_id,
            override_id="",
            says=MEMBER if is_members else HOUSE if request.to else TAKEN_BACK,
            seller=request.to if is_members else "",
            takes_back=request.undo,
            buyer=buyer.member,
            buyer_class=buyer.kind,
            enrolled_at=buyer.enrolled_at,
            line=_line(request.to, order, now) if is_members else (),
            effective_at=_effective_at(story, order),
            decided_at=_moment(story, now),
            by=request.by,
            why=request.why,
        )
    )


def plan_of_order(story: OrderStory) -> Plan | None:
    """By whose clock its months go; None where no plan is in force."""
    order = story.order
    if order is None:
        return None
    store = sale_registers.store(order.store_id)
    return sale_registers.plan_in_force(store.plan, order.order_ts)


def _check(story: OrderStory, request: OverrideRequest) -> None:
    counts = next(
        (each for each, stands in story.overrides if stands and not each.takes_back), None
    )
    if request.undo:
        if counts is None or counts.override_id != request.undo:
            raise NoOverrideToUndo(
                story.order_key, request.undo, counts.override_id if counts else ""
            )
        return
    seller = "" if request.to == TO_NOBODY else request.to
    credit = story.verdict.credit if story.verdict else None
    if credit and credit.seller == seller and (seller or credit.carrier == OVERRIDE):
        raise SameSeller(story.order_key, seller)


def _line(member: str, order: OrderPlaced, now: datetime) -> tuple[Ancestor, ...]:
    """The line as of the order's time."""
    known = members.known([member]).get(member)
    if known is None:
        raise UnknownDistributor(member)
    if known.kind != PARTICIPANT:
        raise NotASeller(f"{member} is a {known.kind} customer, and no distributor")
    try:
        line, today = sale_registers.line(member, order.order_ts), sale_registers.line(member, now)
    except NoLine as error:
        raise NotASeller(f"Not {member}'s: {error}") from error
    for stood, when in ((line, f"on {order.order_ts:%Y-%m-%d}"), (today, "now")):
        if stood[0].status == TERMINATED:
            raise NotASeller(f"{member} is terminated {when}: no order is given to them")
    return line


def _who_bought(story: OrderStory) -> Buyer:
    """As its snapshots have it; of one that waits, by the earliest that has a customer."""
    if story.verdict:
        return _buyer(story.verdict.credit)
    told = [each for item in story.webhooks for each in item.records]
    orders = [each for each in (*story.contents, *told) if isinstance(each, OrderPlaced)]
    named = [each for each in orders if each.customer]
    if not named:
        return Buyer()
    order = min(named, key=lambda each: (each.updated_at, each.version))
    known = sale_registers.resolve((), order.store_id, order.customer)
    return buyer_of(order, known.account)


def _buyer(credit: SaleCredit) -> Buyer:
    return Buyer(credit.buyer, credit.buyer_class or RETAIL, credit.enrolled_at)


def _effective_at(story: OrderStory, order: OrderPlaced) -> datetime:
    plan = plan_of_order(story)
    if plan is None:
        return order.order_ts
    return closed_months.of_plan(plan.plan_id).counts_at(order.order_ts, plan.timezone)


def _moment(story: OrderStory, now: datetime) -> datetime:
    """Now, but after all that was said before: the highest counts, whatever clocks say."""
    return max([now, *(each.decided_at + _TICK for each, _ in story.overrides)])
