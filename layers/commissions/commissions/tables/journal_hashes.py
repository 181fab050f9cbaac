"""The hash of every journal, kept where nobody can take it back: in a bucket with Object Lock.

An object holds the hashes of one batch of the journal's stream, of one day (UTC) by the clock of
the table, under a name made of that day and of the stream's sequence numbers: a batch that comes
again is the same object. Every version is read, so that one put over another hides nothing.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

from botocore.exceptions import ClientError

from commissions.aws.clients import client

BUCKET = os.environ["JOURNAL_HASHES_BUCKET"]
FORMAT = "commissions.journal-hashes/1"
PREFIX = "hashes/"
READERS = 8
"""Objects read at a time."""
_EXISTS = "PreconditionFailed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedHash:
    """What the table's stream said of a journal; the hash is empty where it named none."""

    journal_id: str
    hash: str
    at: datetime
    """When the table took it, to the second, by its own clock."""
    sequence: str
    """The record's number in its stream."""


@dataclass(frozen=True, slots=True)
class KeptHashes:
    """Pairs of a journal's id and hash; the names of objects that cannot be read."""

    pairs: tuple[tuple[str, str], ...] = ()
    unreadable: tuple[str, ...] = ()


def keep(batch: Sequence[PostedHash]) -> list[str]:
    """Keeps the hashes of a batch in the order of its stream; done again, it changes nothing.

    Returns the names under which something else is kept already: nobody of ours puts it there.
    """
    days = groupby(batch, key=lambda each: each.at.astimezone(UTC).date())
    objects = [_object(list(of_day)) for _, of_day in days]
    return [name for name, body in objects if not _put(name, body)]


def of_day(day: date) -> KeptHashes:
    """All hashes kept of journals that the table took on a day (UTC)."""
    names = list(_versions(f"{PREFIX}{day}/"))
    with ThreadPoolExecutor(READERS) as readers:
        read = list(readers.map(_read, names))
    return KeptHashes(
        tuple(pair for pairs in read for pair in pairs or ()),
        tuple(name for (name, _), pairs in zip(names, read, strict=True) if pairs is None),
    )


def since() -> datetime | None:
    """When the first hash was kept; None where none ever was."""
    answer = client("s3").list_object_versions(Bucket=BUCKET, Prefix=PREFIX, MaxKeys=1)
    listed = [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())]
    return _time(listed[0]["Key"]) if listed else None


def _object(of_day: Sequence[PostedHash]) -> tuple[str, bytes]:
    first, last = of_day[0], of_day[-1]
    name = f"{PREFIX}{first.at:%Y-%m-%d/%H%M%S}-{first.sequence}-{last.sequence}.json"
    pairs = [[each.journal_id, each.hash] for each in of_day]
    return name, json.dumps({"format": FORMAT, "journals": pairs}).encode()


def _put(name: str, body: bytes) -> bool:
    """False where something else stands under the name."""
    try:
        client("s3").put_object(
            Bucket=BUCKET,
            Key=name,
            Body=body,
            ContentType="application/json",
            IfNoneMatch="*",
            ChecksumAlgorithm="SHA256",  # a bucket with Object Lock takes nothing without one
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != _EXISTS:
            raise
        return client("s3").get_object(Bucket=BUCKET, Key=name)["Body"].read() == body
    return True


def _versions(prefix: str) -> Iterator[tuple[str, str]]:
    pages = client("s3").get_paginator("list_object_versions")
    for page in pages.paginate(Bucket=BUCKET, Prefix=prefix):
        yield from ((each["Key"], each["VersionId"]) for each in page.get("Versions", ()))


def _read(version: tuple[str, str]) -> list[tuple[str, str]] | None:
    """None for what cannot be read: who can put one object here must not end every comparison."""
    name, version_id = version
    found = client("s3").get_object(Bucket=BUCKET, Key=name, VersionId=version_id)
    try:
        return [(str(key), str(value)) for key, value in json.load(found["Body"])["journals"]]
    except (ValueError, KeyError, TypeError):
        return None


def _time(name: str) -> datetime:
    moment = name.removeprefix(PREFIX).split("-", 3)
    return datetime.strptime("-".join(moment[:3]), "%Y-%m-%d/%H%M%S").replace(tzinfo=UTC)


def pairs_by_journal(kept: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """By journal id all hashes that were kept of it: one, if nobody changed it."""
    hashes: dict[str, set[str]] = {}
    for journal_id, value in kept:
        hashes.setdefault(journal_id, set()).add(value)
    return hashes
