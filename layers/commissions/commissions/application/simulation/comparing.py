"""Two plans on the same facts: who would win, and who would lose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commissions.application.simulation.outcome import MemberTotal, Simulation


class CurrenciesDiffer(ValueError):
    """Two plans that pay in different currencies."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"one plan pays in {one} and the other in {other}: nothing to compare")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDifference:
    """In minor units; above 0 the second plan pays more."""

    member: str
    before: int
    after: int
    by_bonus: Mapping[str, int]
    """Where it is not nothing."""

    @property
    def change(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    members: Sequence[MemberDifference]
    """All of them, who wins most first."""
    by_bonus: Mapping[str, tuple[int, int]]
    """What each bonus pays in all, by the one plan and by the other."""

    @property
    def winners(self) -> list[MemberDifference]:
        return [each for each in self.members if each.change > 0]

    @property
    def losers(self) -> list[MemberDifference]:
        """Who loses most first."""
        lose = [each for each in self.members if each.change < 0]
        return sorted(lose, key=lambda each: (each.change, each.member))

    @property
    def same(self) -> int:
        return sum(not each.change for each in self.members)


def compared(before: Simulation, after: Simulation) -> Comparison:
    """Both of the same facts. Raises CurrenciesDiffer."""
    if before.currency != after.currency:
        raise CurrenciesDiffer(before.currency, after.currency)
    then = {each.member: each for each in before.members}
    differences = [_difference(then[each.member], each) for each in after.members]
    one, other = (_by_bonus(each) for each in (before, after))
    return Comparison(
        members=sorted(differences, key=lambda each: (-each.change, each.member)),
        by_bonus={
            bonus: (one.get(bonus, 0), other.get(bonus, 0)) for bonus in sorted({*one, *other})
        },
    )


def _difference(before: MemberTotal, after: MemberTotal) -> MemberDifference:
    changes = {
        bonus: after.by_bonus.get(bonus, 0) - before.by_bonus.get(bonus, 0)
        for bonus in sorted({*before.by_bonus, *after.by_bonus})
    }
    return MemberDifference(
        member=after.member,
        before=before.earned,
        after=after.earned,
        by_bonus={bonus: change for bonus, change in changes.items() if change},
    )


def _by_bonus(simulation: Simulation) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in simulation.rows:
        for bonus, amount in row.by_bonus.items():
            sums[bonus] = sums.get(bonus, 0) + amount
    return sums
