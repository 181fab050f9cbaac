"""Words that nothing goes by: a version that says them would be paid otherwise than it reads.

Versions that were published with them stay readable, and `plan show` says of each what happens.
"""

from collections.abc import Iterator

from commissions.plan_schema.document import PlanDocument

RETAIL_MARGIN = "retail_margin"


def problems(words: PlanDocument) -> Iterator[str]:
    for unit, volume in words.volumes.items():
        if volume.moment == "paid":
            yield (
                f"volumes.{unit}.moment: paid is not computed: every close counts an order in the "
                "period in which it was placed; state placed, or leave it out"
            )
    if words.payout.currency.rate_moment == "period_close":
        yield (
            "payout.currency.rate_moment: period_close is not computed: an order in another "
            "currency counts at the rate of its day; state order_paid"
        )
    for place, bonus in enumerate(words.bonuses):
        if bonus.kind == RETAIL_MARGIN:
            yield (
                f"bonuses[{place}].kind: retail_margin is not computed of orders: no store tells "
                "the distributor's price, so every close would pay nothing; state kind: customer"
            )
