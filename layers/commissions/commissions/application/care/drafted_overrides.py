"""A person's word on whose sale an order is, drafted as a fact of the order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from commissions.application.queries.order_story import OrderStory
from commissions.application.queries.statement import UnknownDistributor
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import (
    CUSTOMER,
    HOUSE,
    MEMBER,
    ORDER,
    OVERRIDE,
    TAKEN_BACK,
    AttributionOverride,
    identified_override,
)
from commissions.domain.people.genealogy import NoLine
from commissions.domain.people.upline import PARTICIPANT, RETAIL, Ancestor
from commissions.domain.plans import Plan
from commissions.domain.sales.carried_attribution import customer_history
from commissions.domain.sales.referral_match import SaleCredit
from commissions.domain.sales.referrers import Buyer, buyer_of
from commissions.domain.stores.store import BUYER_IN_TREE, NEVER
from commissions.tables import history_entries, members, periods, sale_registers

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
    scope: str = ORDER
    """ORDER, or CUSTOMER: whose the customer is from the order on, too."""
    by: str
    why: str


def drafted_override(
    story: OrderStory, request: OverrideRequest, now: datetime
) -> AttributionOverride:
    """Raises OrderNotTold, UnknownDistributor, NotASeller, SameSeller, or NoOverrideToUndo."""
    order = story.order
    if order is None:
        raise OrderNotTold(story.order_key)
    undone = _checked(story, request)
    if request.scope == CUSTOMER:
        check_customer(story)
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
            line=line_of_seller(request.to, order.order_ts, now) if is_members else (),
            effective_at=_effective_at(story, order, now),
            decided_at=_moment(story, now),
            by=request.by,
            why=request.why,
            scope=undone.scope if undone else request.scope,
            since=undone.since if undone else None,
        )
    )


class NoCustomer(ValueError):
    """An order whose customer nothing can be said of."""

    def __init__(self, order_key: str, why: str) -> None:
        super().__init__(f"Order {order_key}: {why}; say --scope order")


def check_customer(story: OrderStory) -> None:
    """Whether its customer is one that is remembered. Raises NoCustomer."""
    order = story.order
    customer = customer_of(story)
    if order is None or not customer:
        raise NoCustomer(story.order_key, "it was bought by a guest, whom nothing tells again")
    store = sale_registers.store(order.store_id)
    if store.mode == BUYER_IN_TREE:
        raise NoCustomer(story.order_key, "its store places buyers in the tree: move them there")
    if store.policies.remember_referrer == NEVER:
        raise NoCustomer(story.order_key, f"store {store.store_id} remembers no customers")
    erased_at = history_entries.look(customer_history(store.store_id, customer)).erased_at
    if erased_at and order.order_ts <= erased_at:
        raise NoCustomer(story.order_key, "what was known of its customer was erased")


def customer_of(story: OrderStory) -> str:
    """The keyed hash of who bought it, as its earliest paid snapshot has it that has one; of what
    waits, the earliest; empty for a guest."""
    known = sorted_out([row.fact for row in story.rows])
    if known:
        return known.customer
    order = _earliest(story)
    return order.customer if order else ""


def plan_of_order(story: OrderStory) -> Plan | None:
    """By whose clock its months go; None where no plan is in force."""
    order = story.order
    if order is None:
        return None
    store = sale_registers.store(order.store_id)
    return sale_registers.plan_in_force(store.plan, order.order_ts)


def _checked(story: OrderStory, request: OverrideRequest) -> AttributionOverride | None:
    """What is taken back, where something is."""
    counting = [each for each, stands in story.overrides if stands and not each.takes_back]
    if request.undo:
        for each in counting:
            if each.override_id == request.undo:
                return each
        ids = " and ".join(each.override_id for each in counting)
        raise NoOverrideToUndo(story.order_key, request.undo, ids)
    seller = "" if request.to == TO_NOBODY else request.to
    if request.scope == CUSTOMER:
        if any(each.scope == CUSTOMER and each.seller == seller for each in counting):
            raise SameSeller(story.order_key, seller)
        return None
    credit = story.verdict.credit if story.verdict else None
    if credit and credit.seller == seller and (seller or credit.carrier == OVERRIDE):
        raise SameSeller(story.order_key, seller)
    return None


def line_of_seller(member: str, at: datetime, now: datetime) -> tuple[Ancestor, ...]:
    """The line as of a moment. Raises UnknownDistributor, or NotASeller."""
    known = members.known([member]).get(member)
    if known is None:
        raise UnknownDistributor(member)
    if known.kind != PARTICIPANT:
        raise NotASeller(f"{member} is a {known.kind} customer, and no distributor")
    try:
        line, today = sale_registers.line(member, at), sale_registers.line(member, now)
    except NoLine as error:
        raise NotASeller(f"Not {member}'s: {error}") from error
    for stood, when in ((line, f"on {at:%Y-%m-%d}"), (today, "now")):
        if stood[0].status == TERMINATED:
            raise NotASeller(f"{member} is terminated {when}: no order is given to them")
    return line


def _who_bought(story: OrderStory) -> Buyer:
    """As its snapshots have it; of one that waits, by the earliest that has a customer."""
    if story.verdict:
        return _buyer(story.verdict.credit)
    order = _earliest(story)
    if order is None:
        return Buyer()
    known = sale_registers.resolve((), order.store_id, order.customer)
    return buyer_of(order, known.account)


def _earliest(story: OrderStory) -> OrderPlaced | None:
    """The earliest snapshot that has a customer, of what waits too."""
    told = [each for item in story.webhooks for each in item.records]
    orders = [each for each in (*story.contents, *told) if isinstance(each, OrderPlaced)]
    named = [each for each in orders if each.customer]
    return min(named, key=lambda each: (each.updated_at, each.version), default=None)


def _buyer(credit: SaleCredit) -> Buyer:
    return Buyer(credit.buyer, credit.buyer_class or RETAIL, credit.enrolled_at)


def _effective_at(story: OrderStory, order: OrderPlaced, now: datetime) -> datetime:
    plan = plan_of_order(story)
    if plan is None:
        return order.order_ts
    return periods.frozen_now(plan.plan_id).counts_at(order.order_ts, now)


def _moment(story: OrderStory, now: datetime) -> datetime:
    """Now, but after all that was said before: the highest counts, whatever clocks say."""
    return max([now, *(each.decided_at + _TICK for each, _ in story.overrides)])
