from datetime import UTC, datetime, timedelta

import pytest

from commissions.domain.orders.parked_choices import (
    ACCEPT_AMOUNTS,
    ADD_VALUE,
    CHOICES,
    DISMISS,
    REASONS,
    RELEASE,
    choices,
)
from commissions.domain.orders.parked_filter import ParkedFilter, store_of

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def fits(wanted: ParkedFilter, **fields: object) -> bool:
    plain = {
        "reason": "unmapped_sku",
        "order_key": "shopify/tea-us/1001",
        "waits_for": "sku/tea-us/NEW",
        "since": NOON - timedelta(minutes=20),
        "now": NOON,
    }
    return wanted.fits(**plain | fields)  # type: ignore[arg-type]


def test_what_says_nothing_has_all_of_it() -> None:
    assert fits(ParkedFilter())
    assert ParkedFilter().is_empty
    assert not ParkedFilter(age="1h").is_empty


@pytest.mark.parametrize(
    ("wanted", "has"),
    [
        (ParkedFilter(reason="unmapped_sku", store_id="tea-us"), True),
        (ParkedFilter(reason="conflict"), False),
        (ParkedFilter(store_id="tea"), False),
        (ParkedFilter(waits_for="sku/tea-us/NEW"), True),
        (ParkedFilter(waits_for="sku/tea-us/NE"), False),
        (ParkedFilter(order_key="shopify/tea-us/1001"), True),
        (ParkedFilter(age="15m"), True),
        (ParkedFilter(age="1h"), False),
        (ParkedFilter(age="longer"), True),
    ],
)
def test_each_word_of_a_filter_has_to_fit(wanted: ParkedFilter, has: bool) -> None:
    assert fits(wanted) is has


def test_a_filter_is_the_same_after_it_was_a_link() -> None:
    wanted = ParkedFilter(reason="conflict", store_id="tea", age="1d")

    assert wanted.words == {"cause": "conflict", "store": "tea", "age": "1d"}


def test_what_is_of_no_order_is_of_no_store() -> None:
    assert [store_of(each) for each in ("shopify/tea/1/2", "shopify", "")] == ["tea", "", ""]


def test_what_answers_the_question_comes_first_and_everything_can_be_let_go() -> None:
    assert choices("unmapped_sku")[0] == ADD_VALUE
    assert choices("does_not_reconcile")[0] == ACCEPT_AMOUNTS
    assert choices("a reason of another release") == (RELEASE, DISMISS)
    for reason in REASONS:
        assert choices(reason)[-2:] == (RELEASE, DISMISS)
        assert set(choices(reason)) <= set(CHOICES)
