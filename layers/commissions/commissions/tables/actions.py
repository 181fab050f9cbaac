"""Actions: what was proposed, and each step that it went, one conditional write a step.

A step and its entry of the audit log are one transaction: neither is there without the other.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from commissions.domain.actions.action import (
    APPROVED,
    PROPOSED,
    VALID,
    Action,
    ActionEffect,
    Draft,
    EffectLine,
)
from commissions.domain.actions.audit_entry import AuditEntry
from commissions.domain.orders.canonical import canonical, stamp
from commissions.tables import audit_log, items
from commissions.tables.items import Item, compress, decompress, marshal

TABLE = os.environ["ACTIONS_TABLE"]
CONTENT_MAX = 350_000
"""Bytes, compressed, of what is done and shown: an item holds 400 KB."""


class UnknownAction(LookupError):
    """No action of that id is on record."""

    def __init__(self, action_id: str) -> None:
        super().__init__(f"There is no action {action_id!r}")


class ActionAltered(RuntimeError):
    """What an action says is not what its digest was made of."""


class ActionTooLarge(ValueError):
    """More than one item can hold."""


def put(action: Action, entry: AuditEntry) -> None:
    """Puts an action on record. Raises StepRefused where its id is taken, or ActionTooLarge."""
    put_once = {
        "TableName": TABLE,
        "Item": marshal(_item(action)),
        "ConditionExpression": "attribute_not_exists(id)",
    }
    audit_log.append(entry, {"Put": put_once})


def approve(action: Action, who: str, at: datetime, entry: AuditEntry) -> None:
    """Another person agrees to just this. Raises StepRefused."""
    _step(
        action,
        {"state": APPROVED, "agreed_by": who, "agreed_at": stamp(at)},
        "#state = :was AND #proposed_by <> :who AND #digest = :digest AND #proposed_at > :oldest",
        {
            ":was": PROPOSED,
            ":who": who,
            ":digest": action.draft.digest,
            ":oldest": stamp(at - VALID),
        },
        entry,
    )


def close(action: Action, state: str, who: str, at: datetime, entry: AuditEntry) -> None:
    """It was rejected or withdrawn. Raises StepRefused."""
    sets = {"state": state, "ended_by": who, "ended_at": stamp(at), "outcome": entry.why}
    _step(action, sets, "#state = :was", {":was": PROPOSED}, entry)


def finish(action: Action, state: str, outcome: str, at: datetime, entry: AuditEntry) -> None:
    """What was approved has been done, or refused. Raises StepRefused."""
    sets = {"state": state, "ended_at": stamp(at), "outcome": outcome}
    _step(action, sets, "#state = :was", {":was": APPROVED}, entry)


def get(action_id: str) -> Action:
    """As it stands now. Raises UnknownAction, or ActionAltered."""
    found = items.get(TABLE, {"id": action_id})
    if not found or "content" not in found:
        raise UnknownAction(action_id)
    return _read(found)


def all_actions() -> Iterator[Action]:
    """All actions ever, in no order; they are few."""
    return (_read(item) for item in items.scan(TABLE) if "content" in item)


def approved_at() -> list[datetime]:
    """When each was approved that is not brought to its end, the longest ago first."""
    found = items.scan(
        TABLE,
        FilterExpression="#state = :approved",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues=marshal({":approved": APPROVED}),
        ConsistentRead=True,
    )
    return sorted(datetime.fromisoformat(each["agreed_at"]) for each in found)


def _step(action: Action, sets: Item, only_if: str, values: Item, entry: AuditEntry) -> None:
    names = {*sets, *(word[1:] for word in only_if.split() if word.startswith("#"))}
    typed = {f":{name}": value for name, value in sets.items()} | values
    audit_log.append(
        entry,
        {
            "Update": {
                "TableName": TABLE,
                "Key": marshal({"id": action.action_id}),
                "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in sets),
                "ConditionExpression": only_if,
                "ExpressionAttributeNames": {f"#{name}": name for name in names},
                "ExpressionAttributeValues": marshal(typed),
            }
        },
    )


def _item(action: Action) -> Item:
    draft = action.draft
    content = compress(canonical({"payload": draft.payload, "effect": draft.effect}))
    if len(content) > CONTENT_MAX:
        raise ActionTooLarge(f"{draft.kind} of {draft.target}: do it in several parts")
    return {
        "id": action.action_id,
        "kind": draft.kind,
        "target": draft.target,
        "proposed_by": draft.by,
        "why": draft.why,
        "digest": draft.digest,
        "content": content,
        "proposed_at": stamp(action.proposed_at),
        "state": action.state,
        "agreed_by": action.agreed_by,
        "agreed_at": stamp(action.agreed_at) if action.agreed_at else None,
    }


def _read(item: Item) -> Action:
    content: dict[str, Any] = json.loads(decompress(item["content"]))
    draft = Draft(
        kind=item["kind"],
        target=item["target"],
        payload=content["payload"],
        effect=_effect(content["effect"]),
        by=item["proposed_by"],
        why=item["why"],
    )
    if draft.digest != item["digest"]:
        raise ActionAltered(f"Action {item['id']} was changed since it was put on record")
    return Action(
        action_id=item["id"],
        draft=draft,
        proposed_at=datetime.fromisoformat(item["proposed_at"]),
        state=item["state"],
        agreed_by=item["agreed_by"],
        agreed_at=_moment(item.get("agreed_at")),
        ended_at=_moment(item.get("ended_at")),
        ended_by=item.get("ended_by", ""),
        outcome=item.get("outcome", ""),
    )


def _effect(content: dict[str, Any]) -> ActionEffect:
    return ActionEffect(
        says=tuple((name, said) for name, said in content["says"]),
        lines=tuple(EffectLine(**line) for line in content["lines"]),
        orders=content["orders"],
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
