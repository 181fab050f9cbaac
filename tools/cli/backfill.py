"""`commissions backfill`: orders of the past, read from the store itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from tools.cli import formats, output
from tools.cli.errors import Misused, Refused
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.application.sync.crawl import OnPage, Tally

_DAY = "YYYY-MM-DD"


def backfill(  # noqa: PLR0913, PLR0917 - an option is a parameter
    store: Annotated[str, typer.Option("--store", help="The store's id.")],
    since: Annotated[str, typer.Option("--since", help="The first day (in UTC).", metavar=_DAY)],
    until: Annotated[
        str, typer.Option("--until", help="The last day; without it, up to now.", metavar=_DAY)
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Begin anew where an earlier one was stopped.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Reads a store's orders of the past from its API. Stopped, it goes on when it is run again;
    what is known already is left as it is."""
    first, last = day(since), day(until) if until else None
    check(first, last)
    select_stack(stack)
    from commissions.application.sync.backfill import backfill as read_past_orders
    from commissions.application.sync.connection import store_with_api
    from commissions.application.sync.crawl import Tally

    found = store_with_api(store)
    total = Tally()
    with _bar(store, quiet=as_json) as show_progress:

        def add(tally: "Tally", of: int | None) -> None:
            nonlocal total
            total += tally
            show_progress(total, of)

        try:
            went_on = read_past_orders(found, first, last, again=again, on_page=add)
        except KeyboardInterrupt:
            raise Refused(
                f"Stopped after {formats.count(total.read, 'order')}. Run it again: it goes on."
            ) from None
    output.respond(as_json, answer(store, total, went_on=went_on), screen(total, went_on=went_on))


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misused(f"{text!r} is no day: write it like 2026-11-01.") from None


def check(first: date, last: date | None) -> None:
    today = datetime.now(UTC).date()
    if last and last < first:
        raise Misused(f"--until {last} is before --since {first}.")
    if first > today:
        raise Misused(f"--since {first} is still to come.")


def answer(store: str, total: "Tally", *, went_on: bool) -> dict[str, object]:
    return {
        "store_id": store,
        "read": total.read,
        "new": total.new,
        "known": total.known,
        "quarantined": total.unreadable,
        "went_on": went_on,
    }


def screen(total: "Tally", *, went_on: bool) -> RenderableType:
    grid = output.table("", ">orders")
    if went_on:
        grid.title = "Went on from where it was stopped:"
    for name, count in (
        ("read", total.read),
        ("new, on their way to the ledger", total.new),
        ("known already", total.known),
        ("unreadable, in quarantine", total.unreadable),
    ):
        style = "red" if total.unreadable and count == total.unreadable else ""
        grid.add_row(Text(name, style if "quarantine" in name else ""), str(count))
    return grid


@contextmanager
def _bar(store: str, *, quiet: bool) -> Iterator["OnPage"]:
    """A bar on the side of the screen that is not the answer."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[new]} new"),
    )
    screen = output.console(stderr=True)
    with Progress(*columns, console=screen, disable=quiet, transient=True) as bar:
        task = bar.add_task(f"orders of {store}", total=None, new=0)

        def show(total: "Tally", of: int | None) -> None:
            bar.update(task, completed=total.read, total=of, new=total.new)

        yield show
