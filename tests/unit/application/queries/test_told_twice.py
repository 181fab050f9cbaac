from datetime import UTC, datetime
from decimal import Decimal

from commissions.application.queries.told_twice import ToldField, differing

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_only_what_differs_is_told_and_under_its_name() -> None:
    first = {
        "refund_id": "93",
        "items": ({"line_id": "1", "qty": Decimal(1)},),
        "at": AT,
        "tax": None,
    }
    second = {
        "refund_id": "93",
        "items": ({"line_id": "1", "qty": Decimal(2)},),
        "at": AT,
        "tax": 5,
    }

    assert differing(first, second) == [
        ToldField("items.0.qty", "1", "2"),
        ToldField("tax", "", "5"),
    ]


def test_what_only_one_of_them_has_stands_beside_nothing() -> None:
    assert differing({"flags": ("a",)}, {"flags": ()}) == [ToldField("flags.0", "a", "")]
