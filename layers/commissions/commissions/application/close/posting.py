"""Posts what a run gives, member by member, by the ledger's one pen.

A part of a run is a file of many members. It is posted by several at once, twice, or again after a
crash, and each book has its journal once: what stands is read first, and the head decides.
"""

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from commissions.application.close.agreed import POSTED, agreed, agreed_part, posted_run
from commissions.application.close.posting_parts import DueBook, books_in
from commissions.aws.telemetry import count
from commissions.domain.backoff import full_jitter
from commissions.domain.ledger.books import period_book
from commissions.domain.ledger.period_settlement import (
    PostedRun,
    next_period_journal,
    posted_amounts,
)
from commissions.domain.periods.period_id import PeriodId
from commissions.tables import ledger
from commissions.warehouse import run_store

TRIES_MAX = 8
PAUSE_SECONDS = (0.02, 0.4)


class BookContended(RuntimeError):
    """Others kept writing to the same book; the part has to come again."""


@dataclass(frozen=True, slots=True)
class PostedPart:
    """What stands of a part's books once it was posted: the same whoever posts it, how often."""

    books: int
    amount: int
    """Minor units of the plan's base currency."""
    new: int
    """How many journals were written now."""


def post(period: PeriodId, key: str) -> PostedPart:
    """Posts a part, and notes what stands of it. Raises NotAgreedTo, PartAltered,
    BookContended."""
    record, name = agreed(period), key.rpartition("/")[2]
    found = post_part(posted_run(record), agreed_part(record, name))
    note = {"books": found.books, "amount": found.amount}
    run_store.put_text(f"{record.folder}/{POSTED}/{name}.json", json.dumps(note))
    return found


def post_part(of: PostedRun, part: str) -> PostedPart:
    """Raises BookContended."""
    books = amount = new = 0
    for due in books_in(part):
        new += post_book(of, due, datetime.now(UTC))
        books += 1
        amount += due.amount
    count("PeriodBooksPosted", new)
    return PostedPart(books, amount, new)


def post_book(of: PostedRun, due: DueBook, now: datetime) -> bool:
    """Whether anything had to be written; then it stands. Raises BookContended."""
    key = period_book(str(of.period), due.member)
    for failed in range(TRIES_MAX):
        stored = ledger.read(key)
        journal = next_period_journal(of, due.member, due.lines, stored.journals, recorded_at=now)
        if journal is None:
            return False
        if ledger.write(stored, [], [journal], waiting=False, order=None):
            return True
        _pause(failed)
    raise BookContended(key)


def stands(of: PostedRun, members: Sequence[str]) -> int:
    """What stands in the books of some members, in minor units."""
    found = 0
    for member in members:
        journals = ledger.read(period_book(str(of.period), member)).journals
        found += sum(posted_amounts(journals).values())
    return found


def _pause(failed: int) -> None:
    first, longest = PAUSE_SECONDS
    time.sleep(full_jitter(failed, first=first, longest=longest, dice=random.uniform))
