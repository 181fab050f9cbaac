"""What is held of a store's customer: read from where it lies, for whoever has to answer them.

Import it only after `select_stack`: the tables' names are known by then.
"""

from dataclasses import asdict, dataclass
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from commissions.domain.order import OrderPlaced, order_key
from commissions.domain.privacy import PrivacyAsked
from commissions.runtime import quarantined
from commissions.tables import members
from tools.cli import formats, reads

CARRIES, WITHOUT, UNKNOWN = "carries", "without", "unknown"
KEPT = (
    "Of each order: what was bought, its amounts and times, the referral, and the hash. No name, "
    "address, e-mail, phone or IP is kept. Bodies in quarantine are as the store sent them, "
    "encrypted, and deleted after 30 days."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    customer: str
    """The keyed hash of the store's customer id."""
    linked_to: str
    """The member whose account it is."""
    linked_as: str
    orders: tuple[str, ...]
    """Of the orders that the request names, those that carry the hash."""
    without_customer: tuple[str, ...]
    """Those that are here and carry no hash, or another's."""
    unknown_orders: tuple[str, ...]
    quarantined: tuple[str, ...]
    """The bodies that may name the customer, or one of the orders."""


def of(asked: PrivacyAsked) -> Held:
    member, kind = "", ""
    if asked.customer:
        member, kind = members.of_customer(asked.store_id, asked.customer)
    standing = {each: _standing(asked, each) for each in asked.orders}
    return Held(
        customer=asked.customer,
        linked_to=member,
        linked_as=kind,
        orders=_that(standing, CARRIES),
        without_customer=_that(standing, WITHOUT),
        unknown_orders=_that(standing, UNKNOWN),
        quarantined=tuple(quarantined.naming(asked)),
    )


def _that(standing: dict[str, str], how: str) -> tuple[str, ...]:
    return tuple(order for order, each in standing.items() if each == how)


def _standing(asked: PrivacyAsked, order_id: str) -> str:
    """Whether an order is here, in the ledger or on its way there, and carries the hash."""
    told = reads.story(order_key(asked.platform, asked.store_id, order_id))
    if not told.rows and not told.webhooks:
        return UNKNOWN
    contents: list[Any] = [row.fact.content for row in told.rows]
    contents += [record for item in told.webhooks for record in item.records]
    found = {each.customer for each in contents if isinstance(each, OrderPlaced)}
    return CARRIES if asked.customer and asked.customer in found else WITHOUT


def answer(found: Held) -> dict[str, Any]:
    return asdict(found)


def screen(found: Held) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    linked = f"{found.linked_to} ({found.linked_as})" if found.linked_to else ""
    for name, value in {
        "held of them": found.customer or "nothing by a hash: a guest",
        "linked to": linked,
        "orders with the hash": ", ".join(found.orders),
        "orders without it": ", ".join(found.without_customer),
        "orders not here": ", ".join(found.unknown_orders),
        "bodies in quarantine": ", ".join(found.quarantined),
    }.items():
        grid.add_row(name, value or formats.NOTHING)
    grid.add_row("", Text(KEPT, "dim"))
    return grid
