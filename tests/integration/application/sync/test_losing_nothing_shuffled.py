"""Webhooks, hints, polls and answers late, twice, in any order, or never: in the end it is as the
store has it.

COMMISSIONS_PROOF=1 lives many more histories.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest

from commissions.application.ingest.accept import accept
from commissions.application.sync.apply import apply_answer
from commissions.aws import cache
from commissions.aws.telemetry import metrics
from commissions.clients import FetchedResource, InvalidResponse, Unavailable
from commissions.domain.orders.canonical import canonical
from commissions.domain.orders.hint import ORDER, ChangeHinted
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.store_record import StoreRecord
from commissions.platforms import ParsedWebhook
from commissions.tables import stores
from tests.support import outages
from tests.support.in_memory_store import NAME, InMemoryStore, an_in_memory_store
from tests.support.lambdas import a_context, sqs_event
from tests.support.orders import an_item
from tests.support.outages import come_to_rest, ending, refund_of, told_of_order, turn, unfinished
from tests.support.pipeline_driver import Published, a_company, run, step_of, value

HISTORIES, STEPS = (40, 30) if os.environ.get("COMMISSIONS_PROOF") else (3, 16)
type Told = OrderPlaced | OrderRefunded
ERRORS = (Unavailable("GET /orders: 503"), InvalidResponse("GET /orders: 400"))
at_once = outages.at_once
pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def company(aws: None) -> Iterator[None]:
    a_company()
    yield
    metrics.clear_metrics()


@dataclass
class History:
    """A store's life, and what of it has not yet come to us."""

    shop: InMemoryStore
    chance: Random
    published: Published
    webhooks: list[tuple[StoreRecord, ...]] = field(default_factory=list)
    answers: list[FetchedResource] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def happens(self) -> None:
        step = self.chance.choice(
            (
                self.changes, self.changes, self.changes, self.is_refunded, self.takes_back,
                self.is_heard, self.is_heard, self.hints, self.is_asked, self.answer_comes,
                self.is_polled, self.fails, self.pipeline_runs, self.pipeline_runs,
                cache.forget_all,
            )
        )  # fmt: skip
        step()

    # In the store

    def changes(self) -> None:
        """An order is placed, paid, edited or cancelled; often within the second of another."""
        order_id = self.chance.choice("12")
        known = self.order(order_id)
        if known is None or self.chance.random() < 0.5:
            self.shop.clock += timedelta(seconds=self.chance.choice((1, 60)))
        at = known.updated_at if known and self.chance.random() < 0.4 else self.shop.clock
        net, more = self.chance.choice((50_00, 80_00, 100_00)), self.shop.orders_.get(order_id)
        order = self.shop.place(
            order_id,
            store_id=self.shop.store_id,
            order_ts=known.order_ts if known else self.shop.clock,
            updated_at=at,
            status=self.chance.choice(("pending", "paid", "paid")),
            items=(an_item(net=net, qty=self.chance.choice("1248")),),
            total=net,
            cancelled_at=at if self.chance.random() < 0.1 else None,
            refund_ids=known.refund_ids if known else (),
        )
        self.shop.orders_[order_id] = [order, *(more or [])[1:]]
        self.is_sent(order_id)

    def is_refunded(self) -> None:
        order_id = self.chance.choice("12")
        order, ids = self.order(order_id), self.refund_ids(order_id)
        if order is None or len(ids) == 3:
            return
        self.shop.clock += timedelta(seconds=1)
        refund_id = f"r{self.shop.clock:%H%M%S}"
        told = [*self.shop.orders_[order_id][1:]]
        told.append(refund_of(self.shop, order_id, refund_id, "0.25"))
        self.rewritten(order_id, replace(order, refund_ids=(*ids, refund_id)), told)

    def takes_back(self) -> None:
        """A refund is deleted; that moves no date, and nobody is told."""
        order_id = self.chance.choice("12")
        order, ids = self.order(order_id), self.refund_ids(order_id)
        if order is not None and ids:
            kept = [*self.shop.orders_[order_id][2:]]
            self.rewritten(order_id, replace(order, refund_ids=ids[1:]), kept, at=order.updated_at)

    def rewritten(
        self, order_id: str, order: OrderPlaced, told: list[Any], at: datetime | None = None
    ) -> None:
        self.shop.orders_[order_id] = [replace(order, updated_at=at or self.shop.clock), *told]
        if at is None:
            self.is_sent(order_id)

    def order(self, order_id: str) -> OrderPlaced | None:
        told = self.shop.orders_.get(order_id)
        return told[0] if told else None  # type: ignore[return-value]

    def refund_ids(self, order_id: str) -> tuple[str, ...]:
        order = self.order(order_id)
        return (order.refund_ids if order else None) or ()

    # On its way to us

    def is_sent(self, order_id: str) -> None:
        """Never, once or twice."""
        told = tuple(self.shop.orders_[order_id])
        self.webhooks += [told] * self.chance.choice((0, 1, 1, 2))

    def is_heard(self) -> None:
        self.chance.shuffle(self.webhooks)
        for told in self.webhooks[:3]:
            self.accepted("webhook", told)
        del self.webhooks[:3]

    def hints(self) -> None:
        hint = ChangeHinted(
            platform=NAME,
            store_id=self.shop.store_id,
            subject="order",
            subject_id=self.chance.choice("12"),
            hinted_at=self.shop.clock,
        )
        self.accepted("changed", (hint,))

    def accepted(self, topic: str, told: tuple[StoreRecord, ...]) -> None:
        reading = ParsedWebhook(topic=topic, records=told, occurred_at=self.shop.clock)
        body = canonical(told).encode()
        accept(NAME, self.shop.store_id, body, reading, received_at=datetime.now(UTC))

    def is_asked(self) -> None:
        """The store answers now; somebody takes it in later."""
        order_id = self.chance.choice("12")
        if order_id in self.shop.orders_:
            answer = self.shop.told_of(order_id)
            self.answers.append(replace(answer, payload=list(answer.payload)))

    def answer_comes(self) -> None:
        if self.answers:
            answer = self.answers.pop(self.chance.randrange(len(self.answers)))
            store = stores.get(self.shop.store_id)
            apply_answer(store, ORDER, answer, via="late", now=datetime.now(UTC))

    def is_polled(self) -> None:
        turn(self.shop.store_id)

    def fails(self) -> None:
        self.shop.fails = [self.chance.choice((*ERRORS, None)) for _ in range(3)]

    def pipeline_runs(self) -> None:
        """Some of the events come to their steps, in any order, some of them twice."""
        self.events += self.published()
        self.chance.shuffle(self.events)
        some, self.events = self.events[:6], self.events[6:]
        for event in [*some, *some[:2]]:
            if step := step_of(event["detail-type"]):
                outcome = step(sqs_event(event), a_context())
                self.events += [event] if outcome["batchItemFailures"] else []

    def ends(self) -> None:
        """All that is on its way comes, and then the poller's next turn."""
        self.shop.fails = []
        while self.webhooks or self.answers:
            self.is_heard()
            self.answer_comes()
        while self.events:
            self.pipeline_runs()
        for look in ("changed", "second"):
            come_to_rest(self.published)
            turn(self.shop.store_id, look)
        come_to_rest(self.published)


