"""Somebody forges what decides pay: nothing of it is believed, all of it is seen. What is merely
unsigned goes on when it may."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from commissions import events
from commissions.application.care import retell
from commissions.application.care.retell import NobodysWord
from commissions.application.care.sweep import sweep
from commissions.application.ingest import accept
from commissions.application.pipeline import release
from commissions.aws import bus, cache, event_keys
from commissions.aws.event_signing import SIGN
from commissions.domain.catalogue.sku_values import OrderMapped
from commissions.domain.orders.decision import CANCELLED, GONE
from commissions.domain.orders.hint import ChangeHinted
from commissions.domain.sales.attribution import SaleAttributed
from commissions.tables import inbox, ledger, pending
from commissions.tables.inbox import InboxItem
from tests.support.lambdas import a_context, sqs_event
from tests.support.orders import a_decision
from tests.support.pipeline_driver import (
    TEA_ORDER,
    Published,
    a_company,
    postings,
    run,
    shopify,
    step_of,
    types,
)
from tests.support.samples import bus_sample
from tests.support.signing import THIRD, signed, signed_events, store_keys, unsigned

SIGNED = [events.DETAIL_TYPES[each] for each in events.SIGNED]
PAID = ["cara 12.00 USD", "cara 6.00 USD", "bob 3.00 USD"]
Event = dict[str, Any]


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


def take(*messages: Event) -> list[str]:
    """Which of the messages go back to their queue."""
    outcome = step_of(messages[0]["detail-type"])(sqs_event(*messages), a_context())
    return [each["itemIdentifier"] for each in outcome["batchItemFailures"]]


def sale(published: Published) -> Event:
    """A true sale, on its way to the ledger."""
    shopify("orders_paid")
    while True:
        for event in published():
            if event["detail-type"] == "sale.attributed":
                return event
            if step := step_of(event["detail-type"]):
                step(sqs_event(event), a_context())


def to_eve(event: Event) -> Event:
    """With somebody else in place of the seller, and signed as before."""
    other: Event = json.loads(json.dumps(event).replace("cara", "eve"))
    other["detail"]["mac"] = event["detail"]["mac"]
    return other


class TestAForgedSale:
    def test_of_a_real_order_moves_no_money_and_the_true_one_counts(
        self, published: Published, capsys: pytest.CaptureFixture[str]
    ) -> None:
        true = sale(published)

        assert take(to_eve(true)) == take(unsigned(to_eve(true))) == ["message-0"]
        assert postings(TEA_ORDER) == []
        assert '"EventsRefused":[1.0]' in capsys.readouterr().out
        assert take(true) == []
        assert postings(TEA_ORDER) == [PAID]

    def test_of_an_order_that_never_was_is_no_fact(self) -> None:
        assert take(bus_sample("sale.attributed")) == ["message-0"]
        assert not ledger.read("shopify/tea-us/5501000001001").rows

    def test_holds_up_none_of_its_neighbours(self, published: Published) -> None:
        true = sale(published)

        assert take(to_eve(true), true, bus_sample("sale.attributed")) == ["message-0", "message-2"]
        assert postings(TEA_ORDER) == [PAID]

    def test_signed_with_a_key_of_ones_own_is_refused(self, published: Published) -> None:
        true = sale(published)
        store_keys(THIRD)
        forged = signed(to_eve(true))
        store_keys({"id": "first", "key": "k" * 64})

        assert take(forged) == ["message-0"]
        assert postings(TEA_ORDER) == []

    def test_says_in_the_log_what_was_wrong_and_repeats_nothing_of_it(
        self, published: Published, caplog: pytest.LogCaptureFixture
    ) -> None:
        take(to_eve(sale(published)))

        assert "sale.attributed is not believed: it was changed" in caplog.text
        assert "eve" not in caplog.text.replace("event", "").replace("believed", "")


@pytest.mark.parametrize("kind", SIGNED)
def test_whatever_is_forged_goes_back_and_leads_to_nothing(kind: str, published: Published) -> None:
    before = boto3.client("dynamodb").scan(TableName="FactsTable")["Count"]

    assert take(bus_sample(kind)) == ["message-0"]
    assert published() == []
    assert boto3.client("dynamodb").scan(TableName="FactsTable")["Count"] == before


class TestAfterAMend:
    """What was refused lies in the dead letters; brought back, it is looked at again."""

    def test_what_an_older_release_left_unsigned_goes_on_while_the_stack_only_signs(
        self, published: Published
    ) -> None:
        left = unsigned(sale(published))

        assert take(left) == ["message-0"]
        with signed_events(SIGN):
            assert take(left) == []
        assert postings(TEA_ORDER) == [PAID]

    def test_what_was_signed_with_a_key_that_ended_is_told_anew_by_the_sweeper(
        self, published: Published
    ) -> None:
        lost = sale(published)
        store_keys(THIRD)

        assert take(lost) == ["message-0"]
        assert sweep(now=datetime.now(UTC) + timedelta(minutes=6))["replayed"] == 1
        run(published)
        assert postings(TEA_ORDER) == [PAID]

    def test_without_the_key_all_of_it_waits_and_nothing_is_lost(
        self, published: Published
    ) -> None:
        true = sale(published)
        secrets = boto3.client("secretsmanager")
        cache.forget_all()
        secrets.delete_secret(SecretId=event_keys.SECRET)
        assert take(true) == ["message-0"]
        assert postings(TEA_ORDER) == []

        secrets.restore_secret(SecretId=event_keys.SECRET)
        assert take(true) == []
        assert postings(TEA_ORDER) == [PAID]

    def test_a_step_that_cannot_sign_what_it_leads_to_does_all_of_it_again(
        self, published: Published
    ) -> None:
        shopify("orders_paid")
        [placed] = published()
        secrets = boto3.client("secretsmanager")
        cache.forget_all()
        secrets.delete_secret(SecretId=event_keys.SECRET)
        assert (take(placed), published()) == (["message-0"], [])

        secrets.restore_secret(SecretId=event_keys.SECRET)
        assert take(placed) == []
        assert types(published()) == ["order.mapped"]


class TestThroughTheInbox:
    """Whoever may write into the inbox cannot have the sweeper say, and sign, just anything."""

    LONG_AGO = datetime.now(UTC) - timedelta(hours=1)

    def slipped_in(self, record: Any, topic: str = "orders/paid") -> InboxItem:
        item = InboxItem(
            id=inbox.item_id("shopify", "tea", topic, b"forged"),
            platform="shopify",
            store_id="tea",
            topic=topic,
            received_at=self.LONG_AGO,
            occurred_at=self.LONG_AGO,
            records=(record,),
        )
        inbox.put(item)
        return item

    @pytest.mark.parametrize("record_type", [OrderMapped, SaleAttributed])
    def test_what_the_pipeline_works_out_is_not_told_out_of_it(
        self, record_type: type[Any], published: Published
    ) -> None:
        name = events.DETAIL_TYPES[record_type]
        record = bus.decode_event(record_type, bus_sample(name)["detail"]).record
        item = self.slipped_in(record)

        assert sweep(now=datetime.now(UTC))["replayed"] == 0
        with pytest.raises(bus.NotItsOwn, match=name):
            retell.replay(item)
        assert published() == []
        # It stays in sight: what has been pending for long rings.
        assert [each.id for each in pending.received_before(datetime.now(UTC))] == [item.id]

    def test_the_word_of_a_person_is_told_only_out_of_an_item_of_its_own(
        self, published: Published
    ) -> None:
        word = a_decision(GONE, CANCELLED, store_id="tea", platform_order_id="5501000001001")
        item = self.slipped_in(word)

        assert sweep(now=datetime.now(UTC))["replayed"] == 0
        with pytest.raises(NobodysWord, match="nobody in the company"):
            retell.replay(item)
        assert published() == []

        self.slipped_in(word, topic="decided")
        sweep(now=datetime.now(UTC))
        [told] = published()
        assert (told["detail-type"], "mac" in told["detail"]) == ("order.decided", True)

    def test_a_step_lets_go_on_what_stores_said_of_orders_and_nobodys_word(self) -> None:
        assert ChangeHinted in release.TELLS
        word = a_decision(GONE, CANCELLED, store_id="tea", platform_order_id="5501000001001")

        with pytest.raises(bus.NotItsOwn, match=r"order\.decided"):
            release.replay(self.slipped_in(word, topic="decided"))

    def test_the_edge_says_nothing_but_what_stores_say(self) -> None:
        word = a_decision(GONE, CANCELLED, store_id="tea", platform_order_id="5501000001001")
        item = replace(self.slipped_in(word), topic="decided")

        with pytest.raises(bus.NotItsOwn, match=r"order\.decided"):
            bus.publish(item.events(), accept.TELLS)
