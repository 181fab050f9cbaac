"""`team`: who stands below a member and what they sold, and having that made anew."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import Misused, Refused
from tools.cli.members import MONTH
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.domain.people.team import ShownTeam, TeamRow, TeamSource
    from tools.stack import Stack

app = typer.Typer(no_args_is_help=True, help="Teams: who stands below whom, and what they sold.")
OfMonth = Annotated[
    str, typer.Option(help="A month like 2026-11 (by the plan's clock); the one that runs if none.")
]


@app.command()
def show(
    member: Annotated[str, typer.Argument(help="Whose team.")],
    month: OfMonth = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """A member's team as their pages show it: figures, and the front line."""
    wanted = _month(month)
    select_stack(stack)
    from commissions.application.queries import team
    from commissions.application.queries.below import NotBelow, look
    from commissions.application.teams.plans import NoPlan, team_plan
    from commissions.warehouse import team_files

    now = datetime.now(UTC)
    try:
        wanted = wanted or team_plan(now).month(now).label
        who = look(member, member, (), now)
    except (NoPlan, NotBelow) as error:
        raise Refused(f"{error or f'{member} is nobody in the tree'}.") from None
    snapshot = team_files.find(wanted)
    if snapshot is None:
        raise Refused(f"No snapshot of {wanted} was made yet: `commissions team snapshot`.")
    found = team.children(snapshot, who, now)
    if found.head is None or found.source is None:
        raise Refused(f"{member} is no distributor, or came since: `commissions team snapshot`.")
    output.respond(as_json, _answer(found, found.source), *_screen(found, found.head, found.source))


@app.command()
def snapshot(month: OfMonth = "", stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """Has the downline snapshot of a month made now, and waits for it."""
    wanted = _month(month)
    selected = select_stack(stack)
    from commissions.application.teams.plans import NoPlan, team_plan

    now = datetime.now(UTC)
    try:
        wanted = wanted or team_plan(now).month(now).label
    except NoPlan as error:
        raise Refused(f"{error}.") from None
    made = _invoked(selected, wanted)
    if wanted not in made:
        raise Refused(f"{wanted} is none of the last months: name one of these.")
    output.respond(as_json, made, Text(f"{wanted}: snapshot {made[wanted]} counts now."))


@app.command()
def reindex(
    apply: Annotated[
        bool, typer.Option("--apply/--dry-run", help="Put it right, or say what is wrong.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Holds the index of who stands under whom against everybody's edges; may be done again."""
    select_stack(stack)
    from commissions.application.care import reindexing

    done = reindexing.reindex(datetime.now(UTC), apply=apply)
    text = f"{formats.count(done.members, 'member')}: {done.wrong} wrong, {done.due} due"
    written = f", {done.written} put right" if apply else "; nothing was written (--apply)"
    output.respond(as_json, asdict(done) | {"applied": apply}, Text(text + written))


def _month(text: str) -> str:
    if text and not MONTH.fullmatch(text):
        raise Misused(f"{text!r} is not a month: write it like 2026-11.")
    return text


def _invoked(stack: "Stack", month: str) -> dict[str, Any]:
    """What the stack's TeamSnapshots answers: it alone writes snapshots. Raises Refused."""
    asked = json.dumps({"month": month, "at_once": True})
    answer = stack.client("lambda", patient=True).invoke(
        FunctionName=stack.resources["TeamSnapshots"], Payload=asked.encode()
    )
    told: dict[str, Any] = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        raise Refused(f"No snapshot was made: {told.get('errorMessage', 'it did not say why')}")
    return told


def _answer(found: "ShownTeam", source: "TeamSource") -> dict[str, Any]:
    """Volumes in hundredths of a point."""
    return asdict(source) | {
        "member": asdict(found.head) if found.head else None,
        "front_line": [asdict(each) for each in found.rows],
        "front_line_in_all": found.total,
    }


def _screen(found: "ShownTeam", head: "TeamRow", source: "TeamSource") -> list[RenderableType]:
    own, group = formats.points(head.own, source.unit), formats.points(head.group, source.unit)
    many = formats.count(head.below, "distributor")
    said = Text.assemble(
        (head.member, "bold"),
        f", {source.month}, {_as_of(source)}: own {own}, group {group}; ",
        f"{many} below, {head.active_below} active, {head.new_below} new in 30 days; ",
        formats.count(head.customers, "customer"),
    )
    grid = output.table("front line", "rank", "", ">own", ">group", ">below", ">customers")
    return [said, output.rows(grid, found.rows, lambda row: _cells(row, source.unit))]


def _as_of(source: "TeamSource") -> str:
    if source.is_final:
        return "as it was closed"
    return f"as of {formats.moment(source.as_of)} UTC"


def _cells(row: "TeamRow", unit: str) -> list[str]:
    return [
        row.member,
        row.rank or formats.NOTHING,
        "active" if row.is_active else "not active",
        formats.points(row.own, unit),
        formats.points(row.group, unit),
        str(row.below),
        str(row.customers),
    ]