def in_order(
    monkeypatch: pytest.MonkeyPatch, published: Published, of: InMemoryStore
) -> InMemoryStore:
    """A store that has the same orders, of which all that is known was told in the order of its
    times, once and at once; in the end it was asked. What was paid once counts, whatever an order's
    status is now, so that its state of today alone would not do."""
    known = [record for order_id in of.orders_ for record in told_of_order(of, order_id)]
    shop = an_in_memory_store(monkeypatch, _name_of_twin(of, known))
    value("TEA", shop.store_id)
    shop.clock = of.clock
    for record in sorted(known, key=_moment):
        as_theirs = replace(record, store_id=shop.store_id)
        reading = ParsedWebhook(topic="webhook", records=(as_theirs,), occurred_at=of.clock)
        body = canonical((as_theirs,)).encode()
        accept(NAME, shop.store_id, body, reading, received_at=datetime.now(UTC))
        run(published)
    shop.orders_ = {
        order_id: [replace(record, store_id=shop.store_id) for record in told]
        for order_id, told in of.orders_.items()
    }
    turn(shop.store_id)
    run(published)
    return shop


def _name_of_twin(of: InMemoryStore, known: list[Told]) -> str:
    """A name under which the snapshots of one second, of which nothing says which one is the later,
    stand in the same order: that is by digest, and the store's name is in it."""
    snapshots = [record for record in known if isinstance(record, OrderPlaced)]
    names = (f"{of.store_id}-in-order-{n}" for n in count())
    return next(
        name for name in names if _sequence(snapshots) == _sequence(snapshots, store_id=name)
    )


def _sequence(snapshots: list[OrderPlaced], **changes: Any) -> list[int]:
    told = [replace(each, **changes) for each in snapshots]
    places = [(each.platform_order_id, each.updated_at, each.digest) for each in told]
    return sorted(range(len(told)), key=places.__getitem__)


def _moment(told: Told) -> tuple[datetime, bool]:
    return (told.updated_at, False) if isinstance(told, OrderPlaced) else (told.refunded_at, True)


@pytest.fixture
def histories(
    company: None, published: Published, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], History]:
    def history(seed: int) -> History:
        shop = an_in_memory_store(monkeypatch, f"seed-{seed}")
        value("TEA", shop.store_id)
        return History(shop, Random(seed), published)  # noqa: S311 - no secret

    return history


def test_whatever_comes_when_in_the_end_it_is_as_the_store_has_it(
    histories: Callable[[int], History], published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {}
    for seed in range(HISTORIES):
        history = histories(seed)
        for _ in range(STEPS):
            history.happens()
        history.ends()
        ended, wanted = ending(history.shop), ending(in_order(monkeypatch, published, history.shop))
        if ended != wanted or unfinished():
            wrong[seed] = (ended, wanted, unfinished())

    assert wrong == {}
