"""What the key of a book says: of which store its order is, of which period, or whom it pays."""

from dataclasses import dataclass

from commissions.domain.ledger.books import (
    is_payout_book,
    is_period_book,
    member_of,
    payee_of,
    period_of,
)
from commissions.domain.stores.certification import is_certified


@dataclass(frozen=True, slots=True)
class BookName:
    """Empty of what it is not."""

    platform: str = ""
    store: str = ""
    period: str = ""
    """`<plan>/<period>/<label>`."""
    member: str = ""

    @property
    def is_certification(self) -> bool:
        return is_certified(self.store) or is_certified(self.member)


def book_name(key: str) -> BookName:
    """Of an order, of a member's period, or of a payout (`domain.ledger.books`)."""
    if is_period_book(key):
        return BookName(period=period_of(key), member=member_of(key))
    if is_payout_book(key):
        return BookName(member=payee_of(key))
    platform, store, _ = key.split("/", 2)
    return BookName(platform=platform, store=store)
