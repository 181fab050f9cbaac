"""What is held of a member, as they may take it with them: their own alone, and no names, which
lie with the user pool."""

import json
from dataclasses import replace
from typing import Any

from commissions import events
from commissions.application.queries import member_month
from commissions.application.queries.money import payouts_of
from commissions.domain.people.accounts import SignedIn
from commissions.tables import genealogy, members, payees


def own_data(who: SignedIn) -> dict[str, Any]:
    """As plain values for JSON. Amounts are in minor units, volumes in hundredths. Raises
    NotCountedYet."""
    member = who.member_id
    payee, accounts = payees.all_of(member)
    known = members.known([member])
    return {
        "account": {
            "account_id": who.user_id,
            "member_id": member,
            "name": who.name,
            "roles": sorted(who.roles),
            "language": who.language,
            "zone": who.zone,
        },
        "member": _plain(known[member]) if member in known else None,
        "places": [_plain(each) for each in genealogy.edges([member]).get(member, ())],
        "payee": _plain(replace(payee, held_by="")) if payee else None,
        "payout_accounts": [_plain(each) for each in accounts],
        "payouts": [_plain(each) for each in payouts_of(member)],
        "months": [_plain(each) for each in member_month.every_month(member)],
    }


def _plain(record: Any) -> Any:
    return json.loads(events.encode(record))
