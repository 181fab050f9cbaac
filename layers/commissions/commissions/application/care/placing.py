"""Seats in placement trees: who gets which, by choice or by spillover, from which moment on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from commissions.domain.people.genealogy import UnknownMember, position_at
from commissions.domain.people.placement import (
    NO_SEAT,
    TOP_SEAT,
    NoSeatInTree,
    Placement,
    SeatTaken,
    SponsorHasNoSeat,
    TreeSeat,
    check_not_past,
    last_seat,
    seat_at,
)
from commissions.domain.people.placement_rules import (
    POWER_LEG,
    PlacementRules,
    placement_rules,
)
from commissions.domain.people.placement_tree import Relocation
from commissions.domain.people.spillover import Below, choose_seat, wished_seat
from commissions.domain.plans import Plan, UnknownPlan
from commissions.domain.plans.period_starts import next_period_start
from commissions.tables import genealogy, holding_tank, placements, plans, stores, versioned

TRIES = 25
"""Of many who are placed at once each try lets at least one through, and those who met wait for up
to a second: 50 are through by then."""


class SeatsContended(RuntimeError):
    """Others took the seats that were found, one after the other."""

    def __init__(self, member: str, tree: str) -> None:
        super().__init__(
            f"others were quicker {TRIES} times while {member} was placed in {tree}: place again"
        )


class WhichPlan(ValueError):
    """Several plans, or none, are those of the stores."""

    def __init__(self, known: Sequence[str]) -> None:
        there = f"the stores work by {', '.join(known)}" if known else "no store is loaded"
        super().__init__(f"{there}: say whose tree it is, with --plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRequest:
    """A seat that somebody is to get."""

    member: str
    since: datetime
    parent: str = ""
    """Under whom; empty: below the sponsor, by spillover."""
    side: str = ""
    exact: bool = False
    """This seat or none. Otherwise, where it is taken, the next one below by spillover."""


@dataclass(frozen=True, slots=True)
class TreeView:
    """What choosing a seat asks of a tree: of the table, or of a tree in memory."""

    below: Below
    standing: Callable[[str], Sequence[Placement]]
    power_leg: Callable[[str], str]


def plan_of_stores(plan_id: str, at: datetime) -> Plan:
    """The plan in force; without an id that of all stores. Raises WhichPlan, UnknownPlan."""
    known = [plan_id] if plan_id else sorted({store.plan for store in stores.all_stores()})
    if len(known) != 1:
        raise WhichPlan(known)
    if plan := plans.in_force(known[0], at):
        return plan
    raise UnknownPlan(f"no version of {known[0]} is in force at {at:%Y-%m-%d %H:%M}")


def rules_of(plan: Plan, tree: str) -> PlacementRules:
    """Raises NoPlacementTree."""
    return placement_rules(plan.document, tree)


def is_seated(rules: PlacementRules, member: str) -> bool:
    """Whether a member has a seat after all that is known."""
    standing = placements.placements_of(rules.tree, [member]).get(member, ())
    return last_seat(standing) != NO_SEAT


def next_boundary(plan: Plan, rules: PlacementRules, after: datetime) -> datetime:
    """When a move counts if nobody says: from the next period on. Raises NoOneBoundary."""
    return next_period_start(plan.document, rules.tree, after).astimezone(UTC)


def table_view(rules: PlacementRules, since: datetime) -> TreeView:
    return TreeView(
        below=placements.below(rules, since),
        standing=lambda member: placements.placements_of(rules.tree, [member]).get(member, ()),
        power_leg=lambda member: holding_tank.power_leg(rules.tree, member),
    )


def sponsor_of(member: str, at: datetime) -> str:
    """Raises UnknownMember, NotYetAMember."""
    edges = genealogy.edges([member])
    if member not in edges:
        raise UnknownMember(member)
    return position_at(member, edges[member], at).sponsor


def chosen_seat(
    rules: PlacementRules, request: PlacementRequest, sponsor: str, view: TreeView
) -> TreeSeat:
    """The seat that a request leads to as the tree stands. Raises Misplaced.

    Nobody is placed past a sponsor who has no seat: they wait, or a parent is named. Who has no
    sponsor gets the top seat, which there is once.
    """
    if not (start := request.parent or sponsor):
        return TOP_SEAT
    if seat_at(view.standing(start), request.since) == NO_SEAT:
        if request.parent:
            raise NoSeatInTree(start, rules.tree, request.since)
        raise SponsorHasNoSeat(request.member, sponsor, rules.tree, request.since)
    if request.parent:
        try:
            return wished_seat(rules, start, view.below, side=request.side)
        except SeatTaken:
            if request.exact:
                raise
    side = request.side
    if rules.spillover == POWER_LEG and not side:
        side = view.power_leg(start)
    return choose_seat(rules, start, view.below, side=side)


def choose_power_leg(rules: PlacementRules, member: str, side: str, *, apply: bool) -> None:
    """To which leg a member has new ones go from now on. Raises UnknownSide, NoSeatInTree."""
    rules.check_seat(TreeSeat(member, side))
    if not is_seated(rules, member):
        raise NoSeatInTree(member, rules.tree, datetime.now(UTC))
    if apply:
        holding_tank.choose_power_leg(rules, member, side)


def place(rules: PlacementRules, request: PlacementRequest, *, apply: bool) -> TreeSeat:
    """Gives a member a seat: the one that is wished for, or the next one that nobody else took.

    All that could refuse it is looked at without `apply` too.
    Raises Misplaced, NoLine; SeatsContended where others were quicker time and again.
    """
    sponsor = sponsor_of(request.member, request.since)
    try:
        return _placed(rules, request, sponsor, apply=apply)
    except versioned.VersionConflict as error:
        raise SeatsContended(request.member, rules.tree) from error


@versioned.retry_up_to(TRIES)
def _placed(
    rules: PlacementRules, request: PlacementRequest, sponsor: str, *, apply: bool
) -> TreeSeat:
    seat = chosen_seat(rules, request, sponsor, table_view(rules, request.since))
    try:
        placements.place(rules, request.member, seat, request.since, sponsor=sponsor, write=apply)
    except SeatTaken as error:
        if request.exact:
            raise
        if seat == TOP_SEAT:
            raise SponsorHasNoSeat(request.member, "", rules.tree, request.since) from error
        raise versioned.VersionConflict("the seat was taken meanwhile") from error
    return seat


@versioned.retry_on_conflict
def move(
    rules: PlacementRules, request: PlacementRequest, asked_at: datetime, *, apply: bool
) -> TreeSeat:
    """Moves a member, with all below, to the seat that is asked for. Raises Misplaced."""
    since, look = request.since, placements.below(rules, request.since)
    seat = wished_seat(rules, request.parent, look, side=request.side)
    placements.move(rules, request.member, seat, since, asked_at=asked_at, write=apply)
    return seat


@versioned.retry_on_conflict
def leave(
    rules: PlacementRules, member: str, since: datetime, asked_at: datetime, *, apply: bool
) -> tuple[Relocation, ...]:
    """Takes a member out of a tree and has the earliest below move up. Raises Misplaced."""
    check_not_past(member, rules.tree, since, asked_at)
    steps = placements.promotion_of(rules, member, since)
    placements.relocate(rules, steps, since, write=apply)
    return steps
