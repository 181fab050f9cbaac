"""What the lines and bundles of a snapshot were valued at before, whatever the map says by now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commissions.domain.catalogue.bundle_part import BundlePart
from commissions.domain.catalogue.sku_values import SkuValue


@dataclass(frozen=True, slots=True)
class KeptValues:
    """By the ids that lines and bundles have in the snapshot."""

    lines: Mapping[str, SkuValue] = field(default_factory=dict)
    parts: Mapping[str, BundlePart] = field(default_factory=dict)
    """Of those of the lines that had the value of their bundle, how much of it."""
    bundles: Mapping[str, SkuValue] = field(default_factory=dict)
    """What counted alone of a bundle."""

    def by_itself(self, line_id: str) -> bool:
        """Whether a line was valued, and not as a part of a bundle."""
        return line_id in self.lines and line_id not in self.parts


NOTHING_KEPT = KeptValues()
