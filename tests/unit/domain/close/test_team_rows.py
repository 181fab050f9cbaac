"""Rolled up in columns, a team is what a walk up from every sale comes to.

COMMISSIONS_PROOF=1 looks at ten times as many random companies.
"""

import os
from collections import Counter
from dataclasses import dataclass, field
from random import Random

import numpy as np
import pytest

from commissions.domain.close.columns import BEFORE_ALL, LineChanges, StandsAboveItself
from commissions.domain.close.team_rows import (
    SoldByMembers,
    TeamPeople,
    TeamRows,
    rolled_up,
    team_rows,
)

SEEDS = range(1_000 if os.environ.get("COMMISSIONS_PROOF") else 100)


@dataclass
class Company:
    """By member the sponsors from moments on, what was sold by whom and when, and who is what."""

    sponsors: dict[str, dict[int, str]]
    sales: list[tuple[str, int, int]] = field(default_factory=list)
    customers: set[str] = field(default_factory=set)
    active: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)

    @property
    def ids(self) -> list[str]:
        return sorted(self.sponsors)

    def rows(self) -> TeamRows:
        ids = self.ids
        number = {each: place for place, each in enumerate(ids)} | {"": len(ids)}
        changes = [
            (number[member], at if first else BEFORE_ALL, number[sponsor])
            for member in ids
            for first, (at, sponsor) in enumerate(sorted(self.sponsors[member].items()))
        ]
        members, moments, parents = np.array(changes, dtype=np.int64).reshape(-1, 3).T
        sales = [(number[seller], at, volume) for seller, at, volume in self.sales]
        sellers, sold_at, volumes = np.array(sales, dtype=np.int64).reshape(-1, 3).T
        people = TeamPeople(
            ids=ids,
            changes=LineChanges(
                member=members, at=moments, parent=parents, side=np.zeros_like(members)
            ),
            listed=np.array([each not in self.customers for each in ids], dtype=bool),
            active=np.array([each in self.active for each in ids], dtype=bool),
            new=np.array([each in self.new for each in ids], dtype=bool),
        )
        return team_rows(people, rolled_up(people, SoldByMembers(sellers, sold_at, volumes)))

    def sponsor(self, member: str, at: int | None = None) -> str:
        """What a member's first edge says is from before everything."""
        told = sorted(self.sponsors[member].items())
        known = [sponsor for since, sponsor in told if at is None or since <= at]
        return known[-1] if known else told[0][1]

    def above(self, member: str, at: int | None = None) -> list[str]:
        line = []
        while member := self.sponsor(member, at):
            if member in line:
                raise RecursionError(member)
            line.append(member)
        return line


def told(company: Company) -> dict[str, tuple[str, int, int, int, int, int, int, int, int]]:
    """By distributor: the sponsor among distributors, depth, how many below, own, group, customers,
    those below, active and new below."""
    ids, rows = company.ids, company.rows()
    names = [ids[each] for each in rows.who.tolist()]
    found = {}
    for row, name in enumerate(names):
        up = int(rows.up[row])
        found[name] = (
            names[row - up] if up else "",
            *(
                int(column[row])
                for column in (
                    rows.depth,
                    rows.size - 1,
                    rows.own,
                    rows.group,
                    rows.customers,
                    rows.customers_below,
                    rows.active_below,
                    rows.new_below,
                )
            ),
        )
    return found  # type: ignore[return-value]


