"""When facts and journals say that they were written, against what can be.

What is young is compared the next night, so that a time of today hides a journal for a day; what no
clock of ours can have written is found at once, whatever day is looked at.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from commissions.audit.findings import Finding, of_books
from commissions.audit.order_record import AHEAD, SETTLING, OrderRecord
from commissions.domain.ledger.journal import Journal


def journal_ahead(journal: Journal, now: datetime) -> Finding | None:
    """A journal that says that it is of a time to come: no night would look at it until then."""
    if journal.recorded_at <= now + AHEAD:
        return None
    sentence = f"{_says(journal)}, which is still to come."
    return of_books(journal.order_key, "journal_other_time", journal.journal_id, sentence)


def fact_ahead(order_key: str, written: datetime) -> Finding:
    """Of an order with a fact that says so."""
    sentence = (
        f"A fact of order {order_key} says that it was written on {_shown(written)}, which is "
        "still to come."
    )
    return of_books(order_key, "fact_other_time", order_key, sentence)


def wrong_times(record: OrderRecord) -> Iterator[Finding]:
    """Journals that are older than what they go back to, or than the one before. Our clocks may
    differ by minutes, and of two that write at once either may be told to have been the first."""
    known = record.facts_written
    for journal in record.journals:
        told = [known[each] for each in journal.facts if each in known]
        if told and journal.recorded_at < max(told) - SETTLING:
            sentence = f"{_says(journal)}; what it goes back to was written on {_shown(max(told))}."
            yield of_books(record.order_key, "journal_other_time", journal.journal_id, sentence)
    for before, journal in pairwise(record.journals):
        if journal.recorded_at < before.recorded_at - SETTLING:
            sentence = f"{_says(journal)}, and the one before it on {_shown(before.recorded_at)}."
            yield of_books(record.order_key, "journal_other_time", journal.journal_id, sentence)


def _says(journal: Journal) -> str:
    written = _shown(journal.recorded_at)
    return f"Journal {journal.journal_id} says that it was written on {written}"


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
