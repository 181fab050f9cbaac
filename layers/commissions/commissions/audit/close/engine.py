"""The naive close: facts and a plan's document in, awards with their reasons out."""

from typing import Any

from commissions.audit.close.caps import PersonCaps, each_cut, under_company_cap
from commissions.audit.close.context import close_of
from commissions.audit.close.facts_check import check
from commissions.audit.close.kinds import KINDS
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import CloseResult, PeriodAward


def closed(document: dict[str, Any], facts: PeriodFacts) -> CloseResult:
    """What a period comes to under a plan. `document`: as it was published.

    Raises ToldTwice, NoSuchRank, NobodyKnows and Circle for facts that do not fit together,
    NotJudged where a condition asks for what is no figure of this period.
    """
    close = close_of(document, facts)
    check(close.sheet, facts, close.people)
    caps = PersonCaps(close)
    for bonus in close.sheet.bonuses(facts.every):
        close.awarded.extend(each_cut(KINDS[bonus["kind"]](bonus, close), caps))
    awards, company = under_company_cap(close.awarded, close)
    return CloseResult(
        awards=tuple(sorted(awards, key=_key)),
        members={member: close.judging.result(member) for member in close.people.members},
        legs=close.legs,
        company=company,
    )


def _key(award: PeriodAward) -> tuple[object, ...]:
    return *award.key, award.reason
