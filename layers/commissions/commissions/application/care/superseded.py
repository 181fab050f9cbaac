"""What waits for a person although its store has put it right since, and told the order again."""

from collections.abc import Sequence

from commissions.aws.telemetry import logger
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.snapshots import latest
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import AwaitedKind, WaitsFor
from commissions.domain.orders.parking_reasons import (
    COUPON_OF_MANY,
    NO_REFERRER,
    OF_DISPUTES,
    ORDER_GONE,
)
from commissions.domain.orders.payment_doubts import SAYS_PAID
from commissions.domain.sales.whose_sale import LATE_REFERRAL, NOBODYS
from commissions.tables import inbox, ledger, parked
from commissions.tables.ledger import StoredOrder
from commissions.tables.parked import ParkedEntry

UNKNOWN_REFERRER = "unknown_referrer"
OF_FIGURES = ("does_not_reconcile", "negative_line")
"""For what a snapshot waits that contradicts itself."""
NOTE = "the store has told the order again since, as of {}"


def may_be_over(entry: ParkedEntry) -> bool:
    """Whether a later telling of its order would end it: a snapshot that a person was to judge, or
    an order that was gone."""
    if entry.is_of_order:
        return False
    if entry.reason == UNKNOWN_REFERRER:
        return bool(_told_at(entry))
    if WaitsFor.parse(entry.waits_for).kind is not AwaitedKind.OPERATOR:
        return False
    asked_besides = (*OF_DISPUTES, COUPON_OF_MANY)
    is_snapshot = bool(_told_at(entry)) and entry.reason not in asked_besides
    return is_snapshot or entry.reason == ORDER_GONE


def strike_off(entry: ParkedEntry) -> bool:
    """Strikes an entry off that is over, and says whether it was: what waited goes on no more, as
    if a person had dismissed it."""
    order = ledger.read(entry.order_key)
    facts = order.facts
    counts = latest(facts)
    if counts is None or not (_is_over(entry, counts) or _is_corrected(entry, counts, order)):
        return False
    if entry.reason == UNKNOWN_REFERRER and not _is_somebodys(facts):
        return False
    note = NOTE.format(stamp(counts.updated_at))
    logger.info("struck off", record=entry.record_key, why=note)
    inbox.close(entry.inbox, inbox.IGNORED, note)
    parked.remove(entry.waits_for, entry.record_key)
    return True


def _is_over(entry: ParkedEntry, counts: OrderPlaced) -> bool:
    if entry.reason == ORDER_GONE:
        return counts.updated_at > entry.since
    is_told_since = _told_at(entry) < stamp(counts.updated_at) or _is_read_again(entry, counts)
    return is_told_since and _says_enough(counts)


def _is_read_again(entry: ParkedEntry, counts: OrderPlaced) -> bool:
    """Whether the same moment of the order has come with a referral since, which its store wrote
    without a word: no date of it moved."""
    is_same = _told_at(entry) == stamp(counts.updated_at)
    return entry.reason == NO_REFERRER and is_same and counts.key != entry.record_key


def _is_corrected(entry: ParkedEntry, counts: OrderPlaced, order: StoredOrder) -> bool:
    """Whether the same moment of the order has come with other figures since: its store saved it in
    several steps of one second, or put it right without a date. What was heard first corrects
    nothing."""
    if entry.reason not in OF_FIGURES or _told_at(entry) != stamp(counts.updated_at):
        return False
    told_by = next(row.inbox for row in order.rows if row.fact.content is counts)
    waiting, corrected = inbox.find(entry.inbox), inbox.find(told_by)
    if waiting is None or corrected is None or corrected.received_at <= waiting.received_at:
        return False
    return _says_enough(counts)


def _is_somebodys(facts: Sequence[Fact]) -> bool:
    """Whether somebody has the sale who was known at once: a code that is registered later takes
    nothing from them."""
    known = sorted_out(facts)
    verdict = known.verdict if known else None
    return verdict is not None and verdict.rule not in (NOBODYS, LATE_REFERRAL)


def _says_enough(order: OrderPlaced) -> bool:
    """Whether a snapshot says by itself what of the order is paid. Where it does not, one that was
    told before may be all that says so."""
    if order.status == "voided" or order.cancelled_at:
        return True
    is_of_order = not order.has_word_of_payment or order.received is not None
    return order.status in SAYS_PAID and is_of_order


def _told_at(entry: ParkedEntry) -> str:
    """As of when a snapshot is that waits; empty of anything else."""
    kind, _, version = entry.record_key.removeprefix(f"{entry.order_key}/").partition("/")
    return version.partition("~")[0] if kind == "order" else ""
