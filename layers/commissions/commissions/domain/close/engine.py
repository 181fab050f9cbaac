"""The close of a period in columns: facts and a plan in, awards with their reasons out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from commissions.domain.close.award_columns import AwardColumns
from commissions.domain.close.caps import OwnerCaps
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.close import ClosingPeriod, closing
from commissions.domain.close.columns import PeriodColumns
from commissions.domain.close.company_cap import under_company_cap
from commissions.domain.close.factors import told_factors
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.kinds import kind_of
from commissions.domain.close.lines import check_trees
from commissions.domain.close.results import CloseResult, CompanyCap, PeriodAward
from commissions.domain.close.told import told_awards, told_legs
from commissions.domain.close.told_members import told_members

NOTHING_GIVEN: Mapping[str, AwardColumns] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClosedColumns:
    """A close as columns: `close.judged` has how everybody was judged."""

    close: ClosingPeriod
    awards: Sequence[AwardColumns]
    """By bonus, in the plan's order."""
    company: CompanyCap
    binaries: Mapping[str, CarriedBinary]
    """By tree, what binaries bring along to the next period; what did not close now is as it
    was."""


def closed_columns(
    document: dict[str, Any],
    period: PeriodColumns,
    given: Mapping[str, AwardColumns] = NOTHING_GIVEN,
) -> ClosedColumns:
    """What a period comes to under a plan. `document`: as it was published; `given`: by bonus, what
    it came to before any cap, where it is not computed.

    Raises NotInColumns for what the columns do not compute, by its name; RankNotInPlan;
    StandsAboveItself and TooManyLevels for trees that are none; of a binary ClosedAlready,
    MembersMissing, NumberTwice, OrderForgotten, OrderInTwoPeriods, SeatsInACircle.
    """
    close = closing(document, period)
    bonuses = close.terms.bonuses(period.every)
    kinds = [kind_of(bonus) for bonus in bonuses]
    caps = OwnerCaps(close)
    for bonus, kind in zip(bonuses, kinds, strict=True):
        found = given.get(bonus["id"])
        close.awarded.append(caps.cut(kind(bonus, close) if found is None else found))
    awards, company = under_company_cap(close.awarded, close)
    return ClosedColumns(close, awards, company, {**period.binaries, **close.carried})


def closed(document: dict[str, Any], facts: PeriodFacts) -> CloseResult:
    """The same as records. What went by a member is told in one line a level and reason, whatever
    one award of the bonus is. Raises as `closed_columns` and `columns_of` do."""
    period = columns_of(facts)
    check_trees(period)
    return told_close(closed_columns(document, period))


def told_close(found: ClosedColumns) -> CloseResult:
    """A close in columns as records, with the lots of every seat of a binary."""
    awards = [award for each in found.awards for award in told_awards(each, found.close)]
    return CloseResult(
        awards=tuple(sorted(awards, key=_key)),
        members=told_members(found.close),
        legs=told_legs(found.close),
        company=found.company,
        factors=told_factors(found.close, found.awards, found.company),
    )


def _key(award: PeriodAward) -> tuple[object, ...]:
    return *award.key, award.reason
