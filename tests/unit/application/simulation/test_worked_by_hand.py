"""A small company over three months, every figure of which was worked out on paper.

ann has brought bob, bob has brought cat. Sellers get 20 % of what their customers buy, with the
order; the close of a month pays 10 % to whoever stands above, and 5 % to the next.
"""

from fractions import Fraction

from commissions.application.simulation.earning_lines import (
    AT_CLOSE,
    CORRECTION,
    REFUND,
    WITH_ORDER,
)
from tests.support.builders import Document, a_fast_start_bonus, a_plan_document
from tests.support.closes import at_least, levels, rank
from tests.support.simulations import (
    CORRECTED,
    a_month_plan,
    back,
    bought,
    facts,
    lines,
    members,
    paid,
    simulated,
    sold,
)

TEAM = members("ann > bob > cat")
PLAN = a_month_plan(levels("0.10", "0.05", start="seller"))
CORRECTING = a_month_plan(levels("0.10", "0.05", start="seller"), refunds=CORRECTED)
ORDERS = [
    bought("o1", "2026-10-05", "cat", "200"),
    sold("o2", "2026-10-31", "bob", "100"),
    bought("o3", "2026-11-02", "cat", "40"),
]


def test_orders_pay_at_once_and_the_close_pays_its_levels() -> None:
    """October: 20.00 of o2 to bob; o1 gives bob 20.00 and ann 10.00, o2 gives ann 10.00."""
    outcome = simulated(PLAN, facts(TEAM, ORDERS))

    assert lines(outcome, WITH_ORDER) == ["2026-10 of o2 bob 20.00"]
    assert lines(outcome, AT_CLOSE) == [
        "2026-10 of 2026-10 ann 10.00",
        "2026-10 of 2026-10 ann 10.00",
        "2026-10 of 2026-10 bob 20.00",
        "2026-11 of 2026-11 ann 2.00",
        "2026-11 of 2026-11 bob 4.00",
    ]
    assert paid(outcome) == ["bob 44.00", "ann 22.00"]


def test_what_is_paid_is_told_as_a_share_of_the_volume() -> None:
    """60.00 of 300 in October are 20 %, 6.00 of 40 in November 15 %."""
    rows = simulated(PLAN, facts(TEAM, ORDERS)).rows

    assert [(row.period, row.volume, row.paid, row.share) for row in rows] == [
        ("2026-10", 300_00, 60_00, Fraction(20, 100)),
        ("2026-11", 40_00, 6_00, Fraction(15, 100)),
    ]


def test_a_refund_within_the_month_lowers_what_the_month_pays() -> None:
    """A third of 100 is back: of 20.00 there are 6.66 taken back, rounded down, and 66.67 points
    are left, of which ann gets 6.67."""
    outcome = simulated(PLAN, facts(TEAM, ORDERS, [back("o2", "2026-10-31", "1/3")]))

    assert lines(outcome, WITH_ORDER) == ["2026-10 of o2 bob 13.34"]
    assert "2026-10 of 2026-10 ann 6.67" in lines(outcome, AT_CLOSE)
    assert outcome.rows[0].volume == 266_67


def test_a_refund_after_the_month_is_taken_back_in_its_own() -> None:
    refunds = [back("o2", "2026-11-20"), back("o1", "2026-11-21", "0.5")]
    outcome = simulated(CORRECTING, facts(TEAM, ORDERS, refunds))

    assert lines(outcome, REFUND) == ["2026-11 of o2 bob -20.00"]
    assert lines(outcome, CORRECTION) == [
        "2026-11 of 2026-10 ann -10.00",
        "2026-11 of 2026-10 ann -5.00",
        "2026-11 of 2026-10 bob -10.00",
    ]
    assert outcome.rows[0].paid == 60_00
    november = outcome.rows[1]
    assert (november.sold, november.given_back) == (40_00, 200_00)
    assert (november.taken_back, november.corrections, november.paid) == (-20_00, -25_00, -39_00)
    assert november.share is None


