from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commissions.application.queries import unmapped_skus
from commissions.application.queries.sku_values import needed_from
from tests.support.pipeline_driver import Published, a_company
from tests.support.unmapped_orders import an_unmapped_order

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _stuck(published: Published) -> None:
    a_company()
    an_unmapped_order(published)


def test_a_value_is_needed_from_the_first_order_that_waits_for_it() -> None:
    [wanted] = unmapped_skus.unmapped_skus(NOW)

    assert needed_from(wanted).date().isoformat() == "2026-11-20"


def test_or_from_when_the_sku_was_listed_if_that_was_earlier() -> None:
    [wanted] = unmapped_skus.unmapped_skus(NOW)
    listed = datetime(2026, 3, 1, tzinfo=UTC)

    assert needed_from(replace(wanted, since=listed)) == listed


def test_an_order_whose_webhook_is_gone_says_nothing() -> None:
    [wanted] = unmapped_skus.unmapped_skus(NOW)
    entry = replace(wanted.parked[0], inbox="shopify#tea#orders/paid#gone")

    assert needed_from(replace(wanted, parked=(entry,))) == wanted.since
