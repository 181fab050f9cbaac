"""The items of members' months: what journals add to them, and what they come to.

A month is one item for each currency (`2026-11 USD`). One to which very many orders add at once is
spread over several (`2026-11 USD#3`): whoever reads adds up all of them, and it does not matter
which of them a journal was added to, as its lines are there once. Before 29 November 2026 there was
an item of all that is payable (`total USD`), and one of a month's volumes (`2026-11`).
"""

import os
import random
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commissions.aws.cache import TtlCache
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.member_month import FIGURES, TOTAL, VERSION, scoped
from commissions.tables.items import Item, marshal, query

TABLE = os.environ["BALANCES_TABLE"]
SHARDS = (1, 4, 16)
"""Over how many items a month is spread, one more step each time that two writers met at it."""
SPREAD_SECONDS = 600
"""How long after writers last met at a month it stays spread."""
SOLD_IN, SALES = "sold_in", "sales"
"""Of items to which volume of own sales was ever added alone: the key of an index by month, and how
often that was."""
SOLD_IN_KEYS = 16
"""Over so many keys of the index a month is spread: one would take no more than a thousand sales a
second."""
_shards: TtlCache[tuple[str, str], int] = TtlCache()
"""By member and month's item, as this process found out; others find out by themselves."""


class NotCountedYet(LookupError):
    """What a member earned before 29 November 2026 is not counted by month: sums would lack it."""

    def __init__(self, member: str) -> None:
        super().__init__(
            f"Months of {member} do not have yet what was posted before they were counted: "
            "run `commissions rebuild` once"
        )


def addition(member: str, scope: str, figures: Mapping[str, int]) -> Any:
    """The update of a transaction that adds to an item, which may not be there yet."""
    sold = _sold(member, scope, figures)
    added = [*figures.items(), *([(SALES, 1)] if sold else [])]
    names = {f"#{place}": name for place, (name, _) in enumerate(added)}
    values: dict[str, Any] = {f":{place}": amount for place, (_, amount) in enumerate(added)}
    update = "ADD " + ", ".join(f"#{n} :{n}" for n in range(len(added)))
    if sold:
        values[":sold"] = sold[SOLD_IN]
        update += f" SET {SOLD_IN} = :sold"
    return {
        "TableName": TABLE,
        "Key": marshal({"distributor_id": member, "scope": scope}),
        "UpdateExpression": update,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": marshal(values),
    }


def sold_in_keys(month: str) -> list[str]:
    """All keys of the index under which somebody who sold something in a month may be."""
    return [f"{month}#{number:x}" for number in range(SOLD_IN_KEYS)]


def _sold(member: str, scope: str, figures: Mapping[str, int]) -> Item:
    """What an item has for the index; nothing of one to which no volume is added."""
    if not any(unit in figures for unit in UNITS):
        return {}
    number = zlib.crc32(member.encode()) % SOLD_IN_KEYS
    return {SOLD_IN: sold_in_keys(scoped(scope)[0])[number]}


def replacing(member: str, scope: str, figures: Mapping[str, int], *, after: int | None) -> Any:
    """The put of a transaction over an item as it was read: by its version (0: it has none), or
    None where none was there."""
    sold = _sold(member, scope, figures)
    sales = {SALES: figures.get(VERSION, 1)} if sold else {}
    item = {"distributor_id": member, "scope": scope, **figures, **sold, **sales}
    put = {"Item": marshal(item)}
    return {"Put": put | _as_read(after)}


def removing(member: str, scope: str, *, after: int) -> Any:
    """The same of its removal."""
    key = {"Key": marshal({"distributor_id": member, "scope": scope})}
    return {"Delete": key | _as_read(after)}


def _as_read(version: int | None) -> dict[str, Any]:
    if not version:
        there = "attribute_not_exists(#scope)" if version is None else "attribute_exists(#scope)"
        return {
            "TableName": TABLE,
            "ConditionExpression": f"{there} AND attribute_not_exists(#version)",
            "ExpressionAttributeNames": {"#scope": "scope", "#version": VERSION},
        }
    return {
        "TableName": TABLE,
        "ConditionExpression": "#version = :version",
        "ExpressionAttributeNames": {"#version": VERSION},
        "ExpressionAttributeValues": marshal({":version": version}),
    }


def shard_of(member: str, scope: str) -> str:
    """The name of the item to which something of a month is added now."""
    number = random.randrange(_shards_of(member, scope))  # noqa: S311 - not a secret
    return f"{scope}#{number}" if number else scope


def spread_wider(member: str, scope: str) -> None:
    """Two writers met at a month's item: from now on what is added goes to one of several."""
    now = _shards_of(member, scope)
    _shards.put((member, scope), next((each for each in SHARDS if each > now), SHARDS[-1]))


def _shards_of(member: str, scope: str) -> int:
    return _shards.get((member, scope), lambda _: SHARDS[0], max_age_seconds=SPREAD_SECONDS)


def since(member: str, month: str) -> list[Item]:
    """All items of a month, and of those after it, and what is left of before: one round trip for
    a few years."""
    return _asked(member, "#scope >= :month", month)


def every(member: str) -> list[Item]:
    """All items of a member."""
    return _asked(member, "#scope > :month", " ")


def versions(member: str, month: str) -> Iterator[int]:
    """Of each item of a month."""
    found = _asked(member, "begins_with(#scope, :month)", month, only=VERSION)
    return (item.get(VERSION, 0) for item in found)


def is_old_total(item: Mapping[str, Any]) -> bool:
    """Whether an item has what was payable before months were counted."""
    return scoped(item["scope"])[0] == TOTAL


def is_of_before(item: Mapping[str, Any]) -> bool:
    """Whether something was added to an item that is in no month yet, or was until all of it was
    moved into months."""
    return is_old_total(item) or (bool(figures_of(item)) and VERSION not in item)


def check_counted(items: Iterable[Item], member: str) -> None:
    """Raises NotCountedYet."""
    if any(map(is_old_total, items)):
        raise NotCountedYet(member)


def figures_of(item: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(item[name]) for name in item.keys() & FIGURES}


def parts(items: Iterable[Item], month: str) -> Iterator[tuple[str, dict[str, int]]]:
    """The items of a month among others, each with its currency."""
    for item in items:
        of, currency = scoped(item["scope"])
        if of == month:
            yield currency, figures_of(item)


def _asked(member: str, condition: str, month: str, *, only: str = "") -> list[Item]:
    names = {"#scope": "scope"} | ({"#only": only} if only else {})
    projected: dict[str, Any] = {"ProjectionExpression": "#only"} if only else {}
    found = query(
        TABLE,
        KeyConditionExpression=f"distributor_id = :member AND {condition}",
        ExpressionAttributeNames=names,
        values={":member": member, ":month": month},
        ConsistentRead=True,
        **projected,
    )
    return list(found)
