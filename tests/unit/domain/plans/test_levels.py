"""The level bonus: who stands above a sale, who of them is paid, and why the others are not."""

from commissions.domain.plans import awards
from tests.support.builders import a_credit, a_levels_bonus, a_plan, paid, unpaid

CV = {"cv": 100_00}
BY_RANK = {
    "associate": {"1": "0.10"},
    "silver": {"1": "0.10", "2": "0.05"},
    "gold": {"1": "0.10", "2": "0.05", "3": "0.03"},
}


def test_a_customers_order_pays_the_seller_as_level_1() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", "0.03"))

    lines = awards(plan, a_credit("cat < bob < ann"), CV)

    assert paid(lines) == ["cat 10.00 USD", "bob 5.00 USD", "ann 3.00 USD"]
    assert [(line.level, line.paid_level) for line in lines] == [(1, 1), (2, 2), (3, 3)]


def test_a_members_own_purchase_pays_their_sponsor_as_level_1() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", "0.03"))
    own = a_credit("cat < bob < ann < eve", buyer="cat", buyer_class="participant")

    assert paid(awards(plan, own, CV)) == ["bob 10.00 USD", "ann 5.00 USD", "eve 3.00 USD"]


def test_counted_from_the_seller_the_sponsor_is_level_1() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", start="seller"))

    lines = awards(plan, a_credit("cat < bob < ann"), CV)

    assert paid(lines) == ["bob 10.00 USD", "ann 5.00 USD"]


def test_counted_from_the_seller_level_0_is_the_sellers_own() -> None:
    plan = a_plan(a_levels_bonus(rates={"0": "0.20", "1": "0.10"}, start="seller"))

    assert paid(awards(plan, a_credit("cat < bob < ann"), CV)) == ["cat 20.00 USD", "bob 10.00 USD"]


def test_level_0_is_not_for_an_own_purchase_and_nobody_inherits_it() -> None:
    rates = {"0": "0.20", "1": "0.10"}
    plan = a_plan(a_levels_bonus(rates=rates, start="seller", compression="dynamic"))
    own = a_credit("cat < bob", buyer="cat", buyer_class="participant")

    lines = awards(plan, own, CV)

    assert paid(lines) == ["bob 10.00 USD"]
    assert unpaid(lines) == ["cat: own purchase: no customer"]


def test_without_compression_an_inactive_member_uses_up_the_level() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", compression="none"))

    lines = awards(plan, a_credit("cat (inactive) < bob < ann"), CV)

    assert paid(lines) == ["bob 5.00 USD"]
    assert unpaid(lines) == ["cat: inactive as of the sale"]


def test_skipping_the_inactive_pays_the_next_active_one_that_level() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", compression="skip_inactive"))

    lines = awards(plan, a_credit("cat (inactive) < bob < ann"), CV)

    assert paid(lines) == ["bob 10.00 USD", "ann 5.00 USD"]
    assert unpaid(lines) == ["cat: inactive as of the sale"]
    assert [(each.earner, each.level, each.paid_level) for each in lines] == [
        ("cat", 1, 1),
        ("bob", 2, 1),
        ("ann", 3, 2),
    ]


def test_skipping_the_inactive_still_lets_a_low_rank_use_up_its_level() -> None:
    plan = a_plan(a_levels_bonus(by_rank=BY_RANK, compression="skip_inactive"))

    lines = awards(plan, a_credit("cat:gold < bob:associate < ann:gold < eve:gold"), CV)

    assert paid(lines) == ["cat 10.00 USD", "ann 3.00 USD"]
    assert unpaid(lines) == ["bob: rank associate is paid to level 1"]


def test_dynamic_compression_looks_on_for_somebody_whom_the_level_is_paid_to() -> None:
    plan = a_plan(a_levels_bonus(by_rank=BY_RANK, compression="dynamic"))
    line = "cat:associate < bob:associate < ann (inactive) < eve:silver < fay:silver < gus:gold"

    lines = awards(plan, a_credit(line), CV)

    assert paid(lines) == ["cat 10.00 USD", "eve 5.00 USD", "gus 3.00 USD"]
    assert unpaid(lines) == [
        "bob: rank associate is paid to level 1",
        "ann: inactive as of the sale",
        "fay: rank silver is paid to level 2",
    ]
    assert [(each.level, each.paid_level) for each in lines if each.amount] == [
        (1, 1),
        (4, 2),
        (6, 3),
    ]


