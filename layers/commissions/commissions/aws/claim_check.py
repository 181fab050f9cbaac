"""What is too large for an event or an item, kept in S3 under a name made of its content."""

import hashlib
import os

from commissions.aws.clients import client

BUCKET = os.environ["CLAIMS_BUCKET"]


def store(text: str) -> str:
    """Keeps a text and returns the claim on it; the same text twice is one object."""
    body = text.encode()
    claim = f"claims/{hashlib.sha256(body).hexdigest()}.json"
    client("s3").put_object(Bucket=BUCKET, Key=claim, Body=body, ContentType="application/json")
    return claim


def load(claim: str) -> str:
    return client("s3").get_object(Bucket=BUCKET, Key=claim)["Body"].read().decode()
