"""`events`: samples signed as events of the stack, and the keys that these are signed with."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import RenderableType
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import Misused, Refused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.event_keys import EventKeyState

PARAMETER = "SignedEvents"
_OFF = (
    "{stack} signs no events (its parameter {parameter} is off, or it was deployed by an earlier "
    "release): it believes them as they are."
)
_DRY = "Nothing was changed: --apply does it."

app = typer.Typer(no_args_is_help=True, help="What proves events: sign a sample, change the key.")


@app.callback()
def events() -> None:
    """What proves events."""


@app.command()
def sign(
    file: Annotated[
        Path,
        typer.Argument(
            help="An event as in events/bus/, or what a queue hands a function: events/lambda/."
        ),
    ],
    stack: StackName = LOCAL,
) -> None:
    """Prints the file with its events signed with the stack's key, to call a function with."""
    document = _document(file)
    _with_signatures(stack)
    from commissions.application.care import sign_sample

    signed, _ = sign_sample.signed(document)
    output.respond(True, signed)


@app.command()
def keys(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """By which keys events are signed and believed; what they are called, never what they are."""
    _with_signatures(stack)
    from commissions.application.queries import event_keys

    now = datetime.now(UTC)
    found = event_keys.states(now)
    mode = event_keys.health().mode
    answer = {"mode": mode, "keys": [output.jsonable(each) for each in found]}
    output.respond(as_json, answer, Text(f"{PARAMETER} is {mode}."), *_screen(found))


@app.command()
def rotate(
    keep_days: Annotated[
        int,
        typer.Option(
            help="How long the one before is believed; with 0, as it leaked, five minutes at most.",
            min=0,
            max=90,
        ),
    ] = 30,
    apply: Annotated[
        bool, typer.Option("--apply", help="Do it; without it nothing is written.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Makes another key that events are signed with, and has the one before end.

    Prints what it would do, and does nothing without --apply.
    """
    _with_signatures(stack)
    from commissions.application.care import rotate_event_key
    from commissions.application.queries import event_keys

    now = datetime.now(UTC)
    before = event_keys.states(now)
    made = rotate_event_key.rotate(now, keep_days=keep_days) if apply else ""
    stands = event_keys.states(now)
    answer = {"applied": apply, "key": made, "keys": [output.jsonable(each) for each in stands]}
    output.respond(as_json, answer, *_rotated(made, before, stands, keep_days))


def _with_signatures(name: str) -> None:
    """Raises Refused where the stack has none."""
    selected = select_stack(name)
    if selected.parameters.get(PARAMETER, "off") == "off":
        raise Refused(_OFF.format(stack=selected.name, parameter=PARAMETER))


def _document(file: Path) -> Any:
    try:
        return json.loads(file.read_text())
    except ValueError as error:
        raise Misused(f"{file} is no JSON: {error}.") from None


def _rotated(
    made: str, before: list["EventKeyState"], stands: list["EventKeyState"], keep_days: int
) -> list[RenderableType]:
    names = ", ".join(each.id for each in before)
    fate = (
        f"believed for {formats.count(keep_days, 'day')} more"
        if keep_days
        else "refused within five minutes; what they signed and is not done yet goes to the dead "
        "letters, and orders are told again by the sweeper"
    )
    if not made:
        plan = f"A new key would sign, from in six minutes on; {names} would be {fate}."
        at_once = f"A new key would sign at once; {names} would be {fate}."
        return [Text(plan if keep_days else at_once), Text(_DRY, "yellow")]
    return [Text(f"{made} was made; {names} will be {fate}.", "green"), *_screen(stands)]


def _screen(found: list["EventKeyState"]) -> list[RenderableType]:
    grid = output.table("key", "signs", "is believed")
    for each in found:
        grid.add_row(each.id, _signs(each), _believed(each))
    return [grid]


def _signs(key: "EventKeyState") -> str:
    if key.signs_from:
        return f"from {key.signs_from:%Y-%m-%d %H:%M} UTC on"
    return "now" if key.signs else "no more"


def _believed(key: "EventKeyState") -> str:
    return f"until {key.believed_until:%Y-%m-%d %H:%M} UTC" if key.believed_until else "for good"
