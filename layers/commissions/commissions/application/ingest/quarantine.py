"""The bodies in quarantine: keeping them, whom they name, and forgetting them."""

import hashlib
import re
from collections.abc import Iterable
from itertools import batched

from botocore.exceptions import ClientError

from commissions.application.ingest.quarantine_names import QUARANTINE, bodies_of_store
from commissions.aws.clients import client
from commissions.aws.secrets import secrets
from commissions.aws.telemetry import count, logger
from commissions.domain.people.privacy import PrivacyAsked
from commissions.platforms import customer_hash

DELETE_BATCH_MAX = 1000  # what one DeleteObjects call takes
_IDS = re.compile(r'[0-9]+|"[^"\\]{1,128}"', re.ASCII)


class NotDeleted(RuntimeError):
    """Some bodies could not be deleted; the request has to come again."""


def keep(platform: str, store_id: str, body: bytes, error: ValueError) -> None:
    """Keeps a signed body that cannot be read, encrypted and apart, for a person to look at."""
    name = f"{platform}/{store_id}/{hashlib.sha256(body).hexdigest()}"
    client("s3").put_object(Bucket=QUARANTINE, Key=name, Body=body)
    count("Quarantined")
    logger.error("quarantined", object=name, reason=str(error))


def bodies_naming(request: PrivacyAsked) -> list[str]:
    """The bodies in which a customer, or one of the orders that they named, may be found.

    Nobody can go back from the hash of a customer; but whatever in a body could be an id can be
    hashed too. A body that is no text cannot be searched, and is taken to name everybody.
    """
    key = secrets(request).customer_key
    found = bodies_of_store(request.platform, request.store_id)
    return [name for name in found if _names(_body(name), request, key)]


def delete(names: Iterable[str]) -> int:
    """Deletes bodies for good; says how many. Raises NotForgotten."""
    deleted = 0
    for some in batched(names, DELETE_BATCH_MAX, strict=False):
        listed = [{"Key": name} for name in some]
        delete = {"Objects": listed, "Quiet": True}
        outcome = client("s3").delete_objects(Bucket=QUARANTINE, Delete=delete)  # type: ignore[arg-type]
        if refused := outcome.get("Errors"):
            raise NotDeleted(f"{len(refused)} of {len(some)} bodies: {refused[0].get('Code')}")
        deleted += len(some)
    return deleted


def _body(name: str) -> bytes:
    """A body; empty for one that is gone since it was listed."""
    try:
        return client("s3").get_object(Bucket=QUARANTINE, Key=name)["Body"].read()
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return b""


def _names(body: bytes, request: PrivacyAsked, key: bytes) -> bool:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return True
    ids = {each.strip('"') for each in _IDS.findall(text)}
    ids |= {number for each in ids for number in re.findall("[0-9]+", each)}
    if not ids.isdisjoint(request.orders):
        return True
    return bool(request.customer and key) and any(
        customer_hash(request.store_id, each, key) == request.customer for each in ids
    )
