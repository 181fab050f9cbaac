"""Whatever is told late, and in whatever order: the runs of a plan take in once what stands in the
end.

COMMISSIONS_PROOF=1 tries 200 companies of each sort, or as many as it says.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest

from commissions.application.close.frozen_files import file_of, read_manifest
from commissions.application.close.frozen_standing import freeze_standing
from commissions.application.close.frozen_table import read
from commissions.application.close.plan_windows import PlanWindows
from commissions.application.simulation.closing_chain import ClosingChain, SimulatedClose
from commissions.application.simulation.company_facts import CompanyFacts
from commissions.application.simulation.order_book import CountedOrder, OrderBook
from commissions.application.simulation.plan_calendar import PlanCalendar
from commissions.domain.close.columns import moment
from commissions.domain.close.engine import told_close
from commissions.domain.close.figures import NotInColumns
from commissions.domain.plans import Plan, read_plan
from tests.support.binaries import TREE, binary, binary_plan, percent
from tests.support.builders import Document
from tests.support.closes import at_least
from tests.support.living_companies import (
    a_binary_plan,
    a_living_company,
    a_plan_of_weeks_and_months,
)
from tests.support.proof_size import proof_size
from tests.support.random_companies import a_plan_of_chance
from tests.support.random_periods import chance, given_ranks
from tests.support.simulations import company
from tests.support.told_late import ToldClose, told_chain

MANY = proof_size(2, 60)
Key = tuple[str, str, str]
"""Kind of period, order and unit; or member, side and order."""


def a_plain_binary(random: Random) -> Document:
    """Of which every volume stays open until it is matched."""
    bonus = binary(
        percent("0.10"),
        after={"paid": "net_off", "unqualified": "carry_both"},
        eligibility=random.choice([{"all": []}, at_least("pv", "0.50")]),
    )
    plan = binary_plan(bonus, ranks=given_ranks())
    broken = {"broken_pair": "refunded_quantity", "expired_lot": "returns"}
    plan["plan"]["rounding"]["places"] = 2
    return plan | {"refunds": plan["refunds"] | {"binary": broken}}


@pytest.mark.parametrize("plan_of", [a_binary_plan, a_plan_of_weeks_and_months])
def test_what_runs_take_in_and_give_back_adds_up_to_what_stands(
    tmp_path: Path, plan_of: Callable[[Random], Document]
) -> None:
    seen: Counter[str] = Counter()
    for number in range(MANY):
        random = chance(f"told late {number}")
        plan, told = plan_of(random), company(a_living_company(random, random.randint(2, 12)))
        try:
            closes = list(told_chain(tmp_path / str(number), plan, told, random))
        except NotInColumns:
            continue
        assert taken_in(closes) == standing(plan, told, closes), number
        seen += counted(closes)

    assert seen["late orders"]
    assert seen["late returns"]


WORDS = [
    *(
        {"period": period, "late_orders": late_orders}
        for period in ("original_if_open", "current")
        for late_orders in ("recompute", "current")
    ),
    {"period": "current", "volume_period": "original_if_open"},
    {"period": "original_if_open", "volume_period": "current"},
]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("plan_of", [a_plan_of_chance, a_plan_of_weeks_and_months])
def test_whatever_counts_where_it_counts_once(
    tmp_path: Path, plan_of: Callable[[Random], Document], words: Document
) -> None:
    """In its own period, corrected or not, or in the open one: what stands of all runs in the end
    is what stands of all orders."""
    counted_late = 0
    for number in range(MANY // 2):
        random = chance(f"words {number}")
        plan, told = plan_of(random), company(a_living_company(random, random.randint(2, 12)))
        plan["refunds"] |= words
        folder = tmp_path / str(number)
        try:
            closes = list(told_chain(folder, plan, told, random))
        except NotInColumns:
            continue
        assert stood(folder, plan, closes) == standing(plan, told, closes), number
        counted_late += sum(rows_of_earlier_periods(each) for each in closes)

    assert bool(counted_late) == ("current" in {words.get("late_orders"), _volumes_go(words)})


def _volumes_go(words: Document) -> object:
    return words.get("volume_period", words["period"])


def rows_of_earlier_periods(told: ToldClose) -> int:
    period = told.closed.close.period
    return int((period.sales.at < moment(period.starts)).sum())


def stood(folder: Path, plan: Document, closes: list[ToldClose]) -> dict[Key, int]:
    """By the last close of each kind, of every run as it is corrected by then."""
    last = {each.span.every: each for each in closes}
    sums: Counter[Key] = Counter()
    for each in closes:
        now = last[each.span.every]
        standing = folder / f"standing-{each.span.every}-{each.span.label}"
        freeze_standing(now.tables, plan, each.inputs, standing, now.span.ends)
        sales = read(file_of(standing, "sales"))
        for unit in read_manifest(standing).units:
            for order, volume in zip(sales["order_key"], sales[unit].tolist(), strict=True):
                sums[each.span.every, order, unit] += volume
    return {key: volume for key, volume in sums.items() if volume}


def test_every_leg_has_in_the_end_what_stands_below_it(tmp_path: Path) -> None:
    """Open, or taken by a run: lot by lot, of the orders of who stood below."""
    seen: Counter[str] = Counter()
    for number in range(MANY):
        random = chance(f"legs told late {number}")
        plan, told = a_plain_binary(random), company(a_living_company(random, 9))
        closes = list(told_chain(tmp_path / str(number), plan, told, random))
        in_time = list(told_chain(tmp_path / f"{number} in time", plan, told, random, late=0))
        assert lots(closes) == lots(in_time), number
        seen += counted(closes)

    assert seen["late orders"]
    assert seen["late returns"]
    assert seen["taken"]


def test_where_nothing_is_told_late_the_closes_are_those_of_the_simulation(
    tmp_path: Path,
) -> None:
    for number in range(MANY):
        random = chance(f"told in time {number}")
        plan, told = read_plan(a_binary_plan(random)), company(a_living_company(random, 9))
        closes = told_chain(tmp_path / str(number), plan.document, told, random, late=0)
        for each, simulated in zip(closes, simulated_closes(plan, told), strict=True):
            assert told_close(each.closed) == simulated.result, number


def simulated_closes(plan: Plan, told: CompanyFacts) -> Iterator[SimulatedClose]:
    moments = [*(each.at for each in told.orders), *(each.at for each in told.returns)]
    calendar = PlanCalendar(plan.document, min(moments), max(moments))
    return ClosingChain(plan.document, OrderBook(plan, told), calendar).closes()


def taken_in(closes: Iterable[ToldClose]) -> dict[Key, int]:
    """By binaries, who take no rows of earlier periods but what they are told of them."""
    sums: Counter[Key] = Counter()
    for each in closes:
        period = each.closed.close.period
        own = period.sales.at >= moment(period.starts)
        for unit, volumes in period.sales.volumes.items():
            volumes = np.where(own, volumes, 0)
            for order, volume in zip(period.sales.ids, volumes.tolist(), strict=True):
                sums[period.every, order, unit] += volume
        for late in period.late_orders:
            for unit, volume in late.volumes.items():
                sums[period.every, late.order_id, unit] += volume
        for back in period.late_returns:
            for unit, volume in back.volumes.items():
                sums[period.every, back.order_id, unit] -= volume
    return {key: volume for key, volume in sums.items() if volume}


def standing(plan: Document, told: CompanyFacts, closes: list[ToldClose]) -> dict[Key, int]:
    windows, book = PlanWindows(plan), OrderBook(read_plan(plan), told)
    last = {each.span.every: each.span.ends for each in closes}
    first: dict[str, ToldClose] = {}
    for each in closes:
        first.setdefault(each.span.every, each)
    found: dict[Key, int] = {}
    for every, ends in last.items():
        for order in book.orders:
            if not first[every].span.starts <= order.told.at < ends:
                continue
            until = max(ends, windows.counts_until(windows.span(every, order.told.at)))
            for unit, volume in left(order, until).items():
                if volume and unit in windows.units:
                    found[every, order.told.order_id, unit] = volume
    return found


def left(order: CountedOrder, until: object) -> dict[str, int]:
    return order.volumes([back for back in order.returns if back.at < until])  # type: ignore[operator]


def lots(closes: list[ToldClose]) -> dict[Key, int]:
    """By member, side and order."""
    sums: Counter[Key] = Counter()
    for (_, member), legs in told_close(closes[-1].closed).legs.items():
        for lot in [*legs.after.lots, *(lot for run in legs.after.runs for lot in run.taken)]:
            sums[member, lot.side, lot.order_id] += lot.volume
    return {key: volume for key, volume in sums.items() if volume}


def counted(closes: list[ToldClose]) -> Counter[str]:
    return Counter(
        {
            "late orders": sum(len(each.closed.close.period.late_orders) for each in closes),
            "late returns": sum(len(each.closed.close.period.late_returns) for each in closes),
            "taken": sum(
                len(legs.after.runs)
                for legs in told_close(closes[-1].closed).legs.values()
                if legs.tree == TREE
            ),
        }
    )
