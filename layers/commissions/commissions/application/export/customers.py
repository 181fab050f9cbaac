"""What a store's customer is called in the warehouse: nobody who has it can find them in a store,
nor in the ledger."""

import hashlib
import hmac
import json
import os
from functools import cache

from commissions.aws.clients import client

SECRET = os.environ["WAREHOUSE_KEY"]
"""The ARN or the name of a secret of the stack's own, `{"key": …}`. It is never changed: with
another one every customer would become somebody else."""
BYTES_MIN = 32
DIGITS = 32


class WarehouseKeyTooShort(RuntimeError):
    def __init__(self) -> None:
        super().__init__(f"the key in {SECRET} has less than {BYTES_MIN} bytes: restore the secret")


def customer_key(store: str, customer: str) -> str:
    """`customer`: the keyed hash of a store's customer, as orders have it."""
    told = f"customer|{store}|{customer}".encode()
    return hmac.digest(_key(), told, hashlib.sha256).hex()[:DIGITS]


def forget() -> None:
    """Looks the key up anew the next time."""
    _key.cache_clear()


@cache
def _key() -> bytes:
    answer = client("secretsmanager").get_secret_value(SecretId=SECRET, VersionStage="AWSCURRENT")
    key = str(json.loads(answer["SecretString"])["key"]).encode()
    if len(key) < BYTES_MIN:
        raise WarehouseKeyTooShort
    return key
