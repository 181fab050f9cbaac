"""What is too large for an event or an item, kept in S3 under a name made of its content."""

import hashlib
import os

from botocore.exceptions import ClientError

from commissions.aws.clients import client

BUCKET = os.environ["CLAIMS_BUCKET"]
_THERE_ALREADY = {"PreconditionFailed", "ConditionalRequestConflict"}


class ClaimLost(LookupError):
    """Nothing lies under the claim any more."""


class ClaimAltered(RuntimeError):
    """What lies under the claim is not what was put there: somebody changed it."""


def store(text: str) -> str:
    """Keeps a text and returns the claim on it; the same text twice is one object, and nothing that
    lies there is ever written over."""
    body = text.encode()
    claim = _claim(body)
    try:
        client("s3").put_object(
            Bucket=BUCKET, Key=claim, Body=body, ContentType="application/json", IfNoneMatch="*"
        )
    except ClientError as error:
        if error.response["Error"]["Code"] not in _THERE_ALREADY:
            raise
    return claim


def load(claim: str) -> str:
    """The text under a claim, if it is the one that the claim is on. Raises ClaimLost, or
    ClaimAltered."""
    try:
        body = client("s3").get_object(Bucket=BUCKET, Key=claim)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        raise ClaimLost(claim) from error
    if _claim(body) != claim:
        raise ClaimAltered(claim)
    return body.decode()


def _claim(body: bytes) -> str:
    return f"claims/{hashlib.sha256(body).hexdigest()}.json"
