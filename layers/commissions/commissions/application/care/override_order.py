"""A person's word on whose sale an order is: what it would change, and putting it on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.care.customer_effect import (
    OrderChange,
    closed_month_of,
    later_changes,
    why_two,
)
from commissions.application.care.decision_effect import Change, changes
from commissions.application.care.drafted_overrides import (
    OverrideRequest,
    drafted_override,
)
from commissions.application.care.going_on import released
from commissions.application.care.spoken_words import put_on_record
from commissions.application.pipeline.overridden import waits_for_somebody
from commissions.application.preview.histories import InMemoryHistories
from commissions.application.queries import order_story
from commissions.application.queries.order_reference import OrderReference
from commissions.application.queries.order_story import OrderStory
from commissions.domain.ledger.facts import Content, Fact, fact, new_facts
from commissions.domain.people.attribution_override import (
    MEMBER,
    ORDER,
    AttributionOverride,
    customer_overrides,
    override_that_counts,
)
from commissions.domain.sales.referral_match import COMPANY, SaleCredit
from commissions.tables import ledger

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
    later: tuple[OrderChange, ...]
    """The other orders of its customer that would change."""
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
    contents = (*_going_on(story, facts, override), override)
    later = later_changes([*facts, *new_facts(map(fact, contents), facts)])
    return OverrideProposal(
        order_key=story.order_key,
        override=override,
        before=story.verdict.credit if story.verdict else None,
        waits=tuple(each.detail for each in story.parked if each.holds),
        changes=changes(facts, contents),
        later=later,
        second=_why_two(story, override) or why_two(later),
    )


def own_change(proposal: OverrideProposal) -> OrderChange:
    """Of the order itself."""
    before = proposal.before.seller if proposal.before else None
    return OrderChange(
        order_key=proposal.order_key,
        before=before,
        after=proposal.override.seller,
        changes=proposal.changes,
    )


def record(override: AttributionOverride, *, now: datetime) -> None:
    """Puts it on record. Told again, it changes nothing."""
    put_on_record(TOPIC, override, at=override.decided_at, now=now)


def _why_two(story: OrderStory, override: AttributionOverride) -> str:
    """One person gives what is nobody's; what somebody has, what a person said, and what is closed,
    takes two. So does what may yet turn out to be somebody's."""
    if story.order and (month := closed_month_of(story.order)):
        return f"the month of the order, {month}, is closed"
    said = [each for each in story.contents if isinstance(each, AttributionOverride)]
    of_customer = customer_overrides(said) if override.scope != ORDER else {}
    counting = (override_that_counts(said), of_customer.get(override.since))
    if counts := next(filter(None, counting), None):
        return f"override {counts.override_id} counts, and would no more"
    seller = story.verdict.credit.seller if story.verdict else COMPANY
    if seller not in (COMPANY, override.seller):
        return f"it is taken from {seller}"
    if ledger.read(story.order_key).head.continued:
        return "other orders go on with it, and are whose it is from then on"
    holding = [each for each in story.parked if each.holds]
    is_nobodys = bool(story.verdict) or bool(holding)
    if not is_nobodys or not all(map(waits_for_somebody, holding)):
        return "it is not known yet whose it would be"
    return ""


def _going_on(
    story: OrderStory, facts: Sequence[Fact], override: AttributionOverride
) -> list[Content]:
    """By a person's word it is nothing to it what the customer's earlier orders said."""
    if override.takes_back:
        return []
    return released(story, [*facts, fact(override)], InMemoryHistories())


def whose_it_becomes(override: AttributionOverride) -> str:
    """In words, for whoever agrees."""
    if override.scope == ORDER:
        return _whose(override)
    since = f"{override.since:%Y-%m-%d}" if override.since else "this order"
    return f"{_whose(override)}; the customer too, from {since} on"


def _whose(override: AttributionOverride) -> str:
    if override.says == MEMBER:
        return " < ".join(f"{each.member} ({each.status}, {each.rank})" for each in override.line)
    if override.takes_back:
        return f"override {override.takes_back} counts no more"
    return "nobody, whatever names somebody"
