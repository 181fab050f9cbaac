"""What was counted of payables, as it is kept: sums of all currencies, and whom each is made of.

Rows are written first, under a name of the moment at which they were counted; then the sums that
name it. So whoever reads has both of one count.
"""

import gzip
from collections.abc import Iterable, Sequence
from datetime import datetime

from commissions import events
from commissions.domain.orders.canonical import stamp
from commissions.domain.payouts.counted_payables import CountedPayables, PayableRow
from commissions.payments import bucket
from commissions.payments.bucket import NoSuchFile

FOLDER = "payables"
LATEST = f"{FOLDER}/latest.json"


class NothingCounted(LookupError):
    """Nobody counted payables of late."""


def keep_rows(currency: str, as_of: datetime, rows: Iterable[PayableRow]) -> None:
    text = "\n".join(map(events.encode, rows))
    bucket.put(_rows_name(currency, as_of), gzip.compress(text.encode(), mtime=0))


def keep(counted: Sequence[CountedPayables]) -> None:
    """Of all currencies, whose rows are kept already."""
    bucket.put(LATEST, "\n".join(map(events.encode, counted)).encode())


def latest() -> list[CountedPayables]:
    """By currency. Raises NothingCounted."""
    try:
        text = bucket.get(LATEST).decode()
    except NoSuchFile:
        raise NothingCounted from None
    return [events.decode(CountedPayables, line) for line in text.splitlines()]


def rows_of(counted: CountedPayables) -> list[PayableRow]:
    """Whom it is made of, who is owed most first. Raises NothingCounted."""
    try:
        packed = bucket.get(_rows_name(counted.currency, counted.as_of))
    except NoSuchFile:
        raise NothingCounted from None
    text = gzip.decompress(packed).decode()
    return [events.decode(PayableRow, line) for line in text.splitlines()]


def _rows_name(currency: str, as_of: datetime) -> str:
    return f"{FOLDER}/{currency}-{stamp(as_of)}.jsonl.gz"
