"""What decides no money never stops an order; what decides it is named when it cannot be read."""

import pytest

from commissions.platforms import InvalidPayload
from tests.unit.platforms.damage import (
    EMPTY,
    ORDERS,
    OTHER,
    TO_DAMAGE,
    UNREADABLE,
    damaged,
    is_money,
    money_of,
    name_of,
    platform_of,
)

each_order = pytest.mark.parametrize("name", TO_DAMAGE)


def test_orders_of_every_platform_are_damaged() -> None:
    assert {platform_of(name) for name in ORDERS} == {
        "shopify",
        "woocommerce",
        "magento",
        "bigcommerce",
    }


@each_order
def test_a_field_that_decides_no_money_may_be_anything(name: str) -> None:
    payload, read = ORDERS[name]
    money = money_of(read(payload))
    found: list[str] = []
    for path in TO_DAMAGE[name]:
        if is_money(platform_of(name), path):
            continue
        for way, other in damaged(payload, path, {**EMPTY, **UNREADABLE, **OTHER}):
            try:
                if money_of(read(other)) != money:
                    found.append(f"{name_of(path)} as {way}: other money")
            except InvalidPayload as error:
                found.append(f"{name_of(path)} as {way}: {error}")

    assert found == []


@each_order
def test_a_field_that_decides_money_is_named_when_it_cannot_be_read(name: str) -> None:
    payload, read = ORDERS[name]
    money = money_of(read(payload))
    found: list[str] = []
    for path in TO_DAMAGE[name]:
        if not is_money(platform_of(name), path):
            continue
        for way, other in damaged(payload, path, UNREADABLE):
            try:
                if money_of(read(other)) != money:
                    found.append(f"{name_of(path)} as {way}: other money, and nothing said")
            except InvalidPayload as error:
                if name_of(path).rpartition(".")[2] not in str(error):
                    found.append(f"{name_of(path)} as {way}: {error}")

    assert found == []
