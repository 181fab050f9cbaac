"""What comes of a period after its close, as chance makes it up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from commissions.domain.close.facts import LateReturn, PeriodFacts, SaleFacts
from tests.support.builders import Document
from tests.support.column_chance import ENDS


def after_close_words(random: Random, document: Document) -> Document:
    """A plan that says any of what becomes of late facts, and takes late orders in."""
    company = document["caps"]["company"]
    company = company | {"after_close": random.choice(["keep_factor", "judge_again"])}
    company["max_pct"] = random.choice(["0.05", "0.5", "1"])
    refunds = document["refunds"] | {
        "ranks": random.choice(["keep", "paid_as", "title"]),
        "rate": random.choice(["line", "line", "period_average"]),
        "late_orders": "recompute",
        "binary": {"broken_pair": "refunded_quantity", "expired_lot": "lapses"},
    }
    return document | {"caps": document["caps"] | {"company": company}, "refunds": refunds}


def with_late_orders(random: Random, facts: PeriodFacts) -> tuple[PeriodFacts, list[SaleFacts]]:
    """A few of the orders come after the close."""
    many = random.choice([0, 0, 1, 3])
    late = facts.sales[len(facts.sales) - many :] if many else ()
    return replace(facts, sales=facts.sales[: len(facts.sales) - len(late)]), list(late)


def late_returns(random: Random, facts: PeriodFacts, late: list[SaleFacts]) -> list[LateReturn]:
    """Parts of orders, at times of one twice; most after the end."""
    sales = [*facts.sales, *late]
    many = random.randint(0, 4) if sales else 0
    return [_return(random, random.choice(sales)) for _ in range(many)]


def _return(random: Random, sale: SaleFacts) -> LateReturn:
    part = random.choice([1, 2, 3])
    return LateReturn(
        order_id=sale.order_id,
        at=ENDS + timedelta(days=random.choice([-3, 0, 0, 20])),
        volumes=_part(sale.volumes, part),
        lines=tuple(replace(each, volumes=_part(each.volumes, part)) for each in sale.lines[:1]),
        retail_margin=sale.retail_margin // part,
        earned=_part(sale.earned, part),
    )


def _part[Key](figures: Mapping[Key, int], part: int) -> dict[Key, int]:
    return {key: figure // part for key, figure in figures.items()}