def test_where_the_plan_says_so_a_refund_is_less_in_the_month_in_which_it_comes() -> None:
    """`refunds.period: current`: October stays. In November 100 points of bob's customer go off
    what ann gets 10 % of, and 100 of cat's off what bob gets 10 % of, and ann 5 %; cat's order of
    November brings them 4.00 and 2.00."""
    refunds = [back("o2", "2026-11-20"), back("o1", "2026-11-21", "0.5")]
    outcome = simulated(PLAN, facts(TEAM, ORDERS, refunds))

    assert lines(outcome, CORRECTION) == []
    assert outcome.rows[0].paid == 60_00
    november = [each for each in lines(outcome, AT_CLOSE) if each.startswith("2026-11")]
    assert sorted(november) == [
        "2026-11 of 2026-11 ann -10.00",
        "2026-11 of 2026-11 ann -5.00",
        "2026-11 of 2026-11 ann 2.00",
        "2026-11 of 2026-11 bob -10.00",
        "2026-11 of 2026-11 bob 4.00",
    ]


def test_of_two_late_refunds_each_takes_back_only_its_own() -> None:
    """Half of o1 in November, the rest in December: 10.00 and 10.00 from bob."""
    refunds = [back("o1", "2026-11-20", "0.5"), back("o1", "2026-12-20")]
    outcome = simulated(CORRECTING, facts(TEAM, ORDERS, refunds))

    assert lines(outcome, CORRECTION) == [
        "2026-11 of 2026-10 ann -5.00",
        "2026-11 of 2026-10 bob -10.00",
        "2026-12 of 2026-10 ann -5.00",
        "2026-12 of 2026-10 bob -10.00",
    ]


def test_in_the_days_of_cutoff_a_refund_counts_in_its_own_month_where_the_plan_waits() -> None:
    """The month is closed ten days after its end."""
    waits = a_month_plan(levels("0.10", "0.05", start="seller"), refunds=CORRECTED)
    open_still = facts(TEAM, ORDERS, [back("o2", "2026-11-10")])
    closed = facts(TEAM, ORDERS, [back("o2", "2026-11-11")])

    assert simulated(waits, open_still).rows[0].paid == 30_00
    assert simulated(waits, closed).rows[0].paid == 60_00
    assert simulated(PLAN, open_still).rows[0].paid == 60_00


def test_the_last_second_of_a_month_is_by_the_plans_clock() -> None:
    """New York is five hours behind: 04:59 in UTC is still the evening of the 30th there."""
    orders = [
        bought("o1", "2026-12-01T04:59:59Z", "cat", "100"),
        bought("o2", "2026-12-01T05:00:00Z", "cat", "10"),
    ]

    rows = simulated(PLAN, facts(TEAM, orders)).rows

    assert [(row.period, row.volume) for row in rows] == [("2026-11", 100_00), ("2026-12", 10_00)]


SELLS: Document = rank("silver", 1, at_least("pv", "100"), demote_after=2, demotion="one_rank")


def test_titles_go_on_from_month_to_month_and_fall_when_the_plan_says() -> None:
    """cat buys 100 in October alone: silver, and after two months below it nothing again."""
    orders = [
        bought("o1", "2026-10-05", "cat", "100"),
        bought("o2", "2026-11-05", "cat", "10"),
        bought("o3", "2026-12-05", "cat", "10"),
        bought("o4", "2027-01-05", "cat", "10"),
    ]
    plan = a_month_plan(levels("0.10"), ranks=[SELLS])

    closes = simulated(plan, facts(TEAM, orders)).closes

    judged = [close.result.members["cat"] for close in closes]
    assert [each.paid_as for each in judged] == ["silver", "", "", ""]
    assert [each.title for each in judged] == ["silver", "silver", "", ""]


def test_own_volume_of_earlier_months_is_looked_back_at() -> None:
    """200 within two months: 120 and 80 are, 80 and 100 are not."""
    asks = {"metric": "pv", "op": ">=", "value": "200", "window": {"periods": 2, "of": "sum"}}
    orders = [
        bought("o1", "2026-10-05", "cat", "120"),
        bought("o2", "2026-11-05", "cat", "80"),
        bought("o3", "2026-12-05", "cat", "100"),
    ]
    plan = a_month_plan(levels("0.10"), ranks=[rank("silver", 1, asks)])

    closes = simulated(plan, facts(TEAM, orders)).closes

    assert [close.result.members["cat"].paid_as for close in closes] == ["", "silver", ""]


