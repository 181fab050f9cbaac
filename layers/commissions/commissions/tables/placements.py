"""The placements table: one item a seat, so that a seat is taken by a condition, by one alone.

A member's placements and the seats below them lie under one key. Whoever takes a seat writes its
item, which must not be there yet or stand as it was read, and their own placements in the same
transaction; so of many who want one seat one gets it, and no member sits twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commissions.domain.people.placement import (
    NO_SEAT,
    Placement,
    TreeSeat,
    ancestors,
    last_seat,
)
from commissions.domain.people.placement_rules import PlacementRules
from commissions.domain.people.placement_tree import PlacementTree, Relocation
from commissions.domain.people.promotion import promotion
from commissions.domain.people.spillover import Below, Children
from commissions.tables import items, versioned
from commissions.tables.placement_items import (
    ACTIONS_MAX,
    MOVES,
    PLACEMENTS,
    TABLE,
    Key,
    TooManyAtOnce,
    as_key,
    member_item,
    of_member,
    of_seat,
    read_holders,
    read_path,
    read_placements,
    seat_item,
    waiting_key,
)


@dataclass(slots=True)
class _KnownTree:
    """What was read of a tree, and the version of each item that was."""

    tree: PlacementTree
    versions: dict[Key, int] = field(default_factory=dict)
    paths: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.tree.rules.tree

    def read(self, members: Iterable[str] = (), seats: Iterable[TreeSeat] = ()) -> None:
        """Reads what has not been read yet."""
        wanted = {of_member(self.id, member) for member in members if member}
        wanted |= {of_seat(self.id, seat) for seat in seats if seat != NO_SEAT}
        new = wanted - self.versions.keys()
        self.versions |= dict.fromkeys(new, 0)
        for item in versioned.get_all(TABLE, [as_key(key) for key in sorted(new)]):
            self.versions[item["place"], item["part"]] = item["version"]
            if item["part"] == PLACEMENTS:
                self.tree.placements[item["member_id"]] = read_placements(item)
                self.paths[item["member_id"]] = read_path(item)
            else:
                self.tree.holders[TreeSeat(item["parent"], item["side"])] = read_holders(item)

    def read_above(self, parent: str, since: datetime) -> None:
        """Everybody above a seat under this parent, from a moment on."""
        placements = self.tree.placements
        while missing := ancestors(parent, since, placements).missing - self._nobody():
            self.read(missing)

    def path(self, member: str) -> tuple[str, ...]:
        parent = last_seat(self.tree.placements[member]).parent
        return (parent, *self.paths.get(parent, ())) if parent else ()

    def _nobody(self) -> set[str]:
        """Who was looked for and has never been in the tree."""
        asked = {place.partition("/")[2] for place, part in self.versions if part == PLACEMENTS}
        return asked - self.tree.placements.keys()


def below(rules: PlacementRules, since: datetime) -> Below:
    """The seats below members as somebody finds them who wants one from a moment on.

    One round trip for every 100 seats that are looked at.
    """

    def asked(members: Sequence[str]) -> Mapping[str, Children]:
        known = _KnownTree(PlacementTree(rules))
        known.read(seats=[TreeSeat(member, side) for member in members for side in rules.sides])
        return known.tree.below(since)(members)

    return asked


def placements_of(tree: str, member_ids: Iterable[str]) -> dict[str, tuple[Placement, ...]]:
    """The placements of those of them who were ever in the tree."""
    keys = [as_key(of_member(tree, member)) for member in member_ids]
    return {item["member_id"]: read_placements(item) for item in versioned.get_all(TABLE, keys)}


def all_placements(tree: str) -> dict[str, tuple[Placement, ...]]:
    """Everybody's placements in a tree; reads the whole table."""
    found = items.scan(
        TABLE,
        FilterExpression="#tree = :tree AND part = :part",
        ExpressionAttributeNames={"#tree": "tree"},
        ExpressionAttributeValues=items.marshal({":tree": tree, ":part": PLACEMENTS}),
        ConsistentRead=True,
    )
    return {item["member_id"]: read_placements(item) for item in found}


def place(  # noqa: PLR0913 - what a seat is, and what is known of who gets it
    rules: PlacementRules,
    member: str,
    seat: TreeSeat,
    since: datetime,
    *,
    sponsor: str = "",
    write: bool = True,
) -> None:
    """Gives a seat to somebody who has none, and takes them out of the holding tank.

    Nobody stands below somebody new, so no loop can come of it. Without `write` it is only looked
    at whether that can be done; `move` and `relocate` alike.
    Raises Misplaced; VersionConflict where somebody else was quicker.
    """
    known = _KnownTree(PlacementTree(rules))
    known.read([member, seat.parent], [seat])
    if rules.depth and sponsor:
        known.read_above(seat.parent, since)
    before = known.tree.copied()
    known.tree.place(member, seat, since, sponsor=sponsor)
    out = {"Delete": {"TableName": TABLE, "Key": items.marshal(waiting_key(rules.tree, member))}}
    _commit(_actions(known, before, [seat.parent], [out]), known, member, write=write)


