"""What is paid of what is unpaid: debt, minimum, fee, deductions, currency, and why nothing is."""

import random
from fractions import Fraction

import pytest

from commissions.domain.payouts.payable import Payable
from commissions.domain.payouts.standing import PayoutStanding
from tests.support.payout_cases import (
    a_payee,
    day,
    deduction,
    earned,
    pays,
    rate,
    recipient,
    stands,
    terms,
    took,
)


def unpaid(amount: int, debt: int = 0) -> PayoutStanding:
    """So much is free, and so much is owed of before."""
    owed = (earned(debt, -90, order="0"), took(debt, -50), earned(-debt, -40, order="0", number=2))
    return stands(59, *(owed if debt else ()), *([earned(amount, 1)] if amount else []))


EUR = recipient(a_payee(currency="EUR"), rate("EUR", "1.25"))


def adds_up(found: Payable) -> bool:
    at = found.standing
    return (
        at.earned - at.held + at.moved == at.unpaid - at.debt
        and at.unpaid == found.offset + found.carried + found.taken
        and found.taken == found.net + found.fee + sum(each.amount for each in found.deducted)
    )


def test_what_is_unpaid_is_paid() -> None:
    found = pays(unpaid(5_000))

    assert (found.taken, found.paid, found.paid_in, found.carried) == (5_000, 5_000, "USD", 0)
    assert found.why == ""


def test_below_the_minimum_it_is_carried_over() -> None:
    by = terms(minimum={"USD": 2_500})

    assert pays(unpaid(2_500), by).paid == 2_500
    assert pays(unpaid(2_499), by).why == "below the minimum of 25.00 USD: carried over"
    assert pays(unpaid(2_499), by).carried == 2_499


def test_the_minimum_of_the_payees_currency_goes_before_that_of_the_plans() -> None:
    by = terms(minimum={"USD": 1_000, "EUR": 2_000})

    assert pays(unpaid(2_499), by, EUR).why == "below the minimum of 25.00 USD: carried over"
    assert pays(unpaid(2_500), by, EUR).paid == 2_000


def test_a_fee_stands_on_its_own() -> None:
    found = pays(unpaid(5_000), terms(fees={"USD": 150}))

    assert (found.taken, found.fee, found.net, found.paid) == (5_000, 150, 4_850, 4_850)


def test_a_fee_in_the_payees_currency_is_taken_at_the_locked_rate() -> None:
    found = pays(unpaid(5_000), terms(fees={"EUR": 99}), EUR)

    assert (found.fee, found.net, found.paid) == (124, 4_876, 3_900)


@pytest.mark.parametrize("amount", [1, 149, 150])
def test_an_amount_that_its_fee_leaves_nothing_of_is_carried_over(amount: int) -> None:
    found = pays(unpaid(amount), terms(fees={"USD": 150}))

    assert (found.paid, found.taken, found.fee, found.carried) == (0, 0, 0, amount)
    assert found.why == "fee and deductions of 1.50 USD leave nothing: carried over"


def test_each_deduction_is_a_line_of_its_own_rounded_by_itself() -> None:
    rules = deduction("tds", "0.05"), deduction("service", "0.025", "down")
    found = pays(unpaid(1_010), terms(deductions=rules))

    assert [(each.name, each.amount) for each in found.deducted] == [("tds", 50), ("service", 25)]
    assert found.paid == 1_010 - 50 - 25


def test_deductions_are_of_what_is_paid_out_not_of_what_the_fee_leaves() -> None:
    by = terms(fees={"USD": 100}, deductions=(deduction("tds", "0.10"),))
    found = pays(unpaid(1_000), by)

    assert (found.deducted[0].amount, found.paid) == (100, 800)


def test_a_debt_is_taken_from_a_payout_as_far_as_the_plan_says() -> None:
    whole, half = terms(), terms(max_offset=Fraction(1, 2))

    assert (pays(unpaid(100, 30), whole).offset, pays(unpaid(100, 30), whole).paid) == (30, 70)
    assert (pays(unpaid(101, 90), half).offset, pays(unpaid(101, 90), half).paid) == (50, 51)
    assert pays(unpaid(100, 90), terms(max_offset=Fraction(0))).paid == 100


def test_the_minimum_is_of_what_a_debt_leaves() -> None:
    found = pays(unpaid(2_600, 200), terms(minimum={"USD": 2_500}))

    assert (found.paid, found.offered) == (0, 2_400)


def test_who_owes_all_that_is_free_is_told_so() -> None:
    assert pays(unpaid(100, 130)).why == "owes 1.30 USD, which all that is free goes to"


