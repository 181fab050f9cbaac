"""What two people agreed to is posted once: twice, half, by two at once, and in any order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest

from commissions.application.close import finishing, posting_parts
from commissions.application.close.agreed import PART_DIGESTS, PARTS, NotAgreedTo, PartAltered
from commissions.application.close.finishing import PostedOtherwise
from commissions.application.close.freezing import freeze
from commissions.application.close.posting import post
from commissions.application.close.posting_parts import (
    DueBook,
    books_in,
    digests_of,
    parts_of,
    text_digest,
)
from commissions.domain.ledger.books import period_book
from commissions.domain.ledger.journal import broken_link
from commissions.domain.periods.period_id import parse
from commissions.domain.periods.record import CLOSED, COMPUTED, POSTING, PeriodRecord
from commissions.tables import ledger, orders_by_day, periods, statements
from commissions.warehouse import run_store
from tests.support.crash_points import Crashed, fails, life, lost_answers
from tests.support.frozen import published
from tests.support.journal_lines import a_journal_line

OCTOBER = parse("hyb/month/2026-10")
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
NO_SHOP: Any = SimpleNamespace(before=None)
CALLS = 29
"""As many as closing three parts makes."""


def a_book(member: str, amount: int) -> DueBook:
    line = a_journal_line(member, amount)
    return DueBook(member, (line, replace(line, level=2, earned=0, amount=0, reason="inactive")))


BOOKS = [a_book("ann", 500), a_book("bob", -30), a_book("cat", 7)]


@pytest.fixture
def agreed(aws: None, monkeypatch: pytest.MonkeyPatch) -> PeriodRecord:
    """Of which each member is a part of its own."""
    published("hyb")
    monkeypatch.setattr(posting_parts, "MEMBERS_PER_PART", 1)
    record = freeze(OCTOBER, NOW)
    parts = {f"part-{number:06}.jsonl": text for number, text in enumerate(parts_of(BOOKS))}
    for name, text in parts.items():
        run_store.put_text(f"{record.folder}/{PARTS}/{name}", text)
    digests = digests_of(parts.items())
    run_store.put_text(f"{record.folder}/{PART_DIGESTS}", digests)
    summary = {"currency": "USD", "paid": 477, "books": 3, "parts": text_digest(digests)}
    return periods.put(replace(record, state=POSTING, run="d1", summary=summary))


def keys(record: PeriodRecord) -> list[str]:
    folder = f"{record.folder}/{PARTS}/"
    return [folder + each for each in run_store.names(folder)]


def posted() -> dict[str, list[int]]:
    """By member, what each journal gave."""
    found = {}
    for book in BOOKS:
        chain = ledger.read(period_book(str(OCTOBER), book.member)).journals
        assert broken_link(chain) == ""
        found[book.member] = [sum(line.amount for line in each.lines) for each in chain]
    return found


def test_a_part_says_again_what_was_put_in() -> None:
    assert [book for part in parts_of(BOOKS) for book in books_in(part)] == BOOKS


def test_a_period_is_posted_and_closed(agreed: PeriodRecord) -> None:
    for key in keys(agreed):
        post(OCTOBER, key)
    closed = finishing.finish(OCTOBER, NOW)

    assert posted() == {"ann": [500], "bob": [-30], "cat": [7]}
    assert (closed.state, closed.closed_at) == (CLOSED, NOW)
    assert finishing.finish(OCTOBER, NOW) == closed


@pytest.mark.parametrize("order", sorted(set(permutations((0, 1, 2, 0, 2)))))
def test_parts_come_twice_and_in_any_order(agreed: PeriodRecord, order: tuple[int, ...]) -> None:
    found = keys(agreed)
    told = [post(OCTOBER, found[number]) for number in order]

    assert posted() == {"ann": [500], "bob": [-30], "cat": [7]}
    assert sum(each.new for each in told) == 3
    assert finishing.finish(OCTOBER, NOW).state == CLOSED


def test_what_is_not_posted_in_full_is_not_closed(agreed: PeriodRecord) -> None:
    first, second, _ = keys(agreed)
    post(OCTOBER, first)
    post(OCTOBER, second)

    with pytest.raises(PostedOtherwise, match="1 parts are not posted, part-000002"):
        finishing.finish(OCTOBER, NOW)


def test_what_stands_has_to_be_what_was_computed(agreed: PeriodRecord) -> None:
    for key in keys(agreed):
        post(OCTOBER, key)
    periods.put(replace(agreed, summary=dict(agreed.summary) | {"paid": 478}))

    with pytest.raises(PostedOtherwise, match="3 books with 477 stand, and 3 with 478"):
        finishing.finish(OCTOBER, NOW)


def test_nothing_is_posted_that_two_people_did_not_agree_to(agreed: PeriodRecord) -> None:
    periods.put(replace(agreed, state=COMPUTED))

    with pytest.raises(NotAgreedTo):
        post(OCTOBER, keys(agreed)[0])
    with pytest.raises(NotAgreedTo):
        finishing.finish(OCTOBER, NOW)
    assert posted() == {"ann": [], "bob": [], "cat": []}


@pytest.mark.parametrize("digests_too", [False, True])
def test_of_a_part_that_was_changed_since_nothing_is_posted(
    agreed: PeriodRecord, digests_too: bool
) -> None:
    """Who swaps what two people get changes neither a sum nor how many books there are."""
    first, *_ = keys(agreed)
    swapped = run_store.text(first).replace('"ann"', '"bob"')
    run_store.put_text(first, swapped)
    if digests_too:
        told = digests_of([("part-000000.jsonl", swapped)])
        run_store.put_text(f"{agreed.folder}/{PART_DIGESTS}", told)

    with pytest.raises(PartAltered, match="posting" if digests_too else "part-000000"):
        post(OCTOBER, first)
    assert posted() == {"ann": [], "bob": [], "cat": []}


def test_a_part_that_nobody_computed_is_not_posted(agreed: PeriodRecord) -> None:
    more = f"{agreed.folder}/{PARTS}/part-000003.jsonl"
    run_store.put_text(more, run_store.text(keys(agreed)[0]))

    with pytest.raises(PartAltered, match="part-000003"):
        post(OCTOBER, more)


def close(record: PeriodRecord) -> None:
    for key in keys(record):
        post(OCTOBER, key)
    finishing.finish(OCTOBER, NOW)


def test_the_calls_that_a_posting_makes_are_all_tried_below(agreed: PeriodRecord) -> None:
    with life(NO_SHOP) as lived:
        close(agreed)

    assert len(lived.calls) <= CALLS


@pytest.mark.parametrize("ends", [Crashed, fails])
@pytest.mark.parametrize("at", range(CALLS))
def test_whatever_call_is_the_last_one_what_goes_on_ends_with_the_same_books(
    agreed: PeriodRecord, at: int, ends: Callable[[str], BaseException]
) -> None:
    with life(NO_SHOP, at, ends):
        close(agreed)
    close(agreed)

    assert posted() == {"ann": [500], "bob": [-30], "cat": [7]}


def test_a_transaction_whose_answer_is_lost_is_posted_once(agreed: PeriodRecord) -> None:
    with lost_answers("TransactWriteItems") as lost:
        close(agreed)

    assert posted() == {"ann": [500], "bob": [-30], "cat": [7]}
    assert len(lost) >= len(BOOKS)


def test_a_statement_shows_what_a_close_gave(agreed: PeriodRecord) -> None:
    post(OCTOBER, keys(agreed)[0])
    [journal] = ledger.read(period_book(str(OCTOBER), "ann")).journals
    statements.project(journal)
    statements.project(journal)

    assert statements.balances("ann") == {"total": {"payable USD": 500}}
    assert journal.context.run == "d1"


def test_a_book_of_a_period_is_no_order(agreed: PeriodRecord) -> None:
    post(OCTOBER, keys(agreed)[0])

    assert list(orders_by_day.every_order()) == []
    assert not orders_by_day.has_orders()
