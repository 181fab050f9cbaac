"""Members, seats and opening legs of a facts document, and whether they fit together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from commissions.application.simulation.company_facts import (
    BEFORE_EVERYTHING,
    ToldLegs,
    ToldMember,
)
from commissions.application.simulation.facts_document import (
    FactsDocument,
    LegsWords,
    MemberChange,
    MemberWords,
)
from commissions.application.simulation.reading import Reading, hundredths
from commissions.domain.people.genealogy import Edge, SponsorLoop, climb
from commissions.domain.people.upline import PARTICIPANT

People = Mapping[str, ToldMember]


def read_members(words: FactsDocument, reading: Reading) -> dict[str, ToldMember]:
    """By id, in the order in which they enrolled."""
    places: dict[str, int] = {}
    for place, each in enumerate(words.members):
        if each.id in places:
            first = f"members[{places[each.id]}]"
            reading.refuse(f"members[{place}].id", f"{each.id!r} is {first} already: leave one")
        places.setdefault(each.id, place)
    told = [_member(place, words.members[place], reading) for place in places.values()]
    told.sort(key=lambda each: (each.enrolled_at, each.member_id))
    people = {each.member_id: each for each in told}
    for name, place in places.items():
        _check_named(f"members[{place}]", people[name], words.members[place], people, reading)
    if not reading.problems:
        _check_circles(people, places, reading)
    stated = {each.id: each.number for each in words.members}
    return _numbered(people, stated)


def _member(place: int, told: MemberWords, reading: Reading) -> ToldMember:
    return ToldMember(
        member_id=told.id,
        enrolled_at=reading.moment(told.enrolled) if told.enrolled else BEFORE_EVERYTHING,
        edges=tuple(_edges(f"members[{place}]", told, reading)),
        kind=told.kind,
        owner=told.owner,
        title=told.title,
        periods_below=told.periods_below,
        periods_missed=told.periods_missed,
    )


def _edges(path: str, told: MemberWords, reading: Reading) -> Iterator[Edge]:
    yield Edge(BEFORE_EVERYTHING, told.sponsor, told.status, told.rank)
    changes = [(reading.moment(each.at), each) for each in told.changes]
    for place, (at, each) in enumerate(changes):
        where = f"{path}.changes[{place}]"
        if (each.sponsor, each.status, each.rank) == (None, None, None):
            reading.refuse(where, "changes nothing: state a sponsor, a status or a rank")
        if place and at < changes[place - 1][0]:
            reading.refuse(f"{where}.at", "is before the change above it: sort them by time")
        if at <= BEFORE_EVERYTHING:
            reading.refuse(f"{where}.at", "is before everything: state it without a change")
        for other, one in changes[:place]:
            if other == at and (part := _both(one, each)):
                reading.refuse(f"{where}.{part}", f"another change of {each.at} says another one")
        yield Edge(at, each.sponsor, each.status, each.rank)


def _both(one: MemberChange, other: MemberChange) -> str:
    """The part that both changes say, and not alike."""
    for part in ("sponsor", "status", "rank"):
        values = getattr(one, part), getattr(other, part)
        if None not in values and values[0] != values[1]:
            return part
    return ""


def _check_named(
    path: str, member: ToldMember, told: MemberWords, people: People, reading: Reading
) -> None:
    if member.owner and member.owner not in people:
        reading.unknown(f"{path}.owner", "member", member.owner, people)
    for number, edge in enumerate(member.edges):
        where = f"{path}.changes[{number - 1}].sponsor" if number else f"{path}.sponsor"
        if not edge.sponsor:
            continue
        if edge.sponsor == member.member_id:
            reading.refuse(where, f"{edge.sponsor} cannot sponsor themselves")
        elif edge.sponsor not in people:
            reading.unknown(where, "member", edge.sponsor, people)
        elif people[edge.sponsor].enrolled_at > max(edge.since, member.enrolled_at):
            since = f"{people[edge.sponsor].enrolled_at:%Y-%m-%d %H:%M} UTC"
            own = "" if told.enrolled else f": say when {told.id} enrolled too"
            reading.refuse(where, f"{edge.sponsor} is a member only from {since} on{own}")


def _check_circles(people: People, places: Mapping[str, int], reading: Reading) -> None:
    """Whether anybody stands above themselves, at first or after any change of a sponsor."""
    known = {name: each.edges for name, each in people.items()}
    above = {name: edges[0].sponsor or "" for name, edges in known.items()}
    if circle := circle_in(above):
        line = " under ".join([*circle, circle[0]])
        why = f"{line}: give one of them another sponsor"
        reading.refuse(f"members[{places[circle[0]]}].sponsor", why)
        return
    moves = [
        (edge.since, name)
        for name, edges in known.items()
        for edge in edges[1:]
        if edge.sponsor is not None
    ]
    for since, name in sorted(moves):
        try:
            climb(name, since, known)
        except SponsorLoop as loop:
            reading.refuse(f"members[{places[name]}].changes", f"at {since:%Y-%m-%d}: {loop}")
            return


def circle_in(above: Mapping[str, str]) -> list[str]:
    """Some who stand above themselves, each under the next; nobody where there is no circle."""
    done: set[str] = set()
    for name in above:
        line: dict[str, None] = {}
        step = name
        while step and step not in done:
            if step in line:
                names = list(line)
                return names[names.index(step) :]
            line[step] = None
            step = above.get(step, "")
        done.update(line)
    return []


def _numbered(people: People, stated: Mapping[str, int | None]) -> dict[str, ToldMember]:
    """Everybody with how manyeth distributor of their first sponsor they are."""
    recruits = Counter[str]()
    found = {}
    for name, each in people.items():
        sponsor = each.edges[0].sponsor or ""
        recruits[sponsor] += each.kind == PARTICIPANT
        counted = recruits[sponsor] if each.kind == PARTICIPANT and sponsor else 0
        found[name] = replace(each, enrolled_number=stated[name] or counted)
    return found


def read_legs(words: FactsDocument, people: People, reading: Reading) -> tuple[ToldLegs, ...]:
    found: dict[tuple[str, str], ToldLegs] = {}
    for place, each in enumerate(words.legs):
        path = f"legs[{place}]"
        if each.member not in people:
            reading.unknown(f"{path}.member", "member", each.member, people)
        if (each.tree, each.member) in found:
            reading.refuse(path, f"{each.member} in {each.tree} is told twice: leave one")
        found[each.tree, each.member] = _legs(each, reading)
    return tuple(sorted(found.values(), key=lambda each: (each.tree, each.member)))


def _legs(told: LegsWords, reading: Reading) -> ToldLegs:
    return ToldLegs(
        tree=told.tree,
        member=told.member,
        left=hundredths(told.left),
        right=hundredths(told.right),
        at=reading.moment(told.at) if told.at else None,
        first_pair_paid=told.first_pair_paid,
        periods_unqualified=told.periods_unqualified,
    )


def grouped[K, V](pairs: Iterable[tuple[K, V]]) -> dict[K, Sequence[V]]:
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def enrolled_later(member: ToldMember, at: datetime) -> str:
    """Why somebody cannot do anything yet at a moment; empty where they can."""
    if at >= member.enrolled_at:
        return ""
    return f"{member.member_id} is a member only from {member.enrolled_at:%Y-%m-%d %H:%M} UTC on"
