"""What a member's month says is what the journals say, by month and by day, and it adds up.

COMMISSIONS_PROOF=1 looks at thousands of lives instead of some.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from commissions.audit.month_books import BookMonths
from commissions.audit.plan_clock import ClockOf, PlanClock
from commissions.domain.ledger.award_changes import MonthTerms
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.member_month import MemberMonth
from commissions.domain.ledger.months import by_end_of, months_of
from commissions.domain.ledger.target import Target
from commissions.domain.plans import Plan
from tests.support.histories import history
from tests.support.memory_ledger import MemoryLedger, settled
from tests.support.orders import PLAN, a_cancellation, a_refund, an_item, an_order, sold
from tests.support.said import every_update, months, updates
from tests.support.whole_lives import WholeLife
from tests.unit.audit.plan_histories import Twist, sheet_of

LIVES = 2_000 if os.environ.get("COMMISSIONS_PROOF") else 40
DAY = 24 * 60
"""In minutes."""
TERMS = MonthTerms(timezone=PLAN.timezone, rounding=PLAN.rounding, currency=PLAN.base_currency)
TWO_TEAS = sold(an_order(an_item(qty="2")))
HALF_BACK = (a_refund(units={"1": "1"}, minutes=60),)


def of(who: str, ledger: MemoryLedger, terms: MonthTerms = TERMS) -> dict[str, MemberMonth]:
    found = months(every_update(ledger.journals, terms))
    return {month: each for (member, month), each in found.items() if member == who}


def november(who: str, ledger: MemoryLedger) -> MemberMonth:
    return of(who, ledger)["2026-11"]


# What people see


def test_a_sale_and_its_refund_are_earned_and_taken_back() -> None:
    cat = november("cat", settled(TWO_TEAS, HALF_BACK))

    [money] = cat.money
    assert (money.earned, money.taken_back) == (30_00, 15_00)
    assert (money.net, money.payable) == (15_00, 15_00)
    assert (cat.orders, cat.refunds, cat.lines, cat.version) == (1, 1, 4, 2)


def test_what_comes_back_before_it_was_ever_paid_is_taken_back_all_the_same() -> None:
    """No line of it is negative: a refund that was told before its order makes one line of what is
    left."""
    early = settled(HALF_BACK, TWO_TEAS)

    assert [line.amount for line in early.journals[0].lines if line.amount < 0] == []
    for who in ("cat", "bob"):
        assert november(who, early).of("USD") == november(who, settled(TWO_TEAS, HALF_BACK)).of(
            "USD"
        )


def test_an_order_that_came_back_in_full_before_it_was_paid_earned_and_lost_it() -> None:
    all_back = (a_refund(units={"1": "2"}, minutes=60),)
    [money] = november("cat", settled(all_back, TWO_TEAS)).money

    assert (money.earned, money.taken_back, money.payable) == (30_00, 30_00, 0)


def test_own_sales_and_the_teams_are_told_apart() -> None:
    ledger = settled(TWO_TEAS)

    assert (november("cat", ledger).of("USD").own, november("cat", ledger).of("USD").team) == (
        30_00,
        0,
    )
    assert (november("bob", ledger).of("USD").own, november("bob", ledger).of("USD").team) == (
        0,
        5_00,
    )


def test_what_is_not_paid_is_told_with_what_it_would_have_been() -> None:
    ledger = settled(sold(an_order(an_item(net=100_01)), "cat < bob (inactive) < ann"))
    [money] = november("bob", ledger).money

    assert (money.unpaid, money.earned, money.payable) == (5_00, 0, 0)
    assert [(each.day, each.unpaid) for each in money.days] == [(20, 5_00)]


def test_a_month_ends_by_the_plans_clock_and_so_do_its_days() -> None:
    last = datetime(2026, 12, 1, 3, tzinfo=UTC)
    ledger = settled(sold(an_order(order_ts=last, updated_at=last)))
    new_york = replace(TERMS, timezone="America/New_York")

    [month] = of("cat", ledger, new_york).values()
    assert (month.month, [each.day for each in month.of("USD").days]) == ("2026-11", [30])


def test_money_that_comes_back_later_is_of_then_and_the_volume_of_the_sale() -> None:
    later = (a_refund(units={"1": "1"}, minutes=15 * DAY),)
    found = of("cat", settled(TWO_TEAS, later))

    assert found["2026-11"].of("USD").net == 30_00
    assert found["2026-12"].of("USD").net == -15_00
    assert found["2026-12"].of("USD").taken_back == 15_00
    assert (found["2026-11"].volumes["cv"], found["2026-12"].volumes["cv"]) == (50_00, 0)
    assert (found["2026-11"].orders, found["2026-12"].orders) == (1, 1)


def test_what_is_told_late_of_a_month_is_taken_back_in_it_once() -> None:
    refund = (a_refund(units={"1": "1"}, minutes=60),)
    cancelled = (a_cancellation(minutes=15 * DAY),)
    in_order = of("cat", settled(TWO_TEAS, refund, cancelled))
    late = of("cat", settled(TWO_TEAS, cancelled, refund))

    for found in (in_order, late):
        taken_back = {month: each.of("USD").taken_back for month, each in found.items()}
        assert taken_back == {"2026-11": 15_00, "2026-12": 15_00}
        assert {each.of("USD").earned for each in found.values()} == {30_00, 0}


def test_a_sale_that_becomes_anothers_is_neithers_refund() -> None:
    bobs = sold(an_order(an_item(qty="2"), minutes=60), "bob < ann")
    ledger = settled(TWO_TEAS, bobs)
    [cat], [bob] = november("cat", ledger).money, november("bob", ledger).money

    if ledger.journals[-1].context.seller == "bob":
        assert (cat.earned, cat.taken_back, cat.own) == (0, 0, 0)
        assert (bob.own, bob.team) == (bob.net, 0)
    assert november("cat", ledger).refunds == 0


def test_own_sales_are_told_by_who_bought_and_as_far_as_they_stand() -> None:
    whole, half = settled(TWO_TEAS), settled(TWO_TEAS, HALF_BACK)

    assert november("cat", whole).of("USD").retail == 100_00
    assert november("cat", half).of("USD").retail == 50_00
    assert november("bob", half).of("USD").retail == 0
    cancelled = settled(TWO_TEAS, (a_cancellation(),))
    assert november("cat", cancelled).of("USD").retail == 0


def test_nothing_is_something_too() -> None:
    nothing = november("cat", settled(TWO_TEAS)).of("EUR")

    assert (nothing.net, nothing.paid, nothing.days) == (0, 0, ())


# What always holds


def lives() -> Iterator[tuple[str, MemoryLedger]]:
    for seed in range(LIVES):
        whole = WholeLife(seed)
        yield f"whole life {seed}", settled(*whole.shuffled(seed))
        twist = Twist(seed, days=2 * (seed % 2))
        yield f"twist {seed}", _told(twist.life.plan, twist.life.shuffled(_dice(seed)))
        life = history(seed)
        yield f"history {seed}", _told(life.plan, life.shuffled(_dice(seed)))


def _told(plan: Plan, deliveries: Sequence[Sequence[object]]) -> MemoryLedger:
    ledger = MemoryLedger(plan)
    for each in deliveries:
        ledger.settle(*each)  # type: ignore[arg-type]
    return ledger


def _dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - not a secret


def terms_of(plan: Plan) -> MonthTerms:
    return MonthTerms(timezone=plan.timezone, rounding=plan.rounding, currency=plan.base_currency)


def test_months_add_up_to_the_journals_and_in_themselves() -> None:
    several = 0
    for name, ledger in lives():
        found = months(every_update(ledger.journals, terms_of(ledger.plan)))
        several += len({month for _, month in found}) > 1
        assert _payable(found) == _owed(ledger.journals), name
        for each in found.values():
            assert each.orders >= each.refunds >= 0, name
            for money in each.money:
                assert money.own + money.team == money.net == money.payable, name
                assert (money.paid, money.written_off) == (0, 0), name
                assert sum(day.own for day in money.days) == money.own, name
                assert sum(day.team for day in money.days) == money.team, name
                assert sum(day.unpaid for day in money.days) == money.unpaid, name
                assert money.days == tuple(sorted(money.days, key=lambda day: day.day)), name
    assert several > 5


def test_what_is_earned_and_taken_back_up_to_a_month_is_what_its_facts_say() -> None:
    """By the order's own target, worked out from all that had happened by then."""
    compared = 0
    for name, ledger in lives():
        found = months(every_update(ledger.journals, terms_of(ledger.plan)))
        facts = list(ledger.facts.values())
        for month in months_of(facts, ledger.plan.timezone):
            due = _standings(ledger.target(by_end_of(month, facts, ledger.plan.timezone)))
            assert _up_to(month, found) == due, f"{name}, {month}"
            compared += bool(due)
    assert compared > LIVES


