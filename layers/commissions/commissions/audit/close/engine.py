"""The naive close: facts and a plan's document in, awards with their reasons out."""

from collections.abc import Mapping
from typing import Any

from commissions.audit.close.caps import PersonCaps, each_cut
from commissions.audit.close.company_cap import company_cap, company_factors, under_company_cap
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
    return close_with({}, document, facts)


def close_with(
    given: Mapping[str, list[PeriodAward]], document: dict[str, Any], facts: PeriodFacts
) -> CloseResult:
    """The same, where what some bonuses came to is `given`, by their ids and before any cap."""
    close = close_of(document, facts)
    check(close.sheet, facts, close.people)
    caps = PersonCaps(close)
    for bonus in close.sheet.bonuses(facts.every):
        found = given.get(bonus["id"])
        awards = KINDS[bonus["kind"]](bonus, close) if found is None else found
        close.awarded.extend(each_cut(awards, caps))
    company = company_cap(close.awarded, close)
    paid = under_company_cap(close.awarded, company, close)
    return CloseResult(
        awards=tuple(sorted(paid, key=_key)),
        members={member: close.judging.result(member) for member in close.people.members},
        legs=close.legs,
        company=company,
        factors=company_factors(close.awarded, paid, company, close),
    )


def _key(award: PeriodAward) -> tuple[object, ...]:
    return *award.key, award.reason
