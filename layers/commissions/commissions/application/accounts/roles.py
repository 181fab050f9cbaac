"""What somebody may on the pages: given and taken by people, and seen with the next request."""

from dataclasses import replace

from commissions.domain.people.accounts import Account, check_roles
from commissions.tables import accounts, versioned


class AccountClosed(ValueError):
    """What was closed stays closed: who comes back gets another account."""

    def __init__(self, account_id: str) -> None:
        super().__init__(f"The account {account_id} is closed; open another one")


@versioned.retry_on_conflict
def set_roles(account_id: str, roles: frozenset[str]) -> Account:
    """Gives an account these roles in place of those that it has, and ends its sessions. Raises
    UnknownAccount, AccountClosed, RolesUnfit."""
    before = accounts.stored(account_id)
    check_change(before.account, roles)
    if before.account.roles == roles:
        return before.account
    was = before.account
    return accounts.change(before, replace(was, roles=roles, epoch=was.epoch + 1))


def check_change(account: Account, roles: frozenset[str]) -> None:
    """Raises AccountClosed, RolesUnfit."""
    if account.closed:
        raise AccountClosed(account.account_id)
    check_roles(roles, account.member_id)
