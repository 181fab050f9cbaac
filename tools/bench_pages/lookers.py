"""Fifty members who sell, stand below each other, and look at their pages. Import it after
`enter`."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from commissions.application.accounts import sessions
from commissions.domain.people.accounts import MEMBER, Account
from commissions.tables import accounts
from tools import company
from tools.cli.progress import Progress
from tools.cli.stacks import load_into
from tools.demo.payloads import Basket, Line, order
from tools.demo.scenario import TEA_US, Sent, key_of

COLUMNS = "distributor_id,sponsor_id,status,rank,country,tax_id,created_at,referral_code,kind"
TOP = "ann"
BELOW_EACH = 2
TEAS = ("TEA-GREEN-100", "TEA-BLACK-250", "TEA-CUPS-2")
FIRST_ORDER = 900_001


def names(count: int) -> list[str]:
    return [f"looker-{number:02}" for number in range(count)]


def enrol(count: int) -> None:
    """Each sponsors two others: deep enough that every level of the demo's plan is paid."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "distributors.csv").write_text("\n".join([COLUMNS, *_rows(count), ""]))
        load_into(company.read(Path(folder)), (), Progress.silent())


def cookies(count: int) -> list[str]:
    """A session for each, as signing in begins one."""
    now = datetime.now(UTC)
    return [
        sessions.begin(_account(name), name, proved_at=now, now=now).cookie for name in names(count)
    ]


def orders(count: int) -> Iterator[tuple[str, Sent]]:
    """Without an end: what customers buy of each in turn, by order key."""
    sellers, number = names(count), FIRST_ORDER
    while True:
        seller = sellers[number % count]
        lines = (Line(TEAS[number % len(TEAS)], 1 + number % 3, 2400, tax=192),)
        basket = Basket(
            number=number,
            at=datetime.now(UTC),
            code=seller.upper(),
            lines=lines,
            customer=7700000000001 + number,
        )
        yield key_of(TEA_US, basket), Sent(TEA_US, "orders/paid", order(basket))
        number += 1


def _rows(count: int) -> Iterator[str]:
    every = names(count)
    for number, name in enumerate(every):
        sponsor = every[(number - 1) // BELOW_EACH] if number else TOP
        yield f"{name},{sponsor},active,silver,US,,2026-01-20,{name.upper()},participant"


def _account(member_id: str) -> Account:
    account = Account(account_id=member_id, roles=frozenset({MEMBER}), member_id=member_id)
    accounts.add(account)
    return account
