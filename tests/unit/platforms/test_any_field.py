"""Whatever stands in whichever field of a payload: nothing of a person is kept, nothing breaks."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle
from typing import Any

import pytest

from commissions.platforms import InvalidPayload, WrongRecipient
from tests.unit.platforms.sampled import EVERY, Path, changed, kept_text, places

CANARY = "nora.canary@example.org"
SHOPS_OWN = frozenset({"sku", "name", "title"})
"""What a shop calls its products: kept, so that people can tell what needs a value."""
OF_PRODUCTS = frozenset({"name", "title"})
ODD: tuple[Any, ...] = (
    None, True, -1, 10**18, Decimal("1.5"), Decimal("-0.001"), "", "x", "\u00e9\x00", "9" * 30,
    [], [[]], [None], ["x"], {}, {"a": {}}, "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
)  # fmt: skip

each_payload = pytest.mark.parametrize("name", EVERY)


def named(path: Path) -> str:
    """The last name on the way to a place."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "")


def told_of(name: str, payload: Any) -> str:
    """What is kept of a payload, or what is said of why it cannot be read."""
    try:
        return kept_text(EVERY[name][1](payload))
    except (InvalidPayload, WrongRecipient) as error:
        return str(error).lower()


@pytest.mark.parametrize(
    "name", [name for name in EVERY if "canary" in str(EVERY[name][0]).lower()]
)
def test_nothing_of_a_person_is_kept(name: str) -> None:
    assert "canary" not in told_of(name, EVERY[name][0])


def test_there_are_people_in_what_every_platform_tells() -> None:
    """BigCommerce's webhooks name nobody; its API does."""
    found = {name.partition("/")[0] for name in EVERY if "canary" in str(EVERY[name][0]).lower()}

    assert found >= {"shopify", "woocommerce", "magento", "bigcommerce's order"}


@each_payload
def test_an_address_in_any_field_is_kept_nowhere(name: str) -> None:
    payload, _ = EVERY[name]
    survivors = {
        named(path)
        for path in places(payload)
        if "canary" in told_of(name, changed(payload, path, CANARY))
    }

    assert survivors <= SHOPS_OWN
    assert not survivors & OF_PRODUCTS or "product" in name


@each_payload
def test_a_field_of_another_kind_is_read_or_refused(name: str) -> None:
    """Never with Python's own errors, which might quote what stood there, and would be retried."""
    payload, read = EVERY[name]
    odd: Iterator[Any] = cycle(ODD)
    broken: list[tuple[Path, Any, str]] = []
    for path in places(payload):
        value: Any
        for value in (next(odd), [], {"a": []}):
            try:
                read(changed(payload, path, value))
            except (InvalidPayload, WrongRecipient):
                continue
            except Exception as error:
                broken.append((path, value, type(error).__name__))

    assert broken == []
