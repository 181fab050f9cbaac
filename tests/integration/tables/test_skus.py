from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from commissions.domain.catalogue.sku_map import AlreadyPublished, SkuVersion
from commissions.domain.catalogue.sku_values import Component, SkuValue
from commissions.tables import skus
from tests.support.dynamodb_calls import just_before, round_trips

pytestmark = pytest.mark.usefixtures("aws")


def on(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


def value(sku: str = "TEA-1", *, since: int = 1, cv: str = "20.00") -> SkuValue:
    return SkuValue(
        platform_sku=sku,
        sku_id="green-tea",
        effective_from=on(since),
        commission_class="standard",
        pv="25",
        bv="25",
        cv=cv,
        qv="25",
    )


def publish(sku: SkuValue, *, store: str = "tea-us", name: str = "Green tea") -> bool:
    return skus.publish(store, sku, name=name, category="tea")


def cv(day: int) -> list[str]:
    return [sku.cv for sku in skus.values_in_force("tea-us", ["TEA-1"], on(day)).values()]


def test_a_sku_has_the_value_in_force_at_the_moment() -> None:
    publish(value(since=1, cv="20"))
    publish(value(since=10, cv="80%"))

    assert [cv(day) for day in (9, 10, 20)] == [["20"], ["80%"], ["80%"]]


def test_a_sku_has_no_value_before_its_first_version() -> None:
    publish(value(since=5))

    assert cv(4) == []


def test_a_retired_sku_has_no_value_any_more() -> None:
    publish(value(since=1))
    end = SkuVersion(value=value(since=10), name="Green tea", category="tea", retired=True)

    assert skus.add("tea-us", end) is True

    assert (cv(9), cv(10)) == (["20.00"], [])


def test_a_version_is_published_once_and_stays() -> None:
    assert publish(value(cv="20")) is True
    assert publish(value(cv="20")) is False

    with pytest.raises(AlreadyPublished, match="TEA-1 stands with other values from 2026-11-01"):
        publish(value(cv="30"))
    assert cv(1) == ["20"]


def test_a_version_of_the_past_is_put_in_its_place() -> None:
    publish(value(since=10, cv="30"))
    publish(value(since=5, cv="20"))

    assert [cv(day) for day in (4, 5, 10)] == [[], ["20"], ["30"]]


def test_the_stores_do_not_share_skus() -> None:
    publish(value(), store="tea-eu")

    assert skus.values_in_force("tea-us", ["TEA-1"], on(2)) == {}


def test_a_bundle_remembers_what_it_holds() -> None:
    duo = SkuValue(
        platform_sku="DUO",
        sku_id="duo",
        effective_from=on(1),
        commission_class="standard",
        pv="50",
        bv="50",
        cv="50",
        qv="50",
        components=(Component("TEA-1", Decimal(2)), Component("MUG-1", Decimal("0.5"))),
    )

    publish(duo)

    assert skus.values_in_force("tea-us", ["DUO"], on(1)) == {"DUO": duo}
    assert publish(duo) is False


@pytest.mark.parametrize("said", ["own", "parts"])
def test_what_counts_of_a_bundle_is_remembered_and_may_be_said_later(said: str) -> None:
    publish(value())

    assert publish(replace(value(), bundle=said)) is True
    assert publish(replace(value(), bundle=said)) is False
    assert skus.values_in_force("tea-us", ["TEA-1"], on(1))["TEA-1"].bundle == said


def test_an_order_of_a_thousand_lines_asks_ten_times() -> None:
    publish(value())

    with round_trips() as calls:
        found = skus.values_in_force(
            "tea-us", [*(f"SKU-{n}" for n in range(999)), "TEA-1", "TEA-1"], on(1)
        )

    assert list(found) == ["TEA-1"]
    assert calls == ["BatchGetItem"] * 10


def test_an_order_without_skus_asks_nothing() -> None:
    with round_trips() as calls:
        assert skus.values_in_force("tea-us", [], on(1)) == {}

    assert calls == []


def test_two_versions_published_at_once_both_stand() -> None:
    publish(value(since=1, cv="10"))

    with just_before("PutItem", lambda: publish(value(since=5, cv="20"))):
        publish(value(since=9, cv="30"))

    assert [cv(day) for day in (1, 5, 9)] == [["10"], ["20"], ["30"]]
