"""What an order costs, what has come in and what went back, as far as the fold walks the money."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.ledger.facts import Fact
from commissions.domain.stores.store import Policies


@dataclass(frozen=True, slots=True)
class BalanceFigures:
    """Gross, in minor units of the order's currency."""

    owed: Fraction
    received: Fraction
    given_back: Fraction


def balance_figures(facts: Sequence[Fact], policies: Policies) -> BalanceFigures | None:
    """None until `domain.ledger.order_balance` has the walk, and says it here."""
    return None
