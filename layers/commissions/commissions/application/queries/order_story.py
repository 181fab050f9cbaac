"""The whole story of an order: what the store sent, who earns what, and what was posted."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries import awards, explanation, parked_records
from commissions.application.queries.awards import AwardBalance, Slot
from commissions.application.queries.explanation import Explanation
from commissions.application.queries.order_reference import OrderReference
from commissions.domain.ledger.copies import StandsFor, stands_for
from commissions.domain.ledger.decisions import standing_decisions
from commissions.domain.ledger.facts import Content, Fact, NotTold, fact
from commissions.domain.ledger.journal import Journal, broken_link
from commissions.domain.ledger.snapshots import latest
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.ledger.target import fold
from commissions.domain.orders.decision import CANCELLED, GONE, OrderDecided
from commissions.domain.orders.order import AWAITING_PAYMENT, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import (
    TAKEN_BACK,
    AttributionOverride,
    customer_overrides,
    override_that_counts,
)
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.referral_match import SaleCredit, credit_of
from commissions.domain.sales.whose_sale import Verdict
from commissions.domain.store_record import StoreRecord
from commissions.tables import inbox, ledger, parked, plans, stores
from commissions.tables.audit_reads import UNREADABLE
from commissions.tables.inbox import InboxItem
from commissions.tables.ledger import FactRow
from commissions.tables.parked import ParkedEntry

NO_SENSE = (*UNREADABLE, LookupError, ArithmeticError)
"""What facts and plans say that cannot be read or make no sense."""
_ORDER_OF_KINDS = (
    *("order", "refund", "cancel", "dispute", "decision", "override"),
    *("lock", "match", "carried", "lines"),
)


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
    due: Collection[Slot] | None = None
    """The awards that there are by all facts, by key and currency; None where nobody knows."""

    @property
    def contents(self) -> list[Content]:
        return [row.fact.content for row in self.rows]

    @property
    def order(self) -> OrderPlaced | None:
        """The order as the store sent it last; while it is parked, as it waits."""
        if self.is_waiting:
            waiting = [record for item in self.webhooks for record in item.records]
            return latest(fact(each) for each in waiting if isinstance(each, OrderPlaced))
        known = self._known()
        return known.latest if known else None

    @property
    def lock(self) -> Lock | None:
        """What was looked up for it and counts."""
        known = self._known()
        return next(iter(known.locks), None) if known else None

    @property
    def verdict(self) -> Verdict | None:
        """Whose sale it is; None where nothing was looked up for it."""
        known = self._known()
        return known.verdict if known else None

    @property
    def stands_for(self) -> StandsFor | None:
        """What of it earns in another order, or may; None where all of it is its own."""
        known = self._known()
        return stands_for(known) if known else None

    def _known(self, until: datetime | None = None) -> SortedFacts | None:
        """All facts, sorted out, or those that were recorded by a moment."""
        rows = (row for row in self.rows if until is None or row.recorded_at <= until)
        return sorted_out([row.fact for row in rows])

    def is_taken_back(self, refund: OrderRefunded) -> bool:
        """Whether the store has the refund no more, by what it says of the order since."""
        known = self._known()
        return known is not None and refund.refund_id not in {
            each.refund_id for each in known.refunds
        }

    @property
    def is_waiting(self) -> bool:
        """Whether the order itself is not in the ledger yet: it is shown as it waits."""
        return not any(isinstance(each, OrderPlaced) for each in self.contents)

    @property
    def awaits_payment(self) -> bool:
        """Whether it has earned nothing for the sole reason that the store does not call it paid
        yet: goods on their way with cash on delivery, a payment authorized and not captured."""
        order = self.order
        return (
            order is not None
            and not self.journals
            and not order.cancelled_at
            and order.status in AWAITING_PAYMENT
        )

    @property
    def is_gone(self) -> bool:
        """Whether the store has it no more, and somebody said that it counts as cancelled."""
        return any(
            stands and (said.about, said.answer) == (GONE, CANCELLED)
            for said, stands in self.decisions
        )

    @property
    def decisions(self) -> list[tuple[OrderDecided, bool]]:
        """What people decided about it, the earliest first, and whether that is their last word."""
        decided = [each for each in self.contents if isinstance(each, OrderDecided)]
        standing = standing_decisions(decided)
        in_order = sorted(decided, key=lambda each: (each.at, each.decision_id))
        return [(each, each in standing) for each in in_order]

    @property
    def overrides(self) -> list[tuple[AttributionOverride, bool]]:
        """What people said of whose it is, the earliest first, and whether that counts."""
        said = [each for each in self.contents if isinstance(each, AttributionOverride)]
        counting = [override_that_counts(said), *customer_overrides(said).values()]
        gone = [each for each in said if each.says == TAKEN_BACK]
        return [(each, each in counting or each in gone) for each in sorted(said, key=_age)]

    @property
    def awards(self) -> list[AwardBalance]:
        return awards.award_balances(self.journals, self.due)

    @property
    def broken_at(self) -> str:
        """The first journal that is not as it was written; empty where the chain is intact."""
        return broken_link(self.journals)

    def contents_of(self, webhook: InboxItem) -> Sequence[StoreRecord | NotTold]:
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
        return explanation.explain(self.journals, journal, line, self._credits_of(journal))

    def _credits_of(self, number: int) -> Iterator[tuple[Lock, SaleCredit]]:
        """What may have led to a journal: what counted when it was written comes first."""
        written = [each.recorded_at for each in self.journals if each.number == number]
        for until in (*written[:1], None):
            if (known := self._known(until)) and known.verdict:
                yield known.locks[0], known.verdict.credit
                matches = [credit_of(each) for each in known.matches]
                yield from ((lock, each) for lock in known.locks for each in matches)


def _age(override: AttributionOverride) -> tuple[datetime, str]:
    return override.age


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
    entries = [entry for entry in parked.all_entries() if entry.order_key == order_key]
    waiting = parked_records.in_words(entries)
    ids = dict.fromkeys([row.inbox for row in posted.rows] + [entry.inbox for entry in waiting])
    webhooks = [item for each in ids if each and (item := inbox.find(each))]
    return OrderStory(
        order_key=order_key,
        rows=posted.rows,
        webhooks=sorted(webhooks, key=lambda item: item.received_at),
        journals=posted.journals,
        parked=waiting,
        due=_due(posted.facts) if posted.journals else None,
    )


def _due(facts: Sequence[Fact]) -> Collection[Slot] | None:
    """None where they, or their plan, make no sense: the journals are there all the same."""
    try:
        standings = fold(facts, plans.get).standings
    except NO_SENSE:
        return None
    return {(each.award.key, each.award.currency) for each in standings.values()}


def _keys(reference: OrderReference) -> list[str]:
    if reference.platform:
        return reference.keys([])
    return reference.keys((each.platform, each.store_id) for each in stores.all_stores())
