"""A person's word on whose sale an order is: what it would change, and putting it on record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from commissions.application.care.decision_effect import Change, changes
from commissions.application.care.drafted_overrides import (
    OverrideRequest,
    drafted_override,
    plan_of_order,
)
from commissions.application.pipeline.attribute import attributed
from commissions.application.pipeline.map_skus import mapped
from commissions.application.pipeline.overridden import waits_for_somebody
from commissions.application.preview.histories import InMemoryHistories
from commissions.application.queries import order_story
from commissions.application.queries.order_reference import OrderReference
from commissions.application.queries.order_story import OrderStory
from commissions.aws import bus
from commissions.aws.telemetry import logger
from commissions.domain.ledger.facts import Content, Fact, fact
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked
from commissions.domain.people.attribution_override import (
    MEMBER,
    AttributionOverride,
    override_that_counts,
)
from commissions.domain.sales.referral_match import COMPANY, SaleCredit
from commissions.tables import closed_months, inbox, ledger, sale_registers, value_registers
from commissions.tables.inbox import InboxItem

TOPIC = "overridden"


@dataclass(frozen=True, slots=True)
class OverrideProposal:
    """What would be put on record of an order, and what that would change."""

    order_key: str
    override: AttributionOverride
    before: SaleCredit | None
    """Whose it is now; None where nobody knows yet."""
    waits: tuple[str, ...]
    """Why it waits now, where it does."""
    changes: tuple[Change, ...]
    """Of everybody who earns on the order, or would."""
    second: str
    """Why it takes a second person in any case; empty where one may be enough."""


def propose(
    reference: OrderReference, request: OverrideRequest, *, now: datetime
) -> OverrideProposal:
    """What the word would put on record, and change; nothing is written.

    Raises UnknownOrder, AmbiguousOrder, OrderNotTold, UnknownDistributor, NotASeller, SameSeller,
    or NoOverrideToUndo.
    """
    story = order_story.find(reference)
    override = drafted_override(story, request, now)
    facts = [row.fact for row in story.rows]
    return OverrideProposal(
        order_key=story.order_key,
        override=override,
        before=story.verdict.credit if story.verdict else None,
        waits=tuple(each.detail for each in story.parked if each.holds),
        changes=changes(facts, (*_released(story, facts, override), override)),
        second=_why_two(story, override),
    )


def record(override: AttributionOverride, *, now: datetime) -> None:
    """Puts it on record: kept first, then told; what the bus does not take, the sweeper brings.
    Told again, it changes nothing."""
    content = canonical(override).encode()
    item = InboxItem(
        id=inbox.item_id(override.platform, override.store_id, TOPIC, content),
        platform=override.platform,
        store_id=override.store_id,
        topic=TOPIC,
        received_at=now,
        occurred_at=override.decided_at,
        records=(override,),
    )
    if inbox.put(item) not in (inbox.PENDING, f"known {inbox.PENDING}"):
        return
    try:
        bus.publish(item.events())
    except (bus.Undelivered, ClientError, BotoCoreError):
        logger.exception("kept, but not on the bus yet: the sweeper will bring it", inbox=item.id)


def _why_two(story: OrderStory, override: AttributionOverride) -> str:
    """One person gives what is nobody's; what somebody has, what a person said, and what is closed,
    takes two. So does what may yet turn out to be somebody's."""
    order = story.order
    if order and (plan := plan_of_order(story)):
        month = plan.month_of(order.order_ts)
        if closed_months.of_plan(plan.plan_id).is_closed(month):
            return f"the month of the order, {month}, is closed"
    said = [each.content for each in (row.fact for row in story.rows)]
    if counts := override_that_counts(_overrides(said)):
        return f"override {counts.override_id} counts, and would no more"
    if story.verdict and story.verdict.credit.seller != COMPANY:
        return f"it is taken from {story.verdict.credit.seller}"
    if ledger.read(story.order_key).head.continued:
        return "other orders go on with it, and are whose it is from then on"
    holding = [each for each in story.parked if each.holds]
    is_nobodys = bool(story.verdict) or bool(holding)
    if not is_nobodys or not all(map(waits_for_somebody, holding)):
        return "it is not known yet whose it would be"
    return ""


def _overrides(contents: Sequence[Content]) -> Iterator[AttributionOverride]:
    return (each for each in contents if isinstance(each, AttributionOverride))


def _released(
    story: OrderStory, facts: Sequence[Fact], override: AttributionOverride
) -> list[Content]:
    """What would come to the ledger of what waits to know whose the order is."""
    if override.takes_back:
        return []
    known = [*facts, fact(override)]

    def facts_of(order_key: str) -> Sequence[Fact]:
        return known if order_key == story.order_key else sale_registers.facts_of(order_key)

    found: list[Content] = []
    for order, accepted in _waiting(story):
        values = mapped(order, value_registers, amounts_accepted="amounts" in accepted)
        if isinstance(values, OrderParked):
            continue
        # By a person's word it is nothing to it what the customer's earlier orders said.
        sale = attributed(values, sale_registers, InMemoryHistories(), facts_of)
        found += [] if isinstance(sale, OrderParked) else sale.contents
    return found


def _waiting(story: OrderStory) -> Iterator[tuple[OrderPlaced, tuple[str, ...]]]:
    keys = {each.record_key for each in story.parked if waits_for_somebody(each)}
    for item in story.webhooks:
        for each in item.records:
            if isinstance(each, OrderPlaced) and each.key in keys:
                yield each, item.accepted


def whose_it_becomes(override: AttributionOverride) -> str:
    """In words, for whoever agrees."""
    if override.says == MEMBER:
        return " < ".join(f"{each.member} ({each.status}, {each.rank})" for each in override.line)
    if override.takes_back:
        return f"override {override.takes_back} counts no more"
    return "nobody, whatever names somebody"
