"""Money of several currencies: reports 11 and 12."""

from decimal import Decimal
from fractions import Fraction

from commissions.domain.orders.order import OrderPlaced
from tests.support.orders import a_rate, an_item, an_order
from tests.unit.plan_cases.earning import balance, share, statement, told

ALL = share("1")


def paid_in(currency: str, net: int, number: str = "1001") -> OrderPlaced:
    return an_order(an_item(net=net), currency=currency, platform_order_id=number)


def test_10_eur_and_10_usd_at_1_20_are_22_usd_and_no_20() -> None:
    euros = told(paid_in("EUR", 10_00), ALL, rate=a_rate("1.20", "EUR"))
    dollars = told(paid_in("USD", 10_00, "1002"), ALL)

    assert balance(euros) + balance(dollars) == 22_00
    assert {line.currency for each in euros.journals for line in each.lines} == {"USD"}


def test_a_rate_is_what_one_of_the_orders_currency_is_worth_in_the_plans() -> None:
    assert statement(told(paid_in("EUR", 5_00), ALL, rate=a_rate("1.236", "EUR"))) == ["6.18"]


def test_there_and_back_again_is_within_a_cent() -> None:
    there = Decimal(1) / Decimal("1.236")
    back = told(
        paid_in("USD", 6_18), share("1", currency="EUR"), rate=a_rate(f"{there:.10f}", "USD", "EUR")
    )

    assert abs(balance(back) - 5_00) <= 1


def test_decimals_are_the_currencys_own() -> None:
    """100 USD at 75 are 7,500 INR; an order in yen has no minor units."""
    rupees = told(
        paid_in("USD", 100_00), share("1", currency="INR"), rate=a_rate("75", "USD", "INR")
    )
    yen = told(paid_in("JPY", 1000), share("0.10", currency="JPY"), rate=a_rate("1", "JPY", "JPY"))

    assert statement(rupees) == ["7500.00"]
    assert statement(yen) == ["100"]
    assert Fraction(balance(yen)) == 100
