"""Orders, copies, parts, edits and refunds of a marketplace on the tables, told in any order, twice
and by workers that are killed between settling and telling: in the end it is the same money.

COMMISSIONS_PROOF=1 goes through many more stories.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from commissions.application.care import decide_order
from commissions.application.ingest.accept_answer import accept_if_new
from commissions.audit import oracle
from commissions.aws import bus
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.order import OfOrder
from commissions.platforms import ParsedWebhook
from commissions.tables import ledger, parked, stores
from tests.support.copy_stories import OF_COPIES, by_month, copy_story, listed_in
from tests.support.customer_stories import Shop, Told
from tests.support.lambdas import a_context, sqs_event
from tests.support.memory_ledger import balances, problems
from tests.support.orders import PLAN
from tests.support.pipeline_driver import a_company, step_of, value
from tests.support.proof_size import proof_size
from tests.unit.audit.plan_histories import sheet_of

Published = Callable[[], list[dict[str, Any]]]
STORIES = proof_size(4, 300)
SHEET = sheet_of(PLAN)
NOT_CARRIED = {"change.hinted"}


class Killed(RuntimeError):
    """A worker was, after it had written and before it could tell."""


class Workers:
    """Whoever takes any of the messages that there are."""

    def __init__(
        self, published: Published, monkeypatch: pytest.MonkeyPatch, chance: Random
    ) -> None:
        self.published, self.monkeypatch, self.chance = published, monkeypatch, chance
        self.kills = 0

    def run(self, told: Sequence[Told]) -> dict[str, dict[tuple[str, str, str], int]]:
        waiting: list[dict[str, Any]] = []
        for record in told:
            _accept(record)
            waiting += self.published()
            while waiting and self.chance.random() < 0.6:
                waiting += self._step(waiting)
        while waiting:
            waiting += self._step(waiting)
        return _ends({each.order_key for each in told if isinstance(each, OfOrder)})

    def _step(self, waiting: list[dict[str, Any]]) -> list[dict[str, Any]]:
        event = waiting.pop(self.chance.randrange(len(waiting)))
        step = step_of(event["detail-type"])
        if step is None or event["detail-type"] in NOT_CARRIED:
            return self.published()
        with self.monkeypatch.context() as patched:
            if self.kills == 0 or self.chance.random() < 0.15:
                patched.setattr(bus, "publish", _killed)
            failed = step(sqs_event(event), a_context())["batchItemFailures"]
        self.kills += bool(failed)
        again = [event] if failed or self.chance.random() < 0.1 else []
        return [*self.published(), *again]


def _killed(*_: Any) -> None:
    raise Killed


def _accept(record: Told) -> None:
    now = datetime.now(UTC)
    if isinstance(record, OrderDecided):
        decide_order.record([record], now=now)
        return
    assert isinstance(record, OfOrder)
    reading = ParsedWebhook(topic="orders/updated", records=(record,), occurred_at=now)
    accept_if_new(stores.get("tea"), reading, via="webhook", now=now)


def _ends(keys: Iterable[str]) -> dict[str, dict[tuple[str, str, str], int]]:
    """What stands of each order by month; the oracle has to say the same of it in all."""
    found = {}
    for key in sorted(keys):
        stored = ledger.read(key)
        contents = [each.content for each in stored.facts]
        assert oracle.due(contents, lambda ref: SHEET) == balances(stored.journals), key
        assert problems(stored.journals) == []
        found[key] = by_month(stored.journals)
    return found


def _listed() -> set[tuple[str, str, str]]:
    """What is asked of copies."""
    found = [each for each in parked.all_entries() if each.reason in OF_COPIES]
    return {(each.order_key, each.reason, each.detail) for each in found}


@pytest.mark.parametrize("seed", range(STORIES))
def test_on_the_tables_copies_come_to_what_they_come_to_in_memory_however_they_arrive(
    seed: int, aws: None, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = copy_story(seed)
    in_order = Shop(story.policies).run(story.told)
    a_company(policies=story.policies)
    for sku in ("TEA", "NEW"):  # by which a product of the stories is called later
        value(sku, cv="100%")
    chance = Random(f"tables {seed}")  # noqa: S311 - not a secret
    told = [*story.told, *chance.choices(story.told, k=2)]
    chance.shuffle(told)
    workers = Workers(published, monkeypatch, chance)

    found = workers.run(told)

    assert found == {key: by_month(in_order.ledgers[key].journals) for key in found}
    assert _listed() == listed_in(in_order)
    assert workers.kills > 0
