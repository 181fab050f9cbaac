"""One bonus in two plans: paid with the order, and at the close with an award for each order."""

from random import Random

from commissions.domain.close.facts import PeriodFacts, SaleFacts
from commissions.domain.people.upline import Ancestor
from commissions.domain.plans import awards, read_plan
from commissions.domain.sales.referral_match import SaleCredit
from tests.support.builders import (
    Document,
    a_customer_bonus,
    a_fast_start_bonus,
    a_levels_bonus,
    a_plan_document,
)
from tests.support.closes import close_plan, run
from tests.support.random_periods import RANK_NAMES, STATUSES, given_ranks, rates, share

Paid = dict[tuple[str, str, str, int], int]
"""By order, bonus, member and level the minor units."""


class BothPlans:
    """A plan of chance that pays with the order, and the same at the close."""

    def __init__(self, random: Random) -> None:
        bonuses = [_bonus(random, number) for number in range(random.randint(1, 3))]
        for each in bonuses:
            if each["kind"] == "fast_start":
                others = [other["id"] for other in bonuses if other["kind"] != "fast_start"]
                each["replaces"] = random.sample(others, random.randint(0, len(others)))
        sections: Document = {
            "currency": random.choice(["USD", "JPY", "KWD"]),
            "status": {"active": _status(random)},
        }
        self.at_order = a_plan_document(*bonuses, ranks=RANK_NAMES, **sections)
        self.at_close = close_plan(*map(_at_close, bonuses), ranks=given_ranks(), **sections)
        mode = random.choice(["half_even", "down"])
        for document in (self.at_order, self.at_close):
            document["plan"]["rounding"]["mode"] = mode

    def with_orders(self, facts: PeriodFacts) -> Paid:
        plan = read_plan(self.at_order)
        return {
            (sale.order_id, line.bonus, line.earner, line.paid_level): line.amount
            for sale in facts.sales
            for line in awards(plan, _credit(facts, sale), sale.volumes)
            if line.amount
        }

    def with_the_close(self, facts: PeriodFacts) -> Paid:
        return {
            (each.source, each.bonus, each.member, each.level): each.amount
            for each in run(self.at_close, facts).awards
            if each.amount
        }


def _at_close(bonus: Document) -> Document:
    words = {key: word for key, word in bonus.items() if key != "qualification"}
    return words | {"when": "close:month", "award": "order"}


def _credit(facts: PeriodFacts, sale: SaleFacts) -> SaleCredit:
    """What would have been looked up for the order."""
    members = {each.member_id: each for each in facts.members}
    line, member = [], sale.seller
    while member:
        found = members[member]
        line.append(Ancestor(member, found.statuses[0].value, found.judged_rank or ""))
        member = found.sponsors[0].value
    return SaleCredit(
        seller=sale.seller,
        buyer=sale.buyer,
        buyer_class=sale.buyer_class,
        carrier="",
        line=tuple(line),
        order_ts=sale.at,
        enrolled_at=members[sale.buyer].enrolled_at if sale.buyer else None,
    )


def _bonus(random: Random, number: int) -> Document:
    fields: Document = {"id": f"b{number}", "basis": random.choice(["pv", "cv"])}
    if random.random() < 0.3:
        fields["pool"] = share(random)
    if random.random() < 0.3:
        fields["volume_to_money"] = random.choice(["0.80", "2", "1.333333"])
    if random.random() < 0.3:
        table: Document = {"0": share(random)}
        by_rank = dict.fromkeys(random.sample(RANK_NAMES, 2), table)
        rated = random.choice([table, by_rank])
        return a_customer_bonus(rates=rated, eligibility=_condition(random), **fields)
    if random.random() < 0.4:
        fields |= {"rates": rates(random), "eligibility": _condition(random)}
        fields["qualified_by"] = random.choice(["active", "eligibility"])
        return a_fast_start_bonus(days=random.choice([30, 645, 655, 3650]), **fields)
    return _levels(random, fields)


def _levels(random: Random, fields: Document) -> Document:
    start = random.choice(["seller", "buyer_parent"])
    by = random.choice(["active", "eligibility"])
    if by == "eligibility" or random.random() < 0.5:
        fields["eligibility"] = _condition(random)
    if random.random() < 0.7:
        fields["inactive_source_pays"] = random.choice([True, False])
    return a_levels_bonus(
        rates=rates(random, 1 if start == "buyer_parent" else random.choice([0, 1])),
        start=start,
        compression=random.choice(["none", "skip_inactive", "dynamic"]),
        qualified_by=by,
        **fields,
    )


def _condition(random: Random, depth: int = 2) -> Document:
    """Of what does not change within the period: status and rank."""
    kinds = [*["status"] * 4, "rank", "least", "all", "any"] if depth else ["rank", "status"]
    match random.choice(kinds):
        case "status":
            return _status(random)
        case "rank":
            return {"metric": "rank", "op": "=", "value": random.choice(RANK_NAMES)}
        case "least":
            return {"metric": "rank", "op": ">=", "value": random.choice(RANK_NAMES)}
        case "all":
            return {"all": [_condition(random, depth - 1) for _ in range(random.randint(0, 2))]}
        case _:
            return {"any": [_condition(random, depth - 1) for _ in range(random.randint(1, 2))]}


def _status(random: Random) -> Document:
    """No rank: at a close who is active is known before any rank is."""
    return {"metric": "status", "op": "in", "value": random.sample(STATUSES, 3)}
