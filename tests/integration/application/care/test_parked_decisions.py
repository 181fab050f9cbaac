import pytest

from commissions.application.care.decisions import AMOUNTS, Dismissal, Release
from commissions.application.care.parked_decisions import decide
from commissions.application.queries.parked_records import NothingParked, parked_records
from commissions.tables import inbox, ledger
from commissions.tables.inbox import InboxItem
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company, run, value
from tests.support.unmapped_orders import an_unmapped_order


@pytest.fixture(autouse=True)
def _stuck(published: Published) -> None:
    a_company()
    an_unmapped_order(published)


def item_of(inbox_id: str) -> InboxItem:
    found = inbox.find(inbox_id)
    assert found is not None
    return found


def test_a_released_order_goes_on_if_it_can(published: Published) -> None:
    value("NEW")

    [entry] = decide(TEA_ORDER, Release())
    run(published)

    assert entry.order_key == TEA_ORDER
    assert parked_records() == []
    assert ledger.read(TEA_ORDER).journals


def test_a_released_order_that_cannot_go_on_waits_again(published: Published) -> None:
    decide("sku/tea/NEW", Release())
    run(published)

    assert [(entry.order_key, entry.tries) for entry in parked_records()] == [(TEA_ORDER, 2)]


def test_what_is_accepted_stays_with_the_webhook() -> None:
    [entry] = decide(TEA_ORDER, Release(AMOUNTS))

    assert item_of(entry.inbox).accepted == (AMOUNTS,)


def test_a_dismissed_order_waits_no_longer_and_keeps_the_reason() -> None:
    [entry] = decide(TEA_ORDER, Dismissal("a test of the shop"))

    assert parked_records() == []
    closed = item_of(entry.inbox)
    assert (closed.state, closed.note) == ("ignored", "a test of the shop")


def test_nothing_is_decided_about_what_does_not_wait() -> None:
    with pytest.raises(NothingParked):
        decide("999", Release())

    assert len(parked_records()) == 1
