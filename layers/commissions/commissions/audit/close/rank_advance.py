"""Kind `rank_advance`: an amount for a rank: once, when it is reached, or every period again.

`volume`: a figure of product that a member has to reach for it in the period.
"""

from collections.abc import Iterator
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.flows import NOT_ACTIVE, Flow, awards
from commissions.audit.close.sheet import Words
from commissions.domain.close.results import PeriodAward


def rank_advance_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    flows = (flow for member in close.people.numbers for flow in _flows(bonus, close, member))
    return awards(bonus, flows, close.sheet)


def _flows(bonus: Words, close: Close, member: str) -> Iterator[Flow]:
    judging = close.judging
    qualifies = judging.active(member) and judging.eligible(member, bonus)
    if "volume" in bonus:
        qualifies = qualifies and judging.meets(member, {"op": ">=", **bonus["volume"]})
    for rank in _ranks(bonus, close, member):
        if rank in bonus["amounts"]:
            yield Flow(
                member=member,
                level=close.sheet.height(rank),
                order=rank,
                source=member,
                rank=rank,
                base=0,
                rate=Fraction(0),
                exact=Fraction(bonus["amounts"][rank]),
                reason="" if qualifies else NOT_ACTIVE,
            )


def _ranks(bonus: Words, close: Close, member: str) -> list[str]:
    """The ranks that are paid for: the one of the period; or, once, those that are new. Ranks that
    were passed over on the way are paid too, or lost, as the plan says."""
    paid = close.judging.paid_as(member)
    if not paid or not bonus["once"]:
        return [paid] if paid else []
    before = close.sheet.height(close.people.members[member].title)
    new = [str(rank["id"]) for rank in close.sheet.ranks[before : close.sheet.height(paid)]]
    return new if bonus["skipped"] == "paid" else new[-1:]
