"""Periods as chance makes them up: trees, orders, refunds, ranks and statuses."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from commissions.domain.close.facts import MemberFacts, PeriodFacts, SaleFacts, SeatFacts, Since
from commissions.domain.people.upline import PARTICIPANT, RETAIL
from tests.support.binaries import TREE
from tests.support.builders import Document
from tests.support.closes import LONG_AGO, STARTS, period, rank

RANK_NAMES = ("silver", "gold", "ruby")
STATUSES = (*["active"] * 5, "inactive", "suspended")


def chance(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311 - not a secret


def parents(random: Random, size: int) -> list[int]:
    """Of each one the parent's number, or -1: a chain, a star, a comb, or any tree with roots."""
    match random.choice(["chain", "star", "comb", "any", "any", "any"]):
        case "chain":
            return [n - 1 for n in range(size)]
        case "star":
            return [min(n, 1) - 1 for n in range(size)]
        case "comb":
            return [n - 2 if n % 2 == 0 else n - 1 for n in range(size)]
        case _:
            return [random.choice([-1, *range(n), *range(n)]) if n else -1 for n in range(size)]


def a_team(random: Random, size: int, *, given_ranks: bool) -> tuple[MemberFacts, ...]:
    """`given_ranks`: ranks are facts and not judged. Members enrolled in an order that is none of
    the tree's."""
    above = [max(each, -1) for each in parents(random, size)]
    enrolled = random.sample(range(size), size)
    owners = random.sample(range(size), min(size, 3))
    return tuple(
        MemberFacts(
            member_id=f"m{n:02}",
            enrolled_at=LONG_AGO + timedelta(minutes=enrolled[n]),
            sponsors=(Since(LONG_AGO, f"m{above[n]:02}" if above[n] >= 0 else ""),),
            statuses=(Since(LONG_AGO, random.choice(STATUSES)),),
            enrolled_number=random.choice([0, 1, 2, 3]),
            title=random.choice(["", *RANK_NAMES]),
            owner=f"m{owners[0]:02}" if n in owners else "",
            judged_rank=random.choice(["", *RANK_NAMES]) if given_ranks else None,
        )
        for n in range(size)
    )


def orders(random: Random, size: int, many: int, *, least: int) -> list[SaleFacts]:
    """`least`: the smallest volume, in hundredths of a point; below 0 there are refunds."""
    return [_order(random, number, size, least) for number in range(many)]


def _order(random: Random, number: int, size: int, least: int) -> SaleFacts:
    seller = random.choice(["", *(f"m{n:02}" for n in range(size))])
    own = bool(seller) and random.random() < 0.5
    most = random.choice([100, 20_000, 1_000_000])
    return SaleFacts(
        order_id=f"o{number:02}",
        at=STARTS + timedelta(minutes=random.randint(0, 40_000)),
        seller=seller,
        buyer=seller if own else "",
        customer=random.choice(["", "k1", "k2"]),
        buyer_class=PARTICIPANT if own else RETAIL,
        volumes={unit: random.randint(least, most) for unit in ("pv", "cv")},
        first_of_buyer=random.random() < 0.5,
    )


def a_period(
    random: Random, *, size: int, many: int, least: int = 1, given_ranks: bool = True
) -> PeriodFacts:
    team = a_team(random, size, given_ranks=given_ranks)
    sales = orders(random, size, many, least=least)
    return replace(period({}), members=team, sales=tuple(sales), seats=seats_of(random, size))


def seats_of(random: Random, size: int) -> tuple[SeatFacts, ...]:
    """A binary of everybody, in another order than they were sponsored."""
    free = [("", "")]
    found = []
    for n in random.sample(range(size), size):
        parent, side = free.pop(random.randrange(len(free)))
        member = f"m{n:02}"
        found.append(
            SeatFacts(tree=TREE, member_id=member, parent=parent, side=side, since=LONG_AGO)
        )
        free += [(member, "L"), (member, "R")]
    return tuple(found)


def shuffled(random: Random, facts: PeriodFacts) -> PeriodFacts:
    """The same facts, told in another order."""
    return replace(
        facts,
        members=tuple(random.sample(facts.members, len(facts.members))),
        seats=tuple(random.sample(facts.seats, len(facts.seats))),
        sales=tuple(random.sample(facts.sales, len(facts.sales))),
        late_returns=tuple(random.sample(facts.late_returns, len(facts.late_returns))),
    )


def share(random: Random) -> str:
    """Of 1, with up to six decimals."""
    return random.choice(["0.10", "0.05", "0.333333", f"0.{random.randint(1, 90_000):06}"])


def rates(random: Random, first: int = 1) -> Document:
    """For all alike, or by rank with holes; ruby is paid every level."""
    whole = {str(level): share(random) for level in range(first, first + random.randint(1, 5))}
    if random.random() < 0.4:
        return whole
    some = {level: share(random) for level in whole if random.random() < 0.6}
    shallow = dict(list(whole.items())[: random.randint(1, len(whole))])
    return {"ruby": whole, "gold": some or whole, "silver": shallow}


def given_ranks() -> list[Document]:
    """For facts that say who has which."""
    return [rank(name, order) for order, name in enumerate(RANK_NAMES, 1)]
