"""Commands of `payout` about one person: what a provider knows them as, holds, debts, a year."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from tools.cli import action_view, output, payee_view
from tools.cli.errors import Misused
from tools.cli.operator import actor
from tools.cli.payouts import Apply, Why
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

Member = Annotated[str, typer.Argument(help="The member's id.", metavar="MEMBER")]
Currency = Annotated[str, typer.Option(help="What was earned in, like USD.")]


def payee(
    member: Member,
    currency: Currency = "USD",
    plan_id: Annotated[str, typer.Option("--plan", help="By which plan, of several.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """What is payable to somebody now, how it comes to that, and all their payouts."""
    select_stack(stack)
    from commissions.application.payouts.payables import payable_of, paying_terms
    from commissions.application.queries import payouts

    now = datetime.now(UTC)
    found = payable_of(member, paying_terms(currency.upper(), now, plan_id), now)
    paid = payouts.of_member(member)
    answer = payee_view.payee_answer(found.found, found.payee, paid)
    output.respond(as_json, answer, payee_view.payee(found.found, found.payee, paid))


def register(  # noqa: PLR0913, PLR0917 - an option is a parameter
    member: Member,
    reference: Annotated[str, typer.Option(help="Whom the provider knows them as; no IBAN.")],
    currency: Annotated[str, typer.Option(help="In which they are paid, like EUR.")],
    country: Annotated[str, typer.Option(help="Where they live, like DE.")],
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Says whom a provider knows a member as; no name, account or tax number is kept."""
    select_stack(stack)
    from commissions.application.payouts import registering

    said = {
        "reference": reference.strip(),
        "currency": currency.strip().upper(),
        "country": country.strip().upper(),
    }
    registering.check(member, **said)
    if apply:
        registering.register(member, **said)
    answer: dict[str, Any] = {"member": member, **said, "applied": apply}
    output.respond(as_json, answer, payee_view.registered(answer))


def hold(  # noqa: PLR0913, PLR0917 - an option is a parameter
    member: Member,
    why: Why = "",
    release: Annotated[bool, typer.Option("--release", help="Pay them again.")] = False,
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Pays nothing to somebody until a person lets go, nor what is agreed to and not sent yet."""
    if not why.strip():
        raise Misused("Say why: --why TEXT.")
    select_stack(stack)
    from commissions.application.payouts import registering
    from commissions.application.queries import payouts

    found = payouts.payee(member)
    if apply:
        me = actor(stack)
        text = "" if release else why.strip()
        found = registering.hold(member, text, me.who, datetime.now(UTC))
    answer = {"member": member, "hold": found.hold if found else "", "applied": apply}
    output.respond(as_json, answer, payee_view.held(member, found, release=release, applied=apply))


def write_off(  # noqa: PLR0913, PLR0917 - an option is a parameter
    member: Member,
    currency: Currency = "USD",
    plan_id: Annotated[str, typer.Option("--plan", help="By which plan, of several.")] = "",
    why: Why = "",
    propose: Annotated[
        bool, typer.Option("--propose/--dry-run", help="Put it before a second person.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Proposes that what somebody has owed for as long as the plan says is collected no more."""
    select_stack(stack)
    from commissions.application.actions import debt_write_off
    from commissions.application.actions.proposing import ActionRequest, submit
    from commissions.application.payouts import writing_off

    now, code, action = datetime.now(UTC), currency.upper(), None
    amount = writing_off.due(member, code, now, plan_id).amount
    if propose:
        request = ActionRequest(
            kind=debt_write_off.DEBT_WRITE_OFF.name,
            target=debt_write_off.target_of(member),
            payload=debt_write_off.payload_of(member, code, amount, plan_id),
            why=why,
            ask=True,
        )
        action = submit(request, actor(stack, in_person=True), now)
    answer: dict[str, Any] = {"member": member, "currency": code, "amount": amount}
    answer |= {"proposed": propose} | action_view.reference(action)
    output.respond(as_json, answer, payee_view.written_off(member, amount, code, action))


def year(
    year: Annotated[int, typer.Argument(help="The year of payment, like 2026.")],
    member: Annotated[str, typer.Option(help="Only of this member.")] = "",
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """What everybody was paid in a calendar year, for the tax reports: by the day of payment."""
    select_stack(stack)
    from commissions.application.queries import payouts

    found = payouts.of_year(year, member)
    output.respond(as_json, {"year": year, "totals": found}, payee_view.year(year, found))
