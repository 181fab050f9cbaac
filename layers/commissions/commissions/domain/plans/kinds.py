"""The bonus kinds: a module each for those computed per order, and the fields of the rest."""

from decimal import Decimal
from typing import Protocol

from commissions.domain.plans import customer, levels
from commissions.domain.plans.award import Award
from commissions.domain.plans.award_builder import AwardBuilder
from commissions.domain.plans.document_node import Node
from commissions.domain.plans.sections import Terms
from commissions.domain.sales.attribution import Lock


class Bonus(Protocol):
    """A bonus of a plan, ready to be computed."""

    @property
    def builder(self) -> AwardBuilder: ...

    @property
    def worst(self) -> Decimal:
        """The most that one order can pay, as a share of its base and before the factor."""

    @property
    def awards_max(self) -> int:
        """How many people one order can pay, each an amount that is rounded by itself."""

    def earn(self, lock: Lock, base: int) -> list[Award]:
        """The lines of a sale that has a seller, and volume (hundredths of a point) to pay on."""


class Kind(Protocol):
    """What a kind's module offers: the names of its own fields, and a reader of them."""

    REQUIRED: str
    OPTIONAL: str

    def read(self, node: Node, terms: Terms, builder: AwardBuilder, *, at_order: bool) -> Bonus:
        """The bonus; one that the close computes (not `at_order`) is only checked."""


KINDS: dict[str, Kind] = {"customer": customer, "levels": levels}
"""A new kind is a module and a line here."""

AT_CLOSE: dict[str, tuple[str, str]] = {
    "binary": ("tree basis match eligibility after cap order_of_steps", ""),
    "fast_start": ("tree basis start window rates eligibility", "replaces"),
    "generation": ("tree basis boundary rates", "eligibility"),
    "infinity": ("tree basis below_level blocked_by rates", "eligibility"),
    "matching": ("tree of by rates base_after_caps", "eligibility"),
    "pool": ("basis pct points remainder", "eligibility"),
}
"""The fields, required and optional, of kinds that a plan can hold and only the close computes."""
