"""The field cases: what merchants really meet, run through `commissions preview`."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.previews import previewed

FIELD = Path(__file__).parents[4] / "shared/field"

pytestmark = pytest.mark.skipif(not FIELD.is_dir(), reason="the field cases are not beside us")


def cases() -> dict[str, Any]:
    if not FIELD.is_dir():
        return {}
    found: dict[str, Any] = json.loads((FIELD / "expected.json").read_text())
    return found


@pytest.fixture(scope="session")
def company() -> Path:
    return FIELD / "company"


def is_right(expected: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """By the words of the cases' README."""
    if "one_of" in expected:
        return any(is_right(each, found) for each in expected["one_of"])
    orders, refused = found["orders"], bool(found["unreadable"])
    checks: dict[str, Callable[[Any], bool]] = {
        "stands": lambda stands: len(orders) == 1 and _all(orders) == _exact(stands),
        "stands_all": lambda stands: _all(orders) == _exact(stands),
        "parked": lambda parked: any(each["parked"] for each in orders) == parked,
        "not_parked": lambda free: any(each["parked"] for each in orders) != free,
        "readable": lambda readable: refused != readable,
        "paid": lambda paid: all(each["paid"] == paid for each in orders),
        "net": lambda net: [Decimal(each["net"]) for each in orders] == [Decimal(net)],
        "not_seller": lambda member: all(
            member != each["seller"] and member not in each["stands"] for each in orders
        ),
    }
    if refused and "readable" not in expected:
        return False
    return all(checks[key](value) for key, value in expected.items() if key != "why")


def _all(orders: list[dict[str, Any]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for order in orders:
        for earner, amount in _exact(order["stands"]).items():
            sums[earner] += amount
    return sums


def _exact(stands: Mapping[str, str]) -> dict[str, Decimal]:
    return {earner: Decimal(amount) for earner, amount in stands.items()}


@pytest.mark.parametrize("name", cases())
def test_a_field_case_comes_out_right(name: str, company: Path) -> None:
    [found] = previewed(FIELD / "cases" / f"{name}.json", company=company)

    assert is_right(cases()[name], found), (cases()[name], found)