def test_who_moved_is_paid_for_by_where_they_stood() -> None:
    moved = [*members("ann > bob > cat"), {"id": "dan", "sponsor": ""}]
    moved[2]["changes"] = [{"at": "2026-10-10", "sponsor": "dan"}]
    orders = [
        bought("o1", "2026-10-09", "cat", "100"),
        bought("o2", "2026-10-11", "cat", "100"),
    ]

    assert paid(simulated(a_month_plan(levels("0.10")), facts(moved, orders))) == [
        "bob 10.00",
        "dan 10.00",
    ]


def test_the_companys_cap_leaves_room_for_what_stands_with_the_orders() -> None:
    """30 % of 100 are 30.00, of which 20.00 went with the order: 10.00 are left for 15.00."""
    cap = {"max_pct": "0.30", "of": "cv", "enforce": "pro_rata"}
    plan = a_month_plan(levels("0.15", start="seller"), caps={"company": cap})
    outcome = simulated(plan, facts(TEAM, [sold("o1", "2026-10-05", "bob", "100")]))

    assert paid(outcome) == ["bob 20.00", "ann 10.00"]
    assert outcome.rows[0].cut_by_company


def test_what_comes_late_is_cut_by_the_factor_of_the_close_or_judged_again() -> None:
    """15 % of 300 under a cap of 10 %: 45.00 are cut to 30.00. When 100 come back, two thirds of
    the 15.00 go with the factor kept; judged again, the cap is 20.00."""
    orders = [bought("o1", "2026-10-05", "bob", "100"), bought("o2", "2026-10-06", "bob", "200")]
    document = facts(TEAM, orders, [back("o1", "2026-11-20")])
    found = {}
    for word in ("keep_factor", "judge_again"):
        cap = {"max_pct": "0.10", "of": "cv", "enforce": "pro_rata", "after_close": word}
        plan = a_month_plan(
            levels("0.15", start="seller"), caps={"company": cap}, refunds=CORRECTED
        )
        found[word] = lines(simulated(plan, document), CORRECTION)

    assert found == {
        "keep_factor": ["2026-11 of 2026-10 ann -10.00"],
        "judge_again": ["2026-11 of 2026-10 ann -10.00"],
    }


def test_with_the_factor_kept_an_award_that_did_not_change_is_left_alone() -> None:
    """15 % of 200 less the 20.00 of the customer's order leave 10.00 of the 15.00 for bob's order.
    Without the customer's order 15 % of 100 leave all of it: judged again ann is given the rest."""
    orders = [bought("o1", "2026-10-05", "bob", "100"), sold("o2", "2026-10-06", "ann", "100")]
    document = facts(TEAM, orders, [back("o2", "2026-11-20")])
    found = {}
    for word in ("keep_factor", "judge_again"):
        cap = {"max_pct": "0.15", "of": "cv", "enforce": "pro_rata", "after_close": word}
        plan = a_month_plan(
            levels("0.15", start="seller"), caps={"company": cap}, refunds=CORRECTED
        )
        found[word] = lines(simulated(plan, document), CORRECTION)

    assert found == {"keep_factor": [], "judge_again": ["2026-11 of 2026-10 ann 5.00"]}


def test_one_period_alone_is_told_as_it_was_closed() -> None:
    refunds = [back("o2", "2026-11-20")]
    outcome = simulated(PLAN, facts(TEAM, ORDERS, refunds), only="2026-10")

    assert [row.period for row in outcome.rows] == ["2026-10"]
    assert outcome.rows[0].paid == 60_00
    assert paid(outcome) == ["bob 40.00", "ann 20.00"]


def test_a_fast_start_goes_by_when_the_buyer_enrolled() -> None:
    """cat enrolled on 20 September: 30 days are over on 20 October. 15 % of 200 to bob, 5 % to
    ann; of the 40 in November nobody gets any, nor of dan's, of whom it is not told since when."""
    plan = a_plan_document(a_fast_start_bonus("0.15", "0.05"))
    new = {"id": "cat", "sponsor": "bob", "enrolled": "2026-09-20T00:00:00Z"}
    team = [*members("ann > bob > dan"), new]
    of_dan = bought("o4", "2026-10-05", "dan", "100")

    outcome = simulated(plan, facts(team, [ORDERS[0], ORDERS[2], of_dan]))

    assert lines(outcome, WITH_ORDER) == ["2026-10 of o1 ann 10.00", "2026-10 of o1 bob 30.00"]
