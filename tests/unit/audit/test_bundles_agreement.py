"""Of orders with bundles, the ledger and the oracle come to the same.

COMMISSIONS_PROOF=1 goes through many more lives.
"""

from collections import Counter
from random import Random

from commissions.audit import oracle
from commissions.audit.explanation_check import check_explanations
from commissions.audit.order_record import OrderRecord
from commissions.audit.rule_change import RELEASED
from commissions.domain.sales.attribution import Lock
from tests.support.bundled_lives import BundledLife
from tests.support.memory_ledger import MemoryLedger, balances
from tests.support.orders import PLAN
from tests.support.proof_size import proof_size
from tests.support.renamed_bundles import RenamedBundles
from tests.unit.audit.plan_histories import sheet_of

LIVES = proof_size(150, 10_000)
SHEET = sheet_of(PLAN)


def settled(life: BundledLife, seed: int) -> MemoryLedger:
    told = [*life.facts]
    Random(seed).shuffle(told)  # noqa: S311 - not a secret
    ledger = MemoryLedger(PLAN)
    for content in told:
        ledger.settle(content)
    return ledger


def recorded(ledger: MemoryLedger) -> OrderRecord:
    journals = tuple(ledger.journals)
    return OrderRecord(
        order_key=journals[0].order_key if journals else "",
        facts=tuple(ledger.facts.values()),
        journals=journals,
        numbers=tuple(journal.number for journal in journals),
    )


def test_the_oracle_agrees_with_the_ledger_on_orders_with_bundles() -> None:
    for seed in range(LIVES):
        life = BundledLife(seed)
        ledger = settled(life, seed)
        due = oracle.due(life.facts, lambda ref: SHEET)

        assert due == balances(ledger.journals), f"life {seed}"


def test_what_orders_with_bundles_explain_is_so() -> None:
    for seed in range(LIVES // 5):
        ledger = settled(BundledLife(seed), seed)
        found = check_explanations(recorded(ledger), lambda ref: SHEET, since=RELEASED)

        assert [each.sentence for each in found] == [], f"life {seed}"


def test_the_lives_have_bundles_of_every_kind_in_them() -> None:
    lives = [BundledLife(seed) for seed in range(150)]
    locks = [each for life in lives for each in life.facts if isinstance(each, Lock)]
    shares = [part for lock in locks for part in lock.parts]
    nested = [
        life
        for life in lives
        if any(
            each.item.bundle_id and each.item.platform_sku in ("KIT", "SET", "BOX")
            for each in life.lines
        )
    ]

    assert len(shares) > 100
    assert len(nested) > 10
    assert sum(life.doubted for life in lives) > 20
    assert sum(bool(life.sold) for life in lives) > 50


def test_the_oracle_agrees_on_bundles_that_are_renamed_and_lines_that_are_made_anew() -> None:
    for seed in range(LIVES, 2 * LIVES):
        life = RenamedBundles(seed)
        ledger = settled(life, seed)
        due = oracle.due(life.facts, lambda ref: SHEET)

        assert due == balances(ledger.journals), f"life {seed}"


def test_what_such_orders_explain_is_so_too() -> None:
    for seed in range(LIVES // 5):
        found = check_explanations(
            recorded(settled(RenamedBundles(seed), seed)), lambda ref: SHEET, since=RELEASED
        )

        assert [each.sentence for each in found] == [], f"life {seed}"


def test_such_lives_keep_what_bundles_were_worth() -> None:
    happened: Counter[str] = Counter()
    for seed in range(100):
        happened += RenamedBundles(seed).happened

    kinds = ("rename", "delete", "make anew", "kept bundle", "kept value")
    assert min(happened[kind] for kind in kinds) > 10, happened
