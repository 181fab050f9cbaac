import pytest

from commissions.application.queries import order_story
from commissions.application.queries.order_reference import parse_order
from commissions.application.queries.order_story import AmbiguousOrder, UnknownOrder
from tests.support.pipeline_driver import (
    TEA_ORDER,
    Published,
    a_company,
    open_store,
    run,
    shopify,
    value,
)
from tests.support.unmapped_orders import an_unmapped_order

ORDER = TEA_ORDER.split("/")[-1]


@pytest.fixture
def sold(published: Published) -> None:
    a_company()
    shopify("orders_paid")
    run(published)


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("name", [TEA_ORDER, f"tea/{ORDER}", ORDER, f"#{ORDER}"])
def test_an_order_is_found_by_any_of_its_names(name: str) -> None:
    story = order_story.find(parse_order(name))

    assert story.order_key == TEA_ORDER
    assert [item.topic for item in story.webhooks] == ["orders/paid"]
    assert [each.stands for each in story.awards] == [1200, 600, 300]


@pytest.mark.usefixtures("sold")
@pytest.mark.parametrize("name", ["999", "shopify/cups/5501000001001", "cups/5501000001001"])
def test_an_order_that_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(UnknownOrder, match=f"No order {name} here"):
        order_story.find(parse_order(name))


@pytest.mark.usefixtures("sold")
def test_an_order_of_two_stores_has_to_be_told_apart(published: Published) -> None:
    open_store("cups")
    for sku in ("TEA-GREEN-100", "TEA-CUPS-2"):
        value(sku, "cups")
    shopify("orders_paid", store_id="cups")
    run(published)

    with pytest.raises(AmbiguousOrder, match=f"say shopify/cups/{ORDER} or shopify/tea/{ORDER}"):
        order_story.find(parse_order(ORDER))
    assert order_story.find(parse_order(f"cups/{ORDER}")).journals


def test_an_order_that_waits_is_found_too(published: Published) -> None:
    a_company()
    an_unmapped_order(published)

    story = order_story.find(parse_order(ORDER))

    assert [entry.reason for entry in story.parked] == ["unmapped_sku"]
    assert (list(story.rows), list(story.journals), len(story.webhooks)) == ([], [], 1)


@pytest.mark.usefixtures("aws")
def test_of_an_order_that_is_not_here_the_story_is_empty() -> None:
    story = order_story.read(TEA_ORDER)

    assert (list(story.rows), list(story.webhooks), list(story.parked)) == ([], [], [])
