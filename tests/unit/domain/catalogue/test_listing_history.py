from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved, Variant
from commissions.domain.catalogue.listing_history import (
    CLOSINGS_KEPT,
    ListedProduct,
    needs_value,
    new_product,
    with_change,
)
from tests.support.orders import NOON

Told = ProductListed | ProductRemoved
OF: dict[str, Any] = {"platform": "shopify", "store_id": "tea", "product_id": "7"}


def listed(minute: int, *variants: str, complete: bool = True) -> ProductListed:
    """`listed(5, "100g:TEA-100", "250g")`: variants by id, each with its SKU if it has one."""
    return ProductListed(
        updated_at=NOON + timedelta(minutes=minute),
        variants=tuple(a_variant(*text.split(":")) for text in variants),
        complete=complete,
        **OF,
    )


def a_variant(variant_id: str, sku: str = "") -> Variant:
    return Variant(variant_id=variant_id, sku=sku, name=f"Tea {variant_id}")


def removed(minute: int, variant_id: str = "") -> ProductRemoved:
    return ProductRemoved(removed_at=NOON + timedelta(minutes=minute), variant_id=variant_id, **OF)


def after(*told: Told) -> ListedProduct:
    shelf = new_product(told[0])
    for each in told:
        shelf = with_change(shelf, each)
    return shelf


def shown(shelf: ListedProduct) -> list[str]:
    """`100g` for a variant that is for sale, `100g until 5` for one that is not, by minute."""
    return [
        each.variant_id + (f" until {_minute(each.closed_at)}" if each.closed_at else "")
        for each in shelf.variants
    ]


def _minute(moment: Any) -> int:
    return int((moment - NOON).total_seconds() // 60)


def test_a_listed_product_has_its_variants_for_sale_since_then() -> None:
    shelf = after(listed(3, "100g:TEA-100", "250g"))

    assert shown(shelf) == ["100g", "250g"]
    assert [_minute(each.listed_at) for each in shelf.variants] == [3, 3]


@pytest.mark.parametrize(
    ("told", "ends_up"),
    [
        ([listed(1, "a", "b"), listed(5, "a")], ["a", "b until 5"]),
        ([listed(1, "a", "b"), listed(5, "a", complete=False)], ["a", "b"]),
        ([listed(1, "a", "b"), listed(5, "a"), listed(9, "a")], ["a", "b until 5"]),
        ([listed(1, "a", "b"), listed(5, "a"), listed(9, "a", "b")], ["a", "b"]),
        ([listed(1, "a", "b"), removed(5)], ["a until 5", "b until 5"]),
        ([listed(1, "a", "b"), removed(5, "b")], ["a", "b until 5"]),
        ([listed(1, "a"), removed(5), listed(9, "a")], ["a"]),
        ([listed(1, "a"), removed(5), removed(7)], ["a until 5"]),
        ([removed(5), listed(1, "a")], ["a until 5"]),
        ([removed(5, "b"), listed(1, "a", "b")], ["a", "b until 5"]),
        ([listed(5, "a"), listed(1, "a", "b")], ["a", "b until 5"]),
        ([listed(3, "a", "b"), listed(3, "a")], ["a", "b"]),
        ([listed(3, "a"), removed(3)], ["a until 3"]),
        ([removed(3)], []),
    ],
)
def test_in_whatever_order_it_is_told_it_ends_up_the_same(
    told: list[Told], ends_up: list[str]
) -> None:
    shelves = [after(*order) for order in permutations(told)]

    assert [shown(shelf) for shelf in shelves] == [ends_up] * len(shelves)
    assert all(shelf == shelves[0] for shelf in shelves)


def test_a_variant_that_got_another_sku_remembers_the_one_before() -> None:
    [variant] = after(listed(9, "a:NEW"), listed(1, "a:OLD")).variants

    assert (variant.sku, variant.former_skus) == ("NEW", ("OLD",))


def test_a_variant_waits_unless_its_sku_or_its_id_has_a_value() -> None:
    [variant] = after(listed(1, "a:TEA")).variants

    assert [needs_value(variant, known) for known in ([], ["OTHER"], ["TEA"], ["a"])] == [
        True,
        True,
        False,
        False,
    ]


def test_a_variant_that_is_gone_waits_for_nothing() -> None:
    [variant] = after(listed(1, "a:TEA"), removed(5)).variants

    assert not needs_value(variant, [])


def test_an_order_of_a_variant_without_sku_waits_by_its_id() -> None:
    with_sku, without = after(listed(1, "a:TEA", "b")).variants

    assert (with_sku.map_name, without.map_name) == ("TEA", "b")


def test_what_a_closed_variant_remembers_is_bounded() -> None:
    many = [listed(minute, "a") for minute in range(2, 200)]

    _, gone = after(listed(1, "a", "b"), *many).variants

    assert len(gone.closings) == CLOSINGS_KEPT
    assert shown(after(listed(1, "a", "b"), *many)) == ["a", "b until 2"]


def test_a_listing_that_very_many_have_overtaken_opens_nothing() -> None:
    many = [listed(minute, "a") for minute in range(2, 200)]

    shelf = after(*many, listed(100, "a", "b"))
    again = after(*many, listed(300, "a", "b"))

    assert shelf.variants[1].closed_at is not None
    assert again.variants[1].closed_at is None


minutes = st.integers(0, 6)
variants = st.lists(st.sampled_from(["a", "a:TEA", "b:CUP", "c"]), max_size=4).map(
    lambda texts: list({text.split(":")[0]: text for text in texts}.values())
)
listings = st.builds(
    lambda minute, of, complete: listed(minute, *of, complete=complete),
    minutes,
    variants,
    st.booleans(),
)
removals = st.builds(removed, minutes, st.sampled_from(["", "", "a", "b"]))
histories = st.lists(listings | removals, min_size=1, max_size=9)


def told_of(variant_id: str, told: list[Told]) -> tuple[list[Any], list[Any]]:
    """When a variant was listed, and when it was not there: `(moment, removed)`, told apart."""
    there, gone = [], []
    for each in told:
        if isinstance(each, ProductRemoved):
            gone += [(each.removed_at, True)] if each.variant_id in ("", variant_id) else []
        elif variant_id in {variant.variant_id for variant in each.variants}:
            there.append((each.updated_at, False))
        elif each.complete:
            gone.append((each.updated_at, False))
    return there, gone


@given(histories)
def test_a_variant_is_gone_from_the_first_closing_after_it_was_last_listed(
    told: list[Told],
) -> None:
    for variant in after(*told).variants:
        there, gone = told_of(variant.variant_id, told)
        since = [moment for moment, removal in gone if (moment, removal) > max(there)]

        assert variant.closed_at == min(since, default=None)
        assert (variant.listed_at, variant.updated_at) == (min(there)[0], max(there)[0])


@given(histories, st.randoms(use_true_random=False), st.data())
def test_shuffled_and_repeated_it_is_the_same_shelf(
    told: list[Told], chance: Any, data: st.DataObject
) -> None:
    repeated = told + data.draw(st.lists(st.sampled_from(told), max_size=5))
    chance.shuffle(repeated)

    assert after(*repeated) == after(*told)
