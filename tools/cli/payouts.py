"""`payout`: what is payable, batches of it, agreed to by two people, sent and settled."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tools.cli import action_view, output, payout_view
from tools.cli.errors import Misused, Refused
from tools.cli.operator import actor
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.domain.actions.action import Action

app = typer.Typer(
    no_args_is_help=True, help="Payouts: planned, approved by two people, sent, settled."
)
BatchId = Annotated[str, typer.Argument(help="A batch, like USD-20261129-1.", metavar="BATCH")]
Apply = Annotated[bool, typer.Option("--apply/--dry-run", help="Do it, or only show it.")]
Why = Annotated[str, typer.Option(help="Why, for whoever has to agree, and the log.")]


@app.command()
def plan(  # noqa: PLR0913, PLR0917 - an option is a parameter
    currency: Annotated[str, typer.Argument(help="What was earned in, like USD.")],
    provider: Annotated[str, typer.Option(help="How it is paid: csv or iso20022.")] = "csv",
    plan_id: Annotated[str, typer.Option("--plan", help="By which plan, of several.")] = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Who would be paid what as of now, and who nothing and why; --apply keeps it as a draft."""
    select_stack(stack)
    from commissions.application.payouts import planning
    from commissions.application.payouts.providers import known_provider

    now, by = datetime.now(UTC), known_provider(provider)
    code = currency.strip().upper()
    found = (planning.plan_and_keep if apply else planning.plan)(code, by, now, plan_id)
    answer = payout_view.planned_answer(found) | {"applied": apply}
    output.respond(as_json, answer, payout_view.planned(found, applied=apply))


@app.command("list")
def list_(stack: StackName = LOCAL, as_json: AsJson = False) -> None:
    """All batches, the latest first, and how far each has come."""
    select_stack(stack)
    from commissions.application.queries import payouts

    found = payouts.every_batch()
    answer = {"batches": [payout_view.batch_answer(each) for each in found]}
    output.respond(as_json, answer, payout_view.listing(found))


@app.command()
def show(
    batch: BatchId,
    payee: Annotated[str, typer.Option(help="One of its payouts, with its whole sum.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """A batch with its payouts, or one of these with how it came to the amount."""
    select_stack(stack)
    from commissions.application.queries import payouts

    story = payouts.batch_story(batch)
    if not payee:
        output.respond(as_json, payout_view.story_answer(story), payout_view.story(story))
        return
    found = [each for each in story.payouts if each.payee == payee]
    if not found:
        raise Refused(f"Batch {batch} pays nothing to {payee}: `commissions payout payee {payee}`.")
    output.respond(as_json, payout_view.payout_answer(found[0]), payout_view.sum_of(found[0]))


@app.command()
def propose(
    batch: BatchId,
    why: Why = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Puts a draft before a second person."""
    if apply and not why.strip():
        raise Misused("Say why it is to be paid: --why TEXT.")
    select_stack(stack)
    from commissions.application.actions import payout_approval
    from commissions.application.actions.proposing import ActionRequest, submit
    from commissions.application.payouts import reserving
    from commissions.application.queries import payouts

    action, now = None, datetime.now(UTC)
    if apply:
        me = actor(stack, in_person=True)
        record = reserving.propose(batch)
        request = ActionRequest(
            kind=payout_approval.PAYOUT_APPROVAL.name,
            target=payout_approval.target_of(batch),
            payload=payout_approval.payload_of(record),
            why=why,
            ask=True,
        )
        action = submit(request, me, now)
    story = payouts.batch_story(batch)
    answer = payout_view.story_answer(story) | {"proposed": apply}
    answer |= action_view.reference(action)
    output.respond(as_json, answer, payout_view.proposed(story, action))


@app.command()
def approve(
    batch: BatchId,
    seen: Annotated[
        str, typer.Option(help="What you were shown: the word that `actions show` ends with.")
    ] = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Agrees to what another person proposed, as it was shown, and reserves the money."""
    if apply and not seen:
        raise Misused(f"Say what you agree to: --seen, as `payout approve {batch}` ends.")
    select_stack(stack)
    from commissions.application.actions import steps

    now = datetime.now(UTC)
    found = _proposal(batch, now)
    if found is None:
        raise Refused(f"{batch} waits for nobody: `commissions payout show {batch}`.")
    me = actor(stack, in_person=True)
    if apply:
        done = steps.approve(found.action_id, me, seen, now)
        action_view.is_applied(done)
        output.respond(as_json, action_view.answer(done, now), action_view.screen(done, now))
        return
    hindrance = steps.hindrance(found, me, now)
    told = payout_view.hindrance(hindrance) or payout_view.how_to_approve(found, batch, stack)
    answer = action_view.answer(found, now) | {"hindrance": hindrance}
    output.respond(as_json, answer, action_view.screen(found, now), told)


@app.command()
def reject(
    batch: BatchId,
    why: Why = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Ends a batch that was not sent; what it reserved is payable again."""
    if not why.strip():
        raise Misused("Say why it is not to be paid: --why TEXT.")
    select_stack(stack)
    from commissions.application.actions import steps
    from commissions.application.payouts import reserving
    from commissions.application.queries import payouts

    if apply:
        now = datetime.now(UTC)
        me, action = actor(stack, in_person=True), _proposal(batch, now)
        if action is not None and action.state == "proposed":
            steps.reject(action.action_id, me, why, now)
        reserving.reject(batch, why.strip(), now)
    story = payouts.batch_story(batch)
    answer = payout_view.story_answer(story) | {"applied": apply}
    output.respond(as_json, answer, payout_view.rejected(story, applied=apply))


@app.command()
def send(
    batch: BatchId,
    accounts: Annotated[
        Path | None,
        typer.Option(help="A CSV of names and accounts, for a bank's file; it is kept nowhere."),
    ] = None,
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Sends what is reserved, or writes the file; sent again it pays nothing twice."""
    select_stack(stack)
    from commissions.application.payouts import providers, sending
    from commissions.application.queries import payouts

    now, story = datetime.now(UTC), payouts.batch_story(batch)
    text = accounts.read_text(encoding="utf-8-sig") if accounts else ""
    by = providers.provider(story.batch.provider, text)
    sending.sendable(story.batch, by)
    sending.check_complete(sending.to_be_sent(batch, now), by)
    where = ""
    if apply:
        where = sending.send(batch, by, now).where
        story = payouts.batch_story(batch)
    answer = payout_view.story_answer(story) | {"applied": apply, "where": where}
    output.respond(as_json, answer, payout_view.sent(story, where, applied=apply))


@app.command()
def settle(
    file: Annotated[Path, typer.Argument(help="A CSV: payout_id, state, on, reference, why.")],
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Goes by what a bank or a provider says became of payouts; read again it changes nothing."""
    text = file.read_text(encoding="utf-8-sig")
    select_stack(stack)
    from commissions.application.payouts import settling

    now, told = datetime.now(UTC), settling.told_in(text)
    found = settling.settle_all(told, now) if apply else settling.preview(told, now)
    answer = payout_view.settled_answer(found) | {"applied": apply}
    output.respond(as_json, answer, payout_view.settled(found, applied=apply))


def _proposal(batch: str, now: datetime) -> "Action | None":
    from commissions.application.actions import payout_approval
    from commissions.application.queries.actions_on_record import actions_on_record

    target = payout_approval.target_of(batch)
    return next((each for each in actions_on_record(now) if each.draft.target == target), None)
