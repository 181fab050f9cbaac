"""Statements and balances: projections of the journals, to be dropped and rebuilt at any time."""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws import client
from commissions.domain.ledger import Journal
from commissions.domain.order import stamp
from commissions.domain.statement import Change, StatementLine, changes
from commissions.tables.items import Item, marshal, query

STATEMENTS = os.environ["STATEMENTS_TABLE"]
BALANCES = os.environ["BALANCES_TABLE"]
ACTIONS_MAX = 100  # what one transaction takes


def project(journal: Journal) -> bool:
    """Adds a journal to statements and balances; a journal that comes again changes nothing.

    One transaction for all of it; only a journal of more than a hundred changes takes several,
    each whole for the distributors in it. Says whether anything was new.
    """
    batches = [_project(batch) for batch in _batches([_actions(each) for each in changes(journal)])]
    return any(batches)


def of(distributor_id: str, since: datetime | None = None) -> Iterator[StatementLine]:
    """A distributor's lines by their business time, the oldest first."""
    first = stamp(since) if since else "0"
    for item in query(
        STATEMENTS,
        KeyConditionExpression="distributor_id = :who AND entry >= :first",
        values={":who": distributor_id, ":first": first},
        ConsistentRead=True,
    ):
        item["at"] = datetime.fromisoformat(item.pop("entry").split("#")[0])
        yield StatementLine(**item)


def balances(distributor_id: str) -> dict[str, dict[str, int]]:
    """Per scope (`total`, or a month) the units: `payable USD` in minor units, volumes in
    hundredths of a point."""
    found = query(
        BALANCES,
        KeyConditionExpression="distributor_id = :who",
        values={":who": distributor_id},
        ConsistentRead=True,
    )
    return {
        item["scope"]: {
            unit: amount for unit, amount in item.items() if unit not in ("distributor_id", "scope")
        }
        for item in found
    }


def _actions(change: Change) -> list[Any]:
    puts = [
        {
            "Put": {
                "TableName": STATEMENTS,
                "Item": marshal(_item(line)),
                "ConditionExpression": "attribute_not_exists(entry)",
            }
        }
        for line in change.lines
    ]
    return puts + [
        _add(change.distributor_id, scope, units) for scope, units in change.balances.items()
    ]


def _add(distributor_id: str, scope: str, units: dict[str, int]) -> Any:
    names = {f"#u{number}": unit for number, unit in enumerate(units)}
    amounts = {f":u{number}": amount for number, amount in enumerate(units.values())}
    adds = ", ".join(f"#u{number} :u{number}" for number in range(len(units)))
    return {
        "Update": {
            "TableName": BALANCES,
            "Key": marshal({"distributor_id": distributor_id, "scope": scope}),
            "UpdateExpression": f"ADD {adds}",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": marshal(amounts),
        }
    }


def _batches(groups: Sequence[list[Any]]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for group in groups:
        if len(batch) + len(group) > ACTIONS_MAX:
            yield batch
            batch = []
        batch = batch + group
    if batch:
        yield batch


def _project(actions: list[Any]) -> bool:
    try:
        client("dynamodb").transact_write_items(TransactItems=actions)
    except ClientError as error:
        reasons = error.response.get("CancellationReasons", [])
        if any(reason.get("Code") == "ConditionalCheckFailed" for reason in reasons):
            return False  # a line of it stands, so all of it does: it was one transaction
        raise
    return True


def _item(line: StatementLine) -> Item:
    return {
        "distributor_id": line.distributor_id,
        "entry": f"{stamp(line.at)}#{line.event_id}",
        "event_id": line.event_id,
        "order_id": line.order_id,
        "amount": line.amount,
        "currency": line.currency,
        "kind": line.kind,
        "calc_snapshot_json": line.calc_snapshot_json,
    }
