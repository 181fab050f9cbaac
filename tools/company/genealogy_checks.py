"""Whether the people of a file fit into the tree, and what has to be written to put them there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.company_files.problems import Problem
from commissions.domain.people.genealogy import (
    Edge,
    Misplaced,
    NoLine,
    SponsorLoop,
    ancestry,
    check_sponsor,
    climb,
    new_parts,
    sponsored_until,
    with_edge,
)
from commissions.domain.people.member import CodeTaken, Member, code_key
from commissions.domain.registration import Registration
from commissions.tables import genealogy, members
from tools.company.distributors import MemberStatus, Person
from tools.company.registrations import FOR_PREVIEWS, REGISTERED_AT, Loading

Tree = dict[str, tuple[Edge, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One edge that is to be written."""

    stated: MemberStatus
    edge: Edge
    is_first: bool
    """It gives somebody new their place."""

    @property
    def member(self) -> str:
        return self.stated.member.member_id


@dataclass(frozen=True, slots=True)
class People:
    """What is new in a file, in the order in which it can be written."""

    places: tuple[tuple[Step, ...], ...] = ()
    """New members, one generation after the other."""
    changes: tuple[Step, ...] = ()
    members: tuple[tuple[Member, Registration], ...] = ()
    """Each with how their code is registered."""


def check(people: Sequence[Person], loading: Loading, problems: list[Problem]) -> People:
    """What is new; whatever does not fit is added to the problems."""
    sponsors = {each.sponsor for person in people for each in person.statuses} - {""}
    tree: Tree = genealogy.edges(sponsors | {person.member.member_id for person in people})
    steps = [step for person in people for step in _steps(person, tree, loading.now, problems)]
    problems += [problem for step in steps for problem in _misfits(step, tree)]
    records = tuple(_members(people, loading, problems))
    if problems:
        return People()
    depths = {id(step): len(climb(step.member, step.edge.since, tree).line) for step in steps}
    first = [step for step in steps if step.is_first]
    generations = sorted({depths[id(step)] for step in first})
    return People(
        places=tuple(
            tuple(step for step in first if depths[id(step)] == depth) for depth in generations
        ),
        # Who will stand higher moves first: so no move closes a loop that the next would open.
        changes=tuple(
            sorted(
                (step for step in steps if not step.is_first),
                key=lambda step: (step.edge.since, depths[id(step)]),
            )
        ),
        members=records,
    )


def _steps(person: Person, tree: Tree, now: datetime, problems: list[Problem]) -> Iterator[Step]:
    """A person's edges that are new; the tree grows by them."""
    member = person.member.member_id
    for stated, edge in person.edges(now, is_new=member not in tree):
        if member not in tree:
            tree[member] = (edge,)
            yield Step(stated, edge, is_first=True)
            continue
        try:
            new = new_parts(member, tree[member], edge)
        except (Misplaced, NoLine) as error:
            problems.append(stated.row.problem("effective_from", error))
            continue
        if new.parts:
            tree[member] = with_edge(tree[member], new)
            yield Step(stated, new, is_first=False)


def _misfits(step: Step, tree: Tree) -> Iterator[Problem]:
    """Why a step leads to no place that can be had, in the tree with all of the file in it."""
    sponsor, since = step.edge.sponsor, step.edge.since
    if not sponsor:
        return
    try:
        check_sponsor(step.member, sponsor, since, tree)
        until = sponsored_until(tree[step.member], since)
        if step.member in _above(sponsor, since, until, tree):
            raise SponsorLoop(step.member, sponsor)
    except Misplaced as error:
        yield step.stated.row.problem("sponsor_id", error)


def _above(sponsor: str, since: datetime, until: datetime, tree: Tree) -> frozenset[str]:
    while missing := (found := ancestry(sponsor, since, until, tree)).missing:
        read = genealogy.edges(missing)
        if not read:
            break  # a sponsor in another row whom nobody knows: told there
        tree |= read
    return found.members


def _members(
    people: Sequence[Person], loading: Loading, problems: list[Problem]
) -> Iterator[tuple[Member, Registration]]:
    """The records that are new or changed."""
    codes = {code for person in people if (code := code_key(person.member.referral_code))}
    owners = members.members_by_code(codes)
    standing = members.stated(person.member.member_id for person in people)
    for person in people:
        member, stands = person.member, standing.get(person.member.member_id)
        owner = owners.get(code_key(member.referral_code), "")
        if person.code_times.registered_at:
            problems.append(person.row.problem(REGISTERED_AT, FOR_PREVIEWS))
        if owner not in ("", member.member_id) and person.code_times.since is None:
            taken = CodeTaken(member.referral_code, owner)
            handed = f"{taken}; say with code_since from when on it is {member.member_id}'s"
            problems.append(person.row.problem("referral_code", handed))
        if stands and stands.created_at != member.created_at:
            stays = f"stands at {stands.created_at:%Y-%m-%d %H:%M}, and a first day stays"
            problems.append(person.row.problem("created_at", stays))
        if stands != member or (member.referral_code and owner != member.member_id):
            yield member, loading.of_code(member.member_id, person.code_times)
