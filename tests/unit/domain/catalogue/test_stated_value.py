from datetime import UTC, datetime

import pytest

from commissions.domain.catalogue.stated_value import (
    BadStatement,
    StatedKey,
    stated_version,
    suggested_id,
)

FIELDS = {
    "sku_id": "tea-new",
    "name": "New tea",
    "category": "tea",
    "commission_class": "standard",
    "effective_from": "2026-11-01",
    "pv": "12.50",
    "bv": "12",
    "cv": "80%",
    "qv": "0",
}


def test_a_value_is_what_its_fields_say() -> None:
    version = stated_version(StatedKey(sku="TEA-NEW"), FIELDS)

    assert (version.name, version.category, version.retired) == ("New tea", "tea", False)
    assert version.value.platform_sku == "TEA-NEW"
    assert version.value.volumes == {"pv": "12.50", "bv": "12", "cv": "80%", "qv": "0"}
    assert version.since == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_moment_counts_in_its_own_zone() -> None:
    fields = FIELDS | {"effective_from": "2026-11-01T09:00:00+01:00"}

    assert stated_version(StatedKey(sku="A"), fields).since == datetime(2026, 11, 1, 8, tzinfo=UTC)


def test_an_id_and_a_sku_are_two_things() -> None:
    assert StatedKey(sku="1001").text == "1001"
    assert StatedKey(variant_id="1001").text == "id:1001"
    assert StatedKey.of("id:1001") == StatedKey(variant_id="1001")
    assert StatedKey.of("1001") == StatedKey(sku="1001")
    assert StatedKey(sku="id:7").text == "sku:id:7"


@pytest.mark.parametrize(
    ("field", "said", "why"),
    [
        ("sku_id", "", "missing"),
        ("sku_id", "-tea", "not_an_id"),
        ("sku_id", "t" * 65, "not_an_id"),
        ("commission_class", "Standard", "not_a_word"),
        ("name", "a\nb", "not_printed"),
        ("category", "x" * 256, "not_printed"),
        ("pv", "1.234", "not_a_volume"),
        ("cv", "-1", "not_a_volume"),
        ("qv", "", "missing"),
        ("bv", "1e3", "not_a_volume"),
        ("effective_from", "", "missing"),
        ("effective_from", "tomorrow", "not_a_day"),
        ("effective_from", "2026-11-01T09:00:00", "not_a_day"),
    ],
)
def test_what_a_field_may_not_say_is_named_with_the_field(field: str, said: str, why: str) -> None:
    with pytest.raises(BadStatement) as found:
        stated_version(StatedKey(sku="A"), FIELDS | {field: said})

    assert (found.value.field, found.value.why) == (field, why)


def test_an_id_is_suggested_of_a_skus_own_letters() -> None:
    assert suggested_id("TEA NEW/777 (ø)") == "tea-new-777"
    assert suggested_id("///") == ""
