"""The naive close against something even plainer: ranks by trying, binaries unit by unit.

COMMISSIONS_PROOF=1 tries 5,000 of each.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from commissions.domain.close.facts import LegState, PeriodFacts
from commissions.domain.close.results import CloseResult
from tests.support.binaries import TREE
from tests.support.brute_binary import Open, UnitSeat, a_binary_plan, sides_above
from tests.support.brute_ranks import BruteRanks, a_ranks_plan
from tests.support.closes import run
from tests.support.proof_size import proof_size
from tests.support.random_periods import a_period, a_team, chance, orders, seats_of

MANY = proof_size(100, 10_000)
PERIODS = 3


def test_ranks_are_those_that_come_out_by_trying() -> None:
    seen: Counter[str] = Counter()
    for seed in range(MANY):
        random = chance(seed)
        plan = a_ranks_plan(random)
        facts = a_period(random, size=random.randint(1, 12), many=12, given_ranks=False)

        members = run(plan, facts).members
        found = {member: judged.paid_as for member, judged in members.items()}

        assert found == BruteRanks(plan, facts).judged(), f"seed {seed}"
        seen.update(found.values())

    assert min(seen[rank] for rank in ("", "silver", "gold", "ruby")) > MANY // 4


def three_periods(seed: int) -> list[PeriodFacts]:
    """The same people and seats, with small orders and some refunds in each."""
    random = chance(seed)
    size = random.randint(2, 6)
    team = a_team(random, size, given_ranks=True)
    first = replace(a_period(random, size=size, many=0), members=team, seats=seats_of(random, size))
    found = []
    for number in range(PERIODS):
        later = timedelta(days=31 * number)
        sales = [
            replace(
                sale,
                order_id=f"p{number}{sale.order_id}",
                at=sale.at + later,
                volumes=dict.fromkeys(("pv", "cv"), random.randint(-60, 250)),
            )
            for sale in orders(random, size, 7, least=1)
        ]
        ends = first.ends + later
        found.append(replace(first, sales=tuple(sales), starts=first.starts + later, ends=ends))
    return found


def open_units(state: LegState) -> Open:
    found: Open = Counter()
    for lot in state.lots:
        found[lot.side, lot.at] += lot.volume
    return found


def compared(result: CloseResult, seats: Mapping[str, UnitSeat], paid: Mapping[str, int]) -> bool:
    """Whether money and open volume are the same at every seat."""
    money = {each.member: each.amount for each in result.awards}
    states = {member: open_units(result.legs[TREE, member].after) for member in seats}
    units = {member: seat.open() for member, seat in seats.items()}
    return money == paid and all(_same(states[each], units[each]) for each in seats)


def _same(one: Open, other: Open) -> bool:
    """Open volume by side and time; where a moment came to nothing, it is not there."""
    return {key: many for key, many in one.items() if many} == {
        key: many for key, many in other.items() if many
    }


def test_a_binary_pays_and_keeps_what_comes_out_unit_by_unit() -> None:
    total = 0
    for seed in range(MANY):
        plan = a_binary_plan(chance(f"{seed} plan"))
        [bonus] = plan["bonuses"]
        periods = three_periods(seed)
        seats = {each.member_id: UnitSeat(bonus) for each in periods[0].seats}
        brought: dict[tuple[str, str], LegState] = {}
        for number, facts in enumerate(periods):
            result = run(plan, replace(facts, legs=brought))
            paid = {member: by_units(seat, member, facts) for member, seat in seats.items()}

            assert compared(result, seats, paid), f"seed {seed}, period {number}"
            brought = {key: legs.after for key, legs in result.legs.items()}
            total += sum(paid.values())

    assert total > MANY


def by_units(seat: UnitSeat, member: str, facts: PeriodFacts) -> int:
    sales = sorted(facts.sales, key=lambda sale: (sale.at, sale.order_id))
    sides = [(sides_above(facts, sale.seller).get(member, ""), sale) for sale in sales]
    own = sum(sale.volumes["pv"] for sale in sales if sale.seller == member)
    asked = "metric" in seat.bonus["eligibility"]
    [status] = [e.statuses[0].value for e in facts.members if e.member_id == member]
    qualifies = status == "active" and (own >= 50 or not asked)
    return seat.run([each for each in sides if each[0]], facts.ends, qualifies=qualifies)
