"""How accounts look on a terminal, and to machines."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from tools.cli import action_view, output

if TYPE_CHECKING:
    from commissions.application.accounts.administration import NewAccount
    from commissions.aws.pool_users import PoolUser
    from commissions.domain.actions.action import Action
    from commissions.domain.people.accounts import Account

DRY = "Nothing was written: --apply does it."


def answer(account: "Account", people: Mapping[str, "PoolUser"]) -> dict[str, Any]:
    """An account for machines; with name and e-mail where they were asked for."""
    person = people.get(account.account_id)
    return {
        "account": account.account_id,
        "member": account.member_id,
        "roles": sorted(account.roles),
        "principal": account.principal,
        "language": account.language,
        "zone": account.zone,
        "closed": account.closed,
    } | ({"name": person.name, "email": person.email, "status": person.status} if person else {})


def listed(found: Collection["Account"], people: Mapping[str, "PoolUser"]) -> RenderableType:
    if not found:
        return Text("No accounts. `commissions accounts add` opens one.", "yellow")
    who = ("name", "e-mail") if people else ()
    grid = output.table("account", "member", "roles", *who, "state")
    for account in found:
        person = people.get(account.account_id)
        named = (person.name, person.email) if person else ("",) * len(who)
        grid.add_row(
            account.account_id,
            account.member_id,
            said(account.roles),
            *named,
            "closed" if account.closed else "open",
        )
    return grid


def added(
    asked: "NewAccount",
    wanted: frozenset[str],
    account: "Account | None",
    action: "Action | None",
) -> RenderableType:
    whose = f"the member {asked.member_id}" if asked.member_id else "somebody of the staff"
    head = f"An account for {whose}, roles {said(wanted)}"
    if account is None:
        return Group(Text(head, "bold"), Text(DRY, "dim"))
    sent = "The user pool sends a first password to the address given."
    now = [] if account.roles == wanted else [Text(f"Roles now: {said(account.roles)}")]
    return Group(
        Text.assemble((head, "bold"), f": {account.account_id}"),
        Text(sent, "dim"),
        *([] if action_view.is_applied(action) else now),
        *action_view.what_waits(action),
    )


def given(account: "Account", wanted: frozenset[str], action: "Action | None") -> RenderableType:
    lines = [
        Text.assemble(("account ", "dim"), account.account_id, f"  {account.member_id}"),
        Text.assemble(("has     ", "dim"), said(account.roles)),
        Text.assemble(("gets    ", "dim"), said(wanted)),
    ]
    if action is None:
        return Group(*lines, Text(DRY, "dim"))
    done = [Text("Done; they sign in again.", "green")] if action_view.is_applied(action) else []
    return Group(*lines, *done, *action_view.what_waits(action))


def closed(account: "Account", *, forget: bool, applied: bool) -> RenderableType:
    what = "closed and forgotten" if forget else "closed"
    if applied:
        return Text(f"The account {account.account_id} is {what}.", "bold")
    return Group(
        Text(f"The account {account.account_id} would be {what}.", "bold"), Text(DRY, "dim")
    )


def said(roles: Collection[str]) -> str:
    return ", ".join(sorted(roles)) or "none"
