"""Who may sign in to the pages, and in which roles; no name and no e-mail.

A member has one account: an item under the member's id names it, written with the account or not
at all. Every change says which version it follows.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from commissions.aws.clients import client
from commissions.domain.people.accounts import Account
from commissions.tables import versioned
from commissions.tables.items import Item, get, marshal, scan

TABLE = os.environ["ACCOUNTS_TABLE"]
_MEMBER = "member#"


class UnknownAccount(LookupError):
    """An account that nobody has."""

    def __init__(self, account_id: str) -> None:
        super().__init__(f"There is no account {account_id!r}")


class HasAccount(ValueError):
    """A member who has one already."""

    def __init__(self, member_id: str, account_id: str) -> None:
        super().__init__(f"{member_id} has the account {account_id}")


class StillOpen(ValueError):
    """An account that was not closed."""

    def __init__(self, account_id: str) -> None:
        super().__init__(f"The account {account_id} is open: close it first")


@dataclass(frozen=True, slots=True)
class StoredAccount:
    account: Account
    version: int


def find(account_id: str) -> Account | None:
    item = get(TABLE, {"id": account_id})
    return read(item) if item and "roles_held" in item else None


def stored(account_id: str) -> StoredAccount:
    """Raises UnknownAccount."""
    item = get(TABLE, {"id": account_id})
    if not item or "roles_held" not in item:
        raise UnknownAccount(account_id)
    return StoredAccount(read(item), item["version"])


def of_member(member_id: str) -> Account | None:
    """The one that a member has."""
    item = get(TABLE, {"id": f"{_MEMBER}{member_id}"})
    return find(item["account_id"]) if item else None


def every() -> Iterator[Account]:
    """All there are, closed ones too, in no order."""
    for item in scan(TABLE, ConsistentRead=True):
        if "roles_held" in item:
            yield read(item)


def add(account: Account) -> None:
    """Raises HasAccount; VersionConflict of one that is there."""
    puts = [versioned.versioned_put(TABLE, _item(account), after=0)]
    if account.member_id:
        held = of_member(account.member_id)
        if held and held.account_id != account.account_id:
            raise HasAccount(account.member_id, held.account_id)
        marker = {"id": f"{_MEMBER}{account.member_id}", "account_id": account.account_id}
        puts.append(versioned.versioned_put(TABLE, marker, after=0))
    versioned.put_all_or_none(puts)


def change(before: StoredAccount, after: Account) -> Account:
    """Writes an account over the version that was read. Raises VersionConflict."""
    versioned.put(TABLE, _item(after), after=before.version)
    return after


def close(before: StoredAccount) -> Account:
    """Closes an account for good, and with it all its sessions; its member may have another one.
    Raises VersionConflict."""
    was = before.account
    closed = replace(was, closed=True, epoch=was.epoch + 1)
    writes: list[Any] = [
        {"Put": versioned.versioned_put(TABLE, _item(closed), after=before.version)}
    ]
    marker = {"id": f"{_MEMBER}{was.member_id}"}
    if was.member_id and not was.closed and (held := get(TABLE, marker)):
        writes.append(versioned.deleting(TABLE, marker, version=held["version"]))
    versioned.write_all_or_none(writes)
    return closed


def forget(account_id: str) -> None:
    """Nothing is left of a closed account. Raises StillOpen."""
    before = stored(account_id)
    if not before.account.closed:
        raise StillOpen(account_id)
    versioned.write_all_or_none(
        [versioned.deleting(TABLE, {"id": account_id}, version=before.version)]
    )


def prefer(account_id: str, language: str, zone: str) -> None:
    """Changes how pages speak to somebody, whatever else changes meanwhile."""
    _update(
        account_id,
        "SET #language = :language, #zone = :zone ADD version :one",
        {":language": language, ":zone": zone},
        {"#language": "language", "#zone": "zone"},
    )


def end_sessions(account_id: str) -> None:
    """Begins another epoch: whatever was begun in the one before is over."""
    _update(account_id, "ADD epoch :one, version :one", {}, {})


def _update(
    account_id: str, expression: str, values: Mapping[str, Any], names: Mapping[str, str]
) -> None:
    given: dict[str, Any] = {"ExpressionAttributeNames": dict(names)} if names else {}
    client("dynamodb").update_item(
        TableName=TABLE,
        Key=marshal({"id": account_id}),
        UpdateExpression=expression,
        ConditionExpression="attribute_exists(id)",
        ExpressionAttributeValues=marshal({":one": 1, **values}),
        **given,
    )


def read(item: Mapping[str, Any]) -> Account:
    return Account(
        account_id=item["id"],
        roles=frozenset(item["roles_held"]),
        member_id=item["member_id"],
        principal=item["principal"],
        language=item["language"],
        zone=item["zone"],
        closed=item["closed"],
        epoch=item["epoch"],
    )


def _item(account: Account) -> Item:
    return {
        "id": account.account_id,
        "roles_held": sorted(account.roles),
        "member_id": account.member_id,
        "principal": account.principal,
        "language": account.language,
        "zone": account.zone,
        "closed": account.closed,
        "epoch": account.epoch,
    }
