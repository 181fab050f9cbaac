"""A bonus that is paid with each order, and the same bonus at the close with an award for each
order, agree to the minor unit where rank and status are the same all through the period.

COMMISSIONS_PROOF=1 compares 10,000 plans.
"""

from tests.support.close_and_order import BothPlans
from tests.support.proof_size import proof_size
from tests.support.random_periods import a_period, chance

MANY = proof_size(60, 10_000)


def test_the_close_pays_what_the_orders_would_have_paid() -> None:
    for seed in range(MANY):
        random = chance(seed)
        plans = BothPlans(random)
        facts = a_period(random, size=random.randint(1, 14), many=8, least=0)

        assert plans.with_the_close(facts) == plans.with_orders(facts), f"seed {seed}"


def test_the_plans_that_are_compared_pay_people() -> None:
    paid = own = 0
    for seed in range(60):
        random = chance(seed)
        plans = BothPlans(random)
        facts = a_period(random, size=random.randint(1, 14), many=8, least=0)
        found = plans.with_orders(facts)
        paid += bool(found)
        own += any(
            sale.own_purchase and sale.order_id in {key[0] for key in found} for sale in facts.sales
        )

    assert min(paid, own) > 20
