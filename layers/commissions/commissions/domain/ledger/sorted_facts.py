"""The facts of one order, sorted out: which snapshot counts, which refunds stand, whose lock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commissions.domain.ledger.decisions import Decisions, decisions_of, refunds_told
from commissions.domain.ledger.disputes import DisputeStanding, disputes_told
from commissions.domain.ledger.facts import Content, Fact
from commissions.domain.ledger.priced_refunds import is_comparable, lists
from commissions.domain.ledger.snapshots import by_age, is_cancelled_by, latest
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.orders.continues import COPY, Continues
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride, override_that_counts
from commissions.domain.sales.attribution import Lock, match_of
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import AWAITED, COMPANY, ReferralMatch
from commissions.domain.sales.remembered import Remembered, remembered
from commissions.domain.sales.sale_evidence import NOTHING, MatchedSnapshot
from commissions.domain.sales.whose_sale import (
    Verdict,
    by_word,
    named_by,
    sold_before,
    whose_sale,
)

CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SortedFacts:
    """The facts of one order, sorted out."""

    snapshots: Sequence[OrderPlaced]
    """The oldest first; the last one counts."""
    refunds: Sequence[OrderRefunded]
    """Those that stand, in the order of their own times."""
    cancelled: bool
    locks: Sequence[Lock]
    """The one that counts first: the earliest paid snapshot's. What went on by a person's word
    alone counts for as long as such a word does."""
    looked_up: Sequence[Lock]
    """All that ever were."""
    matches: Sequence[ReferralMatch]
    """Whom its snapshots name, those of locks that were written before among them. Of what went on
    by a person's word alone it is who bought, for as long as such a word counts."""
    decisions: Decisions
    disputes: tuple[DisputeStanding, ...] = ()
    override: AttributionOverride | None = None
    """A person's word on whose it is, where one counts."""
    carried: Sequence[CarriedAttribution] = ()
    """What other orders of its customer said, each version of it."""
    heard_lines: Sequence[CarriedLines] = ()
    """What its parent and its copies said of their lines, each version of it."""

    @property
    def lock(self) -> Lock | None:
        """The one that counts, with the first rate that is of the order's currency: a rate is used
        for no other. None where there is no such rate."""
        first, currency = self.locks[0], self.latest.currency
        pair = currency, first.plan.base_currency
        rates = (each.rate for each in self.locks)
        rate = next((each for each in rates if (each.currency, each.base_currency) == pair), None)
        return replace(first, rate=rate) if rate else None

    @property
    def verdict(self) -> Verdict | None:
        """Whose sale it is; None before anything was looked up, and of what goes on by a person's
        word alone when that was taken back. An order that was locked before people were facts of
        their own stays whose it was, but for such a word."""
        if not self.locks:
            return None
        own = match_of(self.locks[0])
        if self.override:
            return by_word(self.override, self.matched, own, self.remembered)
        if not self.matches:
            return None
        if own:
            return sold_before(own)
        hours = self.locks[0].policies.late_referral_hours
        return whose_sale(self.matched, hours, self.remembered)

    @property
    def remembered(self) -> Remembered:
        """What others said of its customer, and of what it was placed under; of nearly all orders
        nothing is."""
        if not self.carried and not self.latest.is_machine_made:
            return NOTHING
        order = replace(self.latest, continues=self.goes_on)
        return remembered(self.carried, order, self.customer, self.contract, self.locks[0].policies)

    @property
    def goes_on(self) -> Continues | None:
        """What it goes on with. One that was ever looked up before copies were read is none, and
        keeps what it has, however it is told again."""
        told = self.latest.continues
        is_of_before = not all(lock.compared for lock in self.locks)
        return None if told and told.as_ == COPY and is_of_before else told

    def named_by(self, late_hours: int) -> ReferralMatch | None:
        """What of its own names its seller and may bind its customer, if anything does."""
        return named_by(self.matched, late_hours)

    @property
    def paid(self) -> list[OrderPlaced]:
        """The snapshots that something was looked up for, the one that counts first."""
        if len(self.snapshots) == 1:  # versions are dear
            return [*self.snapshots]
        told = {order.version: order for order in self.snapshots}
        return [told[lock.order_version] for lock in self.locks if lock.order_version in told]

    @property
    def customer(self) -> str:
        """Who bought, by the earliest paid snapshot that has a customer; empty for a guest."""
        return next((each.customer for each in self.paid if each.customer), "")

    @property
    def contract(self) -> str:
        """What it was placed under, by the earliest paid snapshot that says so."""
        return next((each.contract for each in self.paid if each.contract), "")

    @property
    def matched(self) -> list[MatchedSnapshot]:
        if len(self.matches) == 1:  # nothing to compare, and versions are dear
            return [MatchedSnapshot(match=self.matches[0])]
        told = {order.version: order for order in self.snapshots}
        paid = {lock.order_version: lock.policies.paid for lock in self.locks}
        return [
            MatchedSnapshot(
                match=each,
                in_part=order is not None
                and order.status not in paid.get(each.order_version, (order.status,)),
                has_customer=order is not None and bool(order.customer),
            )
            for each in self.matches
            for order in (told.get(each.order_version),)
        ]

    @property
    def latest(self) -> OrderPlaced:
        return self.snapshots[-1]

    @property
    def is_reversed(self) -> bool:
        """Whether it is called off, and all of it is taken back for that."""
        return self.cancelled and self.locks[0].policies.cancellation == "reverse_all"

    @property
    def line_ids(self) -> frozenset[str]:
        """Of all lines that the order has had."""
        return frozenset(item.line_id for order in self.snapshots for item in order.items)

    @property
    def unknown_refunds(self) -> tuple[str, ...]:
        """The refunds that do not fit the order: money of a currency that it was in before is its
        share of what was owed then."""
        return tuple(
            each.refund_id
            for each in self.refunds
            if not is_comparable(self.snapshots, each)
            or any(item.line_id not in self.line_ids for item in each.items)
        )


