from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from commissions.domain.catalogue.sku_map import (
    AlreadyPublished,
    SkuVersion,
    in_force,
    with_version,
)
from commissions.domain.catalogue.sku_values import SkuValue


def listing(day: int, cv: str = "20", *, retired: bool = False) -> SkuVersion:
    value = SkuValue(
        platform_sku="TEA-1",
        sku_id="tea",
        effective_from=on(day),
        commission_class="standard",
        pv=cv,
        bv=cv,
        cv=cv,
        qv=cv,
    )
    return SkuVersion(value=value, name="Tea", category="tea", retired=retired)


def on(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


def test_the_latest_version_that_has_begun_is_in_force() -> None:
    versions = (listing(1, "10"), listing(5, "20"))

    assert in_force(versions, on(4)) == versions[0]
    assert in_force(versions, on(5)) == versions[1]


def test_nothing_is_in_force_before_the_first_version_or_after_the_end() -> None:
    versions = (listing(5), listing(10, retired=True))

    assert in_force(versions, on(4)) is None
    assert in_force(versions, on(10)) is None


def test_a_retired_sku_can_come_back() -> None:
    versions = (listing(1, retired=True), listing(5))

    assert in_force(versions, on(6)) == versions[1]


def test_versions_stand_in_the_order_of_their_time() -> None:
    versions = with_version((listing(5),), listing(1))

    assert [version.since for version in versions] == [on(1), on(5)]


def test_a_version_is_never_rewritten() -> None:
    versions = (listing(5, "20"),)

    assert with_version(versions, listing(5, "20")) == versions
    with pytest.raises(AlreadyPublished):
        with_version(versions, listing(5, "30"))


def said(version: SkuVersion, **fields: Any) -> SkuVersion:
    return replace(version, value=replace(version.value, **fields))


@pytest.mark.parametrize("meant", [{"only_sku": True}, {"of_sku": "TEA"}], ids=str)
def test_what_a_key_means_may_be_said_later_and_stays_said(meant: dict[str, Any]) -> None:
    bare, told_apart = listing(5), said(listing(5), **meant)

    assert with_version((bare, listing(9)), told_apart) == (told_apart, listing(9))
    assert with_version((told_apart,), bare) == (told_apart,)
    assert with_version((told_apart,), told_apart) == (told_apart,)


def test_it_is_not_unsaid_by_another_word_or_with_other_values() -> None:
    told = said(listing(5), of_sku="TEA")

    for other in (said(listing(5), of_sku="POT"), said(listing(5, "30"), only_sku=True)):
        with pytest.raises(AlreadyPublished):
            with_version((told,), other)


def saying(listing: SkuVersion, bundle: str) -> SkuVersion:
    return replace(listing, value=replace(listing.value, bundle=bundle))


def test_a_version_that_said_nothing_of_a_bundle_may_say_it_later() -> None:
    """Orders that wait for the word are of the days when it was not said."""
    versions = (listing(1), listing(5))

    assert with_version(versions, saying(listing(1), "own")) == (
        saying(listing(1), "own"),
        listing(5),
    )


@pytest.mark.parametrize("later", ["parts", ""])
def test_what_was_said_of_a_bundle_stays(later: str) -> None:
    versions = (saying(listing(1), "own"),)

    assert with_version(versions, saying(listing(1), "own")) == versions
    with pytest.raises(AlreadyPublished):
        with_version(versions, saying(listing(1), later))


def test_nothing_else_comes_in_with_a_word_on_a_bundle() -> None:
    with pytest.raises(AlreadyPublished):
        with_version((listing(1, "20"),), saying(listing(1, "30"), "own"))


def test_a_word_on_a_bundle_leaves_what_was_said_of_its_key() -> None:
    told, word = said(listing(5), of_sku="TEA"), saying(listing(5), "own")

    both = saying(told, "own")
    assert with_version((told,), word) == (both,)
    assert with_version((word,), both) == (both,)
