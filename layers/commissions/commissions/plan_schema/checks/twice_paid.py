"""What is right, and may surprise."""

from collections.abc import Iterator

from commissions.plan_schema.bonuses.common import tables
from commissions.plan_schema.bonuses.customer import CustomerBonus
from commissions.plan_schema.bonuses.generation import GenerationBonus
from commissions.plan_schema.bonuses.levels import LevelsBonus
from commissions.plan_schema.document import PlanDocument


def warnings_of(words: PlanDocument) -> Iterator[str]:
    """Level tables that pay the seller of a customer's order, whom a customer bonus pays too; and
    words that hold nothing back, or say no more than others."""
    customer = next((each for each in words.bonuses if isinstance(each, CustomerBonus)), None)
    for place, bonus in enumerate(words.bonuses):
        if customer and isinstance(bonus, LevelsBonus) and (level := _of_seller(bonus)):
            yield (
                f"bonuses[{place}].rates: level {level} of a customer's order is the seller, whom "
                f"{customer.id} pays already: both are paid; `start: seller` without a level 0 "
                "begins above the seller"
            )
        if isinstance(bonus, GenerationBonus) and _counts_anyway(bonus):
            yield (
                f"bonuses[{place}].boundary.ineligible: consumes_number says no more than "
                "keeps_boundary here: only with closer_belongs_to: next_generation and "
                "empty: not_counted is there a generation that does not count"
            )
    if words.refunds.buyback:
        yield (
            "refunds.buyback: nothing is computed by it: whoever buys goods back refunds their "
            "order, which takes every award back"
        )
    if all(each.at_order for each in words.bonuses):
        yield from _of_closes_alone(words)


def _of_closes_alone(words: PlanDocument) -> Iterator[str]:
    for unit, volume in words.volumes.items():
        if volume.moment == "placed":
            yield (
                f"volumes.{unit}.moment: placed says in which period a close counts an order, and "
                "every bonus is paid with the order"
            )
    if words.caps.person:
        yield "caps.person: holds back what a close pays, and every bonus is paid with the order"


def _counts_anyway(bonus: GenerationBonus) -> bool:
    words = bonus.boundary
    empties = (words.closer_belongs_to, words.empty) == ("next_generation", "not_counted")
    return words.ineligible == "consumes_number" and not (empties and words.starts != "at_leader")


def _of_seller(bonus: LevelsBonus) -> str:
    """The level that the seller of a customer's order is; empty for none."""
    if bonus.start == "buyer_parent":
        return "1"
    table = bonus.rates or bonus.amounts or {}
    return "0" if any("0" in row for row in tables(table).values()) else ""
