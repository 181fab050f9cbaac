"""Who is paid, and each payee's account: what payouts moved of what is payable to them.

No name, no account at a bank and no tax number is kept here: a payee is a reference at a provider.
An account changes in the transaction of the journal that moves the money, and its version says
whether anything was moved since it was read.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from commissions import events
from commissions.domain.payouts.payee import Payee
from commissions.domain.payouts.standing import PayoutMove
from commissions.tables import versioned
from commissions.tables.items import Item, get, query, scan

TABLE = os.environ["PAYOUTS_TABLE"]
_PAYEE = "payee/"
_DETAILS, _ACCOUNT = "details", "account/"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeAccount:
    """What payouts did to what is payable to somebody in a currency, the oldest first."""

    member: str
    currency: str
    moves: tuple[PayoutMove, ...] = ()
    version: int = 0
    """Of the item, as it was read; 0 where nothing was ever moved."""


def find(member: str) -> Payee | None:
    item = get(TABLE, _payee_key(member))
    return _payee(item) if item else None


def known(members: Iterable[str]) -> dict[str, Payee]:
    """Those of them that are registered: one round trip per 100."""
    found = versioned.get_all(TABLE, map(_payee_key, dict.fromkeys(members)))
    return {payee.member: payee for payee in map(_payee, found)}


def put(payee: Payee) -> Payee:
    """Writes a payee over the version that was read. Raises VersionConflict."""
    item = _payee_key(payee.member) | {"body": events.encode(replace(payee, version=0))}
    versioned.put(TABLE, item, after=payee.version)
    return replace(payee, version=payee.version + 1)


def account(member: str, currency: str) -> PayeeAccount:
    item = get(TABLE, _account_key(member, currency))
    return _account(item) if item else PayeeAccount(member=member, currency=currency)


def accounts(members: Sequence[str], currency: str) -> dict[str, PayeeAccount]:
    """Of each of them: one round trip per 100."""
    keys = [_account_key(each, currency) for each in dict.fromkeys(members)]
    found = {each.member: each for each in map(_account, versioned.get_all(TABLE, keys))}
    return {
        each: found.get(each) or PayeeAccount(member=each, currency=currency) for each in members
    }


def accounts_of(member: str) -> list[PayeeAccount]:
    """Of all currencies in which anything was ever moved for somebody: one round trip."""
    found = query(
        TABLE,
        KeyConditionExpression="#owner = :payee AND begins_with(entry, :account)",
        ExpressionAttributeNames={"#owner": "owner"},
        values={":payee": f"{_PAYEE}{member}", ":account": _ACCOUNT},
        ConsistentRead=True,
    )
    return list(map(_account, found))


def all_of(member: str) -> tuple[Payee | None, list[PayeeAccount]]:
    """How somebody is registered, and the accounts of all their currencies: one round trip."""
    rows = query(
        TABLE,
        KeyConditionExpression="#owner = :payee",
        ExpressionAttributeNames={"#owner": "owner"},
        values={":payee": f"{_PAYEE}{member}"},
        ConsistentRead=True,
    )
    found = list(rows)
    details = next((item for item in found if item["entry"] == _DETAILS), None)
    held = [item for item in found if item["entry"].startswith(_ACCOUNT)]
    return (_payee(details) if details else None), list(map(_account, held))


def key_of(member: str, currency: str) -> Item:
    """For whoever reads a member's account together with other items."""
    return _account_key(member, currency)


def accounts_in(found: Iterable[Item]) -> dict[str, PayeeAccount]:
    """By currency, the accounts of the one member whose items were read so."""
    return {account.currency: account for account in map(_account, found)}


def every_account() -> list[PayeeAccount]:
    """All there are, in no order."""
    found = scan(TABLE, ConsistentRead=True)
    return [_account(item) for item in found if item["entry"].startswith(_ACCOUNT)]


def moved(was: PayeeAccount, move: PayoutMove) -> Any:
    """The write of a transaction that adds a move to an account as it was read."""
    moves = [events.encode(each) for each in (*was.moves, move)]
    item = _account_key(was.member, was.currency) | {"moves": moves}
    return {"Put": versioned.versioned_put(TABLE, item, after=was.version)}


def _payee_key(member: str) -> Item:
    return {"owner": f"{_PAYEE}{member}", "entry": _DETAILS}


def _account_key(member: str, currency: str) -> Item:
    return {"owner": f"{_PAYEE}{member}", "entry": f"{_ACCOUNT}{currency}"}


def _payee(item: Item) -> Payee:
    return replace(events.decode(Payee, item["body"]), version=item["version"])


def _account(item: Item) -> PayeeAccount:
    return PayeeAccount(
        member=item["owner"].removeprefix(_PAYEE),
        currency=item["entry"].removeprefix(_ACCOUNT),
        moves=tuple(events.decode(PayoutMove, each) for each in item["moves"]),
        version=item["version"],
    )
