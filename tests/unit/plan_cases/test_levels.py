"""Who is which level, and of what: reports 29 to 33, 39 and 41."""

from datetime import UTC, datetime

import pytest

from commissions.domain.close.facts import SaleLine
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.plans import Plan
from commissions.plan_schema import read
from commissions.plan_schema.wording.plan_sentences import plan_sentences
from tests.support.builders import Document
from tests.support.closes import (
    bought,
    close_plan,
    levels,
    lines,
    period,
    run,
    sold,
    team,
    unpaid,
)
from tests.support.memory_ledger import settled
from tests.support.orders import an_order
from tests.support.plans import a_sample
from tests.unit.plan_cases.earning import sale, share, statement

LINE = "dan > cat > bob (inactive) > ann > buyer"
READINGS: dict[str, Document] = {
    "none": {"kind": "none", "qualified_by": "active"},
    "skip_inactive": {"kind": "skip_inactive", "qualified_by": "active"},
    "volume_rollup": {"kind": "volume_rollup", "qualified_by": "active"}
    | {"rolled_in_qualifies": False},
}


def by(kind: str) -> Document:
    return levels("0.10", "0.05", "0.03") | {"compression": READINGS[kind]}


@pytest.mark.parametrize(
    ("kind", "paid"),
    [
        ("none", ["ann 1: 10.00", "cat 3: 3.00"]),
        ("skip_inactive", ["ann 1: 10.00", "cat 2: 5.00", "dan 3: 3.00"]),
        ("volume_rollup", ["ann 1: 10.00", "cat 2: 5.00", "dan 3: 3.00"]),
    ],
)
def test_inactive_are_skipped_has_three_readings_and_three_payouts(
    kind: str, paid: list[str]
) -> None:
    result = run(close_plan(by(kind)), period(team(LINE), [bought("buyer", 100)]))

    assert lines(result) == paid


def test_without_compression_the_level_of_the_inactive_one_is_lost() -> None:
    result = run(close_plan(by("none")), period(team(LINE), [bought("buyer", 100)]))

    assert unpaid(result) == ["bob 2: does not qualify in this period"]


def test_with_roll_up_what_the_inactive_one_buys_is_as_if_the_next_one_had() -> None:
    result = run(close_plan(by("volume_rollup")), period(team(LINE), [bought("bob", 100)]))

    assert lines(result) == ["dan 1: 10.00"]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("none", "A level whose member is not paid is used up"),
        ("skip_inactive", "Who does not qualify is passed over"),
        ("volume_rollup", "The volume of who does not qualify moves to the next above who does"),
    ],
)
def test_the_plan_in_words_says_which_reading_it_is(kind: str, sentence: str) -> None:
    document = a_sample("mx39")
    document["bonuses"][0] |= {"tree": "sponsor", "compression": READINGS[kind]}
    told = dict(plan_sentences(read(document).words))["Bonus matrix_levels"]

    assert any(each.startswith(sentence) for each in told)


def test_a_level_that_pays_the_seller_again_is_a_warning_with_the_way_out() -> None:
    document = a_sample("uni7")
    document["bonuses"][1]["rates"] = {"1": "0.10", "2": "0.05", "3": "0.02"}
    del document["refunds"]["buyback"]
    [warning] = read(document).warnings

    document["bonuses"][1]["start"] = "seller"

    assert "whom customer pays already: both are paid; `start: seller`" in warning
    assert read(document).warnings == []


def test_from_the_seller_on_the_direct_referrer_is_not_paid_level_1_again() -> None:
    table = levels("0.10", "0.05", "0.02") | {"start": "seller"}
    result = run(close_plan(table), period(team("cat > bob > ann"), [sold("ann", 100)]))

    assert lines(result) == ["bob 1: 10.00", "cat 2: 5.00"]


