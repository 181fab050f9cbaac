"""The versions of a SKU in the map: each in force from its moment, none ever rewritten, but for
what it did not say of a bundle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.domain.catalogue.sku_values import SkuValue


class AlreadyPublished(ValueError):
    """A version of a SKU that stands with other content."""

    def __init__(self, listing: "SkuVersion") -> None:
        super().__init__(
            f"{listing.value.platform_sku} stands with other values from "
            f"{listing.since:%Y-%m-%d %H:%M}: give the new ones a later effective_from"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuVersion:
    """A version of a SKU: its value, and what people call it."""

    value: SkuValue
    name: str
    category: str
    retired: bool = False
    """From here on the SKU has no value."""

    @property
    def since(self) -> datetime:
        return self.value.effective_from


def in_force(listings: Sequence[SkuVersion], at: datetime) -> SkuVersion | None:
    """The version of a moment; none before the first one, and none for a retired SKU."""
    begun = [listing for listing in listings if listing.since <= at]
    latest = max(begun, key=lambda listing: listing.since, default=None)
    return None if latest is None or latest.retired else latest


def with_version(listings: Sequence[SkuVersion], new: SkuVersion) -> tuple[SkuVersion, ...]:
    """The versions and the new one, in order; the same where it already stands among them. One that
    did not say what counts of a bundle may say it later: orders that wait for it go on."""
    for listing in listings:
        if listing == new:
            return tuple(listings)
        if not listing.value.bundle and _with_word(listing, new.value.bundle) == new:
            return tuple(new if each is listing else each for each in listings)
        if listing.since == new.since:
            raise AlreadyPublished(listing)
    return tuple(sorted((*listings, new), key=lambda listing: listing.since))


def _with_word(listing: SkuVersion, bundle: str) -> SkuVersion:
    return replace(listing, value=replace(listing.value, bundle=bundle))
