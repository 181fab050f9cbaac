"""What everybody sold in a month: by an index of members' months, or one member by the journals.

The index has those items alone to which volume of own sales was ever added, so that what others
earn by a sale costs nothing. A month's items are spread over several keys of it, as one would take
no more than a thousand sales a second.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.orders.canonical import stamp
from commissions.tables import items, month_items, statement_contexts
from commissions.tables.items import Item

STATEMENTS = os.environ["STATEMENTS_TABLE"]
INDEX = "month"


@dataclass(frozen=True, slots=True)
class SoldInMonth:
    """Of one member: how often volume was added, and the volume in hundredths of a point."""

    sales: int
    volume: int


def everybody(month: str, unit: str) -> dict[str, SoldInMonth]:
    """By member; seconds behind the table."""
    sales: defaultdict[str, int] = defaultdict(int)
    volume: defaultdict[str, int] = defaultdict(int)
    for item in _index(month):
        sales[item["distributor_id"]] += item[month_items.SALES]
        volume[item["distributor_id"]] += item.get(unit, 0)
    return {member: SoldInMonth(sales[member], volume[member]) for member in sales}


def by_moment(member: str, month: str, unit: str, since: datetime) -> dict[datetime, int]:
    """What a member sold in a month, by when it was: the moment of the order, whatever became of it
    since. `since`: when the month began. One query, and a call for every hundred journals."""
    found: defaultdict[datetime, int] = defaultdict(int)
    account = f"volume:{member}:{month}"
    for journal in statement_contexts.read_journals(_journals(member, since)):
        for leg in journal.legs:
            if (leg.account, leg.unit) == (account, unit):
                found[journal.context.upline_as_of] += leg.amount
    return {at: amount for at, amount in found.items() if amount}


def _index(month: str) -> Iterator[Item]:
    for key in month_items.sold_in_keys(month):
        yield from items.query(
            month_items.TABLE,
            IndexName=INDEX,
            KeyConditionExpression=f"{month_items.SOLD_IN} = :month",
            values={":month": key},
        )


def _journals(member: str, since: datetime) -> list[str]:
    """Of all lines since then: what is dated later may be of a sale of the month."""
    found = items.query(
        STATEMENTS,
        KeyConditionExpression="distributor_id = :member AND entry >= :since",
        ProjectionExpression="event_id",
        values={":member": member, ":since": stamp(since)},
        ConsistentRead=True,
    )
    return [statement_contexts.journal_of(each["event_id"]) for each in found]
