"""A deposit and its balance order through the stations: what waits is asked for, and goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from commissions.application.care.sweep import sweep
from commissions.application.ingest.accept_answer import accept_if_new
from commissions.platforms import woocommerce
from commissions.tables import ledger, parked, stores
from tests.support.deposits import BALANCE, DEPOSIT, a_balance, a_deposit
from tests.support.pipeline_driver import Published, a_company, postings, run, types, value
from tests.unit.platforms.woocommerce_builders import KEY, Payload

DEPOSIT_KEY, BALANCE_KEY = f"woocommerce/tea/{DEPOSIT}", f"woocommerce/tea/{BALANCE}"


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company(platform="woocommerce", carriers=woocommerce.CARRIERS)
    value("TEA")


def told(payload: Payload, published: Published) -> list[str]:
    """What is on the bus of it until all is quiet."""
    store = stores.get("tea")
    reading = woocommerce.parse_webhook(payload, "order.updated", {}, store, KEY)
    accept_if_new(store, reading, via="webhook", now=datetime.now(UTC))
    return types(run(published))


def test_a_balance_that_came_first_goes_on_with_its_deposit(published: Published) -> None:
    told(a_balance(), published)
    [entry] = parked.all_entries()
    assert (entry.reason, entry.waits_for) == ("instalment", f"order/{DEPOSIT_KEY}")

    told(a_deposit(), published)

    assert list(parked.all_entries()) == []
    assert postings(DEPOSIT_KEY) == [["cara 1.20 USD", "cara 0.60 USD", "bob 0.30 USD"]]
    assert postings(BALANCE_KEY) == [["cara 2.80 USD", "cara 1.40 USD", "bob 0.70 USD"]]


def test_what_was_looked_up_of_the_deposit_is_kept_with_the_balance(published: Published) -> None:
    told(a_deposit(), published)
    told(a_balance(), published)

    facts = ledger.read(BALANCE_KEY).facts
    [lock] = [each.content for each in facts if each.kind == "lock"]
    [order] = [each.content for each in facts if each.kind == "order"]
    assert [(each.full, each.paid_before) for each in lock.wholes] == [(100_00, 30_00)]  # type: ignore[union-attr]
    assert order.continues.order == DEPOSIT_KEY  # type: ignore[union-attr]


def test_the_store_is_asked_for_a_deposit_that_did_not_come(published: Published) -> None:
    told(a_balance(), published)

    sweep(now=datetime.now(UTC) + timedelta(hours=1))

    hinted = [each["detail"] for each in published() if each["detail-type"] == "change.hinted"]
    assert [str(DEPOSIT) in f"{each}" for each in hinted] == [True]
