"""Facts that fit neither each other nor the plan are refused before anything is computed."""

from collections import Counter
from collections.abc import Iterable

from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.terms import PlanTerms


class NamedTwice(ValueError):
    """A member, a seat or an order that the facts have more than once."""


class RankNotInPlan(ValueError):
    """A member has a rank that the plan does not have."""


def check_once(facts: PeriodFacts) -> None:
    """Raises NamedTwice."""
    _once("member", (each.member_id for each in facts.members))
    _once("order", (each.order_id for each in facts.sales))
    _once("seat", (f"{each.tree}/{each.member_id} since {each.since}" for each in facts.seats))


def _once(what: str, ids: Iterable[str]) -> None:
    for each, times in Counter(ids).items():
        if times > 1:
            raise NamedTwice(f"{what} {each} is told {times} times: leave one")


def check_ranks(terms: PlanTerms, period: PeriodColumns) -> None:
    """A plan without ranks looks at none. Raises RankNotInPlan."""
    known, members = terms.rank_ids[1:], period.members
    columns = {"title": members.title, "judged_rank": members.judged_rank}
    if members.judged_title is not None:
        columns["judged_title"] = members.judged_title
    for word, column in columns.items():
        for code, rank in enumerate(column.words):
            if known and rank and rank not in known:
                member = members.ids[column.codes.tolist().index(code)]
                raise RankNotInPlan(
                    f"{word} of {member} is {rank}: the plan has {', '.join(known)}"
                )
