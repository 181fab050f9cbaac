"""The warehouse's bucket: what is put there once is never put again, and what changes is changed
only as it was read. S3's own conditions do both, on AWS as on the local engine."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from botocore.exceptions import ClientError

from commissions.aws.clients import client

BUCKET = os.environ["WAREHOUSE_BUCKET"]
_STANDS_ALREADY = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
_IS_NOT_THERE = frozenset({"NoSuchKey", "404"})


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What stands under a key, and by what a change of it says that it was read."""

    body: bytes
    etag: str


def put_if_absent(key: str, body: bytes, kind: str = "application/octet-stream") -> bool:
    """False where something stands there: it stays."""
    return _put(key, body, kind, {"IfNoneMatch": "*"})


def put_if_as_read(key: str, body: bytes, etag: str, kind: str) -> bool:
    """False where it was changed meanwhile, and nothing was written."""
    return _put(key, body, kind, {"IfMatch": etag})


def put(key: str, body: bytes, kind: str) -> None:
    """Whatever stands there."""
    client("s3").put_object(Bucket=BUCKET, Key=key, Body=body, ContentType=kind)


def find(key: str, bucket: str = BUCKET) -> StoredObject | None:
    try:
        found = client("s3").get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _IS_NOT_THERE:
            raise
        return None
    return StoredObject(found["Body"].read(), found["ETag"])


def keys(prefix: str, after: str = "") -> Iterator[str]:
    """In the order of their names, those after one."""
    more: dict[str, str] = {}
    while True:
        page = client("s3").list_objects_v2(
            Bucket=BUCKET,
            Prefix=prefix,
            StartAfter=after,
            **more,  # type: ignore[arg-type]
        )
        yield from (each["Key"] for each in page.get("Contents", ()))
        if not page.get("IsTruncated"):
            return
        more = {"ContinuationToken": page["NextContinuationToken"]}


def _put(key: str, body: bytes, kind: str, condition: dict[str, str]) -> bool:
    try:
        client("s3").put_object(
            Bucket=BUCKET,
            Key=key,
            Body=body,
            ContentType=kind,
            **condition,  # type: ignore[arg-type]
        )
    except ClientError as error:
        if error.response["Error"]["Code"] not in _STANDS_ALREADY:
            raise
        return False
    return True