def walked(company: Company) -> dict[str, tuple[str, int, int, int, int, int, int, int, int]]:
    """The same, one sale and one member after the other."""
    own, group, below, active, new, customers, customers_below = (Counter[str]() for _ in range(7))
    for seller, at, volume in company.sales:
        own[seller] += volume
        for each in (seller, *company.above(seller, at)):
            group[each] += volume
    for member in company.ids:
        line = [each for each in company.above(member) if each not in company.customers]
        if member in company.customers:
            customers.update(line[:1])
            customers_below.update(line)
            continue
        below.update(line)
        active.update(line if member in company.active else [])
        new.update(line if member in company.new else [])
    lines = {each: company.above(each) for each in company.ids}
    listed = {
        each: [above for above in lines[each] if above not in company.customers]
        for each in company.ids
    }
    return {
        each: (
            listed[each][0] if listed[each] else "",
            len(listed[each]),
            below[each],
            own[each],
            group[each],
            customers[each],
            customers_below[each],
            active[each],
            new[each],
        )
        for each in company.ids
        if each not in company.customers
    }


def a_random_company(seed: int) -> Company:
    chance = Random(seed)  # noqa: S311 - no secret
    names = [f"m{number:02}" for number in range(chance.randrange(1, 25))]
    company = Company({each: {0: ""} for each in names})
    for number, name in enumerate(names[1:], start=1):
        company.sponsors[name] = {number: chance.choice([*names[:number], ""])}
    for _ in range(chance.randrange(12)):
        member, sponsor = chance.choice(names), chance.choice([*names, ""])
        at = chance.randrange(30, 100)
        if not _is_loop(company, member, sponsor):
            company.sponsors[member][at] = sponsor
    company.sales = [
        (chance.choice(names), chance.randrange(-10, 110), chance.randrange(-500, 5_000))
        for _ in range(chance.randrange(40))
    ]
    company.customers, company.active, company.new = (
        {each for each in names if chance.random() < share} for share in (0.2, 0.6, 0.3)
    )
    return company


def _is_loop(company: Company, member: str, sponsor: str) -> bool:
    """At whatever time: whoever ever stood above the sponsor is not put below them."""
    ahead, seen = [sponsor], set()
    while ahead:
        each = ahead.pop()
        if each and each not in seen:
            seen.add(each)
            ahead += company.sponsors[each].values()
    return member in seen


@pytest.mark.parametrize("seed", SEEDS)
def test_a_team_is_what_a_walk_up_from_every_sale_comes_to(seed: int) -> None:
    company = a_random_company(seed)

    assert told(company) == walked(company)


def test_what_was_sold_before_a_move_stays_with_who_stood_above() -> None:
    """Adopted in March, only March's sale counts there."""
    company = Company(
        {"ann": {0: ""}, "bob": {0: ""}, "dan": {0: "ann", 30: "bob"}},
        sales=[("dan", 20, 1_000), ("dan", 30, 200)],
    )

    found = told(company)

    assert (found["ann"][4], found["bob"][4], found["dan"][4]) == (1_000, 200, 1_200)
    assert (found["ann"][2], found["bob"][2]) == (0, 1)


def test_a_team_is_the_rows_behind_its_head_the_largest_leg_first() -> None:
    company = Company(
        {"ann": {0: ""}, "bob": {0: "ann"}, "cat": {0: "ann"}, "dan": {0: "cat"}},
        sales=[("bob", 1, 100), ("dan", 1, 150)],
    )

    rows = company.rows()

    assert [company.ids[each] for each in rows.who] == ["ann", "cat", "dan", "bob"]
    assert rows.size.tolist() == [4, 2, 1, 1]


def test_a_customer_is_counted_and_has_no_row() -> None:
    company = Company(
        {"ann": {0: ""}, "shopper": {0: "ann"}, "dan": {0: "shopper"}, "eve": {0: "dan"}},
        customers={"shopper"},
    )

    found = told(company)

    assert found.keys() == {"ann", "dan", "eve"}
    assert (found["dan"][0], found["ann"][5], found["ann"][6]) == ("ann", 1, 1)


def test_a_company_of_nobody_has_no_rows() -> None:
    assert told(Company({})) == {}


def test_a_tree_that_runs_in_a_circle_is_refused() -> None:
    with pytest.raises(StandsAboveItself):
        Company({"ann": {0: "bob"}, "bob": {0: "ann"}}).rows()
