"""A plan: what it counts, its months, its name, and awards over all its bonuses."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from commissions.domain.plans import awards, read_plan
from commissions.domain.sales.referral_match import SaleCredit
from tests.support.builders import (
    a_credit,
    a_customer_bonus,
    a_levels_bonus,
    a_plan,
    a_plan_document,
    paid,
    unpaid,
)

RETAIL = a_credit("cat < bob")
OWN = a_credit("cat < bob", buyer="cat", buyer_class="participant")
PREFERRED = a_credit("cat < bob", buyer="dan", buyer_class="preferred")


def counting(*include: str) -> dict[str, object]:
    return {"cv": {"from": "sku_map", "include": list(include), "exclude": ["kit"]}}


@pytest.mark.parametrize(
    ("include", "counted"),
    [
        ("own_orders", [OWN]),
        ("participant_orders", [OWN]),
        ("customer_orders", [RETAIL, PREFERRED]),
    ],
)
def test_a_unit_counts_the_orders_of_those_it_names(
    include: str, counted: list[SaleCredit]
) -> None:
    plan = a_plan(volumes=counting(include))

    assert [x for x in (RETAIL, OWN, PREFERRED) if plan.counts("cv", "care", x)] == counted


def test_a_customer_who_is_their_own_seller_orders_for_themselves() -> None:
    own = a_credit("cat < bob", buyer="cat", buyer_class="preferred")

    assert a_plan(volumes=counting("own_orders")).counts("cv", "care", own)
    assert not a_plan(volumes=counting("customer_orders")).counts("cv", "care", own)


def test_an_excluded_class_and_an_unnamed_unit_count_nothing() -> None:
    plan = a_plan(volumes=counting("customer_orders"))

    assert plan.counts("cv", "care", RETAIL)
    assert not plan.counts("cv", "kit", RETAIL)
    assert not plan.counts("qv", "care", RETAIL)


def test_a_month_begins_by_the_plans_own_clock() -> None:
    plan = a_plan()

    assert plan.month_of(datetime(2026, 11, 1, 3, 59, tzinfo=UTC)) == "2026-10"
    assert plan.month_of(datetime(2026, 11, 1, 4, 0, tzinfo=UTC)) == "2026-11"


def test_a_plan_takes_effect_at_midnight_of_its_own_timezone() -> None:
    assert a_plan().effective_from == datetime(2026, 1, 1, 5, tzinfo=UTC)


def test_a_plan_is_named_by_its_content_however_its_fields_are_ordered() -> None:
    document = a_plan_document()
    shuffled = dict(reversed(document.items()))
    dearer = a_plan_document(a_customer_bonus("0.21"))

    assert read_plan(shuffled).ref == read_plan(document).ref
    assert read_plan(dearer).digest != read_plan(document).digest


def test_a_plan_can_be_read_again_from_what_it_keeps() -> None:
    plan = a_plan()

    assert read_plan(plan.document) == plan
    assert plan.document == a_plan_document()


def test_changing_the_document_afterwards_changes_no_plan() -> None:
    document = a_plan_document()
    plan = read_plan(document)

    document["bonuses"][0]["rates"]["0"] = "0.90"

    assert paid(awards(plan, RETAIL, {"cv": 100_00}))[0] == "cat 20.00 USD"


def test_all_bonuses_of_an_order_are_told_together() -> None:
    plan = a_plan(a_customer_bonus("0.20"), a_levels_bonus("0.05", "0.04"))

    lines = awards(plan, a_credit("cat < bob (inactive)"), {"cv": 50_00})

    assert paid(lines) == ["cat 10.00 USD", "cat 2.50 USD"]
    assert unpaid(lines) == ["bob: inactive as of the sale"]
    assert [line.key for line in lines] == ["customer/0/cat", "levels/1/cat", "levels/2/bob"]


def test_each_bonus_pays_on_its_own_volume() -> None:
    plan = a_plan(a_customer_bonus("0.10", basis="pv"), a_levels_bonus("0.10"))

    lines = awards(plan, a_credit("cat"), {"pv": 10_00, "cv": 30_00})

    assert paid(lines) == ["cat 1.00 USD", "cat 3.00 USD"]


@pytest.mark.parametrize(
    ("currency", "mode", "expected"),
    [
        ("USD", "half_even", "cat 0.12 USD"),
        ("USD", "down", "cat 0.12 USD"),
        ("JPY", "half_even", "nobody"),
        ("KWD", "half_even", "cat 0.125 KWD"),
    ],
)
def test_an_award_is_rounded_once_to_the_currencys_smallest_unit(
    currency: str, mode: str, expected: str
) -> None:
    document = a_plan_document(a_levels_bonus("0.10"), currency=currency)
    document["plan"]["rounding"]["mode"] = mode

    lines = awards(read_plan(document), a_credit("cat"), {"cv": 1_25})

    assert (paid(lines) or ["nobody"]) == [expected]


def test_halves_go_to_the_even_unit_or_down_as_the_plan_says() -> None:
    document = a_plan_document(a_levels_bonus("0.10"))
    half_even = read_plan(document)
    document["plan"]["rounding"]["mode"] = "down"
    down = read_plan(document)

    assert paid(awards(half_even, a_credit("cat"), {"cv": 1_35})) == ["cat 0.14 USD"]
    assert paid(awards(down, a_credit("cat"), {"cv": 1_35})) == ["cat 0.13 USD"]


def test_a_rate_is_exact_to_its_last_digit() -> None:
    plan = a_plan(a_levels_bonus("0.333333"))

    (line,) = awards(plan, a_credit("cat"), {"cv": 10**12})

    assert Decimal(line.amount) / 100 == Decimal("3333330000.00")
