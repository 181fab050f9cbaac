"""What a line would have paid, by the plan's own rate and rounding."""

from commissions.domain.people.upline import Ancestor
from commissions.domain.plans import Plan
from commissions.domain.plans.activity_now import is_active
from commissions.domain.plans.missed_award import MissedAward, missed_award
from tests.support.builders import a_customer_bonus, a_fast_start_bonus, a_levels_bonus, a_plan

BY_RANK = {"silver": {"1": "0.05", "2": "0.04"}, "gold": {"1": "0.05", "2": "0.04", "3": "0.03"}}


def missed(plan: Plan, level: int, rank: str, base: int = 60_00, bonus: str = "levels") -> object:
    return missed_award(plan, bonus=bonus, level=level, paid_level=level, rank=rank, base=base)


def test_by_the_own_rank_where_that_is_paid_the_level() -> None:
    plan = a_plan(a_levels_bonus(by_rank=BY_RANK))

    assert missed(plan, 2, "silver") == MissedAward(amount=2_40, rate="0.04", rank="")


def test_by_the_next_rank_above_that_is_paid_it_where_the_own_is_not() -> None:
    plan = a_plan(a_levels_bonus(by_rank=BY_RANK))

    assert missed(plan, 3, "silver") == MissedAward(amount=1_80, rate="0.03", rank="gold")
    assert missed(plan, 1, "") == MissedAward(amount=3_00, rate="0.05", rank="silver")


def test_nothing_where_no_rank_is_paid_it_or_nothing_counts() -> None:
    plan = a_plan(a_levels_bonus(by_rank=BY_RANK))

    assert missed(plan, 4, "gold") is None
    assert missed(plan, 1, "gold", base=0) is None
    assert missed(plan, 1, "gold", bonus="gone") is None


def test_it_is_rounded_once_as_the_plan_rounds() -> None:
    assert missed(a_plan(a_levels_bonus("0.1234")), 1, "", base=20_00) == MissedAward(
        amount=2_47, rate="0.1234", rank=""
    )


def test_a_point_is_worth_what_the_bonus_says() -> None:
    plan = a_plan(a_levels_bonus("0.10", volume_to_money="0.80"))

    assert missed(plan, 1, "") == MissedAward(amount=4_80, rate="0.08", rank="")


def test_a_bonus_in_whose_place_another_is_paid_has_its_rates_too() -> None:
    start = a_fast_start_bonus("0.15", replaces=["levels"])
    plan = a_plan(a_levels_bonus("0.10"), start)

    assert missed(plan, 1, "") == MissedAward(amount=6_00, rate="0.10", rank="")


def test_whether_a_status_is_paid_is_the_plans_to_say() -> None:
    plan = a_plan(a_customer_bonus())

    assert is_active(plan, Ancestor("cat", "active", "")) is True
    assert is_active(plan, Ancestor("cat", "inactive", "")) is False


def test_what_only_a_period_decides_is_not_decided_before() -> None:
    plan = a_plan(
        a_customer_bonus(), status={"active": {"metric": "qv", "op": ">=", "value": "100"}}
    )

    assert is_active(plan, Ancestor("cat", "active", "")) is None
