"""The whole story of an order: what the store sent, who earns what, and what was posted."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissions.application.queries import awards, explanation
from commissions.application.queries.awards import AwardBalance
from commissions.application.queries.explanation import Explanation
from commissions.application.queries.order_reference import OrderReference
from commissions.domain.ledger.decisions import standing_decisions
from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.journal import Journal, broken_link
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.attribution import Lock
from commissions.domain.store_record import StoreRecord
from commissions.tables import inbox, ledger, parked, stores
from commissions.tables.inbox import InboxItem
from commissions.tables.ledger import FactRow
from commissions.tables.parked import ParkedEntry

_ORDER_OF_KINDS = ("order", "refund", "cancel", "dispute", "decision", "lock")


class UnknownOrder(LookupError):
    """Nothing is known of an order of that name."""

    def __init__(self, reference: OrderReference) -> None:
        super().__init__(f"No order {reference} here")


class AmbiguousOrder(LookupError):
    """Several stores have an order of that name."""

    def __init__(self, reference: OrderReference, keys: Sequence[str]) -> None:
        super().__init__(
            f"{reference} is an order of several stores: say {' or '.join(sorted(keys))}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStory:
    order_key: str
    rows: Sequence[FactRow]
    webhooks: Sequence[InboxItem]
    """What came in about it, the earliest first."""
    journals: Sequence[Journal]
    parked: Sequence[ParkedEntry]

    @property
    def contents(self) -> list[Content]:
        return [row.fact.content for row in self.rows]

    @property
    def order(self) -> OrderPlaced | None:
        """The order as the store sent it last; while it is parked, as it waits."""
        waiting = [record for item in self.webhooks for record in item.records]
        snapshots = [each for each in self.contents or waiting if isinstance(each, OrderPlaced)]
        return max(snapshots, key=lambda each: each.updated_at) if snapshots else None

    @property
    def lock(self) -> Lock | None:
        locks = [each for each in self.contents if isinstance(each, Lock)]
        return min(locks, key=lambda each: each.order_version) if locks else None

    @property
    def decisions(self) -> list[tuple[OrderDecided, bool]]:
        """What people decided about it, the earliest first, and whether that is their last word."""
        decided = [each for each in self.contents if isinstance(each, OrderDecided)]
        standing = standing_decisions(decided)
        in_order = sorted(decided, key=lambda each: (each.at, each.decision_id))
        return [(each, each in standing) for each in in_order]

    @property
    def awards(self) -> list[AwardBalance]:
        return awards.award_balances(self.journals)

    @property
    def broken_at(self) -> str:
        """The first journal that is not as it was written; empty where the chain is intact."""
        return broken_link(self.journals)

    def contents_of(self, webhook: InboxItem) -> Sequence[StoreRecord | Lock]:
        """The facts that came of a webhook, or its records while there are none yet."""
        own = [row.fact for row in self.rows if row.inbox == webhook.id]
        own.sort(key=lambda fact: _ORDER_OF_KINDS.index(fact.kind))
        return [fact.content for fact in own] or webhook.records

    @property
    def other_contents(self) -> list[Content]:
        """The facts of which no webhook is there any more."""
        known = {item.id for item in self.webhooks}
        return [row.fact.content for row in self.rows if row.inbox not in known]

    def explain(self, journal: int, line: int) -> Explanation:
        """Why a line is what it is. Raises NoSuchJournal, or NoSuchLine."""
        return explanation.explain(self.journals, journal, line, self.lock)


def find(reference: OrderReference) -> OrderStory:
    """The story of the one order that a person means. Raises UnknownOrder, or AmbiguousOrder."""
    stories = [read(key) for key in _keys(reference)]
    known = [story for story in stories if story.rows or story.parked]
    if not known:
        raise UnknownOrder(reference)
    if len(known) > 1:
        raise AmbiguousOrder(reference, [story.order_key for story in known])
    return known[0]


def read(order_key: str) -> OrderStory:
    """The story as far as there is one: of an order that nobody knows it is empty."""
    posted = ledger.read(order_key)
    waiting = [entry for entry in parked.all_entries() if entry.order_key == order_key]
    ids = dict.fromkeys([row.inbox for row in posted.rows] + [entry.inbox for entry in waiting])
    webhooks = [item for each in ids if each and (item := inbox.find(each))]
    return OrderStory(
        order_key=order_key,
        rows=posted.rows,
        webhooks=sorted(webhooks, key=lambda item: item.received_at),
        journals=posted.journals,
        parked=waiting,
    )


def _keys(reference: OrderReference) -> list[str]:
    if reference.platform:
        return reference.keys([])
    return reference.keys((each.platform, each.store_id) for each in stores.all_stores())
