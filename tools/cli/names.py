"""What people type for an order or a ledger entry, read into its parts."""

from collections.abc import Iterable
from dataclasses import dataclass

from commissions.domain.order import order_key
from tools.cli.errors import Misused, Refused


@dataclass(frozen=True, slots=True)
class OrderName:
    """`shopify/tea-us/1001`, `tea-us/1001` or just `1001`."""

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
class EntryName:
    """`shopify/tea-us/1001/2/0`: line 0 of the second journal of an order."""

    order: OrderName
    number: int
    line: int


def order_name(text: str) -> OrderName:
    parts = text.strip().strip("/").split("/")
    if not all(parts) or len(parts) > 3:
        raise Misused(f"{text!r} is not an order: write it like shopify/tea-us/1001, or just 1001.")
    platform, store_id, order_id = ["", "", *parts][-3:]
    return OrderName(platform, store_id, order_id.removeprefix("#"))


def entry_name(text: str) -> EntryName:
    order, number, line = ["", "", *text.strip().strip("/").rsplit("/", 2)][-3:]
    if not (order and number.isascii() and line.isascii() and (number + line).isdigit()):
        raise Misused(
            f"{text!r} is not a ledger entry: write it like shopify/tea-us/1001/1/0 "
            "(order, journal, line); `commissions order ID` lists them."
        )
    return EntryName(order_name(order), int(number), int(line))


def the_one(name: str, found: list[str]) -> str:
    """The only order that a name means."""
    if not found:
        raise Refused(
            f"No order {name} here. `commissions parked` lists what waits; "
            "`commissions health` shows whether webhooks arrive."
        )
    if len(found) > 1:
        raise Refused(f"{name} is an order of several stores: say {' or '.join(sorted(found))}.")
    return found[0]
