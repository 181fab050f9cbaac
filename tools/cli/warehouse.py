"""`warehouse`: how far it is, having it brought further, and whether it has what the ledger has."""

import json
import time
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import REFUSED, Misused, Refused
from tools.cli.progress import Progress
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.export.check import WarehouseChecked
    from commissions.application.export.status import TableStatus, WarehouseStatus
    from tools.stack import Stack

app = typer.Typer(no_args_is_help=True, help="The warehouse: columns for whoever asks of all.")
PAUSE_SECONDS = 15
"""Between two looks at what it waits for: an export of DynamoDB takes some minutes."""


@app.command()
def status(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """Until when everything is there, table by table. Exit code 1 where it is behind."""
    select_stack(stack)
    from commissions.application.export import status as asked

    found = asked.status(datetime.now(UTC))
    output.respond(as_json, asdict(found), _headline(found), _tables(found))
    if found.is_behind:
        raise typer.Exit(REFUSED)


@app.command()
def run(
    until: Annotated[
        str,
        typer.Option(
            metavar="MOMENT",
            help="Like 2026-11-20T10:00:00+00:00; the last full hour if not given.",
        ),
    ] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Has everything exported until a moment, and waits for it; it may be stopped and run again."""
    moment = _moment(until)
    selected = select_stack(stack)
    with Progress(output.console(stderr=True)) as progress:
        while not (answer := _invoked(selected, moment))["done"]:
            progress.say(f"Waits: {answer['waits_for']}")
            time.sleep(PAUSE_SECONDS)
    output.respond(as_json, answer, Text(f"Everything is there until {answer['until']}."))


@app.command()
def check(
    day: Annotated[str, typer.Option(help="Like 2026-11-20, in UTC; yesterday if not given.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Holds a day against the ledger, and all days against the balances. Exit code 1 where they
    differ."""
    of_day = _day(day)
    select_stack(stack)
    from commissions.application.export import check as asked

    try:
        found = asked.check(of_day, datetime.now(UTC), keep=False)
    except asked.NotExportedYet as error:
        raise Refused(str(error)) from None
    output.respond(as_json, found.as_words(), *_checked(found))
    if found.differences:
        raise typer.Exit(REFUSED)


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise Misused(
            f"--until {text!r} is no moment: write it like 2026-11-20T10:00:00+00:00."
        ) from None
    if moment and moment.tzinfo is None:
        raise Misused(f"--until {text} has no time zone: add +00:00 for UTC.")
    if moment and moment > datetime.now(UTC):
        raise Misused(f"--until {text} has not come yet.")
    return moment.isoformat() if moment else ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date() - timedelta(days=1)
    except ValueError:
        raise Misused(f"{text!r} is no day: write it like 2026-11-20.") from None


def _invoked(stack: "Stack", until: str) -> dict[str, Any]:
    """What the stack's Export answers: it alone writes the warehouse. Raises Refused."""
    answer = stack.client("lambda", patient=True).invoke(
        FunctionName=stack.resources["Export"], Payload=json.dumps({"until": until}).encode()
    )
    told: dict[str, Any] = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        why = told.get("errorMessage", "it did not say why")
        raise Refused(f"Nothing more was exported: {why}")
    return told


def _headline(found: "WarehouseStatus") -> Text:
    if found.until is None:
        return Text("Nothing has been exported yet: `commissions warehouse run`", "bold yellow")
    until = f"Everything is there until {formats.moment(found.until)} UTC"
    return Text(until, "bold yellow" if found.is_behind else "bold green")


def _tables(found: "WarehouseStatus") -> Any:
    grid = output.table("table", "until", ">windows of the day", ">rows")
    return output.rows(grid, found.tables, _cells)


def _cells(each: "TableStatus") -> list[str]:
    until = formats.moment(each.until) if each.until else formats.NOTHING
    return [each.table, until, f"{each.windows}", f"{each.rows}"]


def _checked(found: "WarehouseChecked") -> list[Text]:
    good = (
        f"{found.day}: {formats.count(found.orders_of_day, 'order')}, "
        f"{found.lines_of_day} of {found.lines} lines, "
        f"{formats.count(found.balances, 'balance')} compared; all as the ledger has it"
    )
    if not found.differences:
        return [Text(good, "bold green")]
    many = formats.count(len(found.differences), "difference")
    lines = [Text(f"  {each}", "red") for each in found.differences]
    return [Text(f"{found.day}: {many}", "bold red"), *lines]