def move(  # noqa: PLR0913 - what a seat is, and when it is asked for
    rules: PlacementRules,
    member: str,
    seat: TreeSeat,
    since: datetime,
    *,
    asked_at: datetime,
    write: bool = True,
) -> None:
    """Gives another seat to somebody who has one; whoever stands below comes along.

    Raises Misplaced; VersionConflict where somebody else was quicker.
    """
    moves = _moves(rules.tree)
    known = _KnownTree(PlacementTree(rules))
    known.read([member, seat.parent])
    known.read(seats=[seat, last_seat(known.tree.placements.get(member, ()))])
    known.read_above(seat.parent, since)
    before = known.tree.copied()
    known.tree.move(member, seat, since, asked_at=asked_at)
    _commit(_actions(known, before, [seat.parent], [moves]), known, member, write=write)


def promotion_of(rules: PlacementRules, member: str, since: datetime) -> tuple[Relocation, ...]:
    """What has to be done so that a member leaves the tree. Raises Misplaced."""
    standing = placements_of(rules.tree, [member]).get(member, ())
    look = below(rules, since)
    children = [child for child in look([member])[member].values() if child]
    seated = placements_of(rules.tree, children)
    held_since = {child: places[-1].since for child, places in seated.items()}
    return promotion(rules, member, standing, look, held_since)


def relocate(
    rules: PlacementRules,
    relocations: Sequence[Relocation],
    since: datetime,
    *,
    write: bool = True,
) -> None:
    """Seats change hands from one moment on, all together, whatever the window says.

    Raises Misplaced; VersionConflict where somebody else was quicker.
    """
    moves = _moves(rules.tree)
    known = _KnownTree(PlacementTree(rules))
    known.read({each.member for each in relocations} | {each.seat.parent for each in relocations})
    left = {last_seat(places) for places in known.tree.placements.values()}
    gone = [each.member for each in relocations if each.seat == NO_SEAT]
    deserted = [TreeSeat(member, side) for member in gone for side in rules.sides]
    known.read(seats={each.seat for each in relocations} | left | set(deserted))
    for each in relocations:
        known.read_above(each.seat.parent, since)
    before = known.tree.copied()
    known.tree.relocate(relocations, since)
    # Empty seats below who leaves have to stay so: whoever took one would stand under nobody.
    same = [seat for seat in deserted if known.tree.holders.get(seat) == before.holders.get(seat)]
    guards = [_still(known, of_seat(rules.tree, seat)) for seat in same]
    parents = [each.seat.parent for each in relocations]
    actions = _actions(known, before, parents, [moves, *guards])
    _commit(actions, known, relocations[0].member, write=write)


def _commit(actions: Sequence[Any], known: _KnownTree, member: str, *, write: bool) -> None:
    if len(actions) > ACTIONS_MAX:
        raise TooManyAtOnce(member, known.id, len(actions))
    if write:
        versioned.write_all_or_none(actions)


def _actions(
    known: _KnownTree, before: PlacementTree, parents: Iterable[str], others: Iterable[Any]
) -> list[Any]:
    """All that has changed, and the checks that what it was decided by still stands."""
    tree = known.tree
    new = [
        member_item(known.id, each, placements, known.path(each))
        for each, placements in tree.placements.items()
        if placements != before.placements.get(each)
    ]
    changed = {item["member_id"] for item in new}
    new += [
        seat_item(known.id, seat, holders)
        for seat, holders in tree.holders.items()
        if holders != before.holders.get(seat)
    ]
    puts = [
        versioned.versioned_put(TABLE, item, after=known.versions[item["place"], item["part"]])
        for item in new
    ]
    checks = [
        _still(known, of_member(known.id, parent))
        for parent in sorted(set(parents) - changed - {""})
    ]
    return [*({"Put": put} for put in puts), *checks, *others]


def _still(known: _KnownTree, key: Key) -> Any:
    return versioned.still(TABLE, as_key(key), version=known.versions[key])


def _moves(tree: str) -> Any:
    """The write that all moves of a tree share, after the one that was last."""
    key = as_key((f"{tree}//{MOVES}", MOVES))
    after = (items.get(TABLE, key) or {}).get("version", 0)
    return {"Put": versioned.versioned_put(TABLE, key, after=after)}
