"""Ranks once more, by trying: everybody is judged again and again until nothing changes.

It shares nothing with the naive close but the facts and the plan's words.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from commissions.domain.close.facts import PeriodFacts
from tests.support.builders import Document
from tests.support.closes import at_least, close_plan, rank
from tests.support.random_periods import RANK_NAMES

Ranks = dict[str, str]


def a_ranks_plan(random: Random) -> Document:
    ranks = [
        rank(name, n, _require(random), **_cap(random)) for n, name in enumerate(RANK_NAMES, 1)
    ]
    ask = {"all": [{"metric": "status", "op": "in", "value": ["active"]}, at_least("pv", 10)]}
    status = {"active": ask, "window": "month", "grace_periods": 0}
    counts = {"counts": random.choice(["any_in_leg", "front_line"])}
    return close_plan(ranks=ranks, status=status, active_legs=counts)


def _cap(random: Random) -> Document:
    own = random.choice(["capped", "whole"])
    count = {"pct": random.choice(["0.40", "0.333333", "0.80"]), "of": "requirement", "own": own}
    gate = {"mode": "gate", "max_leg": random.choice(["50", "5000"])}
    return random.choice([{}, {"leg_cap": count}, {"leg_cap": gate}])


def _require(random: Random) -> Document:
    word = random.choice(["all", "all", "any"])
    return {word: [_single(random) for _ in range(random.randint(1, 3))]}


def _single(random: Random) -> Document:
    match random.choice(["pv", "gv", "gv", "legs", "legs", "legs_with_rank", "legs_with_rank"]):
        case "pv":
            return at_least("pv", random.choice([1, 100, 5000]))
        case "gv":
            return at_least("gv", random.choice([1, 200, 10_000]))
        case "legs":
            return at_least("active_legs", random.choice([1, 1, 2]))
        case _:
            words = {"rank": random.choice(RANK_NAMES)}
            words["search"] = random.choice(["front_line", "any_level"])
            least = random.choice([{}, {"min_leg_gv": "100"}])
            return at_least("legs_with_rank", random.choice([1, 1, 2]), **(words | least))


class BruteRanks:
    """Volumes in hundredths of a point, as in the facts."""

    def __init__(self, plan: Mapping[str, Any], facts: PeriodFacts) -> None:
        self.plan, self.facts = plan, facts
        self.below: dict[str, list[str]] = {each.member_id: [] for each in facts.members}
        for each in facts.members:
            if each.sponsors[0].value:
                self.below[each.sponsors[0].value].append(each.member_id)
        self.active = {each.member_id: self._is_active(each.member_id) for each in facts.members}
        self.found: Ranks = dict.fromkeys(self.below, "")

    def judged(self) -> Ranks:
        while (after := {member: self._highest(member) for member in self.below}) != self.found:
            self.found = after
        return self.found

    def _own(self, member: str) -> int:
        return sum(sale.volumes["pv"] for sale in self.facts.sales if sale.seller == member)

    def _group(self, member: str) -> int:
        return self._own(member) + sum(self._group(each) for each in self.below[member])

    def _everybody(self, member: str) -> list[str]:
        return [member, *(far for each in self.below[member] for far in self._everybody(each))]

    def _is_active(self, member: str) -> bool:
        status = next(e.statuses[0].value for e in self.facts.members if e.member_id == member)
        return status == "active" and self._own(member) >= 1000

    def _highest(self, member: str) -> str:
        met = [each["id"] for each in self.plan["ranks"] if self._has(member, each)]
        return met[-1] if met else ""

    def _has(self, member: str, words: Mapping[str, Any]) -> bool:
        cap = words.get("leg_cap", {})
        if "max_leg" in cap:
            most = int(cap["max_leg"]) * 100
            if any(self._group(each) > most for each in self.below[member]):
                return False
        [(word, singles)] = words["require"].items()
        together = all if word == "all" else any
        return together(self._meets(member, each, cap) for each in singles)

    def _meets(self, member: str, single: Mapping[str, Any], cap: Mapping[str, Any]) -> bool:
        wanted = int(single["value"])
        match single["metric"]:
            case "pv":
                return self._own(member) >= wanted * 100
            case "gv":
                return self._counted(member, wanted, cap) >= wanted * 100
            case "active_legs":
                return sum(map(self._leg_is_active, self.below[member])) >= wanted
            case _:
                return sum(self._leg_has(each, single) for each in self.below[member]) >= wanted

    def _counted(self, member: str, wanted: int, cap: Mapping[str, Any]) -> int:
        if "pct" not in cap:
            return self._group(member)
        most = wanted * 100 * int(cap["pct"].removeprefix("0.").ljust(6, "0")) // 10**6
        own = self._own(member)
        own = min(own, most) if cap["own"] == "capped" else own
        return own + sum(min(most, self._group(each)) for each in self.below[member])

    def _leg_is_active(self, head: str) -> bool:
        whole = self.plan["active_legs"]["counts"] == "any_in_leg"
        return any(self.active[each] for each in (self._everybody(head) if whole else [head]))

    def _leg_has(self, head: str, single: Mapping[str, Any]) -> bool:
        order = ("", *RANK_NAMES)
        looked_at = self._everybody(head) if single["search"] == "any_level" else [head]
        high = any(order.index(self.found[e]) >= order.index(single["rank"]) for e in looked_at)
        return high and self._group(head) >= int(single.get("min_leg_gv", 0)) * 100
