"""What a store's answer adds to what is known of an order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from commissions.domain.ledger.decisions import decisions_of
from commissions.domain.ledger.disputes import adds_nothing
from commissions.domain.ledger.facts import Fact, Heard, fact, named
from commissions.domain.ledger.snapshots import by_age, is_cancelled_by, latest, supersedes
from commissions.domain.orders.decision import CANCELLED
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OfOrder, OrderCancelled, OrderPlaced
from commissions.domain.orders.parking import Waits, WaitsFor


def changes_by_order(
    record: Sequence[OfOrder],
    known: Mapping[str, Sequence[Fact]],
    read_at: datetime,
    *,
    unseen: Collection[str] = (),
) -> tuple[OfOrder, ...]:
    """The `news` of an answer, order by order; `known`: each order's facts by its key."""
    return tuple(
        each
        for key in sorted(known)
        for each in changes(
            [record for record in record if record.order_key == key],
            known[key],
            read_at,
            unseen=unseen,
        )
    )


def changes(
    records: Iterable[OfOrder],
    known: Sequence[Fact],
    read_at: datetime,
    *,
    unseen: Collection[str] = (),
) -> tuple[OfOrder, ...]:
    """Those of an order's records, as the store answered at `read_at`, that are news.

    A snapshot is news if it is later than the one that counts, or contradicts it, and so is an
    older one of a moment of which none is known: an answer may be overtaken by a later one, and
    what was paid first is read from the oldest. A refund or cancellation is, if it is not known
    with this content. `unseen`: carriers of referrals that the
    answer could not show; what a webhook showed there still holds.
    """
    counts = latest(known)
    digests = {each.fact_id: each.digest for each in known}
    snapshots = (each.content for each in known if isinstance(each.content, OrderPlaced))
    moments = {each.updated_at for each in snapshots}
    found: list[OfOrder] = []
    contents = [each.content for each in known]
    for record in records:
        if isinstance(record, OrderDisputed) and adds_nothing(record, contents):
            continue
        if not isinstance(record, OrderPlaced):
            [each] = named([fact(record)], known)
            found += [record] if digests.get(each.fact_id) != record.digest else []
        elif counts and record.updated_at < counts.updated_at:
            found += [record] if record.updated_at not in moments else []
        elif snapshot := _superseding(_as_shown(counts, record, unseen), counts, read_at):
            found.append(snapshot)
    return tuple(found)


def check_absence(order_key: str, known: Sequence[Fact]) -> None:
    """An order that earned, and that its store has no more, is for a person, until one has decided;
    what we never knew is nobody's. Raises Waits."""
    is_known = any(not isinstance(each.content, Heard) for each in known)
    if is_known and not is_cancelled(known) and not decisions_of(known).gone:
        detail = "the store has the order no more"
        raise Waits("order_gone", detail, WaitsFor.operator(order_key))


def is_cancelled(known: Sequence[Fact]) -> bool:
    """Whether the order counts as cancelled already."""
    snapshots = by_age(known)
    cancels = [each.content for each in known if isinstance(each.content, OrderCancelled)]
    return bool(snapshots) and (
        decisions_of(known).gone == CANCELLED or is_cancelled_by(snapshots, cancels)
    )


def _as_shown(
    counts: OrderPlaced | None, record: OrderPlaced, unseen: Collection[str]
) -> OrderPlaced:
    """The snapshot with the referrals of the one that counts, where it lacks only those of them
    that the answer could not show."""
    if counts is None or not unseen:
        return record
    shown = tuple(each for each in counts.referrals if each.carrier not in unseen)
    if shown != record.referrals:
        return record
    return replace(record, referrals=counts.referrals, distributor_ref=counts.distributor_ref)


def _superseding(
    record: OrderPlaced, counts: OrderPlaced | None, read_at: datetime
) -> OrderPlaced | None:
    """The snapshot as it has to be told to count; None where the one that counts shall stay.

    Only where both are of one moment does it have to say when it was read.
    """
    if counts is None or record.updated_at > counts.updated_at:
        return record
    as_read = replace(record, read_at=read_at)
    return as_read if supersedes(as_read, counts) else None
