"""The members table: who people are, and which referral code or store customer leads to whom."""

import os
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from commissions.aws.clients import client
from commissions.domain.orders.canonical import stamp
from commissions.domain.people.genealogy import UnknownMember
from commissions.domain.people.member import CodeTaken, LinkedToAnother, Member, Resolved, code_key
from commissions.tables import items, versioned
from commissions.tables.items import Item

TABLE = os.environ["MEMBERS_TABLE"]


def resolve(codes: Iterable[str], store_id: str, customer: str) -> Resolved:
    """Whose the codes are, and who a store's customer is. One round trip."""
    buyer_key = _customer(store_id, customer)
    by_id = _find([_code(code) for code in codes], [buyer_key] if customer else [])
    buyer = by_id.pop(buyer_key, {})
    whose = {key.removeprefix("code/"): item["member"] for key, item in by_id.items()}
    return Resolved(whose, buyer.get("member", ""), buyer.get("kind", ""))


def of_customer(store_id: str, customer: str) -> tuple[str, str]:
    """The member and the kind of a store's customer, both empty for one nobody knows."""
    found = resolve((), store_id, customer)
    return found.buyer, found.kind


def get(member_id: str) -> Member:
    if member := known([member_id]).get(member_id):
        return member
    raise UnknownMember(member_id)


def known(member_ids: Iterable[str]) -> dict[str, Member]:
    """Those of them that are registered."""
    found = _find([_member(member_id) for member_id in member_ids])
    return {member.member_id: member for member in map(_read, found.values())}


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
    return resolve(codes, "", "").codes


@versioned.retry_on_conflict
def register(member: Member) -> bool:
    """Keeps a member and their referral code; False where nothing is new.

    A code that was theirs before goes on leading to them: it is out there in links.
    """
    own, code = _member(member.member_id), _code(member.referral_code)
    found = _find([own], [code] if member.referral_code else [])
    if (owner := found.get(code, {}).get("member", member.member_id)) != member.member_id:
        raise CodeTaken(member.referral_code, owner)
    wanted = [_item(own, member)]
    if member.referral_code:
        wanted.append({"id": code, "member": member.member_id})
    new = [item for item in wanted if not _stands(item, found.get(item["id"], {}))]
    if new:
        versioned.put_all_or_none([_put(item, found.get(item["id"], {})) for item in new])
    return bool(new)


@versioned.retry_on_conflict
def link_customer(store_id: str, customer: str, member_id: str, kind: str) -> bool:
    """Makes a store's customer, by the hash of their id, a member's account there."""
    link = {"id": _customer(store_id, customer), "member": member_id, "kind": kind}
    found = items.get(TABLE, {"id": link["id"]}) or {}
    if (owner := found.get("member", member_id)) != member_id:
        raise LinkedToAnother(store_id, owner)
    if _stands(link, found):
        return False
    versioned.put_all_or_none([_put(link, found)])
    return True


def unlink_customer(store_id: str, customer: str) -> bool:
    """Forgets whose account a store's customer is; False where nobody knew."""
    outcome = client("dynamodb").delete_item(
        TableName=TABLE,
        Key=items.marshal({"id": _customer(store_id, customer)}),
        ReturnValues="ALL_OLD",
    )
    return bool(outcome.get("Attributes"))


def _find(*ids: list[str]) -> dict[str, Item]:
    keys = [{"id": each} for group in ids for each in dict.fromkeys(group)]
    return {found["id"]: found for found in versioned.get_all(TABLE, keys)}


def _put(item: Item, found: Item) -> object:
    return versioned.versioned_put(TABLE, item, after=found.get("version", 0))


def _stands(item: Item, found: Item) -> bool:
    return item.items() <= found.items()


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
