"""Whose journals stand under a key of the ledger: an order's, or what a close gave a member.

Each is a chain of its own, with a head and hashes: `shopify/tea-us/1001`, and
`periods/hyb/month/2026-10/M1`, whose first three parts behind `periods/` are the period's id.
"""

PERIODS = "periods"
_PARTS = 5
_BEGIN = f"{PERIODS}/"


def period_book(period: str, member: str) -> str:
    """The key of what a period gave a member. `period`: `hyb/month/2026-10`."""
    return f"{_BEGIN}{period}/{member}"


def is_period_book(key: str) -> bool:
    """No platform of a store is called so."""
    return key.startswith(_BEGIN)


def period_of(key: str) -> str:
    """The id of the period that a book is of; empty of an order's."""
    return "/".join(key.split("/", _PARTS - 1)[1:-1]) if is_period_book(key) else ""


def member_of(key: str) -> str:
    """Whose book of a period it is; empty of an order's."""
    return key.split("/", _PARTS - 1)[-1] if is_period_book(key) else ""


def store_of(key: str) -> str:
    """The store of an order; empty where it is no order's."""
    return "" if is_period_book(key) else key.split("/")[1] if "/" in key else ""


def platform_and_store(key: str) -> str:
    """`shopify/tea-us`; empty where it is no order's."""
    return "" if is_period_book(key) else "/".join(key.split("/")[:2])
