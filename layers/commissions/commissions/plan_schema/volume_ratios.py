"""How much of one volume an order can have for another: by the plan's own words for what each
counts, and by what the SKUs of a map are worth.

A line's volumes are all points, or all shares of its net, or some of either. Two of the same sort
keep their ratio in every order; of two that do not, either can be any multiple of the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.catalogue.sku_values import SkuValue, is_share
from commissions.plan_schema.volumes import VolumeWords

OWN, PARTICIPANT, CUSTOMER = "own_orders", "participant_orders", "customer_orders"
KINDS_OF_ORDER = ({OWN}, {OWN, PARTICIPANT}, {PARTICIPANT}, {CUSTOMER})
"""As what an order can count, whoever buys."""
SAME, NOTHING = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class VolumeRatios:
    """Of a map of SKUs; without one only a volume of itself is known."""

    values: Sequence[SkuValue] = ()
    """Every version that stands, each in its store."""

    def most(self, unit: str, of: str, words: Mapping[str, VolumeWords]) -> Fraction | None:
        """The most of `unit` that an order can have for one of `of`, before rounding; None where
        nothing bounds it."""
        if unit == of:
            return SAME
        if not self.values or not _counted_where(words[unit], words[of]):
            return None
        ratios = [
            self._of(value, unit, of, words)
            for value in self.values
            if value.commission_class not in words[unit].exclude and _figure(value.volume(unit))
        ]
        known = [each for each in ratios if each is not None]
        return max(known, default=NOTHING) if len(known) == len(ratios) else None

    def _of(
        self, value: SkuValue, unit: str, of: str, words: Mapping[str, VolumeWords]
    ) -> Fraction | None:
        counted, base = value.volume(unit), value.volume(of)
        is_none = value.commission_class in words[of].exclude or not _figure(base)
        if is_none or is_share(counted) != is_share(base):
            return None
        return _figure(counted) / _figure(base)


def _figure(volume: str) -> Fraction:
    return Fraction(volume.removesuffix("%"))


def _counted_where(unit: VolumeWords, of: VolumeWords) -> bool:
    """Whether the one counts only orders that the other counts too."""
    return all(
        not kind.isdisjoint(of.include)
        for kind in KINDS_OF_ORDER
        if not kind.isdisjoint(unit.include)
    )
