import pytest

from commissions.application.care.rebuild_statements import Rebuilt, rebuild
from commissions.tables import statements
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company, run, shopify


@pytest.fixture(autouse=True)
def _sold(published: Published) -> None:
    a_company()
    shopify("orders_paid")
    run(published)


def test_journals_that_the_statements_lack_are_added_once() -> None:
    assert rebuild() == Rebuilt(journals=1, added=1)
    assert rebuild() == Rebuilt(journals=1, added=0)
    assert statements.balances("cara")["total"]["payable USD"] == 1800


def test_one_order_can_be_rebuilt_alone() -> None:
    assert rebuild("shopify/tea/999") == Rebuilt(journals=0, added=0)
    assert rebuild(TEA_ORDER) == Rebuilt(journals=1, added=1)
