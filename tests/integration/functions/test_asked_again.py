"""Some stores write a referral without a word: a paid order that is nobody's is asked for again,
once, an hour after it was told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from commissions.application.care.sweep import sweep
from commissions.clients import Unavailable
from commissions.domain.orders.order import Referral
from commissions.domain.stores.store import Policies
from commissions.tables import ledger, parked, pending
from functions.pipeline import attribute
from tests.support.in_memory_store import InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context, sqs_event
from tests.support.orders import NOON
from tests.support.outages import told_of_a_change
from tests.support.pipeline_driver import Published, a_company, run, step_of, value

KEY = "shop/tea/1"
SILENT = ("coupon_code", "order_meta")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CARA = (Referral("order_meta", "CARA-7", forgeable=True),)
WINDOW = Policies(late_referral_hours=72)


@pytest.fixture
def shop(aws: None, monkeypatch: pytest.MonkeyPatch) -> InMemoryStore:
    a_company()
    value("TEA")
    return an_in_memory_store(monkeypatch, carriers=SILENT, policies=WINDOW)


def sell(shop: InMemoryStore, published: Published, **fields: Any) -> None:
    """Nobody's, just now; its store has been asked once, as a hint of its has it."""
    shop.place("1", **{"referrals": ()} | fields)
    told_of_a_change()
    run(published)


def write_silently(shop: InMemoryStore) -> None:
    """A referral comes into the order, and its time of change does not move."""
    order = shop.orders_["1"][0]
    shop.place("1", order_ts=order.order_ts, updated_at=order.updated_at, referrals=CARA)  # type: ignore[union-attr]


def an_hour_later(shop: InMemoryStore, published: Published, more: timedelta = MINUTE) -> int:
    """How many are asked for by the sweeper then."""
    asked = sweep(now=shop.clock + HOUR + more)["asked"]
    run(published)
    return asked


def seller() -> str:
    return ledger.read(KEY).journals[-1].context.seller


def test_a_referral_that_the_store_did_not_tell_of_names_the_seller(
    shop: InMemoryStore, published: Published
) -> None:
    sell(shop, published)
    assert seller() == ""
    write_silently(shop)

    assert an_hour_later(shop, published) == 1
    assert (seller(), shop.asked) == ("cara", ["order 1", "order 1"])


def test_an_order_that_stays_nobodys_is_asked_for_once(
    shop: InMemoryStore, published: Published
) -> None:
    sell(shop, published)
    assert an_hour_later(shop, published, -MINUTE) == 0
    asked = [an_hour_later(shop, published, hours * HOUR) for hours in (1, 2, 50)]
    shop.place("1", referrals=(), shipping=3_00, total=103_00)
    told_of_a_change(body=b"changed")
    run(published)

    assert (asked, an_hour_later(shop, published)) == ([1, 0, 0], 0)
    assert (len(shop.asked), seller()) == (3, "")


def test_what_is_asked_for_later_is_neither_pending_nor_an_alarm(
    shop: InMemoryStore, published: Published
) -> None:
    sell(shop, published)

    assert pending.oldest() is None
    assert pending.received_before(shop.clock + 50 * HOUR) == []


@pytest.mark.parametrize(
    ("why", "fields"),
    [
        ("the order is somebody's", {"referrals": CARA}),
        ("it is not paid", {"status": "pending"}),
        (
            "it is long past the window",
            {"updated_at": NOON - 80 * HOUR, "order_ts": NOON - 80 * HOUR},
        ),
    ],
)
def test_no_store_is_asked_without_need(
    shop: InMemoryStore, published: Published, why: str, fields: dict[str, Any]
) -> None:
    sell(shop, published, **fields)

    assert an_hour_later(shop, published) == 0, why


@pytest.mark.parametrize(
    "store",
    [
        {"carriers": ("discount_code", "landing_site"), "policies": WINDOW},
        {"carriers": SILENT, "policies": Policies(late_referral_hours=0)},
    ],
)
def test_a_store_that_tells_of_every_change_or_has_no_window_is_not_asked(
    aws: None, monkeypatch: pytest.MonkeyPatch, published: Published, store: dict[str, Any]
) -> None:
    a_company()
    value("TEA")
    shop = an_in_memory_store(monkeypatch, **store)
    sell(shop, published)

    assert an_hour_later(shop, published) == 0


def test_an_order_that_waits_for_somebody_to_say_whose_it_is_is_asked_for_too(
    aws: None, monkeypatch: pytest.MonkeyPatch, published: Published
) -> None:
    a_company()
    value("TEA")
    policies = Policies(late_referral_hours=72, no_referrer="park")
    shop = an_in_memory_store(monkeypatch, carriers=SILENT, policies=policies)
    sell(shop, published)
    [waits] = parked.all_entries()
    write_silently(shop)
    an_hour_later(shop, published)

    sweep(now=shop.clock + 2 * HOUR)

    assert (waits.reason, seller(), list(parked.all_entries())) == ("no_referrer", "cara", [])


def test_a_step_that_was_cut_off_asks_no_second_time(
    shop: InMemoryStore, published: Published
) -> None:
    shop.place("1", referrals=())
    told_of_a_change()
    for _ in range(3):  # up to the step that looks up whose it is
        events = published()
        mapped = [each for each in events if each["detail-type"] == "order.mapped"]
        if mapped:
            break
        for each in events:
            step_of(each["detail-type"])(sqs_event(each), a_context())
    for _ in range(2):
        attribute.handler(sqs_event(*mapped), a_context())
    run(published)

    assert [an_hour_later(shop, published) for _ in range(2)] == [1, 0]


def test_a_store_that_is_down_then_is_asked_when_it_is_there_again(
    shop: InMemoryStore, published: Published
) -> None:
    sell(shop, published)
    write_silently(shop)
    shop.fails = [Unavailable("GET /orders/1: 503")] * 2
    an_hour_later(shop, published)
    [waits] = parked.all_entries()
    sweep(now=datetime.now(UTC) + 2 * HOUR)
    run(published)

    assert (waits.reason, seller(), list(parked.all_entries())) == ("store_unavailable", "cara", [])


def test_a_sweeper_that_was_cut_off_leaves_it_to_the_next(
    shop: InMemoryStore, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell(shop, published)
    write_silently(shop)
    with monkeypatch.context() as outage:
        outage.setattr("commissions.aws.bus.publish", _unreachable)
        assert sweep(now=shop.clock + HOUR + MINUTE)["asked"] == 0
    assert sweep(now=shop.clock + 2 * HOUR)["replayed"] == 1
    run(published)

    assert seller() == "cara"


def _unreachable(*_: Any) -> None:
    raise RuntimeError("the bus does not answer")
