"""`accounts`: who may sign in to the pages, and in which roles."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.cli import accounts_view, action_view, output
from tools.cli.errors import Misused
from tools.cli.operator import actor
from tools.cli.stack_access import LOCAL, AsJson, StackName, select_stack

if TYPE_CHECKING:
    from commissions.domain.actions.action import Action
    from commissions.domain.people.accounts import Account

app = typer.Typer(
    no_args_is_help=True, help="Who may sign in to the pages: list, add, close, give roles."
)
Who = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's id, or its member's.")]
Apply = Annotated[bool, typer.Option("--apply", help="Do it; without it nothing is written.")]
Why = Annotated[str, typer.Option(help="Why; kept with it. No names.")]


@app.command("list")
def list_(
    role: Annotated[str, typer.Option(help="Only those with this role.")] = "",
    names: Annotated[
        bool, typer.Option("--names", help="With names and e-mails, from the user pool.")
    ] = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """All accounts with their roles; names and e-mails are with the user pool alone."""
    select_stack(stack)
    from commissions.application.accounts import administration

    found = administration.listed(role.strip())
    people = administration.who_they_are(found) if names else {}
    output.respond(
        as_json,
        {"accounts": [accounts_view.answer(each, people) for each in found]},
        accounts_view.listed(found, people),
    )


@app.command()
def add(  # noqa: PLR0913, PLR0917 - an option is a parameter
    email: Annotated[str, typer.Argument(help="Where the first password is sent to.")],
    name: Annotated[str, typer.Option(help="What they are called on pages.")],
    member: Annotated[str, typer.Option(help="Whose figures they see: a member's id.")] = "",
    roles: Annotated[
        str, typer.Option(help="operator, finance, compliance, auditor, admin: by commas.")
    ] = "",
    principal: Annotated[
        str, typer.Option(help="Who they are at the command line: 123456789012/user/mara.")
    ] = "",
    language: Annotated[str, typer.Option(help="en or de.")] = "en",
    zone: Annotated[str, typer.Option(help="A time zone like Europe/Berlin.")] = "UTC",
    why: Why = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Opens an account. A member's sees that member's figures; roles of the staff are given by an
    action of their own, for which it may take two people."""
    select_stack(stack)
    from commissions.application.accounts import administration
    from commissions.application.accounts.administration import NewAccount

    asked = NewAccount(
        email=email.strip(),
        name=name.strip(),
        member_id=member.strip(),
        principal=principal.strip(),
        language=language,
        zone=zone,
    )
    wanted = asked.roles | _roles(roles)
    administration.check(asked, wanted)
    account, action = None, None
    if apply:
        account = administration.open_account(asked)
        if wanted != account.roles:
            action = _submitted(stack, account, wanted, why)
    answer: dict[str, Any] = {"roles": sorted(wanted), "member": asked.member_id, "applied": apply}
    answer |= {"account": account.account_id} if account else {}
    output.respond(
        as_json,
        answer | action_view.reference(action),
        accounts_view.added(asked, wanted, account, action),
    )


@app.command()
def roles(  # noqa: PLR0913, PLR0917 - an option is a parameter
    account: Who,
    roles: Annotated[str, typer.Argument(help="All that they have then, by commas; none for no.")],
    why: Why = "",
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Gives somebody roles in place of those that they have; they sign in again."""
    wanted = _roles(roles)
    select_stack(stack)
    from commissions.application.accounts import administration
    from commissions.application.accounts.roles import check_change

    found = administration.resolve(account.strip())
    check_change(found, wanted)
    action = _submitted(stack, found, wanted, why) if apply else None
    answer = {"account": found.account_id, "has": sorted(found.roles), "roles": sorted(wanted)}
    output.respond(
        as_json,
        answer | {"applied": action_view.is_applied(action)} | action_view.reference(action),
        accounts_view.given(found, wanted, action),
    )


@app.command()
def close(  # noqa: PLR0913, PLR0917 - an option is a parameter
    account: Who,
    why: Why = "",
    forget: Annotated[
        bool, typer.Option("--forget", help="Also forget name, e-mail, and that there was one.")
    ] = False,
    apply: Apply = False,
    stack: StackName = LOCAL,
    as_json: AsJson = False,
) -> None:
    """Closes an account for good: whoever it is is out with their next click."""
    if apply and not why.strip():
        raise Misused("Say why: --why TEXT.")
    select_stack(stack)
    from commissions.application.accounts import administration

    found = administration.resolve(account.strip())
    if apply and forget:
        administration.forget(found.account_id)
    elif apply:
        administration.close(found.account_id)
    answer = {"account": found.account_id, "forget": forget, "applied": apply}
    output.respond(as_json, answer, accounts_view.closed(found, forget=forget, applied=apply))


def _roles(text: str) -> frozenset[str]:
    names = frozenset(each.strip().lower() for each in text.split(",") if each.strip())
    return names - {"none"}


def _submitted(stack: str, account: "Account", wanted: frozenset[str], why: str) -> "Action":
    from commissions.application.actions import account_roles
    from commissions.application.actions.proposing import ActionRequest, submit

    request = ActionRequest(
        kind=account_roles.ACCOUNT_ROLES.name,
        target=account_roles.target_of(account.account_id),
        payload=account_roles.payload_of(account.account_id, wanted),
        why=why,
    )
    return submit(request, actor(stack), datetime.now(UTC))
