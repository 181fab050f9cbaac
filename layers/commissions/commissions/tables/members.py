"""The members table: who people are, and which referral code or store customer leads to whom."""

import os
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.people.genealogy import HISTORY, UnknownMember
from commissions.domain.people.member import CodeTaken, LinkedToAnother, Member, Resolved, code_key
from commissions.domain.people.upline import RETAIL
from commissions.domain.registration import AccountLink, Registration
from commissions.tables import items, registrations, versioned
from commissions.tables.items import Item

TABLE = os.environ["MEMBERS_TABLE"]


def resolve(codes: Iterable[str], store_id: str, customer: str) -> Resolved:
    """Whose the codes are, and who a store's customer is. One round trip."""
    buyer_key = _customer(store_id, customer)
    by_id = _find([_code(code) for code in codes], [buyer_key] if customer else [])
    buyer = by_id.pop(buyer_key, {})
    whose = {key.removeprefix("code/"): registrations.spans_of(by_id[key]) for key in by_id}
    return Resolved(whose, registrations.account_of(buyer) if buyer else None)


def key_of(member_id: str) -> Item:
    return {"id": _member(member_id)}


def of_customer(store_id: str, customer: str) -> tuple[str, str]:
    """The member and the kind of a store's customer, both empty for one nobody knows."""
    account = resolve((), store_id, customer).account
    return (account.member, account.kind) if account else ("", "")


def get(member_id: str) -> Member:
    if member := known([member_id]).get(member_id):
        return member
    raise UnknownMember(member_id)


def known(member_ids: Iterable[str]) -> dict[str, Member]:
    """Those of them that are registered."""
    found = _find([_member(member_id) for member_id in member_ids])
    return {member.member_id: member for member in map(_read, found.values())}


def stated(member_ids: Iterable[str]) -> dict[str, Member]:
    """Those of them whom the company itself has registered."""
    found = _find([_member(member_id) for member_id in member_ids]).values()
    said = (each for each in found if not _is_shown(each))
    return {member.member_id: member for member in map(_read, said)}


def all_kinds() -> dict[str, str]:
    """What everybody is, by member id; reads the whole table, and nothing else of anybody."""
    found = items.scan(
        TABLE,
        ProjectionExpression="member_id, kind",
        FilterExpression="begins_with(id, :member)",
        ExpressionAttributeValues=items.marshal({":member": _member("")}),
        ConsistentRead=True,
    )
    return {item["member_id"]: item["kind"] for item in found}


def members_by_code(codes: Iterable[str]) -> dict[str, str]:
    """Whose each referral code is, by code as it is compared; nobody's codes are left out."""
    return {code: spans[-1].member for code, spans in resolve(codes, "", "").codes.items()}


@versioned.retry_on_conflict
def register(member: Member, registration: Registration | None = None) -> bool:
    """Keeps a member and their referral code; False where nothing is new.

    A code that was theirs before goes on leading to them: it is out there in links. One that is
    another's is taken over from the moment that the `registration` of the code says. Raises
    CodeTaken where it says none.
    """
    own, code = _member(member.member_id), _code(member.referral_code)
    found = _find([own], [code] if member.referral_code else [])
    wanted = [_item(own, member)]
    if member.referral_code:
        wanted.append(_code_item(code, member, registration, found.get(code)))
    new = [item for item in wanted if not _stands(item, _said(found.get(item["id"], {})))]
    if new:
        versioned.put_all_or_none([_put(item, found.get(item["id"], {})) for item in new])
    return bool(new)


@versioned.retry_on_conflict
def add_code(code: str, registration: Registration) -> bool:
    """A code that is nobody's leads to a member, beside the one that they are known by; False where
    it does. Raises CodeTaken."""
    key = _code(code)
    found = items.get(TABLE, {"id": key}) or {}
    owner = found.get("member", registration.member)
    if owner != registration.member:
        raise CodeTaken(code_key(code), owner)
    if found:
        return False
    item = {"id": key, "member": registration.member, **registrations.times_of(registration)}
    versioned.put_all_or_none([_put(item | registrations.recorded({}), found)])
    return True


def link_customer(store_id: str, customer: str, member_id: str, kind: str) -> bool:
    """Makes a store's customer, by the hash of their id, a member's account there; always."""
    return link_account(store_id, customer, AccountLink(member_id, kind=kind))


