"""A member's statement lines by the newest first, a page at a time: one round trip each."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.tables.items import Item, marshal, unmarshal
from commissions.tables.statement_writes import STATEMENTS

LINES_MAX = 1_000
"""Of one page; it is less where lines are long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """A line as its table has it, without what its journal says of all its lines."""

    entry: str
    """By which it is sorted: the moment, `#` and its id, so that none equals a bare moment."""
    event_id: str
    order_key: str
    at: datetime
    amount: int
    currency: str
    kind: str
    explanation: str
    """JSON."""
    month: str
    """In which it counts, by the clock of its plan; of rows of before, empty."""
    plan: str
    """Its plan and version, like `demo@1`; of rows of before, empty."""

    @property
    def journal(self) -> int:
        """The number of its journal."""
        return int(self.event_id.rsplit("/", 2)[1])

    @property
    def award(self) -> dict[str, Any]:
        """The line as its journal has it; empty of own sales without an award."""
        found: dict[str, Any] = json.loads(self.explanation).get("line", {})
        return found


@dataclass(frozen=True, slots=True)
class StatementPage:
    entries: tuple[StatementEntry, ...]
    """The newest first."""
    is_last: bool


def newest(
    member: str, since: datetime, until: datetime, after: str = "", most: int = LINES_MAX
) -> StatementPage:
    """The newest lines of a time, at most so many. `until`: the first moment that is not of it;
    `after`: the entry of the last line that was read before."""
    start: Any = {}
    if after:
        start = {"ExclusiveStartKey": marshal({"distributor_id": member, "entry": after})}
    answer = client("dynamodb").query(
        TableName=STATEMENTS,
        KeyConditionExpression="distributor_id = :member AND entry BETWEEN :since AND :until",
        ExpressionAttributeValues=marshal(
            {":member": member, ":since": stamp(since), ":until": stamp(until)}
        ),
        ScanIndexForward=False,
        ConsistentRead=True,
        Limit=most,
        **start,
    )
    entries = tuple(_entry(unmarshal(each)) for each in answer["Items"])
    return StatementPage(entries, "LastEvaluatedKey" not in answer)


def _entry(item: Item) -> StatementEntry:
    return StatementEntry(
        entry=item["entry"],
        event_id=item["event_id"],
        order_key=item["order_id"],
        at=datetime.fromisoformat(item["entry"].partition("#")[0]),
        amount=item["amount"],
        currency=item["currency"],
        kind=item["kind"],
        explanation=item.get("explanation_json") or item["calc_snapshot_json"],
        month=item.get("month", ""),
        plan=item.get("plan", ""),
    )
