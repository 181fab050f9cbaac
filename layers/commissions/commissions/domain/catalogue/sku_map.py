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
    """The versions and the new one, in order; the same where it already stands among them.

    What its key means, and what counts of a bundle, may be said later: the one changes none of its
    values, and for the other orders wait.
    """
    others = [listing for listing in listings if listing.since != new.since]
    standing = next((listing for listing in listings if listing.since == new.since), None)
    listing = new if standing is None else _completed(standing, new)
    return tuple(sorted((*others, listing), key=lambda each: each.since))


def _completed(standing: SkuVersion, new: SkuVersion) -> SkuVersion:
    """What stands, with what the new one says besides; raises AlreadyPublished."""
    word = standing.value.bundle or new.value.bundle
    known = replace(standing, value=replace(standing.value, bundle=word))
    if known in (new, _unsaid(new)):
        return new
    if _unsaid(known) != new:
        raise AlreadyPublished(standing)
    return known


def _unsaid(listing: SkuVersion) -> SkuVersion:
    """As a file has it that says no more of its key."""
    return replace(listing, value=replace(listing.value, only_sku=False, of_sku=""))
