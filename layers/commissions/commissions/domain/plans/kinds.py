"""The kinds of bonuses that are computed per order: a module each."""

from typing import Protocol

from commissions.domain.plans import customer, fast_start, levels
from commissions.domain.plans.award import Award
from commissions.domain.plans.award_builder import AwardBuilder
from commissions.domain.plans.document_node import Node
from commissions.domain.plans.rates import Rates
from commissions.domain.plans.sections import Terms
from commissions.domain.sales.referral_match import SaleCredit


class Bonus(Protocol):
    """A bonus of a plan, ready to be computed."""

    @property
    def builder(self) -> AwardBuilder: ...

    @property
    def rates(self) -> Rates: ...

    def earn(self, credit: SaleCredit, base: int) -> list[Award]:
        """The lines of a sale that has a seller, and volume (hundredths of a point) to pay on."""


class Kind(Protocol):
    """What a kind's module offers: the names of its own fields, and a reader of them."""

    REQUIRED: str
    OPTIONAL: str

    def read(self, node: Node, terms: Terms, builder: AwardBuilder) -> Bonus:
        """The bonus of a document that was checked before."""


KINDS: dict[str, Kind] = {"customer": customer, "fast_start": fast_start, "levels": levels}
"""A new kind is a module and a line here."""
