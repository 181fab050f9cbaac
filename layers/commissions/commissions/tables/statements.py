"""Statements and balances: projections of the journals, to be dropped and rebuilt at any time.

Lines are read by `statement_lines`: who writes them reads no ledger.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import count

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from commissions.domain.backoff import full_jitter
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.statement import (
    TOTAL,
    StatementLine,
    StatementUpdate,
    statement_updates,
)
from commissions.domain.orders.canonical import stamp

ACTIONS_MAX = 100  # what one transaction takes
BYTES_MAX = 3_000_000
"""Of the 4 MB of items that a transaction takes; the rest is for what is counted roughly."""
ROW_BYTES = 1_000
"""What an item has besides its explanation, and a balance altogether, at most."""
TRIES = 8
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.02, 1.0
_TRY_AGAIN = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class StatementItem(Model):
    class Meta:
        table_name = os.environ["STATEMENTS_TABLE"]

    distributor_id = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    event_id = UnicodeAttribute()
    order_id = UnicodeAttribute()
    amount = NumberAttribute()
    currency = UnicodeAttribute()
    kind = UnicodeAttribute()
    explanation_json = UnicodeAttribute(null=True)
    """What explains this line alone; what its journal's lines have in common is in the journal."""
    calc_snapshot_json = UnicodeAttribute(null=True)
    """All of both, of lines written until 29 November 2026."""


class _BalanceItem(Model):
    """What is payable in a currency (scope `total USD`), or a month's volumes (`2026-11`)."""

    class Meta:
        table_name = os.environ["BALANCES_TABLE"]

    distributor_id = UnicodeAttribute(hash_key=True)
    scope = UnicodeAttribute(range_key=True)
    payable = NumberAttribute(null=True)
    pv = NumberAttribute(null=True)
    bv = NumberAttribute(null=True)
    cv = NumberAttribute(null=True)
    qv = NumberAttribute(null=True)


def project(journal: Journal) -> bool:
    """Adds a journal to statements and balances; a journal that comes again changes nothing.

    One transaction for all of it; only a journal of more than a hundred changes, or of very many
    lines that each explains, takes several, each whole for the distributors in it. Says whether
    anything was new.
    """
    outcomes = [_project(batch) for batch in _batches(statement_updates(journal))]
    return any(outcomes)


def balances(distributor_id: str) -> dict[str, dict[str, int]]:
    """Per scope (`total`, or a month) the units: `payable USD` in minor units, volumes in
    hundredths of a point."""
    found: dict[str, dict[str, int]] = {}
    for balance in _BalanceItem.query(distributor_id, consistent_read=True):
        scope, _, currency = balance.scope.partition(" ")
        units = found.setdefault(scope, {})
        if currency:
            units[f"payable {currency}"] = int(balance.payable)
        for unit in UNITS:
            if (volume := getattr(balance, unit)) is not None:
                units[unit] = int(volume)
    return found


@cache
def _connection() -> Connection:
    return Connection()  # with a client of its own, which takes 50 ms to make


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
    return len(change.lines) + sum(len(units) for units in change.balances.values())


def _bytes(change: StatementUpdate) -> int:
    explained = sum(len(line.calc_snapshot_json.encode()) for line in change.lines)
    return explained + ROW_BYTES * _actions(change)


def _project(batch: Sequence[StatementUpdate]) -> bool:
    """Every order changes the balance of whoever stands at the top: of two at once one is refused,
    and tries again at another moment."""
    for failed in count(1):
        try:
            with TransactWrite(connection=_connection()) as transaction:
                for change in batch:
                    _add(transaction, change)
        except TransactWriteError as error:
            codes = {reason.code for reason in error.cancellation_reasons if reason}
            if "ConditionalCheckFailed" in codes:
                return False  # a line of it stands, so all of it does: it was one transaction
            if failed == TRIES or not codes or codes - _TRY_AGAIN:
                raise
            _wait(failed)
        else:
            break
    return True


def _wait(failed: int) -> None:
    first, longest = FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS
    time.sleep(full_jitter(failed, first=first, longest=longest, dice=random.uniform))


def _add(transaction: TransactWrite, change: StatementUpdate) -> None:
    for line in change.lines:
        transaction.save(_item(line), condition=StatementItem.entry.does_not_exist())
    for scope, units in change.balances.items():
        if scope == TOTAL:
            for unit, amount in units.items():
                currency = unit.removeprefix("payable ")
                balance = _BalanceItem(change.distributor_id, f"{TOTAL} {currency}")
                transaction.update(balance, actions=[_BalanceItem.payable.add(amount)])
        else:
            balance = _BalanceItem(change.distributor_id, scope)
            adds = [getattr(_BalanceItem, unit).add(amount) for unit, amount in units.items()]
            transaction.update(balance, actions=adds)


def _item(line: StatementLine) -> StatementItem:
    return StatementItem(
        line.distributor_id,
        f"{stamp(line.at)}#{line.event_id}",
        event_id=line.event_id,
        order_id=line.order_id,
        amount=line.amount,
        currency=line.currency,
        kind=line.kind,
        explanation_json=line.explanation,
    )
