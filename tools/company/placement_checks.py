"""Whether the seats of a file can be had, what has to be written, and who waits for a seat."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from commissions.application.company_files.problems import Problem
from commissions.domain.people.genealogy import Misplaced, UnknownMember
from commissions.domain.people.holding_tank import WaitingMember
from commissions.domain.people.placement import NO_SEAT, Placement, PlacementLoop, last_seat
from commissions.domain.people.placement_rules import (
    BINARY,
    MATRIX,
    PlacementRules,
    placement_rules,
)
from commissions.domain.people.placement_tree import PlacementTree, Relocation
from commissions.domain.people.upline import PARTICIPANT
from commissions.domain.plans import Plan
from commissions.tables import genealogy, placements, plans, stores
from tools.company.folder import Company
from tools.company.genealogy_checks import People
from tools.company.placements import StatedSeat


@dataclass(frozen=True, slots=True)
class NewSeat:
    """One seat that is to be written, after those before it."""

    rules: PlacementRules
    stated: StatedSeat
    is_move: bool


@dataclass(frozen=True, slots=True)
class Seating:
    """What is new of placement trees."""

    seats: tuple[NewSeat, ...] = ()
    waiting: tuple[tuple[str, WaitingMember], ...] = ()
    """New distributors whom no row gives a seat, by tree."""


def check(company: Company, people: People, now: datetime, problems: list[Problem]) -> Seating:
    """What is new; whatever does not fit is added to the problems."""
    rules = _rules(company, now)
    known = {person.member.member_id for person in company.people}
    known |= genealogy.edges({each.member for each in company.placements} - known).keys()
    for each in company.placements:
        if each.tree not in rules:
            there = f"the plan has {', '.join(sorted(rules)) or 'no binary and no matrix'}"
            problems.append(each.row.problem("tree", f"{each.tree} is no placement tree: {there}"))
        if each.member not in known:
            problems.append(each.row.problem("distributor_id", UnknownMember(each.member)))
    seats: list[NewSeat] = []
    waiting: list[tuple[str, WaitingMember]] = []
    for tree, of_tree in rules.items():
        stated = [each for each in company.placements if each.tree == tree]
        seats += _new_seats(of_tree, stated, problems)
        placed = {each.member for each in stated}
        waiting += ((tree, each) for each in _new_people(company, people, placed))
    return Seating(tuple(seats), tuple(waiting))


def _rules(company: Company, now: datetime) -> dict[str, PlacementRules]:
    """Of the plan in the folder; without one, of those by which the stores work."""
    found: list[Plan | None] = [company.plan.plan] if company.plan else []
    if not found:
        found = [plans.in_force(plan, now) for plan in {each.plan for each in stores.all_stores()}]
    return {
        tree["id"]: placement_rules(plan.document, tree["id"])
        for plan in found
        if plan
        for tree in plan.document["trees"]
        if tree["kind"] in (BINARY, MATRIX)
    }


def _new_seats(
    rules: PlacementRules, stated: Sequence[StatedSeat], problems: list[Problem]
) -> Iterator[NewSeat]:
    """The seats that are not had yet, in the order in which they can be taken."""
    if not stated:
        return
    tree = PlacementTree.of(rules, placements.all_placements(rules.tree))
    new = [each for each in stated if not _stands(each, tree)]
    new.sort(key=lambda each: each.since)
    for _, group in groupby(new, key=lambda each: each.since):
        for each in _parents_first(list(group), problems):
            is_move = last_seat(tree.placements.get(each.member, ())) != NO_SEAT
            try:
                if is_move:
                    tree.relocate([Relocation(each.member, each.seat)], each.since)
                else:
                    tree.place(each.member, each.seat, each.since)
            except Misplaced as error:
                problems.append(each.row.problem("parent", error))
            else:
                yield NewSeat(rules, each, is_move)


def _stands(stated: StatedSeat, tree: PlacementTree) -> bool:
    return Placement(stated.since, stated.seat) in tree.placements.get(stated.member, ())


def _parents_first(stated: Sequence[StatedSeat], problems: list[Problem]) -> Iterator[StatedSeat]:
    """Those of one moment, each after the one it comes under."""
    members = {each.member for each in stated}
    below: dict[str, list[StatedSeat]] = defaultdict(list)
    for each in stated:
        below[each.seat.parent if each.seat.parent in members else ""].append(each)
    ahead = list(reversed(below[""]))
    told = 0
    while ahead:
        each = ahead.pop()
        told += 1
        yield each
        ahead += reversed(below.pop(each.member, []))
    if told < len(stated):
        left = (each for parent, group in below.items() if parent for each in group)
        problems += [
            each.row.problem("parent", PlacementLoop(each.member, each.seat.parent, each.tree))
            for each in left
        ]


def _new_people(company: Company, people: People, placed: set[str]) -> Iterator[WaitingMember]:
    """New distributors without a seat of their own in the file; customers get none."""
    kinds = {person.member.member_id: person.member.kind for person in company.people}
    for generation in people.places:
        for step in generation:
            if kinds[step.member] == PARTICIPANT and step.member not in placed:
                yield WaitingMember(
                    member_id=step.member,
                    sponsor=step.edge.sponsor or "",
                    enrolled_at=step.edge.since,
                )
