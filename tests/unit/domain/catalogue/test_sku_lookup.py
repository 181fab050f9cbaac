"""What a variant is worth by the map, where shops have SKUs that are numbers and ids that are."""

from typing import Any

import pytest

from commissions.domain.catalogue.sku_keys import id_key, id_of, keys_of, sku_key, waiting_keys
from commissions.domain.catalogue.sku_lookup import TwoValues, map_value
from commissions.domain.catalogue.sku_values import SkuValue
from tests.support.orders import a_value


def known(*values: SkuValue) -> dict[str, SkuValue]:
    return {value.platform_sku: value for value in values}


def worth(variant_id: str, sku: str, *values: SkuValue) -> str:
    """By its key and CV: `id:44 5`."""
    found = map_value(variant_id, sku, known(*values))
    assert not isinstance(found, TwoValues)
    return f"{found.platform_sku} {found.cv}" if found else ""


def both(variant_id: str, sku: str, *values: SkuValue) -> str:
    found = map_value(variant_id, sku, known(*values))
    assert isinstance(found, TwoValues)
    return str(found)


def row(key: str, cv: str = "5", **fields: Any) -> SkuValue:
    return a_value(key, cv, **fields)


def test_a_variant_is_worth_what_its_id_is_or_else_its_sku() -> None:
    assert worth("44", "TEA", row("id:44"), row("POT")) == "id:44 5"
    assert worth("44", "TEA", row("TEA"), row("id:45")) == "TEA 5"
    assert worth("", "TEA", row("TEA"), row("id:")) == "TEA 5"
    assert worth("44", "", row("id:44")) == "id:44 5"
    assert worth("44", "TEA", row("POT")) == worth("", "", row("")) == ""


def test_a_bare_key_of_before_serves_an_id_where_no_sku_fits() -> None:
    assert worth("44", "TEA", row("44")) == "44 5"
    assert worth("44", "", row("44")) == "44 5"


def test_a_sku_of_a_file_that_tells_the_two_apart_is_no_id() -> None:
    assert worth("1001", "1002", row("1001", "1", only_sku=True)) == ""
    numeric = row("1001", "1", only_sku=True), row("1002", "40", only_sku=True)
    assert worth("1001", "1002", *numeric) == "1002 40"


def test_an_id_and_a_sku_of_one_number_are_two_things() -> None:
    assert worth("7", "1001", row("id:1001", "1"), row("1001", "40")) == "1001 40"
    assert worth("1001", "TEA", row("id:1001", "1"), row("1001", "40")) == "id:1001 1"


def test_two_values_that_are_alike_are_one() -> None:
    assert worth("44", "TEA", row("id:44"), row("TEA")) == "id:44 5"
    assert worth("44", "TEA", row("44"), row("TEA", sku_id="another")) == "44 5"


@pytest.mark.parametrize("key", ["id:1001", "1001"])
def test_an_id_that_is_worth_something_else_than_the_sku_is_not_guessed_at(key: str) -> None:
    assert both("1001", "1002", row(key, "1"), row("1002", "40")) == (
        f"1 in every unit (product, by the row {key} of 2026-11-01) by its id, and "
        "40 in every unit (product, by the row 1002 of 2026-11-01) by its SKU"
    )


def test_nor_is_one_of_another_class_or_of_another_volume_in_one_unit() -> None:
    kit = both("44", "TEA", row("id:44", commission_class="kit"), row("TEA"))
    assert "(kit, by" in kit

    less = both("44", "TEA", row("id:44", qv="4"), row("TEA"))
    assert less.startswith("pv 5, bv 5, cv 5, qv 4 (product, by the row id:44")


def test_a_row_of_an_id_that_names_its_sku_is_what_the_variant_is_worth_under_it() -> None:
    large = row("id:44", "50", of_sku="TEA")

    assert worth("44", "TEA", large, row("TEA", "10")) == "id:44 50"
    assert worth("44", "CUP", large) == "id:44 50"
    assert both("44", "CUP", large, row("CUP", "10"))


def test_a_sku_that_begins_like_an_id_is_still_a_sku() -> None:
    assert worth("", "id:44", row("id:44", "1"), row("sku:id:44", "2")) == "sku:id:44 2"
    assert (sku_key("TEA"), sku_key("sku:1")) == ("TEA", "sku:sku:1")


def test_the_keys_of_a_variant_are_told_once_each() -> None:
    assert keys_of("44", "TEA") == ("id:44", "TEA", "44")
    assert keys_of("44", "44") == ("id:44", "44")
    assert (keys_of("", "TEA"), keys_of("", "")) == (("TEA",), ())
    assert (id_of(id_key("44")), id_of("44")) == ("44", "")


def test_orders_wait_for_a_row_by_either_form_of_its_key() -> None:
    assert waiting_keys("44") == waiting_keys("id:44") == ("44", "id:44")
