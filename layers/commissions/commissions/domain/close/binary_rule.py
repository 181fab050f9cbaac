"""Kind `binary` in whole numbers: what the plan's words say of one bonus, read once a close.

Volumes are hundredths of a point. Amounts are numerators over one common denominator, in minor
units of the base currency, so that no share of a cent is lost before its one rounding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal

from commissions.domain.currencies import exponent

Words = Mapping[str, Any]
EVERYBODY = 0
"""The category of all, where a pair pays everybody alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSides:
    """What a pair takes: of left and right, or of the stronger and the weaker leg."""

    first: int
    second: int
    fixed: bool
    """Left and right; otherwise the fuller leg is the strong one."""
    each_cycle: bool = False
    """The strong leg is judged before each pair, not once a period."""
    tie_left: bool = True
    """Of two equal legs the left one is the strong one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRule:
    mode: Literal["percent", "ratio", "steps", "pairs"]
    amounts: tuple[int, ...]
    """Numerators: of a hundredth of a point (percent, ratio), of each step, or of one pair by
    category."""
    denominator: int
    steps: tuple[int, ...] = ()
    """The volumes of the steps, the smallest first."""
    sides: PairSides | None = None
    paid_by: str = ""
    """What a pair's amount goes by: `rank`, or one of the volumes; empty: all alike."""
    figures: tuple[int, ...] = ()
    """Of that volume, from where on each next category is reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPairRule:
    """The first pair of a position; of equal legs the left one is the strong one."""

    strong: int
    weak: int
    amount: int
    denominator: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryRule:
    basis: str
    match: MatchRule
    first_pair: FirstPairRule | None
    paid: str
    """`carry`, `net_off` or `flush`."""
    flush_unqualified: bool
    flush_after: int | None
    """After so many periods without qualifying both legs are flushed."""
    leg_cap: int | None
    leg_cap_burns: bool
    carry_cap: int | None
    expire_days: int | None
    limits: tuple[int | None, ...]
    """By height of rank, 0 for none, the most that a position is paid, in minor units."""
    pairs_cap: int | None
    owners_together: bool
    excess_stays: bool
    whole_pair: bool
    returns_new: bool
    """A lot that a refund gives back is as old as the refund, and not as it was."""
    half_even: bool


def binary_rule(document: Words, bonus: Words, ranks: Sequence[str], every: str) -> BinaryRule:
    """`ranks`: the lowest first; `every`: the id of the period that closes. The document has been
    checked by the plan schema."""
    minor = int(10 ** exponent(document["plan"]["base_currency"]))
    after, cap, refunds = bonus["after"], bonus["cap"], document["refunds"]["binary"]
    return BinaryRule(
        basis=bonus["basis"],
        match=match_rule(bonus["match"], ranks, minor),
        first_pair=_first_pair(bonus.get("first_pair"), minor),
        paid=after["paid"],
        flush_unqualified=after["unqualified"] == "flush_both",
        flush_after=after["inactive_periods_to_flush"],
        leg_cap=_volume(after["leg_cap_before"]),
        leg_cap_burns=after.get("leg_cap_excess") == "burn",
        carry_cap=_volume(after["carry_cap"]),
        expire_days=after["expire_lots_days"],
        limits=_limits(cap, ranks, every, _days(document), minor),
        pairs_cap=cap.get("pairs"),
        owners_together=cap["owner"] == "aggregate",
        excess_stays=cap["excess"] == "keep",
        whole_pair=refunds["broken_pair"] == "whole_pair",
        returns_new=refunds["expired_lot"] == "returns",
        half_even=document["plan"]["rounding"]["mode"] == "half_even",
    )


def match_rule(words: Words, ranks: Sequence[str], minor: int) -> MatchRule:
    match words["mode"]:
        case "percent" | "ratio":
            rate = Fraction(words["pct"]) * minor / 100
            return MatchRule(
                mode=words["mode"], amounts=(rate.numerator,), denominator=rate.denominator
            )
        case "steps":
            steps = sorted((hundredths(least), Fraction(pays)) for least, pays in words["steps"])
            amounts, denominator = _common([pays for _, pays in steps], minor)
            return MatchRule(
                mode="steps",
                amounts=amounts,
                denominator=denominator,
                steps=tuple(least for least, _ in steps),
            )
        case _:
            return _pairs(words, ranks, minor)


def hundredths(points: str) -> int:
    """Points of the document in whole hundredths, rounded down."""
    return int(Fraction(points) * 100)


def _volume(points: str | None) -> int | None:
    return hundredths(points) if points else None


def _pairs(words: Words, ranks: Sequence[str], minor: int) -> MatchRule:
    paid_by, figures, pays = _pair_amounts(words, ranks)
    amounts, denominator = _common(pays, minor)
    return MatchRule(
        mode="pairs",
        amounts=amounts,
        denominator=denominator,
        sides=_sides(words),
        paid_by=paid_by,
        figures=figures,
    )


def _sides(words: Words) -> PairSides:
    if "left" in words:
        left, right = hundredths(words["left"]), hundredths(words["right"])
        return PairSides(first=left, second=right, fixed=True)
    return PairSides(
        first=hundredths(words["strong"]),
        second=hundredths(words["weak"]),
        fixed=False,
        each_cycle=words.get("judged") == "each_cycle",
        tie_left=words["tie"] == "left",
    )


def _pair_amounts(
    words: Words, ranks: Sequence[str]
) -> tuple[str, tuple[int, ...], list[Fraction]]:
    """What a pair's amount goes by, from where on, and the amount of each category in money."""
    if "pct_by" in words:
        by, volume = words["pct_by"], Fraction(words.get("weak") or words["left"])
        steps = sorted((hundredths(least), Fraction(pct)) for least, pct in by["steps"])
        best = [max(pct for _, pct in steps[: n + 1]) for n in range(len(steps))]
        pays = [Fraction(0), *(pct * volume for pct in best)]
        return by["metric"], tuple(least for least, _ in steps), pays
    amount = words["amount"]
    if isinstance(amount, Mapping):
        return "rank", (), [Fraction(amount.get(rank, "0")) for rank in ("", *ranks)]
    return "", (), [Fraction(amount)]


def _common(amounts: Sequence[Fraction], minor: int) -> tuple[tuple[int, ...], int]:
    """Amounts of money as numerators over one denominator, in minor units."""
    exact = [each * minor for each in amounts]
    denominator = lcm(*(each.denominator for each in exact))
    return tuple(int(each * denominator) for each in exact), denominator


def _first_pair(words: Words | None, minor: int) -> FirstPairRule | None:
    if words is None:
        return None
    amount = Fraction(words["amount"]) * minor
    return FirstPairRule(
        strong=hundredths(words["strong"]),
        weak=hundredths(words["weak"]),
        amount=amount.numerator,
        denominator=amount.denominator,
    )


def _days(document: Words) -> set[str]:
    return {each["id"] for each in document["periods"] if each["every"] == "day"}


def _limits(
    cap: Words, ranks: Sequence[str], every: str, days: set[str], minor: int
) -> tuple[int | None, ...]:
    """The least cap of a position by height of rank, in whole minor units."""
    alike = [cap.get("period"), cap.get("day") if every in days else None]
    by_rank: Words = cap.get("per") or {}
    found = [[*alike, by_rank.get(rank, {}).get(every)] for rank in ("", *ranks)]
    return tuple(
        min((int(Fraction(each) * minor) for each in amounts if each), default=None)
        for amounts in found
    )
