"""`place` and `tank`: seats in a plan's placement trees, by choice and by spillover."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import REFUSED, Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.care.holding import TankPlacement
    from commissions.domain.people.holding_tank import WaitingMember
    from commissions.domain.people.placement_rules import PlacementRules
    from commissions.domain.people.placement_tree import Relocation
    from commissions.domain.plans import Plan

DRY = "Nothing was written: --apply does it."
Tree = Annotated[str, typer.Option("--tree", help="The placement tree, by its id in the plan.")]
PlanId = Annotated[str, typer.Option("--plan", help="The plan; if empty, that of the stores.")]
Under = Annotated[str, typer.Option(help="The parent; if empty, spillover below the sponsor.")]
Side = Annotated[str, typer.Option(help="L or R; in a matrix a slot, from 1.")]
From = Annotated[
    str, typer.Option(help="From when on it counts; a move: from the next period, if empty.")
]
Leave = Annotated[
    bool, typer.Option("--leave", help="Out of the tree; the earliest below moves up.")
]
Wait = Annotated[
    bool, typer.Option("--wait", help="Into the holding tank, with --under and --side a wish.")
]
PowerLeg = Annotated[
    str, typer.Option("--power-leg", help="To this side of the member new ones go from now on.")
]
Apply = Annotated[bool, typer.Option("--apply", help="Do it; without it nothing is written.")]


def place(  # noqa: PLR0913, PLR0917 - an option is a parameter
    member: Annotated[str, typer.Argument(help="The distributor's id.")],
    tree: Tree,
    under: Under = "",
    side: Side = "",
    at: From = "",
    leave: Leave = False,
    wait: Wait = False,
    power_leg: PowerLeg = "",
    plan: PlanId = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Gives a member a seat, or moves one who has a seat with all below; says what it would do,
    and does nothing without --apply."""
    moment = _moment(at)
    if leave and (wait or under or side or power_leg):
        raise Misused("--leave goes alone: who leaves a tree gets no seat.")
    select_stack(stack)
    now = datetime.now(UTC)
    found, rules = _plan_and_rules(plan, tree, now)
    if power_leg:
        _choose(rules, member, power_leg, apply, as_json)
        return
    if wait:
        _respond_waiting(_held(rules, member, moment or now, under, side, apply), apply, as_json)
        return
    asked = _Asked(
        member=member, under=under, side=side, at=moment, now=now, leave=leave, apply=apply
    )
    what, since, steps = _done(found, rules, asked)
    shown = [{"member": each.member, **_seat(each)} for each in steps]
    answer = {"what": what, "tree": tree, "since": since, "seats": shown, "applied": apply}
    lines = [Text(f"{each.member}: {each.seat}") for each in steps]
    head = Text(f"{what} in {tree} from {since:%Y-%m-%d %H:%M} UTC on", "bold")
    output.respond(as_json, answer, head, *map(output.indented, lines), _end(apply))


