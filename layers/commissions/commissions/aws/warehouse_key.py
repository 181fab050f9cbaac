"""The stack's own key that never changes: what customers are called in the warehouse is keyed by
it, and what evidence is signed with is derived from it: neither tells anything of the other."""

import hashlib
import hmac
import json
import os
from functools import cache

from commissions.aws.clients import client

SECRET = os.environ["WAREHOUSE_KEY"]
"""The ARN or the name of a secret of the stack's own, `{"key": …}`. It is never changed: with
another one every customer would become somebody else, and no evidence could be proven any more."""
BYTES_MIN = 32


class WarehouseKeyTooShort(RuntimeError):
    def __init__(self) -> None:
        super().__init__(f"the key in {SECRET} has less than {BYTES_MIN} bytes: restore the secret")


@cache
def warehouse_key() -> bytes:
    """Raises WarehouseKeyTooShort."""
    answer = client("secretsmanager").get_secret_value(SecretId=SECRET, VersionStage="AWSCURRENT")
    key = str(json.loads(answer["SecretString"])["key"]).encode()
    if len(key) < BYTES_MIN:
        raise WarehouseKeyTooShort
    return key


def derived(purpose: str) -> bytes:
    """A key for one purpose alone. Raises WarehouseKeyTooShort."""
    return hmac.digest(warehouse_key(), f"derived|{purpose}".encode(), hashlib.sha256)


def forget() -> None:
    """Looks the key up anew the next time."""
    warehouse_key.cache_clear()
