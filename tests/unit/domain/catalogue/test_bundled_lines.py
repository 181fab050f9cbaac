"""What each line of a bundle is worth, and how much of the bundle's own value it carries."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.catalogue.bundle_part import BundlePart, stretch_of_part
from commissions.domain.catalogue.bundled_lines import BundledOrder, CountedTwice
from commissions.domain.catalogue.kept_values import KeptValues
from commissions.domain.catalogue.sku_lookup import TwoValues
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.orders.instalment import Stretch
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.sold_bundle import SoldBundle
from tests.support.orders import a_value, an_item, an_order

ONE = Decimal(1)


def a_map(**volumes: str) -> dict[str, SkuValue]:
    """`KIT="own 40"`: by SKU, the word on the bundle and the points."""
    found = {}
    for sku, text in volumes.items():
        *word, volume = text.split()
        found[sku] = a_value(sku, volume, bundle=word[0] if word else "")
    return found


def part(line_id: str, sku: str, net: int = 10_00, bundle: str = "9", qty: str = "1") -> Item:
    return an_item(line_id, sku=sku, net=net, qty=qty, bundle_id=bundle)


def a_kit(*items: Item, qty: int = 1) -> OrderPlaced:
    """The items and a bundle of no line: KIT, by the id 9."""
    return an_order(*items, bundles=(SoldBundle("9", "", "KIT", Decimal(qty)),))


def worth(order: OrderPlaced, known: Mapping[str, SkuValue]) -> dict[str, str]:
    values = {item.line_id: BundledOrder(order, known).value(item) for item in order.items}
    return {line: each.platform_sku for line, each in values.items() if isinstance(each, SkuValue)}


def bundle_parts(order: OrderPlaced, known: Mapping[str, SkuValue]) -> tuple[BundlePart, ...]:
    return tuple(BundledOrder(order, known).parts())


def counted_twice(order: OrderPlaced, known: Mapping[str, SkuValue]) -> CountedTwice | None:
    doubt = BundledOrder(order, known).doubt()
    return doubt[1] if doubt and isinstance(doubt[1], CountedTwice) else None


BOTH = a_kit(part("1", "TEA", 30_00), part("2", "CUP"), an_item("3"))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("own 40", {"1": "KIT", "2": "KIT", "3": "TEA"}),
        ("parts 40", {"1": "TEA", "2": "CUP", "3": "TEA"}),
    ],
)
def test_a_line_has_the_value_of_its_bundle_or_its_own(said: str, found: dict[str, str]) -> None:
    known = a_map(KIT=said, TEA="20", CUP="10")

    assert worth(BOTH, known) == found
    assert counted_twice(BOTH, known) is None


def test_both_are_named_where_nobody_says_which_counts() -> None:
    found = counted_twice(BOTH, a_map(KIT="40", TEA="20", CUP="10"))

    assert found
    assert found.value.platform_sku == "KIT"
    assert [value.platform_sku for value in found.parts] == ["TEA", "CUP"]


@pytest.mark.parametrize(
    ("volumes", "why"),
    [
        ({"KIT": "40"}, "the parts have none"),
        ({"TEA": "20", "CUP": "10"}, "the bundle has none"),
        ({"KIT": "80%", "TEA": "80%", "CUP": "80%"}, "both come to the same"),
    ],
)
def test_nobody_has_to_say_what_counts_where_only_one_can(
    volumes: dict[str, str], why: str
) -> None:
    assert counted_twice(BOTH, a_map(**volumes)) is None, why


@pytest.mark.parametrize("tea", ["80%", "50%", "20"])
def test_a_part_of_another_class_or_share_is_not_the_same(tea: str) -> None:
    known = a_map(KIT="80%", TEA=tea, CUP="80%")
    if tea == "80%":
        known["TEA"] = a_value("TEA", tea, commission_class="fragrance")

    assert counted_twice(BOTH, known)


def test_each_line_carries_its_stretch_of_the_bundle_by_its_net() -> None:
    order = a_kit(part("1", "TEA", 30_00, qty="2"), part("2", "CUP", 10_00), qty=2)

    assert bundle_parts(order, a_map(KIT="own 40")) == (
        BundlePart("1", "9", Decimal(2), Decimal(2), 0, 30_00, 40_00),
        BundlePart("2", "9", ONE, Decimal(2), 30_00, 40_00, 40_00),
    )


def test_lines_that_have_their_own_value_carry_no_stretch() -> None:
    assert bundle_parts(BOTH, a_map(KIT="parts 40", TEA="20", CUP="10")) == ()
    assert bundle_parts(an_order(), a_map(TEA="own 20")) == ()


def test_a_line_that_stands_for_a_bundle_and_costs_nothing_needs_no_value() -> None:
    kit, free = an_item("9", sku="KIT", net=0), an_item("8", sku="GIFT", net=0)
    sold = BundledOrder(an_order(kit, free, part("1", "TEA")), {})

    assert sold.is_free_container(kit)
    assert not sold.is_free_container(free)
    assert not sold.is_free_container(an_item("9", net=1))


def test_a_bundle_is_found_by_its_id_and_by_its_sku() -> None:
    for names in (("44", "KIT"), ("44", ""), ("44", "OTHER")):
        order = an_order(part("1", "TEA"), bundles=(SoldBundle("9", *names, ONE),))

        assert worth(order, {"id:44": a_value("id:44", "40")}) == {"1": "id:44"}


def test_a_bundle_that_is_worth_two_things_waits_unless_its_parts_count_in_any_case() -> None:
    order = an_order(part("1", "TEA"), bundles=(SoldBundle("9", "44", "KIT", ONE),))
    tea = {"TEA": a_value("TEA", "20")}
    two = {"id:44": a_value("id:44", "40"), "KIT": a_value("KIT", "50")}
    parts = {key: a_value(key, each.cv, bundle="parts") for key, each in two.items()}

    doubt = BundledOrder(order, tea | two).doubt()
    assert doubt
    assert isinstance(doubt[1], TwoValues)
    assert BundledOrder(order, tea | parts).doubt() is None
    assert worth(order, tea | parts) == {"1": "TEA"}


KIT, TEA, CUP = a_value("KIT", "40"), a_value("TEA", "20"), a_value("CUP", "10")
AS_PARTS = KeptValues({"1": TEA, "2": CUP})
AS_ONE = KeptValues({"1": KIT}, {"1": BundlePart("1", "9", ONE, ONE, 0, 1, 1)}, {"9": KIT})


@pytest.mark.parametrize(
    ("kept", "found"), [(AS_PARTS, ["TEA", "CUP"]), (AS_ONE, ["KIT", "KIT"])], ids=["parts", "own"]
)
@pytest.mark.parametrize("known", [{}, {"KIT": KIT, "TEA": TEA, "CUP": CUP}], ids=["none", "both"])
def test_what_counted_of_a_bundle_before_counts_still(
    known: dict[str, SkuValue], kept: KeptValues, found: list[str]
) -> None:
    """Where the map has lost it, or has lost what said which of them counts."""
    order = a_kit(part("1", "TEA", 30_00), part("2", "CUP"))
    sold = BundledOrder(order, known, kept)

    assert sold.doubt() is None
    values = [sold.value(item) for item in order.items]
    assert [each.platform_sku for each in values if isinstance(each, SkuValue)] == found
    assert [each.line_id for each in sold.parts()] == (["1", "2"] if kept is AS_ONE else [])


def test_a_line_that_is_told_without_its_bundle_has_as_much_of_it_as_before() -> None:
    order = an_order(part("1", "NEW", bundle=""))
    sold = BundledOrder(order, {}, AS_ONE)

    assert sold.value(order.items[0]) == KIT
    assert [*sold.parts()] == [*AS_ONE.parts.values()]


@given(
    nets=st.lists(st.integers(1, 10**6), min_size=1, max_size=6),
    bundles=st.integers(1, 50),
    data=st.data(),
)
def test_what_is_kept_and_what_comes_back_are_the_whole_bundle(
    nets: list[int], bundles: int, data: st.DataObject
) -> None:
    """The stretches lie end to end, and a line that lost units has so much less of its own."""
    items = [part(f"{n}", "TEA", net, qty="4") for n, net in enumerate(nets, start=1)]
    parts = bundle_parts(a_kit(*items, qty=bundles), a_map(KIT="own 40"))
    whole = [stretch_of_part(each, Decimal(4)) for each in parts]

    assert [whole[0].begin, *(each.end for each in whole)] == [
        *(each.begin for each in whole),
        Fraction(1),
    ]
    assert {each.qty for each in whole} == {Fraction(bundles)}
    left = data.draw(st.integers(0, 4))
    assert stretch_of_part(parts[0], Decimal(left)) == Stretch(
        Fraction(bundles * left, 4), whole[0].begin, whole[0].end
    )
