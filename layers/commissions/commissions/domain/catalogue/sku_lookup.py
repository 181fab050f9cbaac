"""Which value of the SKU map a variant has: by its id, or by its SKU."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commissions.domain.catalogue.sku_keys import id_key, sku_key

if TYPE_CHECKING:
    from commissions.domain.catalogue.sku_values import SkuValue

Known = Mapping[str, "SkuValue"]
"""The values in force, by key."""


@dataclass(frozen=True, slots=True)
class TwoValues:
    """What a variant is worth by its id, and what by its SKU, where these differ."""

    by_id: "SkuValue"
    by_sku: "SkuValue"

    def __str__(self) -> str:
        return f"{_shown(self.by_id)} by its id, and {_shown(self.by_sku)} by its SKU"


def map_value(variant_id: str, sku: str, known: Known) -> "SkuValue | TwoValues | None":
    """What a variant is worth by the map: by its id first, then by its SKU.

    Where both lead to a value and these differ, it is that of the id if its row names the SKU too;
    else nobody knows which was meant, as a bare key may be either.
    """
    by_sku = known.get(sku_key(sku)) if sku else None
    by_id = _by_id(variant_id, known) if variant_id else None
    if by_id is None or by_sku is None or _is_alike(by_id, by_sku) or by_id.of_sku == sku:
        return by_id or by_sku
    return TwoValues(by_id, by_sku)


def _by_id(variant_id: str, known: Known) -> "SkuValue | None":
    bare = known.get(sku_key(variant_id))
    return known.get(id_key(variant_id)) or (None if bare and bare.only_sku else bare)


def _is_alike(one: "SkuValue", other: "SkuValue") -> bool:
    return (one.volumes, one.commission_class) == (other.volumes, other.commission_class)


def _shown(value: "SkuValue") -> str:
    """`cv 20.00, … (standard, by the row TEA of 2026-01-01)`; once where all units are alike."""
    worth = ", ".join(f"{unit} {volume}" for unit, volume in value.volumes.items())
    alike = {*value.volumes.values()}
    worth = f"{alike.pop()} in every unit" if len(alike) == 1 else worth
    row = f"{value.platform_sku} of {value.effective_from:%Y-%m-%d}"
    return f"{worth} ({value.commission_class}, by the row {row})"
