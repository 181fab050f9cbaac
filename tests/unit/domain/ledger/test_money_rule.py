"""The money rule's worked examples, by the fold: what the seller and the upline have after each
thing that is told."""

from collections.abc import Sequence

import pytest

from commissions.domain.ledger.facts import Content, fact
from commissions.domain.ledger.target import fold
from tests.support.money_examples import MONEY_EXAMPLES, MONEY_PLAN, Example


@pytest.mark.parametrize("example", MONEY_EXAMPLES, ids=lambda each: each.name)
def test_a_worked_example_comes_out_to_the_cent(example: Example) -> None:
    found = [payable(told) for told, _ in example.told()]

    assert found == [step.payable for step in example.steps]


def payable(told: Sequence[Content]) -> dict[str, int]:
    target = fold(map(fact, told), lambda _: MONEY_PLAN)
    sums: dict[str, int] = {}
    for standing in target.standings.values():
        if standing.award.earner and standing.net:
            account = f"commission_payable:{standing.award.earner}"
            sums[account] = sums.get(account, 0) + standing.net
    return sums
