"""Writes of statements and members' months, all of a transaction or none of it.

Lines are put where they are not there yet, and months are added to beside them: so whatever comes
again, in whatever order, is counted once.
"""

import os
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.backoff import full_jitter
from commissions.domain.ledger.statement import StatementLine, StatementUpdate
from commissions.domain.orders.canonical import stamp
from commissions.tables import month_items
from commissions.tables.items import TOO_BUSY, Item, marshal

STATEMENTS = os.environ["STATEMENTS_TABLE"]
TRIES = 8
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.02, 1.0
_FAILED, _MET = "ConditionalCheckFailed", "TransactionConflict"
_TRY_AGAIN = {_MET, "ThrottlingError", "ProvisionedThroughputExceeded", *TOO_BUSY}


class Write(Protocol):
    """One of a transaction."""

    def action(self) -> Any:
        """As DynamoDB wants it, at each try anew."""

    def met(self) -> None:
        """Another transaction was just writing the same item."""


@dataclass(frozen=True, slots=True)
class LinePut:
    """Where no such line stands."""

    line: StatementLine

    def action(self) -> Any:
        return {
            "Put": {
                "TableName": STATEMENTS,
                "Item": marshal(line_item(self.line)),
                "ConditionExpression": "attribute_not_exists(entry)",
            }
        }

    def met(self) -> None:
        """It was the same journal, once more at once."""


@dataclass(frozen=True, slots=True)
class MonthAddition:
    """To a month's item, or one of those over which it is spread."""

    member: str
    scope: str
    figures: Mapping[str, int]

    def action(self) -> Any:
        scope = month_items.shard_of(self.member, self.scope)
        return {"Update": month_items.addition(self.member, scope, self.figures)}

    def met(self) -> None:
        month_items.spread_wider(self.member, self.scope)


def writes_of(change: StatementUpdate) -> list[Write]:
    """All that one person gains by a journal."""
    return [
        *map(LinePut, change.lines),
        *(
            MonthAddition(change.distributor_id, scope, figures)
            for scope, figures in change.months.items()
        ),
    ]


def written(writes: Sequence[Write]) -> list[int]:
    """Does all of it in one transaction; where nothing was written as conditions did not hold, the
    places of those. Every order changes the month of whoever stands at the top: of two at once one
    is refused, and tries again at another moment, at another of several items."""
    for failed in count(1):
        try:
            client("dynamodb").transact_write_items(
                TransactItems=[each.action() for each in writes]
            )
        except ClientError as error:
            reasons = error.response.get("CancellationReasons", [])
            codes = [reason.get("Code", "None") for reason in reasons]
            if _FAILED in codes:
                return [place for place, code in enumerate(codes) if code == _FAILED]
            if failed == TRIES or not _may_succeed(error, codes):
                raise
            for write, code in zip(writes, codes, strict=False):
                if code == _MET:
                    write.met()
            _wait(failed)
        else:
            break
    return []


def line_item(line: StatementLine) -> Item:
    """As its table has it. Of before 29 November 2026 it named neither month nor plan, and of some
    time before that it had all that explains it in `calc_snapshot_json`."""
    return {
        "distributor_id": line.distributor_id,
        "entry": entry_of(line),
        "event_id": line.event_id,
        "order_id": line.order_id,
        "amount": line.amount,
        "currency": line.currency,
        "kind": line.kind,
        "explanation_json": line.explanation,
        "month": line.month or None,
        "plan": line.plan or None,
    }


def entry_of(line: StatementLine) -> str:
    """What a line is sorted by on its statement."""
    return f"{stamp(line.at)}#{line.event_id}"


def _may_succeed(error: ClientError, codes: Sequence[str]) -> bool:
    found = set(codes) - {"None"} or {error.response["Error"]["Code"]}
    return found <= _TRY_AGAIN


def _wait(failed: int) -> None:
    first, longest = FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS
    time.sleep(full_jitter(failed, first=first, longest=longest, dice=random.uniform))
