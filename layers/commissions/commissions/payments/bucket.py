"""The bucket of files for providers: encrypted, and forgotten after thirty days."""

import os

from botocore.exceptions import ClientError

from commissions.aws.clients import client

BUCKET = os.environ["PAYOUTS_BUCKET"]
_GONE = ("NoSuchKey", "404")


class NoSuchFile(LookupError):
    """Never written, or forgotten by now."""


def put(name: str, body: bytes) -> str:
    """Where it lies. The same file again is the same object."""
    client("s3").put_object(Bucket=BUCKET, Key=name, Body=body)
    return f"s3://{BUCKET}/{name}"


def get(name: str) -> bytes:
    """Raises NoSuchFile."""
    try:
        found = client("s3").get_object(Bucket=BUCKET, Key=name)
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            raise NoSuchFile(name) from error
        raise
    body: bytes = found["Body"].read()
    return body
