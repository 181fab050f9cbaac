"""The customer bonus: a share of what a seller's customers buy."""

from commissions.domain.plans import awards, read_plan
from tests.support.builders import a_credit, a_customer_bonus, a_plan, a_plan_document, paid, unpaid

CV = {"cv": 99_00}


def test_the_seller_earns_on_what_a_customer_buys() -> None:
    plan = a_plan(a_customer_bonus("0.20"))

    (award,) = awards(plan, a_credit("cat:silver < bob"), CV)

    assert (award.earner, award.amount, award.currency) == ("cat", 1980, "USD")
    assert (award.level, award.basis, award.base, award.rate) == (0, "cv", 9900, "0.20")
    assert (award.bonus, award.status, award.rank) == ("customer", "active", "silver")
    assert award.reason == ""


def test_what_a_seller_buys_for_themselves_has_no_customer() -> None:
    lock = a_credit("cat < bob", buyer="cat", buyer_class="participant")

    lines = awards(a_plan(a_customer_bonus()), lock, CV)

    assert paid(lines) == []
    assert unpaid(lines) == ["cat: own purchase: no customer"]


def test_an_order_nobody_referred_pays_nobody() -> None:
    lines = awards(a_plan(a_customer_bonus()), a_credit(""), CV)

    assert unpaid(lines) == ["nobody: nobody referred this order"]


def test_a_seller_with_a_status_that_the_plan_does_not_name_is_told_why() -> None:
    lines = awards(a_plan(a_customer_bonus()), a_credit("cat (terminated) < bob"), CV)

    assert unpaid(lines) == ["cat: terminated as of the sale"]
    assert lines[0].rate == "0.20"


def test_a_plan_that_asks_for_nothing_pays_whoever_sold() -> None:
    plan = a_plan(a_customer_bonus("0.20", eligibility={"all": []}))

    assert paid(awards(plan, a_credit("cat (inactive)"), CV)) == ["cat 19.80 USD"]


def test_the_share_can_depend_on_the_sellers_rank() -> None:
    rates = {"associate": {"0": "0.10"}, "gold": {"0": "0.25"}}
    plan = a_plan(a_customer_bonus(rates=rates))

    assert paid(awards(plan, a_credit("cat:associate"), CV)) == ["cat 9.90 USD"]
    assert paid(awards(plan, a_credit("cat:gold"), CV)) == ["cat 24.75 USD"]
    assert unpaid(awards(plan, a_credit("cat:silver"), CV)) == ["cat: rank silver is paid no level"]
    assert unpaid(awards(plan, a_credit("cat"), CV)) == ["cat: without a rank, level 0 is not paid"]


def test_a_rank_and_those_above_it_can_be_asked_for() -> None:
    at_least_silver = {"metric": "rank", "op": ">=", "value": "silver"}
    plan = a_plan(a_customer_bonus("0.20", eligibility=at_least_silver))

    assert paid(awards(plan, a_credit("cat:gold"), CV)) == ["cat 19.80 USD"]
    assert unpaid(awards(plan, a_credit("cat:associate"), CV)) == [
        "cat: rank associate as of the sale does not qualify"
    ]


def test_a_rank_stands_where_its_order_says_and_not_where_it_is_listed() -> None:
    at_least_silver = {"metric": "rank", "op": ">=", "value": "silver"}
    document = a_plan_document(a_customer_bonus("0.20", eligibility=at_least_silver))
    document["ranks"].reverse()

    lines = awards(read_plan(document), a_credit("cat:gold"), CV)

    assert paid(lines) == ["cat 19.80 USD"]


def test_any_of_several_conditions_is_enough() -> None:
    either = {
        "any": [
            {"metric": "status", "op": "in", "value": ["active", "grace"]},
            {"metric": "rank", "op": "=", "value": "gold"},
        ]
    }
    plan = a_plan(a_customer_bonus("0.20", eligibility=either))

    assert paid(awards(plan, a_credit("cat:gold (inactive)"), CV)) == ["cat 19.80 USD"]
    assert unpaid(awards(plan, a_credit("cat (inactive)"), CV)) == [
        "cat: inactive as of the sale and without a rank as of the sale does not qualify"
    ]


def test_an_order_without_volume_says_so_in_one_line() -> None:
    lines = awards(a_plan(a_customer_bonus()), a_credit("cat < bob"), {"cv": 0})

    assert unpaid(lines) == ["cat: no cv in this order of a retail buyer"]


def test_an_award_below_the_smallest_unit_is_no_award() -> None:
    lines = awards(a_plan(a_customer_bonus("0.20")), a_credit("cat"), {"cv": 2})

    assert unpaid(lines) == ["cat: less than the smallest unit"]
