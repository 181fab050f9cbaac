"""Two closes of one period are compared: paid line by line, unpaid by what they add up to."""

from collections import Counter

from commissions.audit.close.engine import closed as walked
from commissions.domain.close.engine import closed
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import CloseResult, PeriodAward
from tests.support.builders import Document


def paid(result: CloseResult) -> list[PeriodAward]:
    return [award for award in result.awards if award.amount]


def unpaid(result: CloseResult) -> dict[tuple[str, str, int, str], int]:
    """By member, bonus, level and reason what was not paid on: columns sum up what went by."""
    found: Counter[tuple[str, str, int, str]] = Counter()
    for award in result.awards:
        if not award.amount:
            found[award.member, award.bonus, award.level, award.reason] += award.base
    return {key: base for key, base in found.items() if base}


def assert_alike(columns: CloseResult, walk: CloseResult, told: str) -> None:
    assert columns.members == walk.members, told
    assert paid(columns) == paid(walk), told
    assert unpaid(columns) == unpaid(walk), told
    assert columns.company == walk.company, told
    assert columns.factors == walk.factors, told


def both_closed(document: Document, facts: PeriodFacts) -> CloseResult:
    """What both closes come to, which have to agree."""
    columns, walk = closed(document, facts), walked(document, facts)
    assert_alike(columns, walk, document["plan"]["id"])
    return walk
