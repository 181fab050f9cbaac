"""Who is active, and which rank everybody has: judged from the leaves of the sponsor tree up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from commissions.audit.close.activity import in_grace, meets_activity, periods_missed
from commissions.audit.close.leg_caps import capped_group, too_large_leg
from commissions.audit.close.metrics import Metrics, NotJudged, compared, named, requirement
from commissions.audit.close.people import SPONSOR, Lineages
from commissions.audit.close.sheet import CloseSheet, Words, points
from commissions.audit.close.volumes import Volumes
from commissions.domain.close.facts import PeriodFacts
from commissions.domain.close.results import JudgedMember, Requirement

ONE_RANK = "one_rank"
TITLE = "title"


class NoLeader(ValueError):
    """A plan asks for personal group volume, and no bonus of it says where a group ends."""


@dataclass(frozen=True)
class Judging:
    """Activity first, which no rank decides; then ranks, each from the ranks below it."""

    sheet: CloseSheet
    facts: PeriodFacts
    people: Lineages
    volumes: Volumes
    _paid_as: dict[str, str] = field(default_factory=dict)

    def active(self, member: str) -> bool:
        return self.metrics.active_ones[member]

    def paid_as(self, member: str) -> str:
        """The highest rank whose requirements the member meets in the period."""
        if member not in self._paid_as:
            for each in reversed(self.people.group(member, SPONSOR)):
                if each not in self._paid_as:
                    self._paid_as[each] = self._judged(each)
        return self._paid_as[member]

    def title(self, member: str) -> tuple[str, int]:
        """The title after the period, and for how many periods the paid rank has been under it."""
        before = self.people.members[member]
        if before.judged_title is not None:
            return before.judged_title, before.periods_below
        paid = self.paid_as(member)
        if self.sheet.height(paid) >= self.sheet.height(before.title):
            return paid, 0
        below = before.periods_below + 1
        rank = next(each for each in self.sheet.ranks if each["id"] == before.title)
        if "demote_after" not in rank or below < int(rank["demote_after"]):
            return before.title, below
        if rank["demotion"] == ONE_RANK:
            return self._one_lower(before.title), 0
        return paid, 0

    def rank(self, member: str, by: str) -> str:
        """The rank by which a member is paid: `title`, or `paid_as`."""
        return self.title(member)[0] if by == TITLE else self.paid_as(member)

    def pay_rank(self, member: str, bonus: Words) -> str:
        """The rank that a bonus pays by: its own word, or that of the plan's ranks."""
        words = [rank["pay_rank"] for rank in self.sheet.ranks]
        return self.rank(member, str(bonus.get("pay_rank", words[0] if words else "")))

    def eligible(self, member: str, bonus: Words, metrics: Metrics | None = None) -> bool:
        return "eligibility" not in bonus or self.meets(member, bonus["eligibility"], metrics)

    def meets(self, member: str, condition: Words, metrics: Metrics | None = None) -> bool:
        """Whether a member meets a condition, of the period's own figures unless others are given,
        such as with volume that was rolled in."""
        if "all" in condition:
            return all(self.meets(member, each, metrics) for each in condition["all"])
        if "any" in condition:
            return any(self.meets(member, each, metrics) for each in condition["any"])
        metric = condition["metric"]
        if metric == "status":
            return named(self.metrics.status(member), condition)
        if metric == "rank":
            return self._rank_meets(self.paid_as(member), condition)
        return compared(self.figure(member, condition, metrics), condition)

    def result(self, member: str) -> JudgedMember:
        title, below = self.title(member)
        paid = self.paid_as(member)
        return JudgedMember(
            member=member,
            active=self.active(member),
            paid_as=paid,
            title=title,
            periods_below=below,
            periods_missed=periods_missed(self.metrics, member),
            missing=tuple(self._missing(member, paid)),
        )

    @cached_property
    def metrics(self) -> Metrics:
        metrics = Metrics(self.sheet, self.people, self.volumes, {}, {})
        for member in self.people.members:
            metrics.active_ones[member] = self.is_active(member, metrics)
        return metrics

    def is_active(self, member: str, metrics: Metrics) -> bool:
        """As the facts say; or by these figures, such as with volume that was rolled in."""
        given = self.people.members[member].judged_active
        status = self.sheet.document.get("status")
        if given is not None or status is None:
            return given is not False
        self._check_window(status, status["active"], "who is active (judged_active)")
        return meets_activity(metrics, member) or in_grace(metrics, member)

    def _judged(self, member: str) -> str:
        given = self.people.members[member].judged_rank
        if given is not None:
            return given
        met = [rank["id"] for rank in self.sheet.ranks if self._reaches(member, rank)]
        return met[-1] if met else ""

    def _reaches(self, member: str, rank: Words) -> bool:
        """By what the rank asks of one who has it already, where the plan says so."""
        asked = self._asked(member, rank)
        self._check_window(rank, asked, "everybody's rank (judged_rank)")
        fits = too_large_leg(self.metrics, member, rank) is None
        return fits and self._meets_rank(member, asked, rank)

    def _check_window(self, words: Words, condition: Words, given: str) -> None:
        """Raises NotJudged where figures are of another period than the one that closes."""
        window, every = words.get("window"), self.facts.every
        figures = [each for each in _parts(condition) if each["metric"] not in {"status", "rank"}]
        if window not in (None, every) and figures:
            raise NotJudged(
                f"{figures[0]['metric']} is of a {window}, and this is the close of a {every}: "
                f"the facts have to say {given}"
            )

    def _asked(self, member: str, rank: Words) -> Words:
        height = self.sheet.height
        has_it = height(self.people.members[member].title) >= height(rank["id"])
        asked: Words = rank["maintain"] if has_it and "maintain" in rank else rank["require"]
        return asked

    def _meets_rank(self, member: str, condition: Words, rank: Words) -> bool:
        if "all" in condition:
            return all(self._meets_rank(member, each, rank) for each in condition["all"])
        if "any" in condition:
            return any(self._meets_rank(member, each, rank) for each in condition["any"])
        if condition["metric"] == "gv":
            return compared(capped_group(self.metrics, member, condition, rank), condition)
        return self.meets(member, condition)

    def figure(self, member: str, condition: Words, metrics: Metrics | None = None) -> Fraction:
        """What a condition looks at: volumes in points, of people or legs their number."""
        match condition["metric"]:
            case "legs_with_rank":
                return Fraction(self._legs_with_rank(member, condition))
            case "pgv":
                return points(self._personal_group(member))
            case _:
                return (metrics or self.metrics).number(member, condition)

    def _legs_with_rank(self, member: str, condition: Words) -> int:
        """Legs that have somebody of a rank: at their head, or anywhere."""
        volumes = self.volumes.legs(member, self.sheet.qualifying)
        least = Fraction(condition.get("min_leg_gv", "0"))
        return sum(
            points(volumes.get(leg, 0)) >= least
            and any(
                self.sheet.height(self.paid_as(each)) >= self.sheet.height(condition["rank"])
                for each in self._searched(leg, condition["search"])
            )
            for leg in self.people.front_line(member, SPONSOR)
        )

    def _searched(self, leg: str, search: str) -> list[str]:
        return [leg] if search == "front_line" else self.people.group(leg, SPONSOR)

    def _personal_group(self, member: str) -> int:
        """Own volume and everybody's below, without the groups of leaders below."""
        own = self.volumes.own(member, self.sheet.qualifying)
        return own + sum(
            self._personal_group(each)
            for each in self.people.front_line(member, SPONSOR)
            if self.sheet.height(self.paid_as(each)) < self._leader
        )

    @cached_property
    def _leader(self) -> int:
        for bonus in self.sheet.document["bonuses"]:
            for part in ("leader", "stop_at"):
                if part in bonus:
                    return self.sheet.height(bonus[part]["rank"])
        raise NoLeader("pgv: no bonus of the plan says which rank breaks away")

    def _rank_meets(self, rank: str, condition: Words) -> bool:
        if condition["op"] == ">=":
            return self.sheet.height(rank) >= self.sheet.height(condition["value"])
        return named(rank, condition)

    def _one_lower(self, rank: str) -> str:
        height = self.sheet.height(rank)
        return str(self.sheet.ranks[height - 2]["id"]) if height > 1 else ""

    def _missing(self, member: str, paid: str) -> Iterator[Requirement]:
        """What keeps a member from the next rank above the paid one."""
        if self.people.members[member].judged_rank is not None:
            return
        above = self.sheet.ranks[self.sheet.height(paid) :]
        if above and (leg := too_large_leg(self.metrics, member, above[0])):
            yield leg
        for condition in _parts(self._asked(member, above[0])) if above else ():
            if condition["metric"] in {"status", "rank"}:
                continue
            found = (
                capped_group(self.metrics, member, condition, above[0])
                if condition["metric"] == "gv"
                else self.figure(member, condition)
            )
            if not compared(found, condition):
                yield requirement(found, condition)


def _parts(condition: Words) -> Iterator[Mapping[str, object]]:
    """The single conditions of one that is made of others."""
    for word in ("all", "any"):
        if word in condition:
            for each in condition[word]:
                yield from _parts(each)
            return
    yield condition
