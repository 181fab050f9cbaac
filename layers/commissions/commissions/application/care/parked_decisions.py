"""Carrying out what a person decided about records that wait."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from commissions.application.care import decide_order, listing, retell
from commissions.application.care.decisions import GONE, Decision, Dismissal
from commissions.application.care.drafted_decisions import Answer, of_order
from commissions.application.pipeline import release
from commissions.application.queries import parked_records
from commissions.aws import bus
from commissions.domain.ledger.listings import subject_of
from commissions.domain.orders import decision as about
from commissions.tables import parked
from commissions.tables.parked import ParkedEntry

NOBODY_SAID = "an operator"
ORDER_GONE = "order_gone"


def decide(name: str, decision: Decision) -> list[ParkedEntry]:
    """Does it with all that waits under a name, and returns that as it stood before.

    Raises NothingParked, or NotAnOrder.
    """
    entries = parked_records.find(name)
    decide_entries(entries, decision)
    return entries


def decide_entries(entries: Sequence[ParkedEntry], decision: Decision) -> None:
    """Of an order that is gone the decision goes on record first: what waits goes on with it, and
    if this stops halfway too."""
    if answer := _answer(decision):
        gone = {each.order_key for each in entries if each.reason == ORDER_GONE}
        _put_on_record(answer, gone, _moment(decision))
    for order_key in sorted({each.order_key for each in entries if each.is_of_order}):
        _of_order(decision, order_key, [each for each in entries if each.order_key == order_key])
    for entry in entries:
        if not entry.is_of_order:
            _carry_out(decision, entry)


def _answer(decision: Decision) -> Answer | None:
    """What it says of an order that is gone, if it does."""
    by = decision.by or NOBODY_SAID
    if isinstance(decision, Dismissal):
        return Answer(
            about=about.GONE,
            answer=about.STANDS,
            by=by,
            approved_by=decision.approved_by,
            why=decision.reason,
        )
    why = decision.reason or "released with --accept gone"
    if decision.accepted == GONE:
        approved_by = decision.approved_by
        return Answer(
            about=about.GONE, answer=about.CANCELLED, by=by, approved_by=approved_by, why=why
        )
    return None


def _moment(decision: Decision) -> datetime:
    """Of one that is carried out again, the moment that it had: it is the same decision then."""
    return decision.at or datetime.now(UTC)


def _of_order(decision: Decision, order_key: str, entries: Iterable[ParkedEntry]) -> None:
    """What is listed of an order as such goes when its facts say so: a dismissal is one. Without
    one it is only looked at again."""
    now = _moment(decision)
    if not isinstance(decision, Dismissal):
        listing.look_again(order_key, datetime.now(UTC))
        return
    for entry in filter(lambda each: each.is_of_order, entries):
        decide_order.record([of_order(order_key, _seen(entry, decision), now)], now=now)
        parked.remove(entry.waits_for, entry.record_key)


def _seen(entry: ParkedEntry, dismissal: Dismissal) -> Answer:
    """That somebody has seen the entry: it moves no money, and with other figures it is another."""
    return Answer(
        about=about.LISTED,
        answer=about.SEEN,
        subject=subject_of(entry.reason, entry.detail),
        by=dismissal.by or NOBODY_SAID,
        approved_by=dismissal.approved_by,
        why=dismissal.reason,
    )


def _put_on_record(answer: Answer, order_keys: Iterable[str], now: datetime) -> None:
    for order_key in sorted(order_keys):
        decide_order.record([of_order(order_key, answer, now)], now=now)


def _carry_out(decision: Decision, entry: ParkedEntry) -> None:
    if isinstance(decision, Dismissal):
        release.dismiss(entry, decision.reason)
    elif decision.accepted == GONE and entry.reason == ORDER_GONE:
        return  # it goes on when the decision has reached the ledger
    else:
        with bus.kept_anyway():
            retell.release(entry, accepted=(decision.accepted,) if decision.accepted else ())
