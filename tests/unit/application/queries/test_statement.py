from commissions.application.queries.statement import DistributorStatement
from tests.support.said import every_update
from tests.support.settled_orders import a_refund, sold

BALANCES = {
    "total": {"payable USD": 1800, "payable EUR": -5},
    "2026-11": {"pv": 7500, "cv": 6000},
    "2026-10": {"pv": 100},
}


def a_statement(who: str = "cat", month: str = "") -> DistributorStatement:
    journals = sold("cat < bob (inactive)", a_refund())
    lines = [
        line
        for change in every_update(journals)
        if change.distributor_id == who
        for line in change.lines
    ]
    return DistributorStatement(distributor_id=who, lines=lines, balances=BALANCES, month=month)


def test_each_commission_comes_with_the_award_that_explains_it() -> None:
    [first, *_] = a_statement().commissions

    assert (first.line.event_id, first.line.amount) == ("shopify/tea/1001/1/0", 1600)
    assert (first.award.bonus, first.award.rate, first.award.base) == ("customer", "0.20", 8000)


def test_what_was_not_paid_says_why() -> None:
    assert [each.award.reason for each in a_statement("bob").commissions][:1] == [
        "inactive as of the sale"
    ]


def test_volumes_stand_by_month_the_earliest_first() -> None:
    assert list(a_statement().volumes) == ["2026-10", "2026-11"]
    assert a_statement(month="2026-11").volumes == {"2026-11": {"pv": 7500, "cv": 6000}}


def test_the_company_owes_each_currency_apart() -> None:
    assert a_statement().payable == {"USD": 1800, "EUR": -5}
