"""Everything told of one order, each thing once, and what of it counts in the end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from commissions.audit.people_of_locks import people_of
from commissions.audit.standing_words import standing_words
from commissions.domain.ledger.facts import Content, NotTold
from commissions.domain.orders.carried_lines import CarriedLines
from commissions.domain.orders.decision import GONE, REFUND, OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import DISCOUNT_OF_ALL, OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution import Lock
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.domain.sales.referral_match import ReferralMatch

STATES = ["pending", "authorized", "partially_paid", "paid", "partially_refunded"]
STATES += ["refunded", "voided"]
EVER = datetime(1, 1, 1, tzinfo=UTC)
BANK_ASKS = {"disputed", "on_hold_though_paid"}
"""Of a snapshot, that its order is disputed or may be, and nothing more."""
PARTS = ("-amount", "-beside")
"""Records of their own of a refund: its money beyond the goods, what it names beside them."""


@dataclass(slots=True)
class OrderHistory:
    snapshots: dict[Any, OrderPlaced] = field(default_factory=dict)
    refunds: dict[str, list[OrderRefunded]] = field(default_factory=dict)
    """Each's tellings, as they came."""
    disputes: list[OrderDisputed] = field(default_factory=list)
    """All that the store told of them; `order_disputes` says what of it counts."""
    locks: dict[str, Lock] = field(default_factory=dict)
    matches: dict[tuple[str, ...], ReferralMatch] = field(default_factory=dict)
    """By snapshot and answer, as it was found first."""
    carried: dict[tuple[object, ...], CarriedAttribution] = field(default_factory=dict)
    """By history, source, version and merge, as it was heard first."""
    heard_lines: dict[tuple[object, ...], CarriedLines] = field(default_factory=dict)
    """What its parent and its copies said, by role, source and version, as it was heard first."""
    decisions: dict[str, OrderDecided] = field(default_factory=dict)
    overrides: dict[str, AttributionOverride] = field(default_factory=dict)
    """What people said of whose it is, by id."""
    cancelled_at: datetime = EVER

    @classmethod
    def of(cls, contents: Iterable[Content]) -> "OrderHistory":
        history = cls()
        for content in contents:
            history._add(content)
        return history

    def _add(self, content: Content) -> None:
        match content:
            case OrderPlaced():
                self.snapshots[_precedence(content)] = content
            case OrderRefunded():
                self.refunds.setdefault(content.refund_id, []).append(content)
            case Lock() | ReferralMatch() | CarriedAttribution() | CarriedLines():
                self._add_found(content)
            case OrderCancelled():
                self.cancelled_at = max(self.cancelled_at, content.updated_at)
            case OrderDisputed():
                self.disputes.append(content)
            case OrderDecided():
                self.decisions[content.decision_id] = content
            case AttributionOverride():
                self.overrides[content.override_id] = content

    def _add_found(self, content: NotTold) -> None:
        match content:
            case Lock():
                self.locks[content.order_version] = content
            case ReferralMatch():
                late = (content.code, content.seller) if content.registered_at else ()
                kind = late or (("awaited",) if content.carrier == "awaited" else ())
                self.matches.setdefault((content.order_version, *kind), content)
            case CarriedAttribution():
                name = content.history, content.source, content.version
                self.carried.setdefault((*name, content.merged, content.merged_at), content)
            case CarriedLines():
                role = content.role, content.source, content.version
                self.heard_lines.setdefault(role, content)

    @property
    def order(self) -> OrderPlaced | None:
        """The snapshot that counts: of the highest date, and of one date what an answer of the
        store said before what it sent."""
        return self.snapshots[max(self.snapshots)] if self.snapshots else None

    @property
    def snapshots_by_time(self) -> list[OrderPlaced]:
        """The one that counts is the last; what was sent stands where it was first answered."""
        told = self.snapshots
        asked = sorted(each.read_at for each in told.values() if each.read_at)
        first = {
            replace(each, read_at=None).digest: when
            for when in reversed(asked)
            for each in told.values()
            if each.read_at == when
        }
        return [
            told[place]
            for place in sorted(
                told, key=lambda place: (place[0], first.get(place[-1], place[1]), *place[1:])
            )
        ]

    @property
    def locks_by_time(self) -> list[Lock]:
        """Those that count: what went on by a person's word alone, as long as such a word does."""
        if standing_words(self.overrides):
            return self.looked_up
        found = {each.order_version for each in self.matches_by_time}
        return [each for each in self.looked_up if each.order_version in found]

    @property
    def looked_up(self) -> list[Lock]:
        """The earliest snapshot's first, those paid in part last; of one moment, what is named."""
        rank = self._ranks()
        named = {each.order_version for each in self._people() if each.seller}
        return sorted(
            self.locks.values(),
            key=lambda lock: rank(lock.order_version, lock.order_version in named),
        )

    @property
    def matches_by_time(self) -> list[ReferralMatch]:
        """Whom snapshots name; while a person's word counts, who bought by those it let go on."""
        by_word = standing_words(self.overrides)
        return [each for each in self.found_by_time if by_word or each.carrier != "awaited"]

    @property
    def found_by_time(self) -> list[ReferralMatch]:
        """All that ever were."""
        rank = self._ranks()

        def place(match: ReferralMatch) -> Any:
            late = (match.code, match.seller) if match.registered_at else ("", "")
            return *rank(match.order_version, match.seller != ""), late

        return sorted(self._people(), key=place)

    def _people(self) -> list[ReferralMatch]:
        """With those of locks that had people themselves: there, nothing else was found at once."""
        by_lock = {version: people_of(lock) for version, lock in self.locks.items()}
        own = {version: match for version, match in by_lock.items() if match}
        others = [
            match for name, match in self.matches.items() if len(name) > 1 or name[0] not in own
        ]
        return [*own.values(), *others]

    def _ranks(self) -> Callable[[str, bool], tuple[Any, ...]]:
        """How early what was looked up for a version counts, and whether it named somebody."""
        words = {order.version: order.status for order in self.snapshots.values()}

        def rank(version: str, is_named: bool) -> tuple[Any, ...]:
            word, lock = words.get(version), self.locks.get(version)
            in_part = word is not None and lock is not None and word not in lock.policies.paid
            return in_part, version.partition("~")[0], not is_named, version

        return rank

    @property
    def is_cancelled(self) -> bool:
        """Whether the order stands cancelled."""
        order = self.order
        if order is None:
            return False
        gone = self.decided(GONE).get("")
        if gone and gone.answer == "cancelled" and order.updated_at <= gone.at:
            return True
        told = self.snapshots_by_time
        # A bank's question undoes no cancellation: what the order was before it, it is still.
        before = [each for each in told if not BANK_ASKS & {*each.flags}]
        return any(self._is_off(each) for each in (order, *before[-1:]))

    def _is_off(self, order: OrderPlaced) -> bool:
        if order.cancelled_at is not None or order.updated_at < self.cancelled_at:
            return True
        # Of one moment, an answer of the store knew of the cancellation, and of what undid it.
        return order.updated_at == self.cancelled_at and order.read_at is None

    def decided(self, about: str) -> dict[str, OrderDecided]:
        """By subject what counts: the latest decision."""
        of_kind = [each for each in self.decisions.values() if each.about == about]
        ordered = sorted(of_kind, key=lambda each: (each.at, each.decision_id))
        return {each.subject: each for each in ordered}

    def standing_refunds(self) -> list[OrderRefunded]:
        """By their own times; without those that the store took back without a word."""
        order, accepted = self.order, self._accepted()
        told = [_telling(each, accepted) for each in self.refunds.values()]
        standing = [refund for refund in told if _stands(refund, order)]
        return sorted(standing, key=lambda refund: (refund.refunded_at, refund.refund_id))

    def _accepted(self) -> list[str]:
        """The refunds that were told otherwise before, each as the telling that a person took;
        the last word is the last."""
        taken = [each for each in self.decided(REFUND).values() if each.answer == "accept"]
        return [each.subject for each in sorted(taken, key=lambda each: (each.at, each.subject))]


