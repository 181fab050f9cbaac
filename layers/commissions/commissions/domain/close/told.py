"""Columns of a close as the records that people read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from commissions.domain.close.award_columns import NO_KEY, AwardColumns, KeyKind, Reason
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Mask
from commissions.domain.close.facts import AwardKey
from commissions.domain.close.results import JudgedLegs, PeriodAward

REASONS: Mapping[Reason, str] = {
    Reason.PAID: "",
    Reason.NOT_ACTIVE: "does not qualify in this period",
    Reason.TOO_DEEP: "has too few active legs for this level",
    Reason.BELOW_RANK: "the rank of the period is below the one that the plan looks for",
    Reason.NOT_PAID: "the rank of the period is not paid this level",
    Reason.NOBODY_LEFT: "nobody is left",
    Reason.GROUP_ENDS: "the group ended at a leader below",
    Reason.TOO_SMALL_ORDER: "the order is too small for a fixed amount",
    Reason.NOT_DEEP: "stands within the levels that are paid already",
    Reason.BLOCKED: "another infinity stands between",
    Reason.NOT_ABOVE: "as much was paid below already",
    Reason.TOO_FEW_GROUPS: "has too few leaders' groups directly below",
    Reason.TOO_SMALL: "less than the smallest unit",
    Reason.CUT_BY_BONUS: "the cap of the bonus {bonus} was reached",
    Reason.CUT_BY_PERSON: "the cap of the person was reached",
    Reason.CUT_BY_COMPANY: "the cap of the company was reached",
    Reason.NOTHING_MATCHED: "the legs match nothing",
    Reason.CUT_BY_BINARY: "the cap of the binary was reached",
    Reason.AFTER_THE_CLOSE: "came of the period after its close",
}
_DECIMALS = 12


def key_texts(awards: AwardColumns, close: ClosingPeriod) -> Callable[[int], str]:
    """By row, what the award's source names."""
    names: Sequence[str] = {
        KeyKind.ORDER: close.period.sales.ids,
        KeyKind.MEMBER: close.period.members.ids,
        KeyKind.RANK: close.terms.rank_ids,
        KeyKind.RETURNED: close.period.late_ids,
    }[awards.keys]
    return lambda row: "" if awards.key[row] == NO_KEY else names[awards.key[row]]


def with_keys(awards: AwardColumns, keys: frozenset[AwardKey], close: ClosingPeriod) -> Mask:
    """By row, whether it is one of some awards."""
    those = {key for key in keys if key[1] == awards.bonus}
    members, texts = close.period.members.ids, key_texts(awards, close)
    found = [
        (members[awards.member[row]], awards.bonus, int(awards.level[row]), texts(row)) in those
        for row in (range(awards.size) if those else ())
    ]
    return np.array(found or [False] * awards.size, dtype=bool)


def told_legs(close: ClosingPeriod) -> dict[tuple[str, str], JudgedLegs]:
    """By tree and member."""
    return {(each.tree, each.member): each for legs in close.binaries for each in legs()}


def told_awards(awards: AwardColumns, close: ClosingPeriod) -> Iterator[PeriodAward]:
    ids, ranks, keys = close.period.members.ids, rank_texts(close), key_texts(awards, close)
    for row in range(awards.size):
        yield PeriodAward(
            bonus=awards.bonus,
            kind=awards.kind,
            member=ids[awards.member[row]],
            level=int(awards.level[row]),
            source=keys(row),
            rank=ranks(awards.member[row], awards.rank[row]),
            base=int(awards.base[row]),
            rate=_rate(awards, row),
            raw=int(awards.raw[row]),
            amount=int(awards.amount[row]),
            reason=REASONS[Reason(int(awards.reason[row]))].format(bonus=awards.bonus),
        )


def _rate(awards: AwardColumns, row: int) -> str:
    return rate_text(int(awards.rate[row]), awards.denominator, as_fraction=awards.as_fraction)


def rate_text(numerator: int, denominator: int, *, as_fraction: bool) -> str:
    """The one rate as a decimal; empty where there is none, or it has no end."""
    exact = Fraction(max(numerator, 0), denominator)
    if as_fraction:
        return str(exact)
    scaled = exact * 10**_DECIMALS
    if numerator < 0 or scaled.denominator != 1:
        return ""
    text = f"{int(scaled):0{_DECIMALS + 1}d}"
    return f"{text[:-_DECIMALS]}.{text[-_DECIMALS:]}".rstrip("0").rstrip(".")


def rank_texts(close: ClosingPeriod) -> Callable[[int, int], str]:
    """By member and height. A plan without ranks looks at none, and tells the given ones."""
    ranks, given = close.terms.rank_ids, close.period.members.judged_rank
    if close.terms.ranks:
        return lambda _, height: ranks[height]
    words = (*given.words, "")
    return lambda member, _: words[given.codes[member]]
