"""How orders that stand for one another are told: which other one, and as what."""

from dataclasses import dataclass, field

from commissions.domain.orders.canonical import OMITTED

INSTALMENT = "instalment"
"""The order pays a part of units that the other order sold."""
RENEWAL = "renewal"
"""A subscription's next order, which nobody placed."""
EXCHANGE = "exchange"
"""What an app sends for goods of the other order that came back."""
RECREATED = "recreated"
"""The other order was cancelled and placed anew, as this one."""
PART = "part"
"""Lines of the other order, which it has lost to this one."""
COPY = "copy"
"""What a marketplace has its vendors see of the other order; it was paid for there."""
KINDS = (RENEWAL, EXCHANGE, RECREATED, PART, INSTALMENT, COPY)
COMPARED = (COPY, PART, RECREATED)
"""Whose lines are compared with those of the other order: none may earn in both."""


@dataclass(frozen=True, slots=True)
class Continues:
    """The order that another one goes on with. Whatever the kind, a shop's system made the order
    that says so: its codes are copies."""

    order: str
    """Its key; empty where the store does not say by its id which one it is."""
    as_: str
    """One of KINDS."""
    number: str = field(default="", metadata=OMITTED)
    """The shop's own number of it, without `#`, where the store names it so; of an order that was
    edited several times, that of the first one."""
    by_lines: bool = field(default=False, metadata=OMITTED)
    """Of a copy: whether only its lines say that it is one, where the store says no more than that
    the other order is its parent."""
