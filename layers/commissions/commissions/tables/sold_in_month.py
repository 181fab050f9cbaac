"""What everybody sold in a month: by an index of members' months, or one member by the journals.

The index has those items alone to which volume of own sales was ever added, so that what others
earn by a sale costs nothing. A month's items are spread over several keys of it, as one would take
no more than a thousand sales a second.
"""

import os
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.orders.canonical import stamp
from commissions.tables import items, journals, statement_contexts, versioned
from commissions.tables.items import Item

BALANCES = os.environ["BALANCES_TABLE"]
STATEMENTS = os.environ["STATEMENTS_TABLE"]
INDEX = "month"
KEYS = 16
SOLD_IN, SALES = "sold_in", "sales"
"""Attributes of a month's item: its key of the index, and how often volume was added."""


@dataclass(frozen=True, slots=True)
class SoldInMonth:
    """Of one member: how often volume was added, and the volume in hundredths of a point."""

    sales: int
    volume: int


def key_of(member: str, month: str) -> str:
    return f"{month}#{zlib.crc32(member.encode()) % KEYS:x}"


def everybody(month: str, unit: str) -> dict[str, SoldInMonth]:
    """By member; seconds behind the table."""
    sales: defaultdict[str, int] = defaultdict(int)
    volume: defaultdict[str, int] = defaultdict(int)
    for item in _index(month):
        sales[item["distributor_id"]] += item.get(SALES, 0)
        volume[item["distributor_id"]] += item.get(unit, 0)
    return {member: SoldInMonth(sales[member], volume[member]) for member in sales}


def by_moment(member: str, month: str, unit: str, since: datetime) -> dict[datetime, int]:
    """What a member sold in a month, by when it was: the moment of the order, whatever became of it
    since. `since`: when the month began. One query, and a call for every hundred journals."""
    found: defaultdict[datetime, int] = defaultdict(int)
    account = f"volume:{member}:{month}"
    for item in versioned.get_all(statement_contexts.JOURNAL, _journals(member, since)):
        journal = journals.from_item(item)
        for leg in journal.legs:
            if (leg.account, leg.unit) == (account, unit):
                found[journal.context.upline_as_of] += leg.amount
    return {at: amount for at, amount in found.items() if amount}


def _index(month: str) -> Iterator[Item]:
    for number in range(KEYS):
        yield from items.query(
            BALANCES,
            IndexName=INDEX,
            KeyConditionExpression="sold_in = :month",
            values={":month": f"{month}#{number:x}"},
        )


def _journals(member: str, since: datetime) -> list[Item]:
    """Of all lines since then: what is dated later may be of a sale of the month."""
    found = items.query(
        STATEMENTS,
        KeyConditionExpression="distributor_id = :member AND entry >= :since",
        ProjectionExpression="event_id",
        values={":member": member, ":since": stamp(since)},
        ConsistentRead=True,
    )
    ids = (statement_contexts.journal_of(each["event_id"]) for each in found)
    return [statement_contexts.key_of(each) for each in dict.fromkeys(ids)]