def _up_to(month: str, found: dict[tuple[str, str], MemberMonth]) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for (who, of_month), each in found.items():
        if of_month <= month:
            for money in each.money:
                earned, back = sums.get(who, (0, 0))
                sums[who] = earned + money.earned, back + money.taken_back
    return {who: each for who, each in sums.items() if any(each)}


def _standings(target: Target) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for standing in target.standings.values():
        earned, back = sums.get(standing.award.earner, (0, 0))
        sums[standing.award.earner] = earned + standing.award.amount, back + standing.reversed
    return {who: each for who, each in sums.items() if who and any(each)}


def _payable(found: dict[tuple[str, str], MemberMonth]) -> dict[tuple[str, str], int]:
    sums: Counter[tuple[str, str]] = Counter()
    for (who, _), each in found.items():
        for money in each.money:
            sums[who, money.currency] += money.payable
    return {slot: amount for slot, amount in sums.items() if amount}


def _owed(journals: Sequence[Journal]) -> dict[tuple[str, str], int]:
    sums: Counter[tuple[str, str]] = Counter()
    for journal in journals:
        for leg in journal.legs:
            if leg.account.startswith("commission_payable:"):
                sums[leg.account.partition(":")[2], leg.unit] += leg.amount
    return {slot: amount for slot, amount in sums.items() if amount}


