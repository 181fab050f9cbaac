"""Downline snapshots in their bucket: a folder for each, and one object a month that says which
one counts.

A folder is named by what is in it and never changes; the one before stays, for who reads it just
now, and so does each that was just written, as several may be made at once. Whoever asks for a new
one writes an object on the condition that it is as it was read, so that of many one gets through.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from commissions.aws.cache import TtlCache
from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.warehouse import team_shards
from commissions.warehouse.team_shards import TeamShard

BUCKET = os.environ["TEAMS_BUCKET"]
FORMAT = 1
FOREVER_SECONDS = float("inf")
SPARED = timedelta(hours=1)
"""So long a folder stays that is not known to count: whoever writes it may be about to say so."""
_REFUSED = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_NOT_THERE = frozenset({"NoSuchKey", "404"})
_shards: TtlCache[tuple[str, str, int], TeamShard] = TtlCache(entries_max=64)
"""The largest downline there is, four times."""
_ids: TtlCache[tuple[str, str, int], bytes] = TtlCache(entries_max=64)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSnapshot:
    """What is said of a snapshot of a month; the rows are in its shards."""

    month: str
    version: str
    """Of what is in it, and so the name of its folder."""
    as_of: datetime
    """Of a month that is over, its last moment."""
    made_at: datetime
    starts: datetime
    ends: datetime
    unit: str
    """What volume it is of."""
    rows: int
    firsts: tuple[int, ...]
    """By shard, its first row."""
    id_parts: int
    statuses: tuple[str, ...]
    """By what `status` of a row says."""
    ranks: tuple[str, ...]
    moves: int
    """The version of the item that every move of a sponsor writes, before the tree was read."""
    turns_at: datetime | None
    """When the next change that was told ahead comes into force."""
    judged: Mapping[str, Any] = field(default_factory=dict)
    """By which estimate or close ranks and activity are; empty where by the genealogy alone."""
    is_final: bool = False
    """Whether it is the close's own result."""
    took_ms: int = 0

    @property
    def shards(self) -> int:
        return len(self.firsts)


_TIMES = ("as_of", "made_at", "starts", "ends", "turns_at")


def find(month: str) -> TeamSnapshot | None:
    """The one that counts now."""
    body = _get(_current(month))
    return _snapshot(json.loads(body[0])) if body else None


def publish(
    snapshot: TeamSnapshot, shards: Iterator[bytes], ids: Iterator[bytes], *, keep: str
) -> None:
    """Writes a snapshot, and then that it counts. `keep`: the version before, for who reads it; of
    the month all others go that have been there for an hour."""
    folder = _folder(snapshot)
    named = [(f"{folder}/{number:02}", body) for number, body in enumerate(shards)]
    named += [(f"{folder}/ids-{number:02}", body) for number, body in enumerate(ids)]
    there = {key for key, _ in _objects(f"{folder}/")}
    if not there.issuperset(key for key, _ in named):
        for key, body in named:
            _put(key, body)
    told = asdict(snapshot) | {"format": FORMAT}
    told |= {name: stamp(told[name]) if told[name] else None for name in _TIMES}
    _put(_current(snapshot.month), json.dumps(told, sort_keys=True).encode())
    _forget(snapshot.month, {snapshot.version, keep})


def shard(snapshot: TeamSnapshot, number: int) -> TeamShard:
    return _shards.get(
        (snapshot.month, snapshot.version, number),
        lambda _: team_shards.decode(_read(f"{_folder(snapshot)}/{number:02}")),
        max_age_seconds=FOREVER_SECONDS,
    )


def row_of(snapshot: TeamSnapshot, member: str) -> int | None:
    """None of who is in no row of it."""
    part = team_shards.part_of(member, snapshot.id_parts)
    body = _ids.get(
        (snapshot.month, snapshot.version, part),
        lambda _: _read(f"{_folder(snapshot)}/ids-{part:02}"),
        max_age_seconds=FOREVER_SECONDS,
    )
    return team_shards.row_of(body, member)


def ask(month: str, now: datetime, seconds: float) -> bool:
    """Notes that a new one is asked for now; False where that was less than so long ago, or
    another who asked at the same moment got through."""
    key = f"teams/{month}/asked"
    found = _get(key)
    if found and (now - datetime.fromisoformat(found[0].decode())).total_seconds() < seconds:
        return False
    condition = {"IfMatch": found[1]} if found else {"IfNoneMatch": "*"}
    return _put(key, stamp(now).encode(), condition)


def note(name: str, body: bytes) -> None:
    """Something beside the snapshots, in place of what was there."""
    _put(name, body)


def noted(name: str) -> bytes | None:
    found = _get(name)
    return found[0] if found else None


def _current(month: str) -> str:
    return f"teams/{month}/current.json"


def _folder(snapshot: TeamSnapshot) -> str:
    return f"teams/{snapshot.month}/{snapshot.version}"


def _snapshot(told: dict[str, Any]) -> TeamSnapshot:
    del told["format"]
    times = {name: datetime.fromisoformat(told[name]) if told[name] else None for name in _TIMES}
    lists = {name: tuple(told[name]) for name in ("firsts", "statuses", "ranks")}
    return TeamSnapshot(**{**told, **times, **lists})


def _forget(month: str, kept: set[str]) -> None:
    """By the clock of the bucket: what was written long before what was written last."""
    found = list(_objects(f"teams/{month}/"))
    written: dict[str, datetime] = {}
    for key, at in found:
        written[_folder_of(key)] = max(at, written.get(_folder_of(key), at))
    old = max(written.values()) - SPARED
    gone = [
        key
        for key, _ in found
        if (folder := _folder_of(key)) and folder not in kept and written[folder] <= old
    ]
    for start in range(0, len(gone), 1_000):
        objects = [{"Key": key} for key in gone[start : start + 1_000]]
        client("s3").delete_objects(Bucket=BUCKET, Delete={"Objects": objects, "Quiet": True})  # type: ignore[typeddict-item]


def _folder_of(key: str) -> str:
    """Empty of what is in none."""
    _, _, rest = key.split("/", 2)
    return rest.partition("/")[0] if "/" in rest else ""


def _objects(prefix: str) -> Iterator[tuple[str, datetime]]:
    """Each with when it was written."""
    more: dict[str, str] = {}
    while True:
        page = client("s3").list_objects_v2(Bucket=BUCKET, Prefix=prefix, **more)  # type: ignore[arg-type]
        yield from ((each["Key"], each["LastModified"]) for each in page.get("Contents", ()))
        if not page.get("IsTruncated"):
            return
        more = {"ContinuationToken": page["NextContinuationToken"]}


def _read(key: str) -> bytes:
    return client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()


def _get(key: str) -> tuple[bytes, str] | None:
    try:
        found = client("s3").get_object(Bucket=BUCKET, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NOT_THERE:
            raise
        return None
    return found["Body"].read(), found["ETag"]


def _put(key: str, body: bytes, condition: Mapping[str, str] | None = None) -> bool:
    """False where the condition does not hold."""
    try:
        client("s3").put_object(Bucket=BUCKET, Key=key, Body=body, **(condition or {}))  # type: ignore[arg-type]
    except ClientError as error:
        if error.response["Error"]["Code"] not in _REFUSED:
            raise
        return False
    return True
