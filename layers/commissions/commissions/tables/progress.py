"""The progress table: how far each store has been read, and where its webhooks go.

Cursors only move forward, whoever comes late: every write says what it follows.
"""

import os
import re
import secrets
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws import client
from commissions.domain.order import stamp
from commissions.domain.polling import Position, Run
from commissions.tables.items import Item, condition_failed, get, marshal, unmarshal

TABLE = os.environ["PROGRESS_TABLE"]
CONNECTION, CHECK = "connection", "check"
_NOTE = ("noted_at", "note")
"""When a run got further last, by our clock, and which write that was."""
_RUN = ("look", "began", "since", "until", "part", "after", "steps", "listed", "seen", *_NOTE)


@dataclass(frozen=True, slots=True)
class Progress:
    read_until: datetime | None = None
    """As of when all is known; None where no run has come to its end yet."""
    run: Run | None = None
    """The run that is under way."""
    noted_at: datetime | None = field(default=None, compare=False)
    """When it got further last, by our clock."""


@dataclass(frozen=True, slots=True)
class Connection:
    url: str = ""
    """Where the store's webhooks have to go; empty where it was not connected through its API."""
    since: datetime | None = None
    """From when on the store's orders are ours."""


def of(store_id: str, name: str) -> Progress:
    item = get(TABLE, _key(store_id, name)) or {}
    run = _run(item) if "began" in item else None
    return Progress(_moment(item.get("read_until")), run, _moment(item.get("noted_at")))


def begin(store_id: str, name: str, run: Run) -> bool:
    """Makes this the run that is under way; False where a later one is, or has ended."""
    return _write(
        store_id,
        name,
        _run_item(run) | _note(),
        only_if=(
            "(attribute_not_exists(#began) OR #began < :began) AND "
            "(attribute_not_exists(#read_until) OR #read_until <= :began)"
        ),
    )


def advance(store_id: str, name: str, run: Run) -> bool:
    """Notes how far the run is; False where another reader is as far, or the run is over."""
    noted = _run_item(run) | _note()
    return _write(store_id, name, noted, only_if="#began = :began AND #steps < :steps")


def finish(store_id: str, name: str, run: Run) -> bool:
    """The run is at its end: all is known as of its beginning. False where that was known."""
    if _write(
        store_id,
        name,
        {"read_until": stamp(run.began)},
        remove=_RUN,
        values={":began": stamp(run.began)},
        only_if=(
            "#began = :began AND (attribute_not_exists(#read_until) OR #read_until <= :read_until)"
        ),
    ):
        return True
    drop(store_id, name, run)
    return False


def drop(store_id: str, name: str, run: Run) -> None:
    """Forgets a run, so that it is begun anew."""
    _write(
        store_id,
        name,
        {},
        remove=_RUN,
        values={":began": stamp(run.began)},
        only_if="#began = :began",
    )


def connection(store_id: str) -> Connection:
    item = get(TABLE, _key(store_id, CONNECTION)) or {}
    return Connection(item.get("url", ""), _moment(item.get("since")))


def connect(store_id: str, url: str, *, now: datetime) -> None:
    """Notes where the store's webhooks have to go; from when on its orders are ours stays."""
    _write(store_id, CONNECTION, {"url": url})
    ours_since(store_id, now, unless_known=True)


def ours_since(store_id: str, since: datetime, *, unless_known: bool = False) -> None:
    """The store's orders are ours from then on, or from earlier if that was so."""
    known = "attribute_not_exists(#since)"
    earlier = known if unless_known else f"{known} OR #since > :since"
    _write(store_id, CONNECTION, {"since": stamp(since)}, only_if=earlier)


def checked(store_id: str, *, now: datetime, wrong: int) -> None:
    """Notes when the store's webhooks were last looked at, and how many were not as they should."""
    _write(store_id, CHECK, {"at": stamp(now), "wrong": wrong})


def last_check(store_id: str) -> tuple[datetime, int] | None:
    item = get(TABLE, _key(store_id, CHECK))
    return (datetime.fromisoformat(item["at"]), item["wrong"]) if item else None


def _write(  # noqa: PLR0913 - the parts of one conditional write
    store_id: str,
    name: str,
    sets: Item,
    *,
    remove: tuple[str, ...] = (),
    values: Item | None = None,
    only_if: str = "",
) -> bool:
    """One update; False where its condition does not hold, unless it is our own note that stands
    there: an update whose answer was lost is sent again, and then finds itself."""
    given = {each: value for each, value in sets.items() if value is not None}
    set_all = ", ".join(f"#{each} = :{each}" for each in given)
    gone = ", ".join(f"#{each}" for each in (remove or sets.keys() - given.keys()))
    parts = (f"SET {set_all}" if set_all else "", f"REMOVE {gone}" if gone else "")
    update = " ".join(filter(None, parts))
    typed = {f":{each}": value for each, value in given.items()} | (values or {})
    parameters: dict[str, Any] = {
        "TableName": TABLE,
        "Key": marshal(_key(store_id, name)),
        "UpdateExpression": update,
        "ExpressionAttributeNames": _names(update + only_if),
        "ExpressionAttributeValues": marshal(typed),
    }
    if only_if:
        parameters["ConditionExpression"] = only_if
        parameters["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    try:
        client("dynamodb").update_item(**parameters)
    except ClientError as error:
        if not condition_failed(error):
            raise
        stands = unmarshal(error.response.get("Item", {}))  # type: ignore[arg-type]
        return "note" in sets and stands.get("note") == sets["note"]
    return True


def _names(expression: str) -> dict[str, str]:
    return {f"#{name}": name for name in re.findall(r"#(\w+)", expression)}


def _key(store_id: str, name: str) -> Item:
    return {"store_id": store_id, "name": name}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _note() -> Item:
    return {"noted_at": stamp(datetime.now(UTC)), "note": secrets.token_hex(8)}


def _run_item(run: Run) -> Item:
    position = run.position
    return {
        "look": run.look,
        "began": stamp(run.began),
        "since": stamp(run.since),
        "until": stamp(run.until) if run.until else None,
        "part": position.part,
        "after": position.after,
        "steps": position.steps,
        "listed": position.listed,
        "seen": zlib.compress("\n".join(sorted(position.seen)).encode()) if position.seen else None,
    }


def _run(item: Item) -> Run:
    seen = zlib.decompress(item["seen"]).decode().split("\n") if "seen" in item else ()
    return Run(
        look=item["look"],
        began=datetime.fromisoformat(item["began"]),
        since=datetime.fromisoformat(item["since"]),
        until=_moment(item.get("until")),
        position=Position(
            item["part"], item["after"], item["steps"], item["listed"], frozenset(seen)
        ),
    )
