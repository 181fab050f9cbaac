"""What bundles are worth: the sum of what they hold, at the moment from which they count."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from commissions.application.company_files.problems import Problem
from commissions.application.company_files.skus import SkuEntry
from commissions.domain.catalogue.sku_map import SkuVersion, in_force
from commissions.domain.catalogue.sku_values import (
    UNITS,
    Component,
    NotAVolume,
    SkuValue,
    check_volume,
)


class NoSum(ValueError):
    """A bundle whose worth cannot be summed up."""


Map = Mapping[str, Sequence[SkuVersion]]


def resolved(
    entries: Sequence[SkuEntry], standing: Map, problems: list[Problem]
) -> list[tuple[SkuEntry, SkuVersion]]:
    """A store's entries with all bundles summed up, from each other and from what stands."""
    shelf = _Shelf(_all(entries, standing), {id(each.listing) for each in entries if each.sums_up})
    found = []
    for entry in entries:
        try:
            found.append((entry, shelf.resolved(entry)))
        except NoSum as error:
            problems.append(entry.row.problem("bundle", error))
    return found


def outdated(entries: Sequence[SkuEntry], standing: Map) -> list[str]:
    """The bundles of which a part has another value later on, while they keep theirs."""
    listings = _all(entries, standing)
    found = []
    for entry in entries:
        latest = max(listing.since for listing in listings[entry.sku])
        for part in (component.platform_sku for component in entry.listing.value.components):
            later = [each.since for each in listings.get(part, ()) if each.since > latest]
            if entry.sums_up and entry.listing.since == latest and later:
                found.append(
                    f"{entry.row.file}:{entry.row.line}: {part} changes on {min(later):%Y-%m-%d}; "
                    f"{entry.sku}, which holds it, keeps its volumes until it has a row of then"
                )
    return found


def counted_twice(entries: Sequence[SkuEntry], standing: Map) -> list[str]:
    """The bundles that have volumes of their own, and hold what has some too, while nobody says
    which of them counts where an order names both."""
    listings = _all(entries, standing)
    found = []
    for entry in entries:
        value = entry.listing.value
        if entry.sums_up or entry.listing.retired or value.bundle:
            continue
        parts = [component.platform_sku for component in value.components]
        valued = [each for each in parts if in_force(listings.get(each, ()), value.effective_from)]
        if valued:
            where, holds = f"{entry.row.file}:{entry.row.line}", ", ".join(valued)
            found.append(
                f"{where}: bundle: counted_twice: {entry.sku} has volumes of its own, and so has "
                f"what it holds ({holds}). Where an order names its parts, its own count alone: "
                f"say so with `own: {entry.row.text('bundle')}`, or `parts: …`"
            )
    return found


def _all(entries: Sequence[SkuEntry], standing: Map) -> dict[str, list[SkuVersion]]:
    listings = {sku: list(versions) for sku, versions in standing.items()}
    for entry in entries:
        listings.setdefault(entry.sku, []).append(entry.listing)
    return listings


class _Shelf:
    """A store's SKUs, some of them bundles that are not summed up yet."""

    def __init__(self, listings: Map, unsummed: set[int]) -> None:
        self._listings = listings
        self._unsummed = unsummed

    def resolved(self, entry: SkuEntry) -> SkuVersion:
        if not entry.sums_up:
            return entry.listing
        return replace(entry.listing, value=self.worth(entry.listing.value, ()))

    def worth(self, bundle: SkuValue, inside: tuple[str, ...]) -> SkuValue:
        if bundle.platform_sku in inside:
            raise NoSum(f"{bundle.platform_sku} holds itself")
        parts = [
            (component.qty, self._part(component, bundle, (*inside, bundle.platform_sku)))
            for component in bundle.components
        ]
        volumes: dict[str, Any] = {unit: _sum(parts, unit) for unit in UNITS}
        return replace(bundle, **volumes)

    def _part(self, component: Component, bundle: SkuValue, inside: tuple[str, ...]) -> SkuValue:
        at = bundle.effective_from
        found = in_force(self._listings.get(component.platform_sku, ()), at)
        if found is None:
            raise NoSum(f"{component.platform_sku} has no value at {at:%Y-%m-%d %H:%M}")
        if id(found) in self._unsummed:
            return self.worth(replace(found.value, effective_from=at), inside)
        return found.value


def _sum(parts: Sequence[tuple[Decimal, SkuValue]], unit: str) -> str:
    for _, value in parts:
        if value.volume(unit).endswith("%"):
            raise NoSum(
                f"the {unit} of {value.platform_sku} is a share: state the bundle's own volumes"
            )
    total = sum((qty * Decimal(value.volume(unit)) for qty, value in parts), Decimal(0))
    text = f"{total.normalize():f}"
    try:
        return check_volume(text)
    except NotAVolume:
        raise NoSum(f"its {unit} is {text}: finer than a hundredth") from None
