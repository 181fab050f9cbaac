"""What comes after a close changes the same in columns and by the walk; and corrections add up.

COMMISSIONS_PROOF=1 closes many more periods again.
"""

from collections import Counter

import pytest

from commissions.audit.close import corrections as walk
from commissions.audit.close.engine import closed
from commissions.domain.close.corrections import corrections, sales_now
from commissions.domain.close.facts import AwardKey
from commissions.domain.close.results import CloseResult
from tests.support.binaries import binary, percent
from tests.support.column_chance import a_company, chance
from tests.support.column_plans import MAKERS, a_plan
from tests.support.late_facts import after_close_words, late_returns, with_late_orders
from tests.support.proof_size import proof_size

PERIODS = proof_size(24, 10_000)
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_columns_and_walks_agree_on_what_comes_after_a_close(part: int) -> None:
    for seed in range(part, PERIODS, PARTS):
        random = chance(seed)
        facts, late = with_late_orders(random, a_company(random, random.randint(1, 15)))
        kinds = [kind for kind in MAKERS if random.random() < 0.4] or ["levels"]
        document = after_close_words(random, a_plan(random, kinds))
        if random.random() < 0.3:
            document["bonuses"].insert(0, binary(percent("0.10"), cap={"period": "40.00"}))
            for bonus in document["bonuses"]:
                if bonus["kind"] == "matching":
                    bonus["of"].append("team")
        returns = late_returns(random, facts, late)

        found = corrections(document, facts, sales_now(document, facts, returns, late))

        assert found == walk.corrections(document, facts, returns, late), f"seed {seed}: {kinds}"


@pytest.mark.parametrize("seed", range(0, PERIODS, 6))
def test_corrections_of_one_return_after_the_other_are_those_of_all_at_once(seed: int) -> None:
    random = chance(seed)
    facts = a_company(random, random.randint(1, 15))
    document = after_close_words(random, a_plan(random, ["levels", "matching", "pool"]))
    returns = late_returns(random, facts, [])
    first = closed(document, facts)

    states = [walk.closed_again(document, facts, returns[:many]) for many in range(5)]
    posted = Counter[AwardKey]()
    for before, after in zip([first, *states], states, strict=False):
        for award in walk.difference(before, after):
            posted[award.key] += award.amount

    assert amounts(states[-1]) == amounts(first, posted)


def amounts(result: CloseResult, posted: Counter[AwardKey] | None = None) -> dict[AwardKey, int]:
    found = Counter({each.key: each.amount for each in result.awards if each.amount})
    found.update(posted or {})
    return {key: amount for key, amount in found.items() if amount}
