"""The ranks of a plan as steps, each with what it asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commissions.domain.periods.rank_standing import RankRequirement, RankStanding

_ELSE = ("rank", "search", "side", "min_leg_gv", "window")


@dataclass(frozen=True, slots=True, kw_only=True)
class RankStep:
    """A rank; of its requirements nothing is counted here."""

    id: str
    asks: tuple[RankRequirement, ...]
    either: bool
    """Whether some of it is enough."""
    keeps: tuple[RankRequirement, ...]
    """What is asked of who has it already; empty where the same."""
    leg_share: str
    """Of what it asks for of group volume, as much as one leg counts; a share like `0.5`, or
    empty."""
    largest_leg: str
    """The most that any leg may have; empty where any is admitted."""
    demote_after: int
    """After so many periods below it a title falls; 0 for never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankFacts:
    """What a page of ranks is made of."""

    plan: str
    plans: Sequence[str]
    """All that have ranks."""
    ladder: Sequence[RankStep]
    standing: RankStanding | None
    """None as long as nobody was judged."""
    given_rank: str
    """By the company's word, as of now."""
    pays_given: bool
    """Whether that is the one that pays, as nothing waits for a close."""
    earlier: Sequence[RankStanding]
    """Of periods that are over, the latest first."""


def rank_ladder(document: Mapping[str, Any]) -> tuple[RankStep, ...]:
    """The lowest first."""
    ranks = sorted(document.get("ranks", ()), key=lambda rank: int(rank["order"]))
    return tuple(map(_step, ranks))


def _step(rank: Mapping[str, Any]) -> RankStep:
    cap = rank.get("leg_cap") or {}
    return RankStep(
        id=str(rank["id"]),
        asks=tuple(_asked("require", rank["require"])),
        either="any" in rank["require"],
        keeps=tuple(_asked("maintain", rank["maintain"])) if rank.get("maintain") else (),
        leg_share=str(cap.get("pct", "")),
        largest_leg=str(cap.get("max_leg", "")),
        demote_after=int(rank.get("demote_after") or 0),
    )


def _asked(word: str, condition: Mapping[str, Any]) -> Iterator[RankRequirement]:
    parts = [*condition.get("all", ()), *condition.get("any", ())]
    for part in parts:
        yield from _asked(word, part)
    if "metric" in condition:
        value = condition["value"]
        yield RankRequirement(
            word=word,
            metric=str(condition["metric"]),
            op=str(condition["op"]),
            wanted=", ".join(map(str, value)) if isinstance(value, list) else str(value),
            counted="",
            met=None,
            of={each: _text(condition[each]) for each in _ELSE if condition.get(each)},
        )


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{value['of']} of {value['periods']} periods"
    return str(value)
