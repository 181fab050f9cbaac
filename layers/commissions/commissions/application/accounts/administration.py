"""Accounts as people open, change and close them. Whoever is in the user pool without one stays
out, so of two writes that of the account is the last."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from commissions.application.accounts import settings
from commissions.aws import pool_users
from commissions.aws.pool_users import EmailTaken, PoolUser
from commissions.domain.people.accounts import MEMBER, Account, check_roles
from commissions.tables import accounts, members
from commissions.tables.accounts import HasAccount, UnknownAccount

EMAIL_MAX = 254
_EMAIL = re.compile(r"[^@\s<>,;:\"\\()\[\]]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

_PRINCIPAL = re.compile(r"\d{12}/(root|(user|role|sso)/[!-~]{1,128})", re.ASCII)
"""As `domain/actions/principal.py` writes them."""

AlreadyThere = (EmailTaken, HasAccount)
"""What means that somebody has an account."""


class WrongAccount(ValueError):
    """An account that cannot be opened as it was asked for. `field`: which part of it is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """Whom an account is opened for. E-mail and name go to the user pool, and nowhere else."""

    email: str
    name: str
    member_id: str = ""
    principal: str = ""
    """What AWS calls the same person at the command line: `123456789012/user/mara`."""
    language: str = "en"
    zone: str = "UTC"

    @property
    def roles(self) -> frozenset[str]:
        """Those that an account begins with: whoever is to have more is given it by
        `account.roles`, for which it may take two people."""
        return frozenset({MEMBER} if self.member_id else set())


def check(asked: NewAccount, roles: frozenset[str]) -> None:
    """Whether it can be opened, for somebody who is to have these roles. Raises WrongAccount,
    HasAccount, UnknownMember, RolesUnfit."""
    check_form(asked)
    check_roles(roles, asked.member_id)
    check_principal(asked.principal)
    if asked.member_id:
        members.get(asked.member_id)
        if held := accounts.of_member(asked.member_id):
            raise HasAccount(asked.member_id, held.account_id)


def check_form(asked: NewAccount) -> None:
    """Raises WrongAccount, WrongSetting."""
    if len(asked.email) > EMAIL_MAX or not _EMAIL.fullmatch(asked.email):
        raise WrongAccount("email", "not an address like ann@example.org")
    if not asked.name.strip() or len(asked.name) > 80 or not asked.name.isprintable():
        raise WrongAccount("name", "what they are called on pages, of 80 characters at most")
    settings.check(asked.language, asked.zone)


def check_principal(principal: str) -> None:
    """Of two accounts of one principal each would be the other's second person, and whoever has
    another's would act in their name. Reads all accounts. Raises WrongAccount."""
    if not principal:
        return
    if not _PRINCIPAL.fullmatch(principal):
        raise WrongAccount("principal", "not who somebody is to AWS, like 123456789012/user/mara")
    for each in accounts.every():
        if not each.closed and each.principal.casefold() == principal.casefold():
            raise WrongAccount("principal", f"that is who {each.account_id} is already")


def open_account(asked: NewAccount, *, password: str = "") -> Account:
    """Opens it with the roles that it begins with. Somebody of this e-mail who is in the user pool
    and has no account yet gets it, so that what was cut off can be done again.

    `password`: for a stack on one's own machine; else the user pool sends one. Raises WrongAccount,
    HasAccount, EmailTaken, NotAccepted.
    """
    check_form(asked)
    check_principal(asked.principal)
    account = Account(
        account_id=_in_pool(asked, password),
        roles=asked.roles,
        member_id=asked.member_id,
        principal=asked.principal,
        language=asked.language,
        zone=asked.zone,
    )
    accounts.add(account)
    return account


def _in_pool(asked: NewAccount, password: str) -> str:
    try:
        return pool_users.add_user(asked.email, asked.name, password=password)
    except EmailTaken:
        found = pool_users.account_id_of(asked.email)
        if accounts.find(found):
            raise
        return found


def close(account_id: str) -> Account:
    """Whoever it is is out with their next request, and cannot sign in any more. Raises
    UnknownAccount; VersionConflict where it changed meanwhile."""
    before = accounts.stored(account_id)
    closed = before.account if before.account.closed else accounts.close(before)
    pool_users.disable(account_id)
    return closed


def forget(account_id: str) -> None:
    """Nothing is left of who had an account: not their name and e-mail, and not that they had one.
    What they did stays in the audit log under its id, which names nobody any more.

    Raises UnknownAccount.
    """
    close(account_id)
    pool_users.forget(account_id)
    accounts.forget(account_id)


def resolve(named: str) -> Account:
    """An account by its own id, or by its member's. Raises UnknownAccount."""
    found = accounts.find(named) or accounts.of_member(named)
    if found is None:
        raise UnknownAccount(named)
    return found


def listed(role: str = "") -> list[Account]:
    """All accounts, or those with a role; closed ones last, members by their id."""
    found = (each for each in accounts.every() if not role or role in each.roles)
    return sorted(found, key=lambda each: (each.closed, each.member_id, each.account_id))


def who_they_are(found: Iterable[Account]) -> dict[str, PoolUser]:
    """Names and e-mails from the user pool, by account; for a person's eyes, and to be kept
    nowhere."""
    wanted = {each.account_id for each in found}
    return {each.account_id: each for each in pool_users.every_user() if each.account_id in wanted}