@versioned.retry_on_conflict
def link_account(store_id: str, customer: str, account: AccountLink) -> bool:
    """The same, from a moment on; False where it is. What was decided first of its times stays.
    Raises LinkedToAnother."""
    key = _customer(store_id, customer)
    stands = items.get(TABLE, {"id": key}) or {}
    found = _said(stands)
    if (owner := found.get("member", account.member)) != account.member:
        raise LinkedToAnother(store_id, owner)
    times = registrations.times_of(registrations.account_of(found) if found else account)
    link = {"id": key, "member": account.member, "kind": account.kind, **times}
    if _stands(link, found):
        return False
    versioned.put_all_or_none([_put(link | registrations.recorded(found), stands)])
    return True


def placing(store_id: str, customer: str, member_id: str, since: datetime | None) -> list[Any]:
    """The writes that make a customer a member, and their account the member's, since a moment, as
    their orders say; without one, that they are none any more. What the company said stays."""
    own, account = _member(member_id), _customer(store_id, customer)
    found = _find([own, account])
    wanted: dict[str, Item] = {own: {}, account: {}}
    if since:
        wanted[own] = _item(own, Member(member_id=member_id, kind=RETAIL, created_at=since))
        wanted[account] = {"id": account, "member": member_id, "kind": RETAIL}
    changes = (_showing(key, wanted[key], found.get(key, {})) for key in wanted)
    return [change for change in changes if change]


def _showing(key: str, item: Item, found: Item) -> Any:
    """The write of an item that follows from orders, if there is one; what the company said is no
    such item."""
    if _said(found):
        return None
    if item:
        shown = {**item, "by": HISTORY}
        return None if _stands(shown, found) else {"Put": _put(shown, found)}
    return versioned.deleting(TABLE, {"id": key}, version=found["version"]) if found else None


def unlink_customer(store_id: str, customer: str) -> bool:
    """Forgets whose account a store's customer is; False where nobody knew."""
    outcome = client("dynamodb").delete_item(
        TableName=TABLE,
        Key=items.marshal({"id": _customer(store_id, customer)}),
        ReturnValues="ALL_OLD",
    )
    return bool(outcome.get("Attributes"))


def _code_item(
    key: str, member: Member, registration: Registration | None, found: Item | None
) -> Item:
    """A code with all hands that it went through; the last one has it."""
    spans = registrations.spans_of(found) if found else ()
    owner = spans[-1].member if spans else member.member_id
    if owner == member.member_id and spans:
        return dict(found or {})
    new = registration or Registration(member.member_id)
    if owner != member.member_id and new.since is None:
        raise CodeTaken(member.referral_code, owner)
    item: Item = {"id": key, "member": member.member_id, **registrations.times_of(new)}
    return item | registrations.recorded(found or {})


def _find(*ids: list[str]) -> dict[str, Item]:
    keys = [{"id": each} for group in ids for each in dict.fromkeys(group)]
    return {found["id"]: found for found in versioned.get_all(TABLE, keys)}


def _put(item: Item, found: Item) -> object:
    return versioned.versioned_put(TABLE, item, after=found.get("version", 0))


def _stands(item: Item, found: Item) -> bool:
    return item.items() <= found.items()


def _is_shown(item: Item) -> bool:
    """Whether it only shows what a customer's orders say."""
    return item.get("by") == HISTORY


def _said(item: Item) -> Item:
    """What the company said; nothing where it did not."""
    return {} if _is_shown(item) else item


def _item(key: str, member: Member) -> Item:
    return {**asdict(member), "id": key, "created_at": stamp(member.created_at)}


def _read(item: Item) -> Member:
    return Member(
        member_id=item["member_id"],
        kind=item["kind"],
        created_at=datetime.fromisoformat(item["created_at"]),
        country=item["country"],
        tax_id=item["tax_id"],
        referral_code=item["referral_code"],
    )


def _member(member_id: str) -> str:
    return f"member/{member_id}"


def _code(code: str) -> str:
    return f"code/{code_key(code)}"


def _customer(store_id: str, customer: str) -> str:
    return f"customer/{store_id}/{customer}"
