"""Whose journals stand under a key of the ledger: an order's, what a close gave a member, or what
was paid out to one.

Each is a chain of its own, with a head and hashes: `shopify/tea-us/1001`;
`periods/hyb/month/2026-10/M1`, whose first three parts behind `periods/` are the period's id; and
`payouts/USD-20261129-1/M1`, which has the batch before the payee.
"""

from commissions.domain.stores.certification import is_certified

PERIODS, PAYOUTS = "periods", "payouts"
WRITE_OFF = "write_off"
"""The kind of the line by which a debt is written off, in a book like a payout's."""
_PARTS = 5
_BEGIN, _PAYOUTS_BEGIN = f"{PERIODS}/", f"{PAYOUTS}/"


def period_book(period: str, member: str) -> str:
    """The key of what a period gave a member. `period`: `hyb/month/2026-10`."""
    return f"{_BEGIN}{period}/{member}"


def payout_book(batch: str, payee: str) -> str:
    """The key of what a batch pays somebody. `batch`: `USD-20261129-1`."""
    return f"{_PAYOUTS_BEGIN}{batch}/{payee}"


def is_period_book(key: str) -> bool:
    """No platform of a store is called so."""
    return key.startswith(_BEGIN)


def is_payout_book(key: str) -> bool:
    """No platform of a store is called so."""
    return key.startswith(_PAYOUTS_BEGIN)


def is_order_book(key: str) -> bool:
    """Whether it is an order's, which a store told."""
    return not (is_period_book(key) or is_payout_book(key))


def period_of(key: str) -> str:
    """The id of the period that a book is of; empty of any other."""
    return "/".join(key.split("/", _PARTS - 1)[1:-1]) if is_period_book(key) else ""


def member_of(key: str) -> str:
    """Whose book of a period it is; empty of any other."""
    return key.split("/", _PARTS - 1)[-1] if is_period_book(key) else ""


def batch_of(key: str) -> str:
    """The batch that a book is of; empty of any other."""
    return key.split("/", 2)[1] if is_payout_book(key) else ""


def payee_of(key: str) -> str:
    """To whom the book of a batch pays; empty of any other."""
    return key.split("/", 2)[2] if is_payout_book(key) else ""


def store_of(key: str) -> str:
    """The store of an order; empty where it is no order's."""
    return key.split("/")[1] if "/" in key and is_order_book(key) else ""


def is_certified_order(key: str) -> bool:
    """Whether it is the order of a store that only proves that it works."""
    return is_certified(store_of(key))


def platform_and_store(key: str) -> str:
    """`shopify/tea-us`; empty where it is no order's."""
    return "/".join(key.split("/")[:2]) if is_order_book(key) else ""
