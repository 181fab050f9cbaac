"""Accounts of the demo company, to sign in with on this machine: members and each role."""

from contextlib import suppress
from dataclasses import dataclass

PASSWORD = "Green-tea-2026"  # noqa: S105 - said to whoever starts a stack of their own
"""Of all of them; the engine is reached from this machine alone."""
DOMAIN = "example.org"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    who: str
    """What stands before the @ of the e-mail that they sign in with."""
    name: str
    member_id: str = ""
    roles: tuple[str, ...] = ()
    """Besides member."""

    @property
    def email(self) -> str:
        return f"{self.who}@{DOMAIN}"


DEMO_ACCOUNTS = (
    *(
        DemoAccount(member, member.title(), member)
        for member in ("ann", "bob", "cara", "dan", "eve", "hal")
    ),
    # Two who look after orders and two who pay: what takes a second person can be tried.
    DemoAccount("olga", "Olga", roles=("operator",)),
    DemoAccount("otto", "Otto", roles=("operator",)),
    DemoAccount("fred", "Fred", roles=("finance",)),
    DemoAccount("frida", "Frida", roles=("finance",)),
    DemoAccount("cora", "Cora", roles=("compliance",)),
    DemoAccount("aude", "Aude", roles=("auditor",)),
    DemoAccount("adam", "Adam", roles=("admin",)),
)


def make() -> tuple[DemoAccount, ...]:
    """Opens those that are not there yet, in the stack that was entered; all of them.

    Members are not looked up: their company is loaded after its stack is up.
    """
    from commissions.application.accounts.administration import AlreadyThere

    for each in DEMO_ACCOUNTS:
        with suppress(*AlreadyThere):
            _open(each)
    return DEMO_ACCOUNTS


def _open(demo: DemoAccount) -> None:
    from commissions.application.accounts import administration
    from commissions.application.accounts.roles import set_roles

    asked = administration.NewAccount(email=demo.email, name=demo.name, member_id=demo.member_id)
    account = administration.open_account(asked, password=PASSWORD)
    if demo.roles:
        set_roles(account.account_id, account.roles | frozenset(demo.roles))
