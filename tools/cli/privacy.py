"""Commands about what people ask by law: what was asked, what is held of them, what was done."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tools.cli import formats, output, personal_data
from tools.cli.errors import Misused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.queries.personal_data import PersonalData
    from commissions.tables.privacy import PrivacyRequest

app = typer.Typer(no_args_is_help=True, help="What people ask by law: list, show, done.")
Ticket = Annotated[str, typer.Argument(help="A request, as `privacy list` names it.")]


@app.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Also what is done.")] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """The requests that are open, the one due first on top."""
    select_stack(stack)
    from commissions.application.queries.privacy_requests import privacy_requests

    found = privacy_requests(closed_too=every)
    answer = {"requests": [_answer(each) for each in found]}
    output.respond(as_json, answer, listed_screen(found, datetime.now(UTC)))


@app.command()
def show(ticket: Ticket, stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """One request, and exactly what is held of the customer now."""
    select_stack(stack)
    from commissions.application.queries import personal_data, privacy_requests

    request = privacy_requests.find(ticket)
    held = personal_data.held_of(request.asked)
    answer = _answer(request) | {"held": asdict(held)}
    output.respond(as_json, answer, screen(request, held))


@app.command()
def done(
    ticket: Ticket,
    note: Annotated[str, typer.Option(help="How it was answered; names nobody, please.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Closes a data request that you have answered; erasures close by themselves."""
    if not note.strip():
        raise Misused("Say how it was answered: --note TEXT.")
    select_stack(stack)
    from commissions.application.care import data_requests

    closed = data_requests.close(ticket, note, now=datetime.now(UTC)).asked.ticket
    output.respond(as_json, {"done": closed}, Text(f"done: {closed}"))


def listed_screen(found: "list[PrivacyRequest]", now: datetime) -> RenderableType:
    if not found:
        return Text("Nobody waits for an answer or an erasure.", "green")
    grid = output.table("request", "store", "what", "asked", "due", "done")
    for each in found:
        grid.add_row(
            each.asked.ticket,
            each.asked.store_id,
            each.asked.kind.replace("_", " "),
            f"{each.since:%Y-%m-%d}",
            _due(each, now),
            f"{each.done_at:%Y-%m-%d}" if each.done_at else formats.NOTHING,
        )
    return grid


def _due(request: "PrivacyRequest", now: datetime) -> Text:
    left = (request.due - now).total_seconds()
    day = f"{request.due:%Y-%m-%d}"
    if request.done_at:
        return Text(day)
    return (
        Text(f"{day}, overdue", "bold red") if left < 0 else Text(f"{day} (in {formats.age(left)})")
    )


def screen(request: "PrivacyRequest", held: "PersonalData") -> RenderableType:
    asked = request.asked
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in {
        "request": asked.ticket,
        "the store's id of it": asked.request_id,
        "store": f"{asked.platform}/{asked.store_id}",
        "what": asked.kind.replace("_", " "),
        "asked": formats.moment(request.since),
        "due": f"{request.due:%Y-%m-%d}",
        "done": formats.moment(request.done_at) if request.done_at else "",
        "what was done": ", ".join(f"{what.replace('_', ' ')}: {n}" for what, n in _did(request)),
        "note": request.note,
    }.items():
        grid.add_row(name, value or formats.NOTHING)
    return Group(grid, Text(), personal_data.screen(held))


def _did(request: "PrivacyRequest") -> list[tuple[str, int]]:
    return sorted(request.did.items())


def _answer(request: "PrivacyRequest") -> dict[str, Any]:
    asked = request.asked
    return {
        "ticket": asked.ticket,
        "platform": asked.platform,
        "store_id": asked.store_id,
        "kind": asked.kind,
        "request_id": asked.request_id,
        "asked_at": request.since,
        "due": request.due,
        "done_at": request.done_at,
        "did": request.did,
        "note": request.note,
    }
