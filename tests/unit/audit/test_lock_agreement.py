"""Locks as the pipeline makes them, worked out again from the registers: in no made-up history is
there a finding, whatever was registered late, renamed, told in another order, or told twice.

COMMISSIONS_PROOF=1 looks at many more.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from commissions.application.preview.registers import InMemoryRegisters
from commissions.audit.register_rows import RegisterRows, ValueRow
from commissions.domain.catalogue.kept_values import NOTHING_KEPT, KeptValues
from commissions.domain.catalogue.map_skus import map_skus
from commissions.domain.catalogue.sku_values import OrderMapped, SkuValue
from commissions.domain.ledger.facts import Content
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.people.attribution_override import AttributionOverride
from tests.support import attribution_stories, customer_stories, tree_stories
from tests.support.attribution_stories import HOUR, MOMENTS
from tests.support.orders import NOON, PLAN, a_value
from tests.support.proof_size import proof_size
from tests.support.register_rows import LookedUp, against, found, rows_of
from tests.support.renamed_bundles import RenamedBundles
from tests.support.value_stories import STORE, ValuedOrder, ValueStory

MANY = proof_size(60, 2_000)
DAY = timedelta(days=1)
END = NOON + 1_000 * DAY


class _Timed(attribution_stories._Pipeline):
    """Notes when it looked."""

    at = END

    def _look(self, order: OrderPlaced, at: datetime) -> Iterator[tuple[Content, ...]]:
        for contents in super()._look(order, at):
            self.at = at
            yield contents

    def _hear(self, word: AttributionOverride) -> Iterator[tuple[Content, ...]]:
        for contents in super()._hear(word):
            self.at = END
            yield contents


def test_whoever_registered_what_when_whom_an_order_names_is_found_again() -> None:
    facts = 0
    for seed in range(5 * MANY):
        story, chance = attribution_stories.story(seed), Random(seed)  # noqa: S311 - not a secret
        told = [*story.snapshots, *chance.choices(story.snapshots, k=chance.randint(0, 2))]
        arrivals = [(each.updated_at + chance.choice(MOMENTS) * HOUR, each) for each in told]
        words = [(NOON + chance.choice(MOMENTS) * HOUR, each) for each in story.overrides]
        pipeline, order = _Timed(story), LookedUp()
        for contents in pipeline.run(arrivals, words):
            order.settle(contents, pipeline.at)
        facts += len(order.facts)

        assert found(order.record, against(_tea(story.registers(END)))) == [], seed

    assert facts > 20 * MANY


def test_whatever_customers_orders_say_of_each_other_their_locks_are_found_again() -> None:
    for seed in range(MANY):
        chance = Random(seed)  # noqa: S311 - not a secret
        bought, placed = customer_stories.customer_story(seed), tree_stories.tree_story(seed)
        shops = [
            (bought.told, customer_stories.Shop(bought.policies, chance, 0.05)),
            (placed.told, tree_stories.tree_shop(placed.policies, chance, 0.05)),
        ]
        for told, shop in shops:
            shop.run(chance.sample([*told], k=len(told)))
            rows = _tea(shop.registers)
            for key, ledger in shop.ledgers.items():
                order = LookedUp(order_key=key)
                order.settle([each.content for each in ledger.facts.values()], END)
                assert found(order.record, against(rows)) == [], (seed, key)


def test_whatever_products_are_called_by_now_their_lines_values_are_found_again() -> None:
    for seed in range(2 * MANY):
        story, order, valued, known = ValueStory(seed), LookedUp(), ValuedOrder(), _Map()
        for day, telling in enumerate(story.tellings):
            known.becomes(telling.known, NOON + day * DAY)
            before = {*valued.ledger.facts}
            valued.tell([telling])
            new = [each for name, each in valued.ledger.facts.items() if name not in before]
            order.settle((each.content for each in new), NOON + day * DAY + HOUR)

        assert _of_values(order, known) == [], seed


class _Bundles(RenamedBundles):
    """As the pipeline maps it: what was kept is looked at only where the map does not do."""

    def __init__(self, seed: int) -> None:
        self.looks: list[tuple[int, dict[str, SkuValue]]] = []
        super().__init__(seed)

    def _look_up(self, order: OrderPlaced) -> None:
        super()._look_up(order)
        self.looks.append((len(self.facts), dict(self.known)))

    def _kept(self, order: OrderPlaced) -> KeptValues:
        mapped = map_skus(order, self.policies, self.known, amounts_accepted=True)
        return NOTHING_KEPT if isinstance(mapped, OrderMapped) else super()._kept(order)


def test_whatever_a_map_says_of_bundles_their_lines_values_are_found_again() -> None:
    looks = 0
    for seed in range(4 * MANY):
        life, order, known, done = _Bundles(seed), LookedUp(), _Map(), 0
        for day, (until, values) in enumerate(life.looks):
            known.becomes(values, NOON + day * DAY)
            order.settle(life.facts[done:until], NOON + day * DAY + HOUR)
            done, looks = until, looks + 1

        assert _of_values(order, known) == [], seed

    assert looks > 4 * MANY


@dataclass
class _Map:
    """A SKU map with all that it ever said, and when."""

    def __post_init__(self) -> None:
        self.rows: dict[str, list[ValueRow]] = {}
        self.says: Mapping[str, SkuValue] = {}

    def becomes(self, says: Mapping[str, SkuValue], at: datetime) -> None:
        for key in {*says, *self.says}:
            if says.get(key) != self.says.get(key):
                value = says.get(key) or self.says[key]
                row = ValueRow(
                    since=value.effective_from,
                    recorded_at=at,
                    value=value,
                    retired=key not in says,
                )
                self.rows.setdefault(key, []).append(row)
        self.says = dict(says)


def _of_values(order: LookedUp, known: _Map) -> list[str]:
    rows = rows_of(InMemoryRegisters(stores={"tea": STORE}, plans=(PLAN,)))
    rows = replace(rows, values={key: tuple(each) for key, each in known.rows.items()})
    return _of_kind(found(order.record, against(rows)), "lock_value")


def _of_kind(told: Iterable[str], kind: str) -> list[str]:
    return [each for each in told if each.startswith(kind)]


def _tea(registers: InMemoryRegisters) -> RegisterRows:
    """With the one value that these stories map by."""
    value = a_value("TEA")
    row = ValueRow(since=value.effective_from, value=value)
    return replace(rows_of(registers), values={"TEA": (row,)})
