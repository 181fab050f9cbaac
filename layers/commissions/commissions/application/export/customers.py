"""What a store's customer is called in the warehouse: nobody who has it can find them in a store,
nor in the ledger."""

import hashlib
import hmac

from commissions.aws.warehouse_key import forget, warehouse_key

__all__ = ["customer_key", "forget"]

DIGITS = 32


def customer_key(store: str, customer: str) -> str:
    """`customer`: the keyed hash of a store's customer, as orders have it. Raises
    WarehouseKeyTooShort."""
    told = f"customer|{store}|{customer}".encode()
    return hmac.digest(warehouse_key(), told, hashlib.sha256).hex()[:DIGITS]
