"""How it looks what is held of a store's customer."""

from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from tools.cli import formats

if TYPE_CHECKING:
    from commissions.application.queries.personal_data import PersonalData

KEPT = (
    "Of each order: what was bought, its amounts and times, the referral, and the hash. No name, "
    "address, e-mail, phone or IP is kept. Bodies in quarantine are as the store sent them, "
    "encrypted, and deleted after 30 days."
)


def screen(found: "PersonalData") -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    linked = f"{found.linked_to} ({found.linked_as})" if found.linked_to else ""
    for name, value in {
        "held of them": found.customer or "nothing by a hash: a guest",
        "linked to": linked,
        "remembered as": _remembered(found),
        "remembered by": ", ".join(found.remembered_by),
        "erased": f"{found.erased_at:%Y-%m-%d}, the hash and the time" if found.erased_at else "",
        "orders with the hash": ", ".join(found.orders),
        "orders without it": ", ".join(found.without_customer),
        "orders not here": ", ".join(found.unknown_orders),
        "bodies in quarantine": ", ".join(found.quarantined),
    }.items():
        grid.add_row(name, value or formats.NOTHING)
    grid.add_row("", Text(KEPT, "dim"))
    return grid


def _remembered(found: "PersonalData") -> str:
    """Nothing about who they are: whose customer, and by which order of theirs."""
    if not found.customer_of:
        return ""
    return f"a customer of {found.customer_of} since order {found.customer_since}"
