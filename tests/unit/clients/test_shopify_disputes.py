"""An order's disputes as our client reads them, and the webhooks that tell of them."""

from collections.abc import Iterator

import pytest

from commissions.clients import AccessDenied
from commissions.clients.shopify.graphql import MutationRefused
from commissions.clients.shopify.webhooks import subscribe
from commissions.domain.orders.dispute import OrderDisputed
from tests.unit.clients.shopify_shops import Talk, heard, read, talking

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as talk:
        yield talk


def asked(talk: Talk, order_id: int) -> list[OrderDisputed]:
    answer = talk.client.order(str(order_id))
    assert answer is not None
    return [each for each in read(answer, talk.store) if isinstance(each, OrderDisputed)]


def test_a_dispute_is_read_as_its_webhooks_told_it(talk: Talk) -> None:
    [order_id] = talk.bought(1)
    dispute = talk.shop.dispute(order_id, 15_00)
    [opened] = heard(talk, "disputes/create")[0].records
    assert asked(talk, order_id) == [opened]

    talk.fake.clock.advance(hours=24)
    talk.shop.end_dispute(order_id, dispute.dispute_id, "lost")

    [lost] = heard(talk, "disputes/update")[0].records
    assert isinstance(lost, OrderDisputed)
    assert asked(talk, order_id) == [lost]
    assert (lost.status, lost.amount, lost.currency) == ("lost", 15_00, "USD")


def test_without_the_scope_a_dispute_is_told_without_its_amount(talk: Talk) -> None:
    [order_id] = talk.bought(1)
    dispute = talk.shop.dispute(order_id)
    talk.shop.end_dispute(order_id, dispute.dispute_id, "lost")
    talk.shop.extra["disputes_readable"] = False

    [told] = asked(talk, order_id)

    assert (told.status, told.amount, told.finalized_on) == ("lost", None, None)


def test_an_order_without_disputes_costs_no_call_more(talk: Talk) -> None:
    [order_id] = talk.bought(1)
    before = talk.asked()

    assert asked(talk, order_id) == []
    assert talk.asked() == before + 1


def test_a_topic_that_needs_a_scope_says_so_when_it_is_refused() -> None:
    class Refusing:
        def mutate(self, *args: object, **variables: object) -> None:
            raise MutationRefused("Subscribe", ["You cannot create a webhook of this topic"])

    with pytest.raises(AccessDenied, match="read_shopify_payments_disputes"):
        subscribe(Refusing(), "disputes/create", "https://ours.example")  # type: ignore[arg-type]
    with pytest.raises(MutationRefused):
        subscribe(Refusing(), "orders/create", "https://ours.example")  # type: ignore[arg-type]
