"""What was posted before months were counted, moved into them: journal by journal, each once.

Until 29 November 2026 a journal was added to a total (`total USD`) and to a month's volumes
(`2026-11`), and its lines did not say to which month they are counted. Such a line is marked in the
transaction that takes it out of those and adds it to its month: so at any moment everything is in
one of both, and it does no harm to do it again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.clients import client
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_month import PAYABLE, TOTAL, VERSION, scope_of
from commissions.domain.ledger.statement import StatementLine, StatementUpdate
from commissions.tables import month_items
from commissions.tables.items import Item, condition_failed, marshal, scan
from commissions.tables.month_items import TABLE
from commissions.tables.statement_writes import (
    STATEMENTS,
    MonthAddition,
    Write,
    entry_of,
    written,
)

ACTIONS_MAX = 100
OldSlot = tuple[str, str]
"""Whose, and the name of an item of before."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Of a line that does not say yet to which month it is counted."""

    line: StatementLine

    def action(self) -> Any:
        key = {"distributor_id": self.line.distributor_id, "entry": entry_of(self.line)}
        return {
            "Update": {
                "TableName": STATEMENTS,
                "Key": marshal(key),
                "UpdateExpression": "SET #month = :month, #plan = :plan",
                "ConditionExpression": "attribute_exists(entry) AND attribute_not_exists(#month)",
                "ExpressionAttributeNames": {"#month": "month", "#plan": "plan"},
                "ExpressionAttributeValues": marshal(
                    {":month": self.line.month, ":plan": self.line.plan}
                ),
            }
        }

    def met(self) -> None:
        """Somebody else moves it at once."""


@dataclass(frozen=True, slots=True)
class _TakenOut:
    """Of an item of before."""

    slot: OldSlot
    figures: dict[str, int]

    def action(self) -> Any:
        less = {name: -amount for name, amount in self.figures.items()}
        return {"Update": month_items.addition(*self.slot, less)}

    def met(self) -> None:
        """They are few, and nothing else is added to them any more."""


def count_by_month(journal: Journal, changes: Sequence[StatementUpdate]) -> bool:
    """Moves what a journal of before added. `changes`: what it means to the people in it. Whether
    anything had to be moved; then it is done."""
    old = _added_before(journal)
    moves = [_moves(change, old) for change in changes]
    whole = [write for each in moves for write in each]
    if len(whole) <= ACTIONS_MAX and not written(whole):
        return bool(whole)
    moved = [not written(each) for each in moves]
    return any(moved)


def remove_emptied() -> set[str]:
    """Removes the items of before from which all was moved, and says of whom something is left: of
    who had no line any more, or of whom more or less was added than there are journals."""
    left = set()
    for item in scan(TABLE, ConsistentRead=True):
        if month_items.is_of_before(item) and (_has_figures(item) or not _removed(item)):
            left.add(item["distributor_id"])
    return left


def _moves(change: StatementUpdate, old: dict[OldSlot, dict[str, int]]) -> list[Write]:
    taken_out = {slot: each for slot, each in old.items() if slot[0] == change.distributor_id}
    return [
        *map(_Mark, change.lines),
        *(_TakenOut(slot, figures) for slot, figures in taken_out.items()),
        *(MonthAddition(change.distributor_id, *each) for each in change.months.items()),
    ]


def _added_before(journal: Journal) -> dict[OldSlot, dict[str, int]]:
    found: dict[OldSlot, Counter[str]] = {}
    for leg in journal.legs:
        kind, _, owner = leg.account.partition(":")
        if kind == "commission_payable":
            slot = owner, scope_of(TOTAL, leg.unit)
            found.setdefault(slot, Counter())[PAYABLE] += leg.amount
        elif kind == "volume":
            member, _, month = owner.rpartition(":")
            found.setdefault((member, month), Counter())[leg.unit] += leg.amount
    return {slot: dict(figures) for slot, figures in found.items()}


def _has_figures(item: Item) -> bool:
    return any(month_items.figures_of(item).values())


def _removed(item: Item) -> bool:
    """False where something was added to it meanwhile, by a function of before."""
    figures = sorted(month_items.figures_of(item))
    still = [f"#{place} = :nothing" for place in range(len(figures))]
    key = {"distributor_id": item["distributor_id"], "scope": item["scope"]}
    asked: dict[str, Any] = {
        "TableName": TABLE,
        "Key": marshal(key),
        "ConditionExpression": " AND ".join([*still, "attribute_not_exists(#version)"]),
        "ExpressionAttributeNames": _names([*figures], version=VERSION),
    }
    if figures:
        asked["ExpressionAttributeValues"] = marshal({":nothing": 0})
    return _done(asked)


def _names(figures: Iterable[str], **others: str) -> dict[str, str]:
    numbered = {f"#{place}": name for place, name in enumerate(figures)}
    return numbered | {f"#{name}": value for name, value in others.items()}


def _done(asked: dict[str, Any]) -> bool:
    try:
        client("dynamodb").delete_item(**asked)
    except ClientError as error:
        if condition_failed(error):
            return False
        raise
    return True