def test_a_payee_of_another_currency_is_paid_at_the_locked_rate_rounded_down() -> None:
    found = pays(unpaid(1_001), to=EUR)

    assert (found.net, found.paid, found.paid_in) == (1_001, 800, "EUR")
    assert found.rate is not None
    assert found.rate.rate_id == "EUR/USD 2026-11-28"


def test_currencies_of_other_decimals_are_converted_by_their_own() -> None:
    yen = recipient(a_payee(currency="JPY"), rate("JPY", "0.0065"))
    dinar = recipient(a_payee(currency="KWD"), rate("KWD", "3.25"))

    assert pays(unpaid(10_000), to=yen).paid == 15_384
    assert pays(unpaid(10_000), to=dinar).paid == 30_769


def test_who_is_paid_in_a_currency_without_a_rate_waits_with_that_reason() -> None:
    found = pays(unpaid(1_000), to=recipient(a_payee(currency="EUR")))

    assert found.why == "no rate EUR/USD of ecb of the week before 2026-11-29"
    assert (found.paid, found.carried) == (0, 1_000)


def test_a_currency_is_paid_in_as_many_decimals_as_the_plan_says() -> None:
    """What is left over of it is carried, where it is the currency that was earned in."""
    found = pays(unpaid(12_345), terms(places={"USD": 0}))
    forint = recipient(a_payee(currency="HUF"), rate("HUF", "0.0028"))

    assert (found.paid, found.taken, found.carried) == (12_300, 12_300, 45)
    assert pays(unpaid(12_345), terms(places={"HUF": 0}), forint).paid % 100 == 0


def test_coarse_decimals_and_deductions_add_up_to_what_is_taken() -> None:
    rules = deduction("tds", "0.05"), deduction("service", "0.033", "down")
    found = pays(unpaid(12_345), terms(places={"USD": 0}, deductions=rules, fees={"USD": 37}))

    assert found.paid % 100 == 0
    assert 0 <= found.carried < 120
    assert adds_up(found)


def test_less_than_the_smallest_that_is_paid_is_carried_over() -> None:
    found = pays(unpaid(99), terms(places={"USD": 0}))

    assert (found.paid, found.carried) == (0, 99)
    assert found.why


def test_nothing_is_paid_to_whom_nobody_registered() -> None:
    nobody = recipient()
    found = pays(unpaid(100), to=type(nobody)(member="M1", payee=None, rate=nobody.rate))

    assert found.why == "no payee details: register the payee"


def test_whom_a_person_holds_is_paid_nothing_and_told_why() -> None:
    held = a_payee(hold="disputed orders", held_by="kim", held_at=day(1))

    assert pays(unpaid(100), to=recipient(held)).why == "held by kim: disputed orders"


def test_what_a_terminated_member_earned_waits_for_a_person() -> None:
    assert "terminated" in pays(unpaid(100), to=recipient(status="terminated")).why


def test_of_whom_all_is_held_the_day_is_told_on_which_the_first_is_free() -> None:
    assert pays(stands(20, earned(50, 5))).why == "held until 2026-11-05 00:00 UTC"


def test_of_whom_nothing_is_unpaid_that_is_told() -> None:
    assert pays(stands(60, earned(50, 5), took(50, 40))).why == "nothing is unpaid"


@pytest.mark.parametrize("seed", range(200))
def test_every_amount_explains_itself(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test
    by = terms(
        minimum={"USD": dice.choice([0, 2_500]), "EUR": dice.choice([0, 2_000])},
        fees=dice.choice([{}, {"USD": 150}, {"EUR": 99}]),
        deductions=tuple(
            deduction(f"d{each}", f"0.0{dice.randint(1, 9)}", dice.choice(["half_even", "down"]))
            for each in range(dice.randint(0, 3))
        ),
        max_offset=Fraction(dice.randint(0, 4), 4),
        places=dice.choice([{}, {"USD": 0}, {"EUR": 1}]),
    )
    to = dice.choice([recipient(), EUR])

    found = pays(unpaid(dice.randint(0, 20_000), dice.choice([0, 0, 3_000])), by, to)

    assert adds_up(found)
    assert bool(found.paid) == (not found.why)
    assert found.paid >= 0
    assert found.carried >= 0
    if found.paid:
        assert found.rate is not None
        assert found.rate.earned(found.paid) <= found.net
        assert found.offered >= found.minimum
    else:
        assert (found.taken, found.fee, found.deducted) == (0, 0, ())
