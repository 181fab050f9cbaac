import pytest

from commissions.application.queries import parked_records
from commissions.application.queries.order_reference import NotAnOrder
from commissions.application.queries.parked_records import NothingParked
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company
from tests.support.unmapped_orders import an_unmapped_order


@pytest.fixture(autouse=True)
def _stuck(published: Published) -> None:
    a_company()
    an_unmapped_order(published)


def test_what_is_parked_says_what_it_waits_for() -> None:
    [entry] = parked_records.parked_records()

    assert (entry.order_key, entry.waits_for) == (TEA_ORDER, "sku/tea/NEW")


@pytest.mark.parametrize("name", [TEA_ORDER, "5501000001001", "tea/5501000001001", "sku/tea/NEW"])
def test_it_is_found_by_its_order_or_by_what_it_waits_for(name: str) -> None:
    assert [entry.order_key for entry in parked_records.find(name)] == [TEA_ORDER]


def test_it_is_found_by_the_key_of_its_record() -> None:
    [entry] = parked_records.parked_records()

    assert parked_records.find(entry.record_key) == [entry]


def test_what_does_not_wait_is_refused() -> None:
    with pytest.raises(NothingParked, match="Nothing of 999 is parked"):
        parked_records.find("999")
    with pytest.raises(NotAnOrder):
        parked_records.find("a/b/c/d")
