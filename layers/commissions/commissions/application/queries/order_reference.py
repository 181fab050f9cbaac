"""What people call an order, or a line of its ledger, read into its parts."""

from collections.abc import Iterable
from dataclasses import dataclass

from commissions.domain.orders.keys import order_key


class NotAnOrder(ValueError):
    """A text that names no order."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not an order: write it like shopify/tea-us/1001, or just 1001"
        )


class NotALedgerLine(ValueError):
    """A text that names no line of a ledger."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not a ledger entry: write it like shopify/tea-us/1001/1/0 "
            "(order, journal, line)"
        )


@dataclass(frozen=True, slots=True)
class OrderReference:
    """`shopify/tea-us/1001`, `tea-us/1001` or just `1001`: what is not named is empty."""

    platform: str
    store_id: str
    order_id: str

    def __str__(self) -> str:
        return "/".join(part for part in (self.platform, self.store_id, self.order_id) if part)

    def keys(self, stores: Iterable[tuple[str, str]]) -> list[str]:
        """The order keys that it may mean, of the (platform, store id) pairs there are."""
        if self.platform:
            return [order_key(self.platform, self.store_id, self.order_id)]
        return [
            order_key(platform, store_id, self.order_id)
            for platform, store_id in stores
            if self.store_id in ("", store_id)
        ]


@dataclass(frozen=True, slots=True)
class LineReference:
    """`shopify/tea-us/1001/2/0`: line 0 of the second journal of an order."""

    order: OrderReference
    journal: int
    line: int


def parse_order(text: str) -> OrderReference:
    """Raises NotAnOrder."""
    parts = text.strip().strip("/").split("/")
    if not all(parts) or len(parts) > 3:
        raise NotAnOrder(text)
    platform, store_id, order_id = ["", "", *parts][-3:]
    return OrderReference(platform, store_id, order_id.removeprefix("#"))


def parse_line(text: str) -> LineReference:
    """Raises NotALedgerLine, or NotAnOrder."""
    order, journal, line = ["", "", *text.strip().strip("/").rsplit("/", 2)][-3:]
    if not (order and journal.isascii() and line.isascii() and (journal + line).isdigit()):
        raise NotALedgerLine(text)
    return LineReference(parse_order(order), int(journal), int(line))
