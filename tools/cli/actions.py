"""`actions`: what waits for a second person; approved and rejected by somebody else."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.text import Text

from commissions.domain.actions.action import APPROVED, OPEN
from tools.cli import action_view, output
from tools.cli.errors import Misused
from tools.cli.operator import actor
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

app = typer.Typer(no_args_is_help=True, help="What needs a second person: list, approve, reject.")
ActionId = Annotated[str, typer.Argument(help="The action's id.", metavar="ACTION")]


@app.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """What waits for a second person, or for being done."""
    select_stack(stack)
    from commissions.application.queries.actions_on_record import actions_on_record

    now = datetime.now(UTC)
    found = actions_on_record(now, every=every)
    answer = {"actions": [action_view.answer(each, now) for each in found]}
    output.respond(as_json, answer, action_view.listed(found, now))


@app.command()
def show(action: ActionId, stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """What exactly an action would do, or did: money and people, who proposed it, who agreed."""
    select_stack(stack)
    from commissions.application.queries import actions_on_record

    now, found = datetime.now(UTC), actions_on_record.action(action)
    parts = [action_view.screen(found, now)]
    if found.state_at(now) in OPEN:
        parts.append(action_view.how_to_approve(found, stack))
    output.respond(as_json, action_view.answer(found, now), *parts)


@app.command()
def approve(
    action: ActionId,
    seen: Annotated[
        str,
        typer.Option(help="What you were shown: the word that `actions show` ends with."),
    ] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="Approve it and do it; without it nothing is done.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Agrees to what another person proposed, exactly as it was shown, and does it."""
    if apply and not seen:
        raise Misused(
            f"Say what you agree to: --seen, as `commissions actions show {action}` ends."
        )
    select_stack(stack)
    from commissions.application.actions import steps
    from commissions.application.queries import actions_on_record

    me, now = actor(stack, in_person=True), datetime.now(UTC)
    if apply:
        done = steps.approve(action, me, seen, now)
        action_view.is_applied(done)
        output.respond(as_json, action_view.answer(done, now), action_view.screen(done, now))
        return
    found = actions_on_record.action(action)
    hindrance = "" if found.state == APPROVED else steps.hindrance(found, me, now)
    told = Text(hindrance, "yellow") if hindrance else action_view.how_to_approve(found, stack)
    answer = action_view.answer(found, now) | {"hindrance": hindrance}
    output.respond(as_json, answer, action_view.screen(found, now), told)


@app.command()
def reject(
    action: ActionId,
    why: Annotated[str, typer.Option(help="Why it is not to be done.")] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="Reject it; without it nothing is done.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Rejects what another person proposed, or takes back what you proposed."""
    if not why.strip():
        raise Misused("Say why it is not to be done: --why TEXT.")
    select_stack(stack)
    from commissions.application.actions import steps
    from commissions.application.queries import actions_on_record

    me, now = actor(stack, in_person=True), datetime.now(UTC)
    found = steps.reject(action, me, why, now) if apply else actions_on_record.action(action)
    parts = [action_view.screen(found, now)]
    if not apply:
        parts.append(Text("Nothing was rejected: --apply does it.", "cyan"))
    output.respond(as_json, action_view.answer(found, now), *parts)
