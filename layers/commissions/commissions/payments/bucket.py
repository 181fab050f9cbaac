"""The bucket of files for providers: encrypted, and forgotten after thirty days."""

import os

from commissions.aws.clients import client

BUCKET = os.environ["PAYOUTS_BUCKET"]


def put(name: str, body: bytes) -> str:
    """Where it lies. The same file again is the same object."""
    client("s3").put_object(Bucket=BUCKET, Key=name, Body=body)
    return f"s3://{BUCKET}/{name}"
