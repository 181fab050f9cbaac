"""`account.roles`: what somebody may on the pages, given or taken by people."""

from datetime import datetime

from commissions.application.accounts.roles import AccountClosed, check_change, set_roles
from commissions.application.actions.kind import ActionKind, Payload
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.people.accounts import RolesUnfit
from commissions.tables import accounts
from commissions.tables.accounts import UnknownAccount

NONE = "none"
NOBODY = "nobody that is known: if they act there too, they would be two people"


class RolesStand(ValueError):
    """Somebody has just these roles already."""

    def __init__(self, account_id: str, roles: frozenset[str]) -> None:
        super().__init__(f"The account {account_id} has these roles already: {_said(roles)}")


def payload_of(account_id: str, roles: frozenset[str]) -> Payload:
    return {"account": account_id, "roles": sorted(roles)}


def target_of(account_id: str) -> str:
    return f"account/{account_id}"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    account = accounts.stored(payload["account"]).account
    roles = frozenset(payload["roles"])
    check_change(account, roles)
    if account.roles == roles:
        raise RolesStand(account.account_id, roles)
    of_member = (("member", account.member_id),) if account.member_id else ()
    return ActionEffect(
        says=(
            ("account", account.account_id),
            *of_member,
            ("at the command line", account.principal or NOBODY),
            ("has now", _said(account.roles)),
            ("would have", _said(roles)),
        )
    )


def _carry_out(action: Action) -> str:
    payload = action.draft.payload
    account = set_roles(payload["account"], frozenset(payload["roles"]))
    return f"{account.account_id} has the roles {_said(account.roles)}"


def _said(roles: frozenset[str]) -> str:
    return ", ".join(sorted(roles)) or NONE


ACCOUNT_ROLES = ActionKind(
    name="account.roles",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(UnknownAccount, AccountClosed, RolesUnfit, RolesStand),
)