def refund_of(record_id: str) -> str:
    """The refund that a record of it belongs to."""
    for part in PARTS:
        record_id = record_id.removesuffix(part)
    return record_id


def lists(order: OrderPlaced, record_id: str) -> bool:
    """Whether the snapshot names the refund, or the refund that this record belongs to."""
    ids = order.refund_ids or ()
    return record_id in ids or refund_of(record_id) in ids


def _precedence(order: OrderPlaced) -> Any:
    asked = order.read_at or EVER
    tells_money = order.received is not None or order.unpaid > 0 or order.word != ""
    tells_money = tells_money or DISCOUNT_OF_ALL in order.flags
    gone, back = order.cancelled_at is not None, len(order.refund_ids or ())
    state = STATES.index(order.status)
    return (order.updated_at, asked, tells_money, back, gone, state, order.digest)


def _telling(tellings: list[OrderRefunded], accepted: list[str]) -> OrderRefunded:
    """What was told first, unless a person took another telling for the right one."""
    by_name = {f"{each.refund_id}~{each.digest}": each for each in tellings}
    taken = [by_name[name] for name in accepted if name in by_name]
    return taken[-1] if taken else tellings[0]


def _stands(refund: OrderRefunded, order: OrderPlaced | None) -> bool:
    """Whether the snapshot that counts lists it, lists none at all, or is older than it."""
    if order is None or order.refund_ids is None:
        return True
    return refund.refunded_at > order.updated_at or lists(order, refund.refund_id)
