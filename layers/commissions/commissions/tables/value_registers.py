"""What the tables say of the worth of an order's lines, as a step asks for it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from commissions.tables import skus, stores

if TYPE_CHECKING:
    from commissions.domain.ledger.facts import Fact

store = stores.get
values_in_force = skus.values_in_force


def facts_of(order_key: str) -> "Sequence[Fact]":
    """All that the ledger knows of an order; asked of one that has a line without a value."""
    # Imported here: of nearly all orders it is not asked.
    from commissions.tables import ledger

    return ledger.read(order_key).facts