def test_the_buyers_sponsor_is_level_1_and_nobody_above_moves_up() -> None:
    table = levels("0.10", "0.05", "0.02")
    people = team("bea > ann > sponsor > buyer")
    result = run(close_plan(table), period(people, [bought("buyer", 100)]))

    assert lines(result) == ["ann 2: 5.00", "bea 3: 2.00", "sponsor 1: 10.00"]


def test_a_skus_own_rate_replaces_the_general_one_on_its_line() -> None:
    basket = (SaleLine("A", {"cv": 20_00}), SaleLine("B", {"cv": 30_00}))
    table = levels("0.10") | {"rates_by_sku": {"B": "0.50"}}
    facts = period(team("ann > bob"), [bought("bob", 50, lines=basket)])

    assert run(close_plan(table), facts).paid == {"ann": 17_00}


V1 = share("0.10")
V2 = share("0.08", plan=V1.document["plan"] | {"version": 2, "effective_from": "2026-07-01"})


def of_month(month: int, number: str) -> OrderPlaced:
    at = datetime(2026, month, 15, tzinfo=UTC)
    return an_order(order_ts=at, updated_at=at, platform_order_id=number)


def paid_by(plan: Plan, order: OrderPlaced) -> list[str]:
    return statement(settled(sale(order, plan), plan=plan))


def test_a_renewal_is_an_order_of_its_own_and_paid_by_the_plan_of_its_day() -> None:
    assert (V1.ref.version, V2.ref.version) == (1, 2)
    assert paid_by(V1, of_month(6, "1001")) == ["10.00"]
    assert paid_by(V2, of_month(7, "1002")) == ["8.00"]


PLACES = ["6861.33", "4164.10", "2604.94", "1805.01", "1458.53"]
PLACES += ["1332.73", "1267.88", "1177.28", "1047.29", "937.26"]
SCORES = {"a": 96, "g": 72, "i": 59, "b": 44, "f": 32, "user": 30, "h": 29, "d": 26, "c": 25}
SCORES |= {"j": 20, "e": 18}


def by_position(*out: str) -> dict[str, int]:
    pool: Document = {"id": "pool", "kind": "pool", "when": "close:month", "by": "position"}
    words = {"basis": "company_cv", "amounts": PLACES, "score": "cv", "remainder": "company"}
    people = team(*(f"{each} (inactive)" if each in out else each for each in SCORES))
    sales = [bought(each, score) for each, score in SCORES.items()]
    return run(close_plan(pool | words), period(people, sales)).paid


def test_who_does_not_qualify_leaves_the_ranking_and_all_below_move_up() -> None:
    everybody, without_a = by_position(), by_position("a")

    assert (everybody["user"], without_a["user"]) == (1332_73, 1458_53)
    assert ("e" in everybody, without_a["e"]) == (False, 937_26)
    assert sum(everybody.values()) == sum(without_a.values()) == 22656_35


def level_of_top(dan: str) -> list[str]:
    people = team(f"eve > dan ({dan}) > cat > bob > buyer")
    table = levels(*["0.01"] * 8) | {"compression": READINGS["skip_inactive"]}
    return lines(run(close_plan(table), period(people, [bought("buyer", 100)])))


def test_an_inactive_one_who_becomes_active_puts_everybody_above_a_level_deeper() -> None:
    assert "eve 3: 1.00" in level_of_top("inactive")
    assert "eve 4: 1.00" in level_of_top("active")


def test_a_close_that_pays_nobody_says_of_every_award_why() -> None:
    """Report 17: a period with volume that pays 0.00."""
    table = levels() | {"rates": {"gold": {"1": "0.10", "2": "0.05"}}}
    people = team("cat > bob > ann (inactive) > buyer")

    result = run(close_plan(table), period(people, [bought("buyer", 100)]))

    assert (result.paid, result.company and result.company.raw) == ({}, 0)
    assert unpaid(result) == [
        "ann 1: does not qualify in this period",
        "bob 2: the rank of the period is not paid this level",
    ]