def test_levels_that_find_nobody_share_one_line() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", "0.03"))

    lines = awards(plan, a_credit("cat"), CV)

    assert paid(lines) == ["cat 10.00 USD"]
    assert unpaid(lines) == ["nobody: nobody is left for levels 2 to 3"]
    assert (lines[-1].level, lines[-1].paid_level, lines[-1].rate) == (2, 2, "0")


def test_one_level_that_finds_nobody_is_named() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05"))
    own = a_credit("cat < bob", buyer="cat", buyer_class="participant")

    assert unpaid(awards(plan, own, CV)) == ["nobody: nobody is left for level 2"]


def test_a_rank_the_plan_does_not_pay_and_no_rank_at_all_are_told_apart() -> None:
    plan = a_plan(a_levels_bonus(by_rank=BY_RANK))

    assert unpaid(awards(plan, a_credit("cat:platinum < bob < ann:gold"), CV)) == [
        "cat: rank platinum is paid no level",
        "bob: without a rank, level 2 is not paid",
    ]


def test_a_level_left_out_for_a_rank_is_named() -> None:
    rates = {"silver": {"2": "0.05"}, "gold": {"1": "0.10"}}
    plan = a_plan(a_levels_bonus(by_rank=rates))

    assert unpaid(awards(plan, a_credit("cat:silver < bob:silver"), CV)) == [
        "cat: rank silver is not paid level 1"
    ]


def test_a_bonus_can_ask_for_more_than_activity() -> None:
    rank = {"metric": "rank", "op": "in", "value": ["silver", "gold"]}
    plan = a_plan(a_levels_bonus("0.10", eligibility=rank, compression="skip_inactive"))

    lines = awards(plan, a_credit("cat:associate < bob:gold (inactive) < ann:silver"), CV)

    assert paid(lines) == ["ann 10.00 USD"]
    assert unpaid(lines) == [
        "cat: rank associate as of the sale does not qualify",
        "bob: inactive as of the sale",
    ]


def test_a_bonus_can_ask_for_its_own_condition_alone() -> None:
    plan = a_plan(a_levels_bonus("0.10", qualified_by="eligibility", eligibility={"all": []}))

    assert paid(awards(plan, a_credit("cat (inactive)"), CV)) == ["cat 10.00 USD"]


def test_the_own_purchase_of_an_inactive_member_pays_unless_the_plan_says_otherwise() -> None:
    own = a_credit("cat (inactive) < bob", buyer="cat", buyer_class="participant")
    strict = a_plan(a_levels_bonus("0.10", inactive_source_pays=False))

    assert paid(awards(a_plan(a_levels_bonus("0.10")), own, CV)) == ["bob 10.00 USD"]
    assert unpaid(awards(strict, own, CV)) == [
        "cat: own purchase of a member inactive as of the sale"
    ]


def test_a_pool_and_the_money_of_a_point_are_part_of_the_rate_a_line_shows() -> None:
    plan = a_plan(a_levels_bonus("0.07", pool="0.50", volume_to_money="0.80"))

    (line,) = awards(plan, a_credit("cat"), {"cv": 200_00})

    assert (line.amount, line.rate) == (560, "0.028")


def test_an_order_nobody_referred_has_one_line_a_bonus() -> None:
    assert unpaid(awards(a_plan(), a_credit(""), CV)) == ["nobody: nobody referred this order"] * 2


def test_a_long_line_of_people_who_do_not_qualify_keeps_the_journal_small() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", compression="skip_inactive"))
    line = " < ".join(["cat", *(f"m{i} (inactive)" for i in range(130)), "top"])

    lines = awards(plan, a_credit(line), CV)

    assert paid(lines) == ["cat 10.00 USD", "top 5.00 USD"]
    assert len(lines) == 103
    assert unpaid(lines)[-1] == "nobody: 30 more stand above here who are not paid either"
    assert len({each.key for each in lines}) == len(lines)
