"""The close in columns and the close that walks every order agree to the minor unit.

COMMISSIONS_PROOF=1 closes many more periods.
"""

from dataclasses import replace

import pytest

from commissions.audit.close import engine
from commissions.audit.close.engine import closed as walked
from commissions.domain.close.engine import closed
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.kinds import KINDS
from commissions.domain.close.results import CloseResult
from tests.support.both_closes import assert_alike
from tests.support.builders import Document
from tests.support.column_chance import a_company, chance
from tests.support.column_plans import MAKERS, a_plan
from tests.support.proof_size import proof_size
from tests.unit.tools.vectors.examples import OWN
from tools.vectors.running import run

PERIODS = proof_size(150, 10_000)
PARTS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_columns_and_walks_agree_on_periods_and_plans_of_chance(part: int) -> None:
    for seed in range(part, PERIODS, PARTS):
        random = chance(seed)
        facts = a_company(random, random.randint(1, random.choice([5, 20, 60])))
        kinds = [kind for kind in MAKERS if random.random() < 0.4] or ["levels"]
        document = a_plan(random, kinds)

        columns, walk = closed(document, facts), walked(document, facts)

        assert_alike(columns, walk, f"seed {seed}: {kinds}")


def test_columns_and_walks_agree_on_worked_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def both(document: Document, facts: PeriodFacts) -> CloseResult:
        walk = walked(document, facts)
        kinds = {bonus["kind"] for bonus in document["bonuses"]}
        if kinds <= KINDS.keys():
            assert_alike(closed(document, facts), walk, str(kinds))
            compared.append(kinds)
        return walk

    monkeypatch.setattr(engine, "closed", both)
    for vector in OWN:
        assert run(vector).problems == ()

    assert len(compared) > 10


def test_what_is_not_alike_is_noticed() -> None:
    """Or nothing above would say anything."""
    facts = a_company(chance(3), 12)
    document = a_plan(chance(3), ["customer"])
    walk = walked(document, facts)
    [first, *others] = walk.awards
    other = replace(first, base=first.base + 1)

    with pytest.raises(AssertionError):
        assert_alike(replace(walk, awards=(other, *others)), walk, "")
