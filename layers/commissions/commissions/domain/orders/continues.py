"""How orders that stand for one another are told: which other one, and as what."""

from dataclasses import dataclass

INSTALMENT = "instalment"
"""The order pays a part of units that the other order sold."""


@dataclass(frozen=True, slots=True)
class Continues:
    """The order that another one goes on with."""

    order: str
    """Its key."""
    as_: str
    """INSTALMENT; other kinds of orders that continue one are to come."""