def sorted_out(facts: Sequence[Fact]) -> SortedFacts | None:
    """None before the order itself was told."""
    counts = latest(facts)
    if counts is None:
        return None
    contents = [fact.content for fact in facts]
    snapshots = by_age(facts)
    decisions = decisions_of(facts)
    cancels = [each for each in contents if isinstance(each, OrderCancelled)]
    refunds = refunds_told(facts, decisions.accepted_refunds)
    looked_up = [each for each in contents if isinstance(each, Lock)]
    override = override_that_counts(
        each for each in contents if isinstance(each, AttributionOverride)
    )
    found = matches_of(contents)
    matches = found if override else [each for each in found if each.carrier != AWAITED]
    return SortedFacts(
        snapshots=snapshots,
        refunds=sorted(
            (each for each in refunds if _stands(each, counts)),
            key=lambda each: (each.refunded_at, each.refund_id),
        ),
        cancelled=decisions.gone == CANCELLED or is_cancelled_by(snapshots, cancels),
        locks=_by_seniority(_counting(looked_up, matches, override), matches, snapshots),
        looked_up=looked_up,
        matches=matches,
        decisions=decisions,
        disputes=disputes_told(contents, decisions.about_disputes),
        override=override,
        carried=[each for each in contents if isinstance(each, CarriedAttribution)],
        heard_lines=[each for each in contents if isinstance(each, CarriedLines)],
    )


def matches_of(contents: Sequence[Content]) -> list[ReferralMatch]:
    """All referral matches of an order; of a snapshot whose lock has people, what that one says
    stands for all that was known at once."""
    before = [found for each in contents if isinstance(each, Lock) and (found := match_of(each))]
    taken = {each.order_version for each in before}
    told = [each for each in contents if isinstance(each, ReferralMatch)]
    return [*before, *(each for each in told if each.answer or each.order_version not in taken)]


def _counting(
    locks: Sequence[Lock], matches: Sequence[ReferralMatch], override: AttributionOverride | None
) -> Sequence[Lock]:
    """Without those for which nobody was found, once no person's word lets them go on."""
    if override:
        return locks
    found = {each.order_version for each in matches}
    return [each for each in locks if each.order_version in found]


def _by_seniority(
    locks: Sequence[Lock], matches: Iterable[ReferralMatch], snapshots: Sequence[OrderPlaced]
) -> Sequence[Lock]:
    """What was looked up for a paid snapshot counts before what was for one paid in part. Of two
    that were looked up for one moment, the one that found a seller comes first: an answer of the
    store's API may not show what the webhook showed."""
    if len(locks) < 2:
        return locks
    versions = {order.version: order for order in snapshots}
    naming = {each.order_version for each in matches if each.seller != COMPANY}

    def seniority(lock: Lock) -> tuple[bool, str, bool, str]:
        order, version = versions.get(lock.order_version), lock.order_version
        in_part = order is not None and order.status not in lock.policies.paid
        return in_part, version.partition("~")[0], version not in naming, version

    return sorted(locks, key=seniority)


def _stands(refund: OrderRefunded, latest: OrderPlaced) -> bool:
    """Whether a refund still is: one that a later snapshot does not list was taken back."""
    is_later = refund.refunded_at > latest.updated_at
    return latest.refund_ids is None or is_later or lists(latest, refund)
