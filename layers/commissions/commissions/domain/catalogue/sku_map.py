"""The versions of a SKU in the map: each in force from its moment, none ever rewritten."""

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
    """The versions and the new one, in order; the same where it already stands among them.

    What its key means may be said later: it changes none of its values.
    """
    others = [listing for listing in listings if listing.since != new.since]
    standing = next((listing for listing in listings if listing.since == new.since), None)
    if standing is None or standing == _unsaid(new):
        return tuple(sorted((*others, new), key=lambda listing: listing.since))
    if standing != new and _unsaid(standing) != new:
        raise AlreadyPublished(standing)
    return tuple(listings)


def _unsaid(listing: SkuVersion) -> SkuVersion:
    """As a file has it that says no more of its key."""
    return replace(listing, value=replace(listing.value, only_sku=False, of_sku=""))
