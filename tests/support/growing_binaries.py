"""Lives of two binaries whose company grows: people enrol, some of them back in time, take seats,
leave, and go under another sponsor, so that everybody's place in the trees moves."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from commissions.domain.close.facts import MemberFacts, PeriodFacts, SaleFacts, SeatFacts, Since
from tests.support.binaries import TREE
from tests.support.binary_histories import a_plan, periods
from tests.support.builders import Document
from tests.support.closes import LONG_AGO
from tests.support.random_periods import chance

SECOND = "second"


def a_plan_of_two(random: Random) -> Document:
    """One bonus looks at what seats of the first binary have open, carried volume among it."""
    plan, other = a_plan(random), a_plan(random)
    [bonus], [second] = plan["bonuses"], other["bonuses"]
    if random.random() < 0.3:
        leg = {"metric": "binary_leg", "side": "weak", "op": ">=", "value": "0.50"}
        bonus = {**bonus, "eligibility": {"all": [leg]}}
    trees = [*plan["trees"], {"id": SECOND, "kind": "binary", "width": 2}]
    bonuses = [bonus, {**second, "id": "second", "tree": SECOND}]
    return plan | {"trees": trees, "bonuses": bonuses}


def growing(seed: int, many: int) -> list[PeriodFacts]:
    random = chance(f"{seed} growing")
    members: tuple[MemberFacts, ...] = ()
    extra: tuple[SeatFacts, ...] = ()
    found = []
    for number, facts in enumerate(periods(seed, many)):
        new = [_enrols(random, f"n{number}{n}", facts) for n in range(random.choice([0, 1, 2]))]
        members = (*members, *new)
        everybody = [*facts.members, *members]
        now = replace(facts, seats=(*facts.seats, *_mirrored(facts.seats), *extra))
        extra = (*extra, *(seat for each in new for seat in _seats(random, each, now)))
        extra = (*extra, *_leaves(random, facts, now))
        found.append(
            replace(
                now,
                members=tuple(_responsored(random, each, everybody, number) for each in everybody),
                seats=(*facts.seats, *_mirrored(facts.seats), *extra),
                sales=(*facts.sales, *_of_new_ones(random, facts, members, number)),
            )
        )
    return found


def _enrols(random: Random, name: str, facts: PeriodFacts) -> MemberFacts:
    """Every third one back in time, before people who have been there for long."""
    back = random.random() < 0.3
    minute = timedelta(minutes=random.randint(0, 8) if back else random.randint(0, 40_000))
    sponsor = random.choice(facts.members).member_id
    at = (LONG_AGO if back else facts.starts) + minute
    return MemberFacts(
        member_id=random.choice(["", "z"]) + name,
        enrolled_at=at,
        sponsors=(Since(at, sponsor),),
        statuses=(Since(at, "active"),),
        owner=random.choice(["", sponsor]),
        judged_rank=random.choice(["", "silver", "gold"]),
    )


def _responsored(
    random: Random, member: MemberFacts, everybody: list[MemberFacts], number: int
) -> MemberFacts:
    """Some go to the top of the sponsor tree, where everybody's order changes."""
    if not number or random.random() < 0.8 or not everybody:
        return member
    return replace(member, sponsors=(Since(LONG_AGO, ""),))


def _mirrored(seats: tuple[SeatFacts, ...]) -> list[SeatFacts]:
    """The second binary: the same seats with left for right."""
    other = {"": "", "L": "R", "R": "L"}
    return [replace(each, tree=SECOND, side=other[each.side]) for each in seats]


def _seats(random: Random, member: MemberFacts, facts: PeriodFacts) -> list[SeatFacts]:
    """In the one tree, the other, or both, where there is room; soon or later in the period."""
    found = []
    for tree in random.choice([(TREE,), (SECOND,), (TREE, SECOND), ()]):
        taken = {(each.parent, each.side) for each in facts.seats if each.tree == tree}
        seated = sorted({each.member_id for each in facts.seats if each.tree == tree})
        free = [(each, side) for each in seated for side in "LR" if (each, side) not in taken]
        parent, side = random.choice(free)
        since = facts.starts + timedelta(minutes=random.randint(0, 40_000))
        seat = SeatFacts(
            tree=tree, member_id=member.member_id, parent=parent, side=side, since=since
        )
        found.append(seat)
        facts = replace(facts, seats=(*facts.seats, seat))
    return found


def _leaves(random: Random, facts: PeriodFacts, now: PeriodFacts) -> list[SeatFacts]:
    """Now and then somebody without anybody below leaves the first tree."""
    above = {each.parent for each in now.seats}
    alone = sorted({each.member_id for each in facts.seats} - above)
    if not alone or random.random() < 0.8:
        return []
    since = facts.starts + timedelta(minutes=random.randint(40_001, 44_000))
    who = random.choice(alone)
    return [SeatFacts(tree=TREE, member_id=who, parent="", side="", since=since)]


def _of_new_ones(
    random: Random, facts: PeriodFacts, members: tuple[MemberFacts, ...], number: int
) -> list[SaleFacts]:
    """Orders of those who came later, at moments that no other order has."""
    return [
        SaleFacts(
            order_id=f"p{number}{each.member_id}",
            at=facts.starts + timedelta(minutes=random.randint(0, 40_000), seconds=1 + place),
            seller=each.member_id,
            buyer=each.member_id,
            volumes={"pv": random.randint(0, 200), "cv": random.randint(0, 320)},
        )
        for place, each in enumerate(members)
        if random.random() < 0.7 and place < 29
    ]
