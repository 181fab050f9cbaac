from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from commissions.application.queries.personal_data import PersonalData, held_of
from commissions.aws import bus
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.privacy import DATA_REQUEST, PrivacyAsked
from commissions.tables import members
from tests.support.pipeline_driver import TEA_ORDER, Published, a_company, run, shopify
from tests.support.unmapped_orders import an_unmapped_order

ORDER = TEA_ORDER.split("/")[-1]
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


def customer_of(events: list[dict[str, Any]]) -> str:
    return bus.decode_event(OrderPlaced, events[0]["detail"]).record.customer


def held(customer: str = "", *orders: str) -> PersonalData:
    return held_of(
        PrivacyAsked(
            platform="shopify",
            store_id="tea",
            kind=DATA_REQUEST,
            asked_at=NOW,
            customer=customer,
            orders=orders,
        )
    )


def test_what_is_held_of_a_customer_is_told_exactly(published: Published) -> None:
    shopify("orders_paid")
    customer = customer_of(run(published))
    members.link_customer("tea", customer, "ann", "participant")
    boto3.client("s3").put_object(
        Bucket="commissions-test-quarantine",
        Key="shopify/tea/b0d1",
        Body=f'{{"id": {ORDER}}}'.encode(),
    )

    assert held(customer, ORDER, "999") == PersonalData(
        customer=customer,
        linked_to="ann",
        linked_as="participant",
        orders=(ORDER,),
        without_customer=(),
        unknown_orders=("999",),
        quarantined=("shopify/tea/b0d1",),
    )


def test_an_order_that_waits_for_a_value_is_held_too(published: Published) -> None:
    customer = customer_of(an_unmapped_order(published))

    assert held(customer, ORDER).orders == (ORDER,)


def test_of_a_guest_only_the_orders_are_known(published: Published) -> None:
    shopify("orders_paid")
    run(published)

    found = held("", ORDER)

    assert (found.linked_to, found.orders, found.without_customer) == ("", (), (ORDER,))


def test_an_order_of_somebody_else_does_not_carry_the_hash(published: Published) -> None:
    shopify("orders_paid")
    run(published)

    assert held("c0ffee", ORDER).without_customer == (ORDER,)