def tank(  # noqa: PLR0913, PLR0917 - an option is a parameter
    tree: Tree,
    as_of: Annotated[str, typer.Option(help="Whose wait is over by then; if empty, now.")] = "",
    plan: PlanId = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Who waits in the holding tank; with --apply, whose wait is over gets a seat by spillover.

    Exit code 1 where somebody's wait is over and they have to go on waiting.
    """
    moment = _moment(as_of)
    select_stack(stack)
    from commissions.application.care import holding

    now = datetime.now(UTC)
    _, rules = _plan_and_rules(plan, tree, now)
    everybody = holding.who_waits(rules)
    over = list(holding.place_due(rules, moment or now, apply=apply))
    due = {each.waiting.member_id for each in over}
    left = [each for each in everybody if each.member_id not in due]
    answer = {
        "tree": tree,
        "due": [_due_answer(each) for each in over],
        "waiting": [_waiting_answer(each, rules) for each in left],
        "applied": apply,
    }
    output.respond(as_json, answer, _tank_view(over, left, rules), _end(apply))
    if any(each.trouble for each in over):
        raise typer.Exit(REFUSED)


def _plan_and_rules(plan: str, tree: str, now: datetime) -> "tuple[Plan, PlacementRules]":
    from commissions.application.care import placing

    found = placing.plan_of_stores(plan, now)
    return found, placing.rules_of(found, tree)


def _choose(rules: "PlacementRules", member: str, side: str, apply: bool, as_json: bool) -> None:
    from commissions.application.care import placing

    placing.choose_power_leg(rules, member, side, apply=apply)
    answer = {"member": member, "tree": rules.tree, "power_leg": side, "applied": apply}
    line = Text(f"New ones below {member} go to side {side} of {rules.tree}", "bold")
    output.respond(as_json, answer, line, _end(apply))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the options say."""

    member: str
    under: str
    side: str
    at: datetime | None
    now: datetime
    leave: bool
    apply: bool


def _done(
    plan: "Plan", rules: "PlacementRules", asked: _Asked
) -> "tuple[str, datetime, list[Relocation]]":
    """What is done, from when on, and who sits where then."""
    from commissions.application.care import placing
    from commissions.domain.people.placement_tree import Relocation

    seated = placing.is_seated(rules, asked.member)
    boundary = placing.next_boundary if seated or asked.leave else lambda *_: asked.now
    since = asked.at or boundary(plan, rules, asked.now)
    if asked.leave:
        steps = placing.leave(rules, asked.member, since, asked.now, apply=asked.apply)
        return "Leaves", since, list(steps)
    request = placing.PlacementRequest(
        member=asked.member,
        since=since,
        parent=asked.under,
        side=asked.side,
        exact=bool(asked.under),
    )
    if not seated:
        seat = placing.place(rules, request, apply=asked.apply)
        return "Placed", since, [Relocation(asked.member, seat)]
    if not asked.under:
        raise Misused(f"{asked.member} has a seat in {rules.tree}: say under whom, with --under.")
    seat = placing.move(rules, request, asked.now, apply=asked.apply)
    return "Moved, with all below,", since, [Relocation(asked.member, seat)]


def _held(  # noqa: PLR0913, PLR0917 - what the options say
    rules: "PlacementRules", member: str, at: datetime, under: str, side: str, apply: bool
) -> dict[str, Any]:
    from commissions.application.care import holding

    waiting = holding.hold(rules, member, at=at, parent=under, side=side, apply=apply)
    return _waiting_answer(waiting, rules)


def _respond_waiting(answer: dict[str, Any], apply: bool, as_json: bool) -> None:
    until = f"{answer['until']:%Y-%m-%d %H:%M}"
    line = Text(f"{answer['member']} waits in the holding tank until {until} UTC", "bold")
    output.respond(as_json, {**answer, "applied": apply}, line, _end(apply))


def _tank_view(
    over: "list[TankPlacement]", left: "list[WaitingMember]", rules: "PlacementRules"
) -> RenderableType:
    if not over and not left:
        return Text("Nobody waits.", "green")
    grid = output.table("member", "waits until", "becomes")
    for each in over:
        becomes = each.trouble or f"{each.seat}, from {each.since:%Y-%m-%d %H:%M} on"
        until = each.waiting.waits_until(rules.holding_days)
        grid.add_row(each.waiting.member_id, f"{until:%Y-%m-%d %H:%M}", becomes)
    for waiting in left:
        until = waiting.waits_until(rules.holding_days)
        grid.add_row(waiting.member_id, f"{until:%Y-%m-%d %H:%M}", "waits")
    return Group(Text(formats.count(len(over) + len(left), "member"), "bold"), grid)


def _due_answer(each: "TankPlacement") -> dict[str, Any]:
    seat = {"parent": each.seat.parent, "side": each.seat.side}
    return {
        "member": each.waiting.member_id,
        "since": each.since,
        "trouble": each.trouble,
        **({} if each.trouble else seat),
    }


def _waiting_answer(each: "WaitingMember", rules: "PlacementRules") -> dict[str, Any]:
    return {
        "member": each.member_id,
        "sponsor": each.sponsor,
        "since": each.enrolled_at,
        "until": each.waits_until(rules.holding_days),
        "wished_parent": each.parent,
        "wished_side": each.side,
    }


def _seat(each: "Relocation") -> dict[str, str]:
    return {"parent": each.seat.parent, "side": each.seat.side}


def _end(apply: bool) -> Text:
    return Text("Done." if apply else DRY, "green" if apply else "cyan")


def _moment(text: str) -> datetime | None:
    """A day is its midnight UTC; a moment carries its zone."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment and moment.tzinfo is None and "T" not in text:
        return moment.replace(tzinfo=UTC)
    if moment and moment.tzinfo:
        return moment.astimezone(UTC)
    raise Misused(f"{text!r} is no moment: write it like 2026-12-01, or 2026-12-01T09:00:00+01:00.")
