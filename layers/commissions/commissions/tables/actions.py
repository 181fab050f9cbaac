"""Actions: what was proposed, and each step that it went, one conditional write a step.

A step and its entry of the audit log are one transaction: neither is there without the other.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from commissions.domain.actions.action import (
    APPROVED,
    OPEN,
    PROPOSED,
    VALID,
    Action,
    ActionEffect,
    Draft,
    EffectLine,
)
from commissions.domain.actions.audit_entry import AuditEntry
from commissions.domain.orders.canonical import canonical, stamp
from commissions.tables import audit_log, items, versioned
from commissions.tables.items import Item, compress, decompress, marshal

TABLE = os.environ["ACTIONS_TABLE"]
_YES = "yes"
"""What stands under `open` in the items that the index of that name lists."""
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


def finish(  # noqa: PLR0913 - what is known at the end
    action: Action,
    state: str,
    outcome: str,
    at: datetime,
    entry: AuditEntry,
    *,
    failed: Mapping[str, str],
) -> None:
    """What was approved has been done, or refused. Raises StepRefused."""
    sets: Item = {"state": state, "ended_at": stamp(at), "outcome": outcome}
    if failed:
        sets["failed"] = compress(json.dumps(failed))
    _step(action, sets, "#state = :was", {":was": APPROVED}, entry)


def get(action_id: str) -> Action:
    """As it stands now. Raises UnknownAction, or ActionAltered."""
    if found := find(action_id):
        return found
    raise UnknownAction(action_id)


def find(action_id: str) -> Action | None:
    """The same, or None. Raises ActionAltered."""
    found = items.get(TABLE, {"id": action_id})
    return _read(found) if found and "content" in found else None


def find_all(action_ids: Iterable[str]) -> dict[str, Action]:
    """Those of the ids that are on record and say what their digests were made of."""
    found = versioned.get_all(TABLE, ({"id": each} for each in dict.fromkeys(action_ids)))
    known: dict[str, Action] = {}
    for item in found:
        with suppress(ActionAltered):
            known[item["id"]] = _read(item)
    return known


def all_actions() -> Iterator[Action]:
    """All actions ever, in no order."""
    return (_read(item) for item in items.scan(TABLE) if "content" in item)


def open_actions() -> list[Action]:
    """Those that were put on record and not brought to an end, expired ones too, in no order; by an
    index, so moments behind."""
    return [_read(item) for item in versioned.get_all(TABLE, _open_keys())]


def approved_at() -> list[datetime]:
    """When each was approved that is not brought to its end, the longest ago first."""
    found = [each for each in open_actions() if each.state == APPROVED and each.agreed_at]
    return sorted(each.agreed_at for each in found if each.agreed_at)


def _open_keys() -> list[Item]:
    found = items.query(
        TABLE,
        IndexName="open",
        KeyConditionExpression="#open = :yes",
        ExpressionAttributeNames={"#open": "open"},
        values={":yes": _YES},
    )
    return [{"id": each["id"]} for each in found]


def _step(action: Action, sets: Item, only_if: str, values: Item, entry: AuditEntry) -> None:
    gone = "" if sets["state"] in OPEN else " REMOVE #open"
    words = f"{only_if}{gone}".split()
    names = {*sets, *(word[1:] for word in words if word.startswith("#"))}
    typed = {f":{name}": value for name, value in sets.items()} | values
    audit_log.append(
        entry,
        {
            "Update": {
                "TableName": TABLE,
                "Key": marshal({"id": action.action_id}),
                "UpdateExpression": "SET "
                + ", ".join(f"#{name} = :{name}" for name in sets)
                + gone,
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
        "open": _YES if action.state in OPEN else None,
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
        failed=json.loads(decompress(item["failed"])) if "failed" in item else {},
    )


def _effect(content: dict[str, Any]) -> ActionEffect:
    return ActionEffect(
        says=tuple((name, said) for name, said in content["says"]),
        lines=tuple(EffectLine(**line) for line in content["lines"]),
        orders=content["orders"],
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
