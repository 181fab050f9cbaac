"""Statements and members' months: projections of the journals, dropped and rebuilt at any time.

Lines are read by `statement_lines`: who writes them reads of the ledger no more than the journals
that one follows on.
"""

from collections.abc import Callable, Iterator, Sequence

from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_month import balances_of
from commissions.domain.ledger.statement import StatementUpdate, statement_updates
from commissions.tables import journal_chains, month_items, plans
from commissions.tables.statement_writes import writes_of, written

ACTIONS_MAX = 100  # what one transaction takes
BYTES_MAX = 3_000_000
"""Of the 4 MB of items that a transaction takes; the rest is for what is counted roughly."""
ROW_BYTES = 1_000
"""What an item has besides its explanation, and a month's altogether, at most."""


def project(journal: Journal) -> bool:
    """Adds a journal to statements and months; a journal that comes again changes nothing.

    One transaction for all of it; only a journal of more than a hundred changes, or of very many
    lines that each explains, takes several, each whole for the distributors in it. Says whether
    anything was new.
    """
    return add(updates_of(journal))


def add(changes: Sequence[StatementUpdate]) -> bool:
    """The same of some of the people in a journal."""
    outcomes = [_project(batch) for batch in _batches(changes)]
    return any(outcomes)


def updates_of(journal: Journal) -> list[StatementUpdate]:
    """What a journal means to the people in it."""
    return statement_updates(journal, journal_chains.before(journal), plans.terms_of)


def balances(distributor_id: str) -> dict[str, dict[str, int]]:
    """Per scope (`total`, or a month) the units: `payable USD` in minor units, volumes in
    hundredths of a point."""
    items = month_items.every(distributor_id)
    return balances_of((item["scope"], month_items.figures_of(item)) for item in items)


def _batches(people: Sequence[StatementUpdate]) -> Iterator[list[StatementUpdate]]:
    """Cut by actions first, so that no cut by size brings together what was once written apart.
    For the same reason lines count with what they have in common, which each of them once had."""
    for batch in _cut(people, _actions, ACTIONS_MAX):
        yield from _cut(batch, _bytes, BYTES_MAX)


def _cut(
    people: Sequence[StatementUpdate], size: Callable[[StatementUpdate], int], most: int
) -> Iterator[list[StatementUpdate]]:
    batch: list[StatementUpdate] = []
    full = 0
    for change in people:
        if batch and full + size(change) > most:
            yield batch
            batch, full = [], 0
        batch.append(change)
        full += size(change)
    if batch:
        yield batch


def _actions(change: StatementUpdate) -> int:
    return len(change.lines) + len(change.months)


def _bytes(change: StatementUpdate) -> int:
    explained = sum(len(line.calc_snapshot_json.encode()) for line in change.lines)
    return explained + ROW_BYTES * _actions(change)


def _project(batch: Sequence[StatementUpdate]) -> bool:
    """Whatever stands of somebody was one transaction with all of theirs; the rest of the batch may
    have been cut from it by a version of before that cut elsewhere, and is written still."""
    left = list(batch)
    while left:
        by_person = [writes_of(change) for change in left]
        standing = written([write for writes in by_person for write in writes])
        if not standing:
            return True
        owners = [person for person, writes in enumerate(by_person) for _ in writes]
        done = {owners[place] for place in standing}
        left = [change for person, change in enumerate(left) if person not in done]
    return False
