"""What edits took off an order's lines, snapshot by snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.orders.order import Item


@dataclass(frozen=True, slots=True)
class TakenOff:
    """By making lines less, or none: whole minor units, with and without tax."""

    net: int = 0
    gross: int = 0

    @property
    def gross_of_net(self) -> Fraction:
        return Fraction(self.gross, self.net) if self.net else Fraction(1)

    def then(self, before: Iterable[Item], after: Iterable[Item]) -> "TakenOff":
        """And what one more edit took off."""
        left = {item.line_id: item for item in after}
        net, gross = self.net, self.gross
        for item in before:
            less = _net(item) - _net(left.get(item.line_id))
            if less > 0:
                net += less
                gross += max(less, less + item.tax - _tax(left.get(item.line_id)))
        return TakenOff(net, gross)


def _net(item: Item | None) -> int:
    return max(0, item.net) if item else 0


def _tax(item: Item | None) -> int:
    return item.tax if item else 0
