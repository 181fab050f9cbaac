"""`period`: how far the closes of a stack's plans have come; closing one, and posting it by two."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.cli import action_view, output, period_view
from tools.cli.errors import Misused, Refused
from tools.cli.operator import actor
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.domain.periods.period_id import PeriodId
    from commissions.domain.periods.record import PeriodRecord

app = typer.Typer(no_args_is_help=True, help="Periods: closed, looked at, posted by two people.")
Named = Annotated[str, typer.Argument(help="A period, like hyb/month/2026-10.", metavar="PERIOD")]


@app.command("list")
def list_(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """All periods that anybody began to close, and the next of each plan."""
    select_stack(stack)
    from commissions.application.queries import periods

    views = periods.every_period(datetime.now(UTC))
    never = periods.never_closed()
    answer = {"periods": [period_view.row(each) for each in views], "never_closed": never}
    output.respond(as_json, answer, period_view.listing(views, never))


@app.command()
def status(period: Named, stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """How far a period has come, what is missing of it, and what to do next."""
    found = _parsed(period)
    select_stack(stack)
    from commissions.application.queries import periods

    told = periods.status(found, datetime.now(UTC))
    output.respond(as_json, period_view.status_answer(told), period_view.status(told))


@app.command()
def close(  # noqa: PLR0913, PLR0917 - an option is a parameter
    period: Named,
    apply: Annotated[
        bool, typer.Option("--apply/--dry-run", help="Begin it, or say what would happen.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Compute it anew, with what came since.")
    ] = False,
    accept_waiting: Annotated[
        bool, typer.Option("--accept-waiting", help="What waits of it shall be late.")
    ] = False,
    why: Annotated[str, typer.Option(help="Why, for the log and the review.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Freezes a period and computes what everybody gets; nothing is posted by it."""
    found = _parsed(period)
    if accept_waiting and not why.strip():
        raise Misused("Say why what waits shall be late: --why TEXT.")
    select_stack(stack)
    from commissions.application.actions import period_closing
    from commissions.application.actions.proposing import ActionRequest, submit
    from commissions.application.close import beginning
    from commissions.application.queries import periods

    now = datetime.now(UTC)
    told = periods.status(found, now)
    beginning.check(found, now, again=again)
    action = None
    if apply:
        request = ActionRequest(
            kind=period_closing.PERIOD_CLOSING.name,
            target=period_closing.target_of(found),
            payload=period_closing.payload_of(found, again=again, accept_waiting=accept_waiting),
            why=why,
        )
        action = submit(request, actor(stack), now)
    applied = action_view.is_applied(action)
    answer = period_view.status_answer(told) | {"applied": applied}
    answer |= action_view.reference(action)
    output.respond(as_json, answer, period_view.close(told, action))


@app.command()
def review(period: Named, stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """What a computed period came to: totals, people, what was not paid, and what it waits for."""
    record = _computed(_parsed(period), stack)
    output.respond(as_json, period_view.review_answer(record), period_view.review(record))


@app.command()
def estimate(
    period: Named,
    member: Annotated[str, typer.Option(help="One member: lines, rank, legs.")] = "",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Compute it now, here; the stored one stays.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """What an open period would come to if it ended now. Nothing is frozen, or posted."""
    found = _parsed(period)
    select_stack(stack)
    from commissions.application.close import estimating, open_periods
    from commissions.application.close.run_rows import NotInRun
    from commissions.application.queries.estimates import estimate_of
    from tools.cli import estimate_view

    with TemporaryDirectory() as work:
        folder = Path(work)
        try:
            told = (
                estimating.estimate(found, folder) if fresh else estimating.current(found, folder)
            )
            of_member = estimate_of(told, member) if member else None
        except (open_periods.NotToBeEstimated, estimating.NoEstimate, NotInRun) as error:
            raise Refused(f"{error}.") from None
        answer = estimate_view.answer(told, of_member)
        output.respond(as_json, answer, estimate_view.view(told, of_member))


@app.command()
def post(  # noqa: PLR0913, PLR0917 - an option is a parameter
    period: Named,
    propose: Annotated[
        bool, typer.Option("--propose/--dry-run", help="Put it before a second person, or show it.")
    ] = False,
    without_gate: Annotated[
        bool,
        typer.Option("--without-gate", help="Although nothing enforces the retail gate yet."),
    ] = False,
    why: Annotated[str, typer.Option(help="Why, for whoever has to agree, and the log.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Puts what was computed before a second person; approved, it is posted to the ledger."""
    record = _computed(_parsed(period), stack)
    from commissions.application.actions import period_posting
    from commissions.application.actions.proposing import ActionRequest, submit

    action = None
    if propose:
        request = ActionRequest(
            kind=period_posting.PERIOD_POSTING.name,
            target=period_posting.target_of(record.period),
            payload=period_posting.payload_of(record, without_gate=without_gate),
            why=why,
            ask=True,
        )
        action = submit(request, actor(stack, in_person=True), datetime.now(UTC))
    answer: dict[str, Any] = period_view.review_answer(record) | {"proposed": propose}
    answer |= action_view.reference(action)
    output.respond(as_json, answer, period_view.posting(record, action))


@app.command("reopen-preview")
def reopen_preview(period: Named, stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """What has come of a closed period since: what the next close would post for it, by member."""
    found = _parsed(period)
    select_stack(stack)
    from commissions.application.close import reopening

    told = reopening.preview(found)
    output.respond(as_json, period_view.preview_answer(told), period_view.preview(told))


def _computed(period: "PeriodId", stack: str) -> "PeriodRecord":
    """Raises Refused where nothing is computed."""
    select_stack(stack)
    from commissions.application.queries import periods

    told = periods.status(period, datetime.now(UTC))
    if told.view.record is None or not told.view.record.run:
        step = f": `{told.next_step}`" if told.next_step else ""
        raise Refused(f"{period} is {told.view.state}, and not computed{step}.")
    return told.view.record


def _parsed(text: str) -> "PeriodId":
    from commissions.domain.periods.period_id import NotAPeriodId, parse

    try:
        return parse(text)
    except NotAPeriodId as error:
        raise Misused(f"{error}.") from None