def test_lines_and_orders_are_those_on_the_statement() -> None:
    for name, ledger in lives():
        changes = every_update(ledger.journals, terms_of(ledger.plan))
        found = months(changes)
        lines: Counter[tuple[str, str]] = Counter()
        orders: dict[tuple[str, str], set[str]] = {}
        for change in changes:
            for line in change.lines:
                slot = line.distributor_id, line.month
                lines[slot] += line.kind == "commission"
                orders.setdefault(slot, set()).add(line.order_id)
        assert {slot: each.lines for slot, each in found.items()} == {
            slot: lines[slot] for slot in found
        }, name
        assert {slot: each.orders for slot, each in found.items()} == {
            slot: len(orders.get(slot, ())) for slot in found
        }, name


def test_who_reconciles_makes_the_same_of_it_by_another_road() -> None:
    for name, ledger in lives():
        sheet = sheet_of(ledger.plan)
        clock = PlanClock(sheet.zone, sheet.currency, half_even=sheet.half_even)
        book = BookMonths("shopify/tea/1001", _always(clock))
        before: list[Journal] = []
        for journal in ledger.journals:
            added = {
                (change.distributor_id, scope, figure): amount
                for change in updates(journal, before, terms_of(ledger.plan))
                for scope, figures in change.months.items()
                for figure, amount in figures.items()
                if figure != "version" and figure not in ("pv", "bv", "cv", "qv")
            }
            worked_out = {
                (who, f"{month} {unit.partition(' ')[2]}", unit.partition(" ")[0]): amount
                for (who, month, unit), amount in book.see(journal).items()
            }
            assert added == worked_out, f"{name}: {journal.journal_id}"
            before.append(journal)


def _always(clock: PlanClock) -> ClockOf:
    return lambda _plan, _version: clock
