"""People whose role may not put events: what they have told is kept, and the sweeper tells it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError

from commissions.application.care import parked_decisions, replay
from commissions.application.care.decisions import Release
from commissions.application.care.sweep import sweep
from commissions.application.pipeline import release
from commissions.aws import bus, event_keys
from commissions.aws.event_keys import EventKeyUnavailable
from commissions.tables import inbox, parked, pending
from tests.support.pipeline_driver import (
    TEA_ORDER,
    Published,
    a_company,
    changed,
    postings,
    run,
    shopify,
)

PAID = ["cara 12.00 USD", "cara 6.00 USD", "bob 3.00 USD"]
LATER = timedelta(minutes=6)


@pytest.fixture(autouse=True)
def _company(aws: None) -> None:
    a_company()


@contextmanager
def nobody_lets_me() -> Iterator[None]:
    """The bus, by its own policy, takes nothing from whoever runs this."""
    refused = ClientError({"Error": {"Code": "AccessDeniedException"}}, "PutEvents")
    with patch.object(bus, "_put", side_effect=refused):
        yield


@contextmanager
def no_key() -> Iterator[None]:
    with patch.object(event_keys, "signing_key", side_effect=EventKeyUnavailable("not for you")):
        yield


def swept(published: Published) -> None:
    sweep(now=datetime.now(UTC) + LATER)
    run(published)


@pytest.fixture
def waiting(published: Published) -> parked.ParkedEntry:
    """An order whose figures do not add up."""
    total = {"shop_money": {"amount": "99.99", "currency_code": "USD"}}
    shopify(changed("orders_paid", total_price="99.99", total_price_set=total))
    run(published)
    [entry] = parked.all_entries()
    return entry


def test_what_a_person_lets_go_on_goes_on_and_waits_no_more(
    waiting: parked.ParkedEntry, published: Published
) -> None:
    with nobody_lets_me():
        parked_decisions.decide(TEA_ORDER, Release("amounts", reason="it is so", by="ann"))
    assert (published(), postings(TEA_ORDER)) == ([], [])

    swept(published)

    assert postings(TEA_ORDER) == [PAID]
    assert list(parked.all_entries()) == []


def test_what_a_person_replays_is_told_by_the_sweeper(published: Published) -> None:
    shopify("orders_paid")
    [placed] = published()
    with nobody_lets_me():
        assert replay.replay_item(placed["detail"]["trace"]["inbox"])
    assert published() == []

    swept(published)

    assert postings(TEA_ORDER) == [PAID]


def test_a_word_that_a_person_cannot_sign_is_signed_by_the_sweeper(
    published: Published,
) -> None:
    from commissions.application.care.decide_order import record
    from commissions.domain.orders.decision import CANCELLED, GONE
    from tests.support.orders import a_decision

    shopify("orders_paid")
    run(published)
    gone = a_decision(
        GONE, CANCELLED, minutes=300, store_id="tea", platform_order_id=TEA_ORDER.split("/")[-1]
    )
    with no_key():
        record([gone], now=datetime.now(UTC))
    assert published() == []

    swept(published)

    assert [len(each) for each in postings(TEA_ORDER)] == [3, 3]


def test_what_another_table_refuses_is_not_taken_for_the_bus(
    waiting: parked.ParkedEntry,
) -> None:
    refused = ClientError({"Error": {"Code": "AccessDeniedException"}}, "UpdateItem")
    with patch.object(inbox, "reopen", side_effect=refused), pytest.raises(ClientError):
        parked_decisions.decide(TEA_ORDER, Release("amounts", reason="it is so", by="ann"))


def test_a_station_that_is_refused_by_the_bus_fails_and_comes_again(
    waiting: parked.ParkedEntry,
) -> None:
    """It has the right, or else nobody would notice that it has not."""
    with nobody_lets_me(), pytest.raises(ClientError):
        release.release(waiting)


def test_a_release_that_was_cut_off_before_it_was_told_is_told_as_one(
    waiting: parked.ParkedEntry, published: Published
) -> None:
    with nobody_lets_me(), pytest.raises(ClientError):
        release.release(waiting, accepted=("amounts",))
    [item] = pending.received_before(datetime.now(UTC))
    assert item.parked_under == waiting.waits_for

    swept(published)

    done = inbox.find(item.id)
    assert done
    assert (done.state, done.parked_under) == (inbox.DONE, "")
    assert list(parked.all_entries()) == []
