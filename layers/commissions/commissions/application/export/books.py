"""What the key of a book says: of which store its order is, of which period, or whom it pays."""

from dataclasses import dataclass

PERIODS, PAYOUTS = "periods", "payouts"
CERTIFICATION = "cert-"
"""How stores and members begin that only prove that a store works: none of it is business."""


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
    """Of an order `<platform>/<store>/<order>`; of a member's period
    `periods/<plan>/<period>/<label>/<member>`; of a payout `payouts/<batch>/<payee>`."""
    first, second, rest = key.split("/", 2)
    if first == PAYOUTS:
        return BookName(member=rest)
    if first != PERIODS:
        return BookName(platform=first, store=second)
    every, label, member = rest.split("/", 2)
    return BookName(period=f"{second}/{every}/{label}", member=member)


def is_certified(name: str) -> bool:
    """Whether a store or a member is one of certification."""
    return name.startswith(CERTIFICATION)
